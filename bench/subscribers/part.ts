import { setTimeout as pause } from "node:timers/promises";
import type { RunningContender } from "../contenders.ts";
import { cpuMs, memoryMb } from "../processes.ts";
import { isWithin, type Match, type Subscriber } from "./audience.ts";
import { type Checked, check, WrongEvents } from "./check.ts";
import { type Child, startChild } from "./child.ts";
import { applicationsOf, type Changed, lastSequence, serversBackends, submitAll, writersUrl } from "./data.ts";
import { machineNow } from "./machine-now.ts";
import type { Heard } from "./readers.ts";
import {
  heardBy,
  longestWait,
  type Opening,
  opening,
  type Readers,
  type Served,
  untilCame,
  urlOf,
  withReaders,
} from "./served.ts";
import type { WriterOrder, WriterSaid } from "./writer.ts";
import { type Written, writtenFrom } from "./written.ts";

/** What is measured of each server. */
export interface Part {
  readonly match: Match;
  readonly subscribers: readonly Subscriber[];
  /** Each subscriber's. */
  readonly tokens: readonly string[];
  readonly databaseUrl: string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly warmUp: number;
}

/** What one server came to. Processor times are ms. */
export interface Measured {
  readonly checked: Checked;
  readonly written: readonly Written[];
  /** The cursor that the subscribers began behind. */
  readonly after: string | null;
  /** How many of the measured changes were committed in a second. */
  readonly changesPerSecond: number;
  /** Events that the clients got in a second, from the first measured change to the last event. */
  readonly eventsPerSecond: number;
  /** Processor time of the server and of its connections in PostgreSQL, for a thousand events. */
  readonly cpu: number;
  readonly databaseCpu: number;
  /** How much of a core the server took meanwhile. */
  readonly busy: number;
  /** Memory of the server for each subscriber that is connected and idle, kB of 1,000 bytes; and before them, MB. */
  readonly memoryEach: number;
  readonly memoryBefore: number;
  /** The sockets that the server closed before the end. */
  readonly closed: Heard["closed"];
}

const longestStart = 60_000;
const longestOpening = 600_000;
const settled = 5_000;
/** How many sockets are opened and closed before the memory is looked at: so that what the first ones load isn't theirs. */
const firstSockets = 50;

type Writer = Child<WriterOrder, WriterSaid>;

/** Starts a server, and measures it. Throws unless everything that came is as it should be. */
export async function measure(served: Served, part: Part): Promise<Measured> {
  await submitAll(part.databaseUrl);
  return withReaders(served, async (running, readers) => {
    const writer: Writer = startChild("writer");
    try {
      return await measureRunning(served, part, { running, readers, writer });
    } finally {
      writer.stop();
    }
  });
}

async function measureRunning(
  served: Served,
  part: Part,
  { running, readers, writer }: { running: RunningContender; readers: Readers; writer: Writer },
): Promise<Measured> {
  const { databaseUrl, subscribers, perSecond, seconds, warmUp } = part;
  const pids = running.processes.map(({ pid }) => pid);
  const applications = applicationsOf(part.match);
  const changes = (warmUp + seconds) * perSecond;
  const events = eventsOf(part, applications, changes);
  const after = await served.newest(urlOf(running));
  const memory = await memoryOfIdle(readers, opening(running, part, { after, events }), pids);

  const before = await lastSequence(databaseUrl);
  const first = warmUp * perSecond;
  writer.tell({ do: "open", databaseUrl: writersUrl(databaseUrl), applications, perSecond, changes, warmUp: first });
  await writer.says("opened", longestStart);
  writer.tell({ do: "begin" });
  await writer.says("measured", warmUp * 1_000 + longestWait);
  const backends = await serversBackends(databaseUrl);
  const taken = () => ({ at: machineNow(), own: cpuMs(pids), database: cpuMs(backends) });
  const begin = taken();
  const { commits, failures } = await writer.says("done", seconds * 1_000 + longestWait);
  if (failures.length > 0) throw new Error(`${failures.length} changes failed, the first with ${failures[0]}`);
  const silent = await untilCame(readers, events);
  const end = taken();

  // What comes twice may come late.
  await pause(500);
  const heard = await heardBy(readers);
  const written = await writtenFrom({ databaseUrl, before, commits, applications, warmUp: first });
  const told = written.map(served.told);
  const filters = subscribers.map(({ filter }) => filter);
  const checked = check(told, filters, heard, (text, place) => served.isRight(text, told[place]!, place));
  if (silent && heard.closed.length === 0 && checked.delivered < checked.expected) {
    const lost = checked.expected - checked.delivered;
    throw new WrongEvents(`${lost} events of ${checked.expected} never came, and nothing else came meanwhile.`);
  }
  const counted = written.filter(({ counts }) => counts);
  const firstDue = Math.min(...counted.map(({ due }) => due));
  const lastCommit = Math.max(...counted.map(({ committed }) => committed));
  const thousands = heard.when.reduce((count, when) => count + Number(when >= begin.at), 0) / 1_000;
  return {
    ...{ checked, written, after, ...memory, closed: heard.closed },
    changesPerSecond: counted.length / ((lastCommit - firstDue) / 1_000),
    eventsPerSecond: checked.latencies.length / ((checked.lastCame - firstDue) / 1_000),
    cpu: (end.own - begin.own) / thousands,
    databaseCpu: (end.database - begin.database) / thousands,
    busy: (end.own - begin.own) / (end.at - begin.at),
  };
}

/** How many events there are for all subscribers. */
const eventsOf = ({ subscribers }: Part, applications: readonly Changed[], changes: number): number =>
  subscribers.reduce(
    (sum, { filter }) =>
      sum +
      applications.reduce(
        (own, { id, releaseId }, turn) =>
          own +
          Number(isWithin(filter, { applicationId: id, releaseId })) *
            Math.ceil(Math.max(0, changes - turn) / applications.length),
        0,
      ),
    0,
  );

/** Has everybody connected, and tells what memory that took. */
async function memoryOfIdle(
  readers: Readers,
  order: Opening,
  pids: readonly number[],
): Promise<Pick<Measured, "memoryBefore" | "memoryEach">> {
  readers.tell({ ...order, readers: order.readers.slice(0, firstSockets) });
  await readers.says("opened", longestOpening);
  await untilIdle(pids);
  readers.tell({ do: "close" });
  await readers.says("closed", longestOpening);
  await untilIdle(pids);
  const memoryBefore = memoryMb(pids);
  readers.tell(order);
  await readers.says("opened", longestOpening);
  await untilIdle(pids);
  await pause(settled);
  const memoryEach = ((memoryMb(pids) - memoryBefore) * 2 ** 20) / 1_000 / order.readers.length;
  return { memoryBefore, memoryEach };
}

/** Waits until the processes do next to nothing. */
async function untilIdle(pids: readonly number[]): Promise<void> {
  const begun = machineNow();
  for (let taken = cpuMs(pids); machineNow() - begun < longestOpening; ) {
    await pause(1_000);
    const now = cpuMs(pids);
    if (now - taken < 50) return;
    taken = now;
  }
}
