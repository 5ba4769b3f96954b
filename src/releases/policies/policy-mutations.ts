import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { inputArg } from "../../graph/mutation.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import { answerPolicy } from "../answers.ts";
import { PublishPolicyPayload } from "../payloads.ts";
import { PublishPolicyInput } from "./policy-inputs.ts";
import { publishPolicy } from "./publish-policy.ts";

@Resolver()
export class PolicyMutations {
  @Directive(scopeDirective("policy:publish"))
  @Mutation(() => PublishPolicyPayload, {
    nullable: true,
    description: `Publishes a policy or its next version, for good: cases that begin from now on are reviewed under it, those under way keep theirs. ${requires("policy:publish")}`,
  })
  publishPolicy(@Arg("input", () => PublishPolicyInput, inputArg) input: PublishPolicyInput, @Ctx() context: Context) {
    return answerPolicy(context, publishPolicy(context, input));
  }
}
