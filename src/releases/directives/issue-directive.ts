import type { Context } from "../../context.ts";
import { Refused } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { firstDirectiveStatus } from "../../rules/lifecycles/directive.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import { directiveAudience } from "../audience.ts";
import { Release } from "../register/release.ts";
import { Vendor } from "../vendors/vendor.ts";
import { Directive } from "./directive.ts";
import type { IssueDirectiveInput } from "./directive-inputs.ts";
import { lockTarget, oneTarget, releaseWithdrawn } from "./directive-target.ts";
import { contentOrRefuse } from "./measure-content.ts";

/** Issues a directive: an order is in force at once for every authorization that it touches, a request when accepted. */
export function issueDirective(context: Context, input: IssueDirectiveInput) {
  authorise(context.actor, "directive:issue");
  return change(context, "issueDirective", input, async (tx) => {
    const about = await namedTarget(tx, input);
    const content = await contentOrRefuse(tx, input);
    const { vendor, release, isPublic } = await lockTarget(tx, about, "write");
    if (release?.phase === "WITHDRAWN") throw new Refused(releaseWithdrawn);
    const status = firstDirectiveStatus[input.force];
    const directive = await tx.insert(Directive, {
      id: tx.newId("Directive"),
      ...about,
      ...content,
      force: input.force,
      status,
      reason: input.reason,
      legalBasis: input.legalBasis,
      rationale: input.rationale ?? null,
      agency: context.actor.agency as Agency,
      issuedBy: context.actor.subject,
      issuedAt: tx.now,
      inForceSince: status === "IN_FORCE" ? tx.now : null,
      answeredAt: null,
      answer: null,
      acknowledgedAt: null,
      liftedAt: null,
      liftedBy: null,
      liftingReason: null,
    });
    tx.record(Directive, {
      type: "DirectiveIssued",
      subject: directive,
      to: status,
      legalBasis: directive.legalBasis,
      audience: directiveAudience(directive, vendor, isPublic),
    });
    return { directiveId: directive.id };
  });
}

/** The one target that the input names, if the actor may see it. */
async function namedTarget(tx: Tx, { releaseId = null, vendorId = null }: IssueDirectiveInput) {
  if ((releaseId === null) === (vendorId === null)) throw new Refused(oneTarget);
  if (releaseId !== null) await tx.peek(Release, releaseId, ["input", "releaseId"]);
  if (vendorId !== null) await tx.peek(Vendor, vendorId, ["input", "vendorId"]);
  return { releaseId, vendorId };
}
