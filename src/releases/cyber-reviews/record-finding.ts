import type { Context } from "../../context.ts";
import { type Refusal, Refused, refusal } from "../../graph/refusal.ts";
import { refuseStale, refuseUnchanged } from "../../graph/refusals.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { missingWords, severityFalls } from "../../rules/findings.ts";
import { actionToward, findingLifecycle } from "../../rules/lifecycles/finding.ts";
import type { CyberReviewStatus, FindingStatus } from "../../rules/release-vocabulary.ts";
import { vendorAudience } from "../audience.ts";

import type { RecordFindingInput } from "./cyber-review-inputs.ts";
import { Finding } from "./finding.ts";
import { lockCyberReview } from "./locked-cyber-review.ts";

type Content = Pick<Finding, "title" | "description" | "severity" | "status" | "mitigation" | "statusNote">;

/** Records a new finding of an open cyber review, or more of one that is recorded. */
export function recordFinding(context: Context, input: RecordFindingInput) {
  authorise(context.actor, "finding:record");
  return change(context, "recordFinding", input, async (tx) => {
    const { reviewId, findingId } = input;
    if (reviewId != null && findingId == null) return { findingId: await recordNew(tx, reviewId, input) };
    if (findingId != null && reviewId == null) return { findingId: await recordMore(tx, findingId, input) };
    throw new Refused(oneOfBoth);
  });
}

async function recordNew(tx: Tx, reviewId: string, input: RecordFindingInput): Promise<string> {
  const field = ["input", "reviewId"];
  const { vendor, review } = await lockCyberReview(tx, reviewId, field);
  if (input.revision != null) throw new Refused(noRevisionYet);
  if (review.status !== "OPEN") throw new Refused(concluded(review.status));
  const { title, description, severity, mitigation = null, statusNote = null } = input;
  const status = input.status ?? "OPEN";
  if (title == null || description == null || severity == null) throw new Refused(...missing(input));
  const content: Content = { title, description, severity, status, mitigation, statusNote };
  refuseWordless(content);
  if (status !== "OPEN") stepOrRefuse(findingLifecycle, "OPEN", actionToward[status], ["input", "status"]);
  const finding = await tx.insert(Finding, {
    ...content,
    id: tx.newId("Finding"),
    reviewId: review.id,
    revision: 1,
    recordedAt: tx.now,
    updatedAt: tx.now,
    recordedBy: tx.actor.subject,
  });
  const audience = vendorAudience(vendor);
  tx.record(Finding, { type: "FindingRecorded", subject: finding, to: finding.status, audience });
  return finding.id;
}

async function recordMore(tx: Tx, findingId: string, input: RecordFindingInput): Promise<string> {
  const field = ["input", "findingId"];
  const seen = await tx.peek(Finding, findingId, field);
  const { vendor } = await lockCyberReview(tx, seen.reviewId, field);
  const finding = await tx.lock(Finding, findingId, field);
  if (input.revision == null) throw new Refused(nameTheRevision);
  refuseStale("finding", finding, input.revision);
  const from = finding.status;
  const status = input.status ?? from;
  if (from === "CLOSED") stepOrRefuse(findingLifecycle, from, actionToward[status], field);
  const to = status === from ? from : stepOrRefuse(findingLifecycle, from, actionToward[status], field);
  const content = contentAfter(finding, input, to);
  refuseWordless(content, severityFalls(finding.severity, content.severity));
  if (sameContent(finding, content)) refuseUnchanged("finding");
  const { revision } = finding;
  const recorded = { revision: revision + 1, updatedAt: tx.now, recordedBy: tx.actor.subject };
  await tx.update(Finding, finding, { ...content, ...recorded });
  const moved = to === from ? {} : { from, to };
  tx.record(Finding, { type: "FindingUpdated", subject: finding, ...moved, audience: vendorAudience(vendor) });
  return finding.id;
}

/**
 * A finding with what the input gives. A note speaks of one change of status, or of one fall of its severity, so another
 * begins without.
 */
function contentAfter(finding: Content, input: RecordFindingInput, status: FindingStatus): Content {
  const severity = input.severity ?? finding.severity;
  const noteHolds = status === finding.status && !severityFalls(finding.severity, severity);
  return {
    title: input.title ?? finding.title,
    description: input.description ?? finding.description,
    severity,
    status,
    mitigation: input.mitigation ?? finding.mitigation,
    statusNote: input.statusNote ?? (noteHolds ? finding.statusNote : null),
  };
}

const sameContent = (one: Content, other: Content): boolean =>
  (Object.keys(other) as (keyof Content)[]).every((property) => one[property] === other[property]);

function refuseWordless(content: Content, lowered = false): void {
  const lacking = missingWords(content, lowered);
  if (lacking === null) return;
  const which = lowered && lacking === "statusNote" ? "called less grave" : content.status;
  const says = lacking === "mitigation" ? "what holds it in check" : "why";
  const message = `A finding that is ${which} says ${says}. Give \`${lacking}\`.`;
  throw new Refused(refusal("INVALID_INPUT", message, { field: ["input", lacking] }));
}

const missing = (input: RecordFindingInput): Refusal[] =>
  (["title", "description", "severity"] as const)
    .filter((property) => input[property] == null)
    .map((property) =>
      refusal("INVALID_INPUT", `A new finding needs its ${property}. Give it.`, { field: ["input", property] }),
    );

const concluded = (from: CyberReviewStatus) =>
  refusal("ILLEGAL_TRANSITION", "The cyber review is concluded: it finds nothing new. Open another.", {
    field: ["input", "reviewId"],
    from,
    attempted: "recordFinding",
  });

const noRevisionYet = refusal(
  "INVALID_INPUT",
  "A new finding has no revision yet. Leave it out, or name a `findingId`.",
  {
    field: ["input", "revision"],
  },
);

const nameTheRevision = refusal("INVALID_INPUT", "Name the revision of the finding that you read.", {
  field: ["input", "revision"],
});

const oneOfBoth = refusal("INVALID_INPUT", "Give either `reviewId` or `findingId`, and not both.", {
  field: ["input"],
});
