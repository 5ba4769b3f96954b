import type { Invariant } from "./invariant.ts";

/** Nobody objects for want of information who hasn't asked for it, and waited for the answer or its time. */
export const informationIsAskedFor: Invariant = ({ scene, before, after }) => {
  const known = new Set((before.rows.Position ?? []).map(({ id }) => id));
  return (after.rows.Position ?? [])
    .filter(({ id, reason }) => reason === "INCOMPLETE_INFORMATION" && !known.has(id))
    .filter(
      ({ caseId, agency }) =>
        !(after.rows.InformationRequest ?? []).some(
          (request) =>
            request.caseId === caseId &&
            request.agency === agency &&
            (request.status === "ANSWERED" || request.status === "LAPSED"),
        ),
    )
    .map(({ caseId, agency }) => `${agency} objects to ${scene.named(caseId)} for what it didn't ask`);
};
