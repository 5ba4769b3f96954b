import type { Context } from "../../context.ts";
import { batched } from "../../graph/batched.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import type { Actor } from "../../identity/actor.ts";
import { type AppealDecisionFacts, type AppealFacts, appealableUntil, type Missed } from "../../rules/appeals.ts";
import { deadlineAfter } from "../../rules/clock.ts";
import { seatsFor } from "../../rules/panel.ts";
import type { PolicyDocument } from "../../rules/policy.ts";
import { clocksOf } from "../../rules/policy-clocks.ts";
import type { AppealGround } from "../../rules/review-vocabulary.ts";
import type { ReleasePhase } from "../../rules/vocabulary.ts";
import { holdsAPlace } from "../authorizations/authorization.ts";
import { programmeRevoked, replacedEnded } from "../cases/reopened.ts";
import { holdsSameUse, participants } from "../outcomes/signing-facts.ts";
import { clockStopped } from "../stops/stops.ts";
import type { Appeal } from "./appeal.ts";

/** What decides who may do what about a case's appeals, as one row of SQL gives it. */
export interface AppealRow {
  readonly id: string;
  readonly caseStatus: AppealFacts["caseStatus"];
  readonly caseRevision: number;
  readonly dueAt: Date | null;
  readonly intendedAt: Date | null;
  readonly document: PolicyDocument;
  readonly phase: ReleasePhase;
  readonly partnerAdmitted: boolean;
  readonly vendorOrg: string;
  /** Null for a phase advance. */
  readonly partnerOrg: string | null;
  /** The decision that stands countersigned; null where none does. */
  readonly decisionId: string | null;
  readonly countersignedAt: Date | null;
  /** How many conditions it carries that hold. */
  readonly conditionsInForce: number;
  readonly appealedOn: readonly AppealGround[];
  readonly appealOpen: boolean;
  readonly ladderSilentAt: Date | null;
  readonly countersignatureDueAt: Date | null;
  /** The dates of missed deadlines that were appealed, as RFC 3339: JSON has no dates. */
  readonly missedDates: readonly { readonly missed: Missed["missed"]; readonly at: string }[];
  readonly clockStopped: boolean;
  readonly authorizationEnded: boolean;
  readonly anotherOpen: boolean;
  readonly overtaken: boolean;
  readonly holdsSameUse: boolean;
  readonly replacedEnded: boolean;
  readonly programmeRevoked: boolean;
  /** Who took part, signed or refused. */
  readonly participants: readonly string[];
}

const openStatuses = sql`('DRAFT', 'SUBMITTED', 'RETURNED', 'IN_REVIEW', 'IN_DISPUTE', 'INTENT_TO_DENY', 'AWAITING_COUNTERSIGNATURE')`;

/** The facts of any number of submitted cases. Inside a change, under the locks of `lockCase`, they hold until it commits. */
export const appealRows = (ids: readonly string[], now: Date): Sql =>
  sql`select c.id, c.status as "caseStatus", c.revision as "caseRevision", coalesce(a.due_at, pa.due_at) as "dueAt",
        coalesce(a.intended_at, pa.intended_at) as "intendedAt", pol.document, r.phase,
        coalesce(p.status = 'ADMITTED', true) as "partnerAdmitted", v.org as "vendorOrg", p.org as "partnerOrg",
        d.id as "decisionId", d.countersigned_at as "countersignedAt",
        (select count(*)::int from condition o join condition n on n.root_id = o.root_id and n.ended_at is null
          where o.id = any(d.condition_ids)) as "conditionsInForce",
        array(select ap.ground from appeal ap where ap.decision_id = d.id) as "appealedOn",
        exists (select 1 from appeal ap where ap.case_id = c.id and ap.status = 'FILED') as "appealOpen",
        (select s.silent_at from dispute s where s.case_id = c.id and s.status = 'OPEN') as "ladderSilentAt",
        (select s.due_at from decision s where s.case_id = c.id and s.case_revision = c.revision and s.status = 'PROPOSED')
          as "countersignatureDueAt",
        coalesce((select jsonb_agg(jsonb_build_object('missed', ap.missed, 'at', ap.missed_at)) from appeal ap
          where ap.case_id = c.id and ap.missed_at is not null and ap.status <> 'CLOSED'), '[]') as "missedDates",
        ${clockStopped(sql`c.id`)} as "clockStopped",
        coalesce(own.id is not null and not (${holdsAPlace(sql`own`, now)}), false) as "authorizationEnded",
        (exists (select 1 from application b where b.partner_id = a.partner_id and b.release_id = a.release_id
            and b.end_use = a.end_use and b.id <> a.id and b.status in ${openStatuses})
          or exists (select 1 from phase_advance b where b.release_id = pa.release_id and b.id <> pa.id
            and b.status in ${openStatuses})) as "anotherOpen",
        coalesce(pa.from_phase <> r.phase, false) as overtaken, ${holdsSameUse(now)} as "holdsSameUse",
        ${replacedEnded(sql`a`)} as "replacedEnded", ${programmeRevoked(sql`a`)} as "programmeRevoked",
        array(${participants}
          union select s.countersigned_by from decision s where s.case_id = c.id and s.countersigned_by is not null
          union select s.refused_by from decision s where s.case_id = c.id and s.refused_by is not null) as participants
      from review_case c
      join policy pol on pol.id = c.policy_id
      join release r on r.id = c.release_id
      join vendor v on v.id = r.vendor_id
      left join partner p on p.id = c.partner_id
      left join application a on a.id = c.id
      left join phase_advance pa on pa.id = c.id
      left join "authorization" own on own.application_id = c.id
      left join decision d on d.case_id = c.id and d.case_revision = c.revision and d.status = 'COUNTERSIGNED'
      where c.id = any(${[...ids]}::varchar[]) and c.submitted_at is not null`;

/** Until when a decision countersigned then may be appealed, by its case's policy. */
const appealUntil = (policy: PolicyDocument, countersignedAt: Date): Date | null =>
  deadlineAfter(policy, countersignedAt, clocksOf(policy).appeal);

/** What the rules ask about an appeal in the case. */
export const appealFacts = (row: AppealRow, now: Date): AppealFacts => ({
  ...row,
  now,
  missedBefore: row.missedDates.map(({ missed, at }) => ({ missed, at: new Date(at) })),
  appealUntil: row.countersignedAt && appealUntil(row.document, row.countersignedAt),
  releaseWithdrawn: row.phase === "WITHDRAWN",
});

/** Until when the decision that stands may be appealed, also where that is over; null where there is nothing to appeal. */
export function standingAppealableUntil(row: AppealRow, now: Date): Date | null {
  if (row.caseStatus === "DENIED") return appealableUntil(appealFacts(row, now), "DENIAL");
  return row.conditionsInForce > 0 ? appealableUntil(appealFacts(row, now), "CONDITIONS") : null;
}

/** What the rules ask about an official's decision of an appeal. */
export const appealDecisionFacts = (
  row: AppealRow,
  { status, ground }: Pick<Appeal, "status" | "ground">,
  { subject, agency }: Actor,
  namedRevision: number,
  conditionsLeft: number,
): AppealDecisionFacts => ({
  ...row,
  conditionsLeft,
  status,
  ground,
  namedRevision,
  seats: seatsFor(row.document).map((seat) => seat.agency),
  official: { subject: subject as string, agency },
  releaseWithdrawn: row.phase === "WITHDRAWN",
});

/** The facts of cases, for any number of them in one statement. */
export const appealRowLoader = (context: Context) =>
  batched<string, AppealRow | null>(context, async (ids) => {
    const rows = await context.query<AppealRow>(appealRows(ids, await context.now()));
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  });
