import type { Context } from "../../context.ts";
import { batched } from "../../graph/batched.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import type { ChangeableFacts } from "../../rules/condition-changes.ts";
import { statusesUnderReview, type Voice } from "../../rules/positions.ts";
import { holdsAPlace } from "../authorizations/authorization.ts";
import { voicesArray } from "../panel/voices.ts";
import { clockStopped } from "../stops/stops.ts";

/** What decides whether a condition may be changed by consent, as one row of SQL gives it. */
export interface ChangeableRow extends ChangeableFacts {
  readonly id: string;
  /** The authorization that stands under it, and the decision that this rests on; null where none does. */
  readonly authorizationId: string | null;
  readonly authorizedBy: string | null;
  /** The proposal that carries it; null where none does. */
  readonly proposalId: string | null;
  readonly clockStopped: boolean;
  /** The officials who spoke on the case, each with the agency that it was for. */
  readonly voices: readonly Voice[];
}

/** Whether the position `p` is the latest of its agency on its revision. */
const counts = sql`not exists (select 1 from position n where n.case_id = p.case_id and n.agency = p.agency
  and n.case_revision = p.case_revision and (n.recorded_at, n.id) > (p.recorded_at, p.id))`;

/** The position that the condition, in its first wording, came with. */
const positionOf = (condition: Sql): Sql =>
  sql`condition first join position p on p.id = first.position_id where first.id = ${condition}.root_id and ${counts}`;

/** The facts of any number of conditions. Inside a change, under their case's lock, they hold until it commits. */
export const changeableRows = (ids: readonly string[], now: Date): Sql =>
  sql`select t.id, t.proposed_by as "proposedBy", held.id as "authorizationId", held.decision_id as "authorizedBy",
        prop.id as "proposalId", ${clockStopped(sql`t.case_id`)} as "clockStopped",
        t.ended_at is null and (held.id is not null or (c.status = any(${[...statusesUnderReview]}::varchar[])
          and t.case_revision = c.revision and (prop.id is not null or exists (select 1 from ${positionOf(sql`t`)})))) as stands,
        exists (select 1 from condition o where o.case_id = t.case_id and o.case_revision = t.case_revision
          and o.ended_at is null and o.id <> t.id and o.proposed_by is distinct from t.proposed_by
          and o.predicate = t.predicate and o.text = t.text and exists (select 1 from ${positionOf(sql`o`)})) as shared,
        array(select seat->>'agency' from jsonb_array_elements(pol.document->'panel') seat) as seats,
        ${voicesArray(sql`t.case_id`)} as voices
      from condition t
      join review_case c on c.id = t.case_id
      join policy pol on pol.id = c.policy_id
      left join lateral (select h.id, h.decision_id from "authorization" h join decision d on d.id = h.decision_id
        where h.application_id = t.case_id and ${holdsAPlace(sql`h`, now)} and exists (select 1 from condition o
          where o.id = any(d.condition_ids) and o.root_id = t.root_id)) held on true
      left join decision prop on prop.case_id = c.id and prop.case_revision = c.revision and prop.status = 'PROPOSED'
        and t.id = any(prop.condition_ids)
      where t.id = any(${[...ids]}::varchar[])`;

/** The facts of conditions, for any number of them in one statement. */
export const changeableLoader = (context: Context) =>
  batched<string, ChangeableRow | null>(context, async (ids) => {
    const rows = await context.query<ChangeableRow>(changeableRows(ids, await context.now()));
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  });
