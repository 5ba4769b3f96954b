import { Field, ID, ObjectType } from "type-graphql";
import { Payload, payloadOf } from "../graph/mutation.ts";
import { Revocation } from "./revocation.ts";

export const RevokeActorPayload = payloadOf("revokeActor", { revocation: () => Revocation });

@ObjectType("RestoreActorPayload", { description: "What restoreActor answers with." })
export class RestoreActorPayload extends Payload {
  @Field(() => ID, { nullable: true, description: "The revocation that was taken back; null when refused." })
  revocationId?: string | null;
}

@ObjectType("DisconnectActorPayload", { description: "What disconnectActor answers with." })
export class DisconnectActorPayload extends Payload {
  @Field(() => ID, {
    nullable: true,
    description:
      "The subject of the ledger's entry, by which `changes` finds it; null when refused. No record has this id.",
  })
  disconnectionId?: string | null;
}
