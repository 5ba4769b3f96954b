import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { everyTable } from "../support/matrix-untouched.ts";
import { done } from "../support/story.ts";
import { type Setting, setting } from "./setting.ts";

const document = `query P($input: PreviewDirectiveInput!, $ceasing: Boolean, $first: Int, $after: String) {
  previewDirective(input: $input) {
    touched { partners authorizations complete } ceasing everyone { partners authorizations complete }
    uncounted { everyone ceases release { id } } phaseAdvances { already phaseAdvance { id } }
    partners(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
      nodes { partner { id legalName } authorizations ceasing } edges { cursor node { partner { id } } } }
    authorizations(ceasing: $ceasing) { totalCount nodes { id } }
    wording { part enforceable note release { id } }
    refusals { code field blockers } } }`;
const order = { effect: "SUSPEND", force: "ORDER", reason: "CYBER_INCIDENT", legalBasis: "A test." };

describeOn(["postgres"], "previewing a directive", (kind) => {
  let here: Setting;
  let releaseId: string;
  const held: Record<string, { partnerId: string; authorizationId: string }> = {};
  beforeAll(async () => {
    here = await setting(kind);
    releaseId = await here.release();
    for (const [name, jurisdiction, partnerKind] of [
      ["acme", "US", "ENTERPRISE"],
      ["bern", "CH", "ACADEMIC"],
      ["calgary", "CA", "ENTERPRISE"],
    ] as const) {
      const { partnerId, authorizationId } = await here.authorized(releaseId);
      await here.graph.database.query(
        "update partner set jurisdiction = $2, kind = $3, legal_name = $4 where id = $1",
        [partnerId, jurisdiction, partnerKind, name],
      );
      held[name] = { partnerId, authorizationId };
    }
  });
  afterAll(() => here?.stop());

  const ask = async (input: object, variables: object = {}, by: Caller = here.people.oncd) =>
    (await by.ask(document, { input: { releaseId, ...order, ...input }, ...variables })).previewDirective;
  const idOf = (name: string) => held[name]!.authorizationId;
  const partnerIdOf = (name: string) => held[name]!.partnerId;

  it.each([
    ["everyone", (): object | null => null, ["acme", "bern", "calgary"]],
    ["jurisdictions", () => ({ jurisdictions: ["US", "CA"] }), ["acme", "calgary"]],
    ["partner kinds", () => ({ partnerKinds: ["ACADEMIC"] }), ["bern"]],
    ["named partners", () => ({ partnerIds: [partnerIdOf("acme"), partnerIdOf("bern")] }), ["acme", "bern"]],
    ["the release's phase", () => ({ phases: ["LIMITED_PREVIEW"] }), ["acme", "bern", "calgary"]],
    ["another phase", () => ({ phases: ["GENERAL_AVAILABILITY"] }), []],
    ["all of it at once", () => ({ jurisdictions: ["US", "CH"], partnerKinds: ["ENTERPRISE"] }), ["acme"]],
  ] as const)("on %s says whom it would touch, and then touches just these", async (_what, scopeOf, names) => {
    const scope = scopeOf();
    const before = await everyTable(here.graph.database);
    const preview = await ask({ scope });
    expect(await everyTable(here.graph.database)).toEqual(before);
    expect(preview).toMatchObject({
      refusals: [],
      touched: { partners: names.length, authorizations: names.length, complete: true },
      ceasing: names.length,
      everyone: { partners: 3, authorizations: 3, complete: true },
      uncounted: [],
      phaseAdvances: [],
    });
    expect(preview.partners.nodes).toEqual(
      names.map((name) => ({ partner: { id: partnerIdOf(name), legalName: name }, authorizations: 1, ceasing: 1 })),
    );
    const ceasing = preview.authorizations.nodes.map(({ id }: { id: string }) => id).sort();
    expect(ceasing).toEqual(names.map(idOf).sort());

    const directiveId = await here.tell.directive(releaseId, { scope: scope ?? undefined });
    const effective = "query E($id: ID!) { authorization(id: $id) { effective } }";
    const stopped: string[] = [];
    for (const id of ["acme", "bern", "calgary"].map(idOf)) {
      const { authorization } = await here.people.auditor.ask(effective, { id });
      if (!authorization.effective) stopped.push(id);
    }
    expect(stopped.sort()).toEqual(ceasing);
    done(await here.people.commerce.mutate("liftDirective", { directiveId, reason: "Over." }));
  });

  it("tells what would cease from what isn't effective anyway, and from what would go on", async () => {
    const suspended = { authorizationId: idOf("acme"), reason: "DIVERSION", legalBasis: "A test." };
    done(await here.people.commerce.mutate("suspendAuthorization", suspended));
    const ceasing = async (input: object) => {
      const { touched, ceasing, authorizations } = await ask(input, { ceasing: true });
      expect(authorizations.totalCount).toBe(ceasing);
      return [touched.authorizations, ceasing];
    };
    expect(await ceasing({})).toEqual([3, 2]);
    const others = await ask({}, { ceasing: false });
    expect(others.authorizations.nodes).toEqual([{ id: idOf("acme") }]);
    expect(await ceasing({ effect: "WITHDRAW" })).toEqual([3, 2]);
    expect(await ceasing({ effect: "POSTPONE" })).toEqual([3, 0]);
    expect(await ceasing({ effect: "LIMIT", limits: [{ kind: "NO_ONWARD_TRANSFER" }] })).toEqual([3, 0]);
    done(await here.people.commerce.mutate("reinstateAuthorization", { authorizationId: idOf("acme") }));
  });

  it("counts an authorization as ceasing where a limit and its conditions can't both be met", async () => {
    const filed = await here.inReview(releaseId);
    const conditions = [{ text: "In the US.", predicate: { kind: "USER_JURISDICTIONS", allowed: ["US"] } }];
    await here.tell.position(filed.caseId, here.people.oncd, "CONCUR_WITH_CONDITIONS", { conditions });
    for (const agency of ["ostp", "commerce", "defense"] as const) {
      await here.tell.position(filed.caseId, here.people[agency]);
    }
    const { authorization } = await here.tell.countersigned(filed.caseId);
    const limits = [{ kind: "USER_JURISDICTIONS", allowed: ["CA"] }];
    const preview = await ask({ effect: "LIMIT", limits }, { ceasing: true });
    expect(preview).toMatchObject({ touched: { authorizations: 4 }, ceasing: 1 });
    expect(preview.authorizations.nodes).toEqual([{ id: authorization.id }]);
    done(await filed.as.mutate("surrenderAuthorization", { authorizationId: authorization.id }));
  });

  it("of a designation says the same of all a vendor's releases, for Defense, and then touches just these", async () => {
    const asked = `query D($input: PreviewDesignationInput!) { previewDesignation(input: $input) {
      touched { partners authorizations } ceasing authorizations(ceasing: true, first: 100) { nodes { id } }
      wording { part release { id } } refusals { code field } } }`;
    const input = { vendorId: here.vendorId, legalBasis: "A test." };
    const preview = async (more: object = {}) =>
      (await here.people.defense.ask(asked, { input: { ...input, ...more } })).previewDesignation;
    const before = await everyTable(here.graph.database);
    const found = await preview({ scope: { jurisdictions: ["CH"] } });
    expect(await everyTable(here.graph.database)).toEqual(before);
    expect(found).toMatchObject({ touched: { partners: 1, authorizations: 1 }, ceasing: 1, refusals: [] });
    expect(found.authorizations.nodes).toEqual([{ id: idOf("bern") }]);
    expect((await preview()).touched.authorizations).toBeGreaterThan(1);
    const limit = { effect: "LIMIT", limits: [] };
    expect((await preview(limit)).refusals).toMatchObject([{ code: "INVALID_INPUT", field: ["input", "limits"] }]);
    const unknown = { vendorId: here.graph.services.ids.next("Vendor") };
    expect((await preview(unknown)).refusals).toEqual([{ code: "NOT_FOUND", field: ["input", "vendorId"] }]);
    const made = await here.people.defense.mutate("designateSupplyChainRisk", input, "designation { id }");
    const { designation } = done(made);
    expect(await preview()).toMatchObject({
      touched: { authorizations: 0 },
      refusals: [{ code: "DUPLICATE", field: ["input", "vendorId"] }],
    });
    done(
      await here.people.defense.mutate("liftDesignation", {
        designationId: designation.id,
        reason: "It was resolved.",
      }),
    );
    const other = await here.people.oncd.send(asked, { input });
    expect(other.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });

  it("leaves out what has ended, and speaks of all a vendor's releases for a directive on the vendor", async () => {
    expect((await ask({})).touched).toEqual({ partners: 3, authorizations: 3, complete: true });
    const onVendor = { releaseId: undefined, vendorId: here.vendorId };
    const before = (await ask(onVendor)).touched.authorizations;
    const another = await here.authorized(await here.release());
    const { touched, partners } = await ask(onVendor, { first: 100 });
    expect(touched.authorizations).toBe(before + 1);
    expect(partners.nodes).toContainEqual(
      expect.objectContaining({ partner: expect.objectContaining({ id: another.partnerId }) }),
    );
  });

  it("counts an authorization as ceasing where a limit leaves out its own end use, as every use of it is refused", async () => {
    const limits = [{ kind: "END_USES", allowed: ["HEALTH"] }];
    expect(await ask({ effect: "LIMIT", limits })).toMatchObject({ touched: { authorizations: 3 }, ceasing: 3 });
    const directiveId = await here.tell.directive(releaseId, { effect: "LIMIT", limits });
    const asked = `query E($id: ID!) { authorization(id: $id) { effective endUse ineffectiveBecause { code directive { id } } } }`;
    const { authorization } = await here.people.auditor.ask(asked, { id: idOf("acme") });
    expect(authorization).toMatchObject({
      effective: false,
      ineffectiveBecause: [{ code: "LIMIT_NOT_MET", directive: { id: directiveId } }],
    });
    done(await here.people.commerce.mutate("liftDirective", { directiveId, reason: "Over." }));
  });

  it("leaves out a release that its vendor has withdrawn", async () => {
    const withdrawn = await here.release();
    await here.authorized(withdrawn);
    const onVendor = { releaseId: undefined, vendorId: here.vendorId };
    const before = (await ask(onVendor)).touched.authorizations;
    done(await here.people.vendor.mutate("withdrawRelease", { releaseId: withdrawn, reason: "Enough." }));
    expect((await ask(onVendor)).touched.authorizations).toBe(before - 1);
  });

  describe("on a release that needs no authorization", () => {
    let general: string;
    let user: string;
    beforeAll(async () => {
      general = await here.release("GENERAL_AVAILABILITY");
      user = (await here.applicant({ jurisdiction: "CA" })).partnerId;
    });
    const none = { partners: 0, authorizations: 0 };
    const uses = async (partnerId: string): Promise<boolean> => {
      const asked = `query A($releaseId: ID!, $partnerId: ID!) {
        checkAccess(releaseId: $releaseId, partnerId: $partnerId, endUse: CYBER_DEFENSE) { allowed } }`;
      return (await here.people.auditor.ask(asked, { releaseId: general, partnerId })).checkAccess.allowed;
    };

    it("says that everybody who uses it is touched, and that nobody can count them", async () => {
      const preview = await ask({ releaseId: general });
      expect(preview).toMatchObject({
        refusals: [],
        touched: { ...none, complete: false },
        everyone: { ...none, complete: false },
        uncounted: [{ everyone: true, ceases: true, release: { id: general } }],
      });
      expect(await uses(user)).toBe(true);
      const directiveId = await here.tell.directive(general);
      expect(await uses(user)).toBe(false);
      expect((await ask({ releaseId: general })).uncounted).toMatchObject([{ ceases: false }]);
      done(await here.people.commerce.mutate("liftDirective", { directiveId, reason: "Over." }));
    });

    it.each([
      ["some partners are named", { scope: { jurisdictions: ["CH"] } }, { everyone: false, ceases: true }],
      ["its phase is named", { scope: { phases: ["GENERAL_AVAILABILITY"] } }, { everyone: true, ceases: true }],
      [
        "use is limited",
        { effect: "LIMIT", limits: [{ kind: "NO_ONWARD_TRANSFER" }] },
        { everyone: true, ceases: false },
      ],
      ["only its advance is postponed", { effect: "POSTPONE" }, { everyone: true, ceases: false }],
    ])("tells whether all are touched, and whether use ends: %s", async (_what, input, expected) => {
      expect((await ask({ releaseId: general, ...input })).uncounted).toEqual([
        { ...expected, release: { id: general } },
      ]);
    });

    it("says nothing of those whom a directive on another phase leaves alone", async () => {
      const preview = await ask({ releaseId: general, scope: { phases: ["LIMITED_PREVIEW"] } });
      expect(preview).toMatchObject({ touched: { ...none, complete: true }, uncounted: [] });
      // Unable to tell phases apart, its vendor would do it to them all the same.
      expect(preview.everyone).toEqual({ ...none, complete: false });
    });

    it("names each such release for a directive on the vendor, beside what can be counted", async () => {
      const preview = await ask({ releaseId: undefined, vendorId: here.vendorId });
      expect(preview.touched.authorizations).toBeGreaterThanOrEqual(3);
      expect(preview.touched.complete).toBe(false);
      expect(preview.uncounted.map(({ release }: { release: { id: string } }) => release.id)).toEqual([general]);
    });
  });

  describe("names the open phase advances that it would block", () => {
    let advancing: string;
    let phaseAdvanceId: string;
    beforeAll(async () => {
      advancing = await here.release("LIMITED_PREVIEW");
      phaseAdvanceId = await here.tell.requestedAdvance(advancing);
      done(await here.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId, revision: 1 }));
      await here.tell.everyoneConcurs(phaseAdvanceId);
    });
    const inPhase = (phase: string) => ({ scope: { phases: [phase] } });

    it.each([
      ["POSTPONE", { effect: "POSTPONE" }, "RELEASE_POSTPONED"],
      ["POSTPONE in this phase", { effect: "POSTPONE", ...inPhase("LIMITED_PREVIEW") }, "RELEASE_POSTPONED"],
      ["POSTPONE in another", { effect: "POSTPONE", ...inPhase("UNDER_REVIEW") }, null],
      ["SUSPEND", { effect: "SUSPEND" }, "RELEASE_NOT_IN_FORCE"],
      ["SUSPEND in this phase", { effect: "SUSPEND", ...inPhase("LIMITED_PREVIEW") }, "RELEASE_NOT_IN_FORCE"],
      ["SUSPEND for some", { effect: "SUSPEND", scope: { jurisdictions: ["CA"] } }, null],
      ["WITHDRAW", { effect: "WITHDRAW" }, "RELEASE_WITHDRAWN"],
      ["LIMIT", { effect: "LIMIT", limits: [{ kind: "NO_ONWARD_TRANSFER" }] }, null],
    ])("%s", async (_what, input, blocker) => {
      const preview = await ask({ releaseId: advancing, ...input });
      const named = [{ already: false, phaseAdvance: { id: phaseAdvanceId } }];
      expect(preview.phaseAdvances).toEqual(blocker ? named : []);
      const directiveId = await here.tell.directive(advancing, input);
      const asked = "query V($id: ID!) { phaseAdvance(id: $id) { viewerCanCountersign } }";
      const { phaseAdvance } = await here.people.oncd2.ask(asked, { id: phaseAdvanceId });
      expect(phaseAdvance).toEqual({ viewerCanCountersign: blocker === null });
      if (blocker) {
        const signing = await here.signing(phaseAdvanceId);
        expect(await here.refused(here.people.oncd2, "countersignDecision", signing)).toMatchObject([
          { code: "BLOCKED", blockers: [blocker] },
        ]);
        expect((await ask({ releaseId: advancing, ...input })).phaseAdvances).toMatchObject([{ already: true }]);
      }
      done(await here.people.commerce.mutate("liftDirective", { directiveId, reason: "Over." }));
    });
  });

  it("touches and ends just what enforcement does, however it is worded", async () => {
    const countries = ["CA", "CH", "US"];
    const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
    const scope = fc.oneof(
      fc.constant(null),
      fc.record({ phases: some(["LIMITED_PREVIEW", "EXPANDED_PREVIEW"]) }),
      fc.record(
        {
          jurisdictions: some(countries),
          partnerKinds: some(["ACADEMIC", "ENTERPRISE"]),
          phases: some(["LIMITED_PREVIEW", "GENERAL_AVAILABILITY"]),
        },
        { requiredKeys: ["jurisdictions"] },
      ),
    );
    const limits = fc.oneof(
      some(countries).map((allowed) => [{ kind: "USER_JURISDICTIONS", allowed }]),
      some(["CYBER_DEFENSE", "HEALTH"]).map((allowed) => [{ kind: "END_USES", allowed }]),
    );
    const wording = fc.oneof(
      fc.record({ effect: fc.constantFrom("SUSPEND", "WITHDRAW"), scope }),
      fc.record({ effect: fc.constant("LIMIT"), scope, limits }),
    );
    const asked = `query A($releaseId: ID!, $partnerId: ID!, $endUse: EndUse!) { ${countries
      .map(
        (country) =>
          `${country}: checkAccess(releaseId: $releaseId, partnerId: $partnerId, endUse: $endUse,
            use: { userJurisdictions: ["${country}"] }) { allowed }`,
      )
      .join(" ")} }`;
    const names = ["acme", "bern", "calgary"];
    const allowed = async () => {
      const answers: boolean[][] = [];
      for (const name of names) {
        const { endUse } = (
          await here.people.auditor.ask("query U($id: ID!) { authorization(id: $id) { endUse } }", { id: idOf(name) })
        ).authorization;
        const answer = await here.people.auditor.ask(asked, { releaseId, partnerId: partnerIdOf(name), endUse });
        answers.push(countries.map((country) => answer[country].allowed));
      }
      return answers;
    };
    const before = await allowed();
    expect(before.flat()).not.toContain(false);
    await fc.assert(
      fc.asyncProperty(wording, async (worded) => {
        const preview = await ask(worded, { ceasing: true });
        expect(preview.refusals).toEqual([]);
        const directiveId = await here.tell.directive(releaseId, worded);
        const after = await allowed();
        done(await here.people.commerce.mutate("liftDirective", { directiveId, reason: "Over." }));
        const touched = preview.partners.nodes.map(
          ({ partner }: { partner: { legalName: string } }) => partner.legalName,
        );
        const ceasing = preview.authorizations.nodes.map(({ id }: { id: string }) => id);
        names.forEach((name, index) => {
          const stopped = (after[index] as boolean[]).map((each) => !each);
          if (stopped.includes(true)) expect(touched).toContain(name);
          expect(ceasing.includes(idOf(name))).toBe(!stopped.includes(false));
        });
      }),
      { numRuns: 12 },
    );
  });

  it("gives the partners page by page", async () => {
    const first = (await ask({}, { first: 2 })).partners;
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect(first.edges.map(({ node }: { node: object }) => node)).toEqual(
      ["acme", "bern"].map((name) => ({ partner: { id: partnerIdOf(name) } })),
    );
    const rest = (await ask({}, { first: 2, after: first.pageInfo.endCursor })).partners;
    expect(rest.nodes.map(({ partner }: { partner: { legalName: string } }) => partner.legalName)).toEqual(["calgary"]);
  });

  it("says which part of the wording the vendor can enforce, can't, or has said nothing of", async () => {
    const scope = { jurisdictions: ["US"], partnerIds: [partnerIdOf("acme")], phases: ["LIMITED_PREVIEW"] };
    const part = (name: string, enforceable: boolean | null, note: string | null) => ({
      part: name,
      enforceable,
      note,
      release: { id: releaseId },
    });
    expect((await ask({})).wording).toEqual([part("EFFECT_SUSPEND", null, null)]);
    const limits = [{ kind: "NO_ONWARD_TRANSFER" }];
    expect((await ask({ effect: "LIMIT", limits })).wording).toEqual([part("LIMIT_NO_ONWARD_TRANSFER", null, null)]);
    expect((await ask({ scope })).wording).toEqual([
      part("EFFECT_SUSPEND", null, null),
      part("SCOPE_JURISDICTIONS", null, null),
      part("SCOPE_PARTNERS", null, null),
      part("SCOPE_PHASES", null, null),
    ]);
    await here.tell.statement(releaseId);
    expect((await ask({ scope })).wording).toEqual([
      part("EFFECT_SUSPEND", false, "Copies that we don't reach run on."),
      part("SCOPE_JURISDICTIONS", false, "We would switch it off for everyone."),
      part("SCOPE_PARTNERS", true, null),
      part("SCOPE_PHASES", null, null),
    ]);
  });

  it.each([
    ["no target", { releaseId: null }, ["INVALID_INPUT"], [["input", "releaseId"]]],
    ["both targets", { vendorId: "x" }, ["INVALID_INPUT"], [["input", "releaseId"]]],
    ["no such release", { releaseId: "rel_00000000000000000000000000" }, ["NOT_FOUND"], [["input", "releaseId"]]],
    ["no such vendor", { releaseId: null, vendorId: "nobody" }, ["NOT_FOUND"], [["input", "vendorId"]]],
    ["a LIMIT without limits", { effect: "LIMIT" }, ["INVALID_INPUT"], [["input", "limits"]]],
    ["an unknown partner", { scope: { partnerIds: ["ptn_x"] } }, ["NOT_FOUND"], [["input", "scope", "partnerIds"]]],
  ])("of %s gives what issuing it would be refused with, and nothing else", async (_what, input, codes, fields) => {
    const preview = await ask(input);
    expect(preview.refusals.map(({ code }: { code: string }) => code)).toEqual(codes);
    expect(preview.refusals.map(({ field }: { field: string[] }) => field)).toEqual(fields);
    expect(preview).toMatchObject({ touched: { authorizations: 0 }, partners: { totalCount: 0 }, wording: [] });
    const issued = await here.people.oncd.mutate("issueDirective", { releaseId, ...order, ...input });
    expect(
      issued.refusals.map(({ code, field, blockers }: { code: string; field: string[]; blockers: string[] }) => ({
        code,
        field,
        blockers,
      })),
    ).toEqual(preview.refusals);
  });

  it("of a withdrawn release is refused as its directive would be", async () => {
    const withdrawn = await here.release("WITHDRAWN");
    expect((await ask({ releaseId: withdrawn })).refusals).toMatchObject([
      { code: "BLOCKED", blockers: ["RELEASE_WITHDRAWN"] },
    ]);
  });

  describe("is for", () => {
    const codeFor = async (by: Caller) => {
      const { errors } = await by.send(document, { input: { releaseId, ...order } });
      return errors?.[0]?.extensions.code ?? null;
    };
    it("Commerce, ONCD and OSTP alone", async () => {
      const { commerce, oncd, ostp, defense, auditor, vendor, partner, everyone } = here.people;
      for (const by of [commerce, oncd, ostp]) expect(await codeFor(by)).toBeNull();
      for (const by of [defense, auditor, vendor, partner]) expect(await codeFor(by)).toBe("FORBIDDEN");
      expect(await codeFor(everyone)).toBe("UNAUTHENTICATED");
    });
  });
});
