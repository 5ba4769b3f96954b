import "reflect-metadata";
import { QueryFailedError } from "typeorm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../src/identity/actor.ts";
import { encodePosition, ledgerStart } from "../../src/ledger/cursor.ts";
import { ledgerSubgraph } from "../../src/ledger/subgraph.ts";
import { rangesFrom } from "../../src/webhooks/forbidden.ts";
import { mostWebhooks } from "../../src/webhooks/register-webhook.ts";
import type { SecretBox } from "../../src/webhooks/secret-box.ts";
import type { WebhookSettings } from "../../src/webhooks/settings.ts";
import { administrator, auditor, bothOf, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { codesOf, openRoom, type Room, refusal } from "../support/room.ts";
import { testWebhooks } from "../support/webhook-settings.ts";

const url = "https://hooks.example.org/countersign";
const shown = `webhook { id org agency url description types subjectTypes status pauseReason statusSince registeredBy
  registeredAt responsible acknowledgedTo waiting } secret`;

describeOn(["postgres", ...embeddedWhenWhole], "registering webhooks", (kind) => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom(kind, ledgerSubgraph());
    Object.assign(room.services, {
      webhooks: testWebhooks({ allowLoopback: false, forbidden: rangesFrom("8.8.0.0/16", []) }),
    });
  });
  afterAll(() => room?.close());

  const register = async (by: Actor, more: object = {}) => room.change(by, "registerWebhook", { url, ...more }, shown);
  const idOf = async (by: Actor) => (await register(by)).webhook.id as string;
  const move = (by: Actor, mutation: string, webhookId: string, more: object = {}) =>
    room.change(by, mutation, { webhookId, ...more }, "webhook { status pauseReason }");
  const behind = { after: encodePosition(ledgerStart) };

  it("gives the webhook and, this once, its secret", async () => {
    const input = { description: "Ours.", types: ["DirectiveIssued", "DirectiveIssued"], subjectTypes: ["Directive"] };
    const { webhook, secret, refusals } = await register(vendorOf("labs"), input);
    expect(refusals).toEqual([]);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhook).toEqual({
      id: expect.stringMatching(/^whk_/),
      org: "labs",
      agency: null,
      url,
      description: "Ours.",
      types: ["DirectiveIssued"],
      subjectTypes: ["Directive"],
      status: "ACTIVE",
      pauseReason: null,
      statusSince: webhook.registeredAt,
      registeredBy: "labs|one",
      registeredAt: expect.any(String),
      responsible: "labs|one",
      acknowledgedTo: expect.any(String),
      waiting: 0,
    });
  });

  it("gives the same webhook for the same key, without its secret", async () => {
    const input = { idempotencyKey: "our-first-webhook" };
    const first = await register(vendorOf("again"), input);
    const second = await register(vendorOf("again"), input);
    expect(second).toEqual({ ...first, secret: null });
    const rotating = { idempotencyKey: "our-first-rotation", webhookId: first.webhook.id };
    const rotated = await room.change(vendorOf("again"), "rotateWebhookSecret", rotating, "secret webhook { id }");
    expect(rotated.secret).toMatch(/^whsec_/);
    expect(rotated.secret).not.toBe(first.secret);
    expect(await room.change(vendorOf("again"), "rotateWebhookSecret", rotating, "secret webhook { id }")).toEqual({
      ...rotated,
      secret: null,
    });
  });

  it("gives no secret that wasn't stored, where another call with the key is first", async () => {
    const { webhooks, database } = room.services;
    const input = { idempotencyKey: "two-calls-at-once" };
    const box = (webhooks as WebhookSettings).secrets;
    let sealed = 0;
    const sealsLater: SecretBox = {
      ...box,
      seal: (...given) => {
        sealed += 1;
        if (sealed > 1) return box.seal(...given);
        throw new QueryFailedError("", [], Object.assign(new Error("serialisation failure"), { code: "40001" }));
      },
    };
    let taken = 0;
    const first: { secret?: string; webhook?: { id: string } } = {};
    const changes = Object.assign(Object.create(database.changes), {
      take: async (work: () => Promise<unknown>) => {
        taken += 1;
        if (taken === 2) {
          Object.assign(room.services, { database });
          Object.assign(first, await register(vendorOf("raced"), input));
        }
        return database.changes.take(work);
      },
    });
    Object.assign(room.services, {
      webhooks: { ...webhooks, secrets: sealsLater },
      database: { ...database, changes },
    });
    const second = await register(vendorOf("raced"), input);
    Object.assign(room.services, { webhooks, database });
    expect(first.secret).toMatch(/^whsec_/);
    expect(second).toMatchObject({ refusals: [], secret: null, webhook: { id: first.webhook?.id } });
  });

  it("keeps no secret where it could be read: not in a table, the ledger or an answer", async () => {
    const { webhook, secret } = await register(vendorOf("careful"));
    const rotated = await room.change(vendorOf("careful"), "rotateWebhookSecret", { webhookId: webhook.id }, "secret");
    const tables = await room.database.asOwner<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public'",
    );
    for (const { name } of tables) {
      const rows = await room.database.asOwner(`select * from "${name}"`);
      for (const each of [secret, rotated.secret]) {
        expect(JSON.stringify(rows)).not.toContain(each.slice("whsec_".length, -1));
        expect(JSON.stringify(rows)).not.toContain(Buffer.from(each.slice("whsec_".length), "base64").toString("hex"));
      }
    }
  });

  it("moves by its lifecycle, and tells each step in the ledger", async () => {
    const owner = vendorOf("moving");
    const id = await idOf(owner);
    expect(await move(owner, "pauseWebhook", id)).toMatchObject({
      webhook: { status: "PAUSED", pauseReason: "BY_OWNER" },
    });
    expect(await room.refused(owner, "pauseWebhook", { webhookId: id })).toEqual([
      refusal("ILLEGAL_TRANSITION", { field: ["input", "webhookId"], from: "PAUSED", attempted: "pause" }),
    ]);
    await move(owner, "replayWebhook", id, behind);
    expect(await move(owner, "resumeWebhook", id)).toMatchObject({ webhook: { status: "ACTIVE", pauseReason: null } });
    await room.change(owner, "rotateWebhookSecret", { webhookId: id }, "secret");
    expect(await move(owner, "deleteWebhook", id)).toMatchObject({ webhook: { status: "DELETED" } });
    for (const mutation of ["pauseWebhook", "resumeWebhook", "deleteWebhook", "rotateWebhookSecret", "replayWebhook"]) {
      const more = mutation === "replayWebhook" ? behind : {};
      const [refused] = await room.refused(owner, mutation, { webhookId: id, ...more });
      expect(refused).toMatchObject({ code: "ILLEGAL_TRANSITION", from: "DELETED" });
    }
    const document = "query C($id: ID!) { changes(filter: { subjectId: $id }) { nodes { type from to } } }";
    expect((await room.ask(owner, document, { id })).data.changes.nodes).toEqual([
      { type: "WebhookRegistered", from: null, to: "ACTIVE" },
      { type: "WebhookPaused", from: "ACTIVE", to: "PAUSED" },
      { type: "WebhookReplayed", from: null, to: null },
      { type: "WebhookResumed", from: "PAUSED", to: "ACTIVE" },
      { type: "WebhookSecretRotated", from: null, to: null },
      { type: "WebhookDeleted", from: "ACTIVE", to: "DELETED" },
    ]);
    expect(await room.database.query("select * from webhook_secret where webhook_id = $1", [id])).toEqual([]);
  });

  describe("who has it", () => {
    const owners: [string, Actor, Actor][] = [
      ["a vendor", vendorOf("own-labs"), vendorOf("own-labs", "two")],
      ["a partner", partnerOf("own-research"), partnerOf("own-research", "two")],
      ["one that is both", bothOf("own-works"), partnerOf("own-works", "two")],
      ["an agency", official("ONCD"), official("ONCD", "two")],
      ["an auditor", auditor, auditor],
    ];
    const others = [vendorOf("other"), partnerOf("other"), official("COMMERCE"), administrator(), publicActor];

    it.each(owners)(
      "is %s, whose people see and change it, and nobody else but auditors sees it",
      async (_who, by, colleague) => {
        const id = await idOf(by);
        const ask = async (reader: Actor) =>
          (
            await room.ask(
              reader,
              "query W($id: ID!) { webhook(id: $id) { id } webhookAttempts(webhookId: $id) { totalCount } }",
              { id },
            )
          ).data;
        for (const reader of [by, colleague, auditor]) {
          expect(await ask(reader)).toEqual({ webhook: { id }, webhookAttempts: { totalCount: 0 } });
        }
        for (const reader of others) expect(await ask(reader)).toEqual({ webhook: null, webhookAttempts: null });
        const log = "query C($id: ID!) { changes(filter: { subjectId: $id }) { totalCount } }";
        for (const reader of [by, colleague, auditor]) {
          expect((await room.ask(reader, log, { id })).data.changes.totalCount).toBe(1);
        }
        for (const reader of others) expect((await room.ask(reader, log, { id })).data.changes.totalCount).toBe(0);
        expect(await move(colleague, "pauseWebhook", id)).toMatchObject({
          refusals: [],
          webhook: { status: "PAUSED" },
        });
      },
    );

    it("refuses an auditor what is another's, though it sees it", async () => {
      const id = await idOf(vendorOf("audited"));
      for (const mutation of [
        "pauseWebhook",
        "resumeWebhook",
        "deleteWebhook",
        "rotateWebhookSecret",
        "replayWebhook",
      ]) {
        const more = mutation === "replayWebhook" ? behind : {};
        expect(await room.refused(auditor, mutation, { webhookId: id, ...more })).toEqual([
          refusal("BLOCKED", { field: ["input", "webhookId"], blockers: ["NOT_YOUR_ORGANISATION"] }),
        ]);
      }
    });

    it.each([
      ["the public", publicActor, "UNAUTHENTICATED"],
      ["an administrator", administrator(), "FORBIDDEN"],
    ])("is not %s", async (_who, by, code) => {
      const document =
        "mutation M($input: RegisterWebhookInput!) { registerWebhook(input: $input) { webhook { id } } }";
      expect(codesOf(await room.ask(by, document, { input: { idempotencyKey: "not-for-me", url } }))).toEqual([code]);
    });

    it("takes from no one with fewer roles than it delivers with, who would drop what it owes", async () => {
      const by = bothOf("own-fewer");
      const id = await idOf(by);
      await move(partnerOf("own-fewer", "two"), "pauseWebhook", id);
      const missing = refusal("BLOCKED", { field: ["input", "webhookId"], blockers: ["MISSING_ROLES"] });
      for (const mutation of ["resumeWebhook", "rotateWebhookSecret"]) {
        expect(await room.refused(partnerOf("own-fewer", "two"), mutation, { webhookId: id })).toEqual([missing]);
        expect(await room.refused(by, mutation, { webhookId: id })).toEqual([]);
      }
    });

    it("shows its owner where it stands once its rights are someone else's", async () => {
      const id = await idOf(vendorOf("handed-on"));
      await move(vendorOf("handed-on"), "pauseWebhook", id);
      const resumed = await room.change(
        vendorOf("handed-on", "two"),
        "resumeWebhook",
        { webhookId: id },
        "webhook { registeredBy responsible }",
      );
      expect(resumed.webhook).toEqual({ registeredBy: "handed-on|one", responsible: "handed-on|two" });
    });
  });

  describe("what it refuses", () => {
    it.each([
      ["http://hooks.example.org/", "NOT_HTTPS"],
      ["https://127.0.0.1/", "HOST_NOT_PUBLIC"],
      ["https://169.254.169.254/latest/meta-data", "HOST_NOT_PUBLIC"],
      ["https://8.8.4.4/", "HOST_FORBIDDEN"],
      ["https://hooks.example.org:6379/", "PORT_NOT_ALLOWED"],
      ["https://user:word@hooks.example.org/", "HAS_CREDENTIALS"],
    ])("refuses %s as %s", async (address, blocker) => {
      expect(await room.refused(vendorOf("careless"), "registerWebhook", { url: address })).toEqual([
        refusal("INVALID_INPUT", { field: ["input", "url"], blockers: [blocker] }),
      ]);
    });

    it("refuses one more than an owner may have, until one is deleted; also where they are registered at once", async () => {
      const by = partnerOf("many");
      const made = await Promise.all(
        Array.from({ length: mostWebhooks + 5 }, () => room.change(by, "registerWebhook", { url }, "webhook { id }")),
      );
      let ids = made.flatMap(({ webhook }) => (webhook ? [webhook.id as string] : []));
      while (ids.length < mostWebhooks) ids = [...ids, await idOf(by)];
      expect(await room.refused(by, "registerWebhook", { url })).toEqual([
        refusal("BLOCKED", { blockers: ["TOO_MANY_WEBHOOKS"] }),
      ]);
      await move(by, "deleteWebhook", ids[3] as string);
      expect((await register(by)).refusals).toEqual([]);
      const [counted] = await room.database.query<{ count: number }>(
        "select count(*)::int as count from webhook where org = 'many' and status <> 'DELETED'",
      );
      expect(counted?.count).toBe(mostWebhooks);
    });

    it("refuses all of it where no key for secrets is set", async () => {
      const { webhooks } = room.services;
      const id = await idOf(vendorOf("keyless"));
      Object.assign(room.services, { webhooks: null });
      const unset = refusal("BLOCKED", { blockers: ["WEBHOOKS_NOT_CONFIGURED"] });
      expect(await room.refused(vendorOf("keyless"), "registerWebhook", { url })).toEqual([unset]);
      expect(await room.refused(vendorOf("keyless"), "rotateWebhookSecret", { webhookId: id })).toEqual([unset]);
      Object.assign(room.services, { webhooks });
    });

    it("refuses to replay from a place that the ledger hasn't reached", async () => {
      const id = await idOf(vendorOf("ahead"));
      const after = encodePosition({ sequence: 1_000_000, id: null });
      const document = "mutation M($input: ReplayWebhookInput!) { replayWebhook(input: $input) { webhook { id } } }";
      const answer = await room.ask(vendorOf("ahead"), document, {
        input: { idempotencyKey: "far-ahead", webhookId: id, after },
      });
      expect(codesOf(answer)).toEqual(["CURSOR_UNKNOWN"]);
    });
  });
});
