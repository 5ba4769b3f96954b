import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { answer } from "../graph/answers.ts";
import { inputArg } from "../graph/mutation.ts";
import { requires, scopeDirective } from "../identity/permissions.ts";
import { disposeScreeningHit } from "./dispose-screening-hit.ts";
import { DisposeScreeningHitPayload } from "./partner-payloads.ts";
import { ScreeningHit } from "./screening-hit.ts";
import { DisposeScreeningHitInput } from "./screening-inputs.ts";

const answerHit = answer("hit", ScreeningHit);

@Resolver()
export class ScreeningMutations {
  @Directive(scopeDirective("screening:dispose"))
  @Mutation(() => DisposeScreeningHitPayload, {
    nullable: true,
    description: `Finds that a screening hit is a true or a false match, or corrects that finding. It moves no partner. ${requires("screening:dispose")}`,
  })
  disposeScreeningHit(
    @Arg("input", () => DisposeScreeningHitInput, inputArg) input: DisposeScreeningHitInput,
    @Ctx() context: Context,
  ) {
    return answerHit(context, disposeScreeningHit(context, input));
  }
}
