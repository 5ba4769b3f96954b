import { afterAll, beforeAll, expect, it } from "vitest";
import { Guide } from "./guide.ts";

let guide: Guide;
beforeAll(async () => {
  guide = await Guide.begin("The guide of ONCD's officials");
});
afterAll(() => guide?.graph.stop());

it("docs/guide/oncd.md tells of cyber reviews and what ONCD orders, with real answers", async () => {
  const { tell } = guide;
  const { people } = tell;
  await tell.vendor();
  const releaseId = await tell.releaseUnderReview();

  guide.says(`ONCD looks at what a model can do to networks, chairs the first level of a dispute, and issues directives. What every
    agency does, and how the chair decides, stands in [the agency official's guide](official.md).`);

  guide.section("A cyber review");
  guide.says(`The releases on their way through the review, with what stands on them:`);
  await guide.runs({
    as: "oncd",
    operation: "oncd/releases-under-review",
    only: [
      "id",
      "name",
      "phase",
      "standing",
      "safeguards",
      "vendor",
      "phaseAdvances.totalCount",
      "directives.totalCount",
    ].map((field) => `releases.nodes.${field}`),
  });
  guide.says(`While a review is open its release doesn't advance. The vendor sees the remit.`);
  const opened = await guide.runs({
    as: "oncd",
    operation: "oncd/open-cyber-review",
    variables: {
      input: { releaseId, remit: "What it does with known flaws in networks.", legalBasis: "The vendor's agreement" },
    },
  });
  const reviewId = opened.openCyberReview.cyberReview.id;
  guide.says(`What you find has a severity and a status. From the severity on that the policy names (here HIGH) an OPEN finding goes
    on blocking the release when the review is over.`);
  const found = await guide.runs({
    as: "oncd",
    operation: "oncd/record-finding",
    variables: {
      input: {
        reviewId,
        title: "Writes working exploits for known flaws",
        description: "In nine of ten tries, with the public write-up alone.",
        severity: "HIGH",
      },
    },
    without: ["recordFinding.finding.mitigation", "recordFinding.finding.statusNote"],
  });
  const { id: findingId } = found.recordFinding.finding;
  await guide.runs({
    as: "oncd",
    operation: "oncd/conclude-cyber-review",
    variables: { input: { reviewId, conclusion: "One finding is grave and open." } },
  });

  guide.says(`The findings that keep releases from advancing:`);
  await guide.runs({
    as: "oncd",
    operation: "oncd/findings",
    only: ["id", "title", "severity", "status", "cyberReview"].map((field) => `findings.nodes.${field}`),
  });

  guide.section("What an open finding blocks");
  const advanceId = await tell.requestedAdvance(releaseId);
  const accepted = { phaseAdvanceId: advanceId, revision: 1 };
  expect((await people.commerce.mutate("acceptPhaseAdvance", accepted)).refusals).toEqual([]);
  await tell.everyoneConcurs(advanceId);
  const { id: decisionId } = await tell.decisionOf(advanceId);
  guide.says(`The panel may concur in an advance; nobody can sign it.`);
  const refused = await guide.isRefused({
    as: "oncd2",
    operation: "agency/countersign-decision",
    variables: { input: { decisionId, revision: 1 } },
  });
  expect(refused.countersignDecision.refusals[0].blockers).toEqual(["CYBER_FINDINGS_OPEN"]);
  guide.says(`The vendor mends it and shows how. The same finding is recorded anew, also once its review is concluded: with what holds
    it in check.`);
  await guide.runs({
    as: "oncd",
    operation: "oncd/record-finding",
    variables: {
      input: {
        findingId,
        revision: 1,
        status: "MITIGATED",
        mitigation: "A classifier refuses such requests; two of a hundred pass.",
      },
    },
    only: ["id", "severity", "status", "mitigation", "revision", "updatedAt"].map(
      (field) => `recordFinding.finding.${field}`,
    ),
  });
  const signed = await guide.runs({
    as: "oncd2",
    operation: "agency/countersign-decision",
    variables: { input: { decisionId, revision: 1 } },
    only: ["countersignDecision.decision.status", "countersignDecision.release"],
  });
  expect(signed.countersignDecision.release.phase).toBe("LIMITED_PREVIEW");

  guide.section("A directive that narrows");
  const partnerId = await tell.admittedPartner();
  await tell.authorization(releaseId);
  guide.says(`A LIMIT lets use go on within what a machine can check, and a scope says whom it is for. Preview it first, as
    [Commerce's guide](commerce.md) shows.`);
  const issued = await guide.runs({
    as: "oncd",
    operation: "oncd/issue-directive",
    variables: {
      input: {
        releaseId,
        effect: "LIMIT",
        force: "ORDER",
        limits: [{ kind: "NAMED_USERS_AT_MOST", max: 20 }],
        scope: { partnerKinds: ["ENTERPRISE"] },
        reason: "SAFETY_FINDING",
        legalBasis: "An order of an example",
      },
    },
    only: ["id", "effect", "status", "scope", "limits", "inForceSince", "release"].map(
      (field) => `issueDirective.directive.${field}`,
    ),
  });
  await guide.runs({
    as: "oncd",
    operation: "oncd/directives-in-force",
    only: ["id", "effect", "agency", "inForceSince", "acknowledgedAt"].map((field) => `directives.nodes.${field}`),
  });
  const asked = `query A($releaseId: ID!, $partnerId: ID!) {
    checkAccess(releaseId: $releaseId, partnerId: $partnerId, endUse: CYBER_DEFENSE, use: { namedUsers: 25 }) { allowed } }`;
  expect((await people.vendor.ask(asked, { releaseId, partnerId })).checkAccess).toEqual({ allowed: false });
  await guide.runs({
    as: "oncd",
    operation: "oncd/lift-directive",
    variables: { input: { directiveId: issued.issueDirective.directive.id, reason: "The safeguard was widened." } },
    only: ["id", "status", "liftedAt", "liftingReason", "release"].map((field) => `liftDirective.directive.${field}`),
  });
  guide.theRest("oncd");
  await expect(guide.text()).toMatchFileSnapshot("../../docs/guide/oncd.md");
});
