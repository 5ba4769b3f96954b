import { afterAll, beforeAll, expect, it } from "vitest";
import { Guide } from "./guide.ts";

let guide: Guide;
beforeAll(async () => {
  guide = await Guide.begin("The vendor's guide");
});
afterAll(() => guide?.graph.stop());

it("docs/guide/vendor.md tells a release's way to its customers, and a stop's, with real answers", async () => {
  const { tell } = guide;
  const { people } = tell;
  await tell.vendor();

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
  expect((await people.vendor.mutate("submitReleaseForReview", { releaseId })).refusals).toEqual([]);
  guide.says(`Submitted, it is under review, and every phase past that is a case of the panel: ask for the next one.`);
  const requested = await guide.runs({
    as: "vendor",
    operation: "vendor/request-phase-advance",
    variables: { input: { releaseId, justification: "The red team's findings are closed." } },
  });
  const advanceId = requested.requestPhaseAdvance.phaseAdvance.id as string;
  await people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: advanceId, revision: 1 });
  await tell.everyoneConcurs(advanceId);
  await tell.countersigned(advanceId);

  guide.section("Your short list");
  guide.says(`Name the organisations that you have in mind for the preview. Officials see it, and it decides nothing; whether such
    an organisation is registered isn't told.`);
  const organisation = { org: "acme-research", legalName: "Acme Research (fictional)", jurisdiction: "US" };
  await guide.runs({
    as: "vendor",
    operation: "vendor/nominate-partner",
    variables: { input: { releaseId, ...organisation, note: "Defends its own networks with us." } },
  });

  guide.section("May this customer use it now?");
  const partnerId = await tell.admittedPartner();
  const { authorizationId } = await tell.authorization(releaseId);
  guide.says(`Give the facts of the use as far as you know them: a fact that a condition asks for and that you leave out is never
    taken as met.`);
  const ask = { releaseId, partnerId, endUse: "CYBER_DEFENSE" };
  const before = await guide.runs({ as: "vendor", operation: "vendor/check-access", variables: ask });
  expect(before.checkAccess.allowed).toBe(true);

  guide.section("What you can enforce");
  guide.says(`A directive that can't be filtered switches a model off for everyone. So say beforehand what you can tell apart:
    officials read it in the preview of a directive, before they word one.`);
  await guide.runs({
    as: "vendor",
    operation: "vendor/state-enforcement",
    variables: {
      input: {
        releaseId,
        parts: [
          { part: "SCOPE_PARTNERS", enforceable: true },
          { part: "SCOPE_JURISDICTIONS", enforceable: false, note: "Requests come through the partner's own gateway." },
        ],
      },
    },
  });

  guide.section("A stop, and how long it took to bite");
  guide.at("2026-06-10T14:00:00.000Z");
  const directiveId = await tell.directive(releaseId, { effect: "SUSPEND", reason: "CYBER_INCIDENT" });
  guide.says(`An order is in force at once: \`releaseStatusChanged\` and \`authorizationStatusChanged\` bring it, and every answer
    of \`checkAccess\` from then on holds it.`);
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
  guide.says(`A designation of your company as a supply-chain risk counts as a directive on all your releases: \`vendor/my-designations\`
    shows it, \`vendor/acknowledge-designation\` acknowledges it, and its enforcement is attested by the same operation, with
    its \`designationId\`.`);
  await expect(guide.text()).toMatchFileSnapshot("../../docs/guide/vendor.md");
});
