import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { inputArg } from "../../graph/mutation.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import { answerEnforcementStatement, answerMeasure } from "../answers.ts";
import * as payloads from "../payloads.ts";
import { attestEnforcement } from "./attest-enforcement.ts";
import * as inputs from "./enforcement-inputs.ts";
import { stateEnforcement } from "./state-enforcement.ts";

@Resolver()
export class EnforcementMutations {
  @Directive(scopeDirective("enforcement:state"))
  @Mutation(() => payloads.StateEnforcementPayload, {
    nullable: true,
    description: `States what you can, and can't, enforce on a release if a directive is worded so. ${requires("enforcement:state")}`,
  })
  stateEnforcement(
    @Arg("input", () => inputs.StateEnforcementInput, inputArg) input: inputs.StateEnforcementInput,
    @Ctx() context: Context,
  ) {
    return answerEnforcementStatement(context, stateEnforcement(context, input));
  }

  @Directive(scopeDirective("enforcement:attest"))
  @Mutation(() => payloads.AttestEnforcementPayload, {
    nullable: true,
    description: `Attests since when, and how far, a directive or designation on your company or its release is enforced, or corrects that. ${requires("enforcement:attest")}`,
  })
  attestEnforcement(
    @Arg("input", () => inputs.AttestEnforcementInput, inputArg) input: inputs.AttestEnforcementInput,
    @Ctx() context: Context,
  ) {
    return answerMeasure(context, attestEnforcement(context, input));
  }
}
