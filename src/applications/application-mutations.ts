import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { answer } from "../graph/answers.ts";
import { inputArg } from "../graph/mutation.ts";
import { requires, scopeDirective } from "../identity/permissions.ts";
import { Application } from "./application.ts";
import * as inputs from "./application-inputs.ts";
import * as payloads from "./application-payloads.ts";
import { returnApplication } from "./return-application.ts";
import { submitApplication } from "./submit-application.ts";

const answerApplication = answer("application", Application);

@Resolver()
export class ApplicationMutations {
  @Directive(scopeDirective("application:submit"))
  @Mutation(() => payloads.SubmitApplicationPayload, {
    nullable: true,
    description: `Submits an application: a new one, a draft, or one that was returned. ${requires("application:submit")}`,
  })
  submitApplication(
    @Arg("input", () => inputs.SubmitApplicationInput, inputArg) input: inputs.SubmitApplicationInput,
    @Ctx() context: Context,
  ) {
    return answerApplication(context, submitApplication(context, input));
  }

  @Directive(scopeDirective("application:return"))
  @Mutation(() => payloads.ReturnApplicationPayload, {
    nullable: true,
    description: `Returns a submitted application without action. ${requires("application:return")}`,
  })
  returnApplication(
    @Arg("input", () => inputs.ReturnApplicationInput, inputArg) input: inputs.ReturnApplicationInput,
    @Ctx() context: Context,
  ) {
    return answerApplication(context, returnApplication(context, input));
  }
}
