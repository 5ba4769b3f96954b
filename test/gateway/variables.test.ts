import { buildSchema, Kind, type OperationDefinitionNode, parse } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { coerceVariables } from "../../src/gateway/variables.ts";
import { type ApartLibrary, type Ask, apartLibrary, linkedLibrary } from "./fixtures/library.ts";

let linked: Ask;
let apart: ApartLibrary;
beforeAll(async () => {
  linked = linkedLibrary();
  apart = await apartLibrary();
});
afterAll(() => apart.close());

const manyIds = "query ($ids: [ID!]!) { booksById(ids: $ids) { id } }";
const errorsOf = async (ask: Ask, ids: unknown) => {
  const { data, errors } = await ask(manyIds, { ids } as never);
  expect(data).toBeUndefined();
  return errors?.map((error) => error.toJSON());
};

describe("variables that don't fit", () => {
  it.each([1, 5])("are told one by one where there are %i", async (count) => {
    const ids = Array.from({ length: count }, () => null);
    const told = await errorsOf(linked, ids);
    expect(told).toHaveLength(count);
    for (const [index, error] of told!.entries()) {
      expect(error.message).toContain(`at "ids[${index}]"`);
      expect(error).toMatchObject({ locations: [{ line: 1, column: 8 }] });
    }
    expect(await errorsOf(apart.ask, ids)).toEqual(told);
  });

  it.each([6, 5_000])("are told five at a time where there are %i, and that there are more", async (count) => {
    const ids = Array.from({ length: count }, () => null);
    const told = await errorsOf(linked, ids);
    expect(told).toHaveLength(6);
    expect(told?.[5]).toMatchObject({
      message: expect.stringMatching(/^More values in the variables don't fit/),
      extensions: { code: "BAD_USER_INPUT" },
    });
    expect(await errorsOf(apart.ask, ids)).toEqual(told);
  });

  it("are told together where several variables are wrong", () => {
    const schema = buildSchema("type Query { sum(a: Int!, b: Int!): Int }");
    const [operation] = parse("query ($a: Int!, $b: Int!) { sum(a: $a, b: $b) }").definitions;
    expect(operation?.kind).toBe(Kind.OPERATION_DEFINITION);
    const { variableDefinitions = [] } = operation as OperationDefinitionNode;
    const { errors } = coerceVariables(schema, variableDefinitions, { b: "x" });
    expect(errors?.map(({ message }) => message)).toEqual([
      'Variable "$a" of required type "Int!" was not provided.',
      `Variable "$b" got invalid value "x"; Int cannot represent non-integer value: "x"`,
    ]);
    expect(coerceVariables(schema, variableDefinitions, { a: 1, b: 2 })).toEqual({ coerced: { a: 1, b: 2 } });
  });
});
