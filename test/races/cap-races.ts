import { expect } from "vitest";
import { aPolicy, aRelease } from "../decisions/rows.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Arena, official, race } from "./arena.ts";
import { countersigning, isDone, whyNot } from "./attempts.ts";
import { casesOf, held, type Racer, racers } from "./seeds.ts";

const cap = 4;
const crowd = 20;

/** Twenty partners, and a release under a small cap with one place left: made once, and a new release each round. */
const prepared = new WeakMap<Arena, Promise<{ arena: Arena; holders: Racer[]; applicants: Racer[] }>>();
async function prepare(arena: Arena) {
  const phases = { LIMITED_PREVIEW: { partnerCap: cap, authorizationRequired: true } };
  const policyId = await aPolicy(arena, { phases });
  const holders = await racers(arena, cap - 1);
  return { arena: { ...arena, policyId }, holders, applicants: await racers(arena, crowd) };
}

/** Approvals that come at the same time for the last place under a cap. */
export function capRaces(count: number): void {
  describeOn(["postgres"], `the last place under a cap, ${count} times each`, () => {
    race("twenty partners' approvals: one gets it, the others wait", count, async (plain) => {
      const ready = prepared.get(plain) ?? prepare(plain);
      prepared.set(plain, ready);
      const { arena, holders, applicants } = await ready;
      const releaseId = await aRelease(arena, arena.vendorId, arena.policyId);
      await held(arena, releaseId, holders);
      const cases = await casesOf(arena, releaseId, applicants);
      const agencies = ["ONCD", "OSTP", "COMMERCE", "DEFENSE"] as const;
      const came = await arena.atOnce(
        cases.map((each, index) => countersigning(each, official(agencies[index % 4] as (typeof agencies)[number]))),
      );
      expect(came.filter(isDone)).toHaveLength(1);
      for (const one of came) {
        if (!isDone(one)) expect(one.refusals).toMatchObject([{ code: "CAP_REACHED", field: ["input", "decisionId"] }]);
      }
      const [{ places, waiting }] = (await arena.database.asOwner(
        `select (select count(distinct partner_id)::int from "authorization" where release_id = $1) as places,
                (select count(*)::int from application where release_id = $1 and status = 'AWAITING_COUNTERSIGNATURE') as waiting`,
        [releaseId],
      )) as [{ places: number; waiting: number }];
      expect({ places, waiting }).toEqual({ places: cap, waiting: crowd - 1 });
      return "one got it";
    });

    race("an end of an authorization and an approval: the place is given once it is free", count, async (plain) => {
      const ready = prepared.get(plain) ?? prepare(plain);
      prepared.set(plain, ready);
      const { arena, holders, applicants } = await ready;
      const releaseId = await aRelease(arena, arena.vendorId, arena.policyId);
      await held(arena, releaseId, [...holders, applicants[0] as Racer]);
      const [raced] = await casesOf(arena, releaseId, [applicants[1] as Racer]);
      const [{ id }] = (await arena.database.asOwner(
        `select id from "authorization" where release_id = $1 and partner_id = $2`,
        [releaseId, applicants[0]?.partnerId],
      )) as [{ id: string }];
      const ending = {
        by: official("COMMERCE", "two"),
        mutation: "revokeAuthorization",
        input: { authorizationId: id, reason: "DIVERSION", legalBasis: "Test" },
      };
      const signing = countersigning(raced as NonNullable<typeof raced>);
      const [signed, revoked] = await arena.atOnce([signing, ending]);
      expect(whyNot(revoked)).toEqual([]);
      if (isDone(signed)) return "end first";
      expect(whyNot(signed)).toEqual(["CAP_REACHED"]);
      const [again] = await arena.atOnce([signing]);
      expect(whyNot(again)).toEqual([]);
      return "signature first";
    });
  });
}
