import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { sweepAlone } from "../support/falling-due.ts";
import { policyInput } from "../support/policies.ts";
import { Guide } from "./guide.ts";

let guide: Guide;
beforeAll(async () => {
  guide = await Guide.begin("The guide of OSTP's officials");
});
afterAll(() => guide?.graph.stop());

it("docs/guide/ostp.md tells how a policy is published and tried on past cases, with real answers", async () => {
  const { tell } = guide;
  const { people } = tell;
  await tell.vendor();
  const releaseId = await tell.previewedRelease();
  await tell.admittedPartner();
  const caseId = await tell.applicationInReview(releaseId);
  for (const each of [people.oncd, people.ostp]) await tell.position(caseId, each);

  guide.says(`OSTP keeps the policies: whom a panel hears, in what time, and what silence means. What every agency does stands in
    [the agency official's guide](official.md).`);

  guide.section("The policies");
  const listed = await guide.runs({
    as: "ostp",
    operation: "ostp/policies",
    variables: { filter: { key: "expedited-preview" } },
    only: ["id", "key", "version", "dayCount", "panel", "clocks", "phases"].map((field) => `policies.nodes.${field}`),
  });

  guide.section("The next version");
  guide.says(`A policy is published whole, and checked before: what is wrong is refused with its place. A version is never changed.
    Here the agencies get seven days in place of five, and Defense must answer.`);
  const next = {
    ...expeditedPreview,
    version: 2,
    clocks: { ...expeditedPreview.clocks, position: 7, total: 17 },
    panel: expeditedPreview.panel.map(({ agency, seat }) => ({
      agency,
      seat: agency === "DEFENSE" ? ("REQUIRED" as const) : seat,
    })),
  };
  const unchanged = ["sources", "holidays", "criteria", "ladder", "phases", "summary", "legalBasis", "silence"];
  const published = await guide.runs({
    as: "ostp",
    operation: "ostp/publish-policy",
    variables: { input: { document: policyInput(next) } },
    givenWithout: unchanged.map((field) => `input.document.${field}`),
  });
  const { policy } = published.publishPolicy;
  expect(policy.predecessor.id).toBe(listed.policies.nodes[0].id);

  guide.says(`Anyone may ask what a version changed, against the one before it or another.`);
  await guide.runs({
    as: "everyone",
    operation: "ostp/policy-changes",
    variables: { id: policy.id },
    only: ["version", "predecessor", "changes"].map((field) => `policy.${field}`),
  });

  guide.section("What a new version moves");
  guide.says(
    `Cases that begin from now on. One under way keeps the version that it began under, and its panel with it.`,
  );
  const asked = "query P($id: ID!) { node(id: $id) { ... on Application { policy { version } } } }";
  expect((await people.auditor.ask(asked, { id: caseId })).node.policy.version).toBe(1);
  await guide.runs({
    as: "ostp",
    operation: "agency/case",
    variables: { id: caseId },
    only: ["id", "status", "dueAt"]
      .map((field) => `node.${field}`)
      .concat(["agency", "seat", "awaiting", "dueAt"].map((field) => `node.referrals.nodes.${field}`)),
  });

  guide.section("What it would have come to");
  await tell.position(caseId, people.commerce);
  // The reminder, and a day later the silence that counts.
  for (const time of ["2026-06-15T21:00:00.000Z", "2026-06-16T21:00:00.000Z"]) {
    guide.at(time);
    while (await sweepAlone(guide.graph, caseId));
  }
  await tell.countersigned(caseId);
  guide.says(`Past cases are replayed by the rules of another version: what was recorded then is what they know. Nothing is
    written. Here Defense had let its time pass, which counted; under the new version the case would still wait for it.`);
  const replayed = await guide.runs({
    as: "ostp",
    operation: "ostp/replay-policy",
    variables: { versionId: policy.id, from: "2026-06-01T00:00:00.000Z", to: "2026-07-01T00:00:00.000Z" },
  });
  const turned = { inFact: "APPROVE", outcome: "WAITING", cases: 1 };
  expect(replayed.replayPolicy.summary.turns).toContainEqual(turned);

  guide.section("A directive as a request");
  guide.says(
    `Where nothing orders it, ask: a REQUEST is in force from the moment that the vendor accepts it, and may be declined.`,
  );
  const issued = await guide.runs({
    as: "ostp",
    operation: "ostp/issue-directive",
    variables: {
      input: {
        releaseId,
        effect: "POSTPONE",
        force: "REQUEST",
        reason: "REVIEW_INCOMPLETE",
        legalBasis: "The vendor's agreement",
        rationale: "Until the wider test is through.",
      },
    },
    only: ["id", "effect", "force", "status", "issuedAt", "inForceSince", "release"].map(
      (field) => `issueDirective.directive.${field}`,
    ),
  });
  const { id: directiveId } = issued.issueDirective.directive;
  expect((await people.vendor.mutate("answerDirectiveRequest", { directiveId, answer: "ACCEPT" })).refusals).toEqual(
    [],
  );
  guide.says(
    `The vendor accepted. Lifting it, or taking back a request that nobody answered yet, is the same operation.`,
  );
  await guide.runs({
    as: "ostp",
    operation: "ostp/lift-directive",
    variables: { input: { directiveId, reason: "The test is through." } },
    only: ["id", "status", "inForceSince", "liftedAt", "liftingReason", "release"].map(
      (field) => `liftDirective.directive.${field}`,
    ),
  });
  guide.theRest("ostp");
  await expect(guide.text()).toMatchFileSnapshot("../../docs/guide/ostp.md");
});
