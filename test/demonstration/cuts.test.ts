import { afterAll, expect, it } from "vitest";
import type { Services } from "../../src/context.ts";
import { beginDemonstration, loadDemonstration } from "../../src/demonstration/load.ts";
import { shipPolicies } from "../../src/releases/policies/ship-policies.ts";
import { chance as chanceOf } from "../races/chance.ts";
import { type FreshDatabase, freshDatabase } from "../support/database.ts";
import { begunDemonstration, load, servicesOf } from "../support/demonstration.ts";
import { describeOn } from "../support/describe-on.ts";

/** A Sunday after a holiday, told at night. */
const toldAt = new Date("2027-01-03T04:30:00.000Z");

/** How a load ends before its end: a change is lost, is kept though nobody learns of it, or the process is told to stop. */
const ends = ["before the change", "after the change", "between two changes"] as const;

/** The same database, whose n-th change from now doesn't come back. */
function cutting(services: Services, changes: number, end: (typeof ends)[number], stop: AbortController): Services {
  let left = changes;
  const { source } = services.database;
  const transaction = async (...work: unknown[]): Promise<unknown> => {
    left -= 1;
    if (left === 0 && end === "before the change") throw new Error("cut");
    const result = await (source.transaction as (...work: unknown[]) => Promise<unknown>)(...work);
    if (left === 0 && end === "after the change") throw new Error("cut");
    if (left === 0) stop.abort();
    return result;
  };
  const cut = new Proxy(source, {
    get: (target, name) => (name === "transaction" ? transaction : Reflect.get(target, name, target)),
  });
  return { ...services, database: { ...services.database, source: cut } };
}

/** All that was told, without the ids that differ from one database to another. */
const toldTo = (database: FreshDatabase) =>
  database.query(
    `select seq, at, type, subject_type, actor->>'subject' as by, actor->>'mutation' as mutation, actor->>'correlationId' as step,
        payload->>'from' as "from", payload->>'to' as "to", audience
      from ledger_entry order by seq`,
  );

describeOn(["postgres"], "a demonstration whose load is cut", (kind) => {
  const databases: FreshDatabase[] = [];
  afterAll(() => Promise.all(databases.map((each) => each.drop())));
  const begun = async () => {
    const made = await begunDemonstration(kind, toldAt);
    databases.push(made.database);
    return made;
  };

  it("comes to the same world as one that wasn't, wherever it was cut and however often", async () => {
    const chance = chanceOf("the demonstration's cuts");
    const [whole, parts] = [await begun(), await begun()];
    await load(whole.services);
    let cuts = 0;
    let reached = 0;
    for (let done = false; !done; ) {
      // Each load first comes by what is there already.
      reached += 1 + chance.below(120);
      const stop = new AbortController();
      const end = chance.pick(ends);
      const services = cutting(parts.services, reached, end, stop);
      try {
        done = (await loadDemonstration(services, stop.signal)) !== null;
      } catch (error) {
        expect(error).toMatchObject({ message: "cut" });
      }
      if (!done) cuts += 1;
      // A restart publishes the policies anew, which are there.
      await shipPolicies({ ...parts.services, clock: { fixed: await beginDemonstration(parts.services) } });
    }
    expect(cuts).toBeGreaterThan(0);
    expect(await toldTo(parts.database)).toEqual(await toldTo(whole.database));
  }, 240_000);

  it("is none of a database that has anything else in it", async () => {
    const database = await freshDatabase(kind);
    databases.push(database);
    const services = servicesOf(database);
    await shipPolicies(services);
    expect(await beginDemonstration(services)).toBeNull();
    expect(await load(services)).toBeNull();
    expect(await database.query("select last_seq::int as entries from ledger_tail")).toEqual([{ entries: 3 }]);
  });
});
