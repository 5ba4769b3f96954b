import type { Context } from "../../context.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { rowAccess } from "../../identity/visibility.ts";
import type { Decided, LikenessFacts } from "../../rules/precedents.ts";
import type { ConditionKind, DecisionOutcome } from "../../rules/vocabulary.ts";

/** How many decided cases are compared with one: the latest of its end use. */
export const mostCompared = 500;

/** A decided application as it is compared, and what is shown of it. */
export interface Precedented extends Decided {
  readonly decisionId: string;
  readonly decidedAt: Date;
  /** Its latest submission, from which the time of its review counts. */
  readonly submittedAt: Date;
}

/** An application that precedents are asked for. */
export interface Asked {
  readonly facts: LikenessFacts;
  /** What was decided of it; null while it is open. */
  readonly treatment: Decided["treatment"] | null;
}

type FactsRow = Omit<LikenessFacts, "conditionKinds"> & {
  readonly id: string;
  readonly decisionId: string | null;
  readonly outcome: DecisionOutcome | null;
  readonly conditionKinds: ConditionKind[];
  readonly proposedKinds: ConditionKind[];
  readonly decidedAt: Date | null;
  readonly submittedAt: Date;
};

/** Whether the application `a` closed with an authorization while an appeal had reopened it, in SQL. */
const endedReopened = sql`a.status = 'WITHDRAWN' and a.closure_reason = 'AUTHORIZATION_ENDED'`;

/**
 * The decision that stands countersigned, of the latest revision that has one; of a case that closed with its
 * authorization the latest approval that was countersigned: an appeal superseded it, and no other took its place. A denial that
 * an appeal overturned is none, also where no approval followed.
 */
const decision = sql`left join lateral (
  select d.id, d.outcome, d.condition_ids, d.countersigned_at from decision d
  where d.case_id = a.id and (d.status = 'COUNTERSIGNED' or d.countersigned_at is not null and d.outcome = 'APPROVE' and ${endedReopened})
  order by d.countersigned_at desc, d.id desc limit 1) d on true`;

/** The conditions of the decision are those that it is under now: what fell or was reworded by consent since is followed. */
const compared = sql`a.id, a.end_use as "endUse", p.jurisdiction, p.kind as "partnerKind", pol.key as "policyKey",
  a.programme_id as "programmeId", a.deployment, a.user_jurisdictions as "userJurisdictions", a.last_submitted_at as "submittedAt",
  d.id as "decisionId", d.outcome, d.countersigned_at as "decidedAt",
  array(select distinct c.kind from condition o join condition c on c.root_id = o.root_id and c.ended_at is null
    where o.id = any(d.condition_ids) order by 1) as "conditionKinds"`;

const joins = sql`join partner p on p.id = a.partner_id join policy pol on pol.id = a.policy_id ${decision}`;

/** The application as the actor may see it, with what is proposed for its current revision. */
export async function askedAbout(context: Context, applicationId: string): Promise<Asked | null> {
  const { visible } = rowAccess("Application", "a", context.actor);
  const [row] = await context.query<FactsRow>(
    sql`select ${compared}, array(select distinct c.kind from condition c
          where c.case_id = a.id and c.case_revision = a.revision and c.ended_at is null order by 1) as "proposedKinds"
        from application a ${joins} where a.id = ${applicationId} and (${visible})`,
  );
  if (!row) return null;
  const { outcome, conditionKinds, proposedKinds } = row;
  if (outcome !== null) return { facts: factsOf(row, conditionKinds), treatment: { outcome, conditionKinds } };
  return { facts: factsOf(row, proposedKinds.length > 0 ? proposedKinds : null), treatment: null };
}

/**
 * The latest decided applications of one end use but this one, the latest first, those among them that were renewed since or
 * ended with their authorization: read by their index.
 */
export async function decidedLike(context: Context, endUse: string, but: string): Promise<Precedented[]> {
  const latest: Sql = sql`select * from application a where end_use = ${endUse}
    and (status in ('APPROVED', 'DENIED', 'SUPERSEDED') or ${endedReopened})
    and id <> ${but} order by closed_at desc, id desc limit ${mostCompared}`;
  const rows = await context.query<FactsRow>(sql`select ${compared} from (${latest}) a ${joins}
    where d.id is not null order by a.closed_at desc, a.id desc`);
  return rows.map((row) => ({
    id: row.id,
    facts: factsOf(row, row.conditionKinds),
    treatment: { outcome: row.outcome as DecisionOutcome, conditionKinds: row.conditionKinds },
    decisionId: row.decisionId as string,
    decidedAt: row.decidedAt as Date,
    submittedAt: row.submittedAt,
  }));
}

const factsOf = (row: FactsRow, conditionKinds: ConditionKind[] | null): LikenessFacts => ({
  endUse: row.endUse,
  jurisdiction: row.jurisdiction,
  partnerKind: row.partnerKind,
  policyKey: row.policyKey,
  programmeId: row.programmeId,
  deployment: row.deployment,
  userJurisdictions: row.userJurisdictions,
  conditionKinds,
});
