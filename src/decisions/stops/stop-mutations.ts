import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { inputArg } from "../../graph/mutation.ts";
import { recordById } from "../../graph/records.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import { caseStub } from "../cases/case-node.ts";
import { extendReferral } from "../clocks/extend-referral.ts";
import { Referral } from "../panel/referral.ts";
import { answerInformationRequest } from "./answer-information-request.ts";
import { closeInformationRequest } from "./close-information-request.ts";
import { Hold } from "./hold.ts";
import { InformationRequest } from "./information-request.ts";
import { placeHold } from "./place-hold.ts";
import { releaseHold } from "./release-hold.ts";
import { requestInformation } from "./request-information.ts";
import * as inputs from "./stop-inputs.ts";
import * as payloads from "./stop-payloads.ts";

/** What stops a case's clock and starts it again, and what gives an agency more time. */
@Resolver()
export class StopMutations {
  @Directive(scopeDirective("hold:place"))
  @Mutation(() => payloads.PlaceHoldPayload, {
    nullable: true,
    description: `Stops a case's clock on behalf of an agency, with a coded reason and the date of its review. One hold of an agency for a reason is open at a time; nothing is decided meanwhile. ${requires("hold:place")}`,
  })
  async placeHold(
    @Arg("input", () => inputs.PlaceHoldInput, inputArg) input: inputs.PlaceHoldInput,
    @Ctx() context: Context,
  ) {
    return holdAnswer(context, await placeHold(context, input));
  }

  @Directive(scopeDirective("hold:release"))
  @Mutation(() => payloads.ReleaseHoldPayload, {
    nullable: true,
    description: `Releases a hold. Where nothing else stops the clock it runs again, and what the panel said meanwhile is evaluated. ${requires("hold:release")}`,
  })
  async releaseHold(
    @Arg("input", () => inputs.ReleaseHoldInput, inputArg) input: inputs.ReleaseHoldInput,
    @Ctx() context: Context,
  ) {
    return holdAnswer(context, await releaseHold(context, input));
  }

  @Directive(scopeDirective("information:request"))
  @Mutation(() => payloads.RequestInformationPayload, {
    nullable: true,
    description: `Asks a party of a case for information: stops the clock, and is no objection. Lapses unanswered at its due date. One request of an agency to a party is open at a time. ${requires("information:request")}`,
  })
  async requestInformation(
    @Arg("input", () => inputs.RequestInformationInput, inputArg) input: inputs.RequestInformationInput,
    @Ctx() context: Context,
  ) {
    return requestAnswer(context, await requestInformation(context, input));
  }

  @Directive(scopeDirective("information:answer"))
  @Mutation(() => payloads.AnswerInformationRequestPayload, {
    nullable: true,
    description: `Answers what an agency asked of your organisation, before the request's due date: the clock runs again. ${requires("information:answer")}`,
  })
  async answerInformationRequest(
    @Arg("input", () => inputs.AnswerInformationRequestInput, inputArg) input: inputs.AnswerInformationRequestInput,
    @Ctx() context: Context,
  ) {
    return requestAnswer(context, await answerInformationRequest(context, input));
  }

  @Directive(scopeDirective("information:close"))
  @Mutation(() => payloads.CloseInformationRequestPayload, {
    nullable: true,
    description: `Closes your agency's request without an answer: the clock runs again. ${requires("information:close")}`,
  })
  async closeInformationRequest(
    @Arg("input", () => inputs.CloseInformationRequestInput, inputArg) input: inputs.CloseInformationRequestInput,
    @Ctx() context: Context,
  ) {
    return requestAnswer(context, await closeInformationRequest(context, input));
  }

  @Directive(scopeDirective("referral:extend"))
  @Mutation(() => payloads.ExtendReferralPayload, {
    nullable: true,
    description: `Extends your agency's time for its position, once, with a reason: by the days that the policy gives, and not past the case's total time. ${requires("referral:extend")}`,
  })
  async extendReferral(
    @Arg("input", () => inputs.ExtendReferralInput, inputArg) input: inputs.ExtendReferralInput,
    @Ctx() context: Context,
  ) {
    const { refusals, referralId, caseId } = await extendReferral(context, input);
    return { refusals, referral: await recordById(context, Referral, referralId), case: caseStub(caseId) };
  }
}

async function holdAnswer(context: Context, { refusals, holdId, caseId }: Awaited<ReturnType<typeof placeHold>>) {
  return { refusals, hold: await recordById(context, Hold, holdId), case: caseStub(caseId) };
}

async function requestAnswer(
  context: Context,
  { refusals, informationRequestId, caseId }: Awaited<ReturnType<typeof requestInformation>>,
) {
  const informationRequest = await recordById(context, InformationRequest, informationRequestId);
  return { refusals, informationRequest, case: caseStub(caseId) };
}
