import type { Entry, Look } from "../look.ts";
import type { Invariant } from "./invariant.ts";

/** Whether a hold or a request for information stops the case's clock. */
export const isStopped = ({ rows }: Look, id: string): boolean =>
  (rows.Hold ?? []).some(({ caseId, releasedAt }) => caseId === id && releasedAt === null) ||
  (rows.InformationRequest ?? []).some(({ caseId, status }) => caseId === id && status === "OPEN");

/** What decides, silence that counts among it: not a proposal that ends, nor what is merely put on record. */
const decides = ({ subjectType, to, from, state }: Entry): boolean => {
  switch (subjectType) {
    case "Position":
      return state.kind === "DEEMED_NO_OBJECTION";
    case "Decision":
      return to === "PROPOSED" || to === "COUNTERSIGNED";
    case "Appeal":
      return from === "FILED" && (to === "UPHELD" || to === "REJECTED");
    case "Rebuttal":
      return from === "FILED" && (to === "ACCEPTED" || to === "REJECTED");
    default:
      return subjectType === "LadderDecision" || subjectType === "Vote";
  }
};

/**
 * Nothing is proposed, decided, voted or countersigned between the entry that stops a case's clock and the one that
 * starts it again, by the ledger's own order.
 */
export const nothingIsDecidedWhileStopped: Invariant = ({ scene, before, after }) => {
  const open = new Map<string, string>();
  return after.entries.flatMap((entry) => {
    const caseId = entry.state.caseId as string;
    const isStop = entry.subjectType === "Hold" || entry.subjectType === "InformationRequest";
    if (isStop && entry.to === "OPEN") open.set(entry.subjectId, caseId);
    else if (isStop && entry.to !== null) open.delete(entry.subjectId);
    const isNew = entry.seq > before.entries.length;
    if (!isNew || !decides(entry) || ![...open.values()].includes(caseId)) return [];
    return [`${entry.type} of ${scene.named(caseId)} while its clock is stopped`];
  });
};
