import { afterAll, beforeAll, expect, it } from "vitest";
import { Guide } from "./guide.ts";

let guide: Guide;
beforeAll(async () => {
  guide = await Guide.begin("The guide of Defense's officials");
});
afterAll(() => guide?.graph.stop());

it("docs/guide/defense.md tells how a vendor is designated a supply-chain risk, with real answers", async () => {
  const { tell } = guide;
  const { people } = tell;
  const { vendorId } = await tell.vendor();
  const releaseId = await tell.previewedRelease();
  await tell.admittedPartner();
  await tell.authorization(releaseId);
  await tell.admittedPartner({ as: people.partner2, legalName: "Globex Health (fictional)", kind: "NONPROFIT" });
  await tell.authorization(releaseId, { as: people.partner2 });

  guide.says(`Defense designates a vendor a supply-chain risk. That counts as a directive on all its releases at once, with an effect and
    a scope of its own. What every agency does stands in [the agency official's guide](official.md).`);

  guide.section("Looking first");
  const designation = {
    vendorId,
    effect: "SUSPEND",
    scope: { partnerKinds: ["ENTERPRISE"] },
    legalBasis: "10 U.S.C. 3252, for an example",
    rationale: "A supplier of its data centre is under foreign control.",
  };
  guide.says(
    `Nothing is changed. \`touched\` is whom the scope takes in, \`everyone\` whom it would take in without one.`,
  );
  const preview = await guide.runs({
    as: "defense",
    operation: "defense/preview-designation",
    variables: { input: designation },
    only: ["touched", "ceasing", "everyone", "partners.nodes"].map((field) => `previewDesignation.${field}`),
  });
  expect(preview.previewDesignation).toMatchObject({ ceasing: 1, everyone: { authorizations: 2 } });

  guide.section("Designating");
  const made = await guide.runs({
    as: "defense",
    operation: "defense/designate-supply-chain-risk",
    variables: { input: designation },
  });
  const { id } = made.designateSupplyChainRisk.designation;
  const effective = async () => {
    const asked = "{ authorizations(orderBy: ISSUED_AT_DESC) { nodes { effective partner { kind } } } }";
    return (await people.auditor.ask(asked)).authorizations.nodes;
  };
  expect(await effective()).toEqual([
    { effective: true, partner: { kind: "NONPROFIT" } },
    { effective: false, partner: { kind: "ENTERPRISE" } },
  ]);
  guide.says(
    `The vendor acknowledges it, and attests when it bites, as [its own guide](vendor.md) says. You read how long that took.`,
  );
  guide.at("2026-06-09T14:02:00.000Z");
  expect((await people.vendor.mutate("acknowledgeDesignation", { designationId: id })).refusals).toEqual([]);
  guide.at("2026-06-09T14:20:00.000Z");
  await tell.attestedDesignation(id, { enforcedAt: "2026-06-09T14:15:00.000Z", note: "Their keys are refused." });
  const read = await guide.runs({
    as: "defense",
    operation: "defense/designation",
    variables: { id },
    only: [
      "status",
      "secondsToAcknowledge",
      "secondsToEnforce",
      "enforcedAsWorded",
      "attestation",
      "vendor.releases",
    ].map((field) => `designation.${field}`),
  });
  expect(read.designation).toMatchObject({ secondsToAcknowledge: 120, secondsToEnforce: 900 });

  await guide.runs({
    as: "defense",
    operation: "defense/designations",
    only: ["id", "effect", "status", "secondsToEnforce", "vendor"].map((field) => `designations.nodes.${field}`),
  });

  guide.section("Lifting it");
  guide.says(`Everything is again as it would be without it, at once.`);
  await guide.runs({
    as: "defense",
    operation: "defense/lift-designation",
    variables: { input: { designationId: id, reason: "The supplier was replaced." } },
  });
  expect(await effective()).toMatchObject([{ effective: true }, { effective: true }]);
  guide.theRest("defense");
  await expect(guide.text()).toMatchFileSnapshot("../../docs/guide/defense.md");
});
