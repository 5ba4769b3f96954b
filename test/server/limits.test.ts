import { GraphQLError, getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  clientLimits,
  gatewayLimits,
  type Limits,
  limiter,
  parseWithinLimits,
  refuseLargeVariables,
} from "../../src/server/limits.ts";
import { mutationCalls, startFixture, type TestServer } from "./fixture.ts";

const limits = { ...clientLimits, introspection: true };
const closed = { ...clientLimits, introspection: false };
const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(" ");
const nested = (levels: number): string => `${"{ next ".repeat(levels - 1)}{ id }${" }".repeat(levels - 1)}`;
const refusalOf = (source: string, held: Limits = limits): Record<string, unknown> | null => {
  try {
    parseWithinLimits(source, held);
    return null;
  } catch (error) {
    return (error as { extensions: Record<string, unknown> }).extensions;
  }
};

/** Each limit: an operation just within it and one just over, and what the refusal counts. */
const edges: [limit: string, within: string, over: string, counted: Record<string, unknown>][] = [
  [
    "tokens",
    `{ a(b: [${times(991, () => "1")}]) }`,
    `{ a(b: [${times(992, () => "1")}]) }`,
    { limit: "tokens", allowed: 1_000 },
  ],
  ["levels", nested(12), nested(13), { limit: "levels", allowed: 12, found: 13 }],
  [
    "levels through fragments",
    `{ next { ...F } } fragment F on Release ${nested(11)}`,
    `{ next { ...F } } fragment F on Release ${nested(12)}`,
    { limit: "levels", allowed: 12, found: 13 },
  ],
  [
    "aliases of one field",
    `{ next { ${times(15, (i) => `a${i}: id`)} } }`,
    `{ next { ${times(16, (i) => `a${i}: id`)} } }`,
    { limit: "aliases of `id`", allowed: 15, found: 16 },
  ],
  [
    "aliases of one field, through a fragment used again",
    `{ ${times(5, (i) => `n${i} { ...F }`)} } fragment F on R { x: id y: id z: id }`,
    `{ ${times(6, (i) => `n${i} { ...F }`)} } fragment F on R { x: id y: id z: id }`,
    { limit: "aliases of `id`", allowed: 15, found: 18 },
  ],
  [
    "repetitions of one field",
    `{ next { ${times(16, () => "id")} } }`,
    `{ next { ${times(17, () => "id")} } }`,
    { limit: "aliases of `id`", allowed: 15, found: 16 },
  ],
  [
    "aliases in all",
    `{ next { ${times(30, (i) => `a${i}: f${i % 10}`)} } }`,
    `{ next { ${times(31, (i) => `a${i}: f${i % 10}`)} } }`,
    { limit: "aliases", allowed: 30, found: 31 },
  ],
  [
    "directives",
    `{ next { ${times(50, (i) => `f${i} @skip(if: false)`)} } }`,
    `{ next { ${times(51, (i) => `f${i} @skip(if: false)`)} } }`,
    { limit: "directives", allowed: 50, found: 51 },
  ],
  [
    "root fields",
    `{ ${times(10, (i) => `f${i}`)} }`,
    `{ ${times(11, (i) => `f${i}`)} }`,
    { limit: "root fields", allowed: 10, found: 11 },
  ],
  [
    "root fields through a fragment",
    `{ ...F } fragment F on Query { ${times(10, (i) => `f${i}`)} }`,
    `{ x ...F } fragment F on Query { ${times(10, (i) => `f${i}`)} }`,
    { limit: "root fields", allowed: 10, found: 11 },
  ],
  [
    "fields, counted as often as a fragment repeats them",
    `{ next { ${times(9, (i) => `f${i} { ...F }`)} } } fragment F on R { ${times(100, (i) => `g${i}`)} }`,
    `{ next { ${times(10, (i) => `f${i} { ...F }`)} } } fragment F on R { ${times(100, (i) => `g${i}`)} }`,
    { limit: "fields", allowed: 1_000, found: 1_011 },
  ],
  [
    "characters",
    `{ a(b: "${"x".repeat(65_000)}") }`,
    `{ a(b: "${"x".repeat(66_000)}") }`,
    { limit: "characters", allowed: 65_536 },
  ],
];

describe("the size of an operation", () => {
  it.each(edges)("is held to its limit on %s", (_, within, over, counted) => {
    expect(refusalOf(within)).toBeNull();
    expect(refusalOf(over)).toMatchObject({ code: "OPERATION_TOO_LARGE", ...counted });
  });

  it("is measured for every operation of a document and for fragments that none uses", () => {
    expect(refusalOf(`query A { a } query B ${nested(13)}`)).toMatchObject({ limit: "levels" });
    expect(refusalOf(`{ a } fragment F on R ${nested(13)}`)).toMatchObject({ limit: "levels" });
  });

  it("is asked of a document that passed before no second time, and of one that didn't each time", () => {
    const hold = limiter(closed);
    const fits = "{ viewer { subject } }";
    hold(fits);
    hold(fits);
    for (const _ of [1, 2]) expect(() => hold(`query ${nested(13)}`)).toThrow(/levels/);
    expect(() => hold("{ viewer")).toThrow(GraphQLError);
  });

  it("of fragments that double each other 60 times is found in their own length", () => {
    const doubling = times(60, (i) => `fragment F${i} on Q { a { ...F${i + 1} } b { ...F${i + 1} } }`);
    expect(refusalOf(`{ ...F0 } ${doubling} fragment F60 on Q { id }`)).toMatchObject({ limit: "fields" });
  });

  it("of fragments that spread themselves is refused by the fragment's name", () => {
    expect(refusalOf("{ ...A } fragment A on Q { b { ...B } } fragment B on Q { a { ...A } }")).toMatchObject({
      code: "GRAPHQL_VALIDATION_FAILED",
    });
  });

  it("that isn't GraphQL is refused as such, however deep it is nested", () => {
    expect(refusalOf("{ release(")).toMatchObject({ code: "GRAPHQL_PARSE_FAILED" });
    expect(refusalOf(`{ a(b: ${"[".repeat(20_000)}) }`, gatewayLimits)).toMatchObject({ code: "GRAPHQL_PARSE_FAILED" });
  });
});

describe("introspection", () => {
  it("of the whole schema passes where it is on, though it is deep", () => {
    expect(refusalOf(getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }))).toBeNull();
  });

  it.each([
    "{ __schema { types { name } } }",
    '{ __type(name: "Query") { name } }',
    "{ ...F } fragment F on Query { x: __schema { types { name } } }",
  ])("is refused where it is off: %s", (source) => {
    expect(refusalOf(source, closed)).toMatchObject({ code: "GRAPHQL_VALIDATION_FAILED" });
    expect(refusalOf(source)).toBeNull();
  });

  it("leaves `__typename` alone", () => {
    expect(refusalOf("{ __typename viewer { __typename } }", closed)).toBeNull();
  });

  it("may not multiply the schema by itself", () => {
    const twice = "{ __schema { types { fields { type { ...F } } } } } fragment F on __Type { possibleTypes { name } }";
    expect(refusalOf(twice)).toMatchObject({ limit: "nested introspection lists", found: 2 });
  });

  it("is held to the limit on aliases like anything else", () => {
    expect(refusalOf(`{ ${times(16, (i) => `a${i}: __schema { types { name } }`)} }`)).toMatchObject({
      code: "OPERATION_TOO_LARGE",
    });
  });
});

describe("variables", () => {
  const refusalOfVariables = (variables: unknown): unknown => {
    try {
      refuseLargeVariables(variables, limits);
      return null;
    } catch (error) {
      return (error as { extensions: unknown }).extensions;
    }
  };

  it("hold at most 20,000 values, wherever they are", () => {
    expect(refusalOfVariables({ ids: Array.from({ length: 19_999 }, () => "x") })).toBeNull();
    expect(refusalOfVariables({ ids: Array.from({ length: 20_000 }, () => "x") })).toMatchObject({
      code: "OPERATION_TOO_LARGE",
    });
    const lists = Array.from({ length: 100 }, () => Array.from({ length: 200 }, () => ({})));
    expect(refusalOfVariables({ lists })).toMatchObject({ code: "OPERATION_TOO_LARGE" });
  });

  it("are nested at most 20 levels", () => {
    const nest = (levels: number): unknown => (levels === 0 ? {} : { a: nest(levels - 1) });
    expect(refusalOfVariables(nest(20))).toBeNull();
    expect(refusalOfVariables(nest(21))).toMatchObject({ code: "OPERATION_TOO_LARGE" });
  });

  it.each([[undefined], [null], ["text"], [7]])("may be %j", (variables) => {
    expect(refusalOfVariables(variables)).toBeNull();
  });
});

describe("a server", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startFixture();
  });
  afterAll(() => server.stop());

  it.each(edges)("refuses an operation over its limit on %s before it runs anything", async (_, __, over) => {
    const { status, body } = await server.ask(over);
    expect(status).toBe(400);
    expect(body).toEqual({
      errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: "OPERATION_TOO_LARGE" }) })],
    });
  });

  it("refuses many mutations in one request before the first of them", async () => {
    const before = mutationCalls();
    const mutations = times(11, (i) => `m${i}: rename(input: { id: "1", name: "Name" }) { calls }`);
    expect((await server.ask(`mutation { ${mutations} }`)).status).toBe(400);
    expect(mutationCalls()).toBe(before);
  });

  it("refuses 100,000 inputs", async () => {
    const tags = Array.from({ length: 100_000 }, () => "tag");
    const { status, body } = await server.ask("mutation ($input: RenameInput!) { rename(input: $input) { calls } }", {
      variables: { input: { id: "1", name: "Name", tags } },
    });
    expect(status).toBe(400);
    expect(body.errors[0].extensions).toMatchObject({ code: "OPERATION_TOO_LARGE", allowed: 20_000 });
  });

  it("keeps answering others while someone sends what is as large as the limits let through", async () => {
    const worst = `{ next { ${times(15, () => `next { ${times(15, () => "id")} }`)} ${times(600, (i) => `f${i}`)} } }`;
    expect(refusalOf(worst, closed)).toMatchObject({ code: "OPERATION_TOO_LARGE" });
    const broad = `{ viewer { ${times(990, (i) => `f${i}`)} } }`;
    const { status } = await server.ask(broad);
    expect(status).toBe(400);
  });
});
