import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import type { Stub } from "../../graph/node.ts";
import { PageArgs } from "../../graph/paging.ts";
import { recordById } from "../../graph/records.ts";
import { DateTime } from "../../graph/scalars.ts";
import { mayDo } from "../../identity/permissions.ts";
import { blockersOfAppealing } from "../../rules/appeals.ts";
import { appealGrounds } from "../../rules/review-vocabulary.ts";
import { isApplicant } from "../cases/applicant.ts";
import { CaseNode, caseStub } from "../cases/case-node.ts";
import { ConditionConnection, conditionsOfAppeal } from "../lists.ts";
import { Decision } from "../outcomes/decision.ts";
import { Appeal } from "./appeal.ts";
import { appealFacts, appealRowLoader, standingAppealableUntil } from "./appeal-facts.ts";

@Resolver(() => Appeal)
export class AppealFields {
  @reads("caseId")
  @FieldResolver(() => CaseNode, { nullable: true, description: "The case that it is about." })
  case(@Root() { caseId }: Appeal) {
    return caseStub(caseId);
  }

  @reads("decisionId")
  @FieldResolver(() => Decision, {
    nullable: true,
    description: "The decision that it is against; null for a missed deadline.",
  })
  decision(@Root() { decisionId }: Appeal, @Ctx() context: Context) {
    return recordById(context, Decision, decisionId);
  }

  @reads("proposalId")
  @FieldResolver(() => Decision, {
    nullable: true,
    description: "The proposal that it gave, where it was upheld and you may see that.",
  })
  proposal(@Root() { proposalId }: Appeal, @Ctx() context: Context) {
    return recordById(context, Decision, proposalId);
  }

  @reads("id")
  @FieldResolver(() => ConditionConnection, { description: "The single conditions that it is against." })
  conditions(@Root() { id }: Appeal, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return conditionsOfAppeal(context, id, args);
  }
}

/** What a decision's reader sees about appeals. */
@Resolver(() => Decision)
export class DecisionAppealFields {
  @reads("id", "caseId", "status", "withheld")
  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      "Until when whoever brought the case may appeal it, a denial or the conditions of an approval, also once that is over: the policy's days to appeal, counted from its countersignature. Null where there is nothing to appeal: it doesn't stand countersigned, no condition of it holds, it was appealed before, or what it gave has ended. Withheld from all but whoever brought the case, officials and auditors.",
  })
  async appealableUntil(@Root() { id, caseId, status, withheld }: Decision, @Ctx() context: Context) {
    if (status !== "COUNTERSIGNED" || withheld.some(({ field }) => field === "appealableUntil")) return null;
    const row = await context.loaders(appealRowLoader).load(caseId);
    return row?.decisionId === id ? standingAppealableUntil(row, await context.now()) : null;
  }
}

/** What a case's reader may do about appeals. */
@Resolver(() => CaseNode)
export class CaseAppealFields {
  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      "Whether you may appeal now what was decided, or that nothing was: you brought the case, and the time to appeal runs or a deadline was missed.",
  })
  async viewerCanAppeal(@Root() { id }: Stub, @Ctx() context: Context) {
    const { actor } = context;
    if (!mayDo(actor, "appeal:file")) return false;
    const row = await context.loaders(appealRowLoader).load(id);
    if (!row || !isApplicant(actor, { vendor: row.vendorOrg, partner: row.partnerOrg })) return false;
    const facts = appealFacts(row, await context.now());
    return appealGrounds.some(
      (ground) =>
        blockersOfAppealing(facts, ground).length === 0 && (ground !== "CONDITIONS" || row.conditionsInForce > 0),
    );
  }
}
