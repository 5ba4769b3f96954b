import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { inputArg } from "../../graph/mutation.ts";
import { recordById } from "../../graph/records.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import { caseStub } from "../cases/case-node.ts";
import { Decision } from "../outcomes/decision.ts";
import { AppealDecisionPayload, DecideAppealPayload } from "../outcomes/decision-payloads.ts";
import { Appeal } from "./appeal.ts";
import { appealDecision } from "./appeal-decision.ts";
import { AppealDecisionInput, DecideAppealInput } from "./appeal-inputs.ts";
import { decideAppeal } from "./decide-appeal.ts";

@Resolver()
export class AppealMutations {
  @Directive(scopeDirective("appeal:file"))
  @Mutation(() => AppealDecisionPayload, {
    nullable: true,
    description: `Appeals a denial, single conditions of an approval, or a missed deadline, in a case that you brought; within the policy's time to appeal, or while the case is overdue. Meanwhile what was decided stands. ${requires("appeal:file")}`,
  })
  async appealDecision(
    @Arg("input", () => AppealDecisionInput, inputArg) input: AppealDecisionInput,
    @Ctx() context: Context,
  ) {
    const { refusals, appealId, caseId } = await appealDecision(context, input);
    return { refusals, appeal: await recordById(context, Appeal, appealId), case: caseStub(caseId) };
  }

  @Directive(scopeDirective("appeal:decide"))
  @Mutation(() => DecideAppealPayload, {
    nullable: true,
    description: `Decides an appeal, as an official who took no part in the case, of an agency with a seat on its panel. An upheld one gives a new proposal, countersigned like any other. ${requires("appeal:decide")}`,
  })
  async decideAppeal(
    @Arg("input", () => DecideAppealInput, inputArg) input: DecideAppealInput,
    @Ctx() context: Context,
  ) {
    const { refusals, appealId, caseId, decisionId } = await decideAppeal(context, input);
    const [appeal, decision] = await Promise.all([
      recordById(context, Appeal, appealId),
      recordById(context, Decision, decisionId),
    ]);
    return { refusals, appeal, decision, case: caseStub(caseId) };
  }
}
