import { execute, parse } from "graphql";
import { beforeEach, describe, expect, it } from "vitest";
import { federated } from "../../src/gateway/entities.ts";
import { compiledExecutor } from "../../src/gateway/execute.ts";
import { printSubgraph } from "../../src/gateway/print.ts";
import { buildSubgraph } from "../../src/gateway/subgraph.ts";
import { booksSubgraph } from "./fixtures/books.ts";
import { resetLibrary } from "./fixtures/library.ts";
import { loansSubgraph } from "./fixtures/loans.ts";
import { readersSubgraph } from "./fixtures/readers.ts";
import { LibraryContext, rootsSeen } from "./fixtures/shared.ts";

beforeEach(resetLibrary);

describe("a subgraph's SDL", () => {
  it("links the federation specification and imports exactly the directives that it uses", () => {
    expect(printSubgraph(booksSubgraph).split("\n")[0]).toBe(
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@requiresScopes", "@shareable"])',
    );
    expect(printSubgraph(readersSubgraph).split("\n")[0]).toContain('import: ["@external", "@key", "@requires"]');
  });

  it("keeps descriptions, directives, defaults and the order of fields and arguments", () => {
    const sdl = printSubgraph(booksSubgraph);
    expect(sdl).toContain('"""Burns them all."""\n  burnBooks: Int! @requiresScopes(scopes: [["book:burn"]])');
    expect(sdl).toContain("books(filter: BookFilter, first: Int! = 3): [Book!]!");
    expect(sdl).toContain("genre: Genre! = NOVEL");
    expect(sdl).toMatch(
      /type Book implements Node @key\(fields: "id"\) \{[^}]*id: ID![^}]*title: String![^}]*isbn: Isbn/,
    );
    expect(sdl.indexOf("type AddBookPayload")).toBeLessThan(sdl.indexOf("type Book "));
  });

  it("has the stubs that it adds fields to, and nothing of other subgraphs that share an interface with it", () => {
    const sdl = printSubgraph(readersSubgraph);
    expect(sdl).toContain('label: String @requires(fields: "isbn rating")');
    expect(sdl).not.toContain("Magazine");
    expect(sdl).not.toContain("Loan");
  });

  it("has no machinery in it", () => {
    for (const subgraph of [booksSubgraph, readersSubgraph, loansSubgraph]) {
      expect(printSubgraph(subgraph)).not.toMatch(/_service|_entities|_Any/);
    }
  });
});

it("refuses a reference resolver for a type that the subgraph doesn't have", () => {
  class Nothing {}
  expect(() => buildSubgraph({ name: "empty", resolvers: [Nothing], references: { Ghost: async () => null } })).toThrow(
    'Subgraph "empty" has a reference resolver for "Ghost"',
  );
});

describe.each([
  ["interpreted", false],
  ["compiled", true],
])("a subgraph by itself, its queries %s", (_how, compiled) => {
  const ask = async (subgraph: typeof booksSubgraph, source: string, variables: Record<string, unknown> = {}) => {
    const schema = federated(subgraph);
    const context = new LibraryContext();
    const document = parse(source);
    const result = compiled
      ? await compiledExecutor(schema)({ document, variables, context })
      : await execute({ schema, document, variableValues: variables, contextValue: context });
    return { ...(JSON.parse(JSON.stringify(result)) as { data: never; errors?: never[] }), batches: context.batches };
  };
  const entities = "query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Book { title } } }";

  it("tells its SDL", async () => {
    expect((await ask(booksSubgraph, "{ _service { sdl } }")).data).toEqual({
      _service: { sdl: printSubgraph(booksSubgraph) },
    });
  });

  it("resolves representations in one batch, in order, null for one that isn't there", async () => {
    const r = ["b2", "gone", "b1"].map((id) => ({ __typename: "Book", id }));
    const { data, errors, batches } = await ask(booksSubgraph, entities, { r });
    expect(data).toEqual({
      _entities: [{ __typename: "Book", title: "The Waves" }, null, { __typename: "Book", title: "Middlemarch" }],
    });
    expect(errors).toBeUndefined();
    expect(batches).toEqual(["Book:b2,gone,b1"]);
  });

  it("nulls one that fails, with an error at its place, and no other", async () => {
    const r = ["secret", "b1", "broken"].map((id) => ({ __typename: "Book", id }));
    const { data, errors } = await ask(booksSubgraph, entities, { r });
    expect(data).toEqual({ _entities: [null, { __typename: "Book", title: "Middlemarch" }, null] });
    expect(errors).toMatchObject([
      { path: ["_entities", 0], extensions: { code: "FORBIDDEN" } },
      { path: ["_entities", 2] },
    ]);
  });

  it.each([
    ["a type that it doesn't have", { __typename: "Reader", id: "r1" }],
    ["no type", { id: "b1" }],
    ["no key", { __typename: "Book", title: "Middlemarch" }],
    ["a key that is an object", { __typename: "Book", id: { "": "b1" } }],
    ["no object", "b1"],
  ])("refuses a representation with %s", async (_what, representation) => {
    const { data, errors } = await ask(booksSubgraph, entities, {
      r: [representation, { __typename: "Book", id: "b1" }],
    });
    expect(data).toEqual({ _entities: [null, { __typename: "Book", title: "Middlemarch" }] });
    expect(errors).toMatchObject([{ path: ["_entities", 0], extensions: { code: "BAD_USER_INPUT" } }]);
  });

  it("believes nothing but the key: forged fields are read from where they belong", async () => {
    const r = [{ __typename: "Book", id: "b1", title: "Forged", rating: 5, shelfCode: "Z9" }];
    expect((await ask(booksSubgraph, entities, { r })).data).toEqual({
      _entities: [{ __typename: "Book", title: "Middlemarch" }],
    });
  });

  it("gives a stub's resolver the key and what it requires, and nothing else of a representation", async () => {
    rootsSeen.length = 0;
    const r = [{ __typename: "Book", id: "b1", isbn: "978-1", rating: 2, title: "Forged" }];
    const source = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Book { label } } }";
    expect((await ask(readersSubgraph, source, { r })).data).toEqual({ _entities: [{ label: "b1: 2 (978-1)" }] });
    expect(rootsSeen).toEqual([{ __typename: "Book", id: "b1", isbn: "978-1", rating: 2 }]);
  });

  it("gives a stub's resolver the key alone on the subgraph's own paths too", async () => {
    rootsSeen.length = 0;
    const { data } = await ask(loansSubgraph, `{ loans(ids: ["l1"]) { book { loans(atLeast: 20) { id } } } }`);
    expect(data).toEqual({ loans: [{ book: { loans: [{ id: "l3" }] } }] });
    expect(rootsSeen).toEqual([{ __typename: "Book", id: "b1" }]);
  });

  it("doesn't answer for a stub that adds nothing", async () => {
    const r = [{ __typename: "Magazine", id: "m1" }];
    const { errors } = await ask(
      loansSubgraph,
      "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }",
      { r },
    );
    expect(errors).toMatchObject([{ path: ["_entities", 0], extensions: { code: "BAD_USER_INPUT" } }]);
  });

  it("fails the field whose object's type can't be told", async () => {
    const { data, errors } = await ask(loansSubgraph, `{ a: node(id: "l0") { id } b: node(id: "l1") { id } }`);
    expect(data).toEqual({ a: null, b: { id: "l1" } });
    expect(errors).toMatchObject([{ path: ["a"] }]);
  });
});
