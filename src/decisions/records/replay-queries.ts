import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { type Stub, stub } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import { CaseNode, caseStub } from "../cases/case-node.ts";
import { PolicyStub } from "../stubs.ts";
import { replayAtOnce } from "./replay-policy.ts";
import { CaseReplay, mostReplayed, PolicyReplay } from "./replay-types.ts";

@ArgsType()
class ReplayArgs {
  @Field(() => ID, { description: "The policy version to replay them under." })
  versionId!: string;

  @Field(() => DateTime, { description: "The span's first moment." })
  from!: Date;

  @Field(() => DateTime, { description: "The moment before which it ends: five years later at most." })
  to!: Date;
}

@Resolver(() => PolicyReplay)
export class ReplayQueries {
  @Directive(scopeDirective("policy:replay"))
  @Query(() => PolicyReplay, {
    nullable: true,
    description: `What the cases that were submitted or closed in a span would have come to under another policy version: ${mostReplayed} at most; the subscription of the same name takes more. Null where there is no such version. Writes nothing. ${requires("policy:replay")}`,
  })
  replayPolicy(@Args(() => ReplayArgs) args: ReplayArgs, @Ctx() context: Context): Promise<PolicyReplay | null> {
    return replayAtOnce(context, args);
  }

  @reads("policyId")
  @FieldResolver(() => PolicyStub, { nullable: true, description: "The policy version that they were replayed under." })
  policy(@Root() { policyId }: PolicyReplay): Stub | null {
    return stub("Policy", policyId);
  }
}

@Resolver(() => CaseReplay)
export class CaseReplayFields {
  @reads("caseId")
  @FieldResolver(() => CaseNode, { nullable: true, description: "The case." })
  case(@Root() { caseId }: CaseReplay): Stub | null {
    return caseStub(caseId);
  }

  @reads("policyId")
  @FieldResolver(() => PolicyStub, { nullable: true, description: "The policy version that it began under in fact." })
  policyInFact(@Root() { policyId }: CaseReplay): Stub | null {
    return stub("Policy", policyId);
  }
}
