import { buildSchema, type ExecutionResult, execute, type GraphQLSchema, parse } from "graphql";
import { beforeEach, describe, expect, it } from "vitest";
import { compiledExecutor, type Executor } from "../../src/gateway/execute.ts";
import { link } from "../../src/gateway/link.ts";
import { Recent } from "../../src/gateway/recent.ts";
import { compareAnswers } from "./differential.ts";
import { librarySubgraphs, resetLibrary } from "./fixtures/library.ts";
import { LibraryContext } from "./fixtures/shared.ts";

const { schema } = link(librarySubgraphs);
const run = compiledExecutor(schema);
const plain = (result: unknown): ExecutionResult => JSON.parse(JSON.stringify(result)) as ExecutionResult;

beforeEach(resetLibrary);

describe("a compiled query answers as graphql-js does", () => {
  it.each<[string, Record<string, unknown>?]>([
    ["{ books { title topics published genre isbn } __typename }"],
    ['{ a: books(first: 1) { x: title title } b: books(filter: { genre: VERSE, ids: ["b4"] }) { id } }'],
    [
      "query ($on: Boolean!) { books { ...F @include(if: $on) ...F topics } } fragment F on Book { title }",
      { on: false },
    ],
    [
      "query ($on: Boolean!) { books { ...F @include(if: $on) ...G } } fragment F on Book { title pages } fragment G on Book { title @skip(if: $on) }",
      { on: true },
    ],
    [
      "query ($on: Boolean!) { books { shelf @include(if: $on) { code } shelf { books { id @skip(if: $on) title } } } }",
      { on: true },
    ],
    ["query ($on: Boolean = true, $off: Boolean = false) { books { id @include(if: $off) title @skip(if: $on) } }", {}],
    ["query ($on: Boolean!) { books @skip(if: $on) { id } }", { on: true }],
    ["query ($n: Int = 1) { books(first: $n) { id } }", {}],
    ["query ($n: Int = 1) { books(first: $n) { id } }", { n: null }],
    ["query ($n: Int!) { books(first: $n) { id } }", {}],
    ["query ($n: Int!) { books(first: $n) { id } }", { n: 1.5 }],
    ["query ($f: BookFilter) { books(filter: $f) { id } }", { f: [{ genre: "VERSE" }] }],
    ["query ($f: BookFilter) { books(filter: $f) { id } }", { f: { genre: "PROSE", wrong: 1 } }],
    ["query ($g: Genre) { books(filter: { genre: $g, pagesAtLeast: 1 }) { id } }", {}],
    ['query ($id: ID!) { booksById(ids: ["b1", $id]) { id title } }', { id: "b2" }],
    ["query ($id: ID!) { booksById(ids: $id) { id } }", { id: 7 }],
    ['{ booksById(ids: ["gone", "broken", "b1", "secret", "b2"]) { id } }'],
    ["{ books { rating } }"],
    ["{ books(first: 9) { id title } }"],
    ["{ loans { bookOnLoan { title } } }"],
    ['{ fails a: fails(code: "FORBIDDEN") books(first: 1) { id } }'],
    ['{ nodes(ids: ["b1", "x", "l0", "broken", "g"]) { id ... on Book { title spine } } }'],
    ['{ __schema { queryType { name } } books(first: 1) { id } __type(name: "Book") { name } }'],
    ['mutation { endLoan(id: "l1") x: endLoan(id: "l2", days: 3) }'],
    [
      'mutation { endLoan(id: "l1") lend(input: { book: "b1", reader: "r1", days: 0 }) { loan { id } } y: endLoan(id: "l2") }',
    ],
  ])("%s %j", async (source, variables) => {
    const contexts = [new LibraryContext(), new LibraryContext()] as const;
    const document = parse(source);
    const compiled = plain(await run({ document, variables, context: contexts[0] }));
    resetLibrary();
    const interpreted = plain(
      await execute({ schema, document, variableValues: variables, contextValue: contexts[1] }),
    );
    expect(compareAnswers(compiled, interpreted)).toEqual([]);
    const messages = (result: ExecutionResult) => result.errors?.map(({ message }) => message).sort();
    expect(messages(compiled)).toEqual(messages(interpreted));
    expect(contexts[0].batches).toEqual(contexts[1].batches);
  });
});

describe("a compiled query", () => {
  it("runs no code that a literal spells, in any form", async () => {
    const payload = "__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d0);globalThis.ranFromLiteral=1;(0";
    const escaped = payload.replaceAll("_", "\\u005f");
    for (const literal of [`"${payload}"`, `"""${payload}"""`, `"${escaped}"`]) {
      const source = `{ book(id: ${literal}) { id } books(filter: { ids: [${literal}] }) { id } }`;
      expect(plain(await run({ document: parse(source), context: new LibraryContext() }))).toEqual({
        data: { book: null, books: [] },
      });
      const asDefault = `query ($id: ID! = ${literal}) { book(id: $id) { id } }`;
      expect(plain(await run({ document: parse(asDefault), context: new LibraryContext() }))).toEqual({
        data: { book: null },
      });
    }
    expect(globalThis).not.toHaveProperty("ranFromLiteral");
  });

  it("gives every error extensions, and the code that was said", async () => {
    const { errors } = await run({ document: parse('{ fails a: fails(code: "FORBIDDEN") }'), context: null });
    expect(errors!.map(({ extensions }) => extensions)).toEqual(expect.arrayContaining([{}, { code: "FORBIDDEN" }]));
    expect(errors![0]!.originalError).toBeInstanceOf(Error);
  });

  it("survives a list in which a field fails at once after another that fails later", async () => {
    const source = `{ nodes(ids: ["b3", "b5", "gone"]) { id ... on Book { spine title } } }`;
    const result = plain(await run({ document: parse(source), context: new LibraryContext() }));
    expect(result.data).toEqual({ nodes: [null, null, null] });
    await new Promise((resolve) => setImmediate(resolve));
  });

  it("refuses, without running anything, a literal that a null variable makes invalid", async () => {
    const source =
      'mutation ($n: Int = 1) { endLoan(id: "l1") lend(input: { book: "b1", reader: "r1", days: $n }) { loan { id } } burn: addBook(input: { title: "x", genre: $g }) { book { id } } }'.replace(
        "$n: Int = 1",
        "$n: Int = 1, $g: Genre = VERSE",
      );
    const { data, errors } = plain(
      await run({ document: parse(source), variables: { g: null }, context: new LibraryContext() }),
    );
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    const { data: after } = plain(await run({ document: parse("{ loans { id } }"), context: new LibraryContext() }));
    expect((after as { loans: unknown[] }).loans).toHaveLength(9);
  });

  it("refuses an operation whose fragments write out to more than the limit, at once", async () => {
    const levels = Array.from(
      { length: 40 },
      (_, level) =>
        `fragment F${level} on Loan { bookOnLoan { a: loans { ...F${level + 1} } b: loans { ...F${level + 1} } } }`,
    );
    const source = `{ loans { ...F0 } }\n${levels.join("\n")}\nfragment F40 on Loan { id }`;
    const { errors, data } = plain(await run({ document: parse(source), context: new LibraryContext() }));
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: "OPERATION_TOO_LARGE", limit: 2_000 } }]);
  });

  it("gives the same answer to what it doesn't compile for its size", async () => {
    const source =
      'query ($on: Boolean!) { nodes(ids: ["b1", "x", "broken"]) { id ... on Book { title @skip(if: $on) spine } } }';
    const request = { document: parse(source), variables: { on: false } };
    const compiled = plain(await run({ ...request, context: new LibraryContext() }));
    resetLibrary();
    const interpreting = compiledExecutor(schema, { compileLimit: 1 });
    const interpreted = plain(await interpreting({ ...request, context: new LibraryContext() }));
    expect(compareAnswers(compiled, interpreted)).toEqual([]);
    expect(compiled.errors).toHaveLength(2);
  });

  it("takes a subscription's event as its root", async () => {
    const feed = buildSchema("type Query { a: Int } type Subscription { changed: Change! } type Change { id: ID! }");
    const document = parse("subscription { changed { id } }");
    const result = await compiledExecutor(feed)({ document, context: null, rootValue: { changed: { id: "c1" } } });
    expect(plain(result)).toEqual({ data: { changed: { id: "c1" } } });
  });

  it("says which operation it misses", async () => {
    const document = parse("query A { __typename } query B { __typename }");
    expect(plain(await run({ document, operationName: "B", context: null }))).toEqual({
      data: { __typename: "Query" },
    });
    expect(plain(await run({ document, operationName: "C", context: null })).errors).toMatchObject([
      { message: 'Unknown operation named "C".' },
    ]);
    expect(plain(await run({ document, context: null })).errors).toHaveLength(1);
  });

  it("answers on when it has seen more documents than it keeps", async () => {
    let asked = 0;
    const counting = countingSchema(() => {
      asked += 1;
    });
    const executor: Executor = compiledExecutor(counting, { remembered: 4 });
    const documents = ["{ a }", "{ b: a }", "{ c: a }"].map((source) => parse(source));
    for (const document of [...documents, ...documents])
      expect(plain(await executor({ document, context: null })).errors).toBeUndefined();
    expect(asked).toBe(6);
  });
});

function countingSchema(count: () => void): GraphQLSchema {
  const counted = buildSchema("type Query { a: Int }");
  counted.getQueryType()!.getFields().a!.resolve = () => {
    count();
    return 1;
  };
  return counted;
}

it("keeps the entries last used", () => {
  const recent = new Recent<string, { made: string }>(2);
  const ask = (key: string): string => recent.remember(key, () => ({ made: key })).made;
  const first = recent.remember("a", () => ({ made: "a" }));
  ask("b");
  expect(recent.remember("a", () => ({ made: "again" }))).toBe(first);
  ask("c");
  expect(recent.size).toBe(2);
  expect(recent.remember("a", () => ({ made: "again" }))).toBe(first);
  expect(recent.remember("b", () => ({ made: "anew" })).made).toBe("anew");
});

it("keeps entries by what they weigh, the last used first", () => {
  const recent = new Recent<string, { weight: number }>(10, ({ weight }) => weight);
  const add = (key: string, weight: number): number => recent.remember(key, () => ({ weight })).weight;
  add("a", 4);
  add("b", 4);
  expect(recent.size).toBe(2);
  add("a", 9);
  add("c", 6);
  expect(recent.size).toBe(2);
  expect(add("a", 9)).toBe(4);
  expect(add("b", 3)).toBe(3);
  expect(add("too heavy", 11)).toBe(11);
  expect(recent.size).toBe(0);
});
