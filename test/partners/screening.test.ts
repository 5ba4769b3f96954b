import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Context } from "../../src/context.ts";
import { systemActor } from "../../src/identity/actor.ts";
import { matchListAgain } from "../../src/partners/match-list-again.ts";
import { partnersSubgraph } from "../../src/partners/subgraph.ts";
import { matcherVersion } from "../../src/rules/screening/match-names.ts";
import { administrator, auditor, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { withoutList } from "../support/database.ts";
import { describeOn } from "../support/describe-on.ts";
import { codesOf, openRoom, type Room, refusal } from "../support/room.ts";
import { importList } from "../support/screening.ts";

const commerce = official("COMMERCE");
const list = [
  { name: "Orlan Optics Co., Ltd.", aliases: ["Орлан Оптика"] },
  { name: "Kestrel Shipping Lines" },
  { name: "Tessera Mining" },
  { name: "Evgeny Falkenrath" },
];
const falseMatch = { disposition: "FALSE_MATCH", reason: "DIFFERENT_ORGANISATION", note: "Another country and owner." };
const field = ["input", "partnerId"];
const trueMatch = { disposition: "TRUE_MATCH", reason: "SAME_ORGANISATION", note: "The same number in the register." };
const everything = `id screenedName matchedName matchedKind score reasons { code says } status dispositionReason dispositionNote
  disposedBy disposedAt raisedAt revision party { name source federalRegisterNotice } partner { id } list { inForce }`;

describeOn(["embedded", "postgres"], "screening partners", (kind) => {
  let room: Room;
  let made = 0;
  beforeAll(async () => {
    room = await openRoom(kind, partnersSubgraph());
    room.services.screeningMaxAgeDays = undefined;
  });
  afterAll(() => room?.close());

  async function registered(legalName: string): Promise<{ id: string; org: string }> {
    made += 1;
    const org = `org-${made}`;
    const input = { legalName, kind: "ENTERPRISE", jurisdiction: "US" };
    const { partner } = await room.change(partnerOf(org), "registerPartner", input, "partner { id }");
    return { id: partner.id, org };
  }
  // biome-ignore lint/suspicious/noExplicitAny: hits as the test asked for them
  async function hitsOf(id: string): Promise<any[]> {
    const asked = `query ($id: ID!) { partner(id: $id) { screeningHits(orderBy: RAISED_AT_ASC) { nodes { ${everything} } } } }`;
    return (await room.ask(commerce, asked, { id })).data.partner.screeningHits.nodes;
  }
  const admit = (partnerId: string, more: object = {}) =>
    room.refused(commerce, "admitPartner", { partnerId, ...more });
  const dispose = (hitId: string, found: object) =>
    room.change(commerce, "disposeScreeningHit", { hitId, ...found }, "hit { status revision }");

  it("admits nobody while no list was ever imported, says what to do, and screens nobody", async () => {
    await withoutList(room.database);
    const { id } = await registered("Tessera Mining");
    expect(await hitsOf(id)).toEqual([]);
    expect(await admit(id)).toEqual([refusal("BLOCKED", { field, blockers: ["SCREENING_LIST_MISSING"] })]);
    const { data } = await room.ask(commerce, "{ screeningLists { totalCount } }");
    expect(data.screeningLists.totalCount).toBe(0);
    // Who came while there was none is screened when there is one, and not admitted unseen.
    await importList(room, [{ name: "Tessera Mining" }]);
    expect(await admit(id)).toEqual([refusal("BLOCKED", { field, blockers: ["SCREENING_HIT_OPEN"] })]);
    await withoutList(room.database, { hits: true });
  });

  it("admits nobody on a list that is too old, until somebody says that it is still published or another comes; the old one goes on to raise hits", async () => {
    const old = [{ name: "Faraway Foundry" }];
    const { list: version } = await importList(room, old);
    const { id } = await registered("Larkspur Nursery");
    const confirmed = version.confirmedAt.getTime();
    const days = (count: number) => new Date(confirmed + count * 86_400_000);
    try {
      const asked = `{ screeningList(id: "${version.id}") { inForce stale } }`;
      const shown = async () => (await room.ask(commerce, asked)).data.screeningList;
      room.services.clock.fixed = days(30);
      expect(await shown()).toEqual({ inForce: true, stale: false });
      room.services.clock.fixed = days(30.5);
      expect(await shown()).toEqual({ inForce: true, stale: true });
      expect(await admit(id)).toEqual([refusal("BLOCKED", { field, blockers: ["SCREENING_LIST_STALE"] })]);
      const listed = await registered("Faraway Foundry");
      expect(await hitsOf(listed.id)).toHaveLength(1);
      expect((await admit(listed.id)).map(({ blockers }) => blockers)).toEqual([
        ["SCREENING_LIST_STALE"],
        ["SCREENING_HIT_OPEN"],
      ]);
      room.services.screeningMaxAgeDays = 31;
      expect(await shown()).toEqual({ inForce: true, stale: false });
      expect(await admit(id)).toEqual([]);
      const second = await registered("Larkspur Orchard");
      room.services.screeningMaxAgeDays = undefined;
      expect((await admit(second.id))[0]?.blockers).toEqual(["SCREENING_LIST_STALE"]);
      expect(await importList(room, old)).toMatchObject({ imported: false, confirmed: false });
      expect((await admit(second.id))[0]?.blockers).toEqual(["SCREENING_LIST_STALE"]);
      expect(await importList(room, old, { stillPublished: true })).toMatchObject({ imported: false, confirmed: true });
      expect(await shown()).toEqual({ inForce: true, stale: false });
      expect(await admit(second.id)).toEqual([]);
    } finally {
      room.services.clock.fixed = null;
      room.services.screeningMaxAgeDays = undefined;
    }
    await withoutList(room.database, { hits: true });
  });

  it("screens who is registered already when a list is imported, and leaves the admission as it was", async () => {
    await importList(room, [{ name: "Distant Foundry" }]);
    const admitted = await registered("Tessera Mining");
    expect(await admit(admitted.id)).toEqual([]);
    const barred = await registered("Kestrel Shipping Lines");
    const measure = { reason: "DIVERSION", legalBasis: "A test." };
    await room.change(commerce, "barPartner", { partnerId: barred.id, ...measure }, "");
    const done = await importList(room, list);
    expect(done).toMatchObject({ imported: true, list: { partnersScreened: 1, hitsRaised: 1, hitsOnAdmitted: 1 } });
    expect(done.hits.map(({ screenedName, score }) => [screenedName, score])).toEqual([["Tessera Mining", 1]]);
    const [hit] = done.hits;
    const { data } = await room.ask(commerce, "query ($id: ID!) { partner(id: $id) { status } }", {
      id: hit?.partnerId,
    });
    expect(data.partner.status).toBe("ADMITTED");
    // The bar is lifted: what was passed over is made good.
    expect(await hitsOf(barred.id)).toEqual([]);
    await room.change(commerce, "unbarPartner", { partnerId: barred.id, note: "An error." }, "");
    expect(await hitsOf(barred.id)).toHaveLength(1);
  });

  it("raises a hit at registration that says which name, which list, which notice and why", async () => {
    const { id } = await registered("ООО «Орлан Оптика»");
    expect(await hitsOf(id)).toEqual([
      {
        id: expect.stringMatching(/^sch_/),
        screenedName: "ООО «Орлан Оптика»",
        matchedName: "Орлан Оптика",
        matchedKind: "ALIAS",
        score: 0.99,
        reasons: expect.arrayContaining([
          { code: "SAME_WITHOUT_LEGAL_FORM", says: 'Both read "orlan optika" without their legal forms.' },
        ]),
        status: "OPEN",
        dispositionReason: null,
        dispositionNote: null,
        disposedBy: null,
        disposedAt: null,
        raisedAt: expect.any(String),
        revision: 1,
        party: {
          name: "Orlan Optics Co., Ltd.",
          source: "A list (fictional)",
          federalRegisterNotice: "91 FR 1, 1/2/26",
        },
        partner: { id },
        list: { inForce: true },
      },
    ]);
  });

  it("raises none for a name that matches nothing, and admits it", async () => {
    const { id } = await registered("Larkspur Hospital");
    expect(await hitsOf(id)).toEqual([]);
    expect(await admit(id)).toEqual([]);
  });

  it("keeps a partner from admission while a hit is open, and lets it in once that is found a false match", async () => {
    const { id } = await registered("Kestrel Shipping Lines Inc.");
    const [hit] = await hitsOf(id);
    const blocked = [refusal("BLOCKED", { field: ["input", "partnerId"], blockers: ["SCREENING_HIT_OPEN"] })];
    expect(await admit(id)).toEqual(blocked);
    expect(await admit(id, { despiteTrueMatch: "Licensed." })).toEqual(blocked);
    expect((await dispose(hit.id, falseMatch)).hit).toEqual({ status: "FALSE_MATCH", revision: 2 });
    expect(await hitsOf(id)).toMatchObject([
      {
        status: "FALSE_MATCH",
        dispositionReason: "DIFFERENT_ORGANISATION",
        disposedBy: commerce.subject,
        disposedAt: expect.any(String),
      },
    ]);
    expect(await admit(id)).toEqual([]);
  });

  it("admits who was found to be a listed party only with why, which officials and auditors alone read", async () => {
    const { id } = await registered("Orlan Optics");
    const [hit] = await hitsOf(id);
    await dispose(hit.id, trueMatch);
    expect(await admit(id)).toEqual([
      refusal("BLOCKED", { field: ["input", "partnerId"], blockers: ["SCREENING_TRUE_MATCH"] }),
    ]);
    expect(await admit(id, { despiteTrueMatch: "Under a licence (fictional)." })).toEqual([]);
    const [entry] = await room.database.query<{ payload: string; rationale: string }>(
      "select payload::text as payload, restricted->>'rationale' as rationale from ledger_entry where subject_id = $1 and type = 'PartnerAdmitted'",
      [id],
    );
    expect(entry?.rationale).toBe("Under a licence (fictional).");
    expect(entry?.payload).not.toContain("licence");
  });

  it("lets a finding be corrected, with a stale revision refused, and refuses the same finding twice", async () => {
    const { id } = await registered("Orlan Optics Ltd");
    const [{ id: hitId }] = await hitsOf(id);
    await dispose(hitId, { ...falseMatch, revision: 1 });
    const refused = (found: object) => room.refused(commerce, "disposeScreeningHit", { hitId, ...found });
    expect(await refused({ ...trueMatch, revision: 1 })).toEqual([
      refusal("STALE_REVISION", { field: ["input", "revision"] }),
    ]);
    expect(await refused(falseMatch)).toEqual([
      refusal("ILLEGAL_TRANSITION", {
        field: ["input", "hitId"],
        from: "FALSE_MATCH",
        attempted: "disposeAsFalseMatch",
      }),
    ]);
    expect(await refused({ ...trueMatch, reason: "COMMON_NAME" })).toEqual([
      refusal("INVALID_INPUT", { field: ["input", "reason"] }),
    ]);
    expect((await dispose(hitId, { ...trueMatch, revision: 2 })).hit).toEqual({ status: "TRUE_MATCH", revision: 3 });
    const entries = await room.database.query<object>(
      `select type, payload->>'from' as "from", payload->>'to' as "to", audience from ledger_entry where subject_id = $1 order by seq`,
      [hitId],
    );
    const audience = ["officials"];
    expect(entries).toEqual([
      { type: "ScreeningHitRaised", from: null, to: "OPEN", audience },
      { type: "ScreeningHitDisposed", from: "OPEN", to: "FALSE_MATCH", audience },
      { type: "ScreeningHitDisposed", from: "FALSE_MATCH", to: "TRUE_MATCH", audience },
    ]);
  });

  it.each([
    "Evgeny Falkenrath International Consulting Services and Trading Holdings",
    "Blue Meadow Evgeny Falkenrath Global Industrial Development Group Ltd",
  ])("finds a listed name that another pads with words: %s", async (legalName) => {
    const { id } = await registered(legalName);
    expect(await hitsOf(id)).toMatchObject([{ matchedName: "Evgeny Falkenrath", status: "OPEN" }]);
    expect((await admit(id))[0]?.blockers).toEqual(["SCREENING_HIT_OPEN"]);
  });

  it("screens another name of an admitted partner, and not another website", async () => {
    const { id, org } = await registered("Larkspur Clinic");
    await admit(id);
    const amend = (revision: number, change: object) =>
      room.change(partnerOf(org), "amendPartner", { partnerId: id, revision, ...change }, "");
    await amend(1, { website: "https://larkspur.example" });
    expect(await hitsOf(id)).toEqual([]);
    await amend(2, { legalName: "Tessera Mining" });
    expect(await hitsOf(id)).toMatchObject([{ screenedName: "Tessera Mining", status: "OPEN" }]);
    expect((await admit(id))[0]?.blockers).toEqual(["SCREENING_HIT_OPEN"]);
    // Another name does away with no hit.
    await amend(3, { legalName: "Larkspur Clinic" });
    expect((await admit(id))[0]?.blockers).toEqual(["SCREENING_HIT_OPEN"]);
  });

  describe("another version of the list", () => {
    it("says what changed, raises hits for what is new or says something else, and none twice", async () => {
      const { id } = await registered("Kestrel Shipping Lines");
      const [first] = await hitsOf(id);
      await dispose(first.id, falseMatch);
      const open = await registered("Orlan Optics");
      const moved = { ...list[1]!, addresses: "2 Harbour Road, Elsewhere" };
      const added = { name: "Larkspur Hospital" };
      const gone = await registered("Tessera Mining");
      const { imported, list: version, hits } = await importList(room, [list[0]!, moved, added]);
      expect([imported, version]).toMatchObject([true, { partiesAdded: 1, partiesRemoved: 2, partiesChanged: 1 }]);
      expect(hits.map(({ screenedName }) => screenedName)).toContain("Larkspur Hospital");
      expect(await hitsOf(id)).toMatchObject([
        { status: "FALSE_MATCH", list: { inForce: false }, party: { name: "Kestrel Shipping Lines" } },
        { status: "OPEN", list: { inForce: true } },
      ]);
      expect(await hitsOf(open.id)).toHaveLength(1);
      const [row] = await room.database.query<{ admitted: number; delisted: number }>(
        `select count(*) filter (where h.list_id = '${version.id}' and p.status = 'ADMITTED')::int as admitted,
           count(*) filter (where h.status <> 'FALSE_MATCH' and h.party ->> 'name' in ('Tessera Mining', 'Evgeny Falkenrath'))::int as delisted
         from screening_hit h join partner p on p.id = h.partner_id`,
      );
      expect(version).toMatchObject({
        hitsRaised: hits.length,
        hitsOnAdmitted: row?.admitted,
        hitsDelisted: row?.delisted,
      });
      expect(version.hitsOnAdmitted).toBeGreaterThan(0);
      expect(version.hitsDelisted).toBeGreaterThan(0);
      const asked = `query ($id: ID!, $list: ID!) { partner(id: $id) { status screeningHits { nodes { stillListed } } }
        screeningList(id: $list) { partnersScreened hitsRaised hitsOnAdmitted hitsDelisted confirmedAt }
        screeningHits(filter: {listId: $list}) { totalCount nodes { stillListed } } }`;
      const { data } = await room.ask(commerce, asked, { id: gone.id, list: version.id });
      expect(data.partner.screeningHits.nodes).toEqual([{ stillListed: false }]);
      expect(data.screeningList).toMatchObject({ hitsRaised: hits.length, partnersScreened: version.partnersScreened });
      expect(data.screeningHits.totalCount).toBe(hits.length);
      expect(data.screeningHits.nodes.every(({ stillListed }: { stillListed: boolean }) => stillListed)).toBe(true);
      const delisted = `query { screeningHits(filter: {stillListed: false, status: [OPEN, TRUE_MATCH]}, first: 100) {
        totalCount nodes { stillListed } } listed: screeningHits(filter: {stillListed: true}, first: 100) {
        totalCount nodes { stillListed } } whole: screeningHits(filter: {stillListed: null}) { totalCount }
        unlisted: screeningHits(filter: {stillListed: false}) { totalCount } }`;
      const { data: told } = await room.ask(commerce, delisted);
      expect(told.screeningHits.totalCount).toBe(version.hitsDelisted);
      const said = (hits: { nodes: { stillListed: boolean }[] }) => new Set(hits.nodes.map((hit) => hit.stillListed));
      expect([said(told.screeningHits), said(told.listed)]).toEqual([new Set([false]), new Set([true])]);
      expect(told.listed.totalCount + told.unlisted.totalCount).toBe(told.whole.totalCount);
      const again = await importList(room, [list[0]!, moved, added, { name: "Faraway" }]);
      expect(again.hits).toEqual([]);
    });

    it("that is the same file changes nothing, and is confirmed where somebody says that it is still published, until another was in force between", async () => {
      const { list: version } = await importList(room, list);
      const rows =
        "select (select count(*)::int from screening_hit) as hits, (select count(*)::int from screening_list) as lists";
      const before = await room.database.query<object>(rows);
      const unsaid = await importList(room, list);
      expect(unsaid).toMatchObject({ imported: false, list: { id: version.id, confirmedAt: version.confirmedAt } });
      const again = await importList(room, list, { stillPublished: true });
      expect(again).toMatchObject({
        imported: false,
        list: { id: version.id, importedAt: version.importedAt },
        hits: [],
      });
      expect(again.list.confirmedAt.getTime()).toBeGreaterThan(version.confirmedAt.getTime());
      expect(await room.database.query(rows)).toEqual(before);
      const [entry] = await room.database.query<object>(
        "select type, audience from ledger_entry order by seq desc limit 1",
      );
      expect(entry).toEqual({ type: "ScreeningListConfirmed", audience: ["officials"] });
      await importList(room, [{ name: "Faraway" }]);
      expect(await importList(room, list)).toMatchObject({ imported: true });
    });

    it("is imported again, and everybody screened, where names were matched otherwise before", async () => {
      const { list: version } = await importList(room, list);
      await room.database.asOwner("update screening_list set matcher = 1 where id = $1", [version.id]);
      const again = await importList(room, list);
      expect(again.imported).toBe(true);
      expect(again.list).toMatchObject({ partiesAdded: 0, partiesRemoved: 0, partiesChanged: 0 });
      expect(again.list.partnersScreened).toBeGreaterThan(0);
    });

    it("that is the same file stays as old as it was where names were matched otherwise before, unless somebody says that it is still published", async () => {
      const { list: version } = await importList(room, list);
      const { id } = await registered("Larkspur Pavilion");
      const matchedOtherwise = () =>
        room.database.asOwner("update screening_list set matcher = 1, confirmed_at = now() - interval '31 days'");
      await matchedOtherwise();
      const again = await importList(room, list);
      expect(again).toMatchObject({ imported: true, confirmed: false });
      expect(again.list.confirmedAt.getTime()).toBeLessThan(version.confirmedAt.getTime() - 30 * 86_400_000);
      expect(await admit(id)).toEqual([refusal("BLOCKED", { field, blockers: ["SCREENING_LIST_STALE"] })]);
      await matchedOtherwise();
      const said = await importList(room, list, { stillPublished: true });
      expect(said).toMatchObject({ imported: true, confirmed: true, list: { matcher: matcherVersion } });
      const entries = await room.database.query<object>(
        "select type from ledger_entry where subject_id = $1 order by seq",
        [said.list.id],
      );
      expect(entries).toEqual([{ type: "ScreeningListImported" }, { type: "ScreeningListConfirmed" }]);
      expect(await admit(id)).toEqual([]);
    });

    it("that a newer release read keeps everyone out here, is left alone, and is read again by an import", async () => {
      await importList(room, list);
      const { id } = await registered("Larkspur Gate");
      await room.database.asOwner("update screening_list set matcher = $1", [matcherVersion + 1]);
      const outdated = [refusal("BLOCKED", { field, blockers: ["SCREENING_LIST_OUTDATED"] })];
      expect(await admit(id)).toEqual(outdated);
      expect(await matchListAgain(new Context(room.services, systemActor, "a test"))).toBeNull();
      expect(await admit(id)).toEqual(outdated);
      expect(await importList(room, list)).toMatchObject({ imported: true, list: { matcher: matcherVersion } });
      expect(await admit(id)).toEqual([]);
    });

    it("screens a name once more at its admission, and raises what another release didn't when it registered", async () => {
      await importList(room, list);
      const { id } = await registered("Orlan Optics");
      const [{ id: hitId }] = await hitsOf(id);
      // As it was: by another release's reading it matched nobody.
      await room.database.asOwner("delete from screening_hit where id = $1", [hitId]);
      const open = [refusal("BLOCKED", { field, blockers: ["SCREENING_HIT_OPEN"] })];
      expect(await admit(id, { despiteTrueMatch: "Licensed." })).toEqual(open);
      const [raised, ...more] = await hitsOf(id);
      expect([raised, more]).toMatchObject([{ screenedName: "Orlan Optics", status: "OPEN" }, []]);
      const [entry] = await room.database.query<object>(
        "select type, audience from ledger_entry where subject_id = $1",
        [raised.id],
      );
      expect(entry).toEqual({ type: "ScreeningHitRaised", audience: ["officials"] });
      expect(await admit(id)).toEqual(open);
      expect(await hitsOf(id)).toHaveLength(1);
      await dispose(raised.id, falseMatch);
      expect(await admit(id)).toEqual([]);
      expect(await hitsOf(id)).toHaveLength(1);
    });

    it("that an older release read keeps everyone out until its names are matched again, once", async () => {
      await importList(room, [...list, { name: "Kestrel National Insurance Lines" }]);
      const { id } = await registered("Larkspur Meadow");
      const listed = await registered("KNIL");
      const [hit] = await hitsOf(listed.id);
      // As it was: read without keys, by which initials are found.
      await room.database.asOwner("delete from screening_hit where id = $1", [hit.id]);
      await room.database.asOwner("update screening_list set matcher = 1");
      await room.database.asOwner("update listed_name set search_keys = '{}'");
      expect(await admit(id)).toEqual([refusal("BLOCKED", { field, blockers: ["SCREENING_LIST_OUTDATED"] })]);
      const context = new Context(room.services, systemActor, "a test");
      const [done, other] = await Promise.all([matchListAgain(context), matchListAgain(context)]);
      expect([done, other].filter((each) => each !== null)).toEqual([
        expect.objectContaining({ hits: [expect.objectContaining({ partnerId: listed.id, screenedName: "KNIL" })] }),
      ]);
      const [entry] = await room.database.query<object>(
        "select type, audience from ledger_entry order by seq desc limit 1",
      );
      expect(entry).toEqual({ type: "ScreeningListMatchedAgain", audience: ["officials"] });
      expect(await matchListAgain(context)).toBeNull();
      expect(await admit(id)).toEqual([]);
    });

    it("keeps the parties of the list in force alone", async () => {
      await importList(room, list);
      const [kept] = await room.database.query<object>(
        "select (select count(*)::int from listed_party) as parties, (select count(distinct list_id)::int from listed_name) as lists",
      );
      expect(kept).toEqual({ parties: list.length, lists: 1 });
    });
  });

  it("stores nothing of a list that can't be stored whole", async () => {
    const rows =
      "select (select count(*)::int from screening_list) as lists, (select list_id from screening) as list, (select count(*)::int from listed_party) as parties";
    const before = await room.database.query(rows);
    await expect(
      importList(room, [
        { name: "Once", sourceId: "F-1" },
        { name: "Twice", sourceId: "F-1" },
      ]),
    ).rejects.toThrow();
    expect(await room.database.query(rows)).toEqual(before);
  });

  it.each([
    ["the public", publicActor, "UNAUTHENTICATED"],
    ["the partner itself", partnerOf("org-1"), "FORBIDDEN"],
    ["a vendor", vendorOf("labs"), "FORBIDDEN"],
    ["an administrator", administrator(), "FORBIDDEN"],
  ])("hides hits and lists from %s", async (_who, by, code) => {
    for (const asked of ["screeningHits { totalCount }", "screeningLists { totalCount }"]) {
      expect(codesOf(await room.ask(by, `{ ${asked} }`))).toEqual([code]);
    }
  });

  it("shows the partner that its hits are withheld, and officials and auditors what they are", async () => {
    const { id, org } = await registered("Tessera Mining");
    const asked = "query ($id: ID!) { partner(id: $id) { screeningHits { totalCount } withheld { field because } } }";
    const own = (await room.ask(partnerOf(org), asked, { id })).data.partner;
    expect(own.screeningHits).toBeNull();
    expect(own.withheld).toContainEqual({ field: "screeningHits", because: "LIST_SCREENING" });
    for (const by of [official("DEFENSE"), auditor]) {
      expect((await room.ask(by, asked, { id })).data.partner).toEqual({
        screeningHits: { totalCount: 1 },
        withheld: [],
      });
    }
  });

  it.each([
    ["in brackets too short for a name", "Global Trading (TSQ)"],
    ["cut up by brackets", "(Tess) (era) Mining"],
  ])("raises a hit for a listed name %s", async (_what, legalName) => {
    await importList(room, [...list, { name: "TSQ Corporation" }]);
    expect(await hitsOf((await registered(legalName)).id)).toHaveLength(1);
  });
});
