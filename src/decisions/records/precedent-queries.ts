import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { connectionOf, type Page } from "../../graph/connection.ts";
import { typeOfId } from "../../graph/ids.ts";
import { listPage } from "../../graph/list-page.ts";
import { type Stub, stub } from "../../graph/node.ts";
import { PageArgs } from "../../graph/paging.ts";
import { recordById } from "../../graph/records.ts";
import { authorise, requires, scopeDirective } from "../../identity/permissions.ts";
import {
  likenessOf,
  type TreatmentDifference,
  type TreatmentMeasure,
  treatedDifferently,
} from "../../rules/precedents.ts";
import type { DecisionOutcome } from "../../rules/vocabulary.ts";
import { Decision } from "../outcomes/decision.ts";
import { ApplicationStub } from "../stubs.ts";
import { Precedent, type ShownTreatmentDifference } from "./precedent.ts";
import { type Asked, askedAbout, decidedLike, mostCompared, type Precedented } from "./precedent-facts.ts";

const { Connection: PrecedentConnection, ConnectionResolver } = connectionOf("Precedent", () => Precedent);
export const PrecedentConnectionResolver = ConnectionResolver;

@Resolver(() => Precedent)
export class PrecedentQueries {
  @Directive(scopeDirective("precedents:read"))
  @Query(() => PrecedentConnection, {
    nullable: true,
    description: `Decided applications like this one, the most alike first, with a flag where like cases were treated differently: of its end use the ${mostCompared} latest. Null where there is no such application that you may see. ${requires("precedents:read")}`,
  })
  async precedents(
    @Arg("applicationId", () => ID, { description: "The application, decided or not." }) applicationId: string,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<Precedent> | null> {
    authorise(context.actor, "precedents:read");
    await context.now();
    const asked = typeOfId(applicationId) === "Application" ? await askedAbout(context, applicationId) : null;
    if (asked === null) return null;
    const decided = await decidedLike(context, asked.facts.endUse, applicationId);
    return listPage(precedentsOf(asked, decided), args, order);
  }

  @reads("applicationId")
  @FieldResolver(() => ApplicationStub, { nullable: true, description: "The application that was decided." })
  application(@Root() { applicationId }: Precedent): Stub | null {
    return stub("Application", applicationId);
  }

  @reads("decisionId")
  @FieldResolver(() => Decision, { nullable: true, description: "The decision, with its conditions." })
  decision(@Root() { decisionId }: Precedent, @Ctx() context: Context) {
    return recordById(context, Decision, decisionId);
  }
}

/** The most alike first; of those the latest. */
const order = {
  name: "likeness",
  keyOf: ({ likeness, decidedAt, applicationId }: Precedent): string =>
    [String(likeness).padStart(3, "0"), decidedAt.toISOString(), applicationId].join(" "),
  pattern: /^\d{3} \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z app_[0-9a-z]{26}$/,
};

function precedentsOf(asked: Asked, decided: readonly Precedented[]): Precedent[] {
  const { measure, differences } = treatedDifferently(asked, decided);
  return decided.map(({ id, facts, treatment, decisionId, decidedAt, submittedAt }) => {
    const { score, parts } = likenessOf(asked.facts, facts);
    const found = differences.get(id) ?? [];
    return {
      applicationId: id,
      decisionId,
      likeness: score,
      parts,
      outcome: treatment.outcome,
      conditionKinds: treatment.conditionKinds,
      decidedAt,
      days: Math.round((decidedAt.getTime() - submittedAt.getTime()) / tenthOfADay) / 10,
      treatedDifferently: found.length > 0,
      heldAgainst: measure,
      differences: found.map((difference) => shown(difference, measure)),
    };
  });
}

const tenthOfADay = 8_640_000;

const was: Readonly<Record<DecisionOutcome, string>> = { APPROVE: "approved", DENY: "denied" };
const others: Readonly<Record<TreatmentMeasure, { readonly one: string; readonly are: string }>> = {
  THIS_CASE: { one: "this case was", are: "this case is" },
  MOST_LIKE_CASES: { one: "most like cases were", are: "most like cases are" },
};

function shown(difference: TreatmentDifference, measure: TreatmentMeasure): ShownTreatmentDifference {
  const { one, are } = others[measure];
  switch (difference.kind) {
    case "OUTCOME":
      return {
        kind: difference.kind,
        condition: null,
        says: `It was ${was[difference.found]}, and ${one} ${was[difference.expected]}.`,
      };
    case "CONDITION_ADDED":
      return {
        kind: difference.kind,
        condition: difference.condition,
        says: `It is under a condition ${difference.condition} that ${are} not under.`,
      };
    case "CONDITION_MISSING":
      return {
        kind: difference.kind,
        condition: difference.condition,
        says: `It is under no condition ${difference.condition}, and ${are}.`,
      };
  }
}
