import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { answer } from "../graph/answers.ts";
import { inputArg } from "../graph/mutation.ts";
import { requires, scopeDirective } from "../identity/permissions.ts";
import { admitPartner } from "./admit-partner.ts";
import { amendPartner } from "./amend-partner.ts";
import { barPartner } from "./bar-partner.ts";
import { Partner } from "./partner.ts";
import * as inputs from "./partner-inputs.ts";
import * as payloads from "./partner-payloads.ts";
import { registerPartner } from "./register-partner.ts";
import { suspendPartner } from "./suspend-partner.ts";
import { unbarPartner } from "./unbar-partner.ts";

const answerPartner = answer("partner", Partner);

@Resolver()
export class PartnerMutations {
  @Directive(scopeDirective("partner:register"))
  @Mutation(() => payloads.RegisterPartnerPayload, {
    nullable: true,
    description: `Registers your organisation as a partner. ${requires("partner:register")}`,
  })
  registerPartner(
    @Arg("input", () => inputs.RegisterPartnerInput, inputArg) input: inputs.RegisterPartnerInput,
    @Ctx() context: Context,
  ) {
    return answerPartner(context, registerPartner(context, input));
  }

  @Directive(scopeDirective("partner:amend"))
  @Mutation(() => payloads.AmendPartnerPayload, {
    nullable: true,
    description: `Changes your partner record; with another legal name, kind or jurisdiction it must be admitted again. ${requires("partner:amend")}`,
  })
  amendPartner(
    @Arg("input", () => inputs.AmendPartnerInput, inputArg) input: inputs.AmendPartnerInput,
    @Ctx() context: Context,
  ) {
    return answerPartner(context, amendPartner(context, input));
  }

  @Directive(scopeDirective("partner:admit"))
  @Mutation(() => payloads.AdmitPartnerPayload, {
    nullable: true,
    description: `Admits a partner, or ends its suspension. ${requires("partner:admit")}`,
  })
  admitPartner(
    @Arg("input", () => inputs.AdmitPartnerInput, inputArg) input: inputs.AdmitPartnerInput,
    @Ctx() context: Context,
  ) {
    return answerPartner(context, admitPartner(context, input));
  }

  @Directive(scopeDirective("partner:suspend"))
  @Mutation(() => payloads.SuspendPartnerPayload, {
    nullable: true,
    description: `Suspends a partner: its authorizations are not effective until it is admitted again. ${requires("partner:suspend")}`,
  })
  suspendPartner(
    @Arg("input", () => inputs.SuspendPartnerInput, inputArg) input: inputs.SuspendPartnerInput,
    @Ctx() context: Context,
  ) {
    return answerPartner(context, suspendPartner(context, input));
  }

  @Directive(scopeDirective("partner:bar"))
  @Mutation(() => payloads.BarPartnerPayload, {
    nullable: true,
    description: `Bars a partner: its authorizations are not effective and it may not apply. ${requires("partner:bar")}`,
  })
  barPartner(
    @Arg("input", () => inputs.BarPartnerInput, inputArg) input: inputs.BarPartnerInput,
    @Ctx() context: Context,
  ) {
    return answerPartner(context, barPartner(context, input));
  }

  @Directive(scopeDirective("partner:unbar"))
  @Mutation(() => payloads.UnbarPartnerPayload, {
    nullable: true,
    description: `Lifts a partner's bar. ${requires("partner:unbar")}`,
  })
  unbarPartner(
    @Arg("input", () => inputs.UnbarPartnerInput, inputArg) input: inputs.UnbarPartnerInput,
    @Ctx() context: Context,
  ) {
    return answerPartner(context, unbarPartner(context, input));
  }
}
