import { Field, ID, InputType } from "type-graphql";
import { Line, Text } from "../graph/bounds.ts";
import { MutationInput } from "../graph/mutation.ts";
import type { RevocationKind } from "../identity/revocation.ts";
import { RevocationKindEnum } from "./revocation.ts";

@InputType({ description: "Refuses a person, a token or an organisation from now on." })
export class RevokeActorInput extends MutationInput {
  @Field(() => RevocationKindEnum, { description: "What to revoke." })
  kind!: RevocationKind;

  @Field(() => String, {
    description: "The token's `sub`, its `jti`, or the organisation, exactly as tokens have it: 1 to 255 characters.",
  })
  @Line(255)
  value!: string;

  @Field(() => String, { description: "Why: 1 to 2,000 characters." })
  @Text(2000)
  reason!: string;
}

@InputType({ description: "Takes a revocation back: who was refused is let in again." })
export class RestoreActorInput extends MutationInput {
  @Field(() => ID, { description: "The revocation." })
  @Line(64)
  revocationId!: string;

  @Field(() => String, { description: "Why, for the ledger: 1 to 2,000 characters." })
  @Text(2000)
  reason!: string;
}

@InputType({ description: "Ends what a person, a token or an organisation has open, and revokes nothing." })
export class DisconnectActorInput extends MutationInput {
  @Field(() => RevocationKindEnum, { description: "Whose connections to end." })
  kind!: RevocationKind;

  @Field(() => String, {
    description: "The token's `sub`, its `jti`, or the organisation, exactly as tokens have it: 1 to 255 characters.",
  })
  @Line(255)
  value!: string;

  @Field(() => String, { description: "Why, for the ledger: 1 to 2,000 characters." })
  @Text(2000)
  reason!: string;
}
