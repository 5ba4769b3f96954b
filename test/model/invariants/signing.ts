import type { Look, Row } from "../look.ts";
import type { Invariant } from "./invariant.ts";

/** Where a person takes part in a case: the column that names them, and which rows say so. */
interface Part {
  readonly type: string;
  readonly column: string;
  readonly what: string;
  readonly counts?: (row: Row) => boolean;
}

const parts: readonly Part[] = [
  { type: "Position", column: "official", what: "took a position" },
  { type: "Vote", column: "official", what: "voted" },
  { type: "LadderDecision", column: "decidedBy", what: "decided the dispute" },
  { type: "Rebuttal", column: "decidedBy", what: "decided the rebuttal" },
  { type: "Appeal", column: "decidedBy", what: "decided the appeal" },
  {
    type: "ConditionChange",
    column: "answeredBy",
    what: "consented to a condition's change",
    counts: ({ status }) => status === "CONSENTED",
  },
  {
    type: "ConditionChange",
    column: "proposedBy",
    what: "worded a condition anew",
    counts: ({ status }) => status === "CONSENTED",
  },
];

/** Where in the ledger a record's entry of a type is; infinity where it has none. */
function entryOf({ entries }: Look, id: unknown, type: string): number {
  const place = entries.findIndex((entry) => entry.subjectId === id && entry.type === type);
  return place < 0 ? Number.POSITIVE_INFINITY : place;
}

/**
 * What a person has done in a case. A condition's change counts where it was consented to before a place in the ledger: what is
 * done at once comes in some order, and whoever has signed may consent to what is asked later.
 */
const doneBy = (person: unknown, caseId: unknown, look: Look, until = Number.POSITIVE_INFINITY): string[] =>
  parts
    .filter(({ type, column, counts = () => true }) =>
      (look.rows[type] ?? []).some(
        (row) =>
          row.caseId === caseId &&
          row[column] === person &&
          counts(row) &&
          (type !== "ConditionChange" || !(entryOf(look, row.id, "ConditionChangeConsented") > until)),
      ),
    )
    .map(({ what }) => what);

/** Whoever countersigns took no position, vote or decision on the case, and signed nothing of it before. */
export const nobodySignsTwice: Invariant = ({ scene, before, after }) =>
  signedNow(before.rows.Decision, after.rows.Decision).flatMap(({ id, caseId, countersignedBy }) => {
    const place = entryOf(after, id, "DecisionCountersigned");
    const signed = (after.rows.Decision ?? []).some(
      (other) => other.caseId === caseId && other.id !== id && other.countersignedBy === countersignedBy,
    );
    const what = [...doneBy(countersignedBy, caseId, after, place), ...(signed ? ["signed before"] : [])];
    return what.map((words) => `${countersignedBy} countersigned ${scene.named(caseId)} and ${words}`);
  });

/** Whoever decides a rebuttal or an appeal took no part in the case before; for an appeal neither signed nor refused. */
export const nobodyJudgesTheirOwn: Invariant = ({ scene, before, after }) =>
  (["Rebuttal", "Appeal"] as const).flatMap((type) => {
    const open = new Set((before.rows[type] ?? []).filter(({ decidedBy }) => decidedBy === null).map(({ id }) => id));
    const decided = (after.rows[type] ?? []).filter(({ id, decidedBy }) => decidedBy !== null && open.has(id));
    return decided.flatMap(({ caseId, decidedBy }) => {
      const signed = (before.rows.Decision ?? []).some(
        (decision) =>
          decision.caseId === caseId && (decision.countersignedBy === decidedBy || decision.refusedBy === decidedBy),
      );
      const what = [
        ...doneBy(decidedBy, caseId, before),
        ...(signed && type === "Appeal" ? ["signed or refused in it"] : []),
      ];
      return what.map((words) => `${decidedBy} decided the ${type} of ${scene.named(caseId)} and ${words}`);
    });
  });

function signedNow(before: readonly Row[] = [], after: readonly Row[] = []): Row[] {
  const signed = new Set(before.filter(({ countersignedBy }) => countersignedBy !== null).map(({ id }) => id));
  return after.filter(({ id, countersignedBy }) => countersignedBy !== null && !signed.has(id));
}
