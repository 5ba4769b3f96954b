import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "../../src/graph/sql.ts";
import { type Actor, roles } from "../../src/identity/actor.ts";
import { audienceTags, rowAccess } from "../../src/identity/visibility.ts";
import { agencies } from "../../src/rules/vocabulary.ts";
import { type FreshDatabase, freshDatabase } from "../support/database.ts";
import { describeOn } from "../support/describe-on.ts";

const orgs = ["example-labs", "second-labs", "officials", "public", "vendor:example-labs", "a'b"];
const tags = [
  "public",
  "officials",
  "administrators",
  "auditors",
  ...agencies.map((agency) => `agency:${agency}`),
  ...orgs.flatMap((org) => [`vendor:${org}`, `partner:${org}`]),
];

/** Anyone at all, whether or not a token could say so. */
const anyone: fc.Arbitrary<Actor> = fc.record({
  subject: fc.constantFrom(null, "test|someone"),
  roles: fc.subarray([...roles]).map((held) => new Set(held)),
  agency: fc.constantFrom(null, ...agencies),
  org: fc.constantFrom(null, ...orgs),
  tokenId: fc.constant(null),
  expiresAt: fc.constant(null),
});

describeOn(["postgres"], "who reads a change", (kind) => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase(kind);
  });
  afterAll(() => database?.drop());

  it("is the same by the feed's tags in memory as by the ledger's rule in the database, for whatever audience", async () => {
    const audiences = fc.array(fc.subarray(tags, { maxLength: 3 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(anyone, audiences, async (actor, given) => {
        const { visible } = rowAccess("Change", "e", actor);
        const statement = sql`select coalesce((${visible}), false) as visible
          from unnest(${given.map((each) => each.join("|"))}::varchar[]) with ordinality given (joined, place)
          cross join lateral (select string_to_array(given.joined, '|')::varchar[] as audience) e order by given.place`;
        const rows = await database.query<{ visible: boolean }>(statement.text, statement.values);
        const held = audienceTags(actor);
        const inMemory = given.map((audience) => held === null || audience.some((tag) => held.includes(tag)));
        expect(rows.map(({ visible }) => visible)).toEqual(inMemory);
      }),
      { numRuns: 300 },
    );
  });
});
