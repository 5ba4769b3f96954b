import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { Context } from "../../src/context.ts";
import { sweepCase } from "../../src/decisions/clocks/sweep-case.ts";
import { systemActor } from "../../src/identity/actor.ts";
import { change } from "../../src/ledger/change.ts";
import type { Graph } from "./graph.ts";

/** Does what is due about one case alone, as the sweeper does; gives whether anything was. */
export async function sweepAlone({ services }: Pick<Graph, "services">, caseId: string): Promise<boolean> {
  const context = new Context(services, systemActor, randomUUID());
  const { refusals, did } = await change(context, "sweep", { idempotencyKey: randomUUID() }, async (tx) => ({
    did: (await sweepCase(tx, caseId)) ? "done" : null,
  }));
  if (refusals.length > 0) throw new Error(JSON.stringify(refusals));
  return did === "done";
}
