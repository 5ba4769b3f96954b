import { buildSchema, type OperationDefinitionNode, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { compose } from "../../src/gateway/compose.ts";
import { decided, operationOf } from "../../src/gateway/operation.ts";
import { missingScopes, requiredScopes, type ScopeHolder, scopedFields } from "../../src/gateway/scopes.ts";

const { supergraphSdl, apiSdl } = compose([
  {
    name: "cases",
    sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@requiresScopes"])
      type Query { open: String case(id: ID!): Case any: Case others: [Secret] audit: Audit @requiresScopes(scopes: [["audit:read", "audit:deep"], ["admin"]]) }
      type Mutation { decide: Case @requiresScopes(scopes: [["case:decide"]]) note: Case }
      interface Case { id: ID! file: String }
      type Plain implements Case { id: ID! file: String }
      type Sealed implements Case @key(fields: "id") { id: ID! file: String @requiresScopes(scopes: [["case:unseal"]]) }
      type Audit { lines: [String!]! }
      type Secret @requiresScopes(scopes: [["secret:see"]]) { code: Code! }
      enum Code @requiresScopes(scopes: [["code:see"]]) { RED }`,
  },
]);
const schema = buildSchema(apiSdl);
const required = requiredScopes(supergraphSdl);
const holding = (...scopes: string[]): ScopeHolder => ({ signedIn: true, scopes: new Set(scopes) });
const errorsOf = (source: string, holder: ScopeHolder, variables: Record<string, unknown> = {}) => {
  const operation = decided(operationOf(parse(source), null)!, variables);
  return missingScopes(scopedFields(schema, required, operation), holder).map(
    ({ path, extensions }) => `${path!.join(".")} ${extensions.code}`,
  );
};

describe("the scopes that a supergraph asks for", () => {
  it("are read from its directives, by coordinate", () => {
    expect(Object.fromEntries(required)).toEqual({
      "Query.audit": [["audit:read", "audit:deep"], ["admin"]],
      "Mutation.decide": [["case:decide"]],
      "Case.file": [["case:unseal"]],
      "Sealed.file": [["case:unseal"]],
      Secret: [["secret:see"]],
      Code: [["code:see"]],
    });
  });

  it.each([
    [
      "an unknown security feature",
      'schema @link(url: "https://example.com/guard/v1.0", for: SECURITY) { query: Query } type Query { a: Int }',
      /isn't enforced here/,
    ],
    [
      "@authenticated",
      "directive @authenticated on FIELD_DEFINITION type Query { a: Int @authenticated }",
      /@authenticated, which isn't enforced here/,
    ],
    [
      "@policy",
      "directive @policy(policies: [[String]]) on FIELD_DEFINITION type Query { a: Int }",
      /@policy, which isn't enforced here/,
    ],
    [
      "a renamed @requiresScopes",
      'schema @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "scoped", for: SECURITY) { query: Query } type Query { a: Int }',
      /under another name/,
    ],
  ])("stop a graph with %s", (_what, sdl, message) => {
    expect(() => requiredScopes(sdl)).toThrow(message);
  });
});

describe("an operation", () => {
  it.each([
    ["needs nothing where nothing is asked for", "{ open }", holding(), []],
    ["is refused without the scope", "mutation { decide { id } }", holding(), ["decide FORBIDDEN"]],
    ["runs with the scope", "mutation { decide { id } }", holding("case:decide"), []],
    [
      "is told to sign in where nobody is",
      "mutation { decide { id } }",
      { signedIn: false, scopes: new Set<string>() },
      ["decide UNAUTHENTICATED"],
    ],
    ["needs all scopes of an alternative", "{ audit { lines } }", holding("audit:read"), ["audit FORBIDDEN"]],
    ["runs with any alternative", "{ audit { lines } }", holding("admin"), []],
    [
      "gets an error for each field, under its alias",
      "mutation { a: decide { id } note { id } b: decide { id } }",
      holding(),
      ["a FORBIDDEN", "b FORBIDDEN"],
    ],
    ["needs what a type behind an interface needs", "{ any { file } }", holding(), ["any.file FORBIDDEN"]],
    ["needs nothing for another type's field of that name", "{ any { ... on Plain { file } } }", holding(), []],
    ["needs a type's scopes wherever the type is", "{ others { __typename } }", holding(), ["others FORBIDDEN"]],
    ["needs an enum's scopes too", "{ others { code } }", holding("secret:see"), ["others.code FORBIDDEN"]],
    [
      "is found out through fragments",
      "query { ...A } fragment A on Query { ... { x: audit { lines } } ...B } fragment B on Query { any { ...C } } fragment C on Case { ... on Sealed { y: file } }",
      holding(),
      ["x FORBIDDEN", "any.y FORBIDDEN"],
    ],
  ])("%s", (_what, source, holder, errors) => {
    expect(errorsOf(source, holder)).toEqual(errors);
  });

  it("needs nothing for what @include and @skip leave out, and all for what they leave", () => {
    const source = "query ($on: Boolean!) { audit @include(if: $on) { lines } any { file @skip(if: $on) } }";
    expect(errorsOf(source, holding(), { on: true })).toEqual(["audit FORBIDDEN"]);
    expect(errorsOf(source, holding(), { on: false })).toEqual(["any.file FORBIDDEN"]);
  });

  it("is checked in bounded time whatever its fragments repeat", () => {
    const levels = Array.from(
      { length: 60 },
      (_, level) => `fragment F${level} on Query { ...F${level + 1} ...F${level + 1} }`,
    );
    const document = parse(`{ ...F0 } ${levels.join(" ")} fragment F60 on Query { audit { lines } }`);
    expect((document.definitions[0] as OperationDefinitionNode).kind).toBe("OperationDefinition");
    const fields = scopedFields(schema, required, decided(operationOf(document, null)!, {}));
    expect(fields.map(({ path }) => path)).toEqual([["audit"]]);
  });
});
