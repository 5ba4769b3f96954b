import { type Sql, sql } from "../../graph/sql.ts";
import type { Tx } from "../../ledger/tx.ts";
import { deadlineAfter } from "../../rules/clock.ts";
import { type HeardSeat, proposeFor } from "../../rules/panel.ts";
import { clocksOf } from "../../rules/policy-clocks.ts";
import type { Agency, DisputeCause, ObjectionReason, PositionKind } from "../../rules/vocabulary.ts";
import { type LockedCase, moveCase } from "../cases/locked-case.ts";
import { isDecidedBefore } from "../cases/reopened.ts";
import { closeDispute, openDispute, openDisputeOf } from "../disputes/disputes.ts";
import { Decision } from "../outcomes/decision.ts";
import { propose } from "../outcomes/proposals.ts";
import { isStoppedNow, stopsOf } from "../stops/stops.ts";

/**
 * Asks the rules what the positions on the case's current revision come to, and does it: waits, proposes an approval,
 * announces the intent to deny, or opens a dispute. Called after every event of a case before the panel, the end of a
 * hold included; while the clock is stopped nothing is proposed. A dispute that positions opened ends when they no
 * longer call for one; any other is the ladder's alone to decide, and so is a case that an appeal reopened. Once the total
 * time is over the panel doesn't announce again what it took back: that is the last level's then.
 */
export async function evaluatePanel(tx: Tx, locked: LockedCase): Promise<void> {
  const { status } = locked.row;
  if (status !== "IN_REVIEW" && status !== "IN_DISPUTE") return;
  if (await isStoppedNow(tx, locked.row.id)) return;
  if (await isDecidedBefore(tx, locked.row.id)) return;
  const outcome = proposeFor({ seats: await heardSeats(tx, locked) });
  if (outcome.kind === "WAIT") return;
  if (outcome.kind === "INTENT_TO_DENY" && (await tookBackTooLate(tx, locked))) {
    if (status === "IN_REVIEW") await openDispute(tx, locked, "TIME_EXHAUSTED", "dispute", locked.policy.ladder.length);
    return;
  }
  if (status === "IN_DISPUTE") {
    const dispute = await openDisputeOf(tx, locked);
    if (outcome.kind === "DISPUTE" || !dispute || !disputesOfPositions.includes(dispute.cause)) return;
    await closeDispute(tx, locked, "RESOLVED");
    await moveCase(tx, locked, "resolve", "CaseReturnedToPanel");
  }
  if (outcome.kind === "DISPUTE") {
    await openDispute(tx, locked, outcome.cause, "dispute");
    return;
  }
  const panel = { basis: "PANEL", sourceId: null } as const;
  if (outcome.kind === "APPROVE") {
    const conditionIds = await standingConditions(tx, locked);
    await propose(tx, locked, { ...panel, outcome: "APPROVE", conditionIds, reasons: [] });
    return;
  }
  const reasons = await standingReasons(tx, locked);
  await propose(tx, locked, { ...panel, outcome: "DENY", conditionIds: [], reasons });
}

/**
 * Whether the total time of the case, whose clock runs, is over, and a proposal of the panel on its current revision fell
 * before: positions that come and go would else have a denial announced anew without end.
 */
async function tookBackTooLate(tx: Tx, { row, policy }: LockedCase): Promise<boolean> {
  const since = row.lastSubmittedAt;
  const dueAt = since && deadlineAfter(policy, since, clocksOf(policy).total, await stopsOf(tx, row.id));
  if (!dueAt || tx.now < dueAt) return false;
  const fell = { caseId: row.id, caseRevision: row.revision, basis: "PANEL", status: "VOID" } as const;
  return tx.manager.existsBy(Decision, fell);
}

const disputesOfPositions: readonly DisputeCause[] = ["OBJECTION", "REQUIRED_SEAT_DID_NOT_CONCUR"];

/** Every seat with the latest position of its agency on the case's current revision. */
function heardSeats(tx: Tx, locked: LockedCase): Promise<HeardSeat[]> {
  return tx.query<HeardSeat>(
    sql`select r.agency, r.seat, p.kind as position
        from referral r left join (${latestPositions(locked)}) p on p.agency = r.agency
        where r.case_id = ${locked.row.id} order by r.agency`,
  );
}

const latestPositions = ({ row }: LockedCase): Sql =>
  sql`select distinct on (p.agency) p.id, p.agency, p.kind, p.reason from position p
      where p.case_id = ${row.id} and p.case_revision = ${row.revision}
      order by p.agency, p.recorded_at desc, p.id desc`;

/**
 * The union of the conditions that came with the positions that count, each in the wording that holds: the same
 * predicate and text stands once. One that fell by its proposer's consent stands no more.
 */
export async function standingConditions(tx: Tx, locked: LockedCase): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    sql`select distinct on (c.predicate, c.text) c.id from condition proposed
        join (${latestPositions(locked)}) p on p.id = proposed.position_id
        join condition c on c.root_id = proposed.root_id and c.ended_at is null
        order by c.predicate, c.text, c.proposed_at, c.id`,
  );
  return rows.map(({ id }) => id).sort();
}

/** The reasons of the objections that count. */
const standingReasons = async (tx: Tx, locked: LockedCase): Promise<ObjectionReason[]> =>
  reasonsOf(await objections(tx, locked));

interface Objection {
  readonly agency: Agency;
  readonly reason: ObjectionReason;
}

const objections = (tx: Tx, locked: LockedCase): Promise<Objection[]> =>
  tx.query<Objection>(sql`select p.agency, p.reason from (${latestPositions(locked)}) p where p.kind = 'OBJECT'`);

const reasonsOf = (found: readonly Objection[]): ObjectionReason[] =>
  [...new Set(found.map(({ reason }) => reason))].sort();

/** What an agency is about to say of a case; the reason is of an objection. */
export interface Said {
  readonly agency: Agency;
  readonly kind: PositionKind;
  readonly reason: ObjectionReason | null;
}

/** Whether the panel denies for the reasons of the denial that it proposed, once an agency has said what it is about to. */
export async function isStillDenied(
  tx: Tx,
  locked: LockedCase,
  { outcome, reasons }: Pick<Decision, "outcome" | "reasons">,
  { agency, kind, reason }: Said,
): Promise<boolean> {
  if (outcome !== "DENY") return false;
  const seats = (await heardSeats(tx, locked)).map((seat) =>
    seat.agency === agency ? { ...seat, position: kind } : seat,
  );
  if (proposeFor({ seats }).kind !== "INTENT_TO_DENY") return false;
  const others = (await objections(tx, locked)).filter((each) => each.agency !== agency);
  const now = reasonsOf(kind === "OBJECT" && reason !== null ? [...others, { agency, reason }] : others);
  return now.join() === [...reasons].sort().join();
}
