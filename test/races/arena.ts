import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { databaseClock, type Services } from "../../src/context.ts";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { LedgerTail } from "../../src/feed/tail.ts";
import { timeOrderedIds } from "../../src/graph/ids.ts";
import { startLinked } from "../../src/processes/linked.ts";
import type { RunningServer } from "../../src/server/server.ts";
import { aPolicy, aVendor } from "../decisions/rows.ts";
import { type FreshDatabase, freshDatabase, quietLog } from "../support/database.ts";
import { anyPort, type Caller, caller, gatewayOfOwn, silent } from "../support/graph.ts";
import { type People, type Person, people } from "../support/people.ts";
import { type Chance, chance } from "./chance.ts";
import { brokenInvariants, prepareInvariants } from "./invariants.ts";

/** One person's attempt in a race. */
export interface Attempt {
  readonly by: Person;
  readonly mutation: string;
  readonly input: Record<string, unknown>;
  /** What to select beside the refusals. */
  readonly shown?: string;
  /** By how many milliseconds at most it starts late: for one that would nearly always come first. */
  readonly late?: number;
}

/** What an attempt came to: its payload, with refusals where it was refused. */
// biome-ignore lint/suspicious/noExplicitAny: payloads are as various as the mutations
export type Came = any;

/** Two nodes over one PostgreSQL database, with a pool of connections each, and what a race is run on. */
export interface Arena {
  readonly services: Services;
  readonly database: FreshDatabase;
  readonly chance: Chance;
  readonly vendorId: string;
  readonly policyId: string;
  /** A way to one of the two nodes, by chance. */
  as(person: Person): Caller;
  /** Starts all attempts at once, in an order, on nodes and after pauses of chance; gives what each came to, in order. */
  atOnce(attempts: readonly Attempt[]): Promise<Came[]>;
  /** Runs a race so many times, and asks after each round whether every invariant holds. */
  rounds(count: number, round: () => Promise<string>): Promise<void>;
  stop(): Promise<void>;
}

export const official = (agency: "ONCD" | "OSTP" | "COMMERCE" | "DEFENSE", name = "one"): Person => ({
  roles: [agency.toLowerCase()],
  subject: `test|${agency}|${name}`,
});
export const vendor: Person = { roles: ["vendor"], org: "example-labs" };
export const partner = (org: string): Person => ({ roles: ["partner"], org });

/**
 * What an attempt comes to. One that is told that others are changing the same is sent again with its key, as a client
 * would; any other error fails the race.
 */
async function untilHeard(way: Caller, { mutation, input, shown = "" }: Attempt): Promise<Came> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const document = `mutation M($input: ${type}!) { result: ${mutation}(input: $input) {
    ${shown} refusals { code message field blockers from attempted } } }`;
  const variables = { input: { idempotencyKey: randomUUID(), ...input } };
  for (;;) {
    const { data, errors } = await way.send(document, variables);
    if (!errors) return data.result;
    if (errors.some(({ extensions }) => extensions.code !== "BUSY")) throw new Error(JSON.stringify(errors));
  }
}

const node = async (services: Services, verifier: People["verifier"]): Promise<RunningServer> => {
  return startLinked(anyPort, services, { verifier, developmentTokens: null }, silent, gatewayOfOwn());
};

/** Opens the arena of one race, named in what it prints. */
async function openArena(race: string): Promise<Arena> {
  const database = await freshDatabase("postgres");
  await prepareInvariants(database);
  const second = await openDatabase(database.config, quietLog);
  const servicesOn = (on: Database): Services => ({
    database: on,
    clock: databaseClock,
    ids: timeOrderedIds,
    tail: new LedgerTail(on, quietLog),
  });
  const services = servicesOn(database);
  const { verifier, tokenFor } = await people();
  const nodes = [await node(services, verifier), await node(servicesOn(second), verifier)];
  const by = chance(race);
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (person: Person): Promise<string> => {
    const key = JSON.stringify(person);
    const token = tokens.get(key) ?? tokenFor(person);
    tokens.set(key, token);
    return token;
  };
  const as = (person: Person): Caller => caller(by.pick(nodes).url, () => tokenOf(person));

  const atOnce = async (attempts: readonly Attempt[]): Promise<Came[]> => {
    const came: Came[] = [];
    // Who is first is chance's, not the list's; an error, whatever it is, fails the race.
    const order = by.shuffled(attempts.map((_, index) => index));
    const pauses = attempts.map(({ late }) => by.pause(late ?? by.pick([0, 0, 2, 8])));
    await Promise.all(
      order.map(async (index) => {
        const attempt = attempts[index] as Attempt;
        const way = as(attempt.by);
        await pauses[index];
        came[index] = await untilHeard(way, attempt);
      }),
    );
    return came;
  };

  const rounds: Arena["rounds"] = async (count, round) => {
    const tally = new Map<string, number>();
    for (let number = 1; number <= count; number += 1) {
      const outcome = await round();
      tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
      expect(await brokenInvariants(database), `round ${number}, ${outcome}`).toEqual([]);
    }
    const [stats] = await database.asOwner("select deadlocks from pg_stat_database where datname = current_database()");
    expect(stats, "locks were taken in another order than the one").toEqual({ deadlocks: "0" });
    const told = [...tally].map(([outcome, times]) => `${outcome} ${times}`).sort();
    console.log(`${race}: ${count} rounds: ${told.join(", ")}`);
  };

  return {
    services,
    database,
    chance: by,
    vendorId: await aVendor({ services }),
    policyId: await aPolicy({ services }),
    as,
    atOnce,
    rounds,
    stop: async () => {
      for (const each of nodes) await each.stop();
      await second.close();
      await database.drop();
    },
  };
}

/** A test that runs one race so many times, in an arena of its own. `round` names how it came out. */
export function race(name: string, count: number, round: (arena: Arena) => Promise<string>): void {
  it(name, { timeout: 60_000 + count * 5_000 }, async () => {
    const arena = await openArena(name);
    try {
      await arena.rounds(count, () => round(arena));
    } finally {
      await arena.stop();
    }
  });
}
