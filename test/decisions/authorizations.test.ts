import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { done } from "../support/story.ts";
import { type Filed, refusal, type Setting, setting } from "./setting.ts";

type Authorized = Filed & { readonly authorizationId: string };
type Move = "suspend" | "reinstate" | "revoke" | "surrender";

const field = ["input", "authorizationId"];
const why = { reason: "BREACH_OF_CONDITIONS", legalBasis: "15 CFR 750.8" };
const shown = `authorization { id status statusReason statusLegalBasis statusNote endedAt effective
  ineffectiveBecause { code message directive { id } designation { id } condition { id } } withheld { field } }`;

describeOn(["postgres"], "an authorization", (kind) => {
  let here: Setting;
  let releaseId: string;
  beforeAll(async () => {
    here = await setting(kind);
    // A policy without a cap, so that there may be as many as the tests need.
    releaseId = await here.release("LIMITED_PREVIEW", "eo12981");
  });
  afterAll(() => here?.stop());

  const authorized = () => here.authorized(releaseId);
  const inputOf = ({ authorizationId }: Authorized, move: Move) => ({
    authorizationId,
    ...(move === "suspend" || move === "revoke" ? why : {}),
  });
  const byOf = (held: Authorized, move: Move) => (move === "surrender" ? held.as : here.people.commerce);
  const change = (held: Authorized, move: Move, rest: object = {}) =>
    byOf(held, move).mutate(`${move}Authorization`, { ...inputOf(held, move), ...rest }, shown);
  const refused = (held: Authorized, move: Move, rest: object = {}) =>
    here.refused(byOf(held, move), `${move}Authorization`, { ...inputOf(held, move), ...rest });
  const read = async ({ authorizationId }: Authorized, as = here.people.auditor) =>
    (
      await as.ask(`query A($id: ID!) { authorization(id: $id) { ${shown.slice(shown.indexOf("{") + 1)} }`, {
        id: authorizationId,
      })
    ).authorization;
  const codes = async (held: Authorized) => {
    const { effective, ineffectiveBecause } = await read(held);
    expect(effective).toBe(ineffectiveBecause.length === 0);
    return ineffectiveBecause.map(({ code }: { code: string }) => code);
  };

  it("is suspended with its reason, and reinstated", async () => {
    const held = await authorized();
    const suspended = done(await change(held, "suspend", { note: "Until you report." })).authorization;
    expect(suspended).toMatchObject({
      status: "SUSPENDED",
      statusReason: why.reason,
      statusLegalBasis: why.legalBasis,
      statusNote: "Until you report.",
      endedAt: null,
      effective: false,
      ineffectiveBecause: [{ code: "AUTHORIZATION_SUSPENDED" }],
    });
    expect(await read(held, held.as)).toMatchObject({
      status: "SUSPENDED",
      statusNote: "Until you report.",
      withheld: [],
    });
    const reinstated = done(await change(held, "reinstate", { note: "Reported." })).authorization;
    expect(reinstated).toMatchObject({
      status: "ACTIVE",
      statusReason: null,
      statusLegalBasis: null,
      statusNote: "Reported.",
      effective: true,
    });
    expect(await here.entries(held.authorizationId)).toEqual([
      "AuthorizationIssued",
      "AuthorizationSuspended",
      "AuthorizationReinstated",
    ]);
  });

  it.each<[string, Move[], string, object]>([
    ["revoked while active", ["revoke"], "REVOKED", { statusReason: why.reason, statusLegalBasis: why.legalBasis }],
    ["revoked while suspended", ["suspend", "revoke"], "REVOKED", { statusReason: why.reason }],
    ["surrendered", ["surrender"], "SURRENDERED", { statusReason: null, statusLegalBasis: null }],
  ])("is %s for good", async (_, moves, status, rest) => {
    const held = await authorized();
    for (const move of moves) done(await change(held, move));
    expect(await read(held)).toMatchObject({ status, endedAt: expect.any(String), effective: false, ...rest });
    expect(await codes(held)).toEqual([`AUTHORIZATION_${status}`]);
    for (const move of ["suspend", "reinstate", "revoke", "surrender"] as const) {
      expect(await refused(held, move)).toEqual([
        refusal("ILLEGAL_TRANSITION", { field, from: status, attempted: move }),
      ]);
    }
    // The partner may apply for the same again.
    expect((await here.authorized(releaseId, held)).authorizationId).not.toBe(held.authorizationId);
  });

  it.each<[string, Move[], Move]>([
    ["ACTIVE", [], "reinstate"],
    ["SUSPENDED", ["suspend"], "suspend"],
    ["SUSPENDED", ["suspend"], "surrender"],
  ])("that is %s after %j refuses to %s", async (from, moves, attempted) => {
    const held = await authorized();
    for (const move of moves) done(await change(held, move));
    expect(await refused(held, attempted)).toEqual([refusal("ILLEGAL_TRANSITION", { field, from, attempted })]);
  });

  it("ends by the clock alone, and then refuses every step though nobody has noted its end", async () => {
    here.clock.set("2026-11-23T15:00:00Z");
    const held = await authorized();
    here.clock.set("2027-11-23T14:59:59.999Z");
    expect(await codes(held)).toEqual([]);
    here.clock.set("2027-11-23T15:00:00Z");
    expect(await codes(held)).toEqual(["AUTHORIZATION_EXPIRED"]);
    for (const move of ["suspend", "reinstate", "revoke", "surrender"] as const) {
      expect(await refused(held, move)).toEqual([
        refusal("ILLEGAL_TRANSITION", { field, from: "EXPIRED", attempted: move }),
      ]);
    }
    here.clock.fixed = null;
  });

  it("shows and is found by what it comes to now, wherever it is read", async () => {
    const alone = await here.releaseUnder({ authorizationDays: 10 });
    here.clock.set("2026-11-23T15:00:00Z");
    const active = await here.authorized(alone);
    const suspended = await here.authorized(alone);
    done(await change(suspended, "suspend"));
    const asked = `query L($release: ID!, $active: ID!, $partner: ID!, $application: ID!, $status: [AuthorizationStatus!]) {
      authorization(id: $active) { status }
      node(id: $active) { ... on Authorization { status } }
      application(id: $application) { authorization { status } }
      partner(id: $partner) { authorizations(filter: { status: $status }) { totalCount nodes { id } } }
      release(id: $release) { authorizations(filter: { status: $status }) { totalCount nodes { id } } }
      authorizations(filter: { releaseId: $release, status: $status }, orderBy: ISSUED_AT_ASC) {
        totalCount nodes { id status statusReason statusLegalBasis ineffectiveBecause { code } } }
      checkAccess(releaseId: $release, partnerId: $partner, endUse: CYBER_DEFENSE) {
        reasons { code } authorization { status } } }`;
    const seen = async (...status: string[]) => {
      const { authorizationId, partnerId, caseId } = active;
      const variables = { release: alone, active: authorizationId, partner: partnerId, application: caseId, status };
      const { authorization, node, application, partner, release, authorizations, checkAccess } =
        await here.people.commerce.ask(asked, variables);
      const one = { status: authorization.status };
      expect([node, application.authorization, checkAccess.authorization]).toEqual([one, one, one]);
      expect(release.authorizations.totalCount).toBe(authorizations.totalCount);
      expect(partner.authorizations.nodes).toEqual(
        authorizations.nodes.flatMap(({ id }: { id: string }) => (id === authorizationId ? [{ id }] : [])),
      );
      return { ...one, reasons: checkAccess.reasons, found: authorizations.nodes };
    };
    const running = (held: Authorized, status: string, statusReason: string | null = null) => ({
      id: held.authorizationId,
      status,
      statusReason,
      statusLegalBasis: statusReason && why.legalBasis,
      ineffectiveBecause: status === "ACTIVE" ? [] : [{ code: `AUTHORIZATION_${status}` }],
    });
    here.clock.set("2026-12-03T14:59:59.999Z");
    expect(await seen("ACTIVE", "SUSPENDED")).toEqual({
      status: "ACTIVE",
      reasons: [],
      found: [running(active, "ACTIVE"), running(suspended, "SUSPENDED", why.reason)],
    });
    expect((await seen("EXPIRED")).found).toEqual([]);
    here.clock.set("2026-12-03T15:00:00Z");
    expect(await seen("EXPIRED")).toEqual({
      status: "EXPIRED",
      reasons: [{ code: "AUTHORIZATION_EXPIRED" }],
      found: [running(active, "EXPIRED"), running(suspended, "EXPIRED")],
    });
    expect((await seen("ACTIVE", "SUSPENDED")).found).toEqual([]);
    here.clock.fixed = null;
  });

  it("gives the first answer again for the same key", async () => {
    const held = await authorized();
    const idempotencyKey = "suspend-it-only-once";
    const first = done(await change(held, "suspend", { idempotencyKey }));
    expect(await change(held, "suspend", { idempotencyKey })).toEqual(first);
    done(await change(held, "reinstate"));
    expect((await change(held, "suspend", { idempotencyKey })).authorization.status).toBe("ACTIVE");
    expect(await refused(held, "suspend", { idempotencyKey, reason: "DIVERSION" })).toEqual([
      refusal("IDEMPOTENCY_KEY_REUSED", { field: ["input", "idempotencyKey"] }),
    ]);
  });

  describe("follows its partner", () => {
    it.each([
      ["suspendPartner", "PARTNER_SUSPENDED"],
      ["barPartner", "PARTNER_BARRED"],
    ])("into %s, and out of it again", async (mutation, code) => {
      const held = await authorized();
      const { partnerId } = held;
      const { commerce } = here.people;
      done(await commerce.mutate(mutation, { partnerId, reason: "DIVERSION", legalBasis: "Test" }));
      expect(await codes(held)).toEqual([code]);
      expect((await read(held)).status).toBe("ACTIVE");
      if (mutation === "barPartner") {
        done(await commerce.mutate("unbarPartner", { partnerId, note: "A mistake." }));
        expect(await codes(held)).toEqual(["PARTNER_NOT_ADMITTED"]);
      }
      done(await commerce.mutate("admitPartner", { partnerId }));
      expect(await codes(held)).toEqual([]);
      expect(await here.entries(held.authorizationId)).toEqual(["AuthorizationIssued"]);
    });
  });

  it("leaves no directive's scope with its partner's move: it isn't effective until the partner is admitted anew", async () => {
    const held = await authorized();
    const { partnerId } = held;
    const directiveId = await here.tell.directive(releaseId, { scope: { jurisdictions: ["US"] } });
    expect(await codes(held)).toEqual(["SUSPENDED_BY_DIRECTIVE"]);
    done(await held.as.mutate("amendPartner", { partnerId, revision: 1, jurisdiction: "CA" }));
    expect(await codes(held)).toEqual(["PARTNER_NOT_ADMITTED"]);
    const asked = `query A($r: ID!, $p: ID!) {
      checkAccess(releaseId: $r, partnerId: $p, endUse: CYBER_DEFENSE) { allowed reasons { code } } }`;
    const { checkAccess } = await here.people.commerce.ask(asked, { r: releaseId, p: partnerId });
    expect(checkAccess).toEqual({ allowed: false, reasons: [{ code: "PARTNER_NOT_ADMITTED" }] });
    done(await here.people.commerce.mutate("admitPartner", { partnerId }));
    expect(await codes(held)).toEqual([]);
    done(await here.people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));
  });

  it("gives every reason at once, each with the record that it comes from", async () => {
    const held = await authorized();
    const { commerce, defense } = here.people;
    const directiveId = await here.tell.directive(releaseId);
    const designated = await defense.mutate(
      "designateSupplyChainRisk",
      { vendorId: here.vendorId, effect: "WITHDRAW", legalBasis: "41 U.S.C. 4713" },
      "designation { id }",
    );
    const designationId = done(designated).designation.id;
    done(await change(held, "suspend"));
    const bar = { partnerId: held.partnerId, reason: "LISTED_PARTY", legalBasis: "Test" };
    done(await commerce.mutate("barPartner", bar));
    const { ineffectiveBecause } = await read(held);
    const plain = { directive: null, designation: null, condition: null };
    expect(ineffectiveBecause).toMatchObject([
      { ...plain, code: "SUSPENDED_BY_DIRECTIVE", directive: { id: directiveId } },
      { ...plain, code: "WITHDRAWN_BY_DESIGNATION", designation: { id: designationId } },
      { ...plain, code: "PARTNER_BARRED" },
      { ...plain, code: "AUTHORIZATION_SUSPENDED" },
    ]);
    done(await defense.mutate("liftDesignation", { designationId, reason: "Resolved." }));
    done(await commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));
    done(await change(held, "reinstate"));
    expect(await codes(held)).toEqual(["PARTNER_BARRED"]);
  });

  it("ends with its vendor's withdrawal of the release, and may still be revoked", async () => {
    const other = await here.release();
    const held = await here.authorized(other);
    done(await here.people.vendor.mutate("withdrawRelease", { releaseId: other, reason: "Superseded." }));
    expect(await codes(held)).toEqual(["RELEASE_WITHDRAWN"]);
    done(await change(held, "revoke"));
    expect(await codes(held)).toEqual(["RELEASE_WITHDRAWN", "AUTHORIZATION_REVOKED"]);
  });

  it("is not effective where its conditions exclude each other, or one has run out", async () => {
    here.clock.set("2026-11-23T15:00:00Z");
    const under = async (...sides: object[][]) => {
      const { caseId } = await here.inReview(releaseId);
      const { people, tell } = here;
      const views = [people.oncd, people.ostp, people.commerce, people.defense];
      for (const [index, as] of views.entries()) {
        const conditions = sides[index];
        if (conditions) await tell.position(caseId, as, "CONCUR_WITH_CONDITIONS", { conditions });
        else await tell.position(caseId, as);
      }
      const { authorization } = await tell.countersigned(caseId);
      return { authorizationId: authorization.id } as Authorized;
    };
    const only = (allowed: string[]) => ({ text: "Only there.", predicate: { kind: "USER_JURISDICTIONS", allowed } });
    expect(await codes(await under([only(["US", "CA"])], [only(["GB"])]))).toEqual(["CONDITIONS_CONTRADICT"]);
    expect(await codes(await under([only(["US", "CA"])], [only(["CA"])]))).toEqual([]);

    const at = "2026-12-01T00:00:00Z";
    const held = await under([{ text: "Until December.", predicate: { kind: "EXPIRES_AT", at } }]);
    expect(await codes(held)).toEqual([]);
    here.clock.set(at);
    const { ineffectiveBecause } = await read(held);
    expect(ineffectiveBecause).toMatchObject([{ code: "CONDITION_NOT_MET", condition: { id: expect.any(String) } }]);
    here.clock.fixed = null;
  });

  describe("refuses", () => {
    it.each(["suspend", "reinstate", "revoke", "surrender"] as const)("to %s what is none", async (move) => {
      const held = await authorized();
      for (const authorizationId of ["nonsense", "aut_00000000000000000000000000", held.caseId, held.partnerId]) {
        expect(await refused(held, move, { authorizationId })).toEqual([refusal("NOT_FOUND", { field })]);
      }
    });

    it("to be surrendered by another partner, as if it did not exist", async () => {
      const held = await authorized();
      const stranger = await here.applicant();
      const input = { authorizationId: held.authorizationId };
      expect(await here.refused(stranger.as, "surrenderAuthorization", input)).toEqual([
        refusal("NOT_FOUND", { field }),
      ]);
    });

    it("to be surrendered by the release's vendor, which sees it and may not", async () => {
      const held = await authorized();
      const both = here.graph.as({ roles: ["vendor", "partner"], org: "example-labs" });
      expect(await here.refused(both, "surrenderAuthorization", { authorizationId: held.authorizationId })).toEqual([
        refusal("BLOCKED", { field, blockers: ["NOT_YOUR_ORGANISATION"] }),
      ]);
    });

    it("anyone who may not, before anything is looked up", async () => {
      const held = await authorized();
      const document =
        "mutation M($input: RevokeAuthorizationInput!) { revokeAuthorization(input: $input) { refusals { code } } }";
      const input = { ...inputOf(held, "revoke"), idempotencyKey: "not-for-me-to-do" };
      const { oncd, ostp, defense, vendor, auditor } = here.people;
      for (const other of [oncd, ostp, defense, vendor, auditor, held.as]) {
        expect((await other.send(document, { input })).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
      }
      expect((await read(held)).status).toBe("ACTIVE");
    });

    it.each([
      ["no legal basis", { legalBasis: "" }, "legalBasis"],
      ["a legal basis of two lines", { legalBasis: "a\nb" }, "legalBasis"],
      ["a legal basis too long", { legalBasis: "x".repeat(501) }, "legalBasis"],
      ["an empty note", { note: "" }, "note"],
    ])("%s, as bad input", async (_, rest, at) => {
      const held = await authorized();
      const document =
        "mutation M($input: SuspendAuthorizationInput!) { suspendAuthorization(input: $input) { refusals { code } } }";
      const input = { ...inputOf(held, "suspend"), idempotencyKey: "a-fresh-key", ...rest };
      expect((await here.people.commerce.send(document, { input })).errors?.[0]?.extensions).toMatchObject({
        code: "BAD_USER_INPUT",
        fields: [{ field: ["input", at] }],
      });
    });
  });
});
