import { type Sql, sql } from "../../graph/sql.ts";
import type { Tx } from "../../ledger/tx.ts";
import type { Stop } from "../../rules/clock.ts";

/** Everything that ever stopped the case's clock: holds and information requests, open or over. */
export const stopsOf = (tx: Tx, caseId: string): Promise<Stop[]> => tx.query<Stop>(stopsOfCases([caseId]));

/** What stopped the clock of each of these cases, in SQL. */
export const stopsOfCases = (caseIds: readonly string[]): Sql =>
  sql`select case_id as "caseId", placed_at as "from", released_at as "to" from hold
        where case_id = any(${[...caseIds]}::varchar[])
      union all select case_id, requested_at, ended_at from information_request
        where case_id = any(${[...caseIds]}::varchar[])`;

/** Whether a hold or an information request of the case with this id is open, in SQL. */
export const clockStopped = (caseId: Sql): Sql =>
  sql`(exists (select 1 from hold h0 where h0.case_id = ${caseId} and h0.released_at is null)
    or exists (select 1 from information_request q0 where q0.case_id = ${caseId} and q0.ended_at is null))`;

/** Whether the case's clock is stopped now. Asked under the case's lock: nobody stops or starts it meanwhile. */
export async function isStoppedNow(tx: Tx, caseId: string): Promise<boolean> {
  const [read] = await tx.query<{ stopped: boolean }>(sql`select ${clockStopped(sql`${caseId}`)} as stopped`);
  return read?.stopped ?? false;
}
