import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { inputArg } from "../graph/mutation.ts";
import { recordById } from "../graph/records.ts";
import { requires, scopeDirective } from "../identity/permissions.ts";
import { disconnectActor } from "./disconnect-actor.ts";
import { restoreActor } from "./restore-actor.ts";
import { Revocation } from "./revocation.ts";
import { DisconnectActorInput, RestoreActorInput, RevokeActorInput } from "./revocation-inputs.ts";
import { DisconnectActorPayload, RestoreActorPayload, RevokeActorPayload } from "./revocation-payloads.ts";
import { revokeActor } from "./revoke-actor.ts";

@Resolver()
export class RevocationMutations {
  @Directive(scopeDirective("actor:revoke"))
  @Mutation(() => RevokeActorPayload, {
    nullable: true,
    description: `Refuses a person, a token or an organisation from the next operation on. ${requires("actor:revoke")}`,
  })
  async revokeActor(@Arg("input", () => RevokeActorInput, inputArg) input: RevokeActorInput, @Ctx() context: Context) {
    const { revocationId, refusals } = await revokeActor(context, input);
    return { refusals, revocation: await recordById(context, Revocation, revocationId) };
  }

  @Directive(scopeDirective("actor:restore"))
  @Mutation(() => RestoreActorPayload, {
    nullable: true,
    description: `Takes a revocation back. ${requires("actor:restore")}`,
  })
  restoreActor(@Arg("input", () => RestoreActorInput, inputArg) input: RestoreActorInput, @Ctx() context: Context) {
    return restoreActor(context, input);
  }

  @Directive(scopeDirective("actor:disconnect"))
  @Mutation(() => DisconnectActorPayload, {
    nullable: true,
    description: `Ends the sockets and streams of a person, a token or an organisation on every node, within 5 seconds, without revoking anything: they may connect again. ${requires("actor:disconnect")}`,
  })
  disconnectActor(
    @Arg("input", () => DisconnectActorInput, inputArg) input: DisconnectActorInput,
    @Ctx() context: Context,
  ) {
    return disconnectActor(context, input);
  }
}
