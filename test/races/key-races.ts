import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type Arena, type Attempt, official, partner, race } from "./arena.ts";
import { concurring, countersigning, isDone, suspendingRelease, whyNot } from "./attempts.ts";
import { accessOf } from "./looks.ts";
import { held, newRelease, oneCase, racers } from "./seeds.ts";

const keyed = (attempt: Attempt, idempotencyKey: string): Attempt => ({
  ...attempt,
  input: { ...attempt.input, idempotencyKey },
});
const countOf = async ({ database }: Arena, table: string, column: string, value: string): Promise<number> => {
  const rows = await database.asOwner(`select 1 from "${table}" where ${column} = $1`, [value]);
  return rows.length;
};

/** The same thing sent more than once at the same time, and answers that are given while something changes. */
export function keyRaces(count: number): void {
  describeOn(["postgres"], `one thing sent at once, ${count} times each`, () => {
    race("a position, three times with one key: one position, one answer", count, async (arena) => {
      const raced = await oneCase(arena, ["ONCD", "OSTP"]);
      const attempt = keyed(concurring(raced), randomUUID());
      const came = await arena.atOnce([attempt, attempt, attempt]);
      expect(came.flatMap(whyNot)).toEqual([]);
      expect(new Set(came.map(({ position }) => position.id)).size).toBe(1);
      expect(await countOf(arena, "position", "case_id", raced.caseId)).toBe(3);
      return "one";
    });

    race("a countersignature, three times with one key: one authorization, one answer", count, async (arena) => {
      const raced = await oneCase(arena);
      const attempt = keyed(countersigning(raced), randomUUID());
      const came = await arena.atOnce([attempt, attempt, attempt]);
      expect(came.flatMap(whyNot)).toEqual([]);
      expect(new Set(came.map(({ authorization }) => authorization.id)).size).toBe(1);
      expect(await countOf(arena, "authorization", "application_id", raced.caseId)).toBe(1);
      return "one";
    });

    race("two positions with one key: one is recorded, the other hears that the key is taken", count, async (arena) => {
      const raced = await oneCase(arena, ["ONCD", "OSTP"]);
      const key = randomUUID();
      const concurrence = keyed(concurring(raced), key);
      const noEquity = { ...concurrence, input: { ...concurrence.input, kind: "NO_EQUITY" } };
      const came = await arena.atOnce([concurrence, noEquity]);
      expect(came.filter(isDone)).toHaveLength(1);
      expect(came.flatMap(whyNot)).toEqual(["IDEMPOTENCY_KEY_REUSED"]);
      return isDone(came[0]) ? "concurrence first" : "no equity first";
    });

    race("two people's registrations of one organisation: one partner", count, async (arena) => {
      const org = `org-${randomUUID()}`;
      const register = (name: string): Attempt => ({
        by: { ...partner(org), subject: `${org}|${name}` },
        mutation: "registerPartner",
        input: { legalName: `${name} (fictional)`, kind: "ENTERPRISE", jurisdiction: "US" },
      });
      const came = await arena.atOnce([register("one"), register("two")]);
      expect(came.filter(isDone)).toHaveLength(1);
      expect(came.flatMap(whyNot)).toEqual(["DUPLICATE"]);
      expect(await countOf(arena, "partner", "org", org)).toBe(1);
      return isDone(came[0]) ? "one first" : "two first";
    });

    race("two applications of one partner for one use: one is open", count, async (arena) => {
      const releaseId = await newRelease(arena);
      const [racer] = await racers(arena, 1);
      const { org, partnerId } = racer as NonNullable<typeof racer>;
      const asked = {
        releaseId,
        endUse: "CYBER_DEFENSE",
        endUseStatement: "Defending our network.",
        deployment: "VENDOR_HOSTED",
        namedUsers: 5,
        userJurisdictions: ["US"],
      };
      const attempt: Attempt = { by: partner(org), mutation: "submitApplication", input: { new: asked } };
      const came = await arena.atOnce([attempt, attempt]);
      expect(came.filter(isDone)).toHaveLength(1);
      expect(came.flatMap(whyNot)).toEqual(["DUPLICATE"]);
      expect(await countOf(arena, "application", "partner_id", partnerId)).toBe(1);
      return "one";
    });

    race("checks of access while a directive comes: each is true as of its cursor", count, async (arena) => {
      const releaseId = await newRelease(arena);
      const [racer] = await racers(arena, 1);
      const { partnerId } = racer as NonNullable<typeof racer>;
      await held(arena, releaseId, [racer as NonNullable<typeof racer>]);
      const asked = `query A($r: ID!, $p: ID!) {
        checkAccess(releaseId: $r, partnerId: $p, endUse: CYBER_DEFENSE) { allowed asOf } }`;
      const checks: { allowed: boolean; asOf: string }[] = [];
      let directiveId: string | null = null;
      const ordered = arena.atOnce([suspendingRelease(releaseId)]).then(([{ directive }]) => {
        directiveId = directive.id;
      });
      const check = async () => {
        for (let times = 0; directiveId === null && times < 8; times += 1) {
          const answer = await arena.as(official("DEFENSE")).ask(asked, { r: releaseId, p: partnerId });
          checks.push(answer.checkAccess);
        }
      };
      await Promise.all([ordered, check(), check()]);
      const after =
        "query C($after: Cursor!, $id: ID!) { changes(after: $after, filter: { subjectId: $id }) { totalCount nodes { type } } }";
      for (const { allowed, asOf } of checks) {
        const { changes } = await arena.as(official("DEFENSE")).ask(after, { after: asOf, id: directiveId });
        expect(changes.nodes.length === 1).toBe(allowed);
      }
      expect((await accessOf(arena, { releaseId, partnerId })).allowed).toBe(false);
      return checks.some(({ allowed }) => !allowed) ? "seen from both sides" : "seen before alone";
    });
  });
}
