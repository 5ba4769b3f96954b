import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import { encodePosition, ledgerStart } from "../../src/ledger/cursor.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { deliverDue } from "../support/webhooks.ts";
import { Guide } from "./guide.ts";

let guide: Guide;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  guide = await Guide.begin("The vendor's guide");
});
afterAll(async () => {
  await guide?.graph.stop();
  await receiver?.stop();
});

it("docs/guide/vendor.md tells a release's way to its customers, and a stop's, with real answers", async () => {
  const { tell } = guide;
  const { people } = tell;
  const { vendorId } = await tell.vendor();

  guide.says(`You release models under review. You register a release, ask for its phases, say whom you have in mind, and enforce
    what is ordered: the graph tells you at any moment whether a customer may use a model, and you tell it when a stop bites.`);

  guide.section("A release");
  const registered = await guide.runs({
    as: "vendor",
    operation: "vendor/register-release",
    variables: {
      input: {
        name: "Aurora",
        modelVersion: "3.1",
        description: "A model for work with code.",
        safeguards: "Classifiers on input and output; a team that answers reports.",
        policyKey: "expedited-preview",
      },
    },
  });
  const releaseId = registered.registerRelease.release.id as string;
  guide.says(`Until it is submitted you may amend it; then it is under review, and its record stays as it is.`);
  await guide.runs({
    as: "vendor",
    operation: "vendor/amend-release",
    variables: {
      input: {
        releaseId,
        revision: 1,
        safeguards: "Classifiers on input and output; a team that answers reports by day and night.",
      },
    },
    only: ["id", "phase", "revision", "safeguards"].map((field) => `amendRelease.release.${field}`),
  });
  await guide.runs({
    as: "vendor",
    operation: "vendor/submit-release-for-review",
    variables: { input: { releaseId } },
  });
  guide.says(`ONCD may look at what it can do to networks. What it found and is still open you read; while a grave finding is open the
    release doesn't advance.`);
  const reviewId = await tell.cyberReview(releaseId);
  const findingId = await tell.finding(reviewId, {
    title: "Answers in base64",
    description: "What is refused in plain text is answered in another encoding.",
  });
  await guide.runs({
    as: "vendor",
    operation: "vendor/findings",
    only: ["title", "description", "severity", "status", "cyberReview.remit"].map((field) => `findings.nodes.${field}`),
  });
  const mended = { findingId, revision: 1, status: "CLOSED", statusNote: "Every encoding is decoded first." };
  expect((await people.oncd.mutate("recordFinding", mended)).refusals).toEqual([]);
  await tell.concluded(reviewId);
  guide.says(
    `You mended it, and ONCD closed it. Every phase past the review is a case of the panel: ask for the next one.`,
  );
  const requested = await guide.runs({
    as: "vendor",
    operation: "vendor/request-phase-advance",
    variables: { input: { releaseId, justification: "The red team's findings are closed." } },
  });
  const advanceId = requested.requestPhaseAdvance.phaseAdvance.id as string;
  await people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: advanceId, revision: 1 });
  const question = "Who reads the reports, and how fast?";
  await tell.asks(advanceId, people.ostp, { addressee: "VENDOR", topic: "SAFEGUARDS", question });
  guide.says(`The panel may ask you. The clock stops until you answer.`);
  const questions = await guide.runs({
    as: "vendor",
    operation: "vendor/information-requests",
    only: ["id", "agency", "topic", "question", "requestedAt", "dueAt"].map(
      (field) => `informationRequests.nodes.${field}`,
    ),
  });
  const [{ id: informationRequestId }] = questions.informationRequests.nodes;
  await guide.runs({
    as: "vendor",
    operation: "vendor/answer-information-request",
    variables: { input: { informationRequestId, answer: "Four people in shifts; each report within the hour." } },
  });
  await tell.everyoneConcurs(advanceId);
  await tell.countersigned(advanceId);
  await guide.runs({
    as: "vendor",
    operation: "vendor/phase-advance",
    variables: { id: advanceId },
    only: ["status", "fromPhase", "toPhase", "acceptedAt", "closedAt", "release", "decision", "withheld"].map(
      (field) => `phaseAdvance.${field}`,
    ),
  });
  guide.says(`You may put your own advances off, until a date or until you resume. Partners go on using the release.`);
  await guide.runs({
    as: "vendor",
    operation: "vendor/postpone-release",
    variables: { input: { releaseId, until: "2026-07-01T21:00:00.000Z", reason: "We look at the wider test first." } },
  });
  await guide.runs({ as: "vendor", operation: "vendor/resume-release", variables: { input: { releaseId } } });

  guide.section("Your short list");
  guide.says(`Name the organisations that you have in mind for the preview. Officials see it, and it decides nothing; whether such
    an organisation is registered isn't told.`);
  const organisation = { org: "acme-research", legalName: "Acme Research (fictional)", jurisdiction: "US" };
  await guide.runs({
    as: "vendor",
    operation: "vendor/nominate-partner",
    variables: { input: { releaseId, ...organisation, note: "Defends its own networks with us." } },
  });

  await guide.runs({
    as: "vendor",
    operation: "vendor/my-short-list",
    only: ["id", "org", "status", "release.name", "applications"].map((field) => `nominations.nodes.${field}`),
  });
  const passing = await tell.nomination(releaseId, { org: "passing-by", legalName: "Passing By (fictional)" });
  await guide.runs({
    as: "vendor",
    operation: "vendor/withdraw-nomination",
    variables: { input: { nominationId: passing } },
    only: ["id", "org", "status", "withdrawnAt"].map((field) => `withdrawNomination.nomination.${field}`),
  });

  guide.section("A programme for those whom you trust");
  guide.says(`A trusted-access programme has a policy of its own, shorter than a release's. Whom you enrol may name it in an application
    for any release of yours; you enrol an organisation by its identifier, whether or not it is registered.`);
  const opened = await guide.runs({
    as: "vendor",
    operation: "vendor/open-programme",
    variables: {
      input: {
        name: "Trusted defenders",
        description: "For those who defend networks of the public, and whom we have worked with.",
        partnerKinds: ["ENTERPRISE", "SECURITY_RESEARCH"],
        endUses: ["CYBER_DEFENSE", "VULNERABILITY_RESEARCH"],
        policyKey: "trusted-access",
      },
    },
  });
  const { id: programmeId } = opened.openProgramme.programme;
  const enrolled = await guide.runs({
    as: "vendor",
    operation: "vendor/enrol-in-programme",
    variables: {
      input: { programmeId, org: "acme-research", reason: "Three years of work.", legalBasis: "Our agreement with it" },
    },
  });
  guide.says(`End an enrolment, and nothing that was applied for under it is approved any more; what stands goes on.`);
  await guide.runs({
    as: "vendor",
    operation: "vendor/end-enrolment",
    variables: { input: { enrolmentId: enrolled.enrolInProgramme.enrolment.id, reason: "The agreement ran out." } },
    only: ["org", "status", "endedAt", "endingReason"].map((field) => `endEnrolment.enrolment.${field}`),
  });
  guide.says(`A closed programme takes no one in and no new application; what is under way goes on.`);
  await guide.runs({
    as: "vendor",
    operation: "vendor/close-programme",
    variables: { input: { programmeId, reason: "Another takes its place." } },
    only: ["id", "status", "closedAt", "closingReason"].map((field) => `closeProgramme.programme.${field}`),
  });

  guide.section("Where everything stands");
  const partnerId = await tell.admittedPartner();
  const { authorizationId } = await tell.authorization(releaseId);
  await guide.runs({
    as: "vendor",
    operation: "vendor/my-releases",
    only: ["id", "name", "modelVersion", "phase", "standing", "phaseAdvances.nodes"].map(
      (field) => `viewer.vendor.releases.nodes.${field}`,
    ),
  });
  guide.says(
    `Who has asked for it, and where each application stands; what the agencies say of it among themselves is theirs.`,
  );
  await guide.runs({
    as: "vendor",
    operation: "vendor/applications",
    only: ["id", "status", "endUse", "namedUsers", "nominated", "partner.legalName", "withheld"].map(
      (field) => `applications.nodes.${field}`,
    ),
  });
  await guide.runs({
    as: "vendor",
    operation: "vendor/authorizations",
    only: ["id", "status", "endUse", "expiresAt", "effective", "partner.legalName"].map(
      (field) => `authorizations.nodes.${field}`,
    ),
  });

  guide.section("May this customer use it now?");
  guide.says(`Give the facts of the use as far as you know them: a fact that a condition asks for and that you leave out is never
    taken as met.`);
  const ask = { releaseId, partnerId, endUse: "CYBER_DEFENSE" };
  const before = await guide.runs({ as: "vendor", operation: "vendor/check-access", variables: ask });
  expect(before.checkAccess.allowed).toBe(true);

  guide.says(
    `A gate that starts, or checks what it holds, asks of up to a thousand at once, all as of the same moment.`,
  );
  await guide.runs({
    as: "vendor",
    operation: "vendor/check-access-batch",
    variables: {
      questions: [
        { releaseId, partnerId, endUse: "CYBER_DEFENSE" },
        { releaseId, partnerId, endUse: "EDUCATION" },
      ],
    },
    only: ["allowed", "reasons.code", "authorization.id"].map((field) => `checkAccessBatch.${field}`),
  });
  guide.says(`Or it asks nobody: each authorization is a signed token as well, with a status list that says whether it still stands. How
    a gate checks both is told in [Enforcing](../enforcing.md).`);
  await guide.runs({
    as: "vendor",
    operation: "vendor/authorization-tokens",
    variables: { releaseId },
    only: ["authorizations.nodes"],
  });

  guide.section("What you can enforce");
  guide.says(`A directive that can't be filtered switches a model off for everyone. So say beforehand what you can tell apart:
    officials read it in the preview of a directive, before they word one. A stop on everyone has a part as well: say whether
    you reach every copy. What you can't do, name in \`notEnforced\` when you attest, with a note.`);
  await guide.runs({
    as: "vendor",
    operation: "vendor/state-enforcement",
    variables: {
      input: {
        releaseId,
        parts: [
          { part: "EFFECT_SUSPEND", enforceable: true, note: "Nothing runs outside our own service." },
          { part: "SCOPE_PARTNERS", enforceable: true },
          { part: "SCOPE_JURISDICTIONS", enforceable: false, note: "Requests come through the partner's own gateway." },
        ],
      },
    },
  });

  guide.section("A stop, and how long it took to bite");
  guide.at("2026-06-10T14:00:00.000Z");
  guide.says(`An order is in force at once. Whoever follows hears of it as it is recorded, and every answer of \`checkAccess\`
    from then on holds it. \`cursor\` is where to go on after a pause: nothing is missed.`);
  let directiveId = "";
  const event = await guide.follows({
    as: "vendor",
    operation: "vendor/follow-authorizations",
    variables: { releaseId },
    only: ["cursor", "at", "type"]
      .concat(
        ["id", "status", "effective", "ineffectiveBecause", "partner.org"].map((field) => `authorization.${field}`),
      )
      .map((field) => `authorizationStatusChanged.${field}`),
    cause: async () => {
      directiveId = await tell.directive(releaseId, { effect: "SUSPEND", reason: "CYBER_INCIDENT" });
    },
  });
  expect(event.authorizationStatusChanged.authorization.effective).toBe(false);
  guide.at("2026-06-10T14:00:40.000Z");
  const after = await guide.runs({ as: "vendor", operation: "vendor/check-access", variables: ask });
  expect(after.checkAccess.allowed).toBe(false);
  await guide.runs({
    as: "vendor",
    operation: "vendor/acknowledge-directive",
    variables: { input: { directiveId } },
  });
  guide.at("2026-06-10T14:05:00.000Z");
  const attested = await guide.runs({
    as: "vendor",
    operation: "vendor/attest-enforcement",
    variables: {
      input: { directiveId, enforcedAt: "2026-06-10T14:02:10.000Z", note: "Keys of the preview are refused since." },
    },
  });
  expect(attested.attestEnforcement.directive).toMatchObject({ secondsToAcknowledge: 40, secondsToEnforce: 130 });
  const authorization = await people.auditor.ask("query A($id: ID!) { authorization(id: $id) { status effective } }", {
    id: authorizationId,
  });
  expect(authorization.authorization).toEqual({ status: "ACTIVE", effective: false });
  guide.says(`The customer's authorization is as it was, and not effective: once the directive is lifted it is again, without
    anyone's doing.`);

  guide.section("A request");
  const requestId = await tell.directive(releaseId, {
    as: people.ostp,
    effect: "POSTPONE",
    force: "REQUEST",
    reason: "REVIEW_INCOMPLETE",
  });
  guide.says(`Where nothing orders it an agency may ask. It is in force once you accept; decline, and nothing is.`);
  await guide.runs({
    as: "vendor",
    operation: "vendor/my-directives",
    variables: { vendorId },
    only: ["id", "effect", "force", "status", "reason", "agency", "inForceSince"].map(
      (field) => `directives.nodes.${field}`,
    ),
  });
  await guide.runs({
    as: "vendor",
    operation: "vendor/answer-directive-request",
    variables: { input: { directiveId: requestId, answer: "ACCEPT", note: "Until the wider test is through." } },
    only: ["id", "status", "inForceSince", "answeredAt", "answer", "release"].map(
      (field) => `answerDirectiveRequest.directive.${field}`,
    ),
  });

  guide.section("A designation");
  const designationId = await tell.designation(vendorId, {
    scope: { jurisdictions: ["US"] },
    legalBasis: "10 U.S.C. 3252, for an example",
    rationale: "A supplier of your data centre is under foreign control.",
  });
  guide.says(`Defense may designate your company a supply-chain risk. That counts as a directive on all your releases, and you read
    why; \`unenforceable\` is what you said of its parts beforehand.`);
  const designated = await guide.runs({
    as: "vendor",
    operation: "vendor/my-designations",
    variables: { vendorId },
    only: ["id", "effect", "status", "scope", "reason", "legalBasis", "rationale", "designatedAt", "acknowledgedAt"]
      .concat(["secondsToEnforce", "unenforceable"])
      .map((field) => `vendor.designations.nodes.${field}`),
  });
  expect(designated.vendor.designations.nodes).toMatchObject([
    { id: designationId, unenforceable: [{ part: "SCOPE_JURISDICTIONS", release: { id: releaseId } }] },
  ]);
  guide.says(`Acknowledge it, and attest its enforcement as you do a directive's, with its \`designationId\`.`);
  guide.at("2026-06-10T14:06:00.000Z");
  await guide.runs({
    as: "vendor",
    operation: "vendor/acknowledge-designation",
    variables: { input: { designationId } },
  });

  guide.section("An advance that the panel would deny, or forgets");
  const next = await tell.releaseUnderReview();
  const doubted = await tell.requestedAdvance(next);
  expect(
    (await people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: doubted, revision: 1 })).refusals,
  ).toEqual([]);
  for (const each of [people.oncd, people.ostp]) {
    await tell.position(doubted, each, "OBJECT", { reason: "INSUFFICIENT_SAFEGUARDS" });
  }
  for (const each of [people.commerce, people.defense]) await tell.position(doubted, each);
  guide.says(
    `A denial is announced with its coded reasons, and you have time to rebut it: an official who took no part decides that.`,
  );
  await guide.runs({
    as: "vendor",
    operation: "vendor/rebut-intent-to-deny",
    variables: { input: { caseId: doubted, revision: 1, statement: "The safeguards were doubled since the test." } },
  });
  guide.says(`You may withdraw an advance wherever its review stands.`);
  await guide.runs({
    as: "vendor",
    operation: "vendor/withdraw-phase-advance",
    variables: { input: { phaseAdvanceId: doubted } },
  });
  const again = await tell.requestedAdvance(next);
  guide.says(`A deadline that passes in silence can be appealed, as a denial can, and single conditions.`);
  guide.at("2026-07-20T14:00:00.000Z");
  await guide.runs({
    as: "vendor",
    operation: "vendor/appeal-decision",
    variables: { input: { caseId: again, ground: "MISSED_DEADLINE", statement: "Nobody has looked at it." } },
  });
  guide.says(`A release that you no longer want to bring you withdraw for good; its open cases are closed.`);
  await guide.runs({
    as: "vendor",
    operation: "vendor/withdraw-release",
    variables: { input: { releaseId: next, reason: "Another takes its place." } },
  });

  guide.section("Being told");
  guide.says(`A webhook brings what you may see to an address of yours, signed. The secret is shown this once; a receiver checks each
    message with it. Narrow it by \`types\` or \`subjectTypes\`, or have all.`);
  const given = { url: "https://hooks.example.org/countersign", subjectTypes: ["Directive", "Authorization"] };
  await guide.runs({
    as: "vendor",
    operation: "vendor/register-webhook",
    variables: { input: given },
    only: ["registerWebhook.secret"].concat(
      ["id", "url", "subjectTypes", "status", "registeredAt", "waiting"].map(
        (field) => `registerWebhook.webhook.${field}`,
      ),
    ),
  });
  const own = { url: receiver.url, types: ["DirectiveLifted"] };
  const { webhook } = await people.vendor.mutate("registerWebhook", own, "webhook { id }");
  guide.at("2026-07-20T15:00:00.000Z");
  const lifting = { directiveId, reason: "The incident is over." };
  expect((await people.commerce.mutate("liftDirective", lifting)).refusals).toEqual([]);
  await deliverDue(guide.graph.services);
  guide.says(`What was sent, and what came of it:`);
  const log = await guide.runs({
    as: "vendor",
    operation: "vendor/webhook-log",
    variables: { webhookId: webhook.id },
    only: ["messageId", "at", "number", "outcome", "status", "nextAt", "change"].map(
      (field) => `webhookAttempts.nodes.${field}`,
    ),
  });
  expect(log.webhookAttempts.nodes).toMatchObject([{ outcome: "ACKNOWLEDGED", change: { type: "DirectiveLifted" } }]);
  guide.says(`Pause it while your receiver is down: what happens meanwhile is kept, and sent when you resume. From a cursor on everything
    is sent again by a replay.`);
  const input = { webhookId: webhook.id };
  const standing = ["status", "pauseReason", "statusSince", "waiting"];
  await guide.runs({
    as: "vendor",
    operation: "vendor/pause-webhook",
    variables: { input },
    only: standing.map((field) => `pauseWebhook.webhook.${field}`),
  });
  await guide.runs({
    as: "vendor",
    operation: "vendor/resume-webhook",
    variables: { input },
    only: standing.map((field) => `resumeWebhook.webhook.${field}`),
  });
  await guide.runs({
    as: "vendor",
    operation: "vendor/replay-webhook",
    variables: { input: { ...input, after: encodePosition(ledgerStart) } },
    only: standing.map((field) => `replayWebhook.webhook.${field}`),
  });
  guide.says(`A secret that someone else may have seen is replaced; the one before signs beside it for a day.`);
  await guide.runs({
    as: "vendor",
    operation: "vendor/rotate-webhook-secret",
    variables: { input },
    only: ["rotateWebhookSecret.webhook.status", "rotateWebhookSecret.secret"],
  });
  await guide.runs({
    as: "vendor",
    operation: "vendor/delete-webhook",
    variables: { input },
    only: ["status", "statusSince"].map((field) => `deleteWebhook.webhook.${field}`),
  });
  guide.theRest("vendor");
  await expect(guide.text()).toMatchFileSnapshot("../../docs/guide/vendor.md");
});
