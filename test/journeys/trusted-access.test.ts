import { afterAll, beforeAll, expect, it } from "vitest";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Journey, journey } from "./kit.ts";

describeOn(["postgres", ...embeddedWhenWhole], "a customer whom its vendor trusts", (kind) => {
  let here: Journey;
  let releaseId: string;
  let partnerId: string;
  let programmeId: string;
  let enrolmentId: string;
  let caseId: string;

  beforeAll(async () => {
    here = await journey(kind);
    const { tell, people } = here;
    await tell.vendor();
    await tell.vendor({ as: people.vendor2, org: "second-labs", name: "Second Labs (fictional)" });
    releaseId = await tell.previewedRelease();
    partnerId = await tell.admittedPartner();
    await tell.admittedPartner({ as: people.partner2, legalName: "Globex Health (fictional)" });
  });
  afterAll(() => here?.stop());

  const asking = (more: object = {}) => ({
    new: {
      releaseId,
      endUse: "CYBER_DEFENSE",
      endUseStatement: "We defend the networks of hospitals.",
      deployment: "VENDOR_HOSTED",
      namedUsers: 12,
      userJurisdictions: ["US"],
      programmeId,
      ...more,
    },
  });

  it("is enrolled in a programme by the vendor, and by no other", async () => {
    const { vendor, vendor2, partner, commerce } = here.people;
    const opening = {
      name: "Trusted defenders",
      description: "For those who defend networks of the public.",
      partnerKinds: ["ENTERPRISE", "SECURITY_RESEARCH"],
      endUses: ["CYBER_DEFENSE"],
      policyKey: "trusted-access",
    };
    expect(await here.mayNot(commerce, "vendor/open-programme", opening)).toBe("FORBIDDEN");
    programmeId = (await here.does(vendor, "vendor/open-programme", opening)).programme.id;
    const enrolling = { programmeId, org: "acme-research", reason: "We know it.", legalBasis: "Our agreement with it" };
    expect(await here.isRefused(vendor2, "vendor/enrol-in-programme", enrolling)).toEqual(["NOT_FOUND"]);
    expect(await here.mayNot(partner, "vendor/enrol-in-programme", enrolling)).toBe("FORBIDDEN");
    enrolmentId = (await here.does(vendor, "vendor/enrol-in-programme", enrolling)).enrolment.id;
    expect((await here.reads(partner, "partner/my-enrolments")).nodes).toMatchObject([
      { id: enrolmentId, status: "ENROLLED", programme: { id: programmeId, policy: { key: "trusted-access" } } },
    ]);
  });

  it("applies under it for what it is for; who isn't enrolled can't", async () => {
    const { partner, partner2 } = here.people;
    expect(await here.isRefused(partner2, "partner/submit-application", asking())).toHaveLength(1);
    expect(await here.isRefused(partner, "partner/submit-application", asking({ endUse: "EDUCATION" }))).toHaveLength(
      1,
    );
    const { application } = await here.does(partner, "partner/submit-application", asking());
    caseId = application.id;
    expect(application.policy).toMatchObject({ key: "trusted-access" });
  });

  it("is before a panel of which ONCD alone must answer, in a shorter time", async () => {
    const { commerce, oncd, partner } = here.people;
    await here.does(commerce, "commerce/accept-application", { applicationId: caseId, revision: 1 });
    const { referrals } = await here.reads(oncd, "agency/case", { id: caseId });
    expect(
      Object.fromEntries(referrals.nodes.map(({ agency, seat }: Record<string, string>) => [agency, seat])),
    ).toEqual({
      ONCD: "REQUIRED",
      OSTP: "DEEMABLE",
      COMMERCE: "DEEMABLE",
      DEFENSE: "DEEMABLE",
    });
    // Eight business days from the ninth of June, with Juneteenth between.
    expect((await here.reads(partner, "partner/my-application", { id: caseId })).dueAt).toBe(
      "2026-06-22T21:00:00.000Z",
    );
  });

  it("isn't approved when the vendor has ended its enrolment, until it enrols it anew", async () => {
    const { vendor, oncd2 } = here.people;
    await here.tell.everyoneConcurs(caseId);
    const { id, caseRevision } = await here.tell.decisionOf(caseId);
    const signing = { decisionId: id, revision: caseRevision };
    await here.does(vendor, "vendor/end-enrolment", { enrolmentId, reason: "The agreement ran out." });
    expect(await here.isRefused(oncd2, "agency/countersign-decision", signing)).toEqual(["BLOCKED ENROLMENT_ENDED"]);
    const enrolling = {
      programmeId,
      org: "acme-research",
      reason: "A new agreement.",
      legalBasis: "Our agreement with it",
    };
    enrolmentId = (await here.does(vendor, "vendor/enrol-in-programme", enrolling)).enrolment.id;
    const { authorization } = await here.does(oncd2, "agency/countersign-decision", signing);
    // Ninety days, where the release's own policy gives 180.
    expect(authorization.expiresAt).toBe("2026-09-07T14:00:00.000Z");
    expect(await here.access(releaseId, partnerId)).toMatchObject({ allowed: true, by: authorization.id });
  });

  it("keeps what it holds when Commerce revokes the enrolment, and can't go on under it", async () => {
    const { commerce, vendor, partner, oncd } = here.people;
    const measure = { enrolmentId, reason: "FALSE_STATEMENT", legalBasis: "The policy's terms" };
    expect(await here.mayNot(oncd, "commerce/revoke-enrolment", measure)).toBe("FORBIDDEN");
    await here.does(commerce, "commerce/revoke-enrolment", measure);
    expect(await here.access(releaseId, partnerId)).toMatchObject({ allowed: true });
    const enrolling = { programmeId, org: "acme-research", reason: "Again.", legalBasis: "Our agreement with it" };
    expect(await here.isRefused(vendor, "vendor/enrol-in-programme", enrolling)).toEqual(["BLOCKED ENROLMENT_REVOKED"]);
    expect((await here.reads(partner, "partner/my-enrolments")).nodes).toMatchObject([
      { status: "REVOKED", revocationReason: "FALSE_STATEMENT" },
    ]);
  });
});
