import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../src/context.ts";
import { LedgerTail } from "../../src/feed/tail.ts";
import { encodePosition } from "../../src/ledger/cursor.ts";
import { startLinked } from "../../src/processes/linked.ts";
import { hintsFor } from "../../src/processes/services.ts";
import { sequenceIn } from "../support/cursors.ts";
import { describeOn } from "../support/describe-on.ts";
import { anyPort, type Graph, silent, startGraph } from "../support/graph.ts";
import { facts } from "../support/matrix-facts.ts";
import { readHistory, subscriptionRules, type Told, toldTo } from "../support/matrix-subscriptions.ts";
import { viewpoint } from "../support/matrix-viewpoints.ts";
import { soon } from "../support/soon.ts";
import { done } from "../support/story.ts";
import { type Received, type Transport, transports } from "../support/subscriber.ts";
import { begin, type Course } from "./course.ts";
import { firstResult, type Plan, type ReturningReader, returningReader } from "./returning-reader.ts";

const names = Object.keys(subscriptionRules);
const people = ["the public", "a vendor", "a partner", "COMMERCE", "an auditor"] as const;

/** Those from whom nothing of the course is hidden. */
const seesAll: ReadonlySet<string> = new Set(["COMMERCE", "an auditor"]);

interface Row {
  readonly name: string;
  readonly transport: Transport;
  readonly who: (typeof people)[number];
}
const rows: readonly Row[] = names.flatMap((name) =>
  transports.flatMap((transport) => people.map((who) => ({ name, transport, who }))),
);
/** Those whose event is a record's. Of decisions the parties are told only once they stand. */
const statusRows = rows.filter(({ name, who }) => {
  if (subscriptionRules[name]!.record === null) return false;
  return name !== "decisionRecorded" || seesAll.has(who);
});
const keyOf = ({ name, transport, who }: Row): string => `${name} over ${transport} for ${who}`;

/** The row of the two transports whose reader stays connected all the time: as many over each. */
function steady({ name, who }: Row): Row {
  const transport = transports[(names.indexOf(name) + people.indexOf(who)) % transports.length];
  return rows.find((row) => row.name === name && row.who === who && row.transport === transport)!;
}

const documentOf = (name: string): string => {
  const { record } = subscriptionRules[name]!;
  const event = record
    ? `cursor at type change { id sequence subjectId to } record: ${record.field} { id }`
    : "cursor at type change: id sequence subjectId to";
  return `subscription S($after: Cursor) { told: ${name}(after: $after) { ${event} } }`;
};

/** A place in the ledger, as a cursor. */
const behind = (sequence: number): string => encodePosition({ sequence, id: null });

/** Ahead of any ledger that a test writes. */
const fromElsewhere = behind(10 ** 9);

/** One reader of a row, and the place in the ledger from which it is to be told everything. */
interface Reading {
  readonly how: string;
  readonly behind: number;
  /** Who reads: a person of its own, with the rights of the row's. */
  readonly subject: string;
  readonly reader: ReturningReader;
}

/** A server on the graph's database that knows of the others what the database says, and keeps so many entries in memory. */
async function startNode(graph: Graph, kept?: number) {
  const hints = hintsFor(graph.database.config, silent);
  const services: Services = {
    ...graph.services,
    tail: new LedgerTail(graph.database, silent, { hints, ...(kept === undefined ? {} : { kept }) }),
  };
  const identities = { verifier: graph.people.verifier, developmentTokens: null };
  const server = await startLinked({ ...anyPort }, services, identities, silent);
  return {
    url: server.url,
    tail: services.tail,
    stop: async () => {
      await server.stop();
      await services.tail.stop();
    },
  };
}
type Node = Awaited<ReturnType<typeof startNode>>;

/** What an administrator ends, while others with the same rights go on with the same. */
const disconnected: Row = { name: "changes", transport: "socket", who: "COMMERCE" };

const returns = "comes back to a node that is started again";

/** How many entries the second node keeps once it has been started again: less than what comes meanwhile. */
const kept = 6;

describeOn(["postgres"], "a subscription that is resumed", (kind) => {
  let graph: Graph;
  let course: Course;
  let node: Promise<Node>;
  const readings = new Map<string, Reading[]>();
  /** By row, all that its reader may see, with its place. */
  const visible = new Map<string, readonly (Told & { readonly sequence: number })[]>();
  const refusals = new Map<string, Received | null>();
  /** How far the ledger went when the readers came back to the burst, and when cursors were refused. */
  let begun = 0;
  let refusedAt = 0;
  /** Of places near the end, which the second node had in memory when readers came from there. */
  const inMemory = new Map<number, boolean>();
  let persons = 0;

  const all = (): Reading[] => [...readings.values()].flat();
  const planOf = async ({ name, transport, who }: Row) => {
    const { person } = viewpoint(who);
    persons += 1;
    const subject = `test|reader ${persons}`;
    const token = person && (await graph.people.tokenFor({ ...person, subject }));
    return { transport, token, query: documentOf(name), subject };
  };
  async function read(row: Row, how: string, place: number, way: Pick<Plan, "node" | "leaves">): Promise<void> {
    const { subject, ...plan } = await planOf(row);
    const reader = returningReader({ ...plan, from: behind(place), ...way });
    const key = keyOf(row);
    readings.set(key, [...(readings.get(key) ?? []), { how, behind: place, subject, reader }]);
  }

  /** What each row's reader may see of all that has happened. */
  async function lookAtAll(): Promise<void> {
    const [history, known] = [await readHistory(graph.database), await facts(graph.database)];
    const byId = new Map(known.map((fact) => [fact.id, fact]));
    const sequences = new Map(history.entries.map(({ id, seq }) => [id, seq]));
    for (const row of rows) {
      const told = toldTo(viewpoint(row.who), subscriptionRules[row.name]!, history, byId);
      visible.set(
        keyOf(row),
        told.map((each) => ({ ...each, sequence: sequences.get(each.change)! })),
      );
    }
  }
  const expected = (row: Row, place: number) => visible.get(keyOf(row))!.filter(({ sequence }) => sequence > place);
  const readingOf = (row: Row, how: string): Reading => readings.get(keyOf(row))!.find((each) => each.how === how)!;
  const head = () => graph.services.tail.head();

  beforeAll(async () => {
    graph = await startGraph(kind);
    // All at one moment: what is before and after is the ledger's order alone.
    graph.clock.set("2026-06-09T14:00:00.000Z");
    node = startNode(graph);
    course = await begin(graph);
    await lookAtAll();
    begun = await head();

    const second = async () => (await node).url;
    let come = () => {};
    const came = new Promise<void>((resolve) => {
      come = resolve;
    });
    for (const row of rows) {
      const half = Math.floor(visible.get(keyOf(row))!.length / 2);
      await read(row, returns, 0, {
        node: (connection) => (connection === 0 ? graph.url : came.then(second)),
        leaves: (connection) => (connection === 0 ? half : Number.POSITIVE_INFINITY),
      });
    }
    await soon(() => expect(all().every(({ reader }) => reader.connections === 1)).toBe(true));

    const first = course.burst("partner");
    come();
    for (const row of rows) {
      if (steady(row) === row) await read(row, "stays", 0, { node: () => graph.url });
      if (row.who === "COMMERCE") await read(row, "reads nothing for a while", begun, { node: () => graph.url });
      if (row.who !== "COMMERCE" && row.name === "changes") continue;
      await read(row, "goes from node to node", 0, {
        node: (connection) => (connection % 2 === 0 ? second() : graph.url),
        leaves: (connection) => 2 ** (connection % 5),
      });
    }
    const releases = all()
      .filter(({ how }) => how === "reads nothing for a while")
      .map(({ reader }) => reader.hold());
    await first;
    // Whoever came back to the second node is cut off by its end.
    const returning = all().filter(({ how }) => how === returns);
    await soon(() => expect(returning.every(({ reader }) => reader.connections === 2)).toBe(true));
    const another = course.burst("partner2");
    const stopped = await node;
    node = stopped.stop().then(() => startNode(graph, kept));
    await node;
    await another;
    for (const release of releases) release();
    const value = readingOf(disconnected, "stays").subject;
    const input = { kind: "SUBJECT", value, reason: "A test of its end." };
    done(await course.tell.people.administrator.mutate("disconnectActor", input));
    await course.few();

    refusedAt = await head();
    for (const row of rows) {
      refusals.set(
        keyOf(row),
        await firstResult({ ...(await planOf(row)), from: fromElsewhere, node: () => graph.url }),
      );
    }
    await course.few();
    for (const row of rows) {
      const from = refusals.get(keyOf(row))?.errors?.[0]?.extensions?.resumeFrom;
      if (sequenceIn(from) !== refusedAt) throw new Error(`${keyOf(row)}: ${from} is not where the ledger ended`);
      await read(row, "goes on from where it was told to", refusedAt, { node: second });
    }
    const { tail } = await node;
    const last = await head();
    for (const [back, row] of rows.filter(({ who }) => who === "an auditor").entries()) {
      const place = last - back * 2;
      inMemory.set(place, tail.entriesAfter(place) !== null);
      await read(row, `begins ${back * 2} entries before the end`, place, { node: second });
    }

    await lookAtAll();
    // What is missing then is for the tests to say.
    await soon(() => {
      for (const row of rows) {
        for (const { reader, behind: place } of readings.get(keyOf(row))!) {
          expect(reader.told.length).toBeGreaterThanOrEqual(expected(row, place).length);
        }
      }
    }).catch(() => {});
    await end();
  });
  afterAll(() => end());

  let ended: Promise<void> | null = null;
  /** Stops everything, once; what came until then is told. */
  const end = (): Promise<void> => {
    ended ??= (async () => {
      const over = all().map(({ reader }) => reader.finish());
      await (await node)?.stop();
      await graph?.stop();
      await Promise.all(over);
    })();
    return ended;
  };

  const seen = (told: ReturningReader["told"]): Told[] =>
    told.map(({ change, type, record }) => ({ change: change.id ?? change, type, record: record?.id ?? null }));

  it.each(rows)("tells each event once and in order: $name over $transport, to $who", (row) => {
    const cursors = readingOf(steady(row), "stays").reader.told.map(({ cursor }) => cursor);
    for (const { how, behind: place, reader } of readings.get(keyOf(row))!) {
      const those = expected(row, place);
      expect(reader.problems, how).toEqual([]);
      expect(seen(reader.told), how).toEqual(those.map(({ sequence: _, ...told }) => told));
      const told = reader.told.map(({ cursor }) => cursor);
      expect(told, how).toEqual(cursors.slice(cursors.length - those.length));
    }
  });

  it.each(statusRows)("tells what the test did to each record: $name over $transport, to $who", (row) => {
    const statuses = new Map<string, string[]>();
    for (const { change, record } of readingOf(row, returns).reader.told) {
      // What is done to others concerns an authorization as well.
      if (row.name === "authorizationStatusChanged" && change.subjectId !== record.id) continue;
      const key = `${row.name} ${record.id}`;
      statuses.set(key, [...(statuses.get(key) ?? []), change.to]);
    }
    const driven = [...course.driven].filter(([key]) => key.startsWith(row.name));
    expect(driven.length).toBeGreaterThan(1);
    for (const [key, each] of driven) {
      const told = statuses.get(key) ?? [];
      // Others are told of a record from when it is shown to them.
      expect(told, key).toEqual(seesAll.has(row.who) ? each : each.slice(each.length - told.length));
    }
  });

  it.each(rows)(
    "refuses a cursor from elsewhere, and says from where to go on: $name over $transport, to $who",
    (row) => {
      const [error, ...more] = refusals.get(keyOf(row))!.errors!;
      expect(more).toEqual([]);
      expect(error!.message).toContain("Read the present state");
      expect(error!.extensions).toEqual({ code: "CURSOR_UNKNOWN", resumeFrom: expect.any(String) });
      expect(sequenceIn(error!.extensions!.resumeFrom)).toBe(refusedAt);
      expect(expected(row, refusedAt).length > 0).toBe(expected(row, 0).length > 0);
    },
  );

  it("has asked everyone who may see something, with something before the burst and behind it", () => {
    const asked = rows.filter((row) => expected(row, 0).length > 0);
    expect(asked.length).toBe(transports.length * (4 * names.length + 2));
    for (const row of asked) {
      expect(expected(row, begun).length, keyOf(row)).toBeLessThan(expected(row, 0).length);
      expect(expected(row, begun).length, keyOf(row)).toBeGreaterThan(expected(row, refusedAt).length);
      const returned = readings.get(keyOf(row))!.filter(({ how }) => /^comes back|^goes from/.test(how));
      for (const { how, reader } of returned) expect(reader.connections, `${keyOf(row)} ${how}`).toBeGreaterThan(2);
    }
    for (const row of rows.filter((each) => steady(each) === each)) {
      const { ends, connections } = readingOf(row, "stays").reader;
      const isDisconnected = keyOf(row) === keyOf(disconnected);
      expect([ends, connections], keyOf(row)).toEqual(isDisconnected ? [["DISCONNECTED"], 2] : [[], 1]);
    }
  });

  it("has begun at places that its node remembered, and at others that only the table had", () => {
    const remembered = [...inMemory].sort(([one], [other]) => one - other).map(([, yes]) => yes);
    expect(remembered[0]).toBe(false);
    expect(remembered.at(-1)).toBe(true);
  });
});
