import { Field, ID, InputType, Int } from "type-graphql";
import { Line, Text } from "../graph/bounds.ts";
import { MutationInput } from "../graph/mutation.ts";
import type { ScreeningDisposition, ScreeningDispositionReason } from "../rules/vocabulary.ts";
import { ScreeningDispositionEnum, ScreeningDispositionReasonEnum } from "./screening-hit.ts";

@InputType({ description: "Disposes of a screening hit, or corrects how it was disposed of." })
export class DisposeScreeningHitInput extends MutationInput {
  @Field(() => ID, { description: "The hit." })
  @Line(64)
  hitId!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The revision that you read: a stale one is refused. To be given where you correct a finding.",
  })
  revision?: number | null;

  @Field(() => ScreeningDispositionEnum, { description: "What you find." })
  disposition!: ScreeningDisposition;

  @Field(() => ScreeningDispositionReasonEnum, {
    description: "What that rests on; each reason goes with one finding.",
  })
  reason!: ScreeningDispositionReason;

  @Field(() => String, { description: "What you compared and saw: 1 to 2,000 characters." })
  @Text(2000)
  note!: string;
}
