import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Answer } from "../support/graph.ts";
import { type Followed, follow, type Received, type Transport } from "../support/subscriber.ts";
import type { Sighting, Write } from "./history.ts";

/** Where a client finds a node now: whichever it would try next. */
export type Address = () => string;

/** How a client reaches the graph. */
export interface Way {
  readonly address: Address;
  readonly token: string;
  /** Ends what the client is at. */
  readonly until: AbortSignal;
  /** Told of every try that wasn't answered. */
  readonly onTryAgain?: () => void;
}

/** How long a client waits for an answer before it takes the node for lost, in ms. */
const patience = 20_000;
/** How long it waits before it tries again, in ms. */
const moment = 100;
/** How long a reader waits for an event, in ms: longer than any test of faults takes, so that a stalled one is seen. */
const readersPatience = 3_600_000;

/** What a client must take as "not now": all other errors are faults of the graph. */
const notNow = new Set(["SERVICE_UNAVAILABLE", "BUSY"]);

/**
 * Sends an operation until it is answered, to whichever node answers. Counts as no answer: a connection that breaks, a
 * time-out, and an error that says to try again. Throws what else comes.
 */
export async function askUntilAnswered(
  { address, token, until, onTryAgain }: Way,
  query: string,
  variables: Record<string, unknown> = {},
  // biome-ignore lint/suspicious/noExplicitAny: answers are as various as the operations
): Promise<any> {
  for (;;) {
    until.throwIfAborted();
    const answer = await sendOnce(address(), token, query, variables).catch(() => null);
    const codes = answer?.errors?.map(({ extensions }) => extensions?.code as string) ?? [];
    if (answer !== null && codes.length === 0) return answer.data;
    const odd = codes.filter((code) => !notNow.has(code));
    if (odd.length > 0) throw new Error(`${odd}: ${JSON.stringify(answer?.errors)}`);
    onTryAgain?.();
    await pause(moment);
  }
}

async function sendOnce(
  url: string,
  token: string,
  query: string,
  variables: Record<string, unknown>,
): Promise<Omit<Answer, "status">> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(patience),
  });
  return (await response.json()) as Omit<Answer, "status">;
}

/**
 * Runs a mutation with one key until it is told that it is done; gives the id of what it is about. Throws on a refusal:
 * a change that wasn't done must not be refused because it was tried before.
 */
export async function doOnce(
  way: Way,
  mutation: string,
  input: Record<string, unknown> & { readonly idempotencyKey: string },
  subject: string,
): Promise<string> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { result: ${mutation}(input: $input) {
    ${subject} { id } refusals { code message } } }`;
  const { result } = await askUntilAnswered(way, document, { input });
  if (result.refusals.length > 0) throw new Error(`${mutation} was refused: ${JSON.stringify(result.refusals)}`);
  return result[subject].id;
}

/** A partner that submits and withdraws, and sends each change with one key until it is told that it is done. */
export interface Writer {
  /** All that it was told is done. */
  readonly writes: readonly Write[];
  /** How often a change had to be sent again. */
  readonly triedAgain: number;
  /** Submits and withdraws so many times. */
  write(times: number): Promise<void>;
  /** Sends some of the changes that were done once more with their keys, both of a pair; what is told then is added. */
  repeat(pairs: number): Promise<void>;
}

/** A writer for an admitted partner and a release that takes applications. */
export function writer(reach: Way, releaseId: string): Writer {
  interface Sent extends Write {
    readonly repeated: string[];
    readonly input: Record<string, unknown> & { readonly idempotencyKey: string };
  }
  const writes: Sent[] = [];
  let triedAgain = 0;
  const way: Way = {
    ...reach,
    onTryAgain: () => {
      triedAgain += 1;
    },
  };
  const run = (kind: Write["kind"], input: Sent["input"]) => doOnce(way, `${kind}Application`, input, "application");
  const done = async (kind: Write["kind"], more: Record<string, unknown>): Promise<string> => {
    const input = { idempotencyKey: randomUUID(), ...more };
    const applicationId = await run(kind, input);
    writes.push({ key: input.idempotencyKey, kind, applicationId, repeated: [], input });
    return applicationId;
  };
  const asked = {
    releaseId,
    endUse: "CYBER_DEFENSE",
    endUseStatement: "Defending our own network.",
    deployment: "VENDOR_HOSTED",
    namedUsers: 25,
    userJurisdictions: ["US"],
  };
  return {
    writes,
    get triedAgain() {
      return triedAgain;
    },
    write: async (times) => {
      for (let n = 0; n < times; n += 1) {
        const applicationId = await done("submit", { new: asked });
        await done("withdraw", { applicationId });
      }
    },
    repeat: async (pairs) => {
      const step = Math.max(1, Math.ceil(writes.length / 2 / pairs));
      for (const each of writes.filter((_, index) => Math.floor(index / 2) % step === 0)) {
        each.repeated.push(await run(each.kind, each.input));
      }
    },
  };
}

/** The feeds that readers follow: every entry, and authorizations, of which one entry may touch many. */
export const feeds = {
  changes: "subscription ($after: Cursor) { event: changes(after: $after) { cursor sequence subjectId } }",
  authorizations: `subscription ($after: Cursor) { event: authorizationStatusChanged(after: $after) {
    cursor change { sequence } authorization { id } } }`,
} as const;
export type Feed = keyof typeof feeds;

/** Reads one event of either feed. */
export function sightingIn({ data }: Received): Sighting {
  const { cursor, sequence, subjectId, change, authorization } = data.event;
  return { cursor, sequence: Number(sequence ?? change.sequence), subjectId: subjectId ?? authorization.id };
}

/** Who follows a feed from some place, and comes back behind the last event whenever it is cut off. */
export interface Reader {
  readonly name: string;
  readonly feed: Feed;
  readonly told: readonly Sighting[];
  /** How often it has begun to follow. */
  readonly connections: number;
  /** How often what it followed broke off after it had begun. */
  readonly breaks: number;
  /** What went wrong that is no break. */
  readonly problems: readonly string[];
  stop(): Promise<void>;
}

/** Begins to follow, and goes on until it is stopped. */
export function reader(
  name: string,
  [feed, transport]: readonly [Feed, Transport],
  { address, token }: Pick<Way, "address" | "token">,
  from: string,
): Reader {
  const told: Sighting[] = [];
  const problems: string[] = [];
  const count = { connections: 0, breaks: 0 };
  let after = from;
  let stopped = false;
  let open: Followed | null = null;
  const run = async () => {
    while (!stopped) {
      count.connections += 1;
      open = follow(transport, address(), token, feeds[feed], { after }, readersPatience);
      await drain(open);
      await open.stop().catch(() => {});
      if (!stopped) await pause(moment);
    }
  };
  /** Takes what comes until it breaks off. */
  const drain = async (results: Followed) => {
    for (let got = 0; ; got += 1) {
      let result: Received | null;
      try {
        result = await results.next();
      } catch (error) {
        if (got > 0) count.breaks += 1;
        if (!stopped && !isBreak(error)) problems.push(`${name} was thrown out: ${wordsOf(error)}`);
        return;
      }
      if (stopped) return;
      if (result === null) return void problems.push(`${name} was told that the feed is over`);
      if (result.errors) {
        const odd = result.errors.filter(({ extensions }) => !notNow.has(String(extensions?.code)));
        problems.push(...odd.map((error) => `${name} got an error: ${JSON.stringify(error)}`));
        return;
      }
      const event = sightingIn(result);
      told.push(event);
      after = event.cursor;
    }
  };
  const running = run();
  return {
    name,
    feed,
    told,
    problems,
    get connections() {
      return count.connections;
    },
    get breaks() {
      return count.breaks;
    },
    stop: async () => {
      stopped = true;
      await open?.stop().catch(() => {});
      await running;
    },
  };
}

/** A socket that ended as networks or restarts end it, or a connection that failed on its way. */
export function isBreak(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code === "number") return [1001, 1005, 1006, 1012].includes(code);
  return /NetworkError|fetch failed|terminated|ECONN|EPIPE|socket hang up|closed/i.test(wordsOf(error));
}

/** An error's words; of a socket's event too, whose properties aren't its own. */
export function wordsOf(error: unknown): string {
  const { message = "", cause = "", code = "", reason = "" } = (error ?? {}) as Record<string, unknown>;
  return [(error as object)?.constructor?.name, code, reason, message, cause].map(String).join(" ");
}
