import { type Look, moment, type Row } from "../look.ts";
import type { Invariant } from "./invariant.ts";

/**
 * Those who may countersign are reminded once, before that is due; that it is overdue is noted once, after; and neither
 * while a denial may still be rebutted. Once of a case that awaits a signature since a moment, by whatever proposals.
 */
export const silenceOfSignersIsNoted: Invariant = ({ scene, before, after }) => {
  const noted = after.entries.slice(before.entries.length);
  const earlier = new Map((before.rows.Decision ?? []).map((decision) => [decision.id, decision]));
  return noted.flatMap(({ type, subjectId }) => {
    if (type !== "CountersignersReminded" && type !== "CountersignatureOverdue") return [];
    const decision = after.rows.Decision?.find(({ id }) => id === subjectId) as Row;
    const due = moment(decision.dueAt);
    const known = earlier.get(subjectId);
    const reminds = type === "CountersignersReminded";
    const alike = awaitedLike(after, decision);
    const again = after.entries.filter((entry) => entry.type === type && alike.has(entry.subjectId)).length > 1;
    const open = after.rows.Rebuttal?.some(({ decisionId, status }) => decisionId === subjectId && status === "FILED");
    const why = [
      ...(again || (reminds ? known?.remindedAt : known?.overdueNotedAt) ? ["it was before"] : []),
      ...(due === null ? ["nothing is due"] : []),
      ...(due !== null && reminds && due <= after.now ? ["it is due already"] : []),
      ...(due !== null && !reminds && due >= after.now ? ["it isn't over"] : []),
      ...(open ? ["a rebuttal awaits its decision"] : []),
    ];
    return why.map((reason) => `${type} about ${scene.named(decision.caseId)}, and ${reason}`);
  });
};

/** The ids of a case's proposals that await, or awaited, their signature since the moment that this one does. */
const awaitedLike = ({ rows }: Look, { id, caseId, caseRevision, awaitedSince }: Row): ReadonlySet<string> =>
  new Set([
    id,
    ...(rows.Decision ?? [])
      .filter((other) => other.caseId === caseId && other.caseRevision === caseRevision)
      .filter((other) => other.awaitedSince !== null && other.awaitedSince === awaitedSince)
      .map((other) => other.id),
  ]);
