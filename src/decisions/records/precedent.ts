import { Field, Float, Int, ObjectType } from "type-graphql";
import { graphEnum } from "../../graph/enums.ts";
import { DateTime } from "../../graph/scalars.ts";
import { ConditionKindEnum } from "../../graph/vocabulary-enums.ts";
import type {
  LikenessFacet,
  LikenessPart as Part,
  TreatmentDifference,
  TreatmentMeasure,
} from "../../rules/precedents.ts";
import type { ConditionKind, DecisionOutcome } from "../../rules/vocabulary.ts";
import { DecisionOutcomeEnum } from "../outcomes/decision.ts";

const LikenessFacetEnum = graphEnum<LikenessFacet>("LikenessFacet", "What two applications are compared in.", {
  END_USE: "The end use: the same in every precedent.",
  JURISDICTION: "Where the applicant is established.",
  PARTNER_KIND: "What kind of organisation it is.",
  POLICY: "The policy, in whichever version.",
  PROGRAMME: "The trusted-access programme that it was made under. Left out where neither was made under one.",
  DEPLOYMENT: "How the model is run.",
  USER_JURISDICTIONS: "Where the users are: how much of what either has both have.",
  CONDITION_KINDS: "The kinds of conditions: how much of what either has both have. Left out while none is proposed.",
});

const TreatmentMeasureEnum = graphEnum<TreatmentMeasure>(
  "TreatmentMeasure",
  "What the treatment of like cases is held against.",
  {
    THIS_CASE: "What was decided of the application that is asked about.",
    MOST_LIKE_CASES: "What most of the like cases got, while the application is undecided.",
  },
);

const TreatmentDifferenceEnum = graphEnum<TreatmentDifference["kind"]>(
  "TreatmentDifferenceKind",
  "In what a case was treated differently.",
  {
    OUTCOME: "It was denied where the other was approved, or approved where it was denied.",
    CONDITION_ADDED: "It was approved under a kind of condition that the other isn't under.",
    CONDITION_MISSING: "It was approved without a kind of condition that the other is under.",
  },
);

@ObjectType("LikenessPart", { description: "What one facet adds to how alike two applications are." })
export class LikenessPart implements Part {
  @Field(() => LikenessFacetEnum, { description: "What is compared." })
  facet!: LikenessFacet;

  @Field(() => Int, { description: "What it adds." })
  points!: number;

  @Field(() => Int, { description: "What it would add if it were the same in both." })
  of!: number;
}

@ObjectType("TreatmentDifference", { description: "In what a like case was treated differently." })
export class ShownTreatmentDifference {
  @Field(() => TreatmentDifferenceEnum, { description: "In what." })
  kind!: TreatmentDifference["kind"];

  @Field(() => ConditionKindEnum, { nullable: true, description: "The kind of condition; null for an outcome." })
  condition!: ConditionKind | null;

  @Field(() => String, { description: "The same in a sentence." })
  says!: string;
}

/** A decided application that is like another. */
@ObjectType("Precedent", {
  simpleResolvers: true,
  description: "A decided application of the same end use as another, and how alike the two are.",
})
export class Precedent {
  applicationId!: string;
  decisionId!: string;

  @Field(() => Int, { description: "How alike they are: 0 to 100." })
  likeness!: number;

  @Field(() => [LikenessPart], {
    description: "What that is made of: `likeness` is the points, in hundredths of all that could be had.",
  })
  parts!: readonly LikenessPart[];

  @Field(() => DecisionOutcomeEnum, { description: "What was decided." })
  outcome!: DecisionOutcome;

  @Field(() => [ConditionKindEnum], {
    description:
      "The kinds of the conditions that its decision is under now, sorted: what fell by consent since is left out.",
  })
  conditionKinds!: readonly ConditionKind[];

  @Field(() => DateTime, { description: "When the decision was countersigned." })
  decidedAt!: Date;

  @Field(() => Float, { description: "Calendar days from its last submission to that, to a tenth." })
  days!: number;

  @Field(() => Boolean, {
    description:
      "Whether it is a like case (the same end use, jurisdiction, kind of partner and policy) that was treated differently.",
  })
  treatedDifferently!: boolean;

  @Field(() => TreatmentMeasureEnum, { description: "What its treatment is held against." })
  heldAgainst!: TreatmentMeasure;

  @Field(() => [ShownTreatmentDifference], {
    description: "In what it was treated differently; empty where it wasn't.",
  })
  differences!: readonly ShownTreatmentDifference[];
}
