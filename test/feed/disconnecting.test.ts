import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Services } from "../../src/context.ts";
import { LedgerTail } from "../../src/feed/tail.ts";
import { startLinked } from "../../src/processes/linked.ts";
import { hintsFor } from "../../src/processes/services.ts";
import type { RunningServer } from "../../src/server/server.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Following, following, readers } from "../support/feed.ts";
import { anyPort, type Graph, gatewayOfOwn, silent, startGraph } from "../support/graph.ts";
import type { Person } from "../support/people.ts";
import { rawSocket } from "../support/raw-socket.ts";
import { done, type Story, story } from "../support/story.ts";
import { type Apart, startApart } from "../support/subgraph-apart.ts";
import { transports } from "../support/subscriber.ts";

const changes = "subscription C($after: Cursor) { changes(after: $after) { sequence type } }";
const ended = {
  message: "An administrator has ended your connections. Connect again, and go on from your last cursor.",
  extensions: { code: "DISCONNECTED" },
};

describeOn(["postgres"], "an actor whom an administrator disconnects", (kind) => {
  let graph: Graph;
  let tell: Story;
  /** A second process on the same database, and the graph apart. */
  let other: RunningServer;
  let services: Services;
  let apart: Apart;
  const open: Following[] = [];
  let vendors = 0;
  beforeAll(async () => {
    graph = await startGraph(kind);
    tell = story(graph);
    const tail = new LedgerTail(graph.database, silent, { hints: hintsFor(graph.database.config, silent) });
    services = { ...graph.services, tail };
    const identities = { verifier: graph.people.verifier, developmentTokens: null };
    other = await startLinked(anyPort, services, identities, silent, gatewayOfOwn());
    apart = await startApart(graph.services, graph.people.verifier);
  });
  afterEach(async () => void (await Promise.all(open.splice(0).map((feed) => feed.stop()))));
  afterAll(async () => {
    await apart?.stop();
    await other?.stop();
    await services?.tail.stop();
    await graph?.stop();
  });

  const disconnect = async (kindOf: string, value: string) =>
    done(
      await tell.people.administrator.mutate("disconnectActor", { kind: kindOf, value, reason: "Its socket hangs." }),
    );
  /** A change that every official may see. */
  const change = async () => {
    vendors += 1;
    await tell.vendor({ org: `labs-${vendors}`, name: `Labs ${vendors} (fictional)` });
  };
  const feedAt = (url: string): Following => {
    const feed = following(graph, url);
    open.push(feed);
    return feed;
  };
  const places = [
    ["the process that is asked", () => graph.url],
    ["another process", () => other.url],
    ["the gateway of the graph apart", () => apart.url],
  ] as const;

  it.each(places)("hears why on %s, and comes again without a gap", async (_, url) => {
    for (const transport of transports) {
      const feed = feedAt(url());
      const person = { roles: ["commerce"], subject: `test|hangs-${transport}` };
      const after = await feed.here();
      const staying = await feed.as(readers.commerce, changes, { after }, transport);
      const reader = await feed.as(person, changes, { after }, transport);
      await change();
      const first = await reader.next();
      expect(await staying.next()).toEqual(first);
      await disconnect("SUBJECT", person.subject);
      expect((await reader.next())?.errors).toEqual([ended]);
      expect(await reader.next().catch(() => null)).toBeNull();
      await change();
      const again = await feed.as(person, changes, { after: first!.extensions!.cursor }, transport);
      expect((await again.next())?.data.changes).toEqual((await staying.next())?.data.changes);
      await feed.stop();
    }
  });

  it.each([
    ["person", "SUBJECT", "test|idle", { roles: ["commerce"], subject: "test|idle" }],
    ["token", "TOKEN", "hanging", { roles: ["commerce"], subject: "test|other", tokenId: "hanging" }],
    ["organisation", "ORGANISATION", "idle-labs", { roles: ["vendor"], org: "idle-labs" }],
  ])(
    "loses a socket that follows nothing, named as a %s, on every process and at a gateway; nobody else does",
    async (_, kindOf, value, person: Person) => {
      const socketOf = async (url: string, who: Person) =>
        (await rawSocket(url)).introduced({ authorization: `Bearer ${await graph.people.tokenFor(who)}` });
      for (const url of [graph.url, other.url, apart.url]) {
        const idle = await socketOf(url, person);
        const staying = await socketOf(url, { roles: ["commerce"], subject: "test|staying" });
        await disconnect(kindOf, value);
        expect(await idle.closed).toEqual({ code: 4410, reason: ended.message });
        staying.say({ type: "ping" });
        expect(await staying.hear()).toEqual({ type: "pong" });
        staying.socket.close();
        const again = await socketOf(url, person);
        again.subscribe("a", changes, { variables: { after: await feedAt(url).here() } });
        again.say({ type: "ping" });
        expect(await again.hear()).toEqual({ type: "pong" });
        again.socket.close();
      }
    },
  );

  it.each(places)(
    "is told from one who is revoked, on %s: that one's idle socket is closed as forbidden",
    async (_, url) => {
      const person = { roles: ["commerce"], subject: `test|gone from ${url()}` };
      const idle = await (await rawSocket(url())).introduced({
        authorization: `Bearer ${await graph.people.tokenFor(person)}`,
      });
      const input = { kind: "SUBJECT", value: person.subject, reason: "Left." };
      done(await tell.people.administrator.mutate("revokeActor", input));
      expect(await idle.closed).toEqual({
        code: 4403,
        reason: "This identity has been revoked. Ask an administrator.",
      });
    },
  );
});
