import { Matches } from "class-validator";
import { Field, InputType } from "type-graphql";
import { Line } from "../../graph/bounds.ts";
import { MutationInput } from "../../graph/mutation.ts";

@InputType({ description: "Enrols a company as a vendor." })
export class EnrolVendorInput extends MutationInput {
  @Field(() => String, {
    description: "The organisation's identifier in its people's tokens: 1 to 64 of a-z, 0-9 and -.",
  })
  @Matches(/^[a-z0-9-]{1,64}$/, { message: "org has 1 to 64 characters of a-z, 0-9 and -." })
  org!: string;

  @Field(() => String, { description: "The company's name: 1 to 200 characters." })
  @Line(200)
  name!: string;
}
