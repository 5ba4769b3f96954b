import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { batched } from "../../graph/batched.ts";
import { recordById } from "../../graph/records.ts";
import { mayDo } from "../../identity/permissions.ts";
import { blockersOfDecidingRebuttal } from "../../rules/rebuttals.ts";
import { CaseNode, caseStub } from "../cases/case-node.ts";
import { Decision } from "./decision.ts";
import { Rebuttal } from "./rebuttal.ts";
import { type RebuttalState, rebuttalFacts, rebuttalStates } from "./rebuttal-facts.ts";

@Resolver(() => Rebuttal)
export class RebuttalFields {
  @reads("caseId")
  @FieldResolver(() => CaseNode, { nullable: true, description: "The case that it is about." })
  case(@Root() { caseId }: Rebuttal) {
    return caseStub(caseId);
  }

  @reads("decisionId")
  @FieldResolver(() => Decision, {
    nullable: true,
    description: "The proposed denial that it is against, where you may see it.",
  })
  decision(@Root() { decisionId }: Rebuttal, @Ctx() context: Context) {
    return recordById(context, Decision, decisionId);
  }

  @reads("id")
  @FieldResolver(() => Boolean, { description: "Whether you may decide it now: it awaits that, and you took no part." })
  async viewerCanDecide(@Root() { id }: Rebuttal, @Ctx() context: Context) {
    if (!mayDo(context.actor, "rebuttal:decide")) return false;
    const state = await context.loaders(stateLoader).load(id);
    if (!state || state.withdrawn) return false;
    return blockersOfDecidingRebuttal(rebuttalFacts(state, context.actor, await context.now())).length === 0;
  }
}

const stateLoader = (context: Context) =>
  batched<string, RebuttalState | null>(context, async (ids) => {
    const found = new Map((await context.query<RebuttalState>(rebuttalStates(ids))).map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  });
