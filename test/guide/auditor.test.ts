import { afterAll, beforeAll, expect, it } from "vitest";
import { Guide } from "./guide.ts";

let guide: Guide;
beforeAll(async () => {
  guide = await Guide.begin("The auditor's guide");
});
afterAll(() => guide?.graph.stop());

it("docs/guide/auditor.md tells how to find out what was decided, when, by whom and why, with real answers", async () => {
  const { tell } = guide;
  const { people } = tell;
  await tell.vendor();
  const releaseId = await tell.previewedRelease();
  await tell.admittedPartner();
  const caseId = await tell.applicationInReview(releaseId);
  await tell.everyoneConcurs(caseId);
  guide.at("2026-06-11T14:00:00.000Z");
  await tell.countersigned(caseId);
  await tell.admittedPartner({ as: people.partner2, legalName: "Globex Health (fictional)" });
  const other = await tell.applicationInReview(releaseId, { as: people.partner2 });
  await people.commerce.mutate("placeHold", {
    caseId: other,
    revision: 1,
    reason: "LEGAL_REVIEW",
    owner: "COMMERCE",
    reviewAt: "2026-06-18T21:00:00.000Z",
  });

  guide.says(`You read everything and change nothing. Every change of the record is an entry of the ledger, made in the same
    transaction: who did it, by which mutation and request, from which state to which, and on what law.`);

  guide.section("The history of a record");
  await guide.runs({
    as: "auditor",
    operation: "agency/history-of-a-record",
    variables: { id: caseId },
    without: ["changes.pageInfo"],
  });

  guide.section("The ledger, entry by entry");
  guide.says(`Numbers are without gaps, in the order of commits. \`body\` is the text that is hashed: salted commitments to each
    part, so that a reader's view can be proved without what that reader may not see. Page on with \`endCursor\`.`);
  await guide.runs({ as: "auditor", operation: "auditor/ledger", variables: { first: 1 } });

  guide.section("That nothing was rewritten");
  guide.says(`Every entry is a leaf of a Merkle tree (RFC 9162). A checkpoint is the tree's root under the ledger's key: keep \`note\`,
    outside. Whatever is shown to you later, an inclusion proof shows that an entry is in that tree, and a consistency proof that
    the tree of today begins with it. The key is one that you were given by another way than this answer.`);
  const { checkpoint } = await guide.runs({ as: "auditor", operation: "auditor/checkpoint" });
  const { treeSize } = checkpoint;
  await guide.runs({ as: "auditor", operation: "auditor/inclusion-proof", variables: { sequence: 42, treeSize } });
  await guide.runs({ as: "auditor", operation: "auditor/consistency-proof", variables: { fromSize: 40 } });
  guide.says(
    `Each of \`disclosures\` opens one commitment of \`body\`: its SHA-256 in base64url is the value of that name there.`,
  );

  guide.section("Were like cases treated alike?");
  guide.says(`Decided applications like the one at hand, with what makes them alike, and where the outcome or the conditions
    differ without another reason on record.`);
  await guide.runs({ as: "auditor", operation: "agency/precedents", variables: { applicationId: other } });

  guide.section("How the review goes");
  const span = { from: "2026-06-01T00:00:00.000Z", to: "2026-07-01T00:00:00.000Z" };
  const report = await guide.runs({ as: "auditor", operation: "auditor/oversight-report", variables: span });
  expect(report.oversightReport.holds).toMatchObject([{ reason: "LEGAL_REVIEW", open: 1 }]);

  guide.section("What another policy would have come to");
  const { policies } = await people.auditor.ask("{ policies { nodes { id key } } }");
  const eo12981 = policies.nodes.find(({ key }: { key: string }) => key === "eo12981");
  guide.says(`Past cases are replayed under another version: what was recorded, by the rules of that policy. Nothing is written. A
    long span is followed as it is worked off, with
    [\`ostp/follow-replay\`](../../schema/operations/ostp/follow-replay.graphql).`);
  await guide.runs({
    as: "auditor",
    operation: "ostp/replay-policy",
    variables: { versionId: eo12981.id, ...span },
  });
  await expect(guide.text()).toMatchFileSnapshot("../../docs/guide/auditor.md");
});
