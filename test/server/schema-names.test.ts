import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { schema, startFixture, type TestServer } from "./fixture.ts";

const rename = "mutation ($input: RenameInput!) { rename(input: $input) { calls } }";
type Mistake = [query: string, told: string, variables?: Record<string, unknown>];

/** Every mistake that graphql-js names the schema for, and what a client hears where the schema isn't shown. */
const mistakes: Mistake[] = [
  ["{ relase { id } }", 'Cannot query field "relase" here.'],
  ["{ viewer { name } }", 'Cannot query field "name" here.'],
  ["{ viewer }", 'Field "viewer" must have a selection of subfields.'],
  ["{ secret { id } }", 'Field "secret" must not have a selection.'],
  ["{ releases(frist: 1) { totalCount } }", 'Unknown argument "frist".'],
  ["{ release { id } }", 'Field "release" lacks an argument that it needs.'],
  ["{ slow(milliseconds: 1.5) }", "This doesn't fit the graph. Check it against the published schema."],
  ["{ coded(code: [1]) }", "This doesn't fit the graph. Check it against the published schema."],
  ['mutation { rename(input: { id: "1" }) { calls } }', "This doesn't fit the graph. Check it against the published schema."],
  ["mutation { rename(input: 1) { calls } }", "This doesn't fit the graph. Check it against the published schema."],
  ['mutation { rename(input: { id: "1", name: "a", nmae: 1 }) { calls } }', 'Unknown field "nmae" in this value.'],
  ["query ($n: String!) { slow(milliseconds: $n) }", 'Variable "$n" has a type that doesn\'t fit where it is used.', { n: "1" }],
  ["{ viewer { ... on Release { id } } }", "This fragment cannot be spread here."],
  ["{ viewer { ...F } } fragment F on Release { id }", 'Fragment "F" cannot be spread here.'],
  ["{ a: viewer { subject } a: secret }", 'Fields "a" conflict. Use different aliases to fetch both.'],
  ["{ viewer { ... on Viewr { x } } }", 'Unknown type "Viewr".'],
  ["query ($n: Viewr) { secret @skip(if: $n) }", 'Unknown type "Viewr".'],
  ["{ secret @later }", 'Unknown directive "@later".'],
  [rename, 'Variable "$input" of required type "RenameInput!" was not provided.'],
  [rename, 'Variable "$input" got a value that doesn\'t fit.', { input: "text" }],
  [rename, 'Variable "$input" got a value that doesn\'t fit.', { input: { id: "1" } }],
  [rename, 'Variable "$input" got a value that doesn\'t fit.', { input: { id: "1", name: "Name", nmae: "x" } }],
  [rename, 'Variable "$input" got a value that doesn\'t fit at "input.name".', { input: { id: "1", name: null } }],
  [rename, 'Variable "$input" got a value that doesn\'t fit at "input.tags[1]".', { input: { id: "1", name: "Name", tags: ["a", 1] } }],
]; // biome-ignore format: one mistake a line

const names = Object.values(schema.getTypeMap())
  .filter((type) => !type.name.startsWith("__"))
  .flatMap((type) => [
    type.name,
    ...(isEnumType(type) ? type.getValues().map(({ name }) => name) : []),
    ...(isInputObjectType(type) ? Object.keys(type.getFields()) : []),
    ...(isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields()).flatMap(({ name, args }) => [name, ...args.map((argument) => argument.name)])
      : []),
  ])
  .filter((name) => name !== "required"); // a field of the fixture, and a word of graphql-js's
const words = (text: string): Set<string> => new Set(text.match(/\w+/g));

describe("an operation that doesn't fit the schema", () => {
  let closed: TestServer;
  let open: TestServer;
  beforeAll(async () => {
    closed = await startFixture();
    open = await startFixture({ settings: { introspection: true } });
  });
  afterAll(() => Promise.all([closed.stop(), open.stop()]));

  it.each(mistakes)("is told without the schema's names: %s", async (query, told, variables = {}) => {
    const { status, body } = await closed.ask(query, { variables });
    expect(status).toBe(400);
    const errors = body.errors as { message: string; locations: unknown; extensions: { code: string } }[];
    expect(errors.map(({ message }) => message)).toEqual(expect.arrayContaining([told]));
    const own = words(query + JSON.stringify(variables));
    for (const { message, locations, extensions } of errors) {
      const given = names.filter((name) => words(message).has(name) && !own.has(name));
      expect(given, message).toEqual([]);
      expect(locations).toContainEqual({ line: 1, column: expect.any(Number) });
      expect(["GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"]).toContain(extensions.code);
    }
  });

  it.each<[string, string, Record<string, unknown>?]>([
    ["{ viewer { name } }", 'Cannot query field "name" on type "Viewer".'],
    ["{ viewer }", 'Field "viewer" of type "Viewer!" must have a selection of subfields.'],
    ["{ release { id } }", 'Field "release" argument "id" of type "ID!" is required, but it was not provided.'],
    [rename, '"RenameInput"', { input: { id: "1", name: "Name", nmae: "x" } }],
  ])("is told with them where introspection is on: %s", async (query, told, variables = {}) => {
    const { body } = await open.ask(query, { variables });
    expect(body.errors[0].message).toContain(told);
  });
});
