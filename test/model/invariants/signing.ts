import type { Row } from "../look.ts";
import type { Invariant } from "./invariant.ts";

/** Where a person takes part in a case, and the column that names them. */
const parts: readonly (readonly [type: string, column: string, what: string])[] = [
  ["Position", "official", "took a position"],
  ["Vote", "official", "voted"],
  ["LadderDecision", "decidedBy", "decided the dispute"],
  ["Rebuttal", "decidedBy", "decided the rebuttal"],
  ["Appeal", "decidedBy", "decided the appeal"],
];

/** Whoever countersigns took no position, vote or decision on the case, and signed nothing of it before. */
export const nobodySignsTwice: Invariant = ({ scene, before, after }) =>
  signedNow(before.rows.Decision, after.rows.Decision).flatMap(({ id, caseId, countersignedBy }) => {
    const took = parts.filter(([type, column]) =>
      (after.rows[type] ?? []).some((row) => row.caseId === caseId && row[column] === countersignedBy),
    );
    const signed = (after.rows.Decision ?? []).some(
      (other) => other.caseId === caseId && other.id !== id && other.countersignedBy === countersignedBy,
    );
    const what = [...took.map(([, , words]) => words), ...(signed ? ["signed before"] : [])];
    return what.map((words) => `${countersignedBy} countersigned ${scene.named(caseId)} and ${words}`);
  });

function signedNow(before: readonly Row[] = [], after: readonly Row[] = []): Row[] {
  const signed = new Set(before.filter(({ countersignedBy }) => countersignedBy !== null).map(({ id }) => id));
  return after.filter(({ id, countersignedBy }) => countersignedBy !== null && !signed.has(id));
}
