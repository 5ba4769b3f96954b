import type { Context } from "../context.ts";
import { answer } from "../graph/answers.ts";
import { recordById } from "../graph/records.ts";
import type { Refusal } from "../graph/refusal.ts";
import { PhaseAdvance } from "./advances/phase-advance.ts";
import { CyberReview } from "./cyber-reviews/cyber-review.ts";
import { Finding } from "./cyber-reviews/finding.ts";
import { Designation } from "./directives/designation.ts";
import { Directive } from "./directives/directive.ts";
import { EnforcementStatement } from "./enforcement/enforcement-statement.ts";
import { Nomination } from "./nominations/nomination.ts";
import { Policy } from "./policies/policy.ts";
import { Release } from "./register/release.ts";
import { Vendor } from "./vendors/vendor.ts";

export const answerVendor = answer("vendor", Vendor);
export const answerRelease = answer("release", Release);
export const answerPhaseAdvance = answer("phaseAdvance", PhaseAdvance);
export const answerDirective = answer("directive", Directive);
export const answerPolicy = answer("policy", Policy);
export const answerDesignation = answer("designation", Designation);
export const answerCyberReview = answer("cyberReview", CyberReview);
export const answerFinding = answer("finding", Finding);
export const answerEnforcementStatement = answer("enforcementStatement", EnforcementStatement);
export const answerNomination = answer("nomination", Nomination);

/** The payload of what is about a directive or a designation: the one that it was. */
export async function answerMeasure(
  context: Context,
  outcome: Promise<{
    readonly refusals: readonly Refusal[];
    readonly directiveId?: string | null;
    readonly designationId?: string | null;
  }>,
) {
  const { refusals, directiveId, designationId } = await outcome;
  return {
    refusals,
    directive: await recordById(context, Directive, directiveId),
    designation: await recordById(context, Designation, designationId),
  };
}
