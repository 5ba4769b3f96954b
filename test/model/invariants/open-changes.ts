import type { Row } from "../look.ts";
import type { Invariant } from "./invariant.ts";

const ended = ["REVOKED", "SURRENDERED", "EXPIRED", "SUPERSEDED"];

/**
 * A change of a condition is asked for only while there is something that it could change: a case under review, or an
 * authorization that hasn't ended and stands under the condition. One that ended unanswered says why.
 */
export const changesEndWithTheirConditions: Invariant = ({ scene, after: { rows } }) =>
  (rows.ConditionChange ?? []).flatMap((asked) => {
    if ((asked.status === "CLOSED") !== (asked.closedBecause !== null)) {
      return [`a change on ${scene.named(asked.caseId)} is ${asked.status}, because ${asked.closedBecause}`];
    }
    if (asked.status !== "PROPOSED") return [];
    const reviewed = [...(rows.Application ?? []), ...(rows.PhaseAdvance ?? [])].find(({ id }) => id === asked.caseId);
    if (reviewed?.closedAt === null && reviewed.revision === asked.caseRevision) return [];
    const held = (rows.Authorization ?? []).filter(
      ({ applicationId, status }) => applicationId === asked.caseId && !ended.includes(status),
    );
    const root = rows.Condition?.find(({ id }) => id === asked.conditionId)?.rootId;
    const carries = ({ decisionId }: Row) =>
      (rows.Condition ?? []).some(
        ({ id, rootId }) =>
          rootId === root && rows.Decision?.find((each) => each.id === decisionId)?.conditionIds.includes(id),
      );
    return held.some(carries) ? [] : [`a change of what binds nobody is open on ${scene.named(asked.caseId)}`];
  });
