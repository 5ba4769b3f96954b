import { Refused, refusal } from "../../graph/refusal.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import type { Tx } from "../../ledger/tx.ts";
import { positionBlockers, statusesUnderReview } from "../../rules/positions.ts";
import { holdsAPlace } from "../authorizations/authorization.ts";
import type { LockedCase } from "./locked-case.ts";

const decidedBefore = (caseId: Sql): Sql =>
  sql`exists (select 1 from decision b where b.case_id = ${caseId} and b.countersigned_at is not null)`;

const approvedBefore = (caseId: Sql): Sql =>
  sql`exists (select 1 from decision b where b.case_id = ${caseId} and b.countersigned_at is not null and b.outcome = 'APPROVE')`;

/** When the latest upheld appeal reopened the decided case with this id; null where none did. */
export const reopenedAt = (caseId: Sql): Sql =>
  sql`(select max(up.decided_at) from appeal up where up.case_id = ${caseId} and up.status = 'UPHELD'
    and up.ground <> 'MISSED_DEADLINE')`;

/** Whether a case, by its row's alias, is under review again after it was decided: an upheld appeal reopened it. */
export const reopened = (row: Sql): Sql =>
  sql`(${row}.status = any(${[...statusesUnderReview]}::varchar[]) and ${decidedBefore(sql`${row}.id`)})`;

/** Whether the authorization that the application by this alias is to replace was ended by an act: nothing is left to renew. */
export const replacedEnded = (application: Sql): Sql =>
  sql`exists (select 1 from "authorization" replaced where replaced.id = ${application}.replaces_id
        and replaced.status in ('REVOKED', 'SURRENDERED', 'SUPERSEDED'))`;

/** Whether the programme that the application by this alias was made under is revoked: nothing is approved under it any more. */
export const programmeRevoked = (application: Sql): Sql =>
  sql`exists (select 1 from programme under where under.id = ${application}.programme_id and under.status = 'REVOKED')`;

/**
 * The cases by `of` that an upheld appeal reopened for nothing by `now`, in SQL: against conditions of an authorization that has
 * ended, or against the denial of a renewal of one that was ended, or under a programme that is revoked. No decision could
 * change anything any more.
 */
export const reopenedForNothing = (now: Date | Sql, of: Sql = sql`true`): Sql =>
  sql`select t.id from appeal up join application t on t.id = up.case_id and t.closed_at is null
      left join "authorization" held on held.application_id = t.id
      where up.status = 'UPHELD' and ${of} and (up.ground = 'CONDITIONS' and not (${holdsAPlace(sql`held`, now)})
        or up.ground = 'DENIAL' and held.id is null and (${replacedEnded(sql`t`)} or ${programmeRevoked(sql`t`)}))`;

/** Whether the case was decided: once, or before an upheld appeal reopened it. */
export const isDecidedBefore = (tx: Tx, caseId: string): Promise<boolean> => ask(tx, decidedBefore(sql`${caseId}`));

/** Whether the case was approved, so that what that gave stands: its proposals may only approve. */
export const standsApproved = (tx: Tx, caseId: string): Promise<boolean> => ask(tx, approvedBefore(sql`${caseId}`));

/** Whether an upheld appeal reopened the case: what it gave awaits its countersignature, or the ladder. */
export const isReopened = async (tx: Tx, { row }: Pick<LockedCase, "row">): Promise<boolean> =>
  (statusesUnderReview as readonly string[]).includes(row.status) && (await isDecidedBefore(tx, row.id));

/** Refuses what would take a reopened case out of the hands of those who decide the appeal's outcome. */
export async function refuseReopened(tx: Tx, locked: LockedCase): Promise<void> {
  if (!(await isReopened(tx, locked))) return;
  const { field } = locked;
  throw new Refused(refusal("BLOCKED", positionBlockers.CASE_REOPENED, { field, blockers: ["CASE_REOPENED"] }));
}

async function ask(tx: Tx, condition: Sql): Promise<boolean> {
  const [row] = await tx.query<{ holds: boolean }>(sql`select ${condition} as holds`);
  return row?.holds === true;
}
