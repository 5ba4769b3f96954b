import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { amendContent } from "../../src/applications/amend-content.ts";
import { Application } from "../../src/applications/application.ts";
import type { AmendApplicationInput } from "../../src/applications/application-inputs.ts";
import { closeApplication } from "../../src/applications/close-application.ts";
import { partiesOf } from "../../src/applications/parties.ts";
import { applicationsSubgraph } from "../../src/applications/subgraph.ts";
import type { Actor } from "../../src/identity/actor.ts";
import { change } from "../../src/ledger/change.ts";
import type { Partner } from "../../src/partners/partner.ts";
import type { Policy } from "../../src/releases/policies/policy.ts";
import type { Release } from "../../src/releases/register/release.ts";
import { applicationLifecycle } from "../../src/rules/lifecycles/application.ts";
import { type ApplicationStatus, applicationStatuses } from "../../src/rules/vocabulary.ts";
import { bothOf, official, partnerOf, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { openRoom, type Room } from "../support/room.ts";
import { anApplication, anAuthorization, aPartner, aPolicy, aRelease, aVendor, tuesday } from "../support/rows.ts";

type Amendment = Partial<AmendApplicationInput>;
const inLife = (action: "amend" | "withdraw") => (status: ApplicationStatus) =>
  applicationLifecycle[status][action] !== undefined;

/** What the decisions room's use cases stand on: here run by themselves. */
describeOn(["postgres", ...embeddedWhenWhole], "amending and closing an application", (kind) => {
  let room: Room;
  let policy: Policy;
  let release: Release;
  let made = 0;

  beforeAll(async () => {
    room = await openRoom(kind, applicationsSubgraph());
    policy = await aPolicy(room);
    release = await aRelease(room, await aVendor(room, "labs"), policy, "Strix");
  });
  afterAll(() => room?.close());

  const newPartner = (): Promise<Partner> => {
    made += 1;
    return aPartner(room, `org-${made}`);
  };
  const applied = async (rest: Partial<Application> = {}) => {
    const partner = await newPartner();
    return { partner, application: await anApplication(room, partner, release, rest), by: partnerOf(partner.org) };
  };
  const amend = (by: Actor, { id }: Application, part: Amendment) => {
    const input = { idempotencyKey: randomUUID(), applicationId: id, revision: 1, ...part };
    return change(room.context(by), "amendApplication", input, async (tx) => {
      const application = await tx.lock(Application, id, ["input", "applicationId"]);
      return amendContent(tx, application, await partiesOf(tx, application), input);
    });
  };
  const close = (by: Actor, { id }: Application) =>
    change(room.context(by), "withdrawApplication", { idempotencyKey: randomUUID() }, async (tx) => {
      const application = await tx.lock(Application, id, ["input", "applicationId"]);
      await closeApplication(tx, application, await partiesOf(tx, application), "WITHDRAWN_BY_APPLICANT");
      return { applicationId: id };
    });
  const stored = async ({ id }: Application): Promise<Application> =>
    room.services.database.source.manager.findOneByOrFail(Application, { id });
  const revisionsOf = ({ id }: Application) =>
    room.database.query<object>(
      `select revision, named_users as "namedUsers", note, submitted_at is not null as seen
       from application_revision where application_id = $1 order by revision`,
      [id],
    );

  it("makes a new revision with what is given, and keeps what it asked for before", async () => {
    const { application, by } = await applied({ status: "DRAFT", submittedAt: null, dueAt: null });
    const first = await amend(by, application, { namedUsers: 40, note: "More analysts." });
    expect(first).toEqual({ from: "DRAFT", refusals: [] });
    await amend(by, application, { revision: 2, userJurisdictions: ["US", "CA"] });
    expect(await stored(application)).toMatchObject({
      revision: 3,
      status: "DRAFT",
      namedUsers: 40,
      userJurisdictions: ["US", "CA"],
      endUseStatement: application.endUseStatement,
    });
    expect(await revisionsOf(application)).toEqual([
      { revision: 2, namedUsers: 40, note: "More analysts.", seen: false },
      { revision: 3, namedUsers: 40, note: null, seen: false },
    ]);
  });

  it("opens a revision to officials and the vendor at once when they see the application", async () => {
    const { application, by, partner } = await applied({ status: "RETURNED" });
    await amend(by, application, { namedUsers: 40, note: "Fewer." });
    expect(await revisionsOf(application)).toEqual([{ revision: 2, namedUsers: 40, note: "Fewer.", seen: true }]);
    const entries = await room.database.query<object>(
      `select type, subject_revision as revision, audience from ledger_entry
       where subject_id = $1 or payload->'state'->>'applicationId' = $1 order by seq`,
      [application.id],
    );
    const audience = ["officials", `partner:${partner.org}`, "vendor:labs"];
    expect(entries).toEqual([
      { type: "ApplicationAmended", revision: 2, audience },
      { type: "ApplicationRevisionAdded", revision: 2, audience },
    ]);
  });

  it("leads a disputed one back to the panel, and keeps its deadlines", async () => {
    const dueAt = new Date("2026-07-01T21:00:00.000Z");
    const { application, by } = await applied({ status: "IN_DISPUTE", acceptedAt: tuesday, dueAt });
    expect(await amend(by, application, { deployment: "ON_PREMISES" })).toEqual({ from: "IN_DISPUTE", refusals: [] });
    expect(await stored(application)).toMatchObject({ status: "IN_REVIEW", revision: 2, dueAt, acceptedAt: tuesday });
  });

  it.each(applicationStatuses.filter(inLife("amend")))("amends one that is %s", async (status) => {
    const { application, by } = await applied({ status });
    expect((await amend(by, application, { namedUsers: 40 })).refusals).toEqual([]);
    expect(await stored(application)).toMatchObject({ revision: 2, status: applicationLifecycle[status].amend });
  });

  it.each(applicationStatuses.filter((status) => !inLife("amend")(status)))(
    "refuses one that is %s",
    async (status) => {
      const { application, by } = await applied({ status });
      const { refusals } = await amend(by, application, { namedUsers: 40 });
      expect(refusals).toMatchObject([{ code: "ILLEGAL_TRANSITION", from: status, attempted: "amend" }]);
      expect(await stored(application)).toMatchObject({ revision: 1, namedUsers: 25, status });
    },
  );

  describe("what it refuses", () => {
    it.each<[string, Amendment, object]>([
      ["a stale revision", { revision: 2, namedUsers: 40 }, { code: "STALE_REVISION", field: ["input", "revision"] }],
      ["nothing at all", {}, { code: "INVALID_INPUT", field: ["input"] }],
      ["a note alone", { note: "Nothing new." }, { code: "INVALID_INPUT", field: ["input"] }],
      [
        "what it asks for already",
        { namedUsers: 25, userJurisdictions: ["US"], endUse: "CYBER_DEFENSE", deployment: null },
        { code: "INVALID_INPUT", field: ["input"] },
      ],
      [
        "a code that is none",
        { userJurisdictions: ["ZZ"] },
        { code: "INVALID_INPUT", field: ["input", "userJurisdictions"] },
      ],
    ])("refuses %s, and changes nothing", async (_what, part, expected) => {
      const { application, by } = await applied();
      expect((await amend(by, application, part)).refusals).toMatchObject([expected]);
      expect(await stored(application)).toMatchObject({ revision: 1, namedUsers: 25 });
      expect(await revisionsOf(application)).toEqual([]);
    });

    it("refuses an end use that another open application of the partner has", async () => {
      const { application, by, partner } = await applied();
      await anApplication(room, partner, release, { endUse: "HEALTH" });
      const { refusals } = await amend(by, application, { endUse: "HEALTH" });
      expect(refusals).toMatchObject([{ code: "DUPLICATE", field: ["input", "endUse"] }]);
    });

    it("refuses an end use that the partner is authorized for, and lets what it asked for already be", async () => {
      const { application, by, partner } = await applied();
      await anAuthorization(room, partner, release, { endUse: "HEALTH" });
      const { refusals } = await amend(by, application, { endUse: "HEALTH" });
      const field = ["input", "endUse"];
      expect(refusals).toMatchObject([{ code: "BLOCKED", field, blockers: ["AUTHORIZATION_HELD"] }]);
      expect(await stored(application)).toMatchObject({ revision: 1, endUse: "CYBER_DEFENSE" });
      expect((await amend(by, application, { endUse: "EDUCATION" })).refusals).toEqual([]);
    });

    it("refuses a barred partner, whatever the application's state, and not a suspended one", async () => {
      for (const status of ["DRAFT", "RETURNED", "IN_REVIEW"] as const) {
        const { application, by, partner } = await applied({ status });
        const stand = (to: string) =>
          room.database.query("update partner set status = $2 where id = $1", [partner.id, to]);
        await stand("BARRED");
        const { refusals } = await amend(by, application, { namedUsers: 40 });
        expect(refusals).toMatchObject([{ code: "BLOCKED", blockers: ["PARTNER_BARRED"] }]);
        expect(await stored(application)).toMatchObject({ revision: 1, namedUsers: 25 });
        await stand("SUSPENDED");
        expect((await amend(by, application, { namedUsers: 40 })).refusals).toEqual([]);
      }
    });

    it("refuses another end use for a renewal, and lets the rest of it change", async () => {
      const partner = await newPartner();
      const { id: replacesId } = await anAuthorization(room, partner, release);
      const application = await anApplication(room, partner, release, { replacesId });
      const by = partnerOf(partner.org);
      const { refusals } = await amend(by, application, { endUse: "HEALTH" });
      expect(refusals).toMatchObject([{ code: "INVALID_INPUT", field: ["input", "endUse"] }]);
      expect((await amend(by, application, { namedUsers: 40 })).refusals).toEqual([]);
    });

    it("finds another partner's no more than one that does not exist, and leaves a vendor's applicants alone", async () => {
      const { application } = await applied();
      const stranger = await newPartner();
      const unseen = await amend(partnerOf(stranger.org), application, { namedUsers: 40 });
      expect(unseen.refusals).toMatchObject([{ code: "NOT_FOUND" }]);
      for (const by of [vendorOf("labs"), bothOf("labs"), official("COMMERCE")]) {
        const { refusals } = await amend(by, application, { namedUsers: 40 });
        expect(refusals).toMatchObject([{ code: "BLOCKED", blockers: ["NOT_YOUR_ORGANISATION"] }]);
      }
      expect(await stored(application)).toMatchObject({ revision: 1, namedUsers: 25 });
    });
  });

  it("lets one of two amendments of the same revision through", async () => {
    const { application, by } = await applied();
    const answers = await Promise.all([30, 40].map((namedUsers) => amend(by, application, { namedUsers })));
    const codes = answers.map(({ refusals }) => refusals.map(({ code }) => code)).sort();
    expect(codes).toEqual([[], ["STALE_REVISION"]]);
    expect((await stored(application)).revision).toBe(2);
  });

  it.each(applicationStatuses.filter(inLife("withdraw")))(
    "closes one that is %s, its deadlines with it",
    async (status) => {
      const { application, by } = await applied({ status, rebuttalDueAt: tuesday });
      expect((await close(by, application)).refusals).toEqual([]);
      expect(await stored(application)).toMatchObject({
        status: "WITHDRAWN",
        closureReason: "WITHDRAWN_BY_APPLICANT",
        closedAt: expect.any(Date),
        dueAt: null,
        rebuttalDueAt: null,
      });
    },
  );

  it.each(applicationStatuses.filter((status) => !inLife("withdraw")(status)))(
    "closes none that is %s",
    async (status) => {
      const { application, by } = await applied({ status });
      const { refusals } = await close(by, application);
      expect(refusals).toMatchObject([{ code: "ILLEGAL_TRANSITION", from: status, attempted: "withdraw" }]);
      expect(await stored(application)).toMatchObject({ status, closureReason: null });
    },
  );

  it("lets a partner apply again once its application is closed", async () => {
    const { application, by } = await applied();
    const asked = { endUse: "CYBER_DEFENSE", endUseStatement: "Again.", deployment: "VENDOR_HOSTED", namedUsers: 1 };
    const input = { new: { ...asked, releaseId: release.id, userJurisdictions: ["US"] } };
    expect(await room.refused(by, "submitApplication", input)).toMatchObject([{ code: "DUPLICATE" }]);
    await close(by, application);
    expect(await room.refused(by, "submitApplication", input)).toEqual([]);
  });
});
