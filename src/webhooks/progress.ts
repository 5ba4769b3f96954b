import type { Context } from "../context.ts";
import { batched } from "../graph/batched.ts";
import { sql } from "../graph/sql.ts";
import { type LedgerPosition, ledgerStart, markOf } from "../ledger/cursor.ts";

/** How far a webhook has come. */
export interface Progress {
  /** Everything up to here has been acknowledged or given up. */
  readonly acknowledgedTo: LedgerPosition;
  /** How many events are noted for it and not acknowledged yet. */
  readonly waiting: number;
}

const byId = (context: Context) =>
  batched<string, Progress>(context, async (ids) => {
    const rows = await context.query<{ id: string; seq: number; waiting: number; mark: string | null }>(
      sql`select place.*, ${markOf("e")} as mark from (
            select p.webhook_id as id, coalesce(min(d.seq) - 1, p.seq) as seq, count(d.seq)::int as waiting
              from webhook_place p left join webhook_delivery d on d.webhook_id = p.webhook_id
              where p.webhook_id = any(${[...ids]}::varchar[]) group by p.webhook_id, p.seq) place
          left join ledger_entry e on e.seq = place.seq`,
    );
    const found = new Map(
      rows.map(({ id, seq, waiting, mark }) => [id, { acknowledgedTo: { sequence: seq, id: null, mark }, waiting }]),
    );
    return ids.map((id) => found.get(id) ?? { acknowledgedTo: ledgerStart, waiting: 0 });
  });

/** How far a webhook that the actor sees has come: batched for the operation. */
export const progressOf = (context: Context, webhookId: string): Promise<Progress> =>
  context.loaders(byId).load(webhookId);
