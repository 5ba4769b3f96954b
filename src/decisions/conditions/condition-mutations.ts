import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { inputArg } from "../../graph/mutation.ts";
import { recordById } from "../../graph/records.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import { Authorization } from "../authorizations/authorization.ts";
import { ConsentToConditionChangePayload, ProposeConditionChangePayload } from "../outcomes/decision-payloads.ts";
import { Condition } from "./condition.ts";
import { ConditionChange } from "./condition-change.ts";
import { ConsentToConditionChangeInput, ProposeConditionChangeInput } from "./condition-inputs.ts";
import { consentToConditionChange } from "./consent-to-condition-change.ts";
import { proposeConditionChange } from "./propose-condition-change.ts";

@Resolver()
export class ConditionMutations {
  @Directive(scopeDirective("condition:change"))
  @Mutation(() => ProposeConditionChangePayload, {
    nullable: true,
    description: `Asks the agency that proposed a condition to consent to its change: of a case under review, or of an authorization that hasn't ended; for an agency with a seat on the case's panel. Until it consents nothing is different. ${requires("condition:change")}`,
  })
  async proposeConditionChange(
    @Arg("input", () => ProposeConditionChangeInput, inputArg) input: ProposeConditionChangeInput,
    @Ctx() context: Context,
  ) {
    const { refusals, changeId } = await proposeConditionChange(context, input);
    return { refusals, conditionChange: await recordById(context, ConditionChange, changeId) };
  }

  @Directive(scopeDirective("condition:consent"))
  @Mutation(() => ConsentToConditionChangePayload, {
    nullable: true,
    description: `Consents to a change of a condition that your agency proposed, or refuses it; not who asked for it. A change holds at once: a proposal that carries the condition is put anew, an authorization stands under the new wording. ${requires("condition:consent")}`,
  })
  async consentToConditionChange(
    @Arg("input", () => ConsentToConditionChangeInput, inputArg) input: ConsentToConditionChangeInput,
    @Ctx() context: Context,
  ) {
    const { refusals, changeId, conditionId, authorizationId } = await consentToConditionChange(context, input);
    const [conditionChange, condition, authorization] = await Promise.all([
      recordById(context, ConditionChange, changeId),
      recordById(context, Condition, conditionId),
      recordById(context, Authorization, authorizationId),
    ]);
    return { refusals, conditionChange, condition, authorization };
  }
}
