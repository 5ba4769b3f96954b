import { databaseClock, type Services } from "../../src/context.ts";
import { beginDemonstration, loadDemonstration } from "../../src/demonstration/load.ts";
import { LedgerTail } from "../../src/feed/tail.ts";
import { timeOrderedIds } from "../../src/graph/ids.ts";
import { shipPolicies } from "../../src/releases/ship-policies.ts";
import { type FreshDatabase, freshDatabase } from "./database.ts";
import type { DatabaseKind } from "./describe-on.ts";
import { silent } from "./graph.ts";

/** A database of a demonstration that is begun, as a start leaves it before anything is answered. */
export async function begunDemonstration(kind: DatabaseKind): Promise<{ database: FreshDatabase; services: Services }> {
  const database = await freshDatabase(kind);
  const services = { database, clock: databaseClock, ids: timeOrderedIds, tail: new LedgerTail(database, silent) };
  await shipPolicies({ ...services, clock: { fixed: await beginDemonstration(services) } });
  return { database, services };
}

/** Loads it to the end. */
export const load = (services: Services): Promise<number | null> =>
  loadDemonstration(services, new AbortController().signal);
