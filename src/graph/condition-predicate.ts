import { ArrayMaxSize, IsOptional, MaxLength } from "class-validator";
import { Directive, Field, InputType, Int, ObjectType } from "type-graphql";
import type { ConditionInput, ConditionPredicate as StoredPredicate } from "../rules/conditions.ts";
import type { ConditionKind } from "../rules/vocabulary.ts";
import { DateTime } from "./scalars.ts";
import { ConditionKindEnum } from "./vocabulary-enums.ts";

/** A limit on use that a machine can check, as the graph shows it: `kind` says which of the values it carries. */
@Directive("@shareable")
@ObjectType("ConditionPredicate", {
  description: "A limit on use that a machine can check: `kind` says which of the other values it carries.",
})
export class ConditionPredicate {
  @Field(() => ConditionKindEnum, { description: "What it is about." })
  kind!: ConditionKind;

  @Field(() => Int, { nullable: true, description: "The greatest number, of users or of requests a day." })
  max!: number | null;

  @Field(() => [String], {
    nullable: true,
    description: "The values permitted: ISO 3166-1 alpha-2 codes, end uses or deployments, sorted.",
  })
  allowed!: readonly string[] | null;

  @Field(() => Int, { nullable: true, description: "Days: logs are kept at least so long, a report is due so often." })
  days!: number | null;

  @Field(() => DateTime, { nullable: true, description: "When use ends." })
  at!: Date | null;
}

/** A stored predicate as the graph shows it. */
export function shownPredicate(stored: StoredPredicate): ConditionPredicate {
  const { kind, max = null, allowed = null, days = null, at = null } = stored as ConditionInput & StoredPredicate;
  return { kind, max, allowed, days, at: at === null ? null : new Date(at) };
}

/** A limit on use as it is proposed; `parsePredicate` in rules/conditions.ts says what is wrong with one. */
@InputType("ConditionPredicateInput", {
  description:
    "A limit on use that a machine can check: its kind, and of the other values the one that the kind takes.",
})
export class ConditionPredicateInput implements ConditionInput {
  @Field(() => ConditionKindEnum, { description: "What it is about; its value says which of the others it takes." })
  kind!: ConditionKind;

  @Field(() => Int, { nullable: true, description: "The greatest number: 1 to 1,000,000,000." })
  max?: number | null;

  @Field(() => [String], {
    nullable: true,
    description: "The values permitted: 1 to 300 ISO 3166-1 alpha-2 codes, end uses or deployments.",
  })
  @IsOptional()
  @ArrayMaxSize(300, { message: "allowed has at most 300 values." })
  @MaxLength(64, { each: true, message: "A value of allowed has at most 64 characters." })
  allowed?: string[] | null;

  @Field(() => Int, { nullable: true, description: "Days: 1 to 3,660." })
  days?: number | null;

  @Field(() => DateTime, { nullable: true, description: "When use ends: RFC 3339." })
  at?: Date | null;
}
