import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { inputArg } from "../../graph/mutation.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import { answerDesignation, answerDirective } from "../answers.ts";
import * as payloads from "../payloads.ts";
import { acknowledgeDesignation } from "./acknowledge-designation.ts";
import { acknowledgeDirective } from "./acknowledge-directive.ts";
import { answerDirectiveRequest } from "./answer-directive-request.ts";
import { designateSupplyChainRisk } from "./designate-supply-chain-risk.ts";
import {
  AcknowledgeDesignationInput,
  DesignateSupplyChainRiskInput,
  LiftDesignationInput,
} from "./designation-inputs.ts";
import * as inputs from "./directive-inputs.ts";
import { issueDirective } from "./issue-directive.ts";
import { liftDesignation } from "./lift-designation.ts";
import { liftDirective } from "./lift-directive.ts";

@Resolver()
export class MeasureMutations {
  @Directive(scopeDirective("directive:issue"))
  @Mutation(() => payloads.IssueDirectivePayload, {
    nullable: true,
    description: `Issues a directive: an order is in force at once, a request when the vendor accepts it. ${requires("directive:issue")}`,
  })
  issueDirective(
    @Arg("input", () => inputs.IssueDirectiveInput, inputArg) input: inputs.IssueDirectiveInput,
    @Ctx() context: Context,
  ) {
    return answerDirective(context, issueDirective(context, input));
  }

  @Directive(scopeDirective("directive:answer"))
  @Mutation(() => payloads.AnswerDirectiveRequestPayload, {
    nullable: true,
    description: `Answers a request that was made of your company. ${requires("directive:answer")}`,
  })
  answerDirectiveRequest(
    @Arg("input", () => inputs.AnswerDirectiveRequestInput, inputArg) input: inputs.AnswerDirectiveRequestInput,
    @Ctx() context: Context,
  ) {
    return answerDirective(context, answerDirectiveRequest(context, input));
  }

  @Directive(scopeDirective("directive:lift"))
  @Mutation(() => payloads.LiftDirectivePayload, {
    nullable: true,
    description: `Lifts a directive that your agency issued, or takes back its request. ${requires("directive:lift")}`,
  })
  liftDirective(
    @Arg("input", () => inputs.LiftDirectiveInput, inputArg) input: inputs.LiftDirectiveInput,
    @Ctx() context: Context,
  ) {
    return answerDirective(context, liftDirective(context, input));
  }

  @Directive(scopeDirective("directive:acknowledge"))
  @Mutation(() => payloads.AcknowledgeDirectivePayload, {
    nullable: true,
    description: `Acknowledges a directive in force on your company or its release, once. ${requires("directive:acknowledge")}`,
  })
  acknowledgeDirective(
    @Arg("input", () => inputs.AcknowledgeDirectiveInput, inputArg) input: inputs.AcknowledgeDirectiveInput,
    @Ctx() context: Context,
  ) {
    return answerDirective(context, acknowledgeDirective(context, input));
  }

  @Directive(scopeDirective("designation:designate"))
  @Mutation(() => payloads.DesignateSupplyChainRiskPayload, {
    nullable: true,
    description: `Designates a vendor as a supply-chain risk: in force at once on all its releases. ${requires("designation:designate")}`,
  })
  designateSupplyChainRisk(
    @Arg("input", () => DesignateSupplyChainRiskInput, inputArg) input: DesignateSupplyChainRiskInput,
    @Ctx() context: Context,
  ) {
    return answerDesignation(context, designateSupplyChainRisk(context, input));
  }

  @Directive(scopeDirective("designation:acknowledge"))
  @Mutation(() => payloads.AcknowledgeDesignationPayload, {
    nullable: true,
    description: `Acknowledges the designation of your company while it is in force, once. ${requires("designation:acknowledge")}`,
  })
  acknowledgeDesignation(
    @Arg("input", () => AcknowledgeDesignationInput, inputArg) input: AcknowledgeDesignationInput,
    @Ctx() context: Context,
  ) {
    return answerDesignation(context, acknowledgeDesignation(context, input));
  }

  @Directive(scopeDirective("designation:lift"))
  @Mutation(() => payloads.LiftDesignationPayload, {
    nullable: true,
    description: `Lifts a vendor's designation. ${requires("designation:lift")}`,
  })
  liftDesignation(
    @Arg("input", () => LiftDesignationInput, inputArg) input: LiftDesignationInput,
    @Ctx() context: Context,
  ) {
    return answerDesignation(context, liftDesignation(context, input));
  }
}
