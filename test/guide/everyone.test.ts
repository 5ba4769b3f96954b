import { afterAll, beforeAll, expect, it } from "vitest";
import { Guide } from "./guide.ts";

let guide: Guide;
beforeAll(async () => {
  guide = await Guide.begin("The guide for everyone");
});
afterAll(() => guide?.graph.stop());

it("docs/guide/everyone.md tells what can be read without a token, with real answers", async () => {
  const { tell } = guide;
  const { vendorId } = await tell.vendor();
  const releaseId = await tell.previewedRelease();
  await tell.releaseUnderReview();

  guide.says(`Without a token you read the public register: releases at or past their limited preview, whether each may be used now,
    what is ordered of them, and the policies of the review.`);

  guide.section("The register");
  guide.says(`A release that is still under review isn't in it. What is withheld from you is said to be, and why.`);
  const register = await guide.runs({
    as: "everyone",
    operation: "public/release-register",
    only: ["releases.totalCount"].concat(
      ["id", "name", "modelVersion", "phase", "standing", "publicSince", "vendor", "withheld"].map(
        (field) => `releases.nodes.${field}`,
      ),
    ),
  });
  expect(register.releases.totalCount).toBe(1);

  guide.section("A stop");
  guide.says(`Follow the register, over a socket or a stream of events: an order comes as it is recorded.`);
  const event = await guide.follows({
    as: "everyone",
    operation: "public/follow-register",
    variables: { releaseId },
    cause: () => tell.directive(releaseId, { reason: "CYBER_INCIDENT" }),
  });
  expect(event.releaseStatusChanged.release.standing).toBe("SUSPENDED");
  await guide.runs({
    as: "everyone",
    operation: "public/release",
    variables: { id: releaseId },
    only: ["name", "phase", "standing", "vendor.name", "policy.key", "policy.version"]
      .concat(["effect", "reason", "legalBasis", "agency", "inForceSince"].map((field) => `directives.nodes.${field}`))
      .map((field) => `release.${field}`),
  });
  await guide.runs({
    as: "everyone",
    operation: "public/vendor",
    variables: { id: vendorId },
    only: ["name", "releases.totalCount", "releases.nodes", "directives.totalCount", "designations.totalCount"].map(
      (field) => `vendor.${field}`,
    ),
  });

  guide.section("That it was so");
  guide.says(`What changed in the register is in the ledger, entry by entry, and a signed checkpoint proves that none was taken away:
    see [the auditor's guide](auditor.md).`);
  await guide.runs({
    as: "everyone",
    operation: "public/changes",
    only: ["sequence", "at", "type", "subjectType", "to", "legalBasis"].map((field) => `changes.nodes.${field}`),
  });

  guide.section("Who you are");
  guide.says(`With a token or without one, \`viewer\` says as whom you are seen and what you may do.`);
  await guide.runs({ as: "everyone", operation: "public/who-am-i" });
  guide.theRest("public");
  await expect(guide.text()).toMatchFileSnapshot("../../docs/guide/everyone.md");
});
