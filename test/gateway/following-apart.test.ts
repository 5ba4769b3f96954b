import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type Following, following, readers } from "../support/feed.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import { rawSocket } from "../support/raw-socket.ts";
import { done, type Story, story } from "../support/story.ts";
import { type Apart, startApart } from "../support/subgraph-apart.ts";
import { transports } from "../support/subscriber.ts";

const applications = `subscription A($after: Cursor) { applicationStatusChanged(after: $after) {
  cursor type application { id status partner { status } release { standing vendor { name } } decision { status } } change { to } } }`;
const changes = "subscription C($after: Cursor) { changes(after: $after) { cursor type } }";
const measure = { reason: "DIVERSION", legalBasis: "A test of measures." };

describeOn(["postgres"], "following the graph apart", (kind) => {
  let graph: Graph;
  let apart: Apart;
  let tell: Story;
  let feed: Following;
  let releaseId: string;
  let partnerId: string;
  beforeAll(async () => {
    graph = await startGraph(kind);
    apart = await startApart(graph.services, graph.people.verifier);
    tell = story(graph);
    feed = following(graph, apart.url);
    await tell.vendor();
    releaseId = await tell.previewedRelease({ policyKey: "eo12981" });
    partnerId = await tell.admittedPartner();
  });
  afterEach(() => feed?.stop());
  afterAll(async () => {
    await apart?.stop();
    await graph?.stop();
  });

  it.each(transports)("over %s shows each event what other subgraphs know when it comes", async (transport) => {
    const reader = await feed.as(readers.partner, applications, { after: await feed.here() }, transport);
    const shown = async () => (await reader.next())!.data.applicationStatusChanged;
    const endUse = transport === "socket" ? "HEALTH" : "OTHER";
    const applicationId = await tell.submittedApplication(releaseId, { endUse });
    expect(await shown()).toMatchObject({
      type: "ApplicationSubmitted",
      application: {
        status: "SUBMITTED",
        partner: { status: "ADMITTED" },
        release: { standing: "IN_FORCE", vendor: { name: "Example Labs (fictional)" } },
      },
      change: { to: "SUBMITTED" },
    });
    done(await tell.people.commerce.mutate("suspendPartner", { partnerId, ...measure }));
    const directiveId = await tell.directive(releaseId);
    done(await tell.people.partner.mutate("withdrawApplication", { applicationId }));
    expect(await shown()).toMatchObject({
      application: { status: "WITHDRAWN", partner: { status: "SUSPENDED" }, release: { standing: "SUSPENDED" } },
    });
    done(await tell.people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));
    done(await tell.people.commerce.mutate("barPartner", { partnerId, ...measure }));
    done(await tell.people.commerce.mutate("unbarPartner", { partnerId, note: "A mistake." }));
    done(await tell.people.commerce.mutate("admitPartner", { partnerId }));
  });

  it("ends at once for whoever is revoked, in the subgraph too", async () => {
    const person = { roles: ["commerce"], subject: "test|leaving" };
    const socket = await (await rawSocket(apart.url)).introduced({
      authorization: `Bearer ${await graph.people.tokenFor(person)}`,
    });
    socket.subscribe("a", changes);
    await expect.poll(() => graph.services.tail.following).toBe(1);
    const revoked = { kind: "SUBJECT", value: person.subject, reason: "Left." };
    done(await tell.people.administrator.mutate("revokeActor", revoked));
    expect(await socket.hear()).toEqual({
      type: "next",
      id: "a",
      payload: {
        errors: [
          {
            message: "This identity has been revoked. Ask an administrator.",
            extensions: { code: "UNAUTHENTICATED", reason: "TOKEN_REVOKED" },
          },
        ],
      },
    });
    expect((await socket.closed).code).toBe(4403);
    await expect.poll(() => graph.services.tail.following).toBe(0);
  });

  it("ends with its token's end", async () => {
    const reader = await feed.as({ roles: ["commerce"], expiresAt: new Date(Date.now() + 1_500) }, changes);
    expect(await reader.next()).toMatchObject({
      errors: [{ extensions: { code: "UNAUTHENTICATED", reason: "TOKEN_EXPIRED" } }],
    });
    await expect.poll(() => graph.services.tail.following).toBe(0);
  });

  it("leaves nothing open in the subgraphs once its readers are gone", async () => {
    const open = await Promise.all(transports.map((transport) => feed.as(readers.commerce, changes, {}, transport)));
    const waiting = open.map((reader) => reader.next().catch(() => null));
    await expect.poll(() => graph.services.tail.following).toBe(2);
    await feed.stop();
    await Promise.all(waiting);
    await expect.poll(() => graph.services.tail.following).toBe(0);
  });

  it.each(transports)(
    "over %s ends with SUBGRAPH_UNAVAILABLE where its subgraph is stopped, and goes on elsewhere without a loss",
    async (transport) => {
      const own = await startApart(graph.services, graph.people.verifier);
      const there = following(graph, own.url);
      const after = await feed.here();
      const reader = await there.as(readers.commerce, changes, { after }, transport);
      await tell.vendor({ org: `first-${transport}`, name: `First ${transport} (fictional)` });
      const { extensions } = (await reader.next())!;
      const ended = reader.next();
      await expect.poll(() => graph.services.tail.following).toBe(1);
      await own.stopSubgraph("ledger");
      expect(await ended).toEqual({
        errors: [
          {
            message: 'The subgraph "ledger" can\'t be reached now. Try again shortly.',
            extensions: { code: "SUBGRAPH_UNAVAILABLE", subgraph: "ledger" },
          },
        ],
      });
      await tell.vendor({ org: `second-${transport}`, name: `Second ${transport} (fictional)` });
      const again = await feed.as(readers.commerce, changes, { after: extensions!.cursor }, transport);
      const whole = await feed.as(readers.commerce, changes, { after }, transport);
      expect(await again.take(1)).toEqual((await whole.take(2)).slice(1));
      const refused = await there.as(readers.commerce, changes, { after }, transport);
      expect((await refused.next())?.errors).toMatchObject([{ extensions: { code: "SUBGRAPH_UNAVAILABLE" } }]);
      await there.stop();
      await own.stop();
    },
  );

  it("ends, and its sockets as going away, when the gateway stops", async () => {
    const own = await startApart(graph.services, graph.people.verifier);
    const there = following(graph, own.url);
    const stream = (await there.as(readers.commerce, changes)).rest();
    const socket = await (await rawSocket(own.url)).introduced();
    socket.subscribe("a", changes);
    await expect.poll(() => graph.services.tail.following).toBe(2);
    await own.stop();
    // The subgraph follows before the gateway has opened the stream: one that comes so late is told to go elsewhere.
    for (const { errors } of await stream) expect(errors).toMatchObject([{ extensions: { reason: "STOPPING" } }]);
    expect(await socket.closed).toEqual({ code: 1001, reason: "Going away" });
    await expect.poll(() => graph.services.tail.following).toBe(0);
  });
});
