import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { inputArg } from "../../graph/mutation.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import { requestPhaseAdvance } from "../advances/request-phase-advance.ts";
import { answerPhaseAdvance, answerRelease, answerVendor } from "../answers.ts";
import * as payloads from "../payloads.ts";
import { enrolVendor } from "../vendors/enrol-vendor.ts";
import { EnrolVendorInput } from "../vendors/vendor-inputs.ts";
import { amendRelease } from "./amend-release.ts";
import { postponeRelease } from "./postpone-release.ts";
import { registerRelease } from "./register-release.ts";
import * as inputs from "./release-inputs.ts";
import { resumeRelease } from "./resume-release.ts";
import { submitReleaseForReview } from "./submit-release-for-review.ts";
import { withdrawRelease } from "./withdraw-release.ts";

@Resolver()
export class ReleaseMutations {
  @Directive(scopeDirective("vendor:enrol"))
  @Mutation(() => payloads.EnrolVendorPayload, {
    nullable: true,
    description: `Enrols a company as a vendor. ${requires("vendor:enrol")}`,
  })
  enrolVendor(@Arg("input", () => EnrolVendorInput, inputArg) input: EnrolVendorInput, @Ctx() context: Context) {
    return answerVendor(context, enrolVendor(context, input));
  }

  @Directive(scopeDirective("release:register"))
  @Mutation(() => payloads.RegisterReleasePayload, {
    nullable: true,
    description: `Registers a release of one of your models, or prepares one as a draft. ${requires("release:register")}`,
  })
  registerRelease(
    @Arg("input", () => inputs.RegisterReleaseInput, inputArg) input: inputs.RegisterReleaseInput,
    @Ctx() context: Context,
  ) {
    return answerRelease(context, registerRelease(context, input));
  }

  @Directive(scopeDirective("release:amend"))
  @Mutation(() => payloads.AmendReleasePayload, {
    nullable: true,
    description: `Changes a release's record until its review begins; registers a draft. ${requires("release:amend")}`,
  })
  amendRelease(
    @Arg("input", () => inputs.AmendReleaseInput, inputArg) input: inputs.AmendReleaseInput,
    @Ctx() context: Context,
  ) {
    return answerRelease(context, amendRelease(context, input));
  }

  @Directive(scopeDirective("release:submit"))
  @Mutation(() => payloads.SubmitReleaseForReviewPayload, {
    nullable: true,
    description: `Submits a registered release for review: from then on its record stays. ${requires("release:submit")}`,
  })
  submitReleaseForReview(
    @Arg("input", () => inputs.SubmitReleaseForReviewInput, inputArg) input: inputs.SubmitReleaseForReviewInput,
    @Ctx() context: Context,
  ) {
    return answerRelease(context, submitReleaseForReview(context, input));
  }

  @Directive(scopeDirective("phase-advance:request"))
  @Mutation(() => payloads.RequestPhaseAdvancePayload, {
    nullable: true,
    description: `Asks for a release to move to its next phase: a case of the panel. ${requires("phase-advance:request")}`,
  })
  requestPhaseAdvance(
    @Arg("input", () => inputs.RequestPhaseAdvanceInput, inputArg) input: inputs.RequestPhaseAdvanceInput,
    @Ctx() context: Context,
  ) {
    return answerPhaseAdvance(context, requestPhaseAdvance(context, input));
  }

  @Directive(scopeDirective("release:postpone"))
  @Mutation(() => payloads.PostponeReleasePayload, {
    nullable: true,
    description: `Postpones your release's phase advances, until a date or until you resume; use goes on. ${requires("release:postpone")}`,
  })
  postponeRelease(
    @Arg("input", () => inputs.PostponeReleaseInput, inputArg) input: inputs.PostponeReleaseInput,
    @Ctx() context: Context,
  ) {
    return answerRelease(context, postponeRelease(context, input));
  }

  @Directive(scopeDirective("release:resume"))
  @Mutation(() => payloads.ResumeReleasePayload, {
    nullable: true,
    description: `Ends your own postponement of a release. ${requires("release:resume")}`,
  })
  resumeRelease(
    @Arg("input", () => inputs.ResumeReleaseInput, inputArg) input: inputs.ResumeReleaseInput,
    @Ctx() context: Context,
  ) {
    return answerRelease(context, resumeRelease(context, input));
  }

  @Directive(scopeDirective("release:withdraw"))
  @Mutation(() => payloads.WithdrawReleasePayload, {
    nullable: true,
    description: `Withdraws a release; final: nobody may use it, and its open cases can only be withdrawn. ${requires("release:withdraw")}`,
  })
  withdrawRelease(
    @Arg("input", () => inputs.WithdrawReleaseInput, inputArg) input: inputs.WithdrawReleaseInput,
    @Ctx() context: Context,
  ) {
    return answerRelease(context, withdrawRelease(context, input));
  }
}
