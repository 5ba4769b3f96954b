import type { Row } from "../look.ts";
import type { Invariant } from "./invariant.ts";

/**
 * Nobody objects for want of information who hasn't asked whoever brought the case for it, about what the case says now, and
 * waited for the answer or its time; nor while a question of its own still runs.
 */
export const informationIsAskedFor: Invariant = ({ scene, before, after }) => {
  const known = new Set((before.rows.Position ?? []).map(({ id }) => id));
  const at = (time: string | Date): number => new Date(time).getTime();
  return (after.rows.Position ?? [])
    .filter(({ id, reason }) => reason === "INCOMPLETE_INFORMATION" && !known.has(id))
    .filter((position) => {
      const spoken = at(position.recordedAt);
      const own = (after.rows.InformationRequest ?? []).filter(
        ({ caseId, agency }) => caseId === position.caseId && agency === position.agency,
      );
      const revised = (after.rows.ApplicationRevision ?? []).find(
        ({ applicationId, revision }) => applicationId === position.caseId && revision === position.caseRevision,
      );
      const applicant = position.caseType === "PhaseAdvance" ? "VENDOR" : "PARTNER";
      const waitedFor = ({ addressee, status, caseRevision, dueAt, endedAt }: Row): boolean => {
        if (addressee !== applicant || status === "CLOSED") return false;
        const over = status === "ANSWERED" ? at(endedAt) : at(dueAt);
        if (over > spoken) return false;
        return caseRevision === position.caseRevision || (revised !== undefined && over > at(revised.submittedAt));
      };
      return !own.some(waitedFor) || own.some(({ status, dueAt }) => status === "OPEN" && at(dueAt) > spoken);
    })
    .map(({ caseId, agency }) => `${agency} objects to ${scene.named(caseId)} for what it didn't ask`);
};
