import { type DeadlineFacts, deadlinesOf, type ProposalEvents } from "../../src/rules/deadlines.ts";
import type { PolicyDocument } from "../../src/rules/policy.ts";
import type { Graph } from "../support/graph.ts";

interface OpenCase extends Omit<DeadlineFacts, "stops" | "referrals" | "dispute" | "rebuttalFiledAt" | "proposal"> {
  readonly id: string;
  readonly policy: PolicyDocument;
  readonly dueAt: Date | null;
  readonly rebuttalDueAt: Date | null;
}

/** The deadlines of a case: its own two, and by their ids those of its referrals, its open dispute and its rebuttal. */
type Dates = Readonly<Record<string, string | null>>;

/** What is kept of every open case's deadlines, and what its events make of them, by the case's id. */
export async function cachedDeadlines({ database }: Pick<Graph, "database">): Promise<Map<string, [Dates, Dates]>> {
  const read = <Row>(statement: string) => database.asOwner<Row>(statement);
  const cases = await read<OpenCase>(
    ["application", "phase_advance"]
      .map(
        (table) => `select c.id, c.status, c.last_submitted_at as "submittedAt", c.intended_at as "intendedAt",
          p.document as policy, c.due_at as "dueAt", c.rebuttal_due_at as "rebuttalDueAt"
          from ${table} c join policy p on p.id = c.policy_id where c.closed_at is null`,
      )
      .join(" union all "),
  );
  const stops = await read<{ caseId: string; from: Date; to: Date | null }>(
    `select case_id as "caseId", placed_at as "from", released_at as "to" from hold
     union all select case_id, requested_at, ended_at from information_request`,
  );
  const referrals = await read<{
    id: string;
    caseId: string;
    referredAt: Date;
    extendedDays: number | null;
    dueAt: Date | null;
    remindAt: Date | null;
  }>(
    `select id, case_id as "caseId", referred_at as "referredAt", extended_days as "extendedDays", due_at as "dueAt",
       remind_at as "remindAt" from referral`,
  );
  const disputes = await read<{
    id: string;
    caseId: string;
    level: number;
    levelSince: Date;
    decidedAt: Date | null;
    votedLateAt: Date | null;
    dueAt: Date | null;
  }>(
    `select d.id, d.case_id as "caseId", d.level, d.level_since as "levelSince", d.due_at as "dueAt", l.decided_at as "decidedAt",
         case when d.silent_at is not null then greatest(d.silent_at, d.late_votes_since, v.first) end as "votedLateAt"
       from dispute d left join ladder_decision l on l.dispute_id = d.id and l.level = d.level
       left join (select dispute_id, level, min(cast_at) as first from vote group by 1, 2) v
         on v.dispute_id = d.id and v.level = d.level
      where d.status = 'OPEN' and (d.silent_at is null or v.first is not null)`,
  );
  const rebuttals = await read<{ id: string; caseId: string; filedAt: Date; dueAt: Date | null }>(
    `select id, case_id as "caseId", filed_at as "filedAt", due_at as "dueAt" from rebuttal where status = 'FILED'`,
  );
  const proposals = await read<
    ProposalEvents & { id: string; caseId: string; dueAt: Date | null; remindAt: Date | null }
  >(
    `select d.id, d.case_id as "caseId", d.outcome, d.proposed_at as "proposedAt", d.awaited_since as "awaitedSince", d.due_at as "dueAt",
       d.remind_at as "remindAt", b.decided_at as "rebuttalRejectedAt"
       from decision d left join rebuttal b on b.decision_id = d.id and b.status = 'REJECTED' where d.status = 'PROPOSED'`,
  );
  return new Map(
    cases.map(({ id, policy, dueAt, rebuttalDueAt, ...row }) => {
      const of = <Row extends { caseId: string }>(rows: readonly Row[]) => rows.filter(({ caseId }) => caseId === id);
      const [dispute = null] = of(disputes);
      const [rebuttal = null] = of(rebuttals);
      const [proposal = null] = of(proposals);
      const seats = of(referrals);
      const events = {
        ...row,
        stops: of(stops),
        referrals: seats,
        dispute,
        rebuttalFiledAt: rebuttal?.filedAt ?? null,
        proposal,
      };
      const derived = deadlinesOf(policy, events);
      const kept = dates([
        ["case", dueAt],
        ["rebuttal time", rebuttalDueAt],
        ...seats.flatMap((seat) => [
          [seat.id, seat.dueAt] as const,
          [`reminder of ${seat.id}`, seat.remindAt] as const,
        ]),
        ...(dispute ? [[dispute.id, dispute.dueAt] as const] : []),
        ...(rebuttal ? [[rebuttal.id, rebuttal.dueAt] as const] : []),
        ...(proposal
          ? [[proposal.id, proposal.dueAt] as const, [`reminder of ${proposal.id}`, proposal.remindAt] as const]
          : []),
      ]);
      const made = dates([
        ["case", derived.dueAt],
        ["rebuttal time", derived.rebuttalDueAt],
        ...seats.flatMap(({ id: seat }) => [
          [seat, derived.referrals.get(seat)?.dueAt ?? null] as const,
          [`reminder of ${seat}`, derived.referrals.get(seat)?.remindAt ?? null] as const,
        ]),
        ...(dispute ? [[dispute.id, derived.disputeDueAt] as const] : []),
        ...(rebuttal ? [[rebuttal.id, derived.rebuttalDecisionDueAt] as const] : []),
        ...(proposal
          ? [
              [proposal.id, derived.countersignatureDueAt] as const,
              [`reminder of ${proposal.id}`, derived.countersignatureRemindAt] as const,
            ]
          : []),
      ]);
      return [id, [kept, made]] as const;
    }),
  );
}

const dates = (pairs: readonly (readonly [string, Date | null])[]): Dates =>
  Object.fromEntries(pairs.map(([name, date]) => [name, date?.toISOString() ?? null]));
