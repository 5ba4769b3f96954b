import { type Sql, sql } from "../../graph/sql.ts";
import type { Tx } from "../../ledger/tx.ts";
import type { Voice } from "../../rules/positions.ts";

/**
 * Who of people has spoken on the case with this id, and for whom, in SQL: by a position, a vote, a decision on a level, a
 * rebuttal or an appeal, a consent, or a signature.
 */
const voices = (caseId: Sql): Sql =>
  sql`select q0.official, q0.agency from position q0 where q0.case_id = ${caseId} and q0.official is not null
    union select v0.official, v0.agency from vote v0 where v0.case_id = ${caseId}
    union select l0.decided_by, l0.agency from ladder_decision l0 where l0.case_id = ${caseId} and l0.decided_by is not null
    union select b0.decided_by, b0.decided_agency from rebuttal b0 where b0.case_id = ${caseId} and b0.decided_by is not null
    union select a0.decided_by, a0.decided_agency from appeal a0 where a0.case_id = ${caseId} and a0.decided_by is not null
    union select g0.answered_by, n0.proposed_by from condition_change g0 join condition n0 on n0.id = g0.condition_id
      where g0.case_id = ${caseId} and g0.answered_by is not null and n0.proposed_by is not null
    union select d0.countersigned_by, d0.countersigned_agency from decision d0
      where d0.case_id = ${caseId} and d0.countersigned_by is not null`;

/** The same as one value: an array of `Voice`. */
export const voicesArray = (caseId: Sql): Sql =>
  sql`array(select jsonb_build_object('official', w.official, 'agency', w.agency) from (${voices(caseId)}) w)`;

/** Who of people has spoken on the case, and for whom. Asked under the case's lock: nobody speaks meanwhile. */
export const voicesOn = (tx: Tx, caseId: string): Promise<Voice[]> => tx.query<Voice>(voices(sql`${caseId}`));
