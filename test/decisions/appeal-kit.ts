import { expect } from "vitest";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";
import type { Filed, Setting } from "./setting.ts";

export const users = (max: number) => ({ text: `At most ${max}.`, predicate: { kind: "NAMED_USERS_AT_MOST", max } });
export const logs = (days: number) => ({ text: `${days} days.`, predicate: { kind: "LOG_RETENTION_DAYS", days } });

/** A case that was decided, and what it was decided under. */
export interface Decided extends Filed {
  readonly decisionId: string;
  readonly authorizationId: string | null;
  /** The conditions, by their wording. */
  readonly conditions: Readonly<Record<string, string>>;
}

const shownAppeal = `appeal { id status ground dueAt decidedAt reason conditions { nodes { text } } }
  case { id __typename }`;
const shownDecision = `${shownAppeal} decision { id status outcome basis conditions { nodes { text } } }`;

/** Appeals and what they are against, on a setting whose clock stands on a Monday morning. */
export function appealKit(here: Setting) {
  const { tell, people } = here;
  const kit = {
    start: () => here.clock.set("2026-11-23T15:00:00.000Z"),

    /** An application before the panel on which ONCD proposed conditions. */
    async proposed(conditions: object[] = [users(10), logs(30)], releaseId?: string): Promise<Filed> {
      const filed = await here.inReview(releaseId);
      await tell.position(filed.caseId, people.oncd, "CONCUR_WITH_CONDITIONS", { conditions });
      for (const agency of ["ostp", "commerce", "defense"] as const) await tell.position(filed.caseId, people[agency]);
      return filed;
    },

    /** The conditions of a case that hold, by their wording. */
    async conditionsOf(caseId: string): Promise<Record<string, string>> {
      const rows = await here.graph.database.query<{ id: string; text: string }>(
        "select id, text from condition where case_id = $1 and ended_at is null order by id",
        [caseId],
      );
      return Object.fromEntries(rows.map(({ id, text }) => [text, id]));
    },

    /** An authorization under conditions of ONCD. */
    async approved(conditions?: object[], releaseId?: string): Promise<Decided & { authorizationId: string }> {
      const filed = await kit.proposed(conditions, releaseId);
      const { decision, authorization } = await tell.countersigned(filed.caseId);
      const found = await kit.conditionsOf(filed.caseId);
      return { ...filed, decisionId: decision.id, authorizationId: authorization.id, conditions: found };
    },

    /** A denial, countersigned once the time to rebut is over. */
    async denied(releaseId?: string): Promise<Decided> {
      kit.start();
      const filed = await here.denialIntended(releaseId);
      here.clock.set("2026-12-16T22:00:00.000Z");
      const { decision } = await tell.countersigned(filed.caseId);
      return { ...filed, decisionId: decision.id, authorizationId: null, conditions: {} };
    },

    /** An application that its panel lets lie until it is overdue. */
    async overdue(): Promise<Filed> {
      kit.start();
      const filed = await here.inReview();
      here.clock.set("2026-12-15T22:00:00.001Z");
      return filed;
    },

    appeal: async (by: Filed, ground: string, more: object = {}, as: Caller = by.as) =>
      as.mutate("appealDecision", { caseId: by.caseId, ground, statement: "We ask again.", ...more }, shownAppeal),

    /** The revision of the case that an appeal is in. */
    async revisionOf(appealId: string): Promise<number> {
      const asked = "query A($id: ID!) { appeal(id: $id) { caseRevision } }";
      return (await people.auditor.ask(asked, { id: appealId })).appeal.caseRevision;
    },

    /** An appeal that is filed; its id. */
    async filed(by: Filed, ground: string, more: object = {}): Promise<string> {
      return done(await kit.appeal(by, ground, more)).appeal.id;
    },

    decide: async (appealId: string, upheld: boolean, more: object = {}, as: Caller = people.ostp2) =>
      as.mutate(
        "decideAppeal",
        { appealId, revision: await kit.revisionOf(appealId), upheld, reason: "We looked at all of it.", ...more },
        shownDecision,
      ),

    upheld: async (appealId: string, more: object = {}, as?: Caller) =>
      done(await kit.decide(appealId, true, more, as)),

    /** The codes and the blockers of a refused mutation. */
    async why(payload: Promise<{ refusals: { code: string; blockers: string[] }[] }>) {
      const { refusals } = await payload;
      expect(refusals).not.toEqual([]);
      return refusals.map(({ code, blockers }) => [code, ...blockers].join(" "));
    },

    /** What checkAccess says about a use, by its partner's authorization for cyber defence. */
    async access({ partnerId }: Filed, use: object, releaseId = here.releaseId) {
      const asked = `query A($releaseId: ID!, $partnerId: ID!, $use: UseInput) {
        checkAccess(releaseId: $releaseId, partnerId: $partnerId, endUse: CYBER_DEFENSE, use: $use) {
          allowed reasons { code } authorization { id } } }`;
      const { checkAccess } = await people.auditor.ask(asked, { releaseId, partnerId, use });
      const { allowed, reasons, authorization } = checkAccess;
      return { allowed, reasons: reasons.map(({ code }: { code: string }) => code), held: authorization?.id ?? null };
    },
  };
  return kit;
}
export type AppealKit = ReturnType<typeof appealKit>;
