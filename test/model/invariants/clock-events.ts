import type { Stop } from "../../../src/rules/clock.ts";
import type { DeadlineFacts, DisputeEvents } from "../../../src/rules/deadlines.ts";
import type { PolicyDocument } from "../../../src/rules/policy.ts";
import type { Entry } from "../look.ts";
import { ProposalsHeard } from "./proposals-heard.ts";

/** The events of one case that its deadlines follow from, read from the ledger's entries about it alone. */
export function eventsOf(
  policy: PolicyDocument,
  status: DeadlineFacts["status"],
  entries: readonly Entry[],
): DeadlineFacts {
  let submittedAt: Date | null = null;
  let intendedAt: Date | null = null;
  let reopenedAt: Date | null = null;
  const stops = new Map<string, Stop>();
  const referrals = new Map<string, DeadlineFacts["referrals"][number]>();
  const rebuttals = new Map<string, Date>();
  const decided = new Map<string, Date>();
  const disputes = new Map<string, Omit<DisputeEvents, "decidedAt" | "votedLateAt">>();
  const silent = new Set<string>();
  const votedLate = new Map<string, Date>();
  const proposals = new ProposalsHeard(policy);
  let stands: string | null = null;
  for (const entry of entries) {
    const { type, subjectType, subjectId, at, from, to, state } = entry;
    switch (subjectType) {
      case "Application":
      case "PhaseAdvance":
        if (isTold(type)) break;
        stands = to ?? stands;
        if (to === "SUBMITTED" && from !== "SUBMITTED") submittedAt = at;
        if (to === "AWAITING_COUNTERSIGNATURE" && (from === "APPROVED" || from === "DENIED")) reopenedAt = at;
        if (to === "INTENT_TO_DENY") intendedAt = at;
        else if (to !== null && type !== "RebuttalEnded") intendedAt = null;
        break;
      case "Hold":
      case "InformationRequest":
        if (to === "OPEN") stops.set(subjectId, { from: at, to: null });
        else if (to !== null) stops.set(subjectId, { from: stops.get(subjectId)?.from as Date, to: at });
        break;
      case "Referral": {
        const referredAt = type.startsWith("CaseReferred") ? at : (referrals.get(subjectId)?.referredAt as Date);
        referrals.set(subjectId, { id: subjectId, referredAt, extendedDays: state.extendedDays as number | null });
        break;
      }
      case "Decision":
        proposals.hear(entry, stands === "AWAITING_COUNTERSIGNATURE", [...stops.values()]);
        break;
      case "Rebuttal":
        if (to === "REJECTED") proposals.rejectRebuttal(at);
        if (to === "FILED") rebuttals.set(subjectId, at);
        else if (to !== null) rebuttals.delete(subjectId);
        break;
      case "Dispute":
        if (type === "DisputeOverdue") silent.add(subjectId);
        if (to === "RESOLVED" || to === "CLOSED") disputes.delete(subjectId);
        else if (disputes.get(subjectId)?.level !== state.level) {
          disputes.set(subjectId, { level: state.level as number, levelSince: at });
        }
        break;
      case "Vote": {
        const of = state.disputeId as string;
        if (silent.has(of) && !votedLate.has(of)) votedLate.set(of, at);
        break;
      }
      case "LadderDecision":
        decided.set(`${state.disputeId} ${state.level}`, at);
        break;
    }
  }
  const open = [...disputes].map(([id, events]) => ({
    ...events,
    decidedAt: decided.get(`${id} ${events.level}`) ?? null,
    votedLateAt: votedLate.get(id) ?? null,
  }));
  return {
    status,
    submittedAt,
    reopenedAt,
    intendedAt,
    rebuttalFiledAt: [...rebuttals.values()].at(-1) ?? null,
    stops: [...stops.values()],
    referrals: [...referrals.values()],
    dispute: open[0] ?? null,
    proposal: proposals.standing,
  };
}

/** An entry that sums a change up for its parties, beside those of its steps. */
export const isTold = (type: string): boolean => type === "CaseStatusChanged" || type === "PartnerStatusChanged";
