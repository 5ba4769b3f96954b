import { IsOptional, Matches } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { Line, Text } from "../../graph/bounds.ts";
import { MutationInput } from "../../graph/mutation.ts";
import { Organisation } from "../programmes/programme-inputs.ts";

@InputType({
  description: "Puts an organisation on your short list for a release, whether or not it is registered as a partner.",
})
export class NominatePartnerInput extends MutationInput {
  @Field(() => ID, { description: "The release." })
  @Line(64)
  releaseId!: string;

  @Field(() => String, {
    description: "The organisation's identifier in its people's tokens, as it tells you: 1 to 64 of a-z, 0-9 and -.",
  })
  @Organisation()
  org!: string;

  @Field(() => String, { description: "Its legal name, as you know it: 1 to 200 characters." })
  @Line(200)
  legalName!: string;

  @Field(() => String, { description: "Where it is established, as you know: ISO 3166-1 alpha-2, like US." })
  @Matches(/^[A-Z]{2}$/, { message: "$property is an ISO 3166-1 alpha-2 code in capitals, like US." })
  jurisdiction!: string;

  @Field(() => String, { nullable: true, description: "What you say of it, for officials: 1 to 2,000 characters." })
  @IsOptional()
  @Text(2000)
  note?: string | null;
}

@InputType({ description: "Takes an organisation off your short list." })
export class WithdrawNominationInput extends MutationInput {
  @Field(() => ID, { description: "The nomination." })
  @Line(64)
  nominationId!: string;
}
