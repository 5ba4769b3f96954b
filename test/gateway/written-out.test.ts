import { buildSchema, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { operationOf } from "../../src/gateway/operation.ts";
import { writtenOut } from "../../src/gateway/written-out.ts";

const schema = buildSchema(`
  interface Case { id: ID! seats: [Seat!]! }
  type Application implements Case { id: ID! seats: [Seat!]! use: String }
  type PhaseAdvance implements Case { id: ID! seats: [Seat!]! to: String }
  union Subject = Application | Release
  type Release { id: ID! }
  type Seat { case: Case! }
  type Query { case: Case subject: Subject release: Release }
`);
const counted = (source: string): number => writtenOut(schema, operationOf(parse(source), "")!);

describe("an operation written out counts", () => {
  it.each([
    ["fields", "{ release { id } }", 2],
    ["a selection on an interface for each of its types", "{ case { id } }", 3],
    ["what is for one type alone once", "{ case { ... on Application { id use } } }", 3],
    ["an interface within its own selection as it stands", "{ case { ... on Case { id } } }", 3],
    ["a selection on a union for each of its types", "{ subject { __typename ... on Case { id } } }", 4],
    ["interfaces below each other by their types multiplied", "{ case { seats { case { id } } } }", 1 + 2 * (2 + 2)],
    ["a fragment wherever it is spread", "{ a: release { ...F } b: release { ...F } } fragment F on Release { id }", 4],
    ["questions about the schema", '{ __type(name: "Case") { name fields { name } } __schema { types { name } } }', 7],
  ])("%s", (_, source, count) => {
    expect(counted(source)).toBe(count);
  });

  it("as endless for fragments that spread themselves", () => {
    expect(counted("{ release { ...F } } fragment F on Release { id ...F }")).toBe(Number.POSITIVE_INFINITY);
  });

  it("in the operation's own length, however much it is", () => {
    const levels = Array.from({ length: 200 }, (_, i) => `fragment F${i} on Case { seats { case { ...F${i + 1} } } }`);
    const count = counted(`{ case { ...F0 } } ${levels.join(" ")} fragment F200 on Case { id }`);
    expect(count).toBeGreaterThan(2 ** 200);
  });
});
