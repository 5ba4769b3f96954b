import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { inputArg } from "../../graph/mutation.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import { answerNomination } from "../answers.ts";
import * as payloads from "../payloads.ts";
import { nominatePartner } from "./nominate-partner.ts";
import * as inputs from "./nomination-inputs.ts";
import { withdrawNomination } from "./withdraw-nomination.ts";

@Resolver()
export class NominationMutations {
  @Directive(scopeDirective("partner:nominate"))
  @Mutation(() => payloads.NominatePartnerPayload, {
    nullable: true,
    description: `Puts an organisation on your short list for a release: officials see it, and it decides nothing. ${requires("partner:nominate")}`,
  })
  nominatePartner(
    @Arg("input", () => inputs.NominatePartnerInput, inputArg) input: inputs.NominatePartnerInput,
    @Ctx() context: Context,
  ) {
    return answerNomination(context, nominatePartner(context, input));
  }

  @Directive(scopeDirective("partner:withdraw-nomination"))
  @Mutation(() => payloads.WithdrawNominationPayload, {
    nullable: true,
    description: `Takes an organisation off your short list. ${requires("partner:withdraw-nomination")}`,
  })
  withdrawNomination(
    @Arg("input", () => inputs.WithdrawNominationInput, inputArg) input: inputs.WithdrawNominationInput,
    @Ctx() context: Context,
  ) {
    return answerNomination(context, withdrawNomination(context, input));
  }
}
