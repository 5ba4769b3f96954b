import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Answer } from "../support/graph.ts";
import { type Followed, follow, type Transport } from "../support/subscriber.ts";
import type { Sighting, Write } from "./history.ts";

/** Where a client finds a node now: whichever it would try next. */
export type Address = () => string;

/** How long a client waits for an answer before it takes the node for lost, in ms. */
const patience = 20_000;
/** How long it waits before it tries again, in ms. */
const moment = 100;

/** What a client must take as "not now": all other errors are faults of the graph. */
const notNow = new Set(["SERVICE_UNAVAILABLE", "BUSY", "RATE_LIMITED", "CONGESTED"]);

/**
 * Sends an operation until it is answered, to whichever node answers. Counts as no answer: a connection that breaks, a
 * time-out, and an error that says to try again. Throws what else comes.
 */
export async function askUntilAnswered(
  address: Address,
  token: string,
  query: string,
  variables: Record<string, unknown> = {},
  // biome-ignore lint/suspicious/noExplicitAny: answers are as various as the operations
): Promise<any> {
  const until = Date.now() + 10 * 60_000;
  for (;;) {
    const answer = await sendOnce(address(), token, query, variables).catch((error: unknown) => {
      if (Date.now() > until) throw new Error(`Nobody answered in ten minutes: ${String(error)}`);
      return null;
    });
    const codes = answer?.errors?.map(({ extensions }) => extensions?.code as string) ?? [];
    if (answer !== null && codes.length === 0) return answer.data;
    const odd = codes.filter((code) => !notNow.has(code));
    if (odd.length > 0) throw new Error(`${odd}: ${JSON.stringify(answer?.errors)}`);
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

const payload = "application { id } refusals { code message }";
const submit = `mutation ($input: SubmitApplicationInput!) { result: submitApplication(input: $input) { ${payload} } }`;
const withdraw = `mutation ($input: WithdrawApplicationInput!) { result: withdrawApplication(input: $input) { ${payload} } }`;

/** A partner that submits and withdraws, and sends each change with one key until it is told that it is done. */
export interface Writer {
  /** All that it was told is done. */
  readonly writes: readonly Write[];
  /** Submits and withdraws so many times. */
  write(times: number): Promise<void>;
  /** Sends changes that were done once more with their keys, at most so many; what is told then is added to them. */
  repeat(most: number): Promise<void>;
}

/** A writer for an admitted partner and a release that takes applications. */
export function writer(address: Address, token: string, releaseId: string): Writer {
  interface Sent extends Write {
    readonly repeated: string[];
    readonly input: Record<string, unknown>;
  }
  const writes: Sent[] = [];
  const run = async (kind: Write["kind"], input: Record<string, unknown>): Promise<string> => {
    const { result } = await askUntilAnswered(address, token, kind === "submit" ? submit : withdraw, { input });
    if (result.refusals.length > 0) throw new Error(`${kind} was refused: ${JSON.stringify(result.refusals)}`);
    return result.application.id;
  };
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
    write: async (times) => {
      for (let n = 0; n < times; n += 1) {
        const applicationId = await done("submit", { new: asked });
        await done("withdraw", { applicationId });
      }
    },
    repeat: async (most) => {
      const step = Math.max(1, Math.ceil(writes.length / most));
      for (const each of writes.filter((_, index) => index % step === 0)) {
        each.repeated.push(await run(each.kind, each.input));
      }
    },
  };
}

const followed = "subscription ($after: Cursor) { event: changes(after: $after) { id cursor sequence } }";
const listed = `query ($after: Cursor) { changes(after: $after, first: 100) {
  nodes { id cursor sequence } pageInfo { hasNextPage endCursor } } }`;

/** Who follows all changes from the ledger's beginning, and comes back behind the last event whenever it is cut off. */
export interface Reader {
  readonly name: string;
  readonly told: readonly Sighting[];
  /** How often it has begun to follow. */
  readonly connections: number;
  /** What went wrong that is no break. */
  readonly problems: readonly string[];
  /** What it may see from the beginning on, as a query lists it. */
  visible(): Promise<Sighting[]>;
  stop(): Promise<void>;
}

/** Begins to follow, and goes on until it is stopped. */
export function reader(
  name: string,
  transport: Transport,
  address: Address,
  { token, after: from }: { readonly token: string; readonly after: string },
): Reader {
  const told: Sighting[] = [];
  const problems: string[] = [];
  let after = from;
  let connections = 0;
  let stopped = false;
  let open: Followed | null = null;
  const run = async () => {
    while (!stopped) {
      connections += 1;
      open = follow(transport, address(), token, followed, { after });
      try {
        await drain(open);
      } catch {
        // Broken off: it comes back.
      }
      await open.stop().catch(() => {});
      if (!stopped) await pause(moment);
    }
  };
  const drain = async (results: Followed) => {
    for (let result = await results.next(); result !== null; result = await results.next()) {
      if (result.errors) {
        const odd = result.errors.filter(({ extensions }) => !notNow.has(String(extensions?.code)));
        problems.push(...odd.map((error) => `${name} got an error: ${JSON.stringify(error)}`));
        return;
      }
      const { id, cursor, sequence } = result.data.event;
      told.push({ id, sequence: Number(sequence) });
      after = cursor;
    }
  };
  const running = run();
  return {
    name,
    told,
    problems,
    get connections() {
      return connections;
    },
    visible: async () => {
      const all: Sighting[] = [];
      for (let cursor: string | null = from; ; ) {
        const { changes } = await askUntilAnswered(address, token, listed, { after: cursor });
        for (const { id, sequence } of changes.nodes) all.push({ id, sequence: Number(sequence) });
        if (!changes.pageInfo.hasNextPage) return all;
        cursor = changes.pageInfo.endCursor;
      }
    },
    stop: async () => {
      stopped = true;
      await open?.stop().catch(() => {});
      await running;
    },
  };
}
