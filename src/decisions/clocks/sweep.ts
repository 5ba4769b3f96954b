import { Context, type Services } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { systemActor } from "../../identity/actor.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { duePostponements, endPostponement } from "../../releases/register/end-postponement.ts";
import { staleBefore } from "../../rules/screening/admission.ts";
import { dueAuthorizations, dueCases } from "./due-work.ts";
import { sweepAuthorization } from "./sweep-authorization.ts";
import { sweepCase } from "./sweep-case.ts";

/** How much one sweep takes up at most of each kind; what is left is found by the next. */
const most = 200;

/** What one sweep came to. */
export interface Swept {
  /** How many cases, authorizations and releases something was done about. */
  readonly done: number;
  /** What couldn't be done, by the id of what it is about: the others were. */
  readonly failed: readonly { readonly id: string; readonly error: unknown }[];
}

/**
 * Does what has fallen due: reminders, positions that silence makes, escalations, lapses, expiries, postponements that
 * run out, and the end of cases whose release was withdrawn. Any number of nodes may sweep at once: each case and authorization is one change, under
 * its lock, which another node's passes by; and what was done is due no more. `signal` ends it between two of them.
 */
export async function sweep(services: Services, signal?: AbortSignal): Promise<Swept> {
  const context = new Context(services, systemActor, "sweeper");
  const now = await context.now();
  let done = 0;
  const failed: Swept["failed"][number][] = [];
  for (const [due, work] of [
    [dueCases(now, staleBefore(now, services.screeningMaxAgeDays), most), sweepCase],
    [dueAuthorizations(now, most), sweepAuthorization],
    [duePostponements(now, most), endPostponement],
  ] as const) {
    for (const id of await idsOf(context, due)) {
      if (signal?.aborted) return { done, failed };
      try {
        if (await swept(services, id, work)) done += 1;
      } catch (error) {
        failed.push({ id, error });
      }
    }
  }
  return { done, failed };
}

async function idsOf(context: Context, due: Sql): Promise<string[]> {
  const rows = await context.query<{ id: string }>(sql`${due}`);
  return rows.map(({ id }) => id);
}

/** Runs one piece of due work as a change of its own; gives whether anything was done. Nothing done leaves no trace. */
async function swept(services: Services, id: string, work: (tx: Tx, id: string) => Promise<boolean>): Promise<boolean> {
  const context = new Context(services, systemActor, "sweeper");
  const input = { idempotencyKey: `sweep:${services.ids.operation()}` };
  const { refusals } = await change(context, "sweep", input, async (tx) => {
    if (!(await work(tx, id))) throw new Refused(nothingDue);
    return { id };
  });
  return refusals.length === 0;
}

const nothingDue = refusal("ALREADY_DONE", "Nothing is due any more.");
