import { isDeepStrictEqual } from "node:util";
import type { Look, Row } from "../look.ts";
import type { Invariant } from "./invariant.ts";

/**
 * Every condition that an approval answers for stands in what it gave, in its own wording, in one that replaced it by
 * consent or ruling, or in the same words of another agency; or it fell by consent or by a ruling.
 */
export const conditionsAreKept: Invariant = (moment) => [
  ...lostByAuthorizations(moment),
  ...lostByAdvances(moment),
  ...lostByLevels(moment),
];

const lostByAuthorizations: Invariant = ({ scene, after }) =>
  (after.rows.Authorization ?? []).flatMap((authorization) => {
    const decision = after.rows.Decision?.find(({ id }) => id === authorization.decisionId) as Row;
    return lostBy(after, decision).map((each) => `${scene.named(authorization.id)} lost ${each}`);
  });

/** An approved phase advance yields no authorization: its decision carries its conditions. */
const lostByAdvances: Invariant = ({ scene, after }) =>
  (after.rows.Decision ?? [])
    .filter(({ caseType, outcome, status }) => {
      return caseType === "PhaseAdvance" && outcome === "APPROVE" && status === "COUNTERSIGNED";
    })
    .flatMap((decision) => lostBy(after, decision).map((each) => `${scene.named(decision.caseId)} lost ${each}`));

function lostBy(look: Look, decision: Row): string[] {
  const lost = owed(look, decision).filter(
    (condition) => !twins(look, condition).some((twin) => isKept(look, decision, twin)),
  );
  return [...new Set(lost.map(({ text, proposedBy }) => `${proposedBy ?? "a ruling"}'s "${text}"`))];
}

/** A level's approval carries every condition that the level added. */
const lostByLevels: Invariant = ({ scene, after: { rows } }) =>
  (rows.LadderDecision ?? [])
    .filter(({ outcome }) => outcome === "APPROVE")
    .flatMap((level) => {
      const added = (rows.Condition ?? []).filter((condition) => isWrittenBy(condition, level));
      const lost = added.filter(({ id }) => !level.conditionIds.includes(id));
      return lost.map(({ text }) => `level ${level.level} of ${scene.named(level.caseId)} lost its own "${text}"`);
    });

/**
 * What an approval answers for: the conditions of the positions that count; those of the levels that approved in its
 * dispute, and of the approval whose refused countersignature opened that, unless it was the panel's; and those of every
 * decision on the case that was countersigned before it.
 */
function owed(look: Look, decision: Row): Row[] {
  const { rows } = look;
  const carriers: Row[] = (rows.Decision ?? []).filter(
    (other) => isOfTheSame(other, decision) && other.countersignedAt !== null && other.proposedAt < decision.proposedAt,
  );
  const level = rows.LadderDecision?.find(({ id }) => id === decision.sourceId);
  if (level) {
    const inDispute = (rows.LadderDecision ?? []).filter(({ disputeId }) => disputeId === level.disputeId);
    carriers.push(...inDispute.filter((other) => other.level <= level.level));
    const dispute = rows.Dispute?.find(({ id }) => id === level.disputeId);
    const refused = (rows.Decision ?? []).filter(
      (other) => other.status === "REFUSED" && other.closedAt === dispute?.openedAt && other.basis !== "PANEL",
    );
    carriers.push(...refused.filter((other) => isOfTheSame(other, decision)));
  }
  const approving = carriers.filter(({ outcome }) => outcome === "APPROVE");
  const carried = new Set(approving.flatMap(({ conditionIds }) => conditionIds));
  const written = (condition: Row) => approving.some((level) => isWrittenBy(condition, level));
  const theirs = (rows.Condition ?? []).filter((condition) => carried.has(condition.id) || written(condition));
  return [...proposedFor(look, decision), ...theirs];
}

/** Whether a level of the ladder added the condition: whatever its decision lists, that was written with it. */
const isWrittenBy = (condition: Row, { caseId, level, decidedAt }: Row): boolean =>
  level !== undefined &&
  condition.caseId === caseId &&
  condition.positionId === null &&
  condition.replacesId === null &&
  condition.proposedAt === decidedAt;

const isOfTheSame = (one: Row, other: Row): boolean =>
  one.caseId === other.caseId && one.caseRevision === other.caseRevision;

/** The conditions that came with each agency's latest position on the decision's revision. */
function proposedFor({ rows }: Look, { caseId, caseRevision }: Row): Row[] {
  const latest = new Map<string, Row>();
  for (const position of rows.Position ?? []) {
    if (position.caseId !== caseId || position.caseRevision !== caseRevision) continue;
    const known = latest.get(position.agency);
    if (!known || order(position) > order(known)) latest.set(position.agency, position);
  }
  const counted = new Set([...latest.values()].map(({ id }) => id));
  return (rows.Condition ?? []).filter(({ positionId }) => counted.has(positionId));
}

/**
 * The conditions on the same revision in the same words: an approval carries them once, so that a ruling on the words is one
 * on all of them. One agency's consent doesn't do for another's: it is refused (CONDITION_SHARED).
 */
const twins = ({ rows }: Look, { caseId, caseRevision, text, predicate }: Row): Row[] =>
  (rows.Condition ?? []).filter(
    (other) =>
      other.caseId === caseId &&
      other.caseRevision === caseRevision &&
      other.text === text &&
      isDeepStrictEqual(other.predicate, predicate),
  );

const order = ({ recordedAt, id }: Row): string => `${recordedAt} ${id}`;

/** Follows the condition from wording to wording until one stands in the decision, or it was let fall. */
function isKept(look: Look, decision: Row, condition: Row): boolean {
  const conditions = look.rows.Condition ?? [];
  const changes = (look.rows.ConditionChange ?? []).filter(({ conditionId }) => conditionId === condition.id);
  const consented = changes.find(({ status }) => status === "CONSENTED");
  if (consented?.drops) return true;
  if (consented) return isKept(look, decision, conditions.find(({ id }) => id === consented.newConditionId) as Row);
  if (stands(look, decision, condition)) return true;
  const ruled = changes.filter(({ status, decisionId }) => status === "RULED" && binds(look, decision, decisionId));
  return ruled.some(({ drops, newConditionId }) => {
    const reworded = conditions.find(({ id }) => id === newConditionId);
    return drops || (reworded !== undefined && isKept(look, decision, reworded));
  });
}

/** Whether a ruling that came with this decision holds for the one that stands: it is that, or was signed before it. */
const binds = ({ rows }: Look, decision: Row, decisionId: string | null): boolean =>
  decisionId === decision.id ||
  (rows.Decision ?? []).some(({ id, countersignedAt }) => id === decisionId && countersignedAt !== null);

/** Whether the decision carries the condition, or the same words, in a wording that hasn't ended. */
function stands({ rows }: Look, decision: Row, { rootId, predicate, text }: Row): boolean {
  const conditions = rows.Condition ?? [];
  const carried = new Set(
    conditions.filter(({ id }) => decision.conditionIds.includes(id)).map((condition) => condition.rootId),
  );
  return conditions.some(
    (other) =>
      other.endedAt === null &&
      carried.has(other.rootId) &&
      (other.rootId === rootId || (other.text === text && isDeepStrictEqual(other.predicate, predicate))),
  );
}
