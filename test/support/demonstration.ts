import { databaseClock, type Services } from "../../src/context.ts";
import { beginDemonstration, loadDemonstration } from "../../src/demonstration/load.ts";
import { LedgerTail } from "../../src/feed/tail.ts";
import { timeOrderedIds } from "../../src/graph/ids.ts";
import { shipPolicies } from "../../src/releases/policies/ship-policies.ts";
import { type FreshDatabase, freshDatabase } from "./database.ts";
import type { DatabaseKind } from "./describe-on.ts";
import { silent } from "./graph.ts";

/** What a process makes of a database, with nothing in it but its schema. */
export const servicesOf = (database: FreshDatabase): Services => ({
  database,
  clock: databaseClock,
  ids: timeOrderedIds,
  tail: new LedgerTail(database, silent),
});

/** Begins a demonstration in an empty database, as a start does before anything is answered; told now unless told. */
async function begin(services: Services, toldAt: Date): Promise<void> {
  const storyBegins = await beginDemonstration({ ...services, clock: { fixed: toldAt } });
  await shipPolicies({ ...services, clock: { fixed: storyBegins } });
}

/** A database of a demonstration that is begun. */
export async function begunDemonstration(
  kind: DatabaseKind,
  toldAt = new Date(),
): Promise<{ database: FreshDatabase; services: Services; toldAt: Date }> {
  const database = await freshDatabase(kind);
  const services = servicesOf(database);
  await begin(services, toldAt);
  return { database, services, toldAt };
}

/** Loads it to the end. */
export const load = (services: Services): Promise<number | null> =>
  loadDemonstration(services, new AbortController().signal);

/** Gives an empty database the whole demonstration. */
export async function demonstrate(services: Services): Promise<void> {
  await begin(services, new Date());
  await load(services);
}
