import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";
import { type Filed, refusal, type Setting, setting } from "./setting.ts";

const field = ["input", "decisionId"];
const blocked = (...blockers: string[]) =>
  blockers.map((blocker) => refusal("BLOCKED", { field, blockers: [blocker] }));
const notStanding = (from: string) =>
  refusal("ILLEGAL_TRANSITION", { field, from, attempted: "countersign", blockers: ["NOT_STANDING"] });
const order = { effect: "SUSPEND", force: "ORDER", reason: "CYBER_INCIDENT", legalBasis: "Test order" };
const shown = `decision { id status outcome countersignedBy countersignedAgency countersignedAt }
  case { id __typename } release { id phase }
  authorization { id status endUse legalBasis issuedAt expiresAt endedAt effective ineffectiveBecause { code }
    replaces { id status } conditions { totalCount } }`;

describeOn(["postgres"], "countersigning", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
  });
  afterAll(() => here?.stop());

  const countersign = async (caseId: string, as: Caller = here.people.oncd2) =>
    as.mutate("countersignDecision", await here.signing(caseId), shown);
  const refused = async (caseId: string, as: Caller = here.people.oncd2, rest: object = {}) =>
    here.refused(as, "countersignDecision", { ...(await here.signing(caseId)), ...rest });
  const holding = (filed: Filed) => ({ as: filed.as, org: filed.org, partnerId: filed.partnerId });

  it("makes the proposal the decision, and issues the authorization, effective at once", async () => {
    here.clock.set("2026-11-23T15:00:00Z");
    const { caseId } = await here.awaiting();
    const { decision, authorization, refusals, ...rest } = await countersign(caseId, here.people.defense2);
    expect(refusals).toEqual([]);
    expect(rest).toMatchObject({ case: { id: caseId, __typename: "Application" }, release: { id: here.releaseId } });
    expect(decision).toMatchObject({
      status: "COUNTERSIGNED",
      outcome: "APPROVE",
      countersignedBy: "test|defense-2",
      countersignedAgency: "DEFENSE",
      countersignedAt: "2026-11-23T15:00:00.000Z",
    });
    expect(authorization).toMatchObject({
      status: "ACTIVE",
      endUse: "CYBER_DEFENSE",
      issuedAt: "2026-11-23T15:00:00.000Z",
      expiresAt: "2027-05-22T15:00:00.000Z",
      endedAt: null,
      effective: true,
      ineffectiveBecause: [],
      replaces: null,
    });
    expect(authorization.legalBasis).toContain("voluntary");
    expect(await here.read(caseId, "status dueAt rebuttalDueAt closedAt closureReason")).toEqual({
      status: "APPROVED",
      dueAt: null,
      rebuttalDueAt: null,
      closedAt: "2026-11-23T15:00:00.000Z",
      closureReason: null,
    });
    here.clock.fixed = null;
  });

  it("shows an authorization as effective in the very answer, by the database's own clock", async () => {
    const { caseId } = await here.awaiting();
    const { authorization } = await countersign(caseId);
    expect(authorization).toMatchObject({ effective: true, ineffectiveBecause: [] });
  });

  it("records all of it as one operation, in order", async () => {
    const { caseId } = await here.awaiting();
    const { decision, authorization } = await countersign(caseId);
    const asked =
      "{ changes(first: 4, orderBy: SEQUENCE_DESC) { nodes { type subjectId operationId from to legalBasis actorSubject } } }";
    const { nodes } = (await here.people.auditor.ask(asked)).changes;
    expect(nodes.reverse()).toMatchObject([
      { type: "DecisionCountersigned", subjectId: decision.id, from: "PROPOSED", to: "COUNTERSIGNED" },
      { type: "CaseApproved", subjectId: caseId, from: "AWAITING_COUNTERSIGNATURE", to: "APPROVED" },
      { type: "CaseStatusChanged", subjectId: caseId, from: "AWAITING_COUNTERSIGNATURE", to: "APPROVED" },
      { type: "AuthorizationIssued", subjectId: authorization.id, from: null, to: "ACTIVE" },
    ]);
    expect(new Set(nodes.map(({ operationId }: { operationId: string }) => operationId)).size).toBe(1);
    for (const entry of nodes)
      expect(entry).toMatchObject({ legalBasis: expect.stringMatching(/./), actorSubject: "test|oncd-2" });
  });

  it("gives the first answer again for the same key, and issues one authorization", async () => {
    const { caseId, partnerId } = await here.awaiting();
    const input = { ...(await here.signing(caseId)), idempotencyKey: "sign-it-only-once" };
    const first = done(await here.people.oncd2.mutate("countersignDecision", input, shown));
    expect(await here.people.oncd2.mutate("countersignDecision", input, shown)).toEqual(first);
    const asked = "query A($id: ID!) { authorizations(filter: { partnerId: $id }) { totalCount } }";
    expect((await here.people.auditor.ask(asked, { id: partnerId })).authorizations.totalCount).toBe(1);
    // The same key read later shows what has become of it.
    const authorizationId = first.authorization.id;
    await here.people.commerce.mutate("revokeAuthorization", {
      authorizationId,
      reason: "DIVERSION",
      legalBasis: "Test",
    });
    const later = await here.people.oncd2.mutate("countersignDecision", input, "authorization { id status effective }");
    expect(later.authorization).toEqual({ id: authorizationId, status: "REVOKED", effective: false });
    expect(await here.refused(here.people.oncd2, "countersignDecision", { ...input, revision: 2 })).toEqual([
      refusal("IDEMPOTENCY_KEY_REUSED", { field: ["input", "idempotencyKey"] }),
    ]);
  });

  describe("by whom", () => {
    it("refuses the official who took a position, and takes a second one of the same agency", async () => {
      const { caseId } = await here.awaiting();
      for (const agency of ["oncd", "ostp", "commerce", "defense"] as const) {
        expect(await refused(caseId, here.people[agency])).toEqual(blocked("SIGNED_OWN_POSITION"));
      }
      expect((await countersign(caseId, here.people.commerce2)).refusals).toEqual([]);
    });

    it("refuses one whose position was on an earlier revision, or has been overtaken", async () => {
      const { caseId, as } = await here.inReview();
      await here.tell.position(caseId, here.people.oncd2, "OBJECT", { reason: "DIVERSION_RISK" });
      await as.mutate("amendApplication", { applicationId: caseId, revision: 1, namedUsers: 5 });
      await here.tell.position(caseId, here.people.ostp2, "OBJECT", { reason: "DIVERSION_RISK" });
      await here.tell.everyoneConcurs(caseId);
      expect(await refused(caseId, here.people.oncd2)).toEqual(blocked("SIGNED_OWN_POSITION"));
      expect(await refused(caseId, here.people.ostp2)).toEqual(blocked("SIGNED_OWN_POSITION"));
    });

    it("refuses whoever took a position for another agency, to sign as well as to refuse", async () => {
      const { caseId } = await here.awaiting();
      const hat = (role: string) => here.graph.as({ roles: [role], subject: "test|other-hat" });
      await here.tell.position(caseId, hat("defense"));
      for (const role of ["oncd", "ostp", "commerce", "defense"]) {
        expect(await refused(caseId, hat(role))).toEqual(blocked("SIGNED_OWN_POSITION"));
      }
      const refusing = { ...(await here.signing(caseId)), reason: "NEW_INFORMATION" };
      expect(await here.refused(hat("oncd"), "refuseCountersignature", refusing)).toEqual(
        blocked("SIGNED_OWN_POSITION"),
      );
      expect((await countersign(caseId, here.people.commerce2)).refusals).toEqual([]);
    });

    it("refuses an agency that the policy does not let countersign", async () => {
      const releaseId = await here.release("LIMITED_PREVIEW", "eo12981");
      const { caseId } = await here.awaiting(releaseId);
      expect(await refused(caseId, here.people.ostp2)).toEqual(blocked("AGENCY_NOT_A_COUNTERSIGNER"));
      expect(await refused(caseId, here.people.defense)).toEqual(
        blocked("SIGNED_OWN_POSITION", "AGENCY_NOT_A_COUNTERSIGNER"),
      );
      expect((await countersign(caseId, here.people.commerce2)).refusals).toEqual([]);
    });

    it("refuses everyone who is no official", async () => {
      const { caseId, as } = await here.awaiting();
      const document =
        "mutation M($input: CountersignDecisionInput!) { countersignDecision(input: $input) { refusals { code } } }";
      const input = { ...(await here.signing(caseId)), idempotencyKey: "not-for-me-to-do" };
      const { vendor, auditor, administrator } = here.people;
      for (const other of [vendor, auditor, administrator, as]) {
        expect((await other.send(document, { input })).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
      }
      expect((await here.tell.decisionOf(caseId)).status).toBe("PROPOSED");
    });
  });

  describe("what it refuses", () => {
    it("another revision than the case's", async () => {
      const { caseId } = await here.awaiting();
      expect(await refused(caseId, here.people.oncd2, { revision: 2 })).toEqual([
        refusal("STALE_REVISION", { field: ["input", "revision"] }),
      ]);
    });

    it("what is no decision", async () => {
      const { caseId } = await here.awaiting();
      for (const decisionId of ["nonsense", "dec_00000000000000000000000000", caseId]) {
        expect(await refused(caseId, here.people.oncd2, { decisionId })).toEqual([refusal("NOT_FOUND", { field })]);
      }
    });

    it("a decision that stands already, by the same official and by another", async () => {
      const { caseId } = await here.authorized();
      expect(await refused(caseId)).toEqual([notStanding("COUNTERSIGNED")]);
      expect(await refused(caseId, here.people.ostp2)).toEqual([notStanding("COUNTERSIGNED")]);
    });

    it("a proposal that a position has voided", async () => {
      const { caseId } = await here.awaiting();
      const voided = await here.signing(caseId);
      await here.tell.position(caseId, here.people.defense, "NO_EQUITY");
      expect(await refused(caseId, here.people.oncd2, voided)).toEqual([notStanding("VOID")]);
      expect((await countersign(caseId)).refusals).toEqual([]);
    });

    it("a case in dispute, by name", async () => {
      const { caseId } = await here.awaiting();
      const input = await here.signing(caseId);
      done(await here.people.ostp2.mutate("refuseCountersignature", { ...input, reason: "NEW_INFORMATION" }));
      expect(await here.refused(here.people.oncd2, "countersignDecision", input)).toEqual([
        refusal("ILLEGAL_TRANSITION", {
          field,
          from: "IN_DISPUTE",
          attempted: "countersign",
          blockers: ["CASE_IN_DISPUTE"],
        }),
        notStanding("REFUSED"),
      ]);
    });

    it("an application that was withdrawn", async () => {
      const { caseId, as } = await here.awaiting();
      const input = await here.signing(caseId);
      done(await as.mutate("withdrawApplication", { applicationId: caseId }));
      expect(await here.refused(here.people.oncd2, "countersignDecision", input)).toEqual([notStanding("VOID")]);
    });

    it("a case of a release that its vendor withdrew", async () => {
      const releaseId = await here.release();
      const { caseId } = await here.awaiting(releaseId);
      done(await here.people.vendor.mutate("withdrawRelease", { releaseId, reason: "Superseded." }));
      expect(await refused(caseId)).toEqual(blocked("RELEASE_WITHDRAWN"));
    });

    it.each([
      ["suspended", "suspendPartner"],
      ["barred", "barPartner"],
    ])("an approval for a partner that is %s, until it is admitted again", async (_, mutation) => {
      const { caseId, partnerId } = await here.awaiting();
      const { commerce } = here.people;
      done(await commerce.mutate(mutation, { partnerId, reason: "DIVERSION", legalBasis: "Test" }));
      expect(await refused(caseId)).toEqual(blocked("PARTNER_NOT_ADMITTED"));
      if (mutation === "barPartner") done(await commerce.mutate("unbarPartner", { partnerId, note: "A mistake." }));
      done(await commerce.mutate("admitPartner", { partnerId }));
      expect((await countersign(caseId)).refusals).toEqual([]);
    });

    it("a second authorization for one end use, unless it renews the first", async () => {
      const second = await here.awaitingWhatIsHeld();
      expect(await refused(second.caseId)).toEqual(blocked("AUTHORIZATION_HELD"));
      const first = await here.authorized();
      const other = await here.awaiting(here.releaseId, holding(first), { endUse: "EDUCATION" });
      expect((await countersign(other.caseId)).refusals).toEqual([]);
    });
  });

  describe("while a measure is in force", () => {
    it.each([
      ["SUSPEND", {}, ["RELEASE_NOT_IN_FORCE"]],
      ["WITHDRAW", {}, ["RELEASE_WITHDRAWN"]],
      ["LIMIT", { limits: [{ kind: "NAMED_USERS_AT_MOST", max: 5 }] }, []],
      ["POSTPONE", {}, []],
      ["SUSPEND", { scope: { jurisdictions: ["FR"] } }, []],
      ["SUSPEND", { scope: { phases: ["EXPANDED_PREVIEW"] } }, []],
    ])("on the release: %s %j blocks an approval by %j", async (effect, rest, blockers) => {
      const releaseId = await here.release();
      const { caseId } = await here.awaiting(releaseId);
      const directiveId = await here.tell.directive(releaseId, { effect, ...rest });
      if (blockers.length > 0) {
        expect(await refused(caseId)).toEqual(blocked(...blockers));
        done(await here.people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));
      }
      expect((await countersign(caseId)).refusals).toEqual([]);
    });

    it("on the vendor: a directive and a designation", async () => {
      const { caseId } = await here.awaiting();
      const { commerce, defense, vendor } = here.people;
      const { directive } = done(
        await commerce.mutate("issueDirective", { ...order, vendorId: here.vendorId }, "directive { id }"),
      );
      expect(await refused(caseId)).toEqual(blocked("RELEASE_NOT_IN_FORCE"));
      done(await commerce.mutate("liftDirective", { directiveId: directive.id, reason: "Resolved." }));

      const designated = await defense.mutate(
        "designateSupplyChainRisk",
        { vendorId: here.vendorId, legalBasis: "41 U.S.C. 4713" },
        "designation { id }",
      );
      expect(await refused(caseId)).toEqual(blocked("RELEASE_NOT_IN_FORCE"));
      const designationId = done(designated).designation.id;
      done(await defense.mutate("liftDesignation", { designationId, reason: "Resolved." }));

      // What is only asked of the vendor blocks nothing until the vendor accepts it.
      const asked = { ...order, force: "REQUEST", releaseId: here.releaseId };
      const request = done(await commerce.mutate("issueDirective", asked, "directive { id status }")).directive;
      expect(request.status).toBe("REQUESTED");
      const other = await here.awaiting();
      expect((await countersign(caseId)).refusals).toEqual([]);
      done(await vendor.mutate("answerDirectiveRequest", { directiveId: request.id, answer: "ACCEPT" }));
      expect(await refused(other.caseId)).toEqual(blocked("RELEASE_NOT_IN_FORCE"));
      done(await commerce.mutate("liftDirective", { directiveId: request.id, reason: "Resolved." }));
    });

    it("leaves an authorization active and not effective where a limit and its conditions can't both be met", async () => {
      const releaseId = await here.release();
      const { caseId } = await here.inReview(releaseId);
      const conditions = [{ text: "In the US.", predicate: { kind: "USER_JURISDICTIONS", allowed: ["US"] } }];
      await here.tell.position(caseId, here.people.oncd, "CONCUR_WITH_CONDITIONS", { conditions });
      for (const agency of ["ostp", "commerce", "defense"] as const) {
        await here.tell.position(caseId, here.people[agency]);
      }
      const limits = [{ kind: "USER_JURISDICTIONS", allowed: ["CA", "GB"] }];
      const directiveId = await here.tell.directive(releaseId, { effect: "LIMIT", limits });
      const { authorization } = done(await countersign(caseId));
      expect(authorization).toMatchObject({
        status: "ACTIVE",
        effective: false,
        ineffectiveBecause: [{ code: "LIMIT_CONTRADICTS_CONDITIONS" }],
      });
      done(await here.people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));
      const asked = "query A($id: ID!) { authorization(id: $id) { status effective } }";
      const after = await here.people.auditor.ask(asked, { id: authorization.id });
      expect(after.authorization).toEqual({ status: "ACTIVE", effective: true });
    });
  });

  describe("a denial", () => {
    it("waits for the time to rebut, and then closes the case with its coded reasons", async () => {
      here.clock.set("2026-11-23T15:00:00Z");
      const { caseId, as } = await here.denialIntended();
      expect(await refused(caseId)).toEqual(blocked("REBUTTAL_WINDOW_OPEN"));
      here.clock.set("2026-12-16T21:59:59.999Z");
      expect(await refused(caseId)).toEqual(blocked("REBUTTAL_WINDOW_OPEN"));
      expect(await refused(caseId, here.people.oncd)).toEqual(blocked("REBUTTAL_WINDOW_OPEN", "SIGNED_OWN_POSITION"));
      here.clock.set("2026-12-16T22:00:00.000Z");
      const payload = done(await countersign(caseId));
      expect(payload).toMatchObject({ decision: { outcome: "DENY", status: "COUNTERSIGNED" }, authorization: null });
      const asked = `query P($id: ID!) { application(id: $id) {
        status closedAt rebuttalDueAt decision { outcome reasons conditions { totalCount } } authorization { id } } }`;
      expect((await as.ask(asked, { id: caseId })).application).toEqual({
        status: "DENIED",
        closedAt: "2026-12-16T22:00:00.000Z",
        rebuttalDueAt: null,
        decision: { outcome: "DENY", reasons: ["DIVERSION_RISK", "END_USE_CONCERN"], conditions: { totalCount: 0 } },
        authorization: null,
      });
      expect((await here.entries(caseId)).slice(-3)).toEqual(["RebuttalEnded", "CaseDenied", "CaseStatusChanged"]);
      here.clock.fixed = null;
    });

    it.each(["SUSPEND", "WITHDRAW"])(
      "needs neither a place, nor an admitted partner, nor a release in force: %s",
      async (effect) => {
        const releaseId = await here.release();
        here.clock.set("2026-11-23T15:00:00Z");
        const { caseId, partnerId } = await here.denialIntended(releaseId);
        await here.tell.directive(releaseId, { effect });
        const bar = { partnerId, reason: "LISTED_PARTY", legalBasis: "Test" };
        done(await here.people.commerce.mutate("barPartner", bar));
        here.clock.passDays(60);
        expect((await countersign(caseId)).refusals).toEqual([]);
        here.clock.fixed = null;
      },
    );
  });

  describe("at a phase's cap on partners", () => {
    const phases = { LIMITED_PREVIEW: { partnerCap: 2, authorizationRequired: true } };

    it("lets a case wait for a place, which an end of another's authorization gives it", async () => {
      const releaseId = await here.releaseUnder({ phases });
      const [first, second] = [await here.authorized(releaseId), await here.authorized(releaseId)];
      const third = await here.awaiting(releaseId);
      const full = [refusal("CAP_REACHED", { field })];
      expect(await refused(third.caseId)).toEqual(full);
      expect((await here.read(third.caseId, "status")).status).toBe("AWAITING_COUNTERSIGNATURE");
      // A partner that holds a place takes no second one.
      const more = await here.awaiting(releaseId, holding(first), { endUse: "EDUCATION" });
      expect((await countersign(more.caseId)).refusals).toEqual([]);
      // A suspended authorization keeps its place, a surrendered one gives it up.
      const { authorizationId } = second;
      const why = { reason: "BREACH_OF_CONDITIONS", legalBasis: "Test" };
      done(await here.people.commerce.mutate("suspendAuthorization", { authorizationId, ...why }));
      expect(await refused(third.caseId)).toEqual(full);
      done(await here.people.commerce.mutate("reinstateAuthorization", { authorizationId }));
      done(await second.as.mutate("surrenderAuthorization", { authorizationId }));
      expect((await countersign(third.caseId)).refusals).toEqual([]);
      const asked = "query R($id: ID!) { release(id: $id) { partnersAuthorized } }";
      expect((await here.people.everyone.ask(asked, { id: releaseId })).release.partnersAuthorized).toBe(2);
    });

    it("holds no place for an authorization whose time is over, though nobody has noted that yet", async () => {
      const releaseId = await here.releaseUnder({ phases, authorizationDays: 10 });
      here.clock.set("2026-11-23T15:00:00Z");
      const earlier = await here.authorized(releaseId);
      here.clock.passDays(9);
      await here.authorized(releaseId);
      const waiting = await here.awaiting(releaseId);
      expect(await refused(waiting.caseId)).toEqual([refusal("CAP_REACHED", { field })]);
      here.clock.passDays(1);
      const asked = "query R($id: ID!) { release(id: $id) { partnersAuthorized } }";
      expect((await here.people.everyone.ask(asked, { id: releaseId })).release.partnersAuthorized).toBe(1);
      expect((await countersign(waiting.caseId)).refusals).toEqual([]);
      // The partner whose time is over waits like any other, and then holds a new authorization; the old one is closed.
      const again = await here.awaiting(releaseId, holding(earlier));
      expect(await refused(again.caseId)).toEqual([refusal("CAP_REACHED", { field })]);
      here.clock.passDays(9);
      const { authorization } = done(await countersign(again.caseId));
      expect(authorization).toMatchObject({ status: "ACTIVE", effective: true, replaces: null });
      expect(await here.entries(earlier.authorizationId)).toEqual(["AuthorizationIssued", "AuthorizationExpired"]);
      here.clock.fixed = null;
    });

    it("takes no place for a renewal, which supersedes what it replaces", async () => {
      const releaseId = await here.releaseUnder({ phases });
      const [first] = [await here.authorized(releaseId), await here.authorized(releaseId)];
      const renewal = await here.awaiting(releaseId, holding(first), {
        replacesAuthorizationId: first.authorizationId,
      });
      const { authorizationId } = first;
      const { authorization } = done(await countersign(renewal.caseId));
      expect(authorization).toMatchObject({
        status: "ACTIVE",
        effective: true,
        replaces: { id: first.authorizationId, status: "SUPERSEDED" },
      });
      const asked =
        "query A($id: ID!) { authorization(id: $id) { status endedAt statusReason ineffectiveBecause { code } } }";
      expect((await here.people.auditor.ask(asked, { id: authorizationId })).authorization).toEqual({
        status: "SUPERSEDED",
        endedAt: expect.any(String),
        statusReason: null,
        ineffectiveBecause: [{ code: "AUTHORIZATION_SUPERSEDED" }],
      });
    });
  });

  describe("a renewal", () => {
    const why = { reason: "BREACH_OF_CONDITIONS", legalBasis: "Test" };
    const asked = "query A($id: ID!) { authorization(id: $id) { status statusReason } }";
    const renewalOf = async (first: Filed & { authorizationId: string }, releaseId = here.releaseId) =>
      here.awaiting(releaseId, holding(first), { replacesAuthorizationId: first.authorizationId });

    it("waits while what it replaces is suspended: a suspension ends by its reinstatement", async () => {
      const first = await here.authorized();
      const renewal = await renewalOf(first);
      const { authorizationId } = first;
      done(await here.people.commerce.mutate("suspendAuthorization", { authorizationId, ...why }));
      expect(await refused(renewal.caseId)).toEqual(blocked("REPLACED_AUTHORIZATION_SUSPENDED"));
      expect((await here.people.auditor.ask(asked, { id: authorizationId })).authorization).toEqual({
        status: "SUSPENDED",
        statusReason: why.reason,
      });
      done(await here.people.commerce.mutate("reinstateAuthorization", { authorizationId }));
      expect(done(await countersign(renewal.caseId)).authorization).toMatchObject({
        status: "ACTIVE",
        replaces: { id: authorizationId, status: "SUPERSEDED" },
      });
    });

    it("brings nothing back that was revoked or surrendered", async () => {
      const [revoked, surrendered] = [await here.authorized(), await here.authorized()];
      const renewals = [await renewalOf(revoked), await renewalOf(surrendered)];
      const { commerce } = here.people;
      done(await commerce.mutate("revokeAuthorization", { authorizationId: revoked.authorizationId, ...why }));
      done(await surrendered.as.mutate("surrenderAuthorization", { authorizationId: surrendered.authorizationId }));
      for (const { caseId } of renewals) {
        expect(await refused(caseId)).toEqual(blocked("REPLACED_AUTHORIZATION_ENDED"));
        const { caseRevision: revision, id: decisionId } = await here.tell.decisionOf(caseId);
        const refusal = { decisionId, revision, reason: "NEW_INFORMATION" };
        done(await here.people.oncd2.mutate("refuseCountersignature", refusal));
      }
    });

    it("takes the place of what ran out while it was under review", async () => {
      const releaseId = await here.releaseUnder({ authorizationDays: 10 });
      here.clock.set("2026-11-23T15:00:00Z");
      const first = await here.authorized(releaseId);
      const renewal = await renewalOf(first, releaseId);
      here.clock.passDays(10);
      expect(done(await countersign(renewal.caseId)).authorization).toMatchObject({
        status: "ACTIVE",
        effective: true,
        replaces: { id: first.authorizationId, status: "EXPIRED" },
      });
      expect(await here.entries(first.authorizationId)).toEqual(["AuthorizationIssued", "AuthorizationExpired"]);
      here.clock.fixed = null;
    });
  });

  describe("a phase advance", () => {
    const advanceAwaiting = async (phase: "UNDER_REVIEW" | "LIMITED_PREVIEW") => {
      const releaseId = await here.release(phase);
      const caseId = await here.tell.requestedAdvance(releaseId);
      done(await here.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: caseId, revision: 1 }));
      await here.tell.everyoneConcurs(caseId);
      return { releaseId, caseId };
    };

    it("moves the release, and its first open phase enters it in the public register", async () => {
      const { releaseId, caseId } = await advanceAwaiting("UNDER_REVIEW");
      const asked = "query R($id: ID!) { release(id: $id) { phase publicSince } }";
      expect((await here.people.everyone.ask(asked, { id: releaseId })).release).toBeNull();
      const payload = done(await countersign(caseId));
      expect(payload).toMatchObject({
        case: { id: caseId, __typename: "PhaseAdvance" },
        release: { id: releaseId, phase: "LIMITED_PREVIEW" },
        authorization: null,
      });
      const { release } = await here.people.everyone.ask(asked, { id: releaseId });
      expect(release).toEqual({ phase: "LIMITED_PREVIEW", publicSince: expect.any(String) });
      expect((await here.entries(releaseId)).at(-1)).toBe("ReleaseAdvanced");
      // A further advance leaves the day of its publication.
      await here.tell.advance(releaseId);
      expect((await here.people.everyone.ask(asked, { id: releaseId })).release).toEqual({
        ...release,
        phase: "EXPANDED_PREVIEW",
      });
    });

    it.each([
      ["POSTPONE", {}, ["RELEASE_POSTPONED"]],
      ["POSTPONE", { scope: { phases: ["LIMITED_PREVIEW"] } }, ["RELEASE_POSTPONED"]],
      ["POSTPONE", { scope: { phases: ["EXPANDED_PREVIEW"] } }, []],
      ["SUSPEND", {}, ["RELEASE_NOT_IN_FORCE"]],
      ["WITHDRAW", {}, ["RELEASE_WITHDRAWN"]],
      ["LIMIT", { limits: [{ kind: "NO_ONWARD_TRANSFER" }] }, []],
    ])("while %s %j is in force is blocked by %j", async (effect, rest, blockers) => {
      const { releaseId, caseId } = await advanceAwaiting("LIMITED_PREVIEW");
      const directiveId = await here.tell.directive(releaseId, { effect, ...rest });
      if (blockers.length > 0) {
        expect(await refused(caseId)).toEqual(blocked(...blockers));
        done(await here.people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));
      }
      expect(done(await countersign(caseId)).release.phase).toBe("EXPANDED_PREVIEW");
    });

    it("says of a postponement beside a suspension both", async () => {
      const { releaseId, caseId } = await advanceAwaiting("LIMITED_PREVIEW");
      await here.tell.directive(releaseId, { effect: "POSTPONE", as: here.people.oncd });
      await here.tell.directive(releaseId);
      expect(await refused(caseId)).toEqual(blocked("RELEASE_NOT_IN_FORCE", "RELEASE_POSTPONED"));
    });

    it("that is denied leaves the release where it is", async () => {
      const releaseId = await here.release("LIMITED_PREVIEW");
      const caseId = await here.tell.requestedAdvance(releaseId);
      done(await here.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: caseId, revision: 1 }));
      for (const agency of ["oncd", "ostp", "commerce", "defense"] as const) {
        await here.tell.position(caseId, here.people[agency], "OBJECT", { reason: "CYBER_CAPABILITY" });
      }
      here.clock.set("2027-03-01T15:00:00Z");
      expect(done(await countersign(caseId)).release).toEqual({ id: releaseId, phase: "LIMITED_PREVIEW" });
      here.clock.fixed = null;
      expect((await here.read(caseId, "status")).status).toBe("DENIED");
    });
  });
});
