import type { Tx } from "../../ledger/tx.ts";
import { type LockedCase, panelAudience } from "../cases/locked-case.ts";
import { ConditionChange } from "./condition-change.ts";

/** Ends the changes of the case's conditions that nobody answered, or of one condition alone. */
export async function closeConditionChanges(tx: Tx, { row }: LockedCase, conditionId?: string): Promise<void> {
  const open = { caseId: row.id, status: "PROPOSED" as const, ...(conditionId && { conditionId }) };
  for (const asked of await tx.manager.findBy(ConditionChange, open)) {
    await tx.update(ConditionChange, asked, { status: "CLOSED", answeredAt: tx.now });
    tx.record(ConditionChange, {
      type: "ConditionChangeClosed",
      subject: asked,
      from: "PROPOSED",
      to: "CLOSED",
      audience: panelAudience,
    });
  }
}
