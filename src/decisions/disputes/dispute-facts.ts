import { type Sql, sql } from "../../graph/sql.ts";
import type { Actor } from "../../identity/actor.ts";
import type { DisputeFacts } from "../../rules/ladder.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import { voicesArray } from "../panel/voices.ts";
import { clockStopped } from "../stops/stops.ts";

/** What decides who may act on a dispute, as one row of SQL gives it. */
export type DisputeState = Omit<DisputeFacts, "official" | "namedLevel" | "now"> & {
  readonly id: string;
  /** Whether the case's release is withdrawn: nothing but the case's end is left. */
  readonly withdrawn: boolean;
};

/** Whether the level that the dispute `t` is before has decided, in SQL. */
const levelDecided = sql`exists (select 1 from ladder_decision l where l.dispute_id = t.id and l.level = t.level)`;

/** The level of the policy's ladder that the dispute `t` is before, in SQL. */
const levelOfPolicy = sql`(select p.document->'ladder'->(t.level - 1) from policy p join review_case c on c.policy_id = p.id
  where c.id = t.case_id)`;

/** Whether the open dispute `t` waits for the agency's decision or vote, in SQL. */
export const awaitsAgency = (agency: Agency): Sql =>
  sql`t.status = 'OPEN' and not ${levelDecided} and not ${clockStopped(sql`t.case_id`)}
    and ${levelOfPolicy}->'decidedBy' @> jsonb_build_array(${agency}::varchar)
    and not exists (select 1 from vote v where v.dispute_id = t.id and v.level = t.level and v.agency = ${agency})
    and exists (select 1 from review_case c join release r on r.id = c.release_id where c.id = t.case_id and r.phase <> 'WITHDRAWN')`;

/** The state of any number of disputes. Inside a change, under their cases' locks, it holds until it commits. */
export const disputeStates = (ids: readonly string[]): Sql =>
  sql`select t.id, t.status, t.level, t.due_at as "dueAt", pol.document->'ladder' as ladder, pol.document->'panel' as panel,
        ${levelDecided} as decided,
        array(select v.agency from vote v where v.dispute_id = t.id and v.level = t.level) as voted,
        ${clockStopped(sql`t.case_id`)} as stopped, ${voicesArray(sql`t.case_id`)} as voices, r.phase = 'WITHDRAWN' as withdrawn
      from dispute t
      join review_case c on c.id = t.case_id
      join policy pol on pol.id = c.policy_id
      join release r on r.id = c.release_id
      where t.id = any(${[...ids]}::varchar[])`;

/** What the rules ask about an official's act on a dispute's level. */
export const disputeFacts = (
  state: DisputeState,
  { subject, agency }: Actor,
  namedLevel: number,
  now: Date,
): DisputeFacts => ({ ...state, official: { subject: subject as string, agency }, namedLevel, now });
