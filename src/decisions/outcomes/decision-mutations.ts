import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import { AmendApplicationInput, WithdrawApplicationInput } from "../../applications/application-inputs.ts";
import type { Context } from "../../context.ts";
import { inputArg } from "../../graph/mutation.ts";
import { stub } from "../../graph/node.ts";
import { recordById } from "../../graph/records.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import { Authorization } from "../authorizations/authorization.ts";
import { acceptApplication, acceptPhaseAdvance } from "../cases/accept-case.ts";
import { amendApplication } from "../cases/amend-application.ts";
import { caseStub } from "../cases/case-node.ts";
import { withdrawApplication } from "../cases/withdraw-application.ts";
import { withdrawPhaseAdvance } from "../cases/withdraw-phase-advance.ts";
import { Position } from "../panel/position.ts";
import { recordPosition } from "../panel/record-position.ts";
import { countersignDecision } from "./countersign-decision.ts";
import { Decision } from "./decision.ts";
import * as inputs from "./decision-inputs.ts";
import * as payloads from "./decision-payloads.ts";
import { refuseCountersignature } from "./refuse-countersignature.ts";

@Resolver()
export class DecisionMutations {
  @Directive(scopeDirective("application:accept"))
  @Mutation(() => payloads.AcceptApplicationPayload, {
    nullable: true,
    description: `Accepts a submitted application and refers it to every seat of the panel. ${requires("application:accept")}`,
  })
  async acceptApplication(
    @Arg("input", () => inputs.AcceptApplicationInput, inputArg) input: inputs.AcceptApplicationInput,
    @Ctx() context: Context,
  ) {
    const { refusals, applicationId } = await acceptApplication(context, input);
    return { refusals, application: stub("Application", applicationId) };
  }

  @Directive(scopeDirective("application:amend"))
  @Mutation(() => payloads.AmendApplicationPayload, {
    nullable: true,
    description: `Amends your application before a proposal: a new revision, for which the panel's referrals start again. Once it was submitted, officials and the vendor see it at once. ${requires("application:amend")}`,
  })
  async amendApplication(
    @Arg("input", () => AmendApplicationInput, inputArg) input: AmendApplicationInput,
    @Ctx() context: Context,
  ) {
    const { refusals, applicationId } = await amendApplication(context, input);
    return { refusals, application: stub("Application", applicationId) };
  }

  @Directive(scopeDirective("application:withdraw"))
  @Mutation(() => payloads.WithdrawApplicationPayload, {
    nullable: true,
    description: `Withdraws your application. ${requires("application:withdraw")}`,
  })
  async withdrawApplication(
    @Arg("input", () => WithdrawApplicationInput, inputArg) input: WithdrawApplicationInput,
    @Ctx() context: Context,
  ) {
    const { refusals, applicationId } = await withdrawApplication(context, input);
    return { refusals, application: stub("Application", applicationId) };
  }

  @Directive(scopeDirective("phase-advance:accept"))
  @Mutation(() => payloads.AcceptPhaseAdvancePayload, {
    nullable: true,
    description: `Accepts a requested phase advance and refers it to every seat of the panel. ${requires("phase-advance:accept")}`,
  })
  async acceptPhaseAdvance(
    @Arg("input", () => inputs.AcceptPhaseAdvanceInput, inputArg) input: inputs.AcceptPhaseAdvanceInput,
    @Ctx() context: Context,
  ) {
    const { refusals, phaseAdvanceId } = await acceptPhaseAdvance(context, input);
    return { refusals, phaseAdvance: stub("PhaseAdvance", phaseAdvanceId) };
  }

  @Directive(scopeDirective("phase-advance:withdraw"))
  @Mutation(() => payloads.WithdrawPhaseAdvancePayload, {
    nullable: true,
    description: `Withdraws your phase advance, wherever its review stands. ${requires("phase-advance:withdraw")}`,
  })
  async withdrawPhaseAdvance(
    @Arg("input", () => inputs.WithdrawPhaseAdvanceInput, inputArg) input: inputs.WithdrawPhaseAdvanceInput,
    @Ctx() context: Context,
  ) {
    const { refusals, phaseAdvanceId } = await withdrawPhaseAdvance(context, input);
    return { refusals, phaseAdvance: stub("PhaseAdvance", phaseAdvanceId) };
  }

  @Directive(scopeDirective("position:record"))
  @Mutation(() => payloads.RecordPositionPayload, {
    nullable: true,
    description: `Records your agency's view on one revision of a case. A position before the countersignature voids what the panel proposed; what the ladder decided stands. A person speaks for one agency on a case: who spoke for another is refused. ${requires("position:record")}`,
  })
  async recordPosition(
    @Arg("input", () => inputs.RecordPositionInput, inputArg) input: inputs.RecordPositionInput,
    @Ctx() context: Context,
  ) {
    const { refusals, positionId, caseId } = await recordPosition(context, input);
    return { refusals, position: await recordById(context, Position, positionId), case: caseStub(caseId) };
  }

  @Directive(scopeDirective("decision:countersign"))
  @Mutation(() => payloads.CountersignDecisionPayload, {
    nullable: true,
    description: `Countersigns a proposed decision: it stands, and what it gives takes effect. Only an official who took no part in the case may. ${requires("decision:countersign")}`,
  })
  async countersignDecision(
    @Arg("input", () => inputs.CountersignDecisionInput, inputArg) input: inputs.CountersignDecisionInput,
    @Ctx() context: Context,
  ) {
    const { refusals, decisionId, caseId, authorizationId, releaseId } = await countersignDecision(context, input);
    const [decision, authorization] = await Promise.all([
      recordById(context, Decision, decisionId),
      recordById(context, Authorization, authorizationId),
    ]);
    return { refusals, decision, authorization, case: caseStub(caseId), release: stub("Release", releaseId) };
  }

  @Directive(scopeDirective("decision:refuse"))
  @Mutation(() => payloads.RefuseCountersignaturePayload, {
    nullable: true,
    description: `Refuses to countersign a proposed decision, with a coded reason: opens a dispute at the first level. ${requires("decision:refuse")}`,
  })
  async refuseCountersignature(
    @Arg("input", () => inputs.RefuseCountersignatureInput, inputArg) input: inputs.RefuseCountersignatureInput,
    @Ctx() context: Context,
  ) {
    const { refusals, decisionId, caseId } = await refuseCountersignature(context, input);
    return { refusals, decision: await recordById(context, Decision, decisionId), case: caseStub(caseId) };
  }
}
