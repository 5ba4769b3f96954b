import { buildSchema, Kind, type OperationDefinitionNode, parse } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { costOf } from "../../src/server/cost.ts";
import { schema, startFixture, type TestServer } from "./fixture.ts";

const cost = (source: string, variables: Record<string, unknown> = {}, priced = schema) => {
  const document = parse(source);
  const operation = document.definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  ) as OperationDefinitionNode;
  return costOf({ schema: priced, document, operation, variables });
};

describe("what an operation costs", () => {
  it.each<[string, string, number]>([
    ["nothing for values", "{ broken __typename }", 0],
    ["1 for an object", '{ release(id: "1") { id name } }', 1],
    ["1 for each object of a page, and for the page", "{ releases(first: 7) { nodes { id } } }", 1 + 7],
    ["the default page where `first` is missing", "{ releases { nodes { id } } }", 1 + 20],
    ["a whole page where `first` is null", "{ releases(first: null) { nodes { id } } }", 1 + 100],
    ["a whole page at most", "{ releases(first: 1000000000) { nodes { id } } }", 1 + 100],
    ["one object at least", "{ releases(first: -5) { nodes { id } } }", 1 + 1],
    ["edges and their nodes", "{ releases(first: 3) { edges { cursor node { id } } } }", 1 + 3 * 2],
    ["what is beside a page's rows once", "{ releases(first: 50) { totalCount pageInfo { hasNextPage } } }", 2],
    [
      "pages within pages multiplied",
      "{ releases(first: 50) { nodes { releases(first: 10) { nodes { id } } } } }",
      1 + 50 * (1 + 1 + 10),
    ],
    ["a list without pages as ten", '{ release(id: "1") { conditions { text } } }', 1 + 10],
    ["an introspection field nothing", "{ __schema { types { name } } }", 0],
    [
      "a fragment wherever it is spread",
      '{ a: release(id: "1") { ...F } b: release(id: "2") { ...F } } fragment F on Release { next { id } }',
      4,
    ],
    [
      "an inline fragment with or without its type",
      '{ release(id: "1") { ... { next { id } } ... on Release { next { id } } } }',
      3,
    ],
    [
      "a fragment of a page by that page",
      "{ releases(first: 2) { ...P } } fragment P on ReleaseConnection { nodes { id } }",
      1 + 2,
    ],
  ])("is %s", (_, source, expected) => {
    expect(cost(source).requested).toBe(expected);
  });

  it("counts the page that a variable asks for, or the operation's default of it", () => {
    const source = "query ($n: Int = 5) { releases(first: $n) { nodes { id } } }";
    expect(cost(source, { n: 9 }).requested).toBe(10);
    expect(cost(source).requested).toBe(6);
    expect(cost(source, { n: "many" }).requested).toBe(101);
    expect(cost("query ($n: Int) { releases(first: $n) { nodes { id } } }").requested).toBe(21);
  });

  it("is what the field's `complexity` says where it has one", () => {
    const priced = buildSchema(
      "type Query { report: Report, sum(days: Int): Int } type Report { id: ID, inner: Report }",
    );
    const fields = priced.getQueryType()?.getFields() ?? {};
    fields.report!.extensions = { complexity: 50 };
    fields.sum!.extensions = {
      complexity: ({ args, childComplexity }: { args: { days?: number }; childComplexity: number }) =>
        (args.days ?? 0) * 2 + childComplexity,
    };
    expect(cost("{ report { id inner { id } } }", {}, priced).requested).toBe(51);
    expect(cost("{ sum(days: 30) }", {}, priced).requested).toBe(60);
    expect(cost("query ($d: Int) { sum(days: $d) }", { d: "not a number" }, priced).requested).toBe(0);
  });

  it("names the field that most of it is spent below", () => {
    expect(cost("{ viewer { subject } releases(first: 90) { nodes { releases(first: 90) { nodes { id } } } } }").heaviest).toEqual([
      "releases", "nodes", "releases", "nodes",
    ]); // biome-ignore format: one path
  });

  it("is found in time linear to the operation, fragments used again and again included", () => {
    const levels = Array.from(
      { length: 60 },
      (_, i) => `fragment F${i} on Release { a: next { ...F${i + 1} } b: next { ...F${i + 1} } }`,
    );
    const found = cost(`{ release(id: "1") { ...F0 } } ${levels.join(" ")} fragment F60 on Release { id }`);
    expect(found.requested).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe("a server", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startFixture({ settings: { costBudget: 100 } });
  });
  afterAll(() => server.stop());

  it("tells the cost and the budget with every answer", async () => {
    const { body } = await server.ask("{ releases(first: 3) { nodes { id } } broken }");
    expect(body.extensions).toEqual({ cost: { requested: 4, budget: 100 } });
    expect(body.errors).toHaveLength(1);
  });

  it("refuses what is over the budget, names the field, and runs nothing", async () => {
    const { status, body } = await server.ask("{ releases(first: 60) { edges { node { id } } } broken }");
    expect(status).toBe(400);
    expect(body).toEqual({
      errors: [
        {
          message:
            "This operation costs 121, over the budget of 100. Most of it is `releases.edges.node`: ask for fewer rows there (`first`), or for less of each.",
          extensions: { code: "COST_EXCEEDED", requested: 121, budget: 100, heaviest: "releases.edges.node" },
        },
      ],
      extensions: { cost: { requested: 121, budget: 100 } },
    });
  });

  it("refuses the same by variables", async () => {
    const { body } = await server.ask("query ($n: Int) { releases(first: $n) { nodes { id } } }", {
      variables: { n: 1_000_000 },
    });
    expect(body.errors[0].extensions).toMatchObject({ code: "COST_EXCEEDED", requested: 101 });
  });
});
