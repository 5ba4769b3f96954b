import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { Context, type Services } from "../../src/context.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { LedgerTail } from "../../src/feed/tail.ts";
import { systemActor } from "../../src/identity/actor.ts";
import { takeLeases } from "../../src/webhooks/lease.ts";
import { passBy } from "../../src/webhooks/pass-by.ts";
import { pruneWebhookAttempts } from "../../src/webhooks/prune-attempts.ts";
import { type Sending, startSending } from "../../src/webhooks/sending.ts";
import type { WebhookSettings } from "../../src/webhooks/settings.ts";
import { quietLog } from "../support/database.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Caller, type Graph, scrapersToken, silent, startGraph } from "../support/graph.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { soon } from "../support/soon.ts";
import { done, type Story, story } from "../support/story.ts";
import { logOf, registered, standing } from "../support/webhooks.ts";

describeOn(["postgres"], "several processes that deliver at once", (kind) => {
  let graph: Graph;
  let tell: Story;
  let vendor: Caller;
  let receiver: Receiver;
  const sending: Sending[] = [];
  const nodes: Services[] = [];
  beforeAll(async () => {
    graph = await startGraph(kind);
    tell = story(graph);
    vendor = tell.people.vendor;
    await tell.vendor();
    for (let count = 0; count < 3; count += 1) {
      const database = await openDatabase(graph.database.config, quietLog);
      nodes.push({ ...graph.services, database, tail: new LedgerTail(database, silent) });
    }
  });
  afterAll(async () => {
    for (const { database, tail } of nodes) {
      tail.stop();
      await database.close();
    }
    await graph?.stop();
  });
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(async () => {
    await Promise.all(sending.splice(0).map((each) => each.stop()));
    await receiver.stop();
    const { webhooks } = await vendor.ask(
      "{ webhooks(first: 100, filter: { status: [ACTIVE, PAUSED] }) { nodes { id } } }",
    );
    for (const { id } of webhooks.nodes) done(await vendor.mutate("deleteWebhook", { webhookId: id }));
  });
  const start = (services: Services) => {
    const one = startSending(services, services.webhooks as WebhookSettings, silent);
    sending.push(one);
    return one;
  };

  it("send each event once while all goes well, those of a subject in their order, and none twice at once", async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.push((await registered(vendor, `${receiver.url}/${count}`)).id);
    let underWay = new Map<string, number>();
    let most = 0;
    receiver.answer(async ({ id }, _response, request) => {
      const key = `${request.url} ${id}`;
      underWay = underWay.set(key, (underWay.get(key) ?? 0) + 1);
      most = Math.max(most, ...underWay.values());
      await new Promise((resolve) => setTimeout(resolve, 5));
      underWay.set(key, (underWay.get(key) ?? 0) - 1);
      return 204;
    });
    for (const services of nodes) start(services);
    await Promise.all(Array.from({ length: 8 }, () => tell.releaseUnderReview()));
    await soon(async () => {
      for (const id of ids) expect(await standing(vendor, id)).toMatchObject({ waiting: 0 });
      const logs = await Promise.all(ids.map(async (id) => (await logOf(vendor, id)).totalCount));
      expect(logs[0]).toBeGreaterThanOrEqual(17);
      expect(receiver.received).toHaveLength(logs.reduce((sum, count) => sum + count, 0));
    });
    expect(most).toBe(1);
    const seen = receiver.received.map(({ id, headers }) => `${headers["webhook-signature"]} ${id}`);
    expect(new Set(seen).size).toBe(seen.length);
    const bySubject = new Map<string, string[]>();
    for (const { subjectId, type } of receiver.received.filter(({ type }) => type.startsWith("Release"))) {
      bySubject.set(subjectId, [...(bySubject.get(subjectId) ?? []), type]);
    }
    for (const types of bySubject.values()) {
      expect(types.filter((type) => type === "ReleaseRegistered")).toHaveLength(3);
      expect(types.filter((type) => type === "ReleaseSubmittedForReview")).toHaveLength(3);
    }
    for (const id of ids) {
      const { nodes: log } = await logOf(vendor, id);
      const order = new Map<string, string[]>();
      for (const { change } of log) order.set(change.subjectId, [...(order.get(change.subjectId) ?? []), change.type]);
      for (const types of order.values()) {
        if (types[0]?.startsWith("Release")) expect(types).toEqual(["ReleaseRegistered", "ReleaseSubmittedForReview"]);
      }
    }
  });

  it("go on where one that was stopped in the middle left off, and lose nothing", async () => {
    const { id } = await registered(vendor, receiver.url, { subjectTypes: ["Release"] });
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    receiver.answer(async () => {
      await held;
      return 204;
    });
    const first = start(nodes[0] as Services);
    await tell.releaseUnderReview();
    await soon(() => expect(receiver.received).toHaveLength(1));
    const stopped = first.stop();
    release();
    await stopped;
    expect((await logOf(vendor, id)).totalCount).toBe(1);
    start(nodes[1] as Services);
    await soon(() => expect(receiver.received).toHaveLength(2));
    expect(receiver.received.map(({ type }) => type)).toEqual(["ReleaseRegistered", "ReleaseSubmittedForReview"]);
    await soon(async () => expect((await logOf(vendor, id)).totalCount).toBe(2));
  });

  it("are held up by no receiver that doesn't answer, and stay ready", async () => {
    const hanging = await startReceiver();
    let end: () => void = () => undefined;
    hanging.answer((_message, response) => {
      end = () => void response.destroy();
      return null;
    });
    const { id } = await registered(vendor, hanging.url, { subjectTypes: ["Release"] });
    const fine = await registered(vendor, receiver.url, { subjectTypes: ["Release"] });
    start(graph.services);
    await tell.releaseUnderReview();
    await soon(async () => expect(await standing(vendor, fine.id)).toMatchObject({ waiting: 0 }));
    await soon(() => expect(hanging.received).toHaveLength(1));
    expect((await fetch(`${graph.url}/readyz`)).status).toBe(200);
    expect((await logOf(vendor, id)).totalCount).toBe(0);
    end();
    await soon(async () => expect((await logOf(vendor, id)).nodes[0]).toMatchObject({ outcome: "UNREACHABLE" }));
    await hanging.stop();
    const metrics = await fetch(`${graph.url}/metrics`, { headers: { authorization: `Bearer ${scrapersToken}` } });
    const text = await metrics.text();
    expect(text).toMatch(/countersign_webhook_attempts_total\{outcome="ACKNOWLEDGED"\} [1-9]/);
    expect(text).toMatch(/countersign_webhook_attempts_total\{outcome="UNREACHABLE"\} [1-9]/);
    expect(text).toMatch(/countersign_webhook_waiting_events [1-9]/);
  });

  it("take two of the database's connections at most, however many webhooks they deliver to", async () => {
    for (let count = 0; count < 6; count += 1)
      await registered(vendor, `${receiver.url}/${count}`, { types: ["ReleaseRegistered"] });
    const { database } = graph.services;
    let running = 0;
    let most = 0;
    const query: Services["database"]["query"] = async (text, values) => {
      running += 1;
      most = Math.max(most, running);
      return database.query<never>(text, values).finally(() => {
        running -= 1;
      });
    };
    start({ ...graph.services, database: { ...database, query } });
    for (let count = 0; count < 4; count += 1) await tell.releaseUnderReview();
    await soon(() => expect(receiver.received.length).toBeGreaterThanOrEqual(24));
    expect(most).toBe(2);
  });

  it("pass by, together, the webhooks that nothing new can concern", async () => {
    const context = new Context(graph.services, systemActor, "a test");
    const before = await graph.services.tail.head();
    const unconcerned = await registered(vendor, receiver.url, { types: ["PartnerBarred"] });
    const concerned = await registered(vendor, receiver.url, { types: ["ReleaseRegistered"] });
    await tell.releaseUnderReview();
    const end = await graph.services.tail.head();
    await soon(async () => {
      await graph.services.tail.next(before, AbortSignal.timeout(100));
      await passBy(context);
      const [place] = await graph.database.asOwner<{ seq: number }>(
        "select seq::int from webhook_place where webhook_id = $1",
        [unconcerned.id],
      );
      expect(place).toEqual({ seq: end });
    });
    const taken = (await takeLeases(context, 100)).map(({ webhookId }) => webhookId);
    expect(taken).toContain(concerned.id);
    expect(taken).not.toContain(unconcerned.id);
  });

  it("throw away what is older than the log's days, and nothing younger", async () => {
    const { id } = await registered(vendor, receiver.url);
    await graph.database.asOwner(
      `insert into webhook_attempt (id, webhook_id, change_id, at, number, outcome, duration_ms)
       select 'wha_old_' || n, $1, 'chg_' || n, now() - n * interval '1 day', 1, 'TIMED_OUT', 15000 from generate_series(1, 40) n`,
      [id],
    );
    expect(await pruneWebhookAttempts(graph.services, 30)).toBe(11);
    expect((await logOf(vendor, id)).totalCount).toBe(29);
    expect(await pruneWebhookAttempts(graph.services, 30, 20)).toBe(9);
    const { nodes: kept } = await logOf(vendor, id);
    expect([kept[0].messageId, kept.at(-1).messageId]).toEqual(["chg_20", "chg_1"]);
  });
});
