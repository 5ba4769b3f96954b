import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Services } from "../../src/context.ts";
import { Listener, listenerName } from "../../src/database/listener.ts";
import { LedgerTail, type TailOptions } from "../../src/feed/tail.ts";
import { ledgerChannel } from "../../src/ledger/append.ts";
import { startLinked } from "../../src/processes/linked.ts";
import { hintsFor } from "../../src/processes/services.ts";
import type { RunningServer } from "../../src/server/server.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Following, following, readers } from "../support/feed.ts";
import { anyPort, type Graph, gatewayOfOwn, silent, startGraph } from "../support/graph.ts";
import { soon } from "../support/soon.ts";
import { type Story, story } from "../support/story.ts";

const changes = "subscription C($after: Cursor) { changes(after: $after) { sequence } }";
/** So rarely that nothing is found by looking. */
const never = { pollMs: 3_600_000, pollWhileHintedMs: 3_600_000 };

describeOn(["postgres"], "hints between processes", (kind) => {
  let graph: Graph;
  let tell: Story;
  const servers: { readonly server: RunningServer; readonly services: Services; readonly feed: Following }[] = [];
  let vendors = 0;
  beforeAll(async () => {
    graph = await startGraph(kind);
    tell = story(graph);
  });
  afterEach(async () => {
    for (const { server, services, feed } of servers.splice(0)) {
      await feed.stop();
      await server.stop();
      await services.tail.stop();
    }
  });
  afterAll(() => graph?.stop());

  const listeners = async (): Promise<number> =>
    (
      await graph.database.query<{ count: number }>(
        "select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name = $1",
        [listenerName],
      )
    )[0]!.count;
  const kill = async (): Promise<number> =>
    (
      await graph.database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name = $1`,
        [listenerName],
      )
    ).length;

  /** Another process on the same database, as far as the feed knows. */
  async function node(options: TailOptions) {
    const services: Services = { ...graph.services, tail: new LedgerTail(graph.database, silent, options) };
    const identities = { verifier: graph.people.verifier, developmentTokens: null };
    const server = await startLinked({ ...anyPort }, services, identities, silent, gatewayOfOwn());
    const one = { server, services, feed: following(graph, server.url) };
    servers.push(one);
    return one;
  }
  const listening = async (more: TailOptions = never) => {
    const one = await node({ ...more, hints: hintsFor(graph.database.config, silent) });
    return one;
  };
  /** A change by the first process, which every official may see. */
  const change = async () => {
    vendors += 1;
    await tell.vendor({ org: `labs-${vendors}`, name: `Labs ${vendors} (fictional)` });
  };
  const head = () => graph.services.tail.head();

  it("bring what another process appends, which looks at nothing by itself", async () => {
    const { feed, services } = await listening();
    const after = await feed.here();
    const reader = await feed.as(readers.commerce, changes, { after });
    const first = reader.next();
    await soon(() => expect(services.tail.hinted).toBe(true));
    const begun = await head();
    await change();
    expect((await first)?.data.changes.sequence).toBe(begun + 1);
    for (let more = 0; more < 3; more += 1) {
      await change();
      expect((await reader.next())?.data.changes.sequence).toBe(begun + 2 + more);
    }
  });

  it("lose nothing with their connection, however often it is killed: each entry comes once, in order", async () => {
    const { feed, services } = await listening();
    const begun = await head();
    const reader = await feed.as(readers.commerce, changes, { after: await feed.here() });
    const rounds = 6;
    const taken = reader.take(rounds * 2);
    for (let round = 0; round < rounds; round += 1) {
      await soon(() => expect(services.tail.hinted).toBe(true));
      await soon(async () => expect(await kill()).toBeGreaterThan(0));
      await change();
      await change();
    }
    const sequences = (await taken).map(({ data }) => data.changes.sequence);
    expect(sequences).toEqual(Array.from({ length: rounds * 2 }, (_, index) => begun + 1 + index));
  });

  it("are missed by nobody who can't listen: the table is looked at", async () => {
    const deaf = new Listener(
      { url: "postgres://nobody@127.0.0.1:1/nowhere", channel: ledgerChannel, pauses: [1, 1] },
      silent,
    );
    const { feed, services } = await node({ pollMs: 20, hints: deaf });
    const reader = await feed.as(readers.commerce, changes, { after: await feed.here() });
    const next = reader.next();
    await change();
    expect((await next)?.data.changes.sequence).toBe(await head());
    expect(services.tail.hinted).toBe(false);
  });

  it("begin when someone follows, and leave no connection behind", async () => {
    const { feed, services } = await listening();
    expect(await listeners()).toBe(0);
    const reader = await feed.as(readers.commerce, changes);
    const next = reader.next().catch(() => null);
    await soon(async () => expect(await listeners()).toBe(1));
    await feed.stop();
    await next;
    await services.tail.stop();
    await soon(async () => expect(await listeners()).toBe(0));
  });
});
