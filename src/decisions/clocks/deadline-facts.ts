import type { Context } from "../../context.ts";
import { typeOfId } from "../../graph/ids.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { rowAccess } from "../../identity/visibility.ts";
import type { DeadlineFacts, DisputeEvents, ProposalEvents, ReferralEvents } from "../../rules/deadlines.ts";
import type { PolicyDocument } from "../../rules/policy.ts";
import type { UnstoppedFacts } from "../../rules/unstopped-terms.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import { appealRowLoader, standingAppealableUntil } from "../appeals/appeal-facts.ts";
import { reopenedAt } from "../cases/reopened.ts";
import { levelDecidedAt, votedLateAt } from "../disputes/level-events.ts";

/** A hold or an information request, as a span in which the clock stood still. */
export interface StopRow {
  readonly id: string;
  readonly from: Date;
  readonly to: Date | null;
  /** Whose request it is, where it is one. */
  readonly agency: Agency | null;
}

/** The events of one case, read at once: what its deadlines follow from. */
export interface CaseEvents {
  readonly policy: PolicyDocument;
  readonly facts: DeadlineFacts;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly level: number | null;
  readonly stops: readonly StopRow[];
  readonly unstopped: UnstoppedFacts;
  /** The organisations of its release's vendor and of its partner; null for a phase advance, which has no partner. */
  readonly parties: { readonly vendor: string; readonly partner: string | null };
}

interface Row {
  readonly policy: PolicyDocument;
  readonly status: DeadlineFacts["status"];
  readonly submittedAt: Date | null;
  readonly reopenedAt: Date | null;
  readonly intendedAt: Date | null;
  readonly rebuttalFiledAt: Date | null;
  readonly level: number | null;
  readonly levelSince: Date | null;
  readonly decidedAt: Date | null;
  readonly votedLateAt: Date | null;
  readonly closed: boolean;
  readonly vendor: string;
  readonly partner: string | null;
  readonly outcome: ProposalEvents["outcome"] | null;
  readonly proposedAt: Date | null;
  readonly awaitedSince: Date | null;
  readonly rebuttalRejectedAt: Date | null;
  readonly countersignedAt: Date | null;
  readonly appealFiledAt: Date | null;
}

/** When the decision was countersigned that stands, where there is something in it to appeal; null where there isn't. */
async function appealableSince(context: Context, caseId: string, countersignedAt: Date | null): Promise<Date | null> {
  if (countersignedAt === null) return null;
  const facts = await context.loaders(appealRowLoader).load(caseId);
  return facts && standingAppealableUntil(facts, await context.now()) ? countersignedAt : null;
}

/** The events of a case that the actor may see; null for any other id. */
export async function caseEvents(context: Context, caseId: string): Promise<CaseEvents | null> {
  const type = typeOfId(caseId);
  if (type !== "Application" && type !== "PhaseAdvance") return null;
  const table: Sql = type === "Application" ? sql`application` : sql`phase_advance`;
  const [row] = await context.query<Row>(
    sql`select o.document as policy, t.status, t.last_submitted_at as "submittedAt", t.intended_at as "intendedAt",
          t.closed_at is not null as closed, d.level, d.level_since as "levelSince",
          ${reopenedAt(sql`t.id`)} as "reopenedAt",
          (select b.filed_at from rebuttal b where b.case_id = t.id and b.status = 'FILED') as "rebuttalFiledAt",
          ${levelDecidedAt} as "decidedAt", ${votedLateAt} as "votedLateAt",
          (select s.countersigned_at from decision s where s.case_id = t.id and s.case_revision = t.revision
            and s.status = 'COUNTERSIGNED') as "countersignedAt",
          (select f.filed_at from appeal f where f.case_id = t.id and f.status = 'FILED') as "appealFiledAt",
          v.org as vendor, a.org as partner, p.outcome, p.proposed_at as "proposedAt",
          p.awaited_since as "awaitedSince",
          (select b.decided_at from rebuttal b where b.decision_id = p.id and b.status = 'REJECTED') as "rebuttalRejectedAt"
        from ${table} t join policy o on o.id = t.policy_id
        join release r on r.id = t.release_id join vendor v on v.id = r.vendor_id
        left join partner a on a.id = ${type === "Application" ? sql`t.partner_id` : sql`null`}
        left join dispute d on d.case_id = t.id and d.status = 'OPEN'
        left join decision p on p.case_id = t.id and p.case_revision = t.revision and p.status = 'PROPOSED'
        where t.id = ${caseId} and (${rowAccess(type, "t", context.actor).visible})`,
  );
  if (!row) return null;
  const stops = await context.query<StopRow>(
    sql`select id, placed_at as "from", released_at as "to", null as agency from hold where case_id = ${caseId}
        union all select id, requested_at, ended_at, agency from information_request where case_id = ${caseId} order by 2, 1`,
  );
  const referrals = await context.query<ReferralEvents & { agency: Agency }>(
    sql`select id, agency, referred_at as "referredAt", extended_days as "extendedDays" from referral
        where case_id = ${caseId} and closed_at is null order by agency`,
  );
  const dispute: DisputeEvents | null =
    row.level === null || row.levelSince === null
      ? null
      : { level: row.level, levelSince: row.levelSince, decidedAt: row.decidedAt, votedLateAt: row.votedLateAt };
  const { outcome, proposedAt, awaitedSince, rebuttalRejectedAt, vendor, partner } = row;
  const proposal: ProposalEvents | null =
    outcome === null || proposedAt === null || awaitedSince === null
      ? null
      : { outcome, proposedAt, awaitedSince, rebuttalRejectedAt };
  return {
    policy: row.policy,
    facts: { ...row, stops, dispute, proposal, referrals: row.closed ? [] : referrals },
    parties: { vendor, partner },
    agencies: new Map(referrals.map(({ id, agency }) => [id, agency])),
    level: row.level,
    stops,
    unstopped: {
      requests: stops.flatMap(({ to, from, agency }) =>
        agency !== null && to === null ? [{ agency, requestedAt: from }] : [],
      ),
      appealableSince: await appealableSince(context, caseId, row.countersignedAt),
      appealFiledAt: row.appealFiledAt,
    },
  };
}
