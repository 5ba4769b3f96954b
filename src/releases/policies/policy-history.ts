import { Arg, Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { graphEnum } from "../../graph/enums.ts";
import { wholeRecordById } from "../../graph/records.ts";
import { type PolicyChange as Change, type PolicyChangeKind, policyChanges } from "../../rules/policy-diff.ts";
import { Policy } from "./policy.ts";
import { versionBeside } from "./policy-versions.ts";

const PolicyChangeKindEnum = graphEnum<PolicyChangeKind>(
  "PolicyChangeKind",
  "What happened to one place of a policy.",
  {
    ADDED: "Only the later one has it.",
    REMOVED: "Only the earlier one has it.",
    CHANGED: "They say different things.",
  },
);

@ObjectType("PolicyChange", { description: "One place in which a policy says something else than another." })
class PolicyChange implements Change {
  @Field(() => PolicyChangeKindEnum, { description: "What happened there." })
  kind!: PolicyChangeKind;

  @Field(() => [String], {
    description:
      "The place, from the outside in, by what its parts are called: `panel`, `DEFENSE`, `seat`, or `ladder`, `2`, `days`.",
  })
  path!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: "What the earlier one says; null where it says nothing, or sets no limit.",
  })
  before!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What this one says; null where it says nothing, or sets no limit.",
  })
  after!: string | null;
}

/** Where a policy stands among its versions, and what changed. */
@Resolver(() => Policy)
export class PolicyHistory {
  @FieldResolver(() => Policy, { nullable: true, description: "The version before it; null for the first." })
  predecessor(@Root() policy: Policy, @Ctx() context: Context) {
    return versionBeside(context, policy, -1);
  }

  @FieldResolver(() => Policy, {
    nullable: true,
    description: "The version after it; null for the newest, under which new cases begin.",
  })
  successor(@Root() policy: Policy, @Ctx() context: Context) {
    return versionBeside(context, policy, 1);
  }

  @FieldResolver(() => [PolicyChange], {
    nullable: true,
    description: "Where it says something else than an earlier one. Null where there is none to compare it with.",
  })
  async changes(
    @Root() policy: Policy,
    @Arg("since", () => ID, {
      nullable: true,
      description: "The policy version to compare it with, of this policy or another; its predecessor unless given.",
    })
    since: string | null | undefined,
    @Ctx() context: Context,
  ): Promise<PolicyChange[] | null> {
    const earlier =
      since == null ? await versionBeside(context, policy, -1) : await wholeRecordById(context, Policy, since);
    return earlier && policyChanges(earlier.document, policy.document);
  }
}
