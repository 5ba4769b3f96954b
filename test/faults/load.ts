import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { beginning } from "../support/feed.ts";
import { soon } from "../support/soon.ts";
import { done, type Story } from "../support/story.ts";
import { follow, transports } from "../support/subscriber.ts";
import {
  type Address,
  askUntilAnswered,
  doOnce,
  type Feed,
  feeds,
  isBreak,
  type Reader,
  reader,
  sightingIn,
  type Way,
  type Writer,
  wordsOf,
  writer,
} from "./clients.ts";
import { problemsOf, type ReaderHistory, type Sighting, type Write } from "./history.ts";

/** What a load needs of the graph that it is put on. */
export interface Target {
  /** Tells what must be there before; nothing is broken meanwhile. */
  readonly tell: Story;
  /** Where writers, and where readers, find a node. */
  readonly writeTo: Address;
  readonly readFrom: Address;
  tokenFor(role: string, options?: { readonly org?: string; readonly subject?: string }): Promise<string>;
}

/** Clients that write and clients that follow, through whatever happens to the nodes. */
export interface Load {
  readonly writers: readonly Writer[];
  readonly readers: readonly Reader[];
  /** Every writer submits and withdraws so many times, and one directive stops and frees three authorizations, all at once. */
  write(times: number): Promise<void>;
  /**
   * When all is well again: sends some changes once more, waits until every reader has caught up, and expects that the
   * history has no problem. Gives its size, for the run's log.
   */
  judge(): Promise<{ writes: number; triedAgain: number; events: number; connections: number; breaks: number }>;
  stop(): Promise<void>;
}

const partners = ["acme-research", "globex-health", "initech-labs"] as const;
/** Who follows what, each by both transports: an auditor sees everything, a partner and a vendor a part. */
const followers: readonly (readonly [feed: Feed, role: string, org?: string])[] = [
  ["changes", "auditor"],
  ["changes", "partner", partners[0]],
  ["changes", "vendor", "example-labs"],
  ["authorizations", "vendor", "example-labs"],
];

/** Sets the stage, and starts the readers. */
export async function startLoad({ tell, writeTo, readFrom, tokenFor }: Target): Promise<Load> {
  const ending = new AbortController();
  const until = ending.signal;
  await tell.vendor();
  const releaseId = await tell.previewedRelease();
  const measured = await tell.previewedRelease();
  const writers: Writer[] = [];
  const staged: Write[] = [];
  for (const org of partners) {
    const token = await tokenFor("partner", { org, subject: `partner|${org}` });
    const way: Way = { address: writeTo, token, until };
    const partner = { legalName: `${org} (fictional)`, kind: "ENTERPRISE", jurisdiction: "US" };
    const partnerId = await doOnce(way, "registerPartner", { idempotencyKey: org, ...partner }, "partner");
    done(await tell.people.commerce.mutate("admitPartner", { partnerId }));
    staged.push(await authorized(tell, way, measured));
    writers.push(writer(way, releaseId));
  }
  const commerce: Way = { address: writeTo, token: await tokenFor("commerce"), until };
  const auditor: Way = { address: readFrom, token: await tokenFor("auditor"), until };
  const ways = new Map<Reader, Way>();
  for (const [feed, role, org] of followers) {
    const way: Way = { ...auditor, token: await tokenFor(role, { org, subject: `${role}|${org ?? ""}` }) };
    for (const transport of transports) {
      ways.set(reader(`${role} following ${feed} by ${transport}`, [feed, transport], way, beginning), way);
    }
  }
  const readers = [...ways.keys()];
  const write = async (times: number) => {
    await Promise.all([stopAndFree(commerce, measured), ...writers.map((each) => each.write(times))]);
  };
  return {
    writers,
    readers,
    write,
    judge: async () => {
      await Promise.all(writers.map((each) => each.repeat(5)));
      const head = await headOf(auditor);
      const lifts = (await listOf(auditor, head)).filter(({ type }) => type === "DirectiveLifted");
      const end = { head, freed: lastOf(lifts) };
      const histories = await Promise.all(
        [...ways].map(([each, way]) =>
          historyOf(each, way, end, each.name.startsWith("partner") ? writers[0] : undefined),
        ),
      );
      // What was told too much before comes before what happens now.
      await write(1);
      const later = await headOf(auditor);
      await Promise.all(readers.map((each) => soon(() => expect(lastOf(each.told)).toBeGreaterThan(head))));
      const told = histories.map(({ reader: { told: all }, ...rest }) => ({
        ...rest,
        told: all.filter(({ sequence }) => sequence <= head),
      }));
      const entries = await listOf(auditor, later);
      const writes = [...writers.flatMap((each) => each.writes), ...staged];
      expect(readers.flatMap(({ problems }) => problems)).toEqual([]);
      expect(problemsOf({ writes, readers: told, applications: applicationsIn(entries) })).toEqual([]);
      return {
        writes: writes.length,
        triedAgain: writers.reduce((sum, { triedAgain }) => sum + triedAgain, 0),
        events: told.reduce((sum, each) => sum + each.told.length, 0),
        connections: readers.reduce((sum, { connections }) => sum + connections, 0),
        breaks: readers.reduce((sum, { breaks }) => sum + breaks, 0),
      };
    },
    stop: async () => {
      ending.abort(new Error("The load was stopped."));
      await Promise.all(readers.map((each) => each.stop()));
    },
  };
}

/** An authorization of the way's partner for a release. */
async function authorized(tell: Story, way: Way, releaseId: string): Promise<Write> {
  const asked = {
    releaseId,
    endUse: "HEALTH",
    endUseStatement: "Reading scans.",
    deployment: "VENDOR_HOSTED",
    namedUsers: 5,
    userJurisdictions: ["US"],
  };
  const input = { idempotencyKey: randomUUID(), new: asked };
  const applicationId = await doOnce(way, "submitApplication", input, "application");
  const revision = await tell.revisionOf(applicationId);
  done(await tell.people.commerce.mutate("acceptApplication", { applicationId, revision }));
  await tell.everyoneConcurs(applicationId);
  await tell.countersigned(applicationId);
  return { key: input.idempotencyKey, kind: "submit", applicationId, repeated: [] };
}

/** One entry that touches three authorizations, and another. */
async function stopAndFree(commerce: Way, releaseId: string): Promise<void> {
  const order = { effect: "SUSPEND", force: "ORDER", reason: "NATIONAL_SECURITY", legalBasis: "A test of faults." };
  const issue = { idempotencyKey: randomUUID(), releaseId, ...order };
  const directiveId = await doOnce(commerce, "issueDirective", issue, "directive");
  const lift = { idempotencyKey: randomUUID(), directiveId, reason: "Resolved." };
  await doOnce(commerce, "liftDirective", lift, "directive");
}

const lastOf = (told: readonly Sighting[]): number => told.at(-1)?.sequence ?? 0;

async function headOf(auditor: Way): Promise<number> {
  const { changes } = await askUntilAnswered(
    auditor,
    "{ changes(first: 1, orderBy: SEQUENCE_DESC) { nodes { sequence } } }",
  );
  return Number(changes.nodes[0].sequence);
}

type Judged = Omit<ReaderHistory, "told"> & { readonly reader: Reader };

/** What a reader may see up to the head, once it has been told of the end of it. */
async function historyOf(
  each: Reader,
  way: Way,
  { head, freed }: { readonly head: number; readonly freed: number },
  writes: Writer | undefined,
): Promise<Judged> {
  const visible = each.feed === "changes" ? await listOf(way, head) : await replayOf(way, each.feed, freed);
  await soon(() => expect(lastOf(each.told), each.name).toBeGreaterThanOrEqual(lastOf(visible))).catch(() => {});
  return {
    reader: each,
    name: each.name,
    visible,
    everything: each.name.startsWith("auditor"),
    mustKnow: writes?.writes.map(({ applicationId }) => applicationId) ?? [],
  };
}

const listed = `query ($after: Cursor) { changes(after: $after, first: 100) {
  nodes { cursor sequence type subjectType subjectId } pageInfo { hasNextPage endCursor } } }`;

type Listed = Sighting & { readonly type: string; readonly subjectType: string };

async function listOf(way: Way, head: number): Promise<Listed[]> {
  const all: Listed[] = [];
  for (let after: string | null = beginning; ; ) {
    const { changes } = await askUntilAnswered(way, listed, { after });
    for (const node of changes.nodes) {
      if (Number(node.sequence) <= head) all.push({ ...node, sequence: Number(node.sequence) });
    }
    if (!changes.pageInfo.hasNextPage || lastOf(all) >= head) return all;
    after = changes.pageInfo.endCursor;
  }
}

/** How often a replay is begun again whose connection broke. */
const begunAgain = 3;

/** What a reader is told that begins when all is quiet and isn't cut off, up to the entry that frees everyone last. */
async function replayOf(way: Way, feed: Feed, freed: number): Promise<Sighting[]> {
  for (let times = 0; ; times += 1) {
    try {
      return await replayedOnce(way, feed, freed);
    } catch (error) {
      if (!isBreak(error) || times === begunAgain) throw error;
      console.warn(`A replay's connection broke: ${wordsOf(error)}`);
    }
  }
}

async function replayedOnce({ address, token }: Way, feed: Feed, freed: number): Promise<Sighting[]> {
  const all: Sighting[] = [];
  const following = follow("events", address(), token, feeds[feed], { after: beginning });
  try {
    while (all.filter(({ sequence }) => sequence === freed).length < partners.length) {
      const result = await following.next();
      if (result === null || result.errors) throw new Error(`A replay ended: ${JSON.stringify(result?.errors)}`);
      all.push(sightingIn(result));
    }
    return all;
  } finally {
    await following.stop();
  }
}

/** The applications that entries tell of, with the types of their entries. */
function applicationsIn(entries: readonly Listed[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { type, subjectType, subjectId } of entries) {
    if (subjectType === "Application") found.set(subjectId, [...(found.get(subjectId) ?? []), type]);
  }
  return found;
}
