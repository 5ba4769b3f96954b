import { sql } from "../graph/sql.ts";
import type { Tx } from "../ledger/tx.ts";
import { deadlineAfter } from "../rules/clock.ts";
import { type HeardSeat, proposeFor } from "../rules/panel.ts";
import type { DecisionOutcome, DisputeCause, ObjectionReason } from "../rules/vocabulary.ts";
import { Decision } from "./decision.ts";
import { Dispute } from "./dispute.ts";
import { type LockedCase, moveCase, panelAudience } from "./locked-case.ts";

/**
 * Asks the rules what the positions on the case's current revision come to, and does it: waits, proposes an approval,
 * announces the intent to deny, or opens a dispute. Called after every event of a case before the panel. A dispute that
 * positions opened ends when they no longer call for one; any other is the ladder's alone to decide.
 */
export async function evaluatePanel(tx: Tx, locked: LockedCase): Promise<void> {
  const outcome = proposeFor({ seats: await heardSeats(tx, locked) });
  if (outcome.kind === "WAIT") return;
  if (locked.row.status === "IN_DISPUTE") {
    const dispute = await openDisputeOf(tx, locked);
    if (outcome.kind === "DISPUTE" || !dispute || !disputesOfPositions.includes(dispute.cause)) return;
    await closeDispute(tx, locked, "RESOLVED");
    await moveCase(tx, locked, "resolve", "CaseReturnedToPanel");
  }
  if (outcome.kind === "DISPUTE") return openDispute(tx, locked, outcome.cause, "dispute");
  if (outcome.kind === "APPROVE") {
    await propose(tx, locked, "APPROVE", { conditionIds: await standingConditions(tx, locked), reasons: [] });
    return moveCase(tx, locked, "propose", "DecisionAwaited");
  }
  await propose(tx, locked, "DENY", { conditionIds: [], reasons: await standingReasons(tx, locked) });
  const rebuttalDueAt = deadlineAfter(locked.policy, tx.now, locked.policy.clocks.intentToDeny);
  return moveCase(tx, locked, "proposeDenial", "DenialIntended", { rebuttalDueAt }, locked.policy.legalBasis);
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

const latestPositions = ({ row }: LockedCase) =>
  sql`select distinct on (p.agency) p.id, p.agency, p.kind, p.reason from position p
      where p.case_id = ${row.id} and p.case_revision = ${row.revision}
      order by p.agency, p.recorded_at desc, p.id desc`;

/** The union of the conditions that came with the positions that count: the same predicate and text stands once. */
async function standingConditions(tx: Tx, locked: LockedCase): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    sql`select distinct on (c.predicate, c.text) c.id from condition c
        join (${latestPositions(locked)}) p on p.id = c.position_id
        order by c.predicate, c.text, c.proposed_at, c.id`,
  );
  return rows.map(({ id }) => id).sort();
}

async function standingReasons(tx: Tx, locked: LockedCase): Promise<ObjectionReason[]> {
  const rows = await tx.query<{ reason: ObjectionReason }>(
    sql`select distinct p.reason from (${latestPositions(locked)}) p where p.kind = 'OBJECT' order by 1`,
  );
  return rows.map(({ reason }) => reason);
}

/** Puts a proposal for the case's current revision: it stands until it is countersigned, refused or void. */
async function propose(
  tx: Tx,
  { type, row, policy }: LockedCase,
  outcome: DecisionOutcome,
  content: { conditionIds: string[]; reasons: ObjectionReason[] },
): Promise<void> {
  const decision = await tx.insert(Decision, {
    id: tx.newId("Decision"),
    caseId: row.id,
    caseType: type,
    caseRevision: row.revision,
    outcome,
    basis: "PANEL",
    status: "PROPOSED",
    legalBasis: policy.legalBasis,
    ...content,
    proposedAt: tx.now,
    countersignedAt: null,
    countersignedAgency: null,
    countersignedBy: null,
    refusedBy: null,
    refusalReason: null,
    refusalNote: null,
    closedAt: null,
  });
  tx.record(Decision, {
    type: "DecisionProposed",
    subject: decision,
    to: "PROPOSED",
    legalBasis: decision.legalBasis,
    audience: panelAudience,
  });
}

/** Opens a dispute at the ladder's first level. */
export async function openDispute(
  tx: Tx,
  locked: LockedCase,
  cause: DisputeCause,
  action: "dispute" | "refuse",
): Promise<void> {
  const { type, row } = locked;
  const dispute = await tx.insert(Dispute, {
    id: tx.newId("Dispute"),
    caseId: row.id,
    caseType: type,
    caseRevision: row.revision,
    status: "OPEN",
    cause,
    level: 1,
    openedAt: tx.now,
    closedAt: null,
  });
  tx.record(Dispute, { type: "DisputeOpened", subject: dispute, to: "OPEN", audience: panelAudience });
  await moveCase(tx, locked, action, "CaseDisputed", { rebuttalDueAt: null });
}

/** Ends the proposal that stands for the case's current revision, if one does. */
export async function voidProposal(tx: Tx, { row }: LockedCase): Promise<void> {
  const decision = await tx.manager.findOneBy(Decision, {
    caseId: row.id,
    caseRevision: row.revision,
    status: "PROPOSED",
  });
  if (!decision) return;
  await tx.update(Decision, decision, { status: "VOID", closedAt: tx.now });
  tx.record(Decision, {
    type: "DecisionVoided",
    subject: decision,
    from: "PROPOSED",
    to: "VOID",
    audience: panelAudience,
  });
}

/** Ends the case's open dispute, if there is one. */
export async function closeDispute(tx: Tx, { row }: LockedCase, status: "RESOLVED" | "CLOSED"): Promise<void> {
  const dispute = await tx.manager.findOneBy(Dispute, { caseId: row.id, status: "OPEN" });
  if (!dispute) return;
  await tx.update(Dispute, dispute, { status, closedAt: tx.now });
  tx.record(Dispute, {
    type: status === "RESOLVED" ? "DisputeResolved" : "DisputeClosed",
    subject: dispute,
    from: "OPEN",
    to: status,
    audience: panelAudience,
  });
}

/** The case's open dispute, or null. */
const openDisputeOf = (tx: Tx, { row }: LockedCase): Promise<Dispute | null> =>
  tx.manager.findOneBy(Dispute, { caseId: row.id, status: "OPEN" });
