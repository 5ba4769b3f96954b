import { moment, type Row } from "../look.ts";
import type { Invariant } from "./invariant.ts";

/**
 * Those who may countersign are reminded once, before that is due; that it is overdue is noted once, after; and neither
 * while a denial may still be rebutted.
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
    const again = after.entries.filter((entry) => entry.type === type && entry.subjectId === subjectId).length > 1;
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
