import { casesOf } from "../look.ts";
import { votesAt } from "./deadlines.ts";
import type { Invariant } from "./invariant.ts";
import { isStopped } from "./stopped.ts";

/** One decision stands per case revision. */
export const oneDecisionPerRevision: Invariant = ({ scene, after }) => {
  const standing = (after.rows.Decision ?? []).filter(
    ({ status }) => status === "PROPOSED" || status === "COUNTERSIGNED",
  );
  return twice(standing.map(({ caseId, caseRevision }) => `${scene.named(caseId)}, revision ${caseRevision}`));
};

/** An application yields one authorization. */
export const oneAuthorizationPerApplication: Invariant = ({ scene, after }) =>
  twice((after.rows.Authorization ?? []).map(({ applicationId }) => scene.named(applicationId)));

const twice = (names: readonly string[]): string[] =>
  names.filter((each, index) => names.indexOf(each) !== index).map((each) => `${each} has two`);

const awaiting = ["AWAITING_COUNTERSIGNATURE", "INTENT_TO_DENY"];

/** What is proposed and what is in dispute agree with where the case stands. */
export const proposalsStandWithTheirCases: Invariant = ({ scene, after }) =>
  casesOf(after).flatMap(({ id, revision, status }) => {
    const proposed = (after.rows.Decision ?? []).some(
      (decision) => decision.caseId === id && decision.caseRevision === revision && decision.status === "PROPOSED",
    );
    const disputed = (after.rows.Dispute ?? []).some((dispute) => dispute.caseId === id && dispute.status === "OPEN");
    const problems: string[] = [];
    if (proposed !== awaiting.includes(status)) problems.push(`${scene.named(id)} is ${status}, proposed: ${proposed}`);
    if (disputed !== (status === "IN_DISPUTE")) problems.push(`${scene.named(id)} is ${status}, disputed: ${disputed}`);
    return problems;
  });

/** Time alone ends an open dispute, unless its clock stands, or nobody has said anything at the last level. */
export const disputesComeToAnEnd: Invariant = ({ scene, after }) =>
  (after.rows.Dispute ?? [])
    .filter(({ status, dueAt, caseId }) => status === "OPEN" && dueAt === null && !isStopped(after, caseId))
    .filter((dispute) => dispute.silentAt === null || votesAt(after.rows, dispute).length > 0)
    .map(({ caseId }) => `the dispute of ${scene.named(caseId)} waits for ever`);
