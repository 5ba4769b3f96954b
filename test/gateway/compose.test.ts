import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { CompositionError, compose, type SubgraphSdl } from "../../src/gateway/compose.ts";
import { printSubgraph } from "../../src/gateway/print.ts";
import { requiredScopes } from "../../src/gateway/scopes.ts";
import { evaluationsSdl } from "../support/external-evaluations.ts";
import { librarySubgraphs } from "./fixtures/library.ts";

const link = (directives: string): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: [${directives}])\n`;
const releases: SubgraphSdl = {
  name: "releases",
  sdl: `${link('"@key", "@shareable", "@requiresScopes"')}
    type Query { release(id: ID!): Release }
    type Mutation { withdraw(input: WithdrawInput!): Release @requiresScopes(scopes: [["release:withdraw"]]) }
    type Release @key(fields: "id") { id: ID! name: String! phase: Phase vendor: Vendor page: PageInfo }
    type Vendor @key(fields: "id") @key(fields: "org") { id: ID! org: String! legalName: String }
    type PageInfo @shareable { more: Boolean! }
    interface Node { id: ID! }
    union Found = Release | Vendor
    input WithdrawInput { id: ID! idempotencyKey: String }
    enum Phase { DRAFT PREVIEW }`,
};
const acme = (
  sdl: string,
  imports = '"@key", "@shareable", "@external", "@requires", "@provides", "@override"',
): SubgraphSdl => ({
  name: "acme",
  external: true,
  sdl: link(imports) + sdl,
});
const problemsOf = (...subgraphs: SubgraphSdl[]): readonly string[] => {
  try {
    compose(subgraphs);
    return [];
  } catch (error) {
    if (error instanceof CompositionError) return error.problems;
    throw error;
  }
};

describe("composition", () => {
  it("gives the API without the machinery, and the supergraph with the scopes that the subgraphs ask for", () => {
    const { supergraphSdl, apiSdl } = compose(
      librarySubgraphs.map((one) => ({ name: one.name, sdl: printSubgraph(one) })),
    );
    expect(buildSchema(apiSdl).getQueryType()!.getFields()).toHaveProperty("node");
    expect(apiSdl).not.toMatch(/join__|_entities|@key/);
    expect([...requiredScopes(supergraphSdl)]).toEqual([["Mutation.burnBooks", [["book:burn"]]]]);
  });

  it("gives the same text for the same subgraphs", () => {
    const subgraphs = librarySubgraphs.map((one) => ({ name: one.name, sdl: printSubgraph(one) }));
    expect(compose(subgraphs)).toEqual(compose(subgraphs));
  });

  it("joins an external subgraph that adds fields to an entity", () => {
    const { apiSdl } = compose([releases, { name: "evaluations", external: true, sdl: evaluationsSdl }]);
    expect(apiSdl).toMatch(/type Release \{[^}]*evaluations: \[Evaluation!\]/);
  });

  it("names each subgraph and field that doesn't fit", () => {
    const problems = problemsOf(releases, {
      name: "broken",
      sdl: `${link('"@key"')} type Query { broken: Broken } type Broken @key(fields: "nope") @key(fields: "{") { id: Ghost! }`,
    });
    expect(problems.join("\n")).toMatch(/\[broken\][^\n]*Ghost/);
    expect(problems.join("\n")).toMatch(/\[broken\][^\n]*nope/);
  });

  it("names the subgraph whose SDL can't be read, and one whose name is taken", () => {
    expect(problemsOf({ name: "torn", sdl: "type Query {" })[0]).toMatch(/^\[torn\] Syntax Error/);
    expect(problemsOf(releases, { ...releases, name: "Releases" })[0]).toBe("[Releases] is the name of two subgraphs.");
  });
});

describe("what another subgraph owns can't be taken over", () => {
  it.each([
    [
      "a field",
      'type Release @key(fields: "id") { id: ID! name: String! }',
      /^\[acme\] Release\.name belongs to subgraph "releases"/,
    ],
    [
      "a field as shareable",
      'type Release @key(fields: "id") { id: ID! name: String! @shareable }',
      /Release\.name belongs to/,
    ],
    [
      "a field as an override",
      'type Release @key(fields: "id") { id: ID! name: String! @override(from: "releases") }',
      /Release\.name belongs to/,
    ],
    ["a field as a key", 'type Release @key(fields: "id name") { id: ID! name: String! }', /Release\.name belongs to/],
    [
      "a field on some paths",
      'type Query { top: [Release] @provides(fields: "name") } type Release @key(fields: "id") { id: ID! name: String! @external }',
      /Query\.top may not use @provides/,
    ],
    [
      "a query",
      'type Query { release(id: ID!): Release @shareable } type Release @key(fields: "id") { id: ID! }',
      /Query\.release belongs to/,
    ],
    ["a mutation", "type Mutation { withdraw: Int @shareable } type Query { a: Int }", /Mutation\.withdraw belongs to/],
    [
      "a mapping of keys",
      'type Vendor @key(fields: "id") @key(fields: "org") { id: ID! org: String! rank: Int }',
      /Vendor belongs to subgraph "releases": name it by one key/,
    ],
    [
      "the type of a key",
      'type Release @key(fields: "id") { id: ID extra: Int }',
      /Release\.id is ID! in subgraph "releases", not ID/,
    ],
    [
      "a value type's fields",
      "type Query { a: PageInfo } type PageInfo @shareable { more: Boolean! total: Int }",
      /PageInfo\.total can't be added/,
    ],
    ["an enum's values", "type Query { a: Phase } enum Phase { DRAFT PREVIEW SECRET }", /Phase\.SECRET can't be added/],
    [
      "an enum by leaving out a value",
      "type Query { a(p: Phase): Int } enum Phase { DRAFT }",
      /Phase\.PREVIEW is missing/,
    ],
    [
      "an input by leaving out a field",
      "type Query { a(i: WithdrawInput): Int } input WithdrawInput { id: ID! }",
      /WithdrawInput\.idempotencyKey is missing/,
    ],
    [
      "a union's members",
      "type Query { a: Found } union Found = Gift type Gift { b: Int }",
      /Found\.Gift can't be added/,
    ],
    [
      "an interface's fields",
      "type Query { a: Node } interface Node { id: ID! extra: Int }",
      /Node\.extra can't be added/,
    ],
    [
      "a type's kind",
      "type Query { a: Int } interface Release { id: ID! }",
      /Release is object in subgraph "releases"/,
    ],
  ])("%s", (_what, sdl, problem) => {
    expect(problemsOf(releases, acme(sdl)).join("\n")).toMatch(problem);
  });

  it.each([
    ["of its own", "type Subscription { scored: Int } type Query { a: Int }"],
    ["by an extension", "extend type Subscription { scored: Int } type Query { a: Int }"],
    ["of a type of ours", 'type Subscription { moved: Release } type Release @key(fields: "id") { id: ID! }'],
    [
      "under another name",
      "schema { query: Query subscription: Feed } type Feed { scored: Int } type Query { a: Int }",
    ],
    ["under a name extended", "extend schema { subscription: Feed } type Feed { scored: Int } type Query { a: Int }"],
  ])("a subscription, %s", (_what, sdl) => {
    expect(problemsOf(releases, acme(sdl)).join("\n")).toMatch(
      /\[acme\] Subscription\.\w+ can't be added: only our subgraphs stream events\./,
    );
  });

  it("what is ours under another name for the root type", () => {
    const query = "schema { query: Roots } type Roots { release(id: ID!): Release @shareable }";
    const sdl = `${query} type Release @key(fields: "id") { id: ID! }`;
    expect(problemsOf(releases, acme(sdl)).join("\n")).toMatch(/\[acme\] Query\.release belongs to/);
  });

  it("not even by hiding it", () => {
    const hiding = acme('type Release @key(fields: "id") @inaccessible { id: ID! a: Int }', '"@key", "@inaccessible"');
    expect(problemsOf(releases, hiding).join("\n")).toContain(
      '[acme] Release belongs to subgraph "releases": it may not put @inaccessible on it.',
    );
    const field = acme('type Release @key(fields: "id") { id: ID! @inaccessible a: Int }', '"@key", "@inaccessible"');
    expect(problemsOf(releases, field).join("\n")).toContain("[acme] Release.id may not have @inaccessible.");
  });

  it("and what may fail must not take the rest of the answer with it", () => {
    const root = acme("type Query { boards: [Int!]! }");
    expect(problemsOf(releases, root).join("\n")).toContain("[acme] Query.boards must be nullable");
    const field = acme('type Release @key(fields: "id") { id: ID! score: Int! }');
    expect(problemsOf(releases, field).join("\n")).toContain("[acme] Release.score must be nullable");
  });

  it("whatever order the subgraphs are named in, the blame is the external's", () => {
    expect(problemsOf(acme('type Release @key(fields: "id") { id: ID! name: String! }'), releases)[0]).toMatch(
      /^\[acme\]/,
    );
  });

  it("among our own subgraphs too", () => {
    const other = {
      name: "other",
      sdl: `${link('"@key", "@shareable"')} type Release @key(fields: "id") { id: ID! name: String! @shareable }`,
    };
    expect(problemsOf(releases, other)[0]).toMatch(/^\[other\] Release\.name belongs to subgraph "releases"/);
  });

  it("but new fields, which may require others, new types and new queries are welcome", () => {
    const sdl = `type Query { boards: [Board!] } type Board { title: String! top: Release }
      type Release @key(fields: "id") { id: ID! name: String! @external shouted: String @requires(fields: "name") }`;
    expect(problemsOf(releases, acme(sdl))).toEqual([]);
  });
});

describe("composition fails closed on what it can't enforce", () => {
  it.each([
    [
      "@authenticated",
      link('"@key", "@authenticated"'),
      "@authenticated",
      /imports @authenticated, which the gateway doesn't enforce/,
    ],
    [
      "@policy",
      link('"@key", "@policy"'),
      '@policy(policies: [["x"]])',
      /imports @policy, which the gateway doesn't enforce/,
    ],
    [
      "a renamed @requiresScopes",
      link('"@key", { name: "@requiresScopes", as: "@scoped" }'),
      '@scoped(scopes: [["a"]])',
      /imports @requiresScopes as @scoped: import it under its own name/,
    ],
    [
      "a prefixed @requiresScopes",
      link('"@key"'),
      '@federation__requiresScopes(scopes: [["a"]])',
      /Query\.secret has @federation__requiresScopes/,
    ],
    [
      "an unknown directive",
      `${link('"@key"')} directive @guard on FIELD_DEFINITION\n`,
      "@guard",
      /Query\.secret has @guard, which the gateway doesn't know/,
    ],
    [
      "another specification",
      `${link('"@key"')} extend schema @link(url: "https://example.com/auth/v1.0", for: SECURITY, import: ["@auth"])\n`,
      "@auth",
      /links https:\/\/example\.com\/auth\/v1\.0 for SECURITY, which the gateway doesn't know/,
    ],
    [
      "the federation specification under another name",
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", as: "fed", import: ["@key"])\n',
      "",
      /renames .* to "fed"/,
    ],
    ["no federation specification", "", "", /must link one version/],
  ])("%s", (_what, head, directive, problem) => {
    const sdl = `${head} type Query { secret: Int ${directive} }`;
    expect(problemsOf({ name: "acme", sdl, external: true }).join("\n")).toMatch(problem);
  });
});
