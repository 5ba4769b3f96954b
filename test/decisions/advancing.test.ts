import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { done } from "../support/story.ts";
import { refusal, type Setting, setting } from "./setting.ts";

const blocked = (...blockers: string[]) =>
  blockers.map((blocker) => refusal("BLOCKED", { field: ["input", "decisionId"], blockers: [blocker] }));

describeOn(["postgres"], "what keeps a release from advancing", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
  });
  afterAll(() => here?.stop());

  /** A release with an advance that everyone concurs in. */
  async function awaiting(releaseId: string) {
    const caseId = await here.tell.requestedAdvance(releaseId);
    done(await here.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: caseId, revision: 1 }));
    await here.tell.everyoneConcurs(caseId);
    return { releaseId, caseId };
  }
  const mayCountersign = async (caseId: string) => {
    const asked = "query V($id: ID!) { node(id: $id) { ... on PhaseAdvance { viewerCanCountersign } } }";
    return (await here.people.oncd2.ask(asked, { id: caseId })).node.viewerCanCountersign;
  };
  /** What countersigning is refused with; the signer is told the same beforehand. */
  const refused = async (caseId: string) => {
    expect(await mayCountersign(caseId)).toBe(false);
    return here.refused(here.people.oncd2, "countersignDecision", await here.signing(caseId));
  };
  const advances = async (caseId: string) => {
    expect(await mayCountersign(caseId)).toBe(true);
    expect((await here.tell.countersigned(caseId)).release.phase).toBe("EXPANDED_PREVIEW");
  };
  const move = async (findingId: string, revision: number, status: string, more: Record<string, unknown>) =>
    done(await here.people.oncd.mutate("recordFinding", { findingId, revision, status, ...more }));

  it("is a cyber review until it is concluded", async () => {
    const { releaseId, caseId } = await awaiting(await here.release("LIMITED_PREVIEW"));
    const review = await here.tell.cyberReview(releaseId);
    expect(await refused(caseId)).toEqual(blocked("CYBER_REVIEW_OPEN"));
    await here.tell.concluded(review);
    await advances(caseId);
  });

  it.each([
    ["MITIGATED", { mitigation: "A classifier." }],
    ["ACCEPTED", { statusNote: "Known elsewhere." }],
    ["CLOSED", { statusNote: "It was none." }],
  ])("is a grave finding, also after its review, until it is %s", async (status, words) => {
    const { releaseId, caseId } = await awaiting(await here.release("LIMITED_PREVIEW"));
    const review = await here.tell.cyberReview(releaseId);
    const finding = await here.tell.finding(review);
    expect(await refused(caseId)).toEqual(blocked("CYBER_REVIEW_OPEN", "CYBER_FINDINGS_OPEN"));
    await here.tell.concluded(review);
    expect(await refused(caseId)).toEqual(blocked("CYBER_FINDINGS_OPEN"));
    await move(finding, 1, status, words);
    await advances(caseId);
  });

  it("is a finding that is opened again", async () => {
    const { releaseId, caseId } = await awaiting(await here.release("LIMITED_PREVIEW"));
    const review = await here.tell.cyberReview(releaseId);
    const finding = await here.tell.finding(review, { status: "MITIGATED", mitigation: "A classifier." });
    await here.tell.concluded(review);
    expect(await mayCountersign(caseId)).toBe(true);
    await move(finding, 1, "OPEN", {});
    expect(await refused(caseId)).toEqual(blocked("CYBER_FINDINGS_OPEN"));
  });

  it("is a grave finding until it is called less grave, and why", async () => {
    const { releaseId, caseId } = await awaiting(await here.release("LIMITED_PREVIEW"));
    const review = await here.tell.cyberReview(releaseId);
    const findingId = await here.tell.finding(review);
    await here.tell.concluded(review);
    const lower = { findingId, revision: 1, severity: "LOW" };
    expect(await here.refused(here.people.oncd, "recordFinding", lower)).toMatchObject([{ code: "INVALID_INPUT" }]);
    expect(await refused(caseId)).toEqual(blocked("CYBER_FINDINGS_OPEN"));
    done(await here.people.oncd.mutate("recordFinding", { ...lower, statusNote: "It needs keys that nobody holds." }));
    await advances(caseId);
  });

  it.each([
    ["the usual severity", {}, "HIGH", "MEDIUM"],
    ["the severity that the policy names", { cyberReview: { blockingSeverity: "CRITICAL" } }, "CRITICAL", "HIGH"],
    ["a low severity that the policy names", { cyberReview: { blockingSeverity: "MEDIUM" } }, "MEDIUM", "LOW"],
  ] as const)("is an open finding of %s and no lesser one", async (_what, policy, blocking, lesser) => {
    const { releaseId, caseId } = await awaiting(await here.releaseUnder(policy));
    const review = await here.tell.cyberReview(releaseId);
    await here.tell.finding(review, { severity: lesser });
    const finding = await here.tell.finding(review, { severity: blocking });
    await here.tell.concluded(review);
    expect(await refused(caseId)).toEqual(blocked("CYBER_FINDINGS_OPEN"));
    await move(finding, 1, "CLOSED", { statusNote: "It was none." });
    await advances(caseId);
  });

  it("is no cyber review of another release, and none of them keeps an application from its approval", async () => {
    const { caseId } = await awaiting(await here.release("LIMITED_PREVIEW"));
    const reviewed = await here.release("LIMITED_PREVIEW");
    await here.tell.finding(await here.tell.cyberReview(reviewed), { severity: "CRITICAL" });
    await advances(caseId);
    expect((await here.authorized(reviewed)).authorizationId).toMatch(/^aut_/);
  });

  it("is its vendor's own postponement, until it is resumed or its date has come; applications go on", async () => {
    const { vendor } = here.people;
    const { releaseId, caseId } = await awaiting(await here.release("LIMITED_PREVIEW"));
    done(await vendor.mutate("postponeRelease", { releaseId, reason: "Not yet." }));
    expect(await refused(caseId)).toEqual(blocked("RELEASE_POSTPONED"));
    const { authorizationId } = await here.authorized(releaseId);
    const effect = "query A($id: ID!) { authorization(id: $id) { effective } }";
    expect((await vendor.ask(effect, { id: authorizationId })).authorization.effective).toBe(true);
    done(await vendor.mutate("resumeRelease", { releaseId }));
    const until = new Date(Date.now() + 86_400_000).toISOString();
    done(await vendor.mutate("postponeRelease", { releaseId, reason: "Until then.", until }));
    expect(await refused(caseId)).toEqual(blocked("RELEASE_POSTPONED"));
    here.clock.set(until);
    await advances(caseId);
    here.clock.fixed = null;
  });

  it("leaves a denial to be signed", async () => {
    const releaseId = await here.release("LIMITED_PREVIEW");
    const caseId = await here.tell.requestedAdvance(releaseId);
    done(await here.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: caseId, revision: 1 }));
    for (const agency of ["oncd", "ostp", "commerce", "defense"] as const) {
      await here.tell.position(caseId, here.people[agency], "OBJECT", { reason: "CYBER_CAPABILITY" });
    }
    await here.tell.finding(await here.tell.cyberReview(releaseId));
    here.clock.set("2027-03-01T15:00:00Z");
    await here.tell.countersigned(caseId);
    here.clock.fixed = null;
    expect((await here.read(caseId, "status")).status).toBe("DENIED");
  });

  it("shows with the release how many places its phase has and how many are taken", async () => {
    const releaseId = await here.releaseUnder({
      phases: { LIMITED_PREVIEW: { partnerCap: 2, authorizationRequired: true } },
    });
    const asked = "query R($id: ID!) { release(id: $id) { partnerCap partnersAuthorized } }";
    const read = async () => (await here.people.everyone.ask(asked, { id: releaseId })).release;
    expect(await read()).toEqual({ partnerCap: 2, partnersAuthorized: 0 });
    await here.authorized(releaseId);
    expect(await read()).toEqual({ partnerCap: 2, partnersAuthorized: 1 });
    await here.tell.advance(releaseId);
    expect(await read()).toEqual({ partnerCap: null, partnersAuthorized: 1 });
  });
});
