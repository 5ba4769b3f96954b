import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { batched } from "../graph/batched.ts";
import { type NodeType, typeOfId } from "../graph/ids.ts";
import { Node, type Stub } from "../graph/node.ts";
import { type Identified, recordById, type Stored } from "../graph/records.ts";
import { join, raw, sql } from "../graph/sql.ts";
import { rowAccess } from "../identity/visibility.ts";
import { Appeal } from "./appeals/appeal.ts";
import { Authorization } from "./authorizations/authorization.ts";
import { Condition } from "./conditions/condition.ts";
import { ConditionChange } from "./conditions/condition-change.ts";
import { Dispute } from "./disputes/dispute.ts";
import { LadderDecision } from "./disputes/ladder-decision.ts";
import { Vote } from "./disputes/vote.ts";
import { Decision } from "./outcomes/decision.ts";
import { Rebuttal } from "./outcomes/rebuttal.ts";
import { Position } from "./panel/position.ts";
import { Referral } from "./panel/referral.ts";
import { Hold } from "./stops/hold.ts";
import { InformationRequest } from "./stops/information-request.ts";
import { ChangeStub } from "./stubs.ts";

/** The table of each type that `node` finds. */
const tables: Record<NodeType, string> = {
  Vendor: "vendor",
  Policy: "policy",
  Release: "release",
  PhaseAdvance: "phase_advance",
  Directive: "directive",
  Designation: "designation",
  Partner: "partner",
  ScreeningList: "screening_list",
  ScreeningHit: "screening_hit",
  Application: "application",
  ApplicationRevision: "application_revision",
  Referral: "referral",
  Position: "position",
  Condition: "condition",
  Dispute: "dispute",
  Decision: "decision",
  Authorization: '"authorization"',
  Hold: "hold",
  InformationRequest: "information_request",
  LadderDecision: "ladder_decision",
  Vote: "vote",
  Rebuttal: "rebuttal",
  Appeal: "appeal",
  ConditionChange: "condition_change",
  Change: "ledger_entry",
  Revocation: "revocation",
  CyberReview: "cyber_review",
  Finding: "finding",
  EnforcementStatement: "enforcement_statement",
  EnforcementAttestation: "enforcement_attestation",
  Nomination: "nomination",
  Programme: "programme",
  Enrolment: "enrolment",
  Webhook: "webhook",
};

/** What this room owns: nobody else completes these, so `node` gives the records themselves. */
const own: Partial<Record<NodeType, Stored<Identified>>> = {
  Hold,
  InformationRequest,
  Referral,
  Position,
  Condition,
  ConditionChange,
  Dispute,
  LadderDecision,
  Vote,
  Rebuttal,
  Appeal,
  Decision,
  Authorization,
};

/** The record of this room with this id, the stub of another room's, or null where the actor may see none. */
function nodeById(context: Context, id: string): Promise<Identified | null> {
  const type = typeOfId(id);
  const entity = type === null ? undefined : own[type];
  return entity ? recordById(context, entity, id) : context.loaders(nodeLoader).load(id);
}

/** The stubs of those ids that name a row which the actor may see: existence and visibility in one statement. */
const nodeLoader = (context: Context) =>
  batched<string, Stub | null>(context, async (ids) => {
    const byType = new Map<NodeType, string[]>();
    for (const id of ids) {
      const type = typeOfId(id);
      if (type !== null) byType.set(type, [...(byType.get(type) ?? []), id]);
    }
    if (byType.size === 0) return ids.map(() => null);
    const seen = [...byType].map(
      ([type, some]) => sql`select t.id from ${raw(tables[type])} t
        where t.id = any(${some}::varchar[]) and (${rowAccess(type, "t", context.actor).visible})`,
    );
    const rows = await context.query<{ id: string }>(join(seen, " union all "));
    const found = new Set(rows.map(({ id }) => id));
    return ids.map((id) => (found.has(id) ? { __typename: typeOfId(id) as string, id } : null));
  });

@Resolver()
export class NodeQuery {
  @Query(() => Node, {
    nullable: true,
    description: "The object with this id, or null where there is none that you may see.",
  })
  node(
    @Arg("id", () => ID, { description: "A global id." }) id: string,
    @Ctx() context: Context,
  ): Promise<Identified | null> {
    return nodeById(context, id);
  }
}

@Resolver(() => ChangeStub)
export class ChangeSubject {
  @FieldResolver(() => Node, {
    nullable: true,
    description: "The record that the change is about, as it stands now; null where you may not see it.",
  })
  async subject(@Root() { id }: Stub, @Ctx() context: Context): Promise<Identified | null> {
    const subjectId = await context.loaders(subjectLoader).load(id);
    return subjectId === null ? null : nodeById(context, subjectId);
  }
}

const subjectLoader = (context: Context) =>
  batched<string, string | null>(context, async (ids) => {
    const rows = await context.query<{ id: string; subjectId: string }>(
      sql`select t.id, t.subject_id as "subjectId" from ledger_entry t
          where t.id = any(${[...ids]}::varchar[]) and (${rowAccess("Change", "t", context.actor).visible})`,
    );
    const subjects = new Map(rows.map(({ id, subjectId }) => [id, subjectId]));
    return ids.map((id) => subjects.get(id) ?? null);
  });
