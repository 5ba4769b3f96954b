import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { partnersSubgraph } from "../../src/partners/subgraph.ts";
import { auditor, bothOf, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { codesOf, openRoom, type Room, refusal } from "../support/room.ts";

const acme = {
  legalName: "Acme Research, Inc.",
  kind: "ENTERPRISE",
  jurisdiction: "US",
  website: "https://acme.example",
};
const shown = "partner { id org legalName kind jurisdiction website status revision registeredAt admittedAt }";

describeOn(["postgres", ...embeddedWhenWhole], "registering and amending a partner", (kind) => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom(kind, partnersSubgraph());
  });
  afterAll(() => room?.close());

  it("registers the actor's own organisation, which awaits its admission", async () => {
    const { partner, refusals } = await room.change(partnerOf("acme"), "registerPartner", acme, shown);
    expect(refusals).toEqual([]);
    expect(partner).toEqual({
      ...acme,
      id: expect.stringMatching(/^ptn_[0-9a-z]{26}$/),
      org: "acme",
      status: "REGISTERED",
      revision: 1,
      registeredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      admittedAt: null,
    });
  });

  it("registers an organisation that is a vendor too", async () => {
    const { partner } = await room.change(bothOf("both"), "registerPartner", { ...acme, website: null }, shown);
    expect(partner).toMatchObject({ org: "both", website: null });
  });

  it("refuses a second registration of one organisation, by whomever of it", async () => {
    await room.change(partnerOf("twice"), "registerPartner", acme, "");
    expect(await room.refused(partnerOf("twice", "two"), "registerPartner", acme)).toEqual([refusal("DUPLICATE")]);
  });

  it("keeps a name composed and with single spaces", async () => {
    const legalName = "Zoe\u0308\u00a0  Labs";
    const { partner } = await room.change(partnerOf("spaced"), "registerPartner", { ...acme, legalName }, shown);
    expect(partner.legalName).toBe("Zo\u00eb Labs");
  });

  it.each([
    ["zero-width characters", "Ac\u200bme", "INVISIBLE_CHARACTER"],
    ["a right-to-left override", "Acme \u202ecnI", "BIDI_CONTROL"],
    ["a word that mixes scripts by letters that look alike", "\u0410cme", "DECEPTIVE_WORD"],
  ])("refuses a name with %s", async (_what, legalName, code) => {
    const answer = await room.refused(partnerOf("deceiver"), "registerPartner", { ...acme, legalName });
    expect(answer).toEqual([refusal("INVALID_INPUT", { field: ["input", "legalName"], blockers: [code] })]);
  });

  it("refuses a name in which nothing can be read, at registration and as another name", async () => {
    const unreadable = [refusal("INVALID_INPUT", { field: ["input", "legalName"], blockers: ["NAME_UNREADABLE"] })];
    const input = { ...acme, legalName: "ーー" };
    expect(await room.refused(partnerOf("mute"), "registerPartner", input)).toEqual(unreadable);
    const { partner } = await room.change(partnerOf("mute"), "registerPartner", acme, shown);
    const renamed = { partnerId: partner.id, revision: 1, legalName: "ーー" };
    expect(await room.refused(partnerOf("mute"), "amendPartner", renamed)).toEqual(unreadable);
  });

  describe("names worth an official's look", () => {
    const flagged = async (org: string, legalName: string): Promise<string[]> => {
      const { partner } = await room.change(
        partnerOf(org),
        "registerPartner",
        { ...acme, legalName },
        "partner { id }",
      );
      const { data } = await room.ask(
        official("COMMERCE"),
        `{ partner(id: "${partner.id}") { nameFlags withheld { field } } }`,
      );
      expect(data.partner.withheld).toEqual([]);
      return data.partner.nameFlags;
    };

    it("flags a name that is another's in letters that look the same, and registers it all the same", async () => {
      expect(await flagged("volta", "VOLTA")).toEqual([]);
      // All of it Cyrillic, so that no word mixes scripts.
      expect(await flagged("volta-posing", "\u0412\u041e\u041b\u0422\u0410")).toEqual([]);
      expect(await flagged("acme-first", "ACME")).toEqual([]);
      expect(await flagged("acme-posing", "\u0410\u0421\u041c\u0415")).toEqual(["LOOKS_LATIN", "LOOKS_LIKE_ANOTHER"]);
      expect(await flagged("acme-zero", "Acme.")).toEqual(["LOOKS_LIKE_ANOTHER"]);
    });

    it("flags the very name of another, and scripts that aren't written together", async () => {
      expect(await flagged("helix", "Helix Works")).toEqual([]);
      expect(await flagged("helix-2", "Helix  Works")).toEqual(["SAME_AS_ANOTHER"]);
      expect(await flagged("mixed", "\u041e\u041e\u041e Helix")).toEqual(["MIXED_SCRIPTS"]);
    });

    it("looks again when the name is amended, and at no other amendment; its own name is no other's", async () => {
      await flagged("kappa", "Kappa Labs");
      const { partner } = await room.change(
        partnerOf("kepler"),
        "registerPartner",
        { ...acme, legalName: "Kepler" },
        shown,
      );
      const flagsAfter = async (revision: number, part: object) => {
        await room.change(partnerOf("kepler"), "amendPartner", { partnerId: partner.id, revision, ...part }, "");
        const { data } = await room.ask(auditor, `{ partner(id: "${partner.id}") { nameFlags } }`);
        return data.partner.nameFlags;
      };
      expect(await flagsAfter(1, { legalName: "Kappa  LABS" })).toEqual(["LOOKS_LIKE_ANOTHER"]);
      expect(await flagsAfter(2, { kind: "ACADEMIC" })).toEqual(["LOOKS_LIKE_ANOTHER"]);
      expect(await flagsAfter(3, { legalName: "Kepler, Inc." })).toEqual([]);
      expect(await flagsAfter(4, { legalName: "KEPLER INC" })).toEqual([]);
    });

    it("withholds them from the partner, and keeps them out of what its ledger entry shows", async () => {
      await flagged("theta", "Theta");
      const selection = "partner { id nameFlags withheld { field because } }";
      const input = { ...acme, legalName: "THETA" };
      const { partner } = await room.change(partnerOf("theta-2"), "registerPartner", input, selection);
      expect(partner).toMatchObject({
        nameFlags: null,
        withheld: [
          { field: "nameFlags", because: "NAME_SCREENING" },
          { field: "screeningHits", because: "LIST_SCREENING" },
        ],
      });
      const [entry] = await room.database.query<object>(
        `select payload->'state' ? 'nameFlags' as shown, restricted->'state'->'nameFlags' as flags
         from ledger_entry where subject_id = $1`,
        [partner.id],
      );
      expect(entry).toEqual({ shown: false, flags: ["LOOKS_LIKE_ANOTHER"] });
    });
  });

  it("refuses a code of two letters that names no jurisdiction", async () => {
    const answer = await room.refused(partnerOf("nowhere"), "registerPartner", { ...acme, jurisdiction: "ZZ" });
    expect(answer).toEqual([refusal("INVALID_INPUT", { field: ["input", "jurisdiction"] })]);
  });

  it("keeps nothing of what it refused, so that the same key may be used for the mended input", async () => {
    const idempotencyKey = "mended-registration";
    const wrong = { ...acme, idempotencyKey, jurisdiction: "ZZ" };
    expect(await room.refused(partnerOf("mender"), "registerPartner", wrong)).toHaveLength(1);
    const mended = await room.change(partnerOf("mender"), "registerPartner", { ...acme, idempotencyKey }, shown);
    expect(mended).toMatchObject({ refusals: [], partner: { org: "mender" } });
  });

  it.each([
    ["plain", "http://acme.example"],
    ["port", "https://acme.example:8443/about?lang=en&x=%C3%A9#team"],
    ["at", "https://acme.example/@acme"],
    ["punycode", "https://xn--mnchen-3ya.example/"],
    ["longest", `https://acme.example/${"a".repeat(279)}`],
  ])("takes a website that is an ordinary address (%s)", async (which, website) => {
    const by = partnerOf(`website-${which}`);
    const { partner } = await room.change(by, "registerPartner", { ...acme, website }, "partner { id website }");
    expect(partner.website).toBe(website);
    const cleared = { partnerId: partner.id, revision: 1, website: null };
    await room.change(by, "amendPartner", cleared, "");
    const deceptive = {
      ...cleared,
      revision: 2,
      website: "https://acme.example@evil.example",
      idempotencyKey: "deceptive",
    };
    const document = "mutation ($input: AmendPartnerInput!) { amendPartner(input: $input) { partner { id } } }";
    expect(codesOf(await room.ask(by, document, { input: deceptive }))).toEqual(["BAD_USER_INPUT"]);
  });

  describe("malformed input", () => {
    const document = "mutation ($input: RegisterPartnerInput!) { registerPartner(input: $input) { partner { id } } }";
    it.each([
      ["an empty name", { legalName: "" }],
      ["a name of 201 characters", { legalName: "a".repeat(201) }],
      ["a name of many lines", { legalName: "Acme\nInc." }],
      ["a name with NUL", { legalName: "Acme\u0000" }],
      ["half a surrogate pair", { legalName: "Acme \ud800" }],
      ["a jurisdiction in small letters", { jurisdiction: "us" }],
      ["a website that runs script", { website: "javascript:alert(1)" }],
      ["a website without an address", { website: "acme" }],
      ["a website of another scheme", { website: "ftp://acme.example" }],
      ["a website with a scheme and no slashes", { website: "https:acme.example" }],
      ["a website with a user and a password", { website: "https://acme.example:443@evil.example/" }],
      ["a website with a user", { website: "https://acme.example@evil.example" }],
      ["a website with an empty user", { website: "https://@evil.example" }],
      ["a website with a user behind a backslash", { website: "https://acme.example\\@evil.example" }],
      ["a website that turns its direction", { website: "https://acme.example/\u202egpj.exe" }],
      ["a website with an invisible character", { website: "https://ac\u200bme.example" }],
      ["a website with a host of letters that look alike", { website: "https://\u0430cme.example" }],
      ["a website with a blank", { website: "https://acme.example/a b" }],
      ["a website with a line break", { website: "https://acme.example/\n" }],
      ["a website with NUL", { website: "https://acme.example/\u0000" }],
      ["a website of 301 characters", { website: `https://acme.example/${"a".repeat(280)}` }],
      ["an unknown kind", { kind: "BANK" }],
      ["a short key", { idempotencyKey: "short" }],
      ["a key with a line break", { idempotencyKey: "first-line\nsecond" }],
    ])("refuses %s as BAD_USER_INPUT", async (_what, part) => {
      const input = { ...acme, idempotencyKey: "malformed-input", ...part };
      const answer = await room.ask(partnerOf("malformed"), document, { input });
      expect(codesOf(answer)).toEqual(["BAD_USER_INPUT"]);
      const rows = await room.database.query("select id from partner where org = 'malformed'");
      expect(rows).toEqual([]);
    });
  });

  it.each([
    ["the public", publicActor, "UNAUTHENTICATED"],
    ["a vendor", vendorOf("labs"), "FORBIDDEN"],
    ["an official", official("COMMERCE"), "FORBIDDEN"],
    ["an auditor", auditor, "FORBIDDEN"],
  ])("lets no partner be registered by %s", async (_who, by, code) => {
    const document = "mutation ($input: RegisterPartnerInput!) { registerPartner(input: $input) { partner { id } } }";
    const answer = await room.ask(by, document, { input: { ...acme, idempotencyKey: "not-yours-to-do" } });
    expect(codesOf(answer)).toEqual([code]);
  });

  describe("amending", () => {
    const register = async (org: string): Promise<string> =>
      (await room.change(partnerOf(org), "registerPartner", acme, "partner { id }")).partner.id;

    it("changes what is given, keeps the rest and counts the revision up", async () => {
      const partnerId = await register("amended");
      const input = { partnerId, revision: 1, legalName: "Acme Health, Inc." };
      const { partner } = await room.change(partnerOf("amended"), "amendPartner", input, shown);
      expect(partner).toMatchObject({ ...acme, legalName: "Acme Health, Inc.", revision: 2, status: "REGISTERED" });
    });

    it("clears the website when it is null, and keeps it when it is left out", async () => {
      const partnerId = await register("website");
      const amend = async (input: object) =>
        (await room.change(partnerOf("website"), "amendPartner", { partnerId, ...input }, shown)).partner.website;
      expect(await amend({ revision: 1, kind: "NONPROFIT" })).toBe(acme.website);
      expect(await amend({ revision: 2, website: null })).toBeNull();
    });

    it("refuses a stale revision, and leaves the record as it is", async () => {
      const partnerId = await register("stale");
      const amend = { partnerId, revision: 1, kind: "ACADEMIC" };
      await room.change(partnerOf("stale"), "amendPartner", amend, "");
      const again = await room.refused(partnerOf("stale"), "amendPartner", { ...amend, kind: "NONPROFIT" });
      expect(again).toEqual([refusal("STALE_REVISION", { field: ["input", "revision"] })]);
      const { data } = await room.ask(partnerOf("stale"), `{ partner(id: "${partnerId}") { kind revision } }`);
      expect(data.partner).toEqual({ kind: "ACADEMIC", revision: 2 });
    });

    it("lets one of two amendments of the same revision through", async () => {
      const partnerId = await register("raced");
      const amend = (kind: string) =>
        room.change(partnerOf("raced"), "amendPartner", { partnerId, revision: 1, kind }, "partner { revision }");
      const answers = await Promise.all([amend("ACADEMIC"), amend("NONPROFIT")]);
      const codes = answers.map(({ refusals }) => refusals.map(({ code }: { code: string }) => code)).sort();
      expect(codes).toEqual([[], ["STALE_REVISION"]]);
    });

    it("refuses a barred partner's amendment, naming the state and the action", async () => {
      const partnerId = await register("barred");
      const bar = { partnerId, reason: "DIVERSION", legalBasis: "15 CFR 744.11" };
      await room.change(official("COMMERCE"), "barPartner", bar, "");
      const answer = await room.refused(partnerOf("barred"), "amendPartner", {
        partnerId,
        revision: 1,
        kind: "ACADEMIC",
      });
      const detail = { field: ["input", "partnerId"], from: "BARRED", attempted: "amendVetted" };
      expect(answer).toEqual([refusal("ILLEGAL_TRANSITION", detail)]);
    });

    const commerce = official("COMMERCE");
    const measure = { reason: "DIVERSION", legalBasis: "15 CFR 744.11" };
    const stored = async (partnerId: string) => {
      const [row] = await room.database.query<object>(
        `select legal_name as "legalName", kind, jurisdiction, website, status, revision,
           (select count(*)::int from ledger_entry where subject_id = $1) as entries from partner where id = $1`,
        [partnerId],
      );
      return row;
    };
    const vetted = [
      ["legal name", { legalName: "Acme Health, Inc." }],
      ["kind", { kind: "ACADEMIC" }],
      ["jurisdiction", { jurisdiction: "CA" }],
    ] as const;

    it.each(vetted)("of an admitted partner's %s registers it again, until it is admitted anew", async (fact, part) => {
      const org = `vetted-${fact.replace(" ", "-")}`;
      const partnerId = await register(org);
      await room.change(commerce, "admitPartner", { partnerId }, "");
      const amended = await room.change(partnerOf(org), "amendPartner", { partnerId, revision: 1, ...part }, shown);
      expect(amended.partner).toMatchObject({
        ...part,
        status: "REGISTERED",
        revision: 2,
        admittedAt: expect.any(String),
      });
      const [entry] = await room.database.query<object>(
        `select type, payload->>'from' as "from", payload->>'to' as "to", payload->'state'->>'status' as status
         from ledger_entry where subject_id = $1 order by seq desc limit 1`,
        [partnerId],
      );
      expect(entry).toEqual({ type: "PartnerAmended", from: "ADMITTED", to: "REGISTERED", status: "REGISTERED" });
      const again = await room.change(commerce, "admitPartner", { partnerId }, shown);
      expect(again.partner).toMatchObject({ ...part, status: "ADMITTED" });
    });

    it.each(vetted)("of a suspended partner's %s is refused: what it is held by stays", async (fact, part) => {
      const org = `suspended-${fact.replace(" ", "-")}`;
      const partnerId = await register(org);
      await room.change(commerce, "admitPartner", { partnerId }, "");
      await room.change(commerce, "suspendPartner", { partnerId, ...measure }, "");
      const before = await stored(partnerId);
      const answer = await room.refused(partnerOf(org), "amendPartner", { partnerId, revision: 1, ...part });
      const detail = { field: ["input", "partnerId"], from: "SUSPENDED", attempted: "amendVetted" };
      expect(answer).toEqual([refusal("ILLEGAL_TRANSITION", detail)]);
      expect(await stored(partnerId)).toEqual(before);
    });

    it("of what nobody vets leaves an admitted or suspended partner where it stands", async () => {
      const partnerId = await register("website-moved");
      await room.change(commerce, "admitPartner", { partnerId }, "");
      // The vetted facts, said again as they are, are no amendment of them.
      const same = { legalName: "Acme  Research, Inc.", kind: acme.kind, jurisdiction: acme.jurisdiction };
      const amend = (revision: number, website: string) =>
        room.change(partnerOf("website-moved"), "amendPartner", { partnerId, revision, website, ...same }, shown);
      const kept = { ...acme, status: "ADMITTED", revision: 2, website: "https://one.example" };
      expect((await amend(1, "https://one.example")).partner).toMatchObject(kept);
      await room.change(commerce, "suspendPartner", { partnerId, ...measure }, "");
      expect((await amend(2, "https://two.example")).partner).toMatchObject({ status: "SUSPENDED", revision: 3 });
      const [entry] = await room.database.query<object>(
        `select payload->>'from' as "from", payload->>'to' as "to" from ledger_entry
         where subject_id = $1 and type = 'PartnerAmended' order by seq desc limit 1`,
        [partnerId],
      );
      expect(entry).toEqual({ from: null, to: null });
    });

    it.each([
      ["nothing", {}],
      ["what is there already", acme],
      ["the same name in other spaces", { legalName: "Acme \u00a0 Research, Inc." }],
      ["null for what can't be cleared", { legalName: null, kind: null, jurisdiction: null }],
    ])("that gives %s is refused, counts no revision and is in no ledger", async (what, part) => {
      const org = `unchanged-${what.replaceAll(/[^a-z]/g, "-")}`;
      const partnerId = await register(org);
      await room.change(commerce, "admitPartner", { partnerId }, "");
      const before = await stored(partnerId);
      const answer = await room.refused(partnerOf(org), "amendPartner", { partnerId, revision: 1, ...part });
      expect(answer).toEqual([refusal("INVALID_INPUT", { field: ["input"] })]);
      expect(await stored(partnerId)).toEqual(before);
    });

    it("answers for another's partner exactly as for one that does not exist", async () => {
      const partnerId = await register("foreign");
      const amend = (id: string) =>
        room.ask(
          partnerOf("stranger"),
          `mutation ($input: AmendPartnerInput!) {
             amendPartner(input: $input) { partner { id } refusals { code message field blockers from attempted } }
           }`,
          { input: { idempotencyKey: `amend-${id}`, partnerId: id, revision: 1, kind: "ACADEMIC" } },
        );
      const nobody = room.services.ids.next("Partner");
      expect(await amend(partnerId)).toEqual(await amend(nobody));
      expect((await amend(nobody)).data.amendPartner.refusals).toMatchObject([{ code: "NOT_FOUND" }]);
    });
  });
});
