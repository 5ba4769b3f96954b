import { Field, ID, InputType } from "type-graphql";
import { Line } from "../../graph/bounds.ts";
import { IdempotencyKey, MutationInput } from "../../graph/mutation.ts";
import { MeasureReasonEnum } from "../../graph/vocabulary-enums.ts";
import type { DirectiveEffect, MeasureReason } from "../../rules/vocabulary.ts";
import { DirectiveEffectEnum } from "./directive.ts";
import { LiftInput, MeasureInput } from "./measure-inputs.ts";

@InputType({ description: "A designation as it would be made, on a vendor: without a key." })
export class PreviewDesignationInput extends MeasureInput {
  @Field(() => ID, { description: "The vendor." })
  @Line(64)
  vendorId!: string;

  @Field(() => DirectiveEffectEnum, { defaultValue: "SUSPEND", description: "What it does to the vendor's releases." })
  effect: DirectiveEffect = "SUSPEND";

  @Field(() => MeasureReasonEnum, { defaultValue: "SUPPLY_CHAIN_RISK", description: "Why." })
  reason: MeasureReason = "SUPPLY_CHAIN_RISK";
}

@InputType({ description: "Designates a vendor as a supply-chain risk." })
export class DesignateSupplyChainRiskInput extends PreviewDesignationInput {
  @IdempotencyKey()
  idempotencyKey!: string;
}

@InputType({ description: "Acknowledges the designation of your company." })
export class AcknowledgeDesignationInput extends MutationInput {
  @Field(() => ID, { description: "The designation." })
  @Line(64)
  designationId!: string;
}

@InputType({ description: "Lifts a designation." })
export class LiftDesignationInput extends LiftInput {
  @Field(() => ID, { description: "The designation." })
  @Line(64)
  designationId!: string;
}
