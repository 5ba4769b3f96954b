import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { answer } from "../../graph/answers.ts";
import { inputArg } from "../../graph/mutation.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import * as inputs from "../outcomes/decision-inputs.ts";
import * as payloads from "../outcomes/decision-payloads.ts";
import { Authorization } from "./authorization.ts";
import { reinstateAuthorization } from "./reinstate-authorization.ts";
import { revokeAuthorization } from "./revoke-authorization.ts";
import { surrenderAuthorization } from "./surrender-authorization.ts";
import { suspendAuthorization } from "./suspend-authorization.ts";

const answerAuthorization = answer("authorization", Authorization);

@Resolver()
export class AuthorizationMutations {
  @Directive(scopeDirective("authorization:suspend"))
  @Mutation(() => payloads.SuspendAuthorizationPayload, {
    nullable: true,
    description: `Suspends an active authorization. ${requires("authorization:suspend")}`,
  })
  suspendAuthorization(
    @Arg("input", () => inputs.SuspendAuthorizationInput, inputArg) input: inputs.SuspendAuthorizationInput,
    @Ctx() context: Context,
  ) {
    return answerAuthorization(context, suspendAuthorization(context, input));
  }

  @Directive(scopeDirective("authorization:reinstate"))
  @Mutation(() => payloads.ReinstateAuthorizationPayload, {
    nullable: true,
    description: `Ends an authorization's suspension. ${requires("authorization:reinstate")}`,
  })
  reinstateAuthorization(
    @Arg("input", () => inputs.ReinstateAuthorizationInput, inputArg) input: inputs.ReinstateAuthorizationInput,
    @Ctx() context: Context,
  ) {
    return answerAuthorization(context, reinstateAuthorization(context, input));
  }

  @Directive(scopeDirective("authorization:revoke"))
  @Mutation(() => payloads.RevokeAuthorizationPayload, {
    nullable: true,
    description: `Revokes an authorization for good. ${requires("authorization:revoke")}`,
  })
  revokeAuthorization(
    @Arg("input", () => inputs.RevokeAuthorizationInput, inputArg) input: inputs.RevokeAuthorizationInput,
    @Ctx() context: Context,
  ) {
    return answerAuthorization(context, revokeAuthorization(context, input));
  }

  @Directive(scopeDirective("authorization:surrender"))
  @Mutation(() => payloads.SurrenderAuthorizationPayload, {
    nullable: true,
    description: `Gives up your own authorization for good. ${requires("authorization:surrender")}`,
  })
  surrenderAuthorization(
    @Arg("input", () => inputs.SurrenderAuthorizationInput, inputArg) input: inputs.SurrenderAuthorizationInput,
    @Ctx() context: Context,
  ) {
    return answerAuthorization(context, surrenderAuthorization(context, input));
  }
}
