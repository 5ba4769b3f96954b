import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { type FollowedName, FollowedNames } from "../../src/gateway/followed-names.ts";

const isPersonal = (field: string): boolean => field.startsWith("viewer");

/** The names of what an operation follows. */
function named(text: string, variables: Record<string, unknown> = {}, operationName: string | null = null) {
  return new FollowedNames(isPersonal).of({ document: parse(text), operationName, variables } as never);
}

const both = (text: string, one: Record<string, unknown>, other: Record<string, unknown>): FollowedName[] =>
  [named(text, one), named(text, other)] as FollowedName[];

describe("the names of what is followed", () => {
  it("are the same from wherever one goes on", () => {
    const text = "subscription ($after: Cursor, $id: ID) { changed(after: $after, id: $id) { id } }";
    const [one, other] = both(text, { after: "a", id: "x" }, { after: "b", id: "x" });
    expect(one).toEqual(other);
  });

  it("have the same results, of other events, for what only the root's arguments say", () => {
    const text = "subscription ($id: ID, $other: ID) { changed(id: $id, other: $other) { id } }";
    const [one, other] = both(text, { id: "x" }, { id: "y", other: "z" });
    expect(one!.events).not.toBe(other!.events);
    expect(one!.results).toBe(other!.results);
  });

  it.each([
    ["an argument beneath", "subscription ($v: Int) { changed { list(first: $v) { id } } }"],
    ["both places", "subscription ($v: Int) { changed(first: $v) { list(first: $v) { id } } }"],
    ["an object beneath", "subscription ($v: Int) { changed { list(where: { first: [$v] }) { id } } }"],
    ["a fragment", "subscription ($v: Int) { changed { ...F } } fragment F on Changed { list(first: $v) { id } }"],
    ["an inline fragment", "subscription ($v: Int) { changed { ... on Changed { list(first: $v) { id } } } }"],
    ["a condition beneath", "subscription ($v: Boolean) { changed { id @include(if: $v) } }"],
    ["a condition on the root", "subscription ($v: Boolean!) { changed @skip(if: $v) { id } }"],
    ["a condition on a fragment", "subscription ($v: Boolean!) { changed { ... @include(if: $v) { id } } }"],
  ])("have other results where a variable is used in %s", (_, text) => {
    const [one, other] = both(text, { v: 1 }, { v: 2 });
    expect(one!.results).not.toBe(other!.results);
    expect(one!.events).not.toBe(other!.events);
  });

  it("are others for another text, and for another operation of the same", () => {
    const texts = [
      "subscription { changed { id } }",
      "subscription { changed { name: id } }",
      'subscription { changed(id: "x") { id } }',
      "subscription { changed { id ... on Changed { id } } }",
    ];
    expect(new Set(texts.map((text) => named(text)!.results)).size).toBe(texts.length);
    const two = "subscription A { changed { id } } subscription B { changed { name } }";
    expect(named(two, {}, "A")!.results).not.toBe(named(two, {}, "B")!.results);
  });

  it.each([
    ["says what its reader may do", "subscription { changed { viewerCanMend } }"],
    ["says so within a fragment", "subscription { changed { ...F } } fragment F on Changed { viewerCanMend }"],
    ["goes on from a place in its own text", 'subscription { changed(after: "x") { id } }'],
    [
      "says a place in a variable that says more",
      "subscription ($v: Cursor) { changed(after: $v) { list(after: $v) { id } } }",
    ],
    ["names its field in a fragment", "subscription { ...F } fragment F on Subscription { changed { id } }"],
    ["has a second field, which is left out", "subscription { changes @skip(if: true) { id } changed { id } }"],
  ])("are none for one that %s", (_, text) => {
    expect(named(text)).toBeNull();
  });
});
