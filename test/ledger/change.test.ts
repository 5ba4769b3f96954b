import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordById } from "../../src/graph/records.ts";
import { Refused, refusal as refusalOf } from "../../src/graph/refusal.ts";
import { sql } from "../../src/graph/sql.ts";
import type { Actor } from "../../src/identity/actor.ts";
import { change } from "../../src/ledger/change.ts";
import type { Tx } from "../../src/ledger/tx.ts";
import { Partner } from "../../src/partners/partner.ts";
import { partnersSubgraph } from "../../src/partners/subgraph.ts";
import { Directive } from "../../src/releases/directives/directive.ts";
import { bothOf, official, partnerOf, vendorOf } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { openRoom, type Room, refusal } from "../support/room.ts";
import { aDirective, anApplication, aPartner, aPolicy, aRelease, aVendor } from "../support/rows.ts";

const acme = { legalName: "Acme", kind: "ENTERPRISE", jurisdiction: "US" };
const commerce = official("COMMERCE");

describeOn(["embedded", "postgres"], "a change", (kind) => {
  let room: Room;
  let made = 0;
  beforeAll(async () => {
    room = await openRoom(kind, partnersSubgraph());
  });
  afterAll(() => room?.close());

  const newPartner = (status: Partner["status"] = "REGISTERED"): Promise<Partner> => {
    made += 1;
    return aPartner(room, `org-${made}`, { status });
  };
  const entriesAbout = (subjectId: string) =>
    room.database.query<{ type: string; operationId: string; body: string }>(
      `select type, operation_id as "operationId", body from ledger_entry where subject_id = $1 order by seq`,
      [subjectId],
    );
  const run = <Ids extends Record<string, string | null>>(
    by: Actor,
    work: (tx: Tx) => Promise<Ids>,
    key: string = randomUUID(),
  ) => change(room.context(by), "admitPartner", { idempotencyKey: key }, work);

  describe("made again with the same key", () => {
    const admit = (by: Actor, partnerId: string, idempotencyKey: string) =>
      room.change(by, "admitPartner", { partnerId, idempotencyKey }, "partner { id status }");

    it("gives the first result, as it stands today, and has one effect", async () => {
      const { id } = await newPartner();
      const key = randomUUID();
      const first = await admit(commerce, id, key);
      expect(first).toEqual({ partner: { id, status: "ADMITTED" }, refusals: [] });
      expect(await admit(commerce, id, key)).toEqual(first);
      const suspend = { partnerId: id, reason: "DIVERSION", legalBasis: "15 CFR 744.11" };
      await room.change(commerce, "suspendPartner", suspend, "");
      expect(await admit(commerce, id, key)).toEqual({ partner: { id, status: "SUSPENDED" }, refusals: [] });
      expect((await entriesAbout(id)).map(({ type }) => type)).toEqual(["PartnerAdmitted", "PartnerSuspended"]);
    });

    it("registers once, whatever order the input's fields come in", async () => {
      const by = partnerOf("ordered");
      const idempotencyKey = randomUUID();
      const one = await room.change(by, "registerPartner", { idempotencyKey, ...acme }, "partner { id }");
      const { legalName, kind: partnerKind, jurisdiction } = acme;
      const turned = { jurisdiction, kind: partnerKind, legalName, idempotencyKey };
      expect(await room.change(by, "registerPartner", turned, "partner { id }")).toEqual(one);
    });

    it("has one effect when both run at once, and gives both the same", async () => {
      const by = partnerOf("at-once");
      const input = { idempotencyKey: randomUUID(), ...acme };
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => room.change(by, "registerPartner", input, "partner { id }")),
      );
      const [{ partner }] = answers as [{ partner: { id: string } }];
      expect(answers).toEqual(answers.map(() => ({ partner, refusals: [] })));
      expect(await entriesAbout(partner.id)).toHaveLength(1);
    });

    it("is refused with another input or as another mutation, and says nothing of the first", async () => {
      const [one, other] = [await newPartner(), await newPartner()];
      const idempotencyKey = randomUUID();
      await admit(commerce, one.id, idempotencyKey);
      const reused = [refusal("IDEMPOTENCY_KEY_REUSED", { field: ["input", "idempotencyKey"] })];
      const answer = await room.change(
        commerce,
        "admitPartner",
        { partnerId: other.id, idempotencyKey },
        "partner { id }",
      );
      expect(answer.partner).toBeNull();
      expect(await room.refused(commerce, "admitPartner", { partnerId: other.id, idempotencyKey })).toEqual(reused);
      const unbar = { partnerId: one.id, note: "Why.", idempotencyKey };
      expect(await room.refused(commerce, "unbarPartner", unbar)).toEqual(reused);
      expect(await entriesAbout(other.id)).toEqual([]);
    });

    it("is another's own: of another official, and of the same person in another agency or organisation", async () => {
      const idempotencyKey = randomUUID();
      const [one, other] = [await newPartner(), await newPartner()];
      expect((await admit(commerce, one.id, idempotencyKey)).partner.id).toBe(one.id);
      expect((await admit(official("COMMERCE", "two"), other.id, idempotencyKey)).partner.id).toBe(other.id);
      const register = (org: string) => {
        const moved = { ...partnerOf(org), subject: "someone" };
        return room.change(moved, "registerPartner", { idempotencyKey, ...acme }, "partner { org }");
      };
      expect((await register("first-org")).partner).toEqual({ org: "first-org" });
      expect((await register("second-org")).partner).toEqual({ org: "second-org" });
    });

    it("keeps no refusal: what was refused may succeed later under its key", async () => {
      const { id } = await newPartner("BARRED");
      const key = randomUUID();
      expect((await admit(commerce, id, key)).refusals).toMatchObject([{ code: "ILLEGAL_TRANSITION" }]);
      await room.change(commerce, "unbarPartner", { partnerId: id, note: "An error." }, "");
      expect(await admit(commerce, id, key)).toEqual({ partner: { id, status: "ADMITTED" }, refusals: [] });
    });

    it("reads again under today's visibility: what the actor may no longer see is null", async () => {
      const by = partnerOf("gone");
      const input = { idempotencyKey: randomUUID(), ...acme };
      const { partner } = await room.change(by, "registerPartner", input, "partner { id }");
      await room.database.query("update partner set org = 'taken-over' where id = $1", [partner.id]);
      expect(await room.change(by, "registerPartner", input, "partner { id }")).toEqual({
        partner: null,
        refusals: [],
      });
    });
  });

  describe("that ends otherwise than well", () => {
    it("leaves nothing behind when it is refused after writing and recording", async () => {
      const partner = await newPartner();
      const outcome = await run<{ partnerId: string }>(commerce, async (tx) => {
        await tx.update(Partner, partner, { status: "BARRED" });
        tx.record(Partner, { type: "PartnerBarred", subject: partner, audience: ["officials"] });
        throw new Refused(refusalOf("BLOCKED", "Not now."), refusalOf("BLOCKED", "Nor ever."));
      });
      expect(outcome.refusals.map(({ message }) => message)).toEqual(["Not now.", "Nor ever."]);
      expect(await entriesAbout(partner.id)).toEqual([]);
      const [row] = await room.database.query<object>("select status from partner where id = $1", [partner.id]);
      expect(row).toEqual({ status: "REGISTERED" });
    });

    it("throws what it did not expect, and leaves neither entry nor key", async () => {
      const partner = await newPartner();
      const key = randomUUID();
      const failing = run(
        commerce,
        async (tx) => {
          tx.record(Partner, { type: "PartnerBarred", subject: partner, audience: ["officials"] });
          throw new Error("a bug");
        },
        key,
      );
      await expect(failing).rejects.toThrow("a bug");
      expect(await entriesAbout(partner.id)).toEqual([]);
      expect(await room.database.query("select key from idempotency where key = $1", [key])).toEqual([]);
    });

    it("answers an announced conflict as its refusal, and throws one that nobody announced", async () => {
      const { org } = await newPartner();
      const again = (tx: Tx) =>
        tx.query(sql`insert into partner
        (id, org, legal_name, name_skeleton, kind, jurisdiction, status, revision, registered_at)
        values (${tx.newId("Partner")}, ${org}, 'Again', 'again', 'ENTERPRISE', 'US', 'REGISTERED', 1, ${tx.now})`);
      const announced = await run(commerce, async (tx) => {
        tx.onConflict("one_partner_per_org", refusalOf("DUPLICATE", "Registered already."));
        await again(tx);
        return {};
      });
      expect(announced.refusals).toMatchObject([{ code: "DUPLICATE" }]);
      const unannounced = run(commerce, async (tx) => {
        tx.onConflict("one_open_application", refusalOf("DUPLICATE", "Another constraint."));
        await again(tx);
        return {};
      });
      await expect(unannounced).rejects.toThrow(/one_partner_per_org/);
    });

    it("is tried again after a serialisation failure, and has one effect", async () => {
      const partner = await newPartner();
      let tries = 0;
      const outcome = await run(commerce, async (tx) => {
        tries += 1;
        await tx.update(Partner, partner, { website: `https://try-${tries}.example` });
        tx.record(Partner, { type: "PartnerAmended", subject: partner, audience: ["officials"] });
        if (tries < 3) await tx.query(sql`do $$ begin raise exception 'try again' using errcode = '40001'; end $$`);
        return { partnerId: partner.id };
      });
      expect(outcome).toEqual({ partnerId: partner.id, refusals: [] });
      expect(tries).toBe(3);
      expect(await entriesAbout(partner.id)).toHaveLength(1);
    });
  });

  it("shares its operation among its entries, in the order in which they were recorded", async () => {
    const [one, other] = [await newPartner(), await newPartner()];
    await run(commerce, async (tx) => {
      for (const subject of [one, other, one]) tx.record(Partner, { type: "PartnerAmended", subject, audience: [] });
      return {};
    });
    const [first, third] = await entriesAbout(one.id);
    const [second] = await entriesAbout(other.id);
    const places = [first, second, third].map((entry) => JSON.parse(entry?.body ?? "{}"));
    expect(new Set([first, second, third].map((entry) => entry?.operationId)).size).toBe(1);
    expect(places.map(({ seq }) => seq - places[0].seq)).toEqual([0, 1, 2]);
  });

  it("records nothing and numbers nothing when it changes nothing", async () => {
    const before = await room.database.query("select last_seq from ledger_tail");
    expect(await run(commerce, async () => ({}))).toEqual({ refusals: [] });
    expect(await room.database.query("select last_seq from ledger_tail")).toEqual(before);
  });

  it("runs at the clock's time, and records no earlier than the entry before", async () => {
    const { id } = await newPartner();
    const future = new Date("2099-01-01T00:00:00.000Z");
    room.services.clock.fixed = future;
    await room.change(commerce, "admitPartner", { partnerId: id }, "");
    room.services.clock.fixed = new Date("2098-01-01T00:00:00.000Z");
    await room.change(commerce, "suspendPartner", { partnerId: id, reason: "DIVERSION", legalBasis: "A law." }, "");
    room.services.clock.fixed = null;
    const times = await room.database.query<{ at: Date }>("select at from ledger_entry where subject_id = $1", [id]);
    expect(times).toEqual([{ at: future }, { at: future }]);
  });

  it("keeps what is withheld from some apart from what all of the audience may read", async () => {
    const release = await aRelease(room, await aVendor(room, "labs"), await aPolicy(room), "Strix");
    const directive = await aDirective(room, { releaseId: release.id, effect: "SUSPEND", rationale: "Secret." });
    await run(commerce, async (tx) => {
      tx.record(Directive, {
        type: "DirectiveIssued",
        subject: directive,
        audience: ["officials"],
        rationale: "Also secret.",
      });
      return {};
    });
    const [entry] = await room.database.query<{ payload: object; restricted: object }>(
      "select payload, restricted from ledger_entry where subject_id = $1",
      [directive.id],
    );
    expect(entry?.restricted).toMatchObject({
      state: { rationale: "Secret.", issuedBy: "COMMERCE|one" },
      rationale: "Also secret.",
    });
    expect(JSON.stringify(entry?.payload)).not.toMatch(/ecret|COMMERCE\|one/);
  });

  it("finds for a lock what the actor may see, and answers for the rest as for nothing", async () => {
    const { id, org } = await newPartner();
    const find = (by: Actor, how: "lock" | "share" | "peek", wanted = id) =>
      run(by, async (tx) => ({ partnerId: (await tx[how](Partner, wanted, ["input", "partnerId"])).id }));
    for (const how of ["lock", "share", "peek"] as const) {
      expect(await find(partnerOf(org), how)).toEqual({ partnerId: id, refusals: [] });
      const hidden = await find(vendorOf("labs"), how);
      expect(hidden.refusals).toMatchObject([{ code: "NOT_FOUND", field: ["input", "partnerId"] }]);
      expect(await find(vendorOf("labs"), how, room.services.ids.next("Partner"))).toEqual(hidden);
    }
  });

  it("finds the record with the id, whatever else the actor sees in one way or another", async () => {
    const own = await newPartner();
    const policy = await aPolicy(room, { version: 2 });
    const release = await aRelease(room, await aVendor(room, own.org), policy, "Own");
    const applicants = [await newPartner(), await newPartner()];
    for (const applicant of applicants) await anApplication(room, applicant, release);
    for (const { id } of [own, ...applicants]) {
      for (const how of ["lock", "share", "peek"] as const) {
        const outcome = await run(bothOf(own.org), async (tx) => ({ partnerId: (await tx[how](Partner, id, [])).id }));
        expect(outcome).toEqual({ partnerId: id, refusals: [] });
      }
    }
  });

  it("forgets what was loaded before it, so that the answer shows what is stored", async () => {
    const { id } = await newPartner();
    const context = room.context(commerce);
    expect(await recordById(context, Partner, id)).toMatchObject({ status: "REGISTERED" });
    await change(context, "admitPartner", { idempotencyKey: randomUUID() }, async (tx) => {
      await tx.update(Partner, await tx.lock(Partner, id, []), { status: "ADMITTED" });
      return {};
    });
    expect(await recordById(context, Partner, id)).toMatchObject({ status: "ADMITTED" });
  });
});

describeOn(["postgres"], "changes that wait for each other", (kind) => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom(kind, partnersSubgraph());
  });
  afterAll(() => room?.close());

  it("both come through when they lock each other out: one of them is tried again", async () => {
    const ids = await Promise.all(["one", "other"].map(async (org) => (await aPartner(room, org)).id));
    let tries = 0;
    let held = 0;
    let bothHold: () => void = () => {};
    const met = new Promise<void>((resolve) => (bothHold = resolve));
    const lockInOrder = (first: string, second: string) =>
      change(room.context(commerce), "suspendPartner", { idempotencyKey: randomUUID() }, async (tx) => {
        tries += 1;
        await tx.lock(Partner, first, []);
        held += 1;
        if (held === 2) bothHold();
        await met;
        const partner = await tx.lock(Partner, second, []);
        await tx.update(Partner, partner, { revision: partner.revision + 1 });
        tx.record(Partner, { type: "PartnerAmended", subject: partner, audience: [] });
        return { partnerId: second };
      });
    const [one, other] = ids as [string, string];
    const outcomes = await Promise.all([lockInOrder(one, other), lockInOrder(other, one)]);
    expect(outcomes.map(({ refusals }) => refusals)).toEqual([[], []]);
    expect(tries).toBe(3);
    const rows = await room.database.query("select revision from partner order by id");
    expect(rows).toEqual([{ revision: 2 }, { revision: 2 }]);
  });

  /** Holds a partner's row until `letGo`, in a change of its own, and says when it has it. */
  const holding = async (id: string) => {
    let letGo: () => void = () => {};
    let has: () => void = () => {};
    const released = new Promise<void>((resolve) => (letGo = resolve));
    const got = new Promise<void>((resolve) => (has = resolve));
    const done = change(room.context(commerce), "suspendPartner", { idempotencyKey: randomUUID() }, async (tx) => {
      const partner = await tx.lock(Partner, id, []);
      has();
      await released;
      tx.record(Partner, { type: "PartnerAmended", subject: partner, audience: [] });
      return { at: tx.now.toISOString() };
    });
    await got;
    return { letGo, done };
  };
  const amend = (by: Actor, id: string) =>
    change(room.context(by), "amendPartner", { idempotencyKey: randomUUID() }, async (tx) => {
      const partner = await tx.lock(Partner, id, []);
      tx.record(Partner, { type: "PartnerAmended", subject: partner, audience: [] });
      return { at: tx.now.toISOString() };
    });
  const waitingForLocks = async (count: number): Promise<void> => {
    const asked =
      "select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
    await expect.poll(async () => (await room.database.asOwner<{ waiting: number }>(asked))[0]?.waiting).toBe(count);
  };

  it("are dated in the order in which they held the lock, not in which they began", async () => {
    const { id } = await aPartner(room, "dated");
    const first = await holding(id);
    const second = amend(commerce, id);
    await waitingForLocks(1);
    const [{ now } = { now: new Date(0) }] = await room.database.query<{ now: Date }>(
      "select clock_timestamp() as now",
    );
    first.letGo();
    expect((await first.done).refusals).toEqual([]);
    expect(new Date((await second).at as string).getTime()).toBeGreaterThanOrEqual(now.getTime() - 1);
  });

  it("don't go through when their actor is revoked while they wait", async () => {
    const { id } = await aPartner(room, "revoked");
    const official = { ...commerce, subject: "COMMERCE|to-be-revoked" };
    const first = await holding(id);
    const second = amend(official, id);
    const refused = expect(second).rejects.toMatchObject({ extensions: { code: "UNAUTHENTICATED" } });
    await waitingForLocks(1);
    await room.database.query(
      `insert into revocation (id, kind, value, reason, revoked_by, revoked_at)
       values ('rvk_1', 'SUBJECT', $1, 'left', 'administrator', now())`,
      [official.subject],
    );
    first.letGo();
    await Promise.all([first.done, refused]);
    const by = "select count(*)::int as entries from ledger_entry where actor->>'subject' = $1";
    expect(await room.database.query(by, [official.subject])).toEqual([{ entries: 0 }]);
  });

  it("leave the reads their connections, and give up with BUSY when the lock isn't let go", async () => {
    const { id } = await aPartner(room, "busy");
    const first = await holding(id);
    const many = Array.from({ length: 12 }, () => amend(commerce, id).catch((error) => error));
    await waitingForLocks(6);
    expect(await recordById(room.context(commerce), Partner, id)).toMatchObject({ id });
    const [given] = await Promise.all(many.slice(0, 1));
    expect(given).toMatchObject({ extensions: { code: "BUSY" } });
    first.letGo();
    expect((await first.done).refusals).toEqual([]);
    for (const each of await Promise.all(many)) {
      if (each instanceof Error) expect(each).toMatchObject({ extensions: { code: "BUSY" } });
      else expect(each.refusals).toEqual([]);
    }
  });
});
