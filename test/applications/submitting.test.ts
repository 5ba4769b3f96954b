import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applicationsSubgraph } from "../../src/applications/subgraph.ts";
import type { Partner } from "../../src/partners/partner.ts";
import type { Policy } from "../../src/releases/policies/policy.ts";
import type { Release } from "../../src/releases/register/release.ts";
import type { Vendor } from "../../src/releases/vendors/vendor.ts";
import { jurisdictions } from "../../src/rules/jurisdictions.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { auditor, bothOf, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { codesOf, openRoom, type Room, refusal } from "../support/room.ts";
import {
  aDesignation,
  aDirective,
  anApplication,
  anAuthorization,
  aPartner,
  aPolicy,
  aRelease,
  aVendor,
  tuesday,
} from "../support/rows.ts";

const asked = {
  endUse: "CYBER_DEFENSE",
  endUseStatement: "Finding intrusions in our own network.",
  deployment: "VENDOR_HOSTED",
  namedUsers: 25,
  userJurisdictions: ["US", "NO"],
};
const shown = `application {
  id status revision endUse endUseStatement deployment namedUsers userJurisdictions submittedAt dueAt closedAt
  partner { id } release { id } policy { id }
  revisions { nodes { revision note submittedAt namedUsers } }
}`;

describeOn(["postgres", ...embeddedWhenWhole], "submitting an application", (kind) => {
  let room: Room;
  let policy: Policy;
  let labs: Vendor;
  let release: Release;
  let made = 0;

  beforeAll(async () => {
    room = await openRoom(kind, applicationsSubgraph());
    room.services.clock.fixed = tuesday;
    policy = await aPolicy(room);
    labs = await aVendor(room, "labs");
    release = await aRelease(room, labs, policy, "Strix");
  });
  afterAll(() => room?.close());

  const newPartner = (rest: Partial<Partner> = {}): Promise<Partner> => {
    made += 1;
    return aPartner(room, `org-${made}`, rest);
  };
  const newRelease = (rest: Partial<Release> = {}): Promise<Release> => {
    made += 1;
    return aRelease(room, labs, policy, `Release ${made}`, rest);
  };
  const submit = (partner: Partner, part: object = {}, selection = shown) =>
    room.change(
      partnerOf(partner.org),
      "submitApplication",
      { new: { ...asked, releaseId: release.id, ...part } },
      selection,
    );
  const refusedNew = (partner: Partner, part: object = {}) =>
    room.refused(partnerOf(partner.org), "submitApplication", { new: { ...asked, releaseId: release.id, ...part } });
  const submitExisting = (partner: Partner, applicationId: string, revision: number) =>
    room.change(partnerOf(partner.org), "submitApplication", { existing: { applicationId, revision } }, shown);

  it("submits a new one under the release's policy, due to be referred by its clock", async () => {
    const partner = await newPartner();
    const { application, refusals } = await submit(partner);
    expect(refusals).toEqual([]);
    expect(application).toEqual({
      ...asked,
      id: expect.stringMatching(/^app_/),
      status: "SUBMITTED",
      revision: 1,
      submittedAt: tuesday.toISOString(),
      // Two business days from a Tuesday morning, at 17:00 in Washington.
      dueAt: "2026-06-11T21:00:00.000Z",
      closedAt: null,
      partner: { id: partner.id },
      release: { id: release.id },
      policy: { id: policy.id },
      revisions: { nodes: [{ revision: 1, note: null, submittedAt: tuesday.toISOString(), namedUsers: 25 }] },
    });
  });

  it("takes one from a partner that is not admitted yet", async () => {
    const { application } = await submit(await newPartner({ status: "REGISTERED", admittedAt: null }));
    expect(application.status).toBe("SUBMITTED");
  });

  it("records the application and its revision in one operation, for officials, the partner and the vendor", async () => {
    const partner = await newPartner();
    const { application } = await submit(partner, {}, "application { id }");
    const entries = await room.database.query<{ operationId: string }>(
      `select operation_id as "operationId", type, subject_type as "subjectType", subject_revision as revision, audience,
         payload->>'from' as "from", payload->>'to' as "to"
       from ledger_entry where subject_id = $1 or payload->'state'->>'applicationId' = $1 order by seq`,
      [application.id],
    );
    const common = { operationId: entries[0]?.operationId, revision: 1, from: null };
    const audience = ["officials", `partner:${partner.org}`, "vendor:labs"];
    expect(entries).toEqual([
      { ...common, type: "ApplicationSubmitted", subjectType: "Application", audience, to: "SUBMITTED" },
      { ...common, type: "ApplicationRevisionAdded", subjectType: "ApplicationRevision", audience, to: null },
    ]);
  });

  describe("drafts", () => {
    it("keeps a draft for its partner alone: without submission, without deadline, unseen", async () => {
      const partner = await newPartner();
      const { application } = await submit(partner, { draft: true });
      expect(application).toMatchObject({ status: "DRAFT", submittedAt: null, dueAt: null });
      expect(application.revisions.nodes).toMatchObject([{ revision: 1, submittedAt: null }]);
      const document = `{ application(id: "${application.id}") { id } applications(filter: { partnerId: "${partner.id}" }) { totalCount } }`;
      const seenBy = async (by: Parameters<Room["ask"]>[0]) => (await room.ask(by, document)).data;
      const nothing = { application: null, applications: { totalCount: 0 } };
      expect(await seenBy(official("COMMERCE"))).toEqual(nothing);
      expect(await seenBy(vendorOf("labs"))).toEqual(nothing);
      expect(await seenBy(partnerOf("org-other"))).toEqual(nothing);
      expect(await seenBy(publicActor)).toEqual(nothing);
      expect(await seenBy(auditor)).toMatchObject({ applications: { totalCount: 1 } });
      const audiences = await room.database.query<{ audience: string[] }>(
        "select audience from ledger_entry where subject_id = $1",
        [application.id],
      );
      expect(audiences).toEqual([{ audience: [`partner:${partner.org}`] }]);
    });

    it("may be kept by a suspended partner, that could not submit it now, and not by a barred one", async () => {
      const { application, refusals } = await submit(await newPartner({ status: "SUSPENDED" }), { draft: true });
      expect([application.status, refusals]).toEqual(["DRAFT", []]);
      const barred = await newPartner({ status: "BARRED" });
      const answer = await refusedNew(barred, { draft: true });
      expect(answer).toEqual([refusal("BLOCKED", { blockers: ["PARTNER_BARRED"] })]);
      expect(await room.database.query("select id from application where partner_id = $1", [barred.id])).toEqual([]);
    });

    it("is submitted as it stands, and only then opened to officials and the vendor", async () => {
      const partner = await newPartner();
      const { application } = await submit(partner, { draft: true });
      const answer = await submitExisting(partner, application.id, 1);
      expect(answer.refusals).toEqual([]);
      expect(answer.application).toMatchObject({
        ...asked,
        status: "SUBMITTED",
        revision: 1,
        submittedAt: tuesday.toISOString(),
        dueAt: "2026-06-11T21:00:00.000Z",
      });
      for (const by of [official("DEFENSE"), vendorOf("labs")]) {
        const { data } = await room.ask(
          by,
          `{ application(id: "${application.id}") { revisions { nodes { revision } } } }`,
        );
        expect(data.application).toEqual({ revisions: { nodes: [{ revision: 1 }] } });
      }
      const entries = await room.database.query<{ type: string; audience: string[] }>(
        `select type, audience from ledger_entry where subject_id = $1 or payload->'state'->>'applicationId' = $1 order by seq`,
        [application.id],
      );
      const [own, all] = [[`partner:${partner.org}`], ["officials", `partner:${partner.org}`, "vendor:labs"]];
      expect(entries).toEqual([
        { type: "ApplicationDrafted", audience: own },
        { type: "ApplicationRevisionAdded", audience: own },
        { type: "ApplicationSubmitted", audience: all },
        { type: "ApplicationRevisionSubmitted", audience: all },
      ]);
    });

    it("is not submitted at a stale revision", async () => {
      const partner = await newPartner();
      const { application } = await submit(partner, { draft: true });
      const existing = { applicationId: application.id, revision: 2 };
      const answer = await room.refused(partnerOf(partner.org), "submitApplication", { existing });
      expect(answer).toEqual([refusal("STALE_REVISION", { field: ["input", "existing", "revision"] })]);
    });

    it("is not submitted twice", async () => {
      const partner = await newPartner();
      const { application } = await submit(partner, { draft: true });
      const existing = { applicationId: application.id, revision: 1 };
      await submitExisting(partner, application.id, 1);
      const answer = await room.refused(partnerOf(partner.org), "submitApplication", { existing });
      const detail = { field: ["input", "existing", "applicationId"], from: "SUBMITTED", attempted: "submit" };
      expect(answer).toEqual([refusal("ILLEGAL_TRANSITION", detail)]);
    });

    it("is refused for what stands in its way when it is submitted, not when it was drafted", async () => {
      const partner = await newPartner();
      const closing = await newRelease();
      const { application } = await submit(partner, { draft: true, releaseId: closing.id });
      await aDirective(room, { releaseId: closing.id, effect: "WITHDRAW" });
      const existing = { applicationId: application.id, revision: 1 };
      const answer = await room.refused(partnerOf(partner.org), "submitApplication", { existing });
      expect(answer).toEqual([refusal("BLOCKED", { blockers: ["RELEASE_WITHDRAWN"] })]);
    });
  });

  describe("what stands in the way", () => {
    it.each([
      ["a suspended partner", "SUSPENDED", "PARTNER_SUSPENDED"],
      ["a barred partner", "BARRED", "PARTNER_BARRED"],
    ] as const)("refuses %s", async (_who, status, blocker) => {
      const answer = await refusedNew(await newPartner({ status }));
      expect(answer).toEqual([refusal("BLOCKED", { blockers: [blocker] })]);
    });

    it("refuses an organisation that has not registered", async () => {
      const input = { new: { ...asked, releaseId: release.id } };
      const answer = await room.refused(partnerOf("unregistered"), "submitApplication", input);
      expect(answer).toEqual([refusal("BLOCKED", { blockers: ["PARTNER_NOT_REGISTERED"] })]);
    });

    it("finds no release that is not in the public register", async () => {
      const hidden = await newRelease({ phase: "UNDER_REVIEW", publicSince: null });
      const field = ["input", "new", "releaseId"];
      expect(await refusedNew(await newPartner(), { releaseId: hidden.id })).toEqual([refusal("NOT_FOUND", { field })]);
      const absent = room.services.ids.next("Release");
      expect(await refusedNew(await newPartner(), { releaseId: absent })).toEqual([refusal("NOT_FOUND", { field })]);
    });

    it("refuses a vendor's own release that is not open yet, where the vendor is a partner too", async () => {
      const own = await aVendor(room, "org-both");
      const preparing = await aRelease(room, own, policy, "Own", { phase: "UNDER_REVIEW", publicSince: null });
      await aPartner(room, "org-both");
      const input = { new: { ...asked, releaseId: preparing.id } };
      const answer = await room.refused(bothOf("org-both"), "submitApplication", input);
      expect(answer).toEqual([refusal("BLOCKED", { blockers: ["RELEASE_NOT_OPEN"] })]);
    });

    it("refuses a release that its vendor has withdrawn", async () => {
      const withdrawn = await newRelease({ phase: "WITHDRAWN" });
      const answer = await refusedNew(await newPartner(), { releaseId: withdrawn.id });
      expect(answer).toEqual([refusal("BLOCKED", { blockers: ["RELEASE_WITHDRAWN"] })]);
    });

    it("refuses a release that a directive, or a designation of its vendor, withdraws", async () => {
      const directed = await newRelease();
      await aDirective(room, { releaseId: directed.id, effect: "WITHDRAW" });
      const other = await aVendor(room, "designated-labs");
      const designated = await aRelease(room, other, policy, "Theirs");
      await aDesignation(room, { vendorId: other.id, effect: "WITHDRAW" });
      for (const { id } of [directed, designated]) {
        const answer = await refusedNew(await newPartner(), { releaseId: id });
        expect(answer).toEqual([refusal("BLOCKED", { blockers: ["RELEASE_WITHDRAWN"] })]);
      }
    });

    it.each(["POSTPONE", "SUSPEND"] as const)(
      "takes one for a release under a %s: it may be lifted",
      async (effect) => {
        const held = await newRelease();
        await aDirective(room, { releaseId: held.id, effect });
        const { application } = await submit(await newPartner(), { releaseId: held.id });
        expect(application.status).toBe("SUBMITTED");
      },
    );

    it("takes one in an expanded preview, and in general availability only where the policy asks for it", async () => {
      const expanded = await newRelease({ phase: "EXPANDED_PREVIEW" });
      expect((await submit(await newPartner(), { releaseId: expanded.id })).application.status).toBe("SUBMITTED");
      const general = await newRelease({ phase: "GENERAL_AVAILABILITY" });
      const answer = await refusedNew(await newPartner(), { releaseId: general.id });
      expect(answer).toEqual([refusal("BLOCKED", { blockers: ["AUTHORIZATION_NOT_REQUIRED"] })]);
      const phases = {
        ...expeditedPreview.phases,
        GENERAL_AVAILABILITY: { partnerCap: null, authorizationRequired: true },
      };
      const strict = await aPolicy(room, { key: "strict", phases });
      const guarded = await aRelease(room, labs, strict, "Guarded", { phase: "GENERAL_AVAILABILITY" });
      const { application } = await submit(await newPartner(), { releaseId: guarded.id });
      expect(application).toMatchObject({ status: "SUBMITTED", policy: { id: strict.id } });
    });

    it("says everything that stands in the way at once", async () => {
      const withdrawn = await newRelease({ phase: "WITHDRAWN" });
      const answer = await refusedNew(await newPartner({ status: "BARRED" }), { releaseId: withdrawn.id });
      expect(answer).toEqual([refusal("BLOCKED", { blockers: ["RELEASE_WITHDRAWN", "PARTNER_BARRED"] })]);
    });

    it("refuses a second open one for the same release and end use, and takes one for another end use", async () => {
      const partner = await newPartner();
      await submit(partner);
      const duplicate = refusal("DUPLICATE", { field: ["input", "new", "endUse"] });
      expect(await refusedNew(partner)).toEqual([duplicate]);
      expect(await refusedNew(partner, { draft: true })).toEqual([duplicate]);
      expect((await submit(partner, { endUse: "HEALTH" })).application.status).toBe("SUBMITTED");
    });

    it("lets one of two that are submitted at once through", async () => {
      const partner = await newPartner();
      const answers = await Promise.all([submit(partner), submit(partner)]);
      const codes = answers.map(({ refusals }) => refusals.map(({ code }: { code: string }) => code)).sort();
      expect(codes).toEqual([[], ["DUPLICATE"]]);
    });

    it("refuses jurisdictions that ISO 3166 does not know, naming them", async () => {
      const input = { new: { ...asked, releaseId: release.id, userJurisdictions: ["US", "ZZ", "XK"] } };
      const { refusals } = await room.change(partnerOf((await newPartner()).org), "submitApplication", input, "");
      expect(refusals).toMatchObject([{ code: "INVALID_INPUT", field: ["input", "new", "userJurisdictions"] }]);
      expect(refusals[0].message).toContain("ZZ, XK");
    });
  });

  describe("renewals", () => {
    it("notes the authorization that it would replace", async () => {
      const partner = await newPartner();
      const authorization = await anAuthorization(room, partner, release);
      const { application } = await submit(partner, { replacesAuthorizationId: authorization.id });
      const [row] = await room.database.query<object>(
        'select replaces_id as "replacesId" from application where id = $1',
        [application.id],
      );
      expect(row).toEqual({ replacesId: authorization.id });
    });

    it("renews a suspended authorization, and none that has ended", async () => {
      const partner = await newPartner();
      const suspended = await anAuthorization(room, partner, release, { status: "SUSPENDED" });
      expect((await submit(partner, { replacesAuthorizationId: suspended.id })).refusals).toEqual([]);
      for (const status of ["REVOKED", "SURRENDERED", "EXPIRED", "SUPERSEDED"] as const) {
        const another = await newPartner();
        const ended = await anAuthorization(room, another, release, { status, endedAt: tuesday });
        const answer = await refusedNew(another, { replacesAuthorizationId: ended.id });
        const field = ["input", "new", "replacesAuthorizationId"];
        expect(answer).toEqual([refusal("BLOCKED", { field, blockers: [`AUTHORIZATION_${status}`] })]);
      }
    });

    it("renews none whose time is over, whether or not anyone has noted that", async () => {
      const partner = await newPartner();
      const over = await anAuthorization(room, partner, release, { expiresAt: tuesday });
      const answer = await refusedNew(partner, { replacesAuthorizationId: over.id });
      const field = ["input", "new", "replacesAuthorizationId"];
      expect(answer).toEqual([refusal("BLOCKED", { field, blockers: ["AUTHORIZATION_EXPIRED"] })]);
    });

    it("goes on with a renewal that was begun in time when the authorization's time ends", async () => {
      const partner = await newPartner();
      const expiresAt = new Date(tuesday.getTime() + 1);
      const authorization = await anAuthorization(room, partner, release, { expiresAt });
      const { application } = await submit(partner, { draft: true, replacesAuthorizationId: authorization.id });
      room.services.clock.fixed = expiresAt;
      const answer = await submitExisting(partner, application.id, 1);
      room.services.clock.fixed = tuesday;
      expect([answer.application.status, answer.refusals]).toEqual(["SUBMITTED", []]);
    });

    it("finds no authorization of another partner, just as none that does not exist", async () => {
      const partner = await newPartner();
      const foreign = await anAuthorization(room, await newPartner(), release);
      const field = ["input", "new", "replacesAuthorizationId"];
      for (const id of [foreign.id, room.services.ids.next("Authorization")]) {
        expect(await refusedNew(partner, { replacesAuthorizationId: id })).toEqual([refusal("NOT_FOUND", { field })]);
      }
    });

    it("refuses another release and another end use than the authorization's", async () => {
      const partner = await newPartner();
      const elsewhere = await anAuthorization(room, partner, await newRelease(), { endUse: "HEALTH" });
      const answer = await refusedNew(partner, { replacesAuthorizationId: elsewhere.id });
      const wrong = refusal("INVALID_INPUT", { field: ["input", "new", "replacesAuthorizationId"] });
      expect(answer).toEqual([wrong, wrong]);
    });

    it("looks at the authorization again when a draft is submitted", async () => {
      const partner = await newPartner();
      const authorization = await anAuthorization(room, partner, release);
      const { application } = await submit(partner, { draft: true, replacesAuthorizationId: authorization.id });
      await room.database.query(`update "authorization" set status = 'REVOKED', ended_at = now() where id = $1`, [
        authorization.id,
      ]);
      const existing = { applicationId: application.id, revision: 1 };
      const answer = await room.refused(partnerOf(partner.org), "submitApplication", { existing });
      expect(answer).toMatchObject([{ code: "BLOCKED", blockers: ["AUTHORIZATION_REVOKED"] }]);
    });
  });

  describe("a use that the partner is authorized for", () => {
    const held = (field: readonly string[]) => [refusal("BLOCKED", { field, blockers: ["AUTHORIZATION_HELD"] })];

    it.each(["ACTIVE", "SUSPENDED"] as const)("is not asked for again, while that is %s", async (status) => {
      const partner = await newPartner();
      await anAuthorization(room, partner, release, { status });
      const field = ["input", "new", "replacesAuthorizationId"];
      expect(await refusedNew(partner)).toEqual(held(field));
      expect(await refusedNew(partner, { draft: true })).toEqual(held(field));
      const input = { new: { ...asked, releaseId: release.id } };
      const { refusals } = await room.change(partnerOf(partner.org), "submitApplication", input, "");
      expect(refusals[0].message).toContain("`replacesAuthorizationId`");
    });

    it("is asked for by a renewal, and once the authorization has ended or run out", async () => {
      for (const rest of [{ status: "REVOKED", endedAt: tuesday }, { expiresAt: tuesday }] as const) {
        const partner = await newPartner();
        await anAuthorization(room, partner, release, rest);
        expect((await submit(partner)).refusals).toEqual([]);
      }
    });

    it("keeps nobody from another use, another release, or another's use", async () => {
      const partner = await newPartner();
      await anAuthorization(room, partner, release);
      expect((await submit(partner, { endUse: "HEALTH" })).refusals).toEqual([]);
      expect((await submit(partner, { releaseId: (await newRelease()).id })).refusals).toEqual([]);
      expect((await submit(await newPartner())).refusals).toEqual([]);
    });

    it.each(["DRAFT", "RETURNED"] as const)("is not asked for by submitting one that is %s", async (status) => {
      const partner = await newPartner();
      const submittedAt = status === "DRAFT" ? null : tuesday;
      const application = await anApplication(room, partner, release, { status, submittedAt, dueAt: null });
      await anAuthorization(room, partner, release);
      const existing = { applicationId: application.id, revision: 1 };
      const answer = await room.refused(partnerOf(partner.org), "submitApplication", { existing });
      expect(answer).toEqual(held(["input", "existing", "applicationId"]));
    });
  });

  describe("whose it is", () => {
    it("answers for another partner's draft exactly as for one that does not exist", async () => {
      const { application } = await submit(await newPartner(), { draft: true });
      const stranger = await newPartner();
      const field = ["input", "existing", "applicationId"];
      for (const applicationId of [application.id, room.services.ids.next("Application"), "nonsense"]) {
        const existing = { applicationId, revision: 1 };
        const answer = await room.refused(partnerOf(stranger.org), "submitApplication", { existing });
        expect(answer).toEqual([refusal("NOT_FOUND", { field })]);
      }
    });

    it("lets a vendor that is a partner too see an application for its release, and not submit it", async () => {
      const own = await aVendor(room, "org-host");
      await aPartner(room, "org-host");
      const hosted = await aRelease(room, own, policy, "Hosted");
      const { application } = await submit(await newPartner(), { releaseId: hosted.id });
      await room.database.query("update application set status = 'RETURNED' where id = $1", [application.id]);
      const existing = { applicationId: application.id, revision: 1 };
      const answer = await room.refused(bothOf("org-host"), "submitApplication", { existing });
      const detail = { field: ["input", "existing", "applicationId"], blockers: ["NOT_YOUR_ORGANISATION"] };
      expect(answer).toEqual([refusal("BLOCKED", detail)]);
    });

    it.each([
      ["the public", publicActor, "UNAUTHENTICATED"],
      ["a vendor", vendorOf("labs"), "FORBIDDEN"],
      ["an official", official("COMMERCE"), "FORBIDDEN"],
      ["an auditor", auditor, "FORBIDDEN"],
    ])("lets %s submit nothing", async (_who, by, code) => {
      const document =
        "mutation ($input: SubmitApplicationInput!) { submitApplication(input: $input) { application { id } } }";
      const input = { idempotencyKey: "not-yours-to-do", new: { ...asked, releaseId: release.id } };
      expect(codesOf(await room.ask(by, document, { input }))).toEqual([code]);
    });
  });

  describe("malformed input", () => {
    it("refuses neither and both of new and existing", async () => {
      const partner = await newPartner();
      const both = {
        new: { ...asked, releaseId: release.id },
        existing: { applicationId: room.services.ids.next("Application"), revision: 1 },
      };
      for (const input of [{}, both, { new: null, existing: null }]) {
        const answer = await room.refused(partnerOf(partner.org), "submitApplication", input);
        expect(answer).toEqual([refusal("INVALID_INPUT", { field: ["input"] })]);
      }
    });

    it.each([
      ["no users", { namedUsers: 0 }],
      ["1,000,001 users", { namedUsers: 1_000_001 }],
      ["half a user", { namedUsers: 1.5 }],
      ["no jurisdiction", { userJurisdictions: [] }],
      ["a jurisdiction twice", { userJurisdictions: ["US", "NO", "US"] }],
      [
        "61 jurisdictions",
        { userJurisdictions: Array.from({ length: 61 }, (_, index) => `${letter(index / 26)}${letter(index)}`) },
      ],
      ["jurisdictions in small letters", { userJurisdictions: ["us"] }],
      ["a null among jurisdictions", { userJurisdictions: ["US", null] }],
      ["an empty statement", { endUseStatement: "" }],
      ["a statement of 10,001 characters", { endUseStatement: "x".repeat(10_001) }],
      ["a statement with NUL", { endUseStatement: "a\u0000b" }],
      ["a statement with half a surrogate pair", { endUseStatement: "\ud83d" }],
      ["an unknown end use", { endUse: "ESPIONAGE" }],
      ["an unknown deployment", { deployment: "ON_THE_MOON" }],
      ["an enormous release id", { releaseId: "r".repeat(100_000) }],
      ["a field that is none", { phase: "LIMITED_PREVIEW" }],
    ])("refuses %s as BAD_USER_INPUT, and keeps nothing", async (_what, part) => {
      const partner = await newPartner();
      const document =
        "mutation ($input: SubmitApplicationInput!) { submitApplication(input: $input) { application { id } } }";
      const input = { idempotencyKey: "malformed-input", new: { ...asked, releaseId: release.id, ...part } };
      expect(codesOf(await room.ask(partnerOf(partner.org), document, { input }))).toEqual(["BAD_USER_INPUT"]);
      expect(await room.database.query("select id from application where partner_id = $1", [partner.id])).toEqual([]);
      const keys = await room.database.query("select key from idempotency where actor like $1", [`%${partner.org}%`]);
      expect(keys).toEqual([]);
    });

    it("takes a statement of many lines, 60 jurisdictions and 1,000,000 users", async () => {
      const userJurisdictions = [...jurisdictions].slice(0, 60);
      const part = {
        endUseStatement: `One.\n\tTwo: \u{1f680}${"x".repeat(9_000)}`,
        userJurisdictions,
        namedUsers: 1_000_000,
      };
      const { application, refusals } = await submit(await newPartner(), part);
      expect(refusals).toEqual([]);
      expect(application).toMatchObject(part);
    });
  });
});

const letter = (index: number): string => String.fromCharCode(65 + (Math.floor(index) % 26));
