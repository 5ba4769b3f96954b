import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { inputArg } from "../../graph/mutation.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import { answerCyberReview, answerFinding } from "../answers.ts";
import * as payloads from "../payloads.ts";
import { concludeCyberReview } from "./conclude-cyber-review.ts";
import * as inputs from "./cyber-review-inputs.ts";
import { openCyberReview } from "./open-cyber-review.ts";
import { recordFinding } from "./record-finding.ts";

@Resolver()
export class CyberReviewMutations {
  @Directive(scopeDirective("cyber-review:open"))
  @Mutation(() => payloads.OpenCyberReviewPayload, {
    nullable: true,
    description: `Opens a cyber review of a release: until it is concluded the release does not advance. ${requires("cyber-review:open")}`,
  })
  openCyberReview(
    @Arg("input", () => inputs.OpenCyberReviewInput, inputArg) input: inputs.OpenCyberReviewInput,
    @Ctx() context: Context,
  ) {
    return answerCyberReview(context, openCyberReview(context, input));
  }

  @Directive(scopeDirective("finding:record"))
  @Mutation(() => payloads.RecordFindingPayload, {
    nullable: true,
    description: `Records a finding of a cyber review, or more of one: open ones as grave as the policy says keep the release from advancing. ${requires("finding:record")}`,
  })
  recordFinding(
    @Arg("input", () => inputs.RecordFindingInput, inputArg) input: inputs.RecordFindingInput,
    @Ctx() context: Context,
  ) {
    return answerFinding(context, recordFinding(context, input));
  }

  @Directive(scopeDirective("cyber-review:conclude"))
  @Mutation(() => payloads.ConcludeCyberReviewPayload, {
    nullable: true,
    description: `Concludes a cyber review; its findings stay as they are. ${requires("cyber-review:conclude")}`,
  })
  concludeCyberReview(
    @Arg("input", () => inputs.ConcludeCyberReviewInput, inputArg) input: inputs.ConcludeCyberReviewInput,
    @Ctx() context: Context,
  ) {
    return answerCyberReview(context, concludeCyberReview(context, input));
  }
}
