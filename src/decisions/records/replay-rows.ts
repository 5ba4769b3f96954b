import type { Context } from "../../context.ts";
import type { Span } from "../../graph/span.ts";
import { sql } from "../../graph/sql.ts";
import type { Stop } from "../../rules/clock.ts";
import type { PolicyDocument } from "../../rules/policy.ts";
import type { LadderAct, RecordedRebuttal } from "../../rules/replay-record.ts";
import type { RebuttalStatus } from "../../rules/review-vocabulary.ts";
import type {
  Agency,
  ApplicationStatus,
  DecisionBasis,
  DecisionOutcome,
  DecisionStatus,
  ObjectionReason,
  PositionKind,
} from "../../rules/vocabulary.ts";

/** What of a case's own row a replay needs. */
export interface CaseRow {
  readonly id: string;
  readonly status: ApplicationStatus;
  readonly revision: number;
  readonly policyId: string;
  readonly submittedAt: Date;
  readonly acceptedAt: Date | null;
  readonly closedAt: Date | null;
}

type OfCase<Row> = Row & { readonly caseId: string };
export type PositionRow = OfCase<{
  agency: Agency;
  revision: number;
  kind: PositionKind;
  reason: ObjectionReason | null;
  at: Date;
}>;
export type DecisionRow = OfCase<{
  outcome: DecisionOutcome;
  basis: DecisionBasis;
  status: DecisionStatus;
  proposedAt: Date;
  countersignedAt: Date | null;
  closedAt: Date | null;
}>;
type LadderRow = OfCase<LadderAct>;
type RebuttalRow = OfCase<{ filedAt: Date; decidedAt: Date | null; status: RebuttalStatus }>;
export type ReferralRow = OfCase<{ agency: Agency; extendedAt: Date | null }>;

/** Everything that was recorded of some cases, as a constant number of statements gives it. */
export interface ReplayRows {
  readonly cases: readonly CaseRow[];
  readonly revisions: readonly OfCase<{ revision: number; at: Date }>[];
  readonly positions: readonly PositionRow[];
  readonly referrals: readonly ReferralRow[];
  readonly decisions: readonly DecisionRow[];
  /** What people did about disputes, in its order. */
  readonly ladder: readonly LadderRow[];
  readonly rebuttals: readonly OfCase<RecordedRebuttal>[];
  readonly stops: readonly OfCase<Stop>[];
  readonly hits: readonly OfCase<Stop>[];
  readonly disputes: readonly OfCase<{ level: number }>[];
  readonly appeals: readonly OfCase<object>[];
  /** Those that the cases began under, by id. */
  readonly policies: ReadonlyMap<string, PolicyDocument>;
}

const caseColumns = sql`id, status, revision, policy_id as "policyId", last_submitted_at as "submittedAt",
  accepted_at as "acceptedAt", closed_at as "closedAt"`;

/**
 * The ids of the cases that began or ended in a span, in their own order: it stays while cases are submitted anew, returned
 * and closed. At most `limit` of them.
 */
export async function casesIn(context: Context, { from, to }: Span, limit: number | null): Promise<string[]> {
  const within = sql`(c.last_submitted_at >= ${from} and c.last_submitted_at < ${to}
    or c.closed_at >= ${from} and c.closed_at < ${to}) and c.last_submitted_at is not null`;
  const rows = await context.query<{ id: string }>(
    sql`select id from (
          select c.id from application c where ${within} and c.status not in ('DRAFT', 'RETURNED')
          union all select c.id from phase_advance c where ${within}) c
        order by c.id collate "C" limit ${limit}`,
  );
  return rows.map(({ id }) => id);
}

/** How many applications that were last submitted in a span stand returned: nobody reviewed them. */
export async function returnedIn(context: Context, { from, to }: Span): Promise<number> {
  const [row] = await context.query<{ count: number }>(
    sql`select count(*)::int as count from application
      where status = 'RETURNED' and last_submitted_at >= ${from} and last_submitted_at < ${to}`,
  );
  return row?.count ?? 0;
}

/** Reads what was recorded of these cases: twelve statements, however many they are. */
export async function replayRows(context: Context, ids: readonly string[]): Promise<ReplayRows> {
  const among = sql`any(${[...ids]}::varchar[])`;
  const [
    cases,
    revisions,
    positions,
    referrals,
    decisions,
    ladder,
    rebuttals,
    stops,
    hits,
    disputes,
    appeals,
    policies,
  ] = await Promise.all([
    context.query<CaseRow>(
      sql`select ${caseColumns} from application where id = ${among}
          union all select ${caseColumns} from phase_advance where id = ${among}`,
    ),
    context.query<ReplayRows["revisions"][number]>(
      sql`select application_id as "caseId", revision, submitted_at as at from application_revision
          where application_id = ${among} and submitted_at is not null order by revision`,
    ),
    context.query<PositionRow>(
      sql`select case_id as "caseId", agency, case_revision as revision, kind, reason, recorded_at as at from position
          where case_id = ${among} order by recorded_at, id`,
    ),
    context.query<ReferralRow>(
      sql`select case_id as "caseId", agency, extended_at as "extendedAt" from referral where case_id = ${among}`,
    ),
    context.query<DecisionRow>(
      sql`select d.case_id as "caseId", d.outcome, d.basis, d.status, d.proposed_at as "proposedAt",
            d.countersigned_at as "countersignedAt", d.closed_at as "closedAt"
          from decision d where d.case_id = ${among} order by d.proposed_at, d.id`,
    ),
    context.query<LadderRow>(
      sql`select "caseId", kind, agency, outcome, at from (
            select case_id as "caseId", 'DECISION' as kind, agency, outcome, decided_at as at, level from ladder_decision
              where case_id = ${among} and basis in ('CHAIR', 'SOLE')
            union all
            select case_id, 'VOTE', agency, outcome, cast_at, level from vote where case_id = ${among}
            union all
            select d.case_id, 'ESCALATION', null, null, e.at, (e.payload->>'from')::int4 from dispute d
              join ledger_entry e on e.subject_id = d.id and e.type = 'DisputeEscalated'
              where d.case_id = ${among}) act order by at, level, kind = 'ESCALATION'`,
    ),
    context.query<RebuttalRow>(
      sql`select case_id as "caseId", filed_at as "filedAt", decided_at as "decidedAt", status from rebuttal
          where case_id = ${among} order by filed_at, id`,
    ),
    context.query<OfCase<Stop>>(
      sql`select case_id as "caseId", placed_at as "from", released_at as "to" from hold where case_id = ${among}
          union all select case_id, requested_at, ended_at from information_request where case_id = ${among}`,
    ),
    context.query<OfCase<Stop>>(
      // A corrected finding is the hit's latest: it was open until the first.
      sql`select a.id as "caseId", h.raised_at as "from", (select min(e.at) from ledger_entry e
            where e.subject_id = h.id and e.type = 'ScreeningHitDisposed') as "to"
          from application a join screening_hit h on h.partner_id = a.partner_id where a.id = ${among}`,
    ),
    context.query<OfCase<{ level: number }>>(
      sql`select case_id as "caseId", level from dispute where case_id = ${among} and status = 'OPEN'`,
    ),
    context.query<OfCase<object>>(sql`select case_id as "caseId" from appeal where case_id = ${among}`),
    context.query<{ id: string; document: PolicyDocument }>(
      sql`select id, document from policy where id in (select policy_id from application where id = ${among}
          union select policy_id from phase_advance where id = ${among})`,
    ),
  ]);
  const documents = new Map(policies.map(({ id, document }) => [id, document]));
  return {
    cases,
    revisions,
    positions,
    referrals,
    decisions,
    ladder,
    rebuttals: rebuttals.map(rebuttalOf),
    stops,
    hits,
    disputes,
    appeals,
    policies: documents,
  };
}

/** One that ended with the denial that it was against was decided by nobody. */
const rebuttalOf = ({ caseId, filedAt, decidedAt, status }: RebuttalRow): ReplayRows["rebuttals"][number] => ({
  caseId,
  filedAt,
  decided:
    decidedAt && (status === "ACCEPTED" || status === "REJECTED")
      ? { at: decidedAt, accepted: status === "ACCEPTED" }
      : null,
});
