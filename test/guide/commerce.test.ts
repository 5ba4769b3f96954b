import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import { importList } from "../support/screening.ts";
import { Guide } from "./guide.ts";

let guide: Guide;
beforeAll(async () => {
  guide = await Guide.begin("The guide of Commerce's officials");
});
afterAll(() => guide?.graph.stop());

it("docs/guide/commerce.md tells what Commerce does besides its seat on the panel, with real answers", async () => {
  const { tell } = guide;
  await importList(guide.graph, [{ name: "Kestrel Shipping Lines", source: "A list (fictional)" }]);

  guide.says(`Commerce keeps the doors: who is a vendor, who is a partner, and what comes before the panel. Besides, it stops clocks,
    stops releases, and takes measures on single authorizations. What every agency does, its seat on the panel included, stands
    in [the agency official's guide](official.md).`);

  guide.section("Taking in a vendor");
  guide.says(`\`org\` is the organisation in its people's tokens: by it they are known as the vendor's.`);
  await guide.runs({
    as: "commerce",
    operation: "commerce/enrol-vendor",
    variables: { input: { org: "example-labs", name: "Example Labs (fictional)" } },
  });

  await guide.runs({
    as: "commerce",
    operation: "commerce/vendors",
    only: ["id", "org", "name", "releases.totalCount", "directives.totalCount"].map(
      (field) => `vendors.nodes.${field}`,
    ),
  });

  guide.section("A name that matches a listed party");
  guide.says(`The list in force, and how old it is: on one that is too old nobody is admitted.`);
  await guide.runs({
    as: "commerce",
    operation: "commerce/screening-lists",
    only: ["id", "inForce", "stale", "partyCount"].map((field) => `screeningLists.nodes.${field}`),
  });
  const partnerId = await tell.registeredPartner({ legalName: "Kestrel Shipping Lines Inc." });
  guide.says(`Whoever registers is compared with the lists of restricted parties. A match says which name, which party and why, and
    decides nothing: you do.`);
  const open = await guide.runs({
    as: "commerce",
    operation: "commerce/screening-hits",
    only: [
      "screeningHits.totalCount",
      ...[
        "id",
        "screenedName",
        "matchedName",
        "score",
        "reasons",
        "party.source",
        "party.federalRegisterNotice",
        "status",
      ].map((field) => `screeningHits.nodes.${field}`),
    ],
  });
  const [hit] = open.screeningHits.nodes;
  guide.says(`The registry of those who await their admission:`);
  await guide.runs({
    as: "commerce",
    operation: "commerce/partners",
    variables: { filter: { status: ["REGISTERED"] } },
    only: ["id", "org", "legalName", "nameFlags", "kind", "jurisdiction", "status"].map(
      (field) => `partners.nodes.${field}`,
    ),
  });
  guide.says(`While a hit is open it isn't admitted.`);
  await guide.isRefused({ as: "commerce", operation: "commerce/admit-partner", variables: { input: { partnerId } } });
  guide.says(`Look at the notice, and say what you found, with the reason by its code and a note. A finding can be corrected: name the
    hit's \`revision\` then.`);
  await guide.runs({
    as: "commerce",
    operation: "commerce/dispose-screening-hit",
    variables: {
      input: {
        hitId: hit.id,
        disposition: "FALSE_MATCH",
        reason: "DIFFERENT_ORGANISATION",
        note: "Another country, another owner; the register's numbers differ.",
      },
    },
  });
  await guide.runs({ as: "commerce", operation: "commerce/admit-partner", variables: { input: { partnerId } } });
  guide.says(`A later list is compared with everyone who is registered: a hit on an admitted partner leaves it admitted, and
    while it is open no agency's silence counts in that partner's cases.`);

  guide.section("What awaits its referral");
  const releaseId = await tell.releaseUnderReview();
  const advanceId = await tell.requestedAdvance(releaseId);
  guide.says(
    `Vendors ask to advance a release, partners for access to one. Either waits for you to put it before the panel.`,
  );
  await guide.runs({
    as: "commerce",
    operation: "commerce/phase-advances-to-refer",
    only: ["id", "fromPhase", "toPhase", "revision", "dueAt", "justification", "release"].map(
      (field) => `phaseAdvances.nodes.${field}`,
    ),
  });
  await guide.runs({
    as: "commerce",
    operation: "commerce/accept-phase-advance",
    variables: { input: { phaseAdvanceId: advanceId, revision: 1 } },
  });
  await tell.everyoneConcurs(advanceId);
  await tell.countersigned(advanceId);
  const returned = await tell.submittedApplication(releaseId, { endUse: "OTHER", endUseStatement: "Various." });
  const caseId = await tell.submittedApplication(releaseId);
  await guide.runs({
    as: "commerce",
    operation: "commerce/applications-to-refer",
    only: [
      "applications.totalCount",
      ...["id", "revision", "endUse", "endUseStatement", "dueAt", "partner.legalName", "release.name"].map(
        (field) => `applications.nodes.${field}`,
      ),
    ],
  });
  guide.says(`What can't be reviewed goes back, with what to mend: the partner may amend and submit it again.`);
  await guide.runs({
    as: "commerce",
    operation: "commerce/return-application",
    variables: {
      input: { applicationId: returned, revision: 1, reason: "INCOMPLETE", note: "Say which use, and whose systems." },
    },
  });
  guide.says(`What is complete you accept: it is before every seat of the panel at once, and their time runs.`);
  await guide.runs({
    as: "commerce",
    operation: "commerce/accept-application",
    variables: { input: { applicationId: caseId, revision: 1 } },
  });

  guide.section("Stopping a clock");
  guide.says(`A hold is on behalf of an agency, has a coded reason, and is looked at again by a date that you name, within thirty days.
    The parties see it; \`reasonWithheld\` keeps the reason alone from them.`);
  const held = await guide.runs({
    as: "commerce",
    operation: "commerce/place-hold",
    variables: {
      input: {
        caseId,
        revision: 1,
        reason: "GOVERNMENT_ASSURANCES",
        owner: "DEFENSE",
        reviewAt: "2026-06-16T21:00:00.000Z",
        note: "Assurances on the premises were asked for.",
      },
    },
  });
  expect(held.placeHold.case).toMatchObject({ overlays: ["ON_HOLD"], dueAt: null });
  guide.at("2026-06-11T14:00:00.000Z");
  await guide.runs({
    as: "commerce",
    operation: "commerce/holds-to-review",
    only: ["id", "reason", "owner", "placedAt", "reviewAt", "reviewOverdue", "viewerCanRelease"].map(
      (field) => `holds.nodes.${field}`,
    ),
  });
  guide.says(`Released, every date is later by the time that the clock stood still.`);
  await guide.runs({
    as: "commerce",
    operation: "commerce/release-hold",
    variables: { input: { holdId: held.placeHold.hold.id, note: "The assurances came." } },
    only: ["releaseHold.hold.releasedAt", "releaseHold.hold.releaseNote", "releaseHold.case"],
  });
  await tell.everyoneConcurs(caseId);
  const { authorization } = await tell.countersigned(caseId);

  guide.section("A directive: look first, then order");
  await tell.statement(releaseId);
  const order = {
    releaseId,
    effect: "SUSPEND",
    force: "ORDER",
    reason: "CYBER_INCIDENT",
    legalBasis: "An order of an example",
    scope: { jurisdictions: ["US"] },
  };
  guide.says(`Commerce, ONCD and OSTP issue directives. \`preview-directive\` takes the same words, changes nothing, and counts whom they
    would touch. \`wording\` is what the vendor said of the parts that you use: here it can't tell users apart by country, so
    this scope would stop everyone.`);
  const preview = await guide.runs({
    as: "commerce",
    operation: "agency/preview-directive",
    variables: { input: order },
    only: ["touched", "ceasing", "everyone", "partners.nodes", "wording"].map((field) => `previewDirective.${field}`),
  });
  expect(preview.previewDirective.ceasing).toBe(1);
  guide.says(`Worded by partner it can be enforced as it is meant. An order is in force at once.`);
  const issued = await guide.runs({
    as: "commerce",
    operation: "commerce/issue-directive",
    variables: { input: { ...order, scope: { partnerIds: [partnerId] } } },
    without: ["issueDirective.directive.vendor", "issueDirective.directive.limits"],
  });
  guide.says(`The agency that issued it lifts it, and nobody else.`);
  const lifting = { directiveId: issued.issueDirective.directive.id, reason: "The incident is over." };
  await guide.isRefused({ as: "oncd", operation: "oncd/lift-directive", variables: { input: lifting } });
  await guide.runs({
    as: "commerce",
    operation: "commerce/lift-directive",
    variables: { input: lifting },
    only: ["id", "status", "liftedAt", "liftingReason", "release"].map((field) => `liftDirective.directive.${field}`),
  });

  guide.section("Measures on one authorization, and on one partner");
  const { id: authorizationId } = authorization;
  const measure = { reason: "BREACH_OF_CONDITIONS", legalBasis: "Its third condition" };
  guide.says(`Suspended, an authorization can be reinstated; revoked, it has ended.`);
  await guide.runs({
    as: "commerce",
    operation: "commerce/suspend-authorization",
    variables: { input: { authorizationId, ...measure, note: "The logs of May are missing." } },
  });
  await guide.runs({
    as: "commerce",
    operation: "commerce/reinstate-authorization",
    variables: { input: { authorizationId, note: "They were handed in." } },
  });
  guide.says(`A suspended or barred partner keeps its authorizations, and none is effective. \`admit-partner\` ends a suspension;
    a bar is lifted by \`unbar-partner\`, and the partner is then admitted anew.`);
  await guide.runs({
    as: "commerce",
    operation: "commerce/suspend-partner",
    variables: { input: { partnerId, reason: "DIVERSION", legalBasis: "15 CFR 764.3, by analogy" } },
  });
  await guide.runs({
    as: "commerce",
    operation: "commerce/bar-partner",
    variables: { input: { partnerId, reason: "DIVERSION", legalBasis: "15 CFR 766.25, by analogy" } },
  });
  await guide.runs({
    as: "commerce",
    operation: "commerce/unbar-partner",
    variables: { input: { partnerId, note: "The finding was set aside." } },
  });
  await guide.runs({
    as: "commerce",
    operation: "commerce/revoke-authorization",
    variables: { input: { authorizationId, ...measure, note: "Again no logs." } },
  });

  guide.section("Trusted-access programmes");
  const programmeId = await tell.programme();
  const enrolmentId = await tell.enrolment(programmeId);
  guide.says(`Vendors choose whom they take in. You may revoke one enrolment, which the vendor can't give again until you reinstate it,
    or a whole programme.`);
  await guide.runs({
    as: "commerce",
    operation: "commerce/revoke-enrolment",
    variables: { input: { enrolmentId, ...measure, note: "While the logs are looked for." } },
  });
  await guide.runs({
    as: "commerce",
    operation: "commerce/reinstate-enrolment",
    variables: { input: { enrolmentId, note: "They were found." } },
  });
  await guide.runs({
    as: "commerce",
    operation: "commerce/revoke-programme",
    variables: { input: { programmeId, reason: "REVIEW_INCOMPLETE", legalBasis: "The policy's terms" } },
  });
  guide.theRest("commerce");
  await expect(guide.text()).toMatchFileSnapshot("../../docs/guide/commerce.md");
});
