import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";
import { type Filed, type Setting, setting } from "./setting.ts";
import { type Stopping, stopping } from "./stopping.ts";

describeOn(["postgres"], "who sees what of a stop", (kind) => {
  let here: Setting;
  let stops: Stopping;
  let filed: Filed;
  let holds: { withheld: string; shown: string };
  let requests: { partner: string; vendor: string };
  beforeAll(async () => {
    here = await setting(kind);
    stops = stopping(here);
    here.clock.set("2026-06-09T14:00:00.000Z");
    filed = await here.inReview();
    const { oncd, ostp, vendor } = here.people;
    const secret = { reason: "FOREIGN_CONSULTATION", reasonWithheld: true, note: "With an ally.", owner: "ONCD" };
    holds = {
      withheld: (await stops.hold(filed.caseId, secret)).id,
      shown: (await stops.hold(filed.caseId, { note: "Counsel looks at it.", reviewAt: stops.inDays(2) })).id,
    };
    const own = await stops.request(filed.caseId, oncd, { question: "Who owns you?", topic: "OWNERSHIP_AND_CONTROL" });
    const vendors = await stops.request(filed.caseId, ostp, { addressee: "VENDOR", question: "What keeps it safe?" });
    await stops.answer(vendors.id, vendor, "A trade secret.");
    requests = { partner: own.id, vendor: vendors.id };
    await stops.release(holds.shown, { note: "Counsel is content." });
  });
  afterAll(() => here?.stop());

  const holdOf = async (as: Caller, id: string) =>
    (
      await as.ask(
        `query H($id: ID!) { hold(id: $id) { reason reasonWithheld note owner reviewAt reviewOverdue placedBy placedAt releasedBy
          releasedAt releaseNote viewerCanRelease withheld { field because } case { id } } }`,
        { id },
      )
    ).hold;
  const requestOf = async (as: Caller, id: string) =>
    (
      await as.ask(
        `query Q($id: ID!) { informationRequest(id: $id) { agency addressee topic question status requestedBy dueAt answer
          answeredBy endedAt viewerCanAnswer viewerCanClose withheld { field because } } }`,
        { id },
      )
    ).informationRequest;
  const fields = (shown: { withheld: { field: string }[] }) => shown.withheld.map(({ field }) => field).sort();

  describe("a hold", () => {
    it("shows officials and auditors all of it", async () => {
      for (const as of [here.people.defense, here.people.commerce, here.people.auditor]) {
        expect(await holdOf(as, holds.withheld)).toMatchObject({
          reason: "FOREIGN_CONSULTATION",
          note: "With an ally.",
          owner: "ONCD",
          placedBy: "test|commerce",
          withheld: [],
          viewerCanRelease: as === here.people.commerce,
          case: { id: filed.caseId },
        });
      }
    });

    it("shows its parties owner and date always, and the reason where it isn't withheld", async () => {
      for (const as of [filed.as, here.people.vendor]) {
        const hidden = await holdOf(as, holds.withheld);
        expect(hidden).toMatchObject({
          reason: null,
          reasonWithheld: true,
          note: null,
          owner: "ONCD",
          placedAt: "2026-06-09T14:00:00.000Z",
          reviewAt: "2026-06-19T14:00:00.000Z",
          placedBy: null,
          viewerCanRelease: false,
        });
        expect(fields(hidden)).toEqual(["note", "placedBy", "reason", "releaseNote", "releasedBy"]);
        expect(hidden.withheld).toContainEqual({ field: "reason", because: "OFFICIAL_RATIONALE" });
        const open = await holdOf(as, holds.shown);
        expect(open).toMatchObject({ reason: "LEGAL_REVIEW", note: null, releaseNote: null, releasedBy: null });
        expect(open.releasedAt).toBe("2026-06-09T14:00:00.000Z");
        expect(fields(open)).toEqual(["note", "placedBy", "releaseNote", "releasedBy"]);
      }
    });

    it("is nothing that exists to anyone else", async () => {
      const other = await here.applicant();
      for (const as of [other.as, here.people.vendor2, here.people.everyone, here.people.administrator]) {
        expect(await holdOf(as, holds.withheld)).toBeNull();
        expect((await as.ask("{ holds { totalCount } informationRequests { totalCount } }")).holds.totalCount).toBe(0);
      }
    });

    it("keeps a reason that is withheld out of what its parties read in the ledger", async () => {
      const asked = `query L($id: ID!) { changes(first: 10, filter: { subjectId: $id }) { nodes { type rationale body actorSubject } } }`;
      const entries = (await filed.as.ask(asked, { id: holds.withheld })).changes.nodes;
      expect(entries.map(({ type }: { type: string }) => type)).toEqual(["HoldPlaced"]);
      expect(JSON.stringify(entries)).not.toMatch(/FOREIGN_CONSULTATION|ally|test\|commerce/);
      const rows = await here.graph.database.query<{ payload: unknown }>(
        "select payload from ledger_entry where subject_id = any($1)",
        [[holds.withheld, requests.vendor]],
      );
      expect(rows).toHaveLength(3);
      expect(JSON.stringify(rows)).not.toMatch(/FOREIGN_CONSULTATION|ally|trade secret|keeps it safe/);
    });
  });

  describe("a request for information", () => {
    it("shows officials and auditors all of it", async () => {
      for (const as of [here.people.defense, here.people.ostp, here.people.auditor]) {
        expect(await requestOf(as, requests.vendor)).toMatchObject({
          question: "What keeps it safe?",
          answer: "A trade secret.",
          requestedBy: "test|ostp",
          withheld: [],
          viewerCanAnswer: false,
          viewerCanClose: false,
        });
      }
      expect((await requestOf(here.people.oncd2, requests.partner)).viewerCanClose).toBe(true);
    });

    it("shows the party that was asked question and answer, and who answered, but no official", async () => {
      const answered = await requestOf(here.people.vendor, requests.vendor);
      expect(answered).toMatchObject({
        agency: "OSTP",
        question: "What keeps it safe?",
        answer: "A trade secret.",
        answeredBy: expect.stringMatching(/^test\|/),
        requestedBy: null,
      });
      expect(fields(answered)).toEqual(["endedBy", "requestedBy"]);
      const open = await requestOf(filed.as, requests.partner);
      expect(open).toMatchObject({ question: "Who owns you?", status: "OPEN", viewerCanAnswer: true });
    });

    it("shows the other party that it stops the clock, for whom, about what and until when, and no more", async () => {
      for (const [as, id] of [
        [filed.as, requests.vendor],
        [here.people.vendor, requests.partner],
      ] as const) {
        const shown = await requestOf(as, id);
        expect(shown).toMatchObject({
          agency: expect.any(String),
          topic: expect.any(String),
          dueAt: expect.any(String),
          question: null,
          answer: null,
          answeredBy: null,
          viewerCanAnswer: false,
        });
        expect(fields(shown)).toEqual(["answer", "answeredBy", "closingNote", "endedBy", "question", "requestedBy"]);
        expect(shown.withheld).toContainEqual({ field: "question", because: "ASKED_OF_ANOTHER" });
      }
    });

    it("says no more that it may be answered once its time is over", async () => {
      const before = here.clock.fixed as Date;
      here.clock.set((await requestOf(filed.as, requests.partner)).dueAt);
      expect((await requestOf(filed.as, requests.partner)).viewerCanAnswer).toBe(false);
      here.clock.fixed = before;
    });
  });

  describe("lists", () => {
    const ids = async (as: Caller, list: string) =>
      (await as.ask(`{ list: ${list} { nodes { id } } }`)).list.nodes.map(({ id }: { id: string }) => id);

    it("a party what awaits its answer", async () => {
      expect(await ids(filed.as, "informationRequests(filter: { addressedToMe: true, status: [OPEN] })")).toEqual([
        requests.partner,
      ]);
      expect(await ids(here.people.vendor, "informationRequests(filter: { addressedToMe: true })")).toEqual([
        requests.vendor,
      ]);
      expect(await ids(here.people.vendor, "informationRequests(filter: { addressedToMe: false })")).toEqual([
        requests.partner,
      ]);
      expect(await ids(here.people.oncd, "informationRequests(filter: { addressedToMe: true })")).toEqual([]);
    });

    it("an agency what it asked, by status and by whom", async () => {
      const { ostp } = here.people;
      expect(await ids(ostp, "informationRequests(filter: { agency: [OSTP] })")).toEqual([requests.vendor]);
      expect(await ids(ostp, "informationRequests(filter: { addressee: PARTNER })")).toEqual([requests.partner]);
      expect(await ids(ostp, "informationRequests(filter: { status: [LAPSED] })")).toEqual([]);
      expect(await ids(ostp, "informationRequests(orderBy: REQUESTED_AT_DESC)")).toHaveLength(2);
    });

    it("Commerce the holds to look at, the first due first, and says when one's date has passed", async () => {
      const { commerce } = here.people;
      const soon = (await stops.hold(filed.caseId, { owner: "OSTP", reviewAt: stops.inDays(3) })).id;
      expect(await ids(commerce, "holds(filter: { open: true })")).toEqual([soon, holds.withheld]);
      expect(await ids(commerce, "holds(filter: { open: false })")).toEqual([holds.shown]);
      expect(await ids(commerce, "holds(filter: { open: true, owner: [ONCD] })")).toEqual([holds.withheld]);
      expect(await ids(commerce, "holds(filter: { reviewOverdue: true })")).toEqual([]);
      expect(await ids(commerce, "holds(orderBy: PLACED_AT_DESC)")).toHaveLength(3);
      here.clock.passDays(4);
      expect(await ids(commerce, "holds(filter: { reviewOverdue: true })")).toEqual([soon]);
      expect(await ids(commerce, "holds(filter: { reviewOverdue: false, open: true })")).toEqual([holds.withheld]);
      expect((await holdOf(commerce, soon)).reviewOverdue).toBe(true);
      expect((await holdOf(filed.as, holds.shown)).reviewOverdue).toBe(false);
    });

    it("notes a review that is due once, for officials, and leaves the clock stopped", async () => {
      const [due] = await ids(here.people.commerce, "holds(filter: { reviewOverdue: true })");
      expect(await stops.sweep(filed.caseId)).toBe(true);
      expect(await stops.sweep(filed.caseId)).toBe(false);
      expect(await here.entries(holds.withheld)).toEqual(["HoldPlaced"]);
      expect(await here.entries(due)).toEqual(["HoldPlaced", "HoldReviewDue"]);
      const asked = `query L($id: ID!) { changes(first: 10, filter: { subjectId: $id }) { nodes { type } } }`;
      expect((await filed.as.ask(asked, { id: due })).changes.nodes).toEqual([{ type: "HoldPlaced" }]);
      expect((await stops.dates(filed.caseId)).overlays).toEqual(["ON_HOLD"]);
    });
  });

  it("says of a case whether its reader may stop its clock", async () => {
    const may = async (as: Caller, caseId: string) =>
      (
        await as.ask(
          "query C($id: ID!) { node(id: $id) { ... on Case { viewerCanPlaceHold viewerCanRequestInformation } } }",
          { id: caseId },
        )
      ).node;
    const { commerce, oncd, auditor, vendor } = here.people;
    const neither = { viewerCanPlaceHold: false, viewerCanRequestInformation: false };
    expect(await may(commerce, filed.caseId)).toEqual({ viewerCanPlaceHold: true, viewerCanRequestInformation: true });
    expect(await may(oncd, filed.caseId)).toEqual({ viewerCanPlaceHold: false, viewerCanRequestInformation: true });
    for (const as of [auditor, vendor, filed.as]) expect(await may(as, filed.caseId)).toEqual(neither);
    expect(await may(commerce, (await here.submitted()).caseId)).toEqual(neither);
    const releaseId = await here.release();
    const lost = await here.inReview(releaseId);
    const held = await stops.hold(lost.caseId);
    const asked = await stops.request(lost.caseId);
    done(await vendor.mutate("withdrawRelease", { releaseId, reason: "Enough." }));
    expect(await may(commerce, lost.caseId)).toEqual(neither);
    expect((await holdOf(commerce, held.id)).viewerCanRelease).toBe(false);
    expect((await requestOf(lost.as, asked.id)).viewerCanAnswer).toBe(false);
    expect((await requestOf(oncd, asked.id)).viewerCanClose).toBe(false);
  });
});
