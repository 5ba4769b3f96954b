import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Context } from "../../src/context.ts";
import { systemActor } from "../../src/identity/actor.ts";
import { importScreeningList } from "../../src/partners/import-screening-list.ts";
import { refuseSmaller, SmallerListError } from "../../src/partners/smaller-list.ts";
import { partnersSubgraph } from "../../src/partners/subgraph.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { withoutList } from "../support/database.ts";
import { describeOn } from "../support/describe-on.ts";
import { openRoom, type Room } from "../support/room.ts";
import { aListedParty } from "../support/screening.ts";

const file = (sha256: string, count: number, skipped = 0) => ({
  sha256: sha256.repeat(64),
  parties: Array.from({ length: count }, (_, at) => aListedParty({ name: `Listed ${at}` })),
  skipped: Array.from({ length: skipped }, (_, at) => ({ line: at + 2, problem: "It has no name." })),
});

it.each([
  [1_000, 900, 0],
  [999, 1, 0],
  [1_000, 1_000, 10],
  [1_000, 900, 99],
])("a list of %i parties is replaced by a file of %i and %i rows that can't be read", (inForce, parties, skipped) => {
  expect(() => refuseSmaller(inForce, file("a", parties, skipped))).not.toThrow();
});

it.each([
  [1_000, 899, 0, /899 parties where 1000/],
  [1_000, 989, 11, /Of the file's 1000 rows 11 can't be read/],
])("a list of %i parties isn't by a file of %i and %i rows that can't be read", (inForce, parties, skipped, why) => {
  expect(() => refuseSmaller(inForce, file("a", parties, skipped))).toThrow(why);
});

describeOn(["postgres", ...embeddedWhenWhole], "a file that lists much less than the list in force", (kind) => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom(kind, partnersSubgraph());
    await withoutList(room.database);
  });
  afterAll(() => room?.close());

  const importing = (given: ReturnType<typeof file>, acceptSmaller?: boolean) =>
    importScreeningList(new Context(room.services, systemActor, "a test's list"), given, undefined, { acceptSmaller });

  it("changes nothing, unless that is accepted; then it may be imported again", async () => {
    const { list } = await importing(file("a", 1_000));
    await expect(importing(file("b", 899))).rejects.toThrow(SmallerListError);
    const pointed = "select list_id, (select count(*)::int from screening_list) as lists from screening";
    expect(await room.database.query(pointed)).toEqual([{ list_id: list.id, lists: 1 }]);
    const smaller = await importing(file("b", 899), true);
    expect(smaller).toMatchObject({ imported: true, list: { partiesRemoved: 101 } });
    expect(await importing(file("b", 899))).toMatchObject({ imported: false });
  });
});
