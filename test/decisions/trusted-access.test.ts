import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { describeOn } from "../support/describe-on.ts";
import { policyInput } from "../support/policies.ts";
import { done } from "../support/story.ts";
import { aRelease } from "./rows.ts";
import { type Applicant, refusal, type Setting, setting } from "./setting.ts";

const asked = {
  endUse: "CYBER_DEFENSE",
  endUseStatement: "Defending our own network.",
  deployment: "VENDOR_HOSTED",
  namedUsers: 25,
  userJurisdictions: ["US"],
};
const blocked = (...blockers: string[]) =>
  blockers.map((each) => refusal("BLOCKED", { field: ["input", "decisionId"], blockers: [each] }));

describeOn(["postgres"], "applications under a trusted-access programme", (kind) => {
  let here: Setting;
  let programmeId: string;
  beforeAll(async () => {
    here = await setting(kind);
    programmeId = await here.tell.programme();
  });
  afterAll(() => here?.stop());

  const enrolled = async (programme = programmeId): Promise<Applicant & { enrolmentId: string }> => {
    const applicant = await here.applicant();
    return { ...applicant, enrolmentId: await here.tell.enrolment(programme, applicant.org) };
  };
  const submit = async ({ as }: Applicant, more: Record<string, unknown> = {}) =>
    as.mutate(
      "submitApplication",
      { new: { releaseId: here.releaseId, programmeId, ...asked, ...more } },
      "application { id status dueAt submittedAt policy { key } programme { id name } }",
    );
  const codes = async (applicant: Applicant, more: Record<string, unknown> = {}) =>
    (await submit(applicant, more)).refusals.map(
      ({ code, field, blockers }: { code: string; field: string[]; blockers: string[] }) => [code, field, blockers],
    );
  const field = ["input", "new", "programmeId"];
  const inReview = async (applicant: Applicant, more: Record<string, unknown> = {}) => {
    const { id } = done(await submit(applicant, more)).application;
    done(await here.people.commerce.mutate("acceptApplication", { applicationId: id, revision: 1 }));
    return id as string;
  };
  const awaiting = async (applicant: Applicant, more: Record<string, unknown> = {}) => {
    const caseId = await inReview(applicant, more);
    await here.tell.everyoneConcurs(caseId);
    return caseId;
  };
  const end = async (enrolmentId: string) =>
    done(await here.people.vendor.mutate("endEnrolment", { enrolmentId, reason: "It left." }));
  const refused = async (caseId: string) =>
    here.refused(here.people.oncd2, "countersignDecision", await here.signing(caseId));

  it("are reviewed under its policy in place of the release's, from their submission on", async () => {
    const applicant = await enrolled();
    here.clock.set("2026-06-09T14:00:00.000Z");
    const { application } = done(await submit(applicant));
    expect(application).toMatchObject({
      status: "SUBMITTED",
      policy: { key: "trusted-access" },
      programme: { id: programmeId },
    });
    // One business day after Tuesday morning in Washington: Wednesday, 17:00 there.
    expect(application.dueAt).toBe("2026-06-10T21:00:00.000Z");
    done(await here.people.commerce.mutate("acceptApplication", { applicationId: application.id, revision: 1 }));
    const seats = (await here.read(application.id, "referrals { nodes { agency seat } }")).referrals.nodes;
    const required = seats.filter(({ seat }: { seat: string }) => seat === "REQUIRED");
    expect(required).toEqual([{ agency: "ONCD", seat: "REQUIRED" }]);
    await here.tell.everyoneConcurs(application.id);
    const { authorization } = await here.tell.countersigned(application.id);
    const lasts = "query A($id: ID!) { authorization(id: $id) { issuedAt expiresAt } }";
    const { issuedAt, expiresAt } = (await here.people.auditor.ask(lasts, { id: authorization.id })).authorization;
    expect(Date.parse(expiresAt) - Date.parse(issuedAt)).toBe(90 * 86_400_000);
    here.clock.fixed = null;
  });

  it("are reviewed under the release's where they name none", async () => {
    const { application } = done(await submit(await enrolled(), { programmeId: null }));
    expect(application).toMatchObject({ policy: { key: "expedited-preview" }, programme: null });
  });

  it("are refused to whoever was never in it, as if it weren't there", async () => {
    const stranger = await here.applicant();
    const unknown = [["NOT_FOUND", field, []]];
    expect(await codes(stranger)).toEqual(unknown);
    expect(await codes(stranger, { programmeId: "prg_00000000000000000000000000" })).toEqual(unknown);
  });

  it("are refused where it has ended, is closed, is of another vendor, or is for others", async () => {
    const left = await enrolled();
    await end(left.enrolmentId);
    expect(await codes(left)).toEqual([["BLOCKED", field, ["ENROLMENT_ENDED"]]]);
    expect(await codes(left, { draft: true })).toEqual([["BLOCKED", field, ["ENROLMENT_ENDED"]]]);
    expect(await codes(await enrolled(), { endUse: "HEALTH" })).toEqual([["BLOCKED", field, ["END_USE_NOT_ELIGIBLE"]]]);
    const forOthers = await here.tell.programme({ partnerKinds: ["GOVERNMENT"] });
    expect(await codes(await enrolled(forOthers), { programmeId: forOthers })).toEqual([
      ["BLOCKED", field, ["PARTNER_KIND_NOT_ELIGIBLE"]],
    ]);
    const closed = await here.tell.programme();
    const late = await enrolled(closed);
    done(await here.people.vendor.mutate("closeProgramme", { programmeId: closed, reason: "It is over." }));
    expect(await codes(late, { programmeId: closed })).toEqual([["BLOCKED", field, ["PROGRAMME_CLOSED"]]]);
    await here.tell.vendor({ as: here.people.vendor2, org: "second-labs", name: "Second (fictional)" });
    const foreign = await here.tell.programme({ as: here.people.vendor2 });
    const other = await here.applicant();
    await here.tell.enrolment(foreign, other.org, { as: here.people.vendor2 });
    expect(await codes(other, { programmeId: foreign })).toEqual([["BLOCKED", field, ["PROGRAMME_OF_ANOTHER_VENDOR"]]]);
  });

  it("are asked once more when a draft or a returned one is submitted", async () => {
    const applicant = await enrolled();
    const { application } = done(await submit(applicant, { draft: true }));
    expect(application).toMatchObject({ status: "DRAFT", policy: { key: "trusted-access" } });
    await end(applicant.enrolmentId);
    const existing = { existing: { applicationId: application.id, revision: 1 } };
    const { refusals } = await applicant.as.mutate("submitApplication", existing);
    expect(refusals).toMatchObject([{ code: "BLOCKED", blockers: ["ENROLMENT_ENDED"] }]);
    await here.tell.enrolment(programmeId, applicant.org);
    const again = done(
      await applicant.as.mutate("submitApplication", existing, "application { status policy { key } }"),
    );
    expect(again.application).toEqual({ status: "SUBMITTED", policy: { key: "trusted-access" } });
  });

  it("keep to the end uses of the programme when they are amended", async () => {
    const applicant = await enrolled();
    const { id: applicationId } = done(await submit(applicant)).application;
    const amend = (endUse: string) => applicant.as.mutate("amendApplication", { applicationId, revision: 1, endUse });
    expect((await amend("HEALTH")).refusals).toMatchObject([
      { code: "BLOCKED", field: ["input", "endUse"], blockers: ["END_USE_NOT_ELIGIBLE"] },
    ]);
    done(await amend("VULNERABILITY_RESEARCH"));
  });

  it("take a place under the release's cap, which their own policy says nothing of", async () => {
    const releaseId = await here.releaseUnder({
      phases: { LIMITED_PREVIEW: { partnerCap: 1, authorizationRequired: true } },
    });
    const first = await awaiting(await enrolled(), { releaseId });
    const second = await awaiting(await enrolled(), { releaseId });
    await here.tell.countersigned(first);
    expect(await refused(second)).toEqual([refusal("CAP_REACHED", { field: ["input", "decisionId"] })]);
  });

  describe("where the release's policy says which programmes it takes", () => {
    const under = (programmePolicies: string[]) => here.releaseUnder({ programmePolicies });

    it.each([
      ["it names the programme's policy", ["trusted-access"], []],
      ["it names another", ["another"], [["BLOCKED", field, ["PROGRAMME_NOT_ALLOWED"]]]],
      ["it takes none", [], [["BLOCKED", field, ["PROGRAMME_NOT_ALLOWED"]]]],
    ])("are judged by it: %s", async (_what, policies, expected) => {
      const releaseId = await under(policies);
      const applicant = await enrolled();
      expect(await codes(applicant, { releaseId })).toEqual(expected);
      expect(await codes(await here.applicant(), { releaseId, programmeId: null })).toEqual([]);
    });

    it("begin under the newest version that the release follows, and go on when a later one takes none", async () => {
      const key = "takes-programmes";
      const document = { ...structuredClone(expeditedPreview), key, version: 1, programmePolicies: ["trusted-access"] };
      const publish = (more: object = {}) =>
        here.people.ostp.mutate(
          "publishPolicy",
          { document: policyInput({ ...document, ...more }) },
          "policy { id programmePolicies changes { path before after } }",
        );
      const first = done(await publish()).policy;
      expect(first.programmePolicies).toEqual(["trusted-access"]);
      const releaseId = await aRelease(here.graph, here.vendorId, first.id);
      const caseId = await awaiting(await enrolled(), { releaseId });
      const later = await enrolled();
      const drafted = done(await submit(later, { releaseId, draft: true })).application;
      const second = done(await publish({ version: 2, programmePolicies: [] })).policy;
      expect(second).toMatchObject({
        programmePolicies: [],
        changes: [{ path: ["programmePolicies"], before: "trusted-access", after: "(none)" }],
      });
      expect(await codes(await enrolled(), { releaseId })).toEqual([["BLOCKED", field, ["PROGRAMME_NOT_ALLOWED"]]]);
      const existing = { existing: { applicationId: drafted.id, revision: 1 } };
      expect((await later.as.mutate("submitApplication", existing)).refusals).toMatchObject([
        { code: "BLOCKED", blockers: ["PROGRAMME_NOT_ALLOWED"] },
      ]);
      expect((await here.tell.countersigned(caseId)).authorization.id).toMatch(/^aut_/);
    });
  });

  describe("whose partner is of another kind meanwhile", () => {
    it("wait until it is of one that the programme is for, refused with why", async () => {
      const forCompanies = await here.tell.programme({ partnerKinds: ["ENTERPRISE"] });
      const applicant = await here.applicant({ kind: "ENTERPRISE" });
      await here.tell.enrolment(forCompanies, applicant.org);
      const caseId = await awaiting(applicant, { programmeId: forCompanies });
      const become = async (kind: string, revision: number) => {
        const { partnerId } = applicant;
        done(await applicant.as.mutate("amendPartner", { partnerId, revision, kind }));
        done(await here.people.commerce.mutate("admitPartner", { partnerId }));
      };
      await become("ACADEMIC", 1);
      expect(await refused(caseId)).toEqual(blocked("PARTNER_KIND_NOT_ELIGIBLE"));
      expect((await here.read(caseId, "status")).status).toBe("AWAITING_COUNTERSIGNATURE");
      await become("ENTERPRISE", 2);
      expect((await here.tell.countersigned(caseId)).authorization.id).toMatch(/^aut_/);
    });
  });

  describe("under a programme that Commerce revokes meanwhile", () => {
    const why = { reason: "BREACH_OF_CONDITIONS", legalBasis: "A test." };

    it("aren't approved any more, may be denied or withdrawn, and keep what they yielded", async () => {
      const revoked = await here.tell.programme();
      const [granted, open] = [await enrolled(revoked), await enrolled(revoked)];
      const { authorization } = await here.tell.countersigned(await awaiting(granted, { programmeId: revoked }));
      const caseId = await awaiting(open, { programmeId: revoked });
      done(await here.people.commerce.mutate("revokeProgramme", { programmeId: revoked, ...why }));
      expect(await refused(caseId)).toEqual(blocked("PROGRAMME_REVOKED"));
      expect(await codes(granted, { programmeId: revoked, endUse: "VULNERABILITY_RESEARCH" })).toEqual([
        ["BLOCKED", field, ["PROGRAMME_REVOKED"]],
      ]);
      const effect = "query A($id: ID!) { authorization(id: $id) { effective } }";
      expect((await here.people.auditor.ask(effect, { id: authorization.id })).authorization.effective).toBe(true);
      done(await open.as.mutate("withdrawApplication", { applicationId: caseId }));
      expect((await submit(open, { programmeId: null })).application.policy.key).toBe("expedited-preview");
    });

    it("are one enrolment's alone where that is what Commerce revokes, until it is reinstated", async () => {
      const [applicant, another] = [await enrolled(), await enrolled()];
      const [caseId, theirs] = [await awaiting(applicant), await awaiting(another)];
      const { enrolmentId } = applicant;
      done(await here.people.commerce.mutate("revokeEnrolment", { enrolmentId, ...why }));
      expect(await refused(caseId)).toEqual(blocked("ENROLMENT_ENDED"));
      expect(await codes(applicant, { endUse: "VULNERABILITY_RESEARCH" })).toEqual([
        ["BLOCKED", field, ["ENROLMENT_ENDED"]],
      ]);
      expect((await here.tell.countersigned(theirs)).authorization.id).toMatch(/^aut_/);
      done(await here.people.commerce.mutate("reinstateEnrolment", { enrolmentId }));
      expect((await here.tell.countersigned(caseId)).authorization.id).toMatch(/^aut_/);
    });
  });

  describe("whose partner's enrolment ends meanwhile", () => {
    it("go on under its policy, and are not approved until it is enrolled anew", async () => {
      const applicant = await enrolled();
      const caseId = await inReview(applicant);
      await end(applicant.enrolmentId);
      await here.tell.everyoneConcurs(caseId);
      expect(await here.read(caseId, "status policy { key }")).toEqual({
        status: "AWAITING_COUNTERSIGNATURE",
        policy: { key: "trusted-access" },
      });
      expect(
        (
          await here.people.oncd2.ask("query V($id: ID!) { application(id: $id) { viewerCanCountersign } }", {
            id: caseId,
          })
        ).application,
      ).toEqual({ viewerCanCountersign: false });
      expect(await refused(caseId)).toEqual(blocked("ENROLMENT_ENDED"));
      await here.tell.enrolment(programmeId, applicant.org);
      expect((await here.tell.countersigned(caseId)).authorization.id).toMatch(/^aut_/);
    });

    it("may still be denied", async () => {
      const applicant = await enrolled();
      const caseId = await inReview(applicant);
      await end(applicant.enrolmentId);
      for (const agency of ["oncd", "ostp", "commerce", "defense"] as const) {
        await here.tell.position(caseId, here.people[agency], "OBJECT", { reason: "END_USE_CONCERN" });
      }
      here.clock.set("2028-03-01T15:00:00Z");
      await here.tell.countersigned(caseId);
      here.clock.fixed = null;
      expect((await here.read(caseId, "status")).status).toBe("DENIED");
    });

    it("keep the authorization that they yielded", async () => {
      const applicant = await enrolled();
      const { authorization } = await here.tell.countersigned(await awaiting(applicant));
      await end(applicant.enrolmentId);
      const effect = "query A($id: ID!) { authorization(id: $id) { effective } }";
      expect((await here.people.auditor.ask(effect, { id: authorization.id })).authorization.effective).toBe(true);
    });

    it("come to one of two when it ends as they are countersigned", async () => {
      for (let round = 0; round < 5; round += 1) {
        const applicant = await enrolled();
        const caseId = await awaiting(applicant);
        const signing = await here.signing(caseId);
        const [signed] = await Promise.all([
          here.people.oncd2.mutate("countersignDecision", signing, "authorization { id }"),
          end(applicant.enrolmentId),
        ]);
        const { status } = await here.read(caseId, "status");
        const approved = signed.refusals.length === 0;
        expect(status).toBe(approved ? "APPROVED" : "AWAITING_COUNTERSIGNATURE");
        if (!approved) expect(signed.refusals).toMatchObject([{ blockers: ["ENROLMENT_ENDED"] }]);
        // Nothing is approved behind the end of the enrolment that it hangs on.
        const order = await here.graph.database.query<{ type: string }>(
          `select type from ledger_entry where type in ('EnrolmentEnded', 'CaseApproved') and subject_id in ($1, $2) order by seq`,
          [applicant.enrolmentId, caseId],
        );
        expect(order.map(({ type }) => type)).toEqual(
          approved ? ["CaseApproved", "EnrolmentEnded"] : ["EnrolmentEnded"],
        );
      }
    });
  });

  it("may renew what was authorized outside of a programme, and the reverse: each names its own", async () => {
    const applicant = await enrolled();
    const first = done(await submit(applicant, { programmeId: null })).application;
    done(await here.people.commerce.mutate("acceptApplication", { applicationId: first.id, revision: 1 }));
    await here.tell.everyoneConcurs(first.id);
    const { authorization } = await here.tell.countersigned(first.id);
    const renewal = done(await submit(applicant, { replacesAuthorizationId: authorization.id })).application;
    expect(renewal).toMatchObject({ policy: { key: "trusted-access" }, programme: { id: programmeId } });
  });
});
