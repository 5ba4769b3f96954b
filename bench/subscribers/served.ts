import { setTimeout as pause } from "node:timers/promises";
import type { RunningContender } from "../contenders.ts";
import type { Subscriber } from "./audience.ts";
import { type Child, startChild } from "./child.ts";
import { document } from "./event.ts";
import { machineNow } from "./machine-now.ts";
import type { Heard, ReadersOrder, ReadersSaid } from "./readers.ts";
import type { Written } from "./written.ts";

export type Readers = Child<ReadersOrder, ReadersSaid>;
export type Opening = Extract<ReadersOrder, { do: "open" }>;

const longestStart = 60_000;
/** How long events are waited for, ms, and for how long where none comes. */
export const longestWait = 60_000;
const longestSilence = 10_000;

/** A server that subscribers are served by. */
export interface Served {
  readonly title: string;
  readonly start: () => Promise<RunningContender>;
  /** The cursor that subscribers begin behind; null of a server that knows none. */
  readonly newest: (url: string) => Promise<string | null>;
  /** What it tells of a change, by the change's place in the ledger: of that change or, where it repeats, of another. */
  readonly told: (changed: Written, place: number) => Written;
  /** Whether a text is what is to be sent of a change. */
  readonly isRight: (text: string, changed: Written, place: number) => boolean;
}

/** Starts a server and the process of its readers, and stops both whatever happens. */
export async function withReaders<Result>(
  served: Served,
  use: (running: RunningContender, readers: Readers) => Promise<Result>,
): Promise<Result> {
  const running = await served.start();
  const readers: Readers = startChild("readers");
  try {
    await untilAnswers(running);
    return await use(running, readers);
  } catch (error) {
    const said = running.processes.map(({ errors }) => errors()).join("");
    if (said) console.error(said);
    throw new Error(`${served.title}: ${(error as Error).message}`, { cause: error });
  } finally {
    readers.stop();
    await Promise.all(running.processes.map((process) => process.stop()));
  }
}

/** What the readers are to open: a socket for each subscriber. */
export function opening(
  running: RunningContender,
  { subscribers, tokens }: { readonly subscribers: readonly Subscriber[]; readonly tokens: readonly string[] },
  { after, events }: { after: string | null; events: number },
): Opening {
  const readers = subscribers.map(({ filter }, number) => ({ token: tokens[number] as string, filter }));
  return { do: "open", url: urlOf(running).replace("http", "ws"), document, after, readers, events };
}

/** All that has come. */
export async function heardBy(readers: Readers): Promise<Heard> {
  readers.tell({ do: "report" });
  return (await readers.says("heard", longestWait)).heard;
}

/** Waits until so many events have come, within bounds. Gives whether it ended because nothing came any more. */
export async function untilCame(readers: Readers, events: number): Promise<boolean> {
  const begun = machineNow();
  for (let came = -1, last = begun; ; ) {
    const progress = await readers.says("progress", longestWait);
    const now = machineNow();
    if (progress.events !== came) last = now;
    came = progress.events;
    if (came >= events || now - begun > longestWait) return false;
    if (now - last > longestSilence) return true;
  }
}

/** Where the graph is asked. */
export const urlOf = ({ port }: RunningContender): string => `http://127.0.0.1:${port}/graphql`;

async function untilAnswers(running: RunningContender): Promise<void> {
  const begun = machineNow();
  for (;;) {
    const request = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"query":"{__typename}"}',
    };
    const response = await fetch(urlOf(running), request).catch(() => null);
    await response?.arrayBuffer();
    if (response?.status === 200) return;
    if (running.processes.some(({ ended }) => ended())) throw new Error("A process ended.");
    if (machineNow() - begun > longestStart) throw new Error(`It didn't answer within ${longestStart / 1_000} s.`);
    await pause(100);
  }
}
