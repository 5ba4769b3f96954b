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

/**
 * Whoever countersigns took no position, vote or decision on the case, and signed nothing of it before. No more did whoever
 * refuses to; what that person does later, or at once, is no part in what was refused.
 */
export const nobodySignsTwice: Invariant = ({ scene, before, after }) => [
  ...signedNow("countersignedBy", before, after).flatMap(({ id, caseId, countersignedBy: who }) => {
    const place = entryOf(after, id, "DecisionCountersigned");
    const what = [...doneBy(who, caseId, after, place), ...(signed(after, who, caseId, id) ? ["signed before"] : [])];
    return what.map((words) => `${who} countersigned ${scene.named(caseId)} and ${words}`);
  }),
  ...signedNow("refusedBy", before, after).flatMap(({ id, caseId, refusedBy: who }) => {
    const what = [...doneBy(who, caseId, before), ...(signed(before, who, caseId, id) ? ["signed before"] : [])];
    return what.map((words) => `${who} refused to countersign ${scene.named(caseId)} and ${words}`);
  }),
];

/** Whether a person has countersigned another decision of the case. */
const signed = ({ rows }: Look, person: unknown, caseId: unknown, id: unknown): boolean =>
  (rows.Decision ?? []).some((other) => other.caseId === caseId && other.id !== id && other.countersignedBy === person);

/** Whoever countersigns acts for one of the agencies that the case's policy names. */
export const thePolicysAgenciesSign: Invariant = ({ scene, before, after }) =>
  signedNow("countersignedBy", before, after)
    .filter(({ countersignedAgency }) => !scene.policy.countersigners.includes(countersignedAgency))
    .map(({ caseId, countersignedAgency }) => `${countersignedAgency} countersigned ${scene.named(caseId)}`);

/** Whoever decides a rebuttal or an appeal took no part in the case before, and neither signed nor refused in it. */
export const nobodyJudgesTheirOwn: Invariant = ({ scene, before, after }) =>
  (["Rebuttal", "Appeal"] as const).flatMap((type) => {
    const open = new Set((before.rows[type] ?? []).filter(({ decidedBy }) => decidedBy === null).map(({ id }) => id));
    const decided = (after.rows[type] ?? []).filter(({ id, decidedBy }) => decidedBy !== null && open.has(id));
    return decided.flatMap(({ caseId, decidedBy }) => {
      const inIt = (before.rows.Decision ?? []).some(
        (decision) =>
          decision.caseId === caseId && (decision.countersignedBy === decidedBy || decision.refusedBy === decidedBy),
      );
      const what = [...doneBy(decidedBy, caseId, before), ...(inIt ? ["signed or refused in it"] : [])];
      return what.map((words) => `${decidedBy} decided the ${type} of ${scene.named(caseId)} and ${words}`);
    });
  });

/** The decisions that somebody has signed by this action: countersigned them, or refused to. */
function signedNow(column: "countersignedBy" | "refusedBy", before: Look, after: Look): Row[] {
  const known = new Set((before.rows.Decision ?? []).filter((row) => row[column] !== null).map(({ id }) => id));
  return (after.rows.Decision ?? []).filter((row) => row[column] !== null && !known.has(row.id));
}
