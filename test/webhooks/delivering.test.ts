import "reflect-metadata";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Context, type Services } from "../../src/context.ts";
import { systemActor } from "../../src/identity/actor.ts";
import { encodePosition } from "../../src/ledger/cursor.ts";
import { deliver } from "../../src/webhooks/deliver.ts";
import { takeLeases } from "../../src/webhooks/lease.ts";
import type { WebhookSettings } from "../../src/webhooks/settings.ts";
import { endOfLedger } from "../support/cursors.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Caller, type Graph, startGraph } from "../support/graph.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { soon } from "../support/soon.ts";
import { done, type Story, story } from "../support/story.ts";
import { deliverDue, logOf, registered, standing } from "../support/webhooks.ts";

const minutes = (count: number) => count / (24 * 60);

describeOn(["postgres", "embedded"], "delivering to webhooks", (kind) => {
  let graph: Graph;
  let tell: Story;
  let vendor: Caller;
  let receiver: Receiver;
  beforeAll(async () => {
    graph = await startGraph(kind);
    graph.clock.set("2026-06-09T14:00:00.000Z");
    tell = story(graph);
    vendor = tell.people.vendor;
    await tell.vendor();
  });
  afterAll(() => graph?.stop());
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(async () => {
    const { webhooks } = await vendor.ask(
      "{ webhooks(first: 100, filter: { status: [ACTIVE, PAUSED] }) { nodes { id } } }",
    );
    for (const { id } of webhooks.nodes) done(await vendor.mutate("deleteWebhook", { webhookId: id }));
    await receiver.stop();
  });

  const releases = { subjectTypes: ["Release"] };
  /** A release that is registered and submitted for review: three changes of one record. */
  const aRelease = () => tell.releaseUnderReview();
  const here = () => endOfLedger(graph.services);
  const typesOf = (subjectId: string) =>
    receiver.received.filter((each) => each.subjectId === subjectId).map(({ type }) => type);
  const told = ["ReleaseRegistered", "ReleaseSubmittedForReview"];

  it("sends what its owner may see, in the ledger's order, signed so that the specification's own library takes it", async () => {
    const { id, secret } = await registered(vendor, receiver.url);
    const releaseId = await aRelease();
    await deliverDue(graph.services);
    expect(receiver.received.map(({ type }) => type)).toEqual(["WebhookRegistered", ...told]);
    const [, registration] = receiver.received;
    const { changes } = await vendor.ask(
      `query C($id: ID!) { changes(filter: { subjectId: $id }, first: 1) { nodes { id cursor at } } }`,
      { id: releaseId },
    );
    const [change] = changes.nodes;
    expect(receiver.verify(secret, registration!)).toEqual({
      type: "ReleaseRegistered",
      timestamp: change.at,
      data: {
        id: change.id,
        cursor: change.cursor,
        subjectType: "Release",
        subjectId: releaseId,
        from: null,
        to: "REGISTERED",
      },
    });
    expect(registration).toMatchObject({ id: change.id, headers: { "content-type": "application/json" } });
    expect(() => receiver.verify(`whsec_${Buffer.alloc(32).toString("base64")}`, registration!)).toThrow();
    expect(await standing(vendor, id)).toMatchObject({ status: "ACTIVE", waiting: 0, acknowledgedTo: await here() });
  });

  it("sends an organisation nothing of another's, and nothing that it didn't ask for", async () => {
    await registered(tell.people.vendor2, receiver.url, releases);
    await registered(vendor, receiver.url, { types: ["ReleaseSubmittedForReview"] });
    await aRelease();
    await deliverDue(graph.services);
    expect(receiver.received.map(({ type }) => type)).toEqual(["ReleaseSubmittedForReview"]);
  });

  it("sends an agency what its officials read and nothing of another agency's own, and an auditor everything", async () => {
    const { oncd, commerce, auditor } = tell.people;
    const ids: [Caller, string][] = [];
    for (const [as, name] of [
      [oncd, "oncd"],
      [auditor, "auditor"],
    ] as const) {
      ids.push([as, (await registered(as, `${receiver.url}/${name}`, { subjectTypes: ["Release", "Webhook"] })).id]);
    }
    const own = await registered(commerce, receiver.url, { types: ["PartnerBarred"] });
    const releaseId = await aRelease();
    await deliverDue(graph.services);
    const sentTo = (path: string, subjectId: string) =>
      receiver.received
        .filter((each) => each.path.endsWith(path) && each.subjectId === subjectId)
        .map(({ type }) => type);
    expect([sentTo("oncd", releaseId), sentTo("auditor", releaseId)]).toEqual([told, told]);
    expect([sentTo("oncd", own.id), sentTo("auditor", own.id)]).toEqual([[], ["WebhookRegistered"]]);
    for (const [as, webhookId] of [...ids, [commerce, own.id] as const]) {
      done(await as.mutate("deleteWebhook", { webhookId }));
    }
  });

  it("sends an event again after a failure, with the same id, body and cursor and another signature", async () => {
    const { id, secret } = await registered(vendor, receiver.url, { types: ["ReleaseRegistered"] });
    const answers = [503, 500, 204];
    receiver.answer(() => answers.shift() as number);
    await aRelease();
    await deliverDue(graph.services);
    graph.clock.passDays(minutes(0.05));
    await deliverDue(graph.services);
    expect(receiver.received).toHaveLength(1);
    for (const wait of [0.2, 10]) {
      graph.clock.passDays(minutes(wait));
      await deliverDue(graph.services);
    }
    expect(receiver.received).toHaveLength(3);
    expect(new Set(receiver.received.map((each) => each.id)).size).toBe(1);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    for (const each of receiver.received) receiver.verify(secret, each);
    const { nodes } = await logOf(vendor, id);
    expect(nodes).toMatchObject([
      { number: 1, outcome: "REFUSED", status: 503, nextAt: expect.any(String) },
      { number: 2, outcome: "REFUSED", status: 500, nextAt: expect.any(String) },
      { number: 3, outcome: "ACKNOWLEDGED", status: 204, nextAt: null, change: { type: "ReleaseRegistered" } },
    ]);
  });

  it("keeps the order of a subject while its first event fails, and goes on with the others", async () => {
    await registered(vendor, receiver.url, releases);
    const [failing, fine] = [await aRelease(), await aRelease()];
    receiver.answer(({ subjectId }) => (subjectId === failing ? 500 : 204));
    await deliverDue(graph.services);
    expect([typesOf(failing), typesOf(fine)]).toEqual([["ReleaseRegistered"], told]);
    receiver.answer(() => 204);
    graph.clock.passDays(minutes(1));
    await deliverDue(graph.services);
    expect(typesOf(failing)).toEqual(["ReleaseRegistered", ...told]);
  });

  it("leaves a receiver alone that doesn't answer, and sends it everything once it does", async () => {
    const { id } = await registered(vendor, receiver.url, releases);
    receiver.answer((_message, response) => {
      response.destroy();
      return null;
    });
    await aRelease();
    await aRelease();
    await deliverDue(graph.services);
    const tried = receiver.received.length;
    await aRelease();
    await deliverDue(graph.services);
    expect(receiver.received).toHaveLength(tried);
    receiver.answer(() => 204);
    graph.clock.passDays(minutes(10));
    await deliverDue(graph.services);
    expect(await standing(vendor, id)).toMatchObject({ status: "ACTIVE", waiting: 0 });
    expect((await logOf(vendor, id)).nodes[0]).toMatchObject({ outcome: "UNREACHABLE", status: null });
  });

  it("heeds a receiver that asks for time", async () => {
    const { id } = await registered(vendor, receiver.url, { types: ["ReleaseRegistered"] });
    receiver.answer((_message, response) => {
      response.writeHead(429, { "retry-after": "3600" }).end();
      return null;
    });
    await aRelease();
    await deliverDue(graph.services);
    const [{ at, nextAt }] = (await logOf(vendor, id)).nodes;
    expect(Date.parse(nextAt) - Date.parse(at)).toBeGreaterThanOrEqual(3_600_000);
  });

  it.each([
    ["says that it is busy", 503, {}],
    ["asks for time", 500, { "retry-after": "5" }],
  ])(
    "leaves the whole of a receiver alone that %s, and sends it everything once it takes it",
    async (_what, status, headers) => {
      const { id } = await registered(vendor, receiver.url, { types: ["ReleaseRegistered"] });
      receiver.answer((_message, response) => {
        response.writeHead(status, headers).end();
        return null;
      });
      for (let count = 0; count < 10; count += 1) await aRelease();
      await deliverDue(graph.services);
      expect(receiver.received).toHaveLength(4);
      graph.clock.passDays(minutes(0.2));
      await deliverDue(graph.services);
      expect(receiver.received).toHaveLength(5);
      receiver.answer(() => 204);
      graph.clock.passDays(minutes(30));
      await deliverDue(graph.services);
      expect(await standing(vendor, id)).toMatchObject({ status: "ACTIVE", waiting: 0 });
    },
  );

  it("gives up after three days: the webhook is paused, its owner is told, and once resumed nothing is missing", async () => {
    const { id } = await registered(vendor, receiver.url, releases);
    receiver.answer(() => 500);
    const releaseId = await aRelease();
    const began = graph.clock.fixed!.getTime();
    await deliverDue(graph.services);
    while ((await standing(vendor, id)).status === "ACTIVE") {
      graph.clock.passDays(0.25);
      await deliverDue(graph.services);
    }
    expect(Math.round((graph.clock.fixed!.getTime() - began) / 3_600_000)).toBe(72);
    expect(await standing(vendor, id)).toMatchObject({ status: "PAUSED", pauseReason: "UNDELIVERABLE", waiting: 2 });
    const { changes } = await vendor.ask(
      "query C($id: ID!) { changes(filter: { subjectId: $id }, orderBy: SEQUENCE_DESC, first: 1) { nodes { type from to } } }",
      { id },
    );
    expect(changes.nodes).toEqual([{ type: "WebhookPaused", from: "ACTIVE", to: "PAUSED" }]);
    receiver.answer(() => 204);
    receiver.received.splice(0);
    await deliverDue(graph.services);
    expect(receiver.received).toEqual([]);
    done(await vendor.mutate("resumeWebhook", { webhookId: id }));
    await deliverDue(graph.services);
    expect(typesOf(releaseId)).toEqual(told);
  });

  it("counts what was under way together as one failure, and tries all of it at once when the receiver is back", async () => {
    const { id } = await registered(vendor, receiver.url, { types: ["ReleaseRegistered"] });
    receiver.answer((_message, response) => {
      response.destroy();
      return null;
    });
    for (let count = 0; count < 4; count += 1) await aRelease();
    await deliverDue(graph.services);
    expect(receiver.received).toHaveLength(4);
    const places = () =>
      graph.database.asOwner<{ unanswered: number }>("select unanswered from webhook_place where webhook_id = $1", [
        id,
      ]);
    expect(await places()).toEqual([{ unanswered: 1 }]);
    for (let count = 0; count < 16; count += 1) {
      graph.clock.passDays(minutes(20));
      await deliverDue(graph.services);
    }
    const { nodes } = await logOf(vendor, id);
    const latest = Math.max(...nodes.map(({ nextAt }: { nextAt: string }) => Date.parse(nextAt)));
    expect(latest - graph.clock.fixed!.getTime()).toBeGreaterThan(3_600_000);
    receiver.answer(() => 204);
    graph.clock.passDays(minutes(20));
    await aRelease();
    await deliverDue(graph.services);
    expect(await standing(vendor, id)).toMatchObject({ waiting: 0 });
    expect(await places()).toEqual([{ unanswered: 0 }]);
  });

  it("pauses at once for a receiver that is gone", async () => {
    const { id } = await registered(vendor, receiver.url, releases);
    receiver.answer(() => 410);
    await aRelease();
    await deliverDue(graph.services);
    expect(receiver.received).toHaveLength(1);
    expect(await standing(vendor, id)).toMatchObject({ status: "PAUSED", pauseReason: "GONE" });
  });

  /** Has the receiver answer the first message with a status once it is told to, and everything else with 204. */
  function answerHeld(status: number): () => void {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let first = true;
    receiver.answer(async () => {
      if (!first) return 204;
      first = false;
      await held;
      return status;
    });
    return release;
  }

  it("isn't paused for what came of an attempt from before it was resumed", async () => {
    const { id } = await registered(vendor, receiver.url, releases);
    const release = answerHeld(410);
    const releaseId = await aRelease();
    const delivering = deliverDue(graph.services);
    await soon(() => expect(receiver.received).toHaveLength(1));
    done(await vendor.mutate("pauseWebhook", { webhookId: id }));
    done(await vendor.mutate("resumeWebhook", { webhookId: id }));
    release();
    await delivering;
    expect(await standing(vendor, id)).toMatchObject({ status: "ACTIVE", waiting: 0 });
    expect(typesOf(releaseId)).toEqual(["ReleaseRegistered", ...told]);
  });

  it("records nothing from a process that was held up until another had taken over", async () => {
    const { id } = await registered(vendor, receiver.url, { types: ["ReleaseRegistered"] });
    const release = answerHeld(204);
    await aRelease();
    const frozen = deliverDue(graph.services);
    await soon(() => expect(receiver.received).toHaveLength(1));
    receiver.answer(() => 500);
    graph.clock.passDays(minutes(1.1));
    await deliverDue(graph.services);
    expect(receiver.received).toHaveLength(2);
    release();
    await frozen;
    expect(await standing(vendor, id)).toMatchObject({ status: "ACTIVE", waiting: 1 });
    expect((await logOf(vendor, id)).nodes).toMatchObject([{ outcome: "ACKNOWLEDGED" }, { outcome: "REFUSED" }]);
  });

  it("sends nothing while it is paused, and everything after", async () => {
    const { id } = await registered(vendor, receiver.url, releases);
    done(await vendor.mutate("pauseWebhook", { webhookId: id }));
    const releaseId = await aRelease();
    await deliverDue(graph.services);
    expect(receiver.received).toEqual([]);
    done(await vendor.mutate("resumeWebhook", { webhookId: id }));
    await deliverDue(graph.services);
    expect(typesOf(releaseId)).toEqual(told);
  });

  it("replays everything behind a cursor, with the ids that it had, and gives up what waits from before it", async () => {
    const { id } = await registered(vendor, receiver.url, releases);
    const before = await here();
    const [one, other] = [await aRelease(), await aRelease()];
    await deliverDue(graph.services);
    const first = receiver.received.splice(0).map((each) => each.id);
    done(await vendor.mutate("replayWebhook", { webhookId: id, after: before }));
    await deliverDue(graph.services);
    expect(receiver.received.map((each) => each.id)).toEqual(first);
    expect([typesOf(one), typesOf(other)]).toEqual([told, told]);
    receiver.answer(() => 500);
    await aRelease();
    await deliverDue(graph.services);
    expect((await standing(vendor, id)).waiting).toBe(2);
    done(await vendor.mutate("replayWebhook", { webhookId: id, after: await here() }));
    expect((await standing(vendor, id)).waiting).toBe(0);
  });

  it("goes back no further before its last replay is done, and on at any time", async () => {
    const { id } = await registered(vendor, receiver.url, releases);
    const start = await here();
    await aRelease();
    await deliverDue(graph.services);
    const replay = (after: string) => vendor.mutate("replayWebhook", { webhookId: id, after });
    receiver.answer(() => 500);
    done(await replay(start));
    await deliverDue(graph.services);
    const earlier = encodePosition({ sequence: 1, id: null });
    expect((await replay(earlier)).refusals).toMatchObject([{ code: "BLOCKED", blockers: ["REPLAY_RUNNING"] }]);
    done(await replay(await here()));
    done(await replay(earlier));
    expect((await replay(encodePosition({ sequence: 0, id: null }))).refusals).toHaveLength(1);
    receiver.answer(() => 204);
    await deliverDue(graph.services);
    done(await replay(start));
  });

  it("signs with both secrets for a day after a rotation, and with the new one alone after it", async () => {
    const { id, secret: former } = await registered(vendor, receiver.url, { types: ["ReleaseRegistered"] });
    const rotated = done(await vendor.mutate("rotateWebhookSecret", { webhookId: id }, "secret"));
    expect(rotated.secret).toMatch(/^whsec_/);
    await aRelease();
    await deliverDue(graph.services);
    for (const each of [former, rotated.secret]) receiver.verify(each, receiver.received[0]!);
    graph.clock.passDays(1.01);
    await aRelease();
    await deliverDue(graph.services);
    receiver.verify(rotated.secret, receiver.received[1]!);
    expect(() => receiver.verify(former, receiver.received[1]!)).toThrow();
  });

  it.each(["SUBJECT", "TOKEN", "ORGANISATION"])(
    "stops at once when its %s is revoked, with the reason, until someone else resumes it",
    async (kindOf) => {
      const org = `revoked-by-${kindOf.toLowerCase()}`;
      const person = { roles: ["vendor"], org, subject: `${org}|one`, tokenId: `token-of-${org}` };
      const owner = graph.as(person);
      await tell.vendor({ as: owner, org, name: `${org} (fictional)` });
      const { id } = await registered(owner, receiver.url);
      await deliverDue(graph.services);
      receiver.received.splice(0);
      const value = { SUBJECT: person.subject, TOKEN: person.tokenId, ORGANISATION: org }[kindOf];
      const { administrator } = tell.people;
      const { revocation } = done(
        await administrator.mutate("revokeActor", { kind: kindOf, value, reason: "Left." }, "revocation { id }"),
      );
      await tell.releaseUnderReview({ as: vendor });
      await deliverDue(graph.services);
      expect(receiver.received).toEqual([]);
      const { auditor } = tell.people;
      expect(await standing(auditor, id)).toMatchObject({ status: "PAUSED", pauseReason: "OWNER_REVOKED" });
      if (kindOf === "ORGANISATION")
        done(await administrator.mutate("restoreActor", { revocationId: revocation.id, reason: "Back." }));
      const colleague = graph.as({ roles: ["vendor"], org, subject: `${org}|two` });
      done(await colleague.mutate("resumeWebhook", { webhookId: id }));
      await deliverDue(graph.services);
      expect(receiver.received.map(({ type }) => type)).toContain("WebhookPaused");
      expect(await standing(auditor, id)).toMatchObject({ status: "ACTIVE", responsible: `${org}|two` });
      done(await colleague.mutate("deleteWebhook", { webhookId: id }));
    },
  );

  it("gives others their turn after 20 seconds, whatever waits for one", async () => {
    const { id } = await registered(vendor, receiver.url, releases);
    await aRelease();
    const start = performance.now();
    let passed = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => start + passed);
    receiver.answer(() => {
      passed += 21_000;
      return 204;
    });
    const [lease] = await takeLeases(new Context(graph.services, systemActor, "a test"), 1);
    const never = new AbortController().signal;
    const settings = graph.services.webhooks as WebhookSettings;
    await deliver(graph.services, settings, lease!, { stopping: never, cutting: never });
    expect(receiver.received).toHaveLength(1);
    clock.mockRestore();
    await deliverDue(graph.services);
    expect(receiver.received).toHaveLength(2);
    expect(await standing(vendor, id)).toMatchObject({ waiting: 0 });
  });

  it("serves the one first that was served longest ago, and four of an owner at once", async () => {
    const context = new Context(graph.services, systemActor, "a test");
    const ids: string[] = [];
    for (let count = 0; count < 6; count += 1) ids.push((await registered(vendor, receiver.url, releases)).id);
    const others = await registered(tell.people.vendor2, receiver.url, releases);
    const [first] = await takeLeases(context, 1);
    await deliver(graph.services, graph.services.webhooks as WebhookSettings, first!, {
      stopping: new AbortController().signal,
      cutting: new AbortController().signal,
    });
    graph.clock.passDays(minutes(1));
    await aRelease();
    const taken = (await takeLeases(context, 100)).map(({ webhookId }) => webhookId);
    expect(ids.filter((id) => taken.includes(id))).toHaveLength(4);
    expect(taken).toContain(others.id);
    expect(taken).not.toContain(first?.webhookId);
    expect(await takeLeases(context, 100)).toEqual([]);
    await graph.database.asOwner("update webhook_place set lease = null, leased_until = null where webhook_id <> $1", [
      first?.webhookId,
    ]);
    await deliverDue(graph.services);
    for (const id of ids) expect(await standing(vendor, id)).toMatchObject({ waiting: 0 });
    done(await tell.people.vendor2.mutate("deleteWebhook", { webhookId: others.id }));
  });

  /** The services, where something happens just before the first statement about a webhook that contains a text. */
  const whereJustBefore = (webhookId: string, text: string, happens: () => Promise<unknown>): Services => {
    let happened = false;
    const query: Services["database"]["query"] = async (statement, values) => {
      if (!happened && statement.includes(text) && values?.includes(webhookId)) {
        happened = true;
        await happens();
      }
      return graph.services.database.query(statement, values);
    };
    return { ...graph.services, database: { ...graph.services.database, query } };
  };

  it("sends nothing for one who is revoked while it is prepared", async () => {
    const subject = "example-labs|revoked-meanwhile";
    const { id } = await registered(
      graph.as({ roles: ["vendor"], org: "example-labs", subject }),
      receiver.url,
      releases,
    );
    await aRelease();
    const revoke = () =>
      tell.people.administrator.mutate("revokeActor", { kind: "SUBJECT", value: subject, reason: "Left." });
    await deliverDue(
      whereJustBefore(id, "from webhook_delivery d join ledger_entry", async () => done(await revoke())),
    );
    expect(receiver.received).toEqual([]);
    expect(await standing(vendor, id)).toMatchObject({ status: "PAUSED", pauseReason: "OWNER_REVOKED" });
  });

  it("sends nothing unsigned where it is deleted while something is prepared", async () => {
    const { id } = await registered(vendor, receiver.url, releases);
    await aRelease();
    const end = async () => done(await vendor.mutate("deleteWebhook", { webhookId: id }));
    await deliverDue(whereJustBefore(id, "from webhook_secret", end));
    expect(receiver.received).toEqual([]);
  });

  describe("when the process ends between sending and recording", () => {
    it("sends the event again with the same id, once another process may take over", async () => {
      const { id } = await registered(vendor, receiver.url, { types: ["ReleaseRegistered"] });
      await aRelease();
      const cut: Services = {
        ...graph.services,
        database: {
          ...graph.services.database,
          query: (text, values) =>
            text.includes("webhook_attempt")
              ? Promise.reject(new Error("cut"))
              : graph.services.database.query(text, values),
        },
      };
      await expect(deliverDue(cut)).rejects.toThrow("cut");
      expect(receiver.received).toHaveLength(1);
      await deliverDue(graph.services);
      expect(receiver.received).toHaveLength(1);
      graph.clock.passDays(minutes(1.1));
      await deliverDue(graph.services);
      expect(receiver.received).toHaveLength(2);
      expect(receiver.received[1]?.id).toBe(receiver.received[0]?.id);
      expect(await standing(vendor, id)).toMatchObject({ waiting: 0 });
    });
  });

  it("notes no more at once than a receiver's bound, and brings all of it in the end", async () => {
    const { id } = await registered(vendor, receiver.url);
    await graph.database.asOwner(
      `insert into webhook_delivery (webhook_id, seq, change_id, subject_id, next_at)
       select $1, -n, 'chg_' || n, 'rel_' || n, 'infinity' from generate_series(1, 195) n`,
      [id],
    );
    for (let count = 0; count < 4; count += 1) await aRelease();
    receiver.answer(() => 500);
    await deliverDue(graph.services);
    expect((await standing(vendor, id)).waiting).toBe(200);
    receiver.answer(() => 204);
    await graph.database.asOwner("delete from webhook_delivery where webhook_id = $1 and seq < 0", [id]);
    graph.clock.passDays(minutes(10));
    await deliverDue(graph.services);
    graph.clock.passDays(minutes(10));
    await deliverDue(graph.services);
    expect(await standing(vendor, id)).toMatchObject({ waiting: 0, acknowledgedTo: await here() });
    expect(new Set(receiver.received.map((each) => each.id)).size).toBe(9);
  });
});
