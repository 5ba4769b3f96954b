import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Authorization } from "../../src/decisions/authorizations/authorization.ts";
import type { Partner } from "../../src/partners/partner.ts";
import { partnersSubgraph } from "../../src/partners/subgraph.ts";
import type { Release } from "../../src/releases/register/release.ts";
import { administrator, auditor, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { codesOf, openRoom, type Room, refusal } from "../support/room.ts";
import { anApplication, anAuthorization, aPartner, aPolicy, aRelease, aVendor, tuesday } from "../support/rows.ts";

const measure = { reason: "DIVERSION", legalBasis: "15 CFR 744.11" };
const shown = "partner { status statusReason statusLegalBasis admittedAt }";
const commerce = official("COMMERCE");

describeOn(["postgres", ...embeddedWhenWhole], "what Commerce does to a partner", (kind) => {
  let room: Room;
  let made = 0;
  beforeAll(async () => {
    room = await openRoom(kind, partnersSubgraph());
  });
  afterAll(() => room?.close());

  const partnerIn = (status: Partner["status"], rest: Partial<Partner> = {}): Promise<Partner> => {
    made += 1;
    return aPartner(room, `partner-${made}`, { status, ...rest });
  };

  it("admits a registered partner and notes when", async () => {
    const { id } = await partnerIn("REGISTERED", { admittedAt: null });
    const { partner } = await room.change(commerce, "admitPartner", { partnerId: id }, shown);
    expect(partner).toEqual({
      status: "ADMITTED",
      statusReason: null,
      statusLegalBasis: null,
      admittedAt: expect.any(String),
    });
  });

  it("suspends an admitted partner with reason and legal basis, and ends that by admitting it", async () => {
    const { id, admittedAt } = await partnerIn("ADMITTED");
    const { partner } = await room.change(commerce, "suspendPartner", { partnerId: id, ...measure }, shown);
    const suspended = { status: "SUSPENDED", statusReason: "DIVERSION", statusLegalBasis: "15 CFR 744.11" };
    expect(partner).toMatchObject(suspended);
    const again = await room.change(commerce, "admitPartner", { partnerId: id }, shown);
    expect(again.partner).toEqual({
      status: "ADMITTED",
      statusReason: null,
      statusLegalBasis: null,
      admittedAt: admittedAt?.toISOString(),
    });
  });

  it("bars a partner whatever its state, and unbars it into the register", async () => {
    for (const status of ["REGISTERED", "ADMITTED", "SUSPENDED"] as const) {
      const { id } = await partnerIn(status);
      const { partner } = await room.change(commerce, "barPartner", { partnerId: id, ...measure }, shown);
      expect(partner).toMatchObject({ status: "BARRED", statusReason: "DIVERSION" });
      const unbarred = await room.change(commerce, "unbarPartner", { partnerId: id, note: "An error." }, shown);
      expect(unbarred.partner).toMatchObject({ status: "REGISTERED", statusReason: null, statusLegalBasis: null });
    }
  });

  it("keeps why a bar was lifted, for officials and auditors", async () => {
    const { id } = await partnerIn("BARRED");
    await room.change(commerce, "unbarPartner", { partnerId: id, note: "The wrong company." }, "");
    const entries = await room.database.query<object>(
      "select type, payload->>'from' as \"from\", payload->>'to' as \"to\", restricted->>'rationale' as rationale from ledger_entry where subject_id = $1",
      [id],
    );
    const lifted = { type: "PartnerUnbarred", from: "BARRED", to: "REGISTERED", rationale: "The wrong company." };
    expect(entries).toEqual([lifted]);
  });

  it.each([
    ["admitPartner", "ADMITTED", "admit", {}],
    ["admitPartner", "BARRED", "admit", {}],
    ["suspendPartner", "REGISTERED", "suspend", measure],
    ["suspendPartner", "SUSPENDED", "suspend", measure],
    ["suspendPartner", "BARRED", "suspend", measure],
    ["barPartner", "BARRED", "bar", measure],
    ["unbarPartner", "REGISTERED", "unbar", { note: "Why not." }],
    ["unbarPartner", "ADMITTED", "unbar", { note: "Why not." }],
    ["unbarPartner", "SUSPENDED", "unbar", { note: "Why not." }],
  ] as const)("refuses %s of a partner that is %s, and changes nothing", async (mutation, status, attempted, rest) => {
    const { id } = await partnerIn(status);
    const answer = await room.refused(commerce, mutation, { partnerId: id, ...rest });
    const detail = { field: ["input", "partnerId"], from: status, attempted };
    expect(answer).toEqual([refusal("ILLEGAL_TRANSITION", detail)]);
    const [row] = await room.database.query<{ status: string; entries: number }>(
      "select status, (select count(*)::int from ledger_entry where subject_id = $1) as entries from partner where id = $1",
      [id],
    );
    expect(row).toEqual({ status, entries: 0 });
  });

  it.each(["not an id", "ptn_01h455vb4pex5vsknk084sn02q", "app_01h455vb4pex5vsknk084sn02q", "ptn_' or 1=1 --"])(
    "finds no partner by %s",
    async (partnerId) => {
      const answer = await room.refused(commerce, "admitPartner", { partnerId });
      expect(answer).toEqual([refusal("NOT_FOUND", { field: ["input", "partnerId"] })]);
    },
  );

  describe("malformed input", () => {
    it.each([
      ["an empty legal basis", "suspendPartner", { ...measure, legalBasis: "" }],
      ["a legal basis of blanks", "suspendPartner", { ...measure, legalBasis: " \t" }],
      ["a legal basis that can't be seen", "suspendPartner", { ...measure, legalBasis: " \u200b" }],
      ["a legal basis of fillers, which Unicode calls letters", "barPartner", { ...measure, legalBasis: "\u3164" }],
      ["a legal basis of points", "barPartner", { ...measure, legalBasis: "..." }],
      ["a legal basis with a blank end", "barPartner", { ...measure, legalBasis: "15 CFR 744.11 " }],
      ["a note that can't be seen", "unbarPartner", { note: "\u200b\n\u200b" }],
      ["a note that begins with a line break", "unbarPartner", { note: "\nAn error." }],
      ["an unknown reason", "suspendPartner", { ...measure, reason: "DISLIKE" }],
      ["a legal basis of 501 characters", "barPartner", { ...measure, legalBasis: "x".repeat(501) }],
      ["an empty note", "unbarPartner", { note: "" }],
      ["an id of 65 characters", "admitPartner", { partnerId: "p".repeat(65) }],
    ])("refuses %s as BAD_USER_INPUT", async (_what, mutation, part) => {
      const { id } = await partnerIn("ADMITTED");
      const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
      const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { partner { id } } }`;
      const input = { idempotencyKey: "malformed-input", partnerId: id, ...part };
      expect(codesOf(await room.ask(commerce, document, { input }))).toEqual(["BAD_USER_INPUT"]);
    });
  });

  it.each([
    ["the public", publicActor, "UNAUTHENTICATED"],
    ["the partner itself", partnerOf("partner-1"), "FORBIDDEN"],
    ["a vendor", vendorOf("labs"), "FORBIDDEN"],
    ["an official of Defense", official("DEFENSE"), "FORBIDDEN"],
    ["an auditor", auditor, "FORBIDDEN"],
    ["an administrator", administrator(), "FORBIDDEN"],
  ])("leaves all of it to Commerce, not to %s", async (_who, by, code) => {
    const { id } = await partnerIn("ADMITTED");
    const inputs = { admitPartner: {}, suspendPartner: measure, barPartner: measure, unbarPartner: { note: "Why." } };
    for (const [mutation, rest] of Object.entries(inputs)) {
      const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
      const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { partner { id } } }`;
      const input = { idempotencyKey: "not-yours-to-do", partnerId: id, ...rest };
      expect(codesOf(await room.ask(by, document, { input }))).toEqual([code]);
    }
  });

  it("tells the partner and officials of each step, and nobody else where nobody authorized it", async () => {
    const { id, org } = await partnerIn("ADMITTED");
    await room.change(commerce, "suspendPartner", { partnerId: id, ...measure }, "");
    const [entry] = await room.database.query<object>(
      "select type, audience, payload->>'legalBasis' as \"legalBasis\", actor->>'agency' as agency from ledger_entry where subject_id = $1",
      [id],
    );
    expect(entry).toEqual({
      type: "PartnerSuspended",
      audience: ["officials", `partner:${org}`],
      legalBasis: "15 CFR 744.11",
      agency: "COMMERCE",
    });
  });

  it("tells each vendor that authorized it of each step, without the reason and the legal basis", async () => {
    const policy = await aPolicy(room);
    const vendors = await Promise.all(
      ["alpha-labs", "beta-labs", "gone-labs", "late-labs"].map((org) => aVendor(room, org)),
    );
    const releases = await Promise.all(vendors.map((vendor) => aRelease(room, vendor, policy, vendor.org)));
    const partner = await partnerIn("ADMITTED");
    const authorize = (index: number, rest: Partial<Authorization>) =>
      anAuthorization(room, partner, releases[index] as Release, rest);
    await authorize(0, {});
    await authorize(0, { endUse: "HEALTH" });
    await authorize(1, { status: "SUSPENDED" });
    await authorize(2, { status: "REVOKED", endedAt: tuesday });
    await authorize(3, { expiresAt: tuesday });
    const partnerId = partner.id;
    await room.change(commerce, "suspendPartner", { partnerId, ...measure }, "");
    await room.change(commerce, "admitPartner", { partnerId }, "");
    await room.change(commerce, "barPartner", { partnerId, ...measure }, "");
    await room.change(commerce, "unbarPartner", { partnerId, note: "An error." }, "");
    await room.change(partnerOf(partner.org), "amendPartner", { partnerId, revision: 1, kind: "ACADEMIC" }, "");
    await room.change(commerce, "admitPartner", { partnerId }, "");
    await room.change(partnerOf(partner.org), "amendPartner", { partnerId, revision: 2, jurisdiction: "CA" }, "");
    const entries = await room.database.query<{ shown: string; audience: string[] }>(
      `select type, audience, payload->>'from' as "from", payload->>'to' as "to", payload::text as shown
       from ledger_entry where subject_id = $1 order by seq`,
      [partnerId],
    );
    const vendorsAlone = ["vendor:alpha-labs", "vendor:beta-labs"];
    const told = entries.filter(({ audience }) => audience.some((tag) => tag.startsWith("vendor:")));
    const type = "PartnerStatusChanged";
    expect(told.map(({ shown: _, ...entry }) => entry)).toEqual([
      { type, audience: vendorsAlone, from: "ADMITTED", to: "SUSPENDED" },
      { type, audience: vendorsAlone, from: "SUSPENDED", to: "ADMITTED" },
      { type, audience: vendorsAlone, from: "ADMITTED", to: "BARRED" },
      { type, audience: vendorsAlone, from: "BARRED", to: "REGISTERED" },
      { type, audience: vendorsAlone, from: "REGISTERED", to: "ADMITTED" },
      { type, audience: vendorsAlone, from: "ADMITTED", to: "REGISTERED" },
    ]);
    for (const { shown } of told) {
      expect(shown).not.toContain(measure.reason);
      expect(shown).not.toContain(measure.legalBasis);
    }
    const others = entries.filter((entry) => !told.includes(entry)).map(({ audience }) => audience);
    expect(others).toEqual(Array(7).fill(["officials", `partner:${partner.org}`]));
  });

  it("shows a vendor that a partner is barred, and not why; the partner itself and officials read that too", async () => {
    const vendor = await aVendor(room, "reading-labs");
    const release = await aRelease(room, vendor, await aPolicy(room, { version: 2 }), "Read");
    const { id, org } = await partnerIn("ADMITTED");
    await anApplication(room, { id } as Partner, release);
    await room.change(commerce, "barPartner", { partnerId: id, ...measure }, "");
    const read = async (by: Parameters<Room["ask"]>[0]) =>
      (
        await room.ask(
          by,
          `{ partner(id: "${id}") { status statusReason statusLegalBasis withheld { field because } } }`,
        )
      ).data.partner;
    const because = "PARTNER_MEASURE";
    const named = { field: "nameFlags", because: "NAME_SCREENING" };
    const matches = { field: "screeningHits", because: "LIST_SCREENING" };
    expect(await read(vendorOf("reading-labs"))).toEqual({
      status: "BARRED",
      statusReason: null,
      statusLegalBasis: null,
      withheld: [named, { field: "statusReason", because }, { field: "statusLegalBasis", because }, matches],
    });
    const whole = { status: "BARRED", statusReason: measure.reason, statusLegalBasis: measure.legalBasis };
    expect(await read(partnerOf(org))).toEqual({ ...whole, withheld: [named, matches] });
    for (const by of [commerce, auditor]) expect(await read(by)).toEqual({ ...whole, withheld: [] });
  });
});
