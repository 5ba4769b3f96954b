import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Policy } from "../../src/releases/policies/policy.ts";
import { releasesSubgraph } from "../../src/releases/subgraph.ts";
import type { Vendor } from "../../src/releases/vendors/vendor.ts";
import { actionToward, findingLifecycle } from "../../src/rules/lifecycles/finding.ts";
import { findingStatuses } from "../../src/rules/release-vocabulary.ts";
import { releasePhases } from "../../src/rules/vocabulary.ts";
import { auditor, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { codesOf, openRoom, type Room, refusal } from "../support/room.ts";
import { aPolicy, aVendor } from "../support/rows.ts";
import { entriesOf } from "./entries.ts";
import { aReleaseIn } from "./rows.ts";

const labs = vendorOf("labs");
const oncd = official("ONCD");
const stated = { remit: "What it can do to networks.", legalBasis: "EO 14409 s. 4(c)" };
const found = { title: "Writes exploits", description: "It does, for known flaws.", severity: "HIGH" };
const shownReview = `cyberReview { id status remit legalBasis openedAt openedBy concludedAt concludedBy conclusion
  release { id } findings { totalCount } withheld { field because } }`;
const shownFinding = `finding { id title description severity status mitigation statusNote revision recordedAt updatedAt
  recordedBy cyberReview { id } withheld { field because } }`;
const readBack = (shown: string, id: string) => `{ ${shown.replace("{", `(id: "${id}") {`)} }`;

describeOn(["postgres", ...embeddedWhenWhole], "cyber reviews", (kind) => {
  let room: Room;
  let vendor: Vendor;
  let policy: Policy;
  beforeAll(async () => {
    room = await openRoom(kind, releasesSubgraph());
    vendor = await aVendor(room, "labs");
    policy = await aPolicy(room);
  });
  afterAll(() => room?.close());

  const aRelease = (phase: (typeof releasePhases)[number] = "UNDER_REVIEW") => aReleaseIn(room, vendor, policy, phase);
  const open = async (releaseId: string) =>
    (await room.change(oncd, "openCyberReview", { releaseId, ...stated }, shownReview)).cyberReview;
  const opened = async () => open((await aRelease()).id);
  const record = async (input: object, by = oncd) =>
    (await room.change(by, "recordFinding", input, shownFinding)).finding;
  const recorded = async (more: object = {}) => record({ reviewId: (await opened()).id, ...found, ...more });
  const conclude = (reviewId: string) =>
    room.change(oncd, "concludeCyberReview", { reviewId, conclusion: "All was seen." }, shownReview);

  describe("opening", () => {
    it("is of a release, for its vendor and officials to see, and in the ledger", async () => {
      const release = await aRelease();
      const review = await open(release.id);
      expect(review).toMatchObject({ ...stated, status: "OPEN", openedBy: "ONCD|one", release: { id: release.id } });
      expect(review).toMatchObject({ concludedAt: null, conclusion: null, findings: { totalCount: 0 }, withheld: [] });
      const [entry] = await entriesOf(room, review.id);
      expect(entry).toMatchObject({ type: "CyberReviewOpened", from: null, to: "OPEN", legalBasis: stated.legalBasis });
      expect(entry!.audience).toEqual(["officials", "vendor:labs"]);
      expect(entry!.restricted).toEqual({ openedBy: "ONCD|one", concludedBy: null });
    });

    it.each(releasePhases)(
      "of a release in %s is taken where officials see it and it isn't withdrawn",
      async (phase) => {
        const { id } = await aRelease(phase);
        const input = { releaseId: id, ...stated };
        const field = ["input", "releaseId"];
        if (phase === "DRAFT") {
          expect(await room.refused(oncd, "openCyberReview", input)).toEqual([refusal("NOT_FOUND", { field })]);
        } else if (phase === "WITHDRAWN") {
          const blockers = ["RELEASE_WITHDRAWN"];
          expect(await room.refused(oncd, "openCyberReview", input)).toEqual([refusal("BLOCKED", { field, blockers })]);
        } else expect((await open(id)).status).toBe("OPEN");
      },
    );

    it("lets one of many at once through, and another once that is concluded", async () => {
      const { id: releaseId } = await aRelease();
      const all = await Promise.all(
        Array.from({ length: 5 }, () => room.change(oncd, "openCyberReview", { releaseId, ...stated }, shownReview)),
      );
      const [first, ...more] = all.filter(({ cyberReview }) => cyberReview !== null);
      expect(more).toEqual([]);
      const duplicate = [refusal("DUPLICATE", { field: ["input", "releaseId"] })];
      expect(all.flatMap(({ refusals }) => refusals.map((each: { code: string }) => each.code))).toEqual(
        Array(4).fill("DUPLICATE"),
      );
      expect(await room.refused(oncd, "openCyberReview", { releaseId, ...stated })).toEqual(duplicate);
      await conclude(first!.cyberReview.id);
      expect((await open(releaseId)).id).not.toBe(first!.cyberReview.id);
    });

    it.each([
      ["another agency", official("COMMERCE"), "FORBIDDEN"],
      ["the vendor", labs, "FORBIDDEN"],
      ["an auditor", auditor, "FORBIDDEN"],
      ["the public", publicActor, "UNAUTHENTICATED"],
    ])("is not for %s, nor is anything else of it", async (_who, by, code) => {
      const inputs = {
        openCyberReview: { releaseId: (await aRelease()).id, ...stated },
        recordFinding: { reviewId: (await opened()).id, ...found },
        concludeCyberReview: { reviewId: (await opened()).id, conclusion: "Done." },
      };
      for (const [name, given] of Object.entries(inputs)) {
        const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
        const document = `mutation ($input: ${type}!) { ${name}(input: $input) { refusals { code } } }`;
        const answer = await room.ask(by, document, { input: { idempotencyKey: "a-key-of-its-own", ...given } });
        expect(codesOf(answer)).toEqual([code]);
      }
    });
  });

  describe("a finding", () => {
    it("is recorded open, for the vendor and officials to see", async () => {
      const finding = await recorded();
      expect(finding).toMatchObject({
        ...found,
        status: "OPEN",
        mitigation: null,
        revision: 1,
        recordedBy: "ONCD|one",
      });
      expect(finding.updatedAt).toBe(finding.recordedAt);
      const [entry] = await entriesOf(room, finding.id);
      expect(entry).toMatchObject({ type: "FindingRecorded", from: null, to: "OPEN" });
      expect(entry!.audience).toEqual(["officials", "vendor:labs"]);
    });

    it("may be recorded as held in check already, with how", async () => {
      expect(await recorded({ status: "MITIGATED", mitigation: "A classifier." })).toMatchObject({
        status: "MITIGATED",
        mitigation: "A classifier.",
      });
    });

    it("is recorded anew under its id, what is left out stays, and the ledger keeps both", async () => {
      const { id } = await recorded();
      const by = official("ONCD", "two");
      const more = await record({ findingId: id, revision: 1, severity: "CRITICAL", status: "OPEN" }, by);
      expect(more).toMatchObject({ ...found, severity: "CRITICAL", revision: 2, recordedBy: "ONCD|two" });
      await record({ findingId: id, revision: 2, status: "MITIGATED", mitigation: "A classifier." });
      const entries = await entriesOf(room, id);
      expect(entries.map(({ type, from, to }) => [type, from, to])).toEqual([
        ["FindingRecorded", null, "OPEN"],
        ["FindingUpdated", null, null],
        ["FindingUpdated", "OPEN", "MITIGATED"],
      ]);
      expect(entries.map(({ state }) => state.severity)).toEqual(["HIGH", "CRITICAL", "CRITICAL"]);
    });

    it("keeps the note of a status until the next change of status", async () => {
      const { id } = await recorded({ status: "ACCEPTED", statusNote: "Known elsewhere." });
      expect((await record({ findingId: id, revision: 1, severity: "CRITICAL" })).statusNote).toBe("Known elsewhere.");
      expect((await record({ findingId: id, revision: 2, status: "OPEN" })).statusNote).toBeNull();
    });

    it.each<[string, object]>([
      ["open", {}],
      ["MITIGATED", { status: "MITIGATED", mitigation: "A classifier." }],
      ["ACCEPTED, with a note of its own,", { status: "ACCEPTED", statusNote: "Known elsewhere." }],
    ])("that is %s is called less grave with a note alone, which stays", async (_what, given) => {
      const { id: findingId, statusNote } = await recorded(given);
      const lower = { findingId, revision: 1, severity: "LOW" };
      expect(await room.refused(oncd, "recordFinding", lower)).toEqual([
        refusal("INVALID_INPUT", { field: ["input", "statusNote"] }),
      ]);
      expect(await room.ask(oncd, readBack(shownFinding, findingId))).toMatchObject({
        data: { finding: { severity: "HIGH", statusNote, revision: 1 } },
      });
      const why = "It needs keys that nobody holds.";
      expect(await record({ ...lower, statusNote: why })).toMatchObject({ severity: "LOW", statusNote: why });
      const graver = { findingId, revision: 2, severity: "MEDIUM" };
      expect(await record(graver)).toMatchObject({ severity: "MEDIUM", statusNote: why, revision: 3 });
    });

    it.each(findingStatuses.flatMap((from) => findingStatuses.map((to) => [from, to] as const)))(
      "that is %s can be recorded as %s where its lifecycle lets it",
      async (from, to) => {
        const words = { mitigation: "A classifier.", statusNote: "As we saw." };
        const { id } = await recorded({ status: from, ...words });
        const input = { findingId: id, revision: 1, status: to, ...words, title: "Another title" };
        const allowed = from === "CLOSED" ? false : from === to || findingLifecycle[from][actionToward[to]] === to;
        if (allowed) expect((await record(input)).status).toBe(to);
        else {
          const detail = { field: ["input", "findingId"], from, attempted: actionToward[to] };
          expect(await room.refused(oncd, "recordFinding", input)).toEqual([refusal("ILLEGAL_TRANSITION", detail)]);
        }
      },
    );

    it.each([
      ["MITIGATED without how", { status: "MITIGATED" }, ["mitigation"]],
      ["ACCEPTED without why", { status: "ACCEPTED", mitigation: "M." }, ["statusNote"]],
      ["CLOSED without why", { status: "CLOSED" }, ["statusNote"]],
      ["without a title", { title: null }, ["title"]],
      ["without anything", { title: null, description: null, severity: null }, ["title", "description", "severity"]],
      ["with a revision that it doesn't have yet", { revision: 1 }, ["revision"]],
    ])("%s is refused", async (_what, more, fields) => {
      const input = { reviewId: (await opened()).id, ...found, ...more };
      expect(await room.refused(oncd, "recordFinding", input)).toEqual(
        fields.map((field) => refusal("INVALID_INPUT", { field: ["input", field] })),
      );
    });

    it("is refused of no review, of a review and a finding, by a stale revision, and with nothing new", async () => {
      const { id: findingId, cyberReview } = await recorded();
      const refused = (input: object) => room.refused(oncd, "recordFinding", input);
      const one = [refusal("INVALID_INPUT", { field: ["input"] })];
      expect(await refused(found)).toEqual(one);
      expect(await refused({ ...found, findingId, revision: 1, reviewId: cyberReview.id })).toEqual(one);
      expect(await refused({ findingId, revision: 1, title: found.title })).toEqual(one);
      expect(await refused({ findingId, severity: "LOW" })).toEqual([
        refusal("INVALID_INPUT", { field: ["input", "revision"] }),
      ]);
      expect(await refused({ findingId, revision: 2, severity: "LOW" })).toEqual([
        refusal("STALE_REVISION", { field: ["input", "revision"] }),
      ]);
    });

    it("is changed by one of many at once", async () => {
      const { id: findingId } = await recorded();
      const changes = await Promise.all(
        ["LOW", "MEDIUM", "CRITICAL"].map((severity) =>
          room.change(
            oncd,
            "recordFinding",
            { findingId, revision: 1, severity, statusNote: "As we saw." },
            shownFinding,
          ),
        ),
      );
      expect(changes.filter(({ finding }) => finding !== null)).toHaveLength(1);
      const codes = changes.flatMap(({ refusals }) => refusals.map(({ code }: { code: string }) => code));
      expect(codes).toEqual(["STALE_REVISION", "STALE_REVISION"]);
    });
  });

  describe("concluding", () => {
    it("is final, says what it came to, and leaves open findings open", async () => {
      const { cyberReview, id } = await recorded();
      const { cyberReview: concluded } = await conclude(cyberReview.id);
      expect(concluded).toMatchObject({ status: "CONCLUDED", conclusion: "All was seen.", concludedBy: "ONCD|one" });
      expect(concluded).toMatchObject({ findings: { totalCount: 1 } });
      const detail = { field: ["input", "reviewId"], from: "CONCLUDED", attempted: "conclude" };
      expect(
        await room.refused(oncd, "concludeCyberReview", { reviewId: cyberReview.id, conclusion: "Again." }),
      ).toEqual([refusal("ILLEGAL_TRANSITION", detail)]);
      const [, entry] = await entriesOf(room, cyberReview.id);
      expect(entry).toMatchObject({ type: "CyberReviewConcluded", from: "OPEN", to: "CONCLUDED" });
      const mended = { findingId: id, revision: 1, status: "MITIGATED", mitigation: "A classifier." };
      expect((await record(mended)).status).toBe("MITIGATED");
    });

    it("ends what may be found anew", async () => {
      const { id: reviewId } = await opened();
      await conclude(reviewId);
      const detail = { field: ["input", "reviewId"], from: "CONCLUDED", attempted: "recordFinding" };
      expect(await room.refused(oncd, "recordFinding", { reviewId, ...found })).toEqual([
        refusal("ILLEGAL_TRANSITION", detail),
      ]);
    });
  });

  it("shows a vendor its own, without who, and others nothing", async () => {
    const { id, cyberReview } = await recorded();
    await aReleaseIn(room, await aVendor(room, `rivals-${kind}`), policy, "LIMITED_PREVIEW");
    for (const [shown, ofWhom, names] of [
      [shownReview, cyberReview.id, ["openedBy", "concludedBy"]],
      [shownFinding, id, ["recordedBy"]],
    ] as const) {
      const name = shown.slice(0, shown.indexOf(" "));
      const read = async (by: typeof labs) => (await room.ask(by, readBack(shown, ofWhom))).data[name];
      const seen = await read(labs);
      expect(seen.withheld).toEqual(names.map((field) => ({ field, because: "OFFICIAL_IDENTITY" })));
      for (const field of names) expect(seen[field]).toBeNull();
      for (const by of [official("DEFENSE"), auditor]) expect((await read(by)).withheld).toEqual([]);
      for (const by of [vendorOf(`rivals-${kind}`), partnerOf("acme"), publicActor]) expect(await read(by)).toBeNull();
    }
  });

  it("are withheld from the public on a release that is public, and narrowed by what is asked", async () => {
    const { id: releaseId } = await aRelease("LIMITED_PREVIEW");
    const review = await open(releaseId);
    for (const severity of ["LOW", "CRITICAL"]) await record({ reviewId: review.id, ...found, severity });
    const document = `{ release(id: "${releaseId}") { withheld { field because } cyberReviews(filter: { status: [OPEN] }) {
      nodes { id findings(filter: { severity: [CRITICAL] }, orderBy: RECORDED_AT_ASC) { nodes { severity } } } } } }`;
    const seen = (await room.ask(labs, document)).data.release;
    expect(seen.cyberReviews.nodes).toEqual([{ id: review.id, findings: { nodes: [{ severity: "CRITICAL" }] } }]);
    const { release } = (await room.ask(publicActor, document)).data;
    expect(release.cyberReviews).toBeNull();
    expect(release.withheld).toContainEqual({ field: "cyberReviews", because: "SECURITY_FINDINGS" });
    const listed = `{ findings(filter: { releaseId: "${releaseId}", status: [OPEN] }) { totalCount }
      cyberReviews(filter: { releaseId: "${releaseId}" }) { totalCount } }`;
    expect((await room.ask(oncd, listed)).data).toEqual({
      findings: { totalCount: 2 },
      cyberReviews: { totalCount: 1 },
    });
    expect((await room.ask(publicActor, listed)).data).toEqual({
      findings: { totalCount: 0 },
      cyberReviews: { totalCount: 0 },
    });
  });
});
