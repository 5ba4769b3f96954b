import { type Sql, sql } from "../../graph/sql.ts";
import type { Tx } from "../../ledger/tx.ts";
import type { ConditionChangeEnd } from "../../rules/review-vocabulary.ts";
import { panelAudience } from "../cases/locked-case.ts";
import type { Decision } from "../outcomes/decision.ts";
import { ConditionChange } from "./condition-change.ts";

/** Ends the changes of a case's conditions that nobody answered, or of one condition alone, with the reason. */
export const closeConditionChanges = (
  tx: Tx,
  caseId: string,
  because: ConditionChangeEnd,
  conditionId?: string,
): Promise<void> =>
  close(tx, because, ofCase(caseId, conditionId === undefined ? sql`true` : sql`c.condition_id = ${conditionId}`));

/** Ends the changes asked for of conditions that an approval of their case, which stands now, doesn't carry. */
export const closeChangesNotCarried = (tx: Tx, { caseId, conditionIds }: Decision): Promise<void> =>
  close(
    tx,
    "CONDITION_NOT_CARRIED",
    ofCase(
      caseId,
      sql`not exists (select 1 from condition asked join condition carried on carried.root_id = asked.root_id
        where asked.id = c.condition_id and carried.id = any(${[...conditionIds]}::varchar[]))`,
    ),
  );

const ofCase = (caseId: string, which: Sql): Sql =>
  sql`select c.id from condition_change c where c.case_id = ${caseId} and c.status = 'PROPOSED' and ${which} order by c.id`;

async function close(tx: Tx, because: ConditionChangeEnd, which: Sql): Promise<void> {
  for (const { id } of await tx.query<{ id: string }>(which)) {
    const asked = await tx.lockKnown(ConditionChange, id);
    await tx.update(ConditionChange, asked, { status: "CLOSED", closedBecause: because, answeredAt: tx.now });
    tx.record(ConditionChange, {
      type: "ConditionChangeClosed",
      subject: asked,
      from: "PROPOSED",
      to: "CLOSED",
      audience: panelAudience,
    });
  }
}
