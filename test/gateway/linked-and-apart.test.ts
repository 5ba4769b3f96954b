import { parse, validate } from "graphql";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { link } from "../../src/gateway/link.ts";
import { generateQuery } from "../support/subgraph-operations.ts";
import { compareAnswers } from "./differential.ts";
import {
  type ApartLibrary,
  type Ask,
  apartLibrary,
  librarian,
  librarySubgraphs,
  linkedLibrary,
  resetLibrary,
  type Variables,
  visitor,
} from "./fixtures/library.ts";

const { schema } = link(librarySubgraphs);
let linked: Ask;
let apart: ApartLibrary;

beforeAll(async () => {
  linked = linkedLibrary();
  apart = await apartLibrary();
});
afterAll(() => apart.close());
beforeEach(resetLibrary);

const plain = (answer: unknown) => JSON.parse(JSON.stringify(answer)) as object;

/** Asks both, the same data before each, and gives the differences. */
async function differences(source: string, variables: Variables = {}, holder = librarian): Promise<readonly string[]> {
  const one = plain(await linked(source, variables, holder));
  resetLibrary();
  const other = plain(await apart.ask(source, variables, holder));
  return compareAnswers(one, other);
}

describe("linked and apart the answers are equal", () => {
  it.each<[string, Variables?]>([
    ["{ __typename }"],
    [
      "{ loans { id days book { id title loans { id } label } reader { id name loans { days } } item { __typename ... on Book { title } ... on Magazine { issue } } } }",
    ],
    ["{ loans { book { id } reader { id } item { ... on Node { id } } } }"],
    ["{ loans { shadow: book { t: title id: genre loans { book: days } label } } }"],
    [
      "{ loans { a: book { l: loans { id } s: shelf { code } } b: book { l: loans(atLeast: 10) { id } s: shelf { books { id } } } } }",
    ],
    [
      '{ a: node(id: "b1") { __typename id ... on Book { title genre published isbn } } b: node(id: "g9") { id ... on Book { title } } c: node(id: "l0") { id } d: node(id: "l1") { id id } }',
    ],
    [
      '{ nodes(ids: ["b1", "x", "l0", "m1", "broken", "b2", "g1", "r1", "r99", "r13"]) { __typename id ... on Book { title rating spine loans { id } } ... on Reader { name initials favourite { title } } } }',
    ],
    ["{ catalogue { __typename ... on Book { title loans { id reader { name } } } ... on Magazine { issue } } }"],
    ["{ readers { id name initials address { town street } loans { id } favourite { title isbn loans { days } } } }"],
    ['{ reader(id: "r1") { id favourite { id label } } missing: reader(id: "r99") { name } }'],
    ["{ books(first: 9) { id pages label rating } }"],
    ["{ books(first: 9) { id spine } }"],
    ["{ loans { bookOnLoan { id title } } }"],
    ['{ booksById(ids: ["b1", "broken", "secret", "zz"]) { title loans { reader { nickname } } } }'],
    ['{ fails a: fails(code: "FORBIDDEN") }'],
    ['{ __schema { queryType { name } } book(id: "b1") { id } __typename }'],
    [
      "query ($on: Boolean!) { books { ...F @include(if: $on) ...F @skip(if: $on) t: topics } } fragment F on Book { id title @skip(if: $on) }",
      { on: true },
    ],
    ["query ($on: Boolean!) { books { id @skip(if: $on) } loans @skip(if: $on) { id } }", { on: true }],
    ["query ($n: Int = 2) { books(first: $n) { id } }", {}],
    ["query ($n: Int = 2) { books(first: $n) { id } }", { n: null }],
    ["query ($n: Int!) { books(first: $n) { id } }", { n: "x" }],
    ["query ($g: Genre) { books(filter: { genre: $g }) { id genre } }", { g: "VERSE" }],
    ["query ($f: BookFilter) { books(filter: $f) { id genre } }", { f: { genre: "VERSE", ids: ["b4"] } }],
    ["query ($n: Int! = 2) { books(filter: { pagesAtLeast: $n }) { id } }", {}],
    ['mutation ($isbn: Isbn) { addBook(input: { title: "x", isbn: $isbn }) { book { id } } }', { isbn: "malformed" }],
    [
      'mutation { lend(input: { book: "b2", reader: "r2" }) { loan { days book { title loans { id } } } item { id ... on Book { title } } reader { name favourite { title } } refusals { code } } }',
    ],
    [
      'mutation { a: addBook(input: { title: "New", genre: VERSE, isbn: "978-0141439549" }) { book { title isbn loans { id } } refusals { code } } ...M } fragment M on Mutation { b: addBook(input: { title: "" }) { book { id } refusals { code field } } __typename }',
    ],
  ])("%s %j", async (source, variables) => {
    expect(validate(schema, parse(source))).toEqual([]);
    expect(await differences(source, variables)).toEqual([]);
  });

  it("for mutations in order, each to its end, and none after one that fails at the root", async () => {
    const source =
      'mutation { a: endLoan(id: "l1") b: lend(input: { book: "b1", reader: "r1", days: 0 }) { loan { id } } c: endLoan(id: "l2") }';
    expect(await differences(source)).toEqual([]);
    const after = await apart.ask("{ loans { id } }");
    expect(JSON.stringify(after.data)).not.toContain('"l1"');
    expect(JSON.stringify(after.data)).toContain('"l2"');
    resetLibrary();
    const story =
      'mutation { a: lend(input: { book: "b4", reader: "r1" }) { loan { id } book { loans { id } } } b: endLoan(id: "l10") c: lend(input: { book: "b4", reader: "r2" }) { book { loans { id } } } }';
    expect(await differences(story)).toEqual([]);
  });

  it("for operations that lack a scope: nothing runs, and each forbidden field has its error", async () => {
    const source = 'mutation { endLoan(id: "l1") fire: burnBooks }';
    for (const holder of [visitor, { signedIn: true, scopes: new Set<string>() }]) {
      expect(await differences(source, {}, holder)).toEqual([]);
      const { data, errors } = await apart.ask(source, {}, holder);
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([
        { path: ["fire"], extensions: { code: holder.signedIn ? "FORBIDDEN" : "UNAUTHENTICATED" } },
      ]);
    }
    expect(JSON.stringify((await linked("{ loans { id } books { id } }")).data)).toContain('"l1"');
  });

  it("for fragments that write out to more than the limit", async () => {
    const levels = Array.from(
      { length: 40 },
      (_, level) =>
        `fragment F${level} on Loan { book { a: loans { ...F${level + 1} } b: loans { ...F${level + 1} } } }`,
    );
    const source = `{ loans { ...F0 } }\n${levels.join("\n")}\nfragment F40 on Loan { id }`;
    expect(await differences(source)).toEqual([]);
    expect((await apart.ask(source)).errors).toMatchObject([{ extensions: { code: "OPERATION_TOO_LARGE" } }]);
  });

  it("for generated queries", async () => {
    const first = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
    const count = Number(process.env.GENERATED ?? 80);
    let failing = 0;
    for (let seed = first; seed < first + count; seed += 1) {
      const { query, variables } = generateQuery(schema, { seed, literals });
      expect(validate(schema, parse(query)), query).toEqual([]);
      const answer = plain(await linked(query, variables));
      if ("errors" in answer) failing += 1;
      const found = compareAnswers(answer, plain(await apart.ask(query, variables)));
      expect(found, `SEED=${seed} ${query} ${JSON.stringify(variables)}`).toEqual([]);
    }
    // Both kinds of answers are compared: whole ones, and ones with errors.
    expect(failing).toBeGreaterThan(0);
    expect(failing).toBeLessThan(count);
  });
});

const ids = [
  "b1",
  "b2",
  "b3",
  "b5",
  "m1",
  "r1",
  "r3",
  "l1",
  "l9",
  "gone",
  "broken1",
  "secret",
  "r99",
  "r13",
  "l0",
  "x",
];
const literals = {
  ID: ids.map((id) => `"${id}"`),
  Isbn: ['"978-0141439549"'],
  "Query.fails(code)": ['"FORBIDDEN"', "null"],
};

describe("the comparison itself", () => {
  it.each([
    ["data that differs", { data: { a: 1 } }, { data: { a: 2 } }],
    ["a null for a missing key", { data: { a: null } }, { data: {} }],
    ["a list's order", { data: { a: [1, 2] } }, { data: { a: [2, 1] } }],
    ["a missing error", { data: { a: null }, errors: [{ path: ["a"] }] }, { data: { a: null } }],
    [
      "another code",
      { data: { a: null }, errors: [{ path: ["a"], extensions: { code: "X" } }] },
      { data: { a: null }, errors: [{ path: ["a"] }] },
    ],
    [
      "another path",
      { data: { a: null, b: null }, errors: [{ path: ["a"] }] },
      { data: { a: null, b: null }, errors: [{ path: ["b"] }] },
    ],
    ["a refused operation", { errors: [{ extensions: { code: "X" } }] }, { errors: [{ extensions: { code: "Y" } }] }],
  ])("finds %s", (_what, one, other) => {
    expect(compareAnswers(one, other)).not.toEqual([]);
    expect(compareAnswers(other, one)).not.toEqual([]);
    expect(compareAnswers(one, one)).toEqual([]);
  });

  it("doesn't mind the order of keys and errors, nor which of an object's non-null fields is reported", () => {
    const one = { data: { a: null, b: 1 }, errors: [{ path: ["a", "x"], extensions: { code: "X" } }, { path: ["c"] }] };
    const other = { data: { b: 1, a: null }, errors: [{ path: ["c"] }, { path: ["a", "y"] }] };
    expect(compareAnswers(one, other)).toEqual([]);
  });
});
