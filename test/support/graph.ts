import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { pino } from "pino";
import type { Services } from "../../src/context.ts";
import { LedgerTail } from "../../src/feed/tail.ts";
import type { Linked } from "../../src/gateway/link.ts";
import { type Ids, idPrefixes, timeOrderedIds } from "../../src/graph/ids.ts";
import { TokenIssuer } from "../../src/identity/token-issuer.ts";
import { linkedGraph, linkedSchema, startLinked } from "../../src/processes/linked.ts";
import { shipPolicies } from "../../src/releases/policies/ship-policies.ts";
import type { Gateway } from "../../src/server/gateway.ts";
import { type FreshDatabase, freshDatabase } from "./database.ts";
import type { DatabaseKind } from "./describe-on.ts";
import { testLedgerKeys } from "./ledger-keys.ts";
import { type People, type Person, people } from "./people.ts";
import { testTokenKey } from "./token-keys.ts";
import { testWebhooks } from "./webhook-settings.ts";

/** An answer as it came over HTTP. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are as various as the operations
  readonly data: any;
  readonly errors?: readonly {
    message: string;
    path?: readonly (string | number)[];
    extensions: Record<string, unknown>;
  }[];
  readonly extensions?: Record<string, unknown>;
}

/** One person's way to the graph. */
export interface Caller {
  /** Sends an operation; gives the whole answer. */
  send(document: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** Sends an operation that must not give errors; gives its data. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are as various as the operations
  ask(document: string, variables?: Record<string, unknown>): Promise<any>;
  /**
   * Runs a mutation `name(input: <Name>Input!)` with a fresh idempotency key unless given, selecting `selection`
   * beside the refusals; gives its payload, refused or not.
   */
  // biome-ignore lint/suspicious/noExplicitAny: payloads are as various as the mutations
  mutate(name: string, input: Record<string, unknown>, selection?: string): Promise<any>;
}

/** A clock that stands until it is set. */
export interface TestClock {
  fixed: Date | null;
  set(time: string): void;
  /** Moves it on by so many days. */
  passDays(days: number): void;
}

/** The whole graph of one test file: served over HTTP, on a database of its own. */
export interface Graph {
  readonly url: string;
  readonly database: FreshDatabase;
  readonly services: Services;
  readonly clock: TestClock;
  readonly people: People;
  /** The public: no token at all. */
  readonly everyone: Caller;
  as(person: Person): Caller;
  stop(): Promise<void>;
}

/** Any free port of 127.0.0.1. */
export const anyPort = { host: "127.0.0.1", port: 0, introspection: true } as const;

export const silent = pino({ level: "silent" });

let linked: Linked | null = null;

/** What runs the operations of one server, over a schema that is linked once in a process: that takes a second. */
export function gatewayOfOwn(): Gateway {
  linked ??= linkedSchema();
  return linkedGraph(linked);
}

/** A test's clock may stand years from the day on which its list was imported. */
const screeningMaxAgeDays = 36_500;

/** What proves a scraper of a test's metrics. */
export const scrapersToken = "a token for scrapers of tests";

/** A clock that is the database's own until it is set. */
function testClock(): TestClock {
  return {
    fixed: null,
    set(time) {
      this.fixed = new Date(time);
    },
    passDays(days) {
      this.fixed = new Date((this.fixed ?? new Date()).getTime() + days * 86_400_000);
    },
  };
}

/** Ids that come in the same order in every run: the n-th id of one run is the n-th of another. */
export function countingIds(): Ids {
  let count = 0;
  const next = () => {
    count += 1;
    return String(count).padStart(26, "0");
  };
  return { next: (type) => `${idPrefixes[type]}_${next()}`, operation: () => `opr_${next()}` };
}

/** One person's way to the graph at `url`. */
export function caller(url: string, token: (() => Promise<string>) | null): Caller {
  const send: Caller["send"] = async (query, variables = {}) => {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (token) headers.authorization = `Bearer ${await token()}`;
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers,
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as Omit<Answer, "status">) };
  };
  const ask: Caller["ask"] = async (document, variables) => {
    const answer = await send(document, variables);
    if (answer.errors) throw new Error(`The graph answered with errors: ${JSON.stringify(answer.errors, null, 2)}`);
    return answer.data;
  };
  const mutate: Caller["mutate"] = async (name, input, selection = "") => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const document = `mutation M($input: ${type}!) { result: ${name}(input: $input) {
      ${selection} refusals { code message field blockers from attempted } } }`;
    return (await ask(document, { input: { idempotencyKey: randomUUID(), ...input } })).result;
  };
  return { send, ask, mutate };
}

/**
 * Starts the linked graph over a fresh database, with the shipped policies or what `prepare` brings. Its clock is the
 * database's until a test sets it.
 */
export async function startGraph(
  kind: DatabaseKind,
  ids: Ids = timeOrderedIds,
  prepare: (services: Services) => Promise<unknown> = shipPolicies,
): Promise<Graph> {
  const database = await freshDatabase(kind);
  const clock = testClock();
  const services: Services = {
    database,
    clock,
    ids,
    tail: new LedgerTail(database, silent),
    screeningMaxAgeDays,
    ledgerKeys: testLedgerKeys,
    tokens: new TokenIssuer(testTokenKey, [], null),
    webhooks: testWebhooks(),
  };
  await prepare(services);
  const known = await people();
  const server = await startLinked(
    { ...anyPort, metricsToken: scrapersToken },
    services,
    { verifier: known.verifier, developmentTokens: null },
    silent,
    gatewayOfOwn(),
  );
  return {
    url: server.url,
    database,
    services,
    clock,
    people: known,
    everyone: caller(server.url, null),
    as: (person) => {
      let token: Promise<string> | null = null;
      return caller(server.url, () => {
        token ??= known.tokenFor(person);
        return token;
      });
    },
    stop: async () => {
      await server.stop();
      await database.drop();
    },
  };
}
