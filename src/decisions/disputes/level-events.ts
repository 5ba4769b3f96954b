import { type Sql, sql } from "../../graph/sql.ts";
import { clockStopped } from "../stops/stops.ts";

/** When the level that the dispute `d` is before decided, in SQL; null while it hasn't. */
export const levelDecidedAt = sql`(select l.decided_at from ladder_decision l where l.dispute_id = d.id and l.level = d.level)`;

/**
 * From when the last level of the dispute `d` has its days anew, in SQL: the first vote after its time had passed in
 * silence; `late_votes_since` where that came before a late vote gave any days. Null where it didn't pass so, and where no
 * vote came.
 */
export const votedLateAt = sql`(select greatest(d.silent_at, d.late_votes_since, min(v.cast_at)) from vote v
  where d.silent_at is not null and v.dispute_id = d.id and v.level = d.level having count(*) > 0)`;

/** Since when the open dispute by this alias has waited at its last level, overdue; null where it doesn't, or its clock is stopped. */
export const overdueSince = (dispute: Sql): Sql =>
  sql`case when ${dispute}.status = 'OPEN' and not ${clockStopped(sql`${dispute}.case_id`)} then ${dispute}.silent_at end`;
