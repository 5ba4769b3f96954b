import "reflect-metadata";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RefusedAttempts } from "../../src/ledger/attempts/refused-attempts.ts";
import { exportLedger } from "../../src/ledger/export/export-ledger.ts";
import { runLedgerVerify } from "../../src/processes/ledger-verify.ts";
import { silent } from "../support/graph.ts";
import { testLedgerKeys } from "../support/ledger-keys.ts";
import { Guide } from "./guide.ts";

let guide: Guide;
beforeAll(async () => {
  guide = await Guide.begin("The auditor's guide");
  const { graph } = guide;
  const attempts = new RefusedAttempts(graph.database, silent, { fixedNow: () => graph.clock.fixed });
  Object.assign(graph.services, { attempts });
});
afterAll(() => guide?.graph.stop());

/** Exports the ledger and verifies the file; gives what that says, without what is different in every run. */
async function exportedAndVerified(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-guide-"));
  try {
    const path = join(folder, "ledger.ndjson");
    await exportLedger(guide.graph.services.database, testLedgerKeys, path, () => {});
    const said: string[] = [];
    const key = testLedgerKeys.signing.verifier;
    const words = { keys: [key], checkpoint: null };
    expect(await runLedgerVerify(path, words, (line) => said.push(line))).toBe(true);
    return said.map((line) =>
      line
        .replace(path, "ledger.ndjson")
        .replace(/root [0-9a-f]{64}/, "root …")
        .replace(key, key.replace(/[^+]*$/, "…")),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it("docs/guide/auditor.md tells how to find out what was decided, when, by whom and why, with real answers", async () => {
  const { tell } = guide;
  const { people } = tell;
  await tell.vendor();
  const releaseId = await tell.previewedRelease();
  await tell.admittedPartner();
  const caseId = await tell.applicationInReview(releaseId);
  await tell.everyoneConcurs(caseId);
  guide.at("2026-06-11T14:00:00.000Z");
  const own = { decisionId: (await tell.decisionOf(caseId)).id, revision: 1 };
  expect((await people.ostp.mutate("countersignDecision", own)).refusals).not.toEqual([]);
  const { authorization } = await tell.countersigned(caseId);
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

  guide.says(`Take the whole ledger home (\`countersign ledger export ledger.ndjson\`), and check it without us: every value against its entry, every entry against the tree, and
    the tree against the key. With \`--checkpoint\` it must also go on from the one that you kept.`);
  guide.command("countersign ledger verify ledger.ndjson --key ledger.key", [...(await exportedAndVerified())]);

  guide.section("As it stood");
  guide.says(`A record at a moment in the past is rebuilt from the ledger's entries: here the application before it was decided.
    \`unrecorded\` names what the ledger doesn't hold.`);
  const before = await guide.runs({
    as: "auditor",
    operation: "auditor/application-as-of",
    variables: { id: caseId, at: "2026-06-10T00:00:00.000Z" },
    only: [
      "sequence",
      "recordedAt",
      "recordedAs",
      "unrecorded",
      "status",
      "revision",
      "endUse",
      "namedUsers",
      "dueAt",
    ].map((field) => `applicationAsOf.${field}`),
  });
  expect(before.applicationAsOf.status).toBe("AWAITING_COUNTERSIGNATURE");
  guide.says(`Authorizations and releases are asked for in the same way.`);
  await guide.runs({
    as: "auditor",
    operation: "auditor/authorization-as-of",
    variables: { id: authorization.id, at: "2026-06-11T14:00:00.000Z" },
    only: ["sequence", "recordedAt", "status", "endUse", "legalBasis", "expiresAt"].map(
      (field) => `authorizationAsOf.${field}`,
    ),
  });

  guide.section("What was attempted and refused");
  guide.says(`A refusal changes nothing, so the ledger doesn't have it; who tried what, and why it was refused, is kept beside it. Here
    an official wanted to sign what they had taken a position on.`);
  const tried = await guide.runs({
    as: "auditor",
    operation: "auditor/refused-attempts",
    only: ["at", "subject", "agency", "operation", "code", "blockers", "targets", "repeats"].map(
      (field) => `refusedAttempts.nodes.${field}`,
    ),
  });
  expect(tried.refusedAttempts.nodes).toMatchObject([{ blockers: ["SIGNED_OWN_POSITION"] }]);

  guide.section("Who decided, and who signed");
  await guide.runs({
    as: "auditor",
    operation: "auditor/decisions",
    variables: { first: 1 },
    only: ["outcome", "basis", "status", "legalBasis", "proposedAt", "countersignedAt", "countersignedBy"]
      .concat(["id", "positions"].map((field) => `case.${field}`))
      .map((field) => `decisions.nodes.${field}`),
  });

  guide.section("How long a stop took to bite");
  guide.at("2026-06-11T15:00:00.000Z");
  const directiveId = await tell.directive(releaseId, { reason: "CYBER_INCIDENT" });
  guide.at("2026-06-11T15:01:30.000Z");
  expect((await people.vendor.mutate("acknowledgeDirective", { directiveId })).refusals).toEqual([]);
  guide.at("2026-06-11T15:20:00.000Z");
  await tell.attested(directiveId, {
    enforcedAt: "2026-06-11T15:06:00.000Z",
    notEnforced: ["EFFECT_SUSPEND"],
    note: "One copy at a customer's runs on until it is back online.",
  });
  guide.says(`In seconds from the order. What its vendor can't enforce it says in \`notEnforced\`, and how long it took is then not
    told: it didn't.`);
  const stopped = await guide.runs({
    as: "auditor",
    operation: "auditor/how-long-stops-took",
    only: ["id", "effect", "agency", "secondsToAcknowledge", "secondsToEnforce", "attestation"].map(
      (field) => `directives.nodes.${field}`,
    ),
  });
  expect(stopped.directives.nodes).toMatchObject([{ secondsToAcknowledge: 90, secondsToEnforce: null }]);
  guide.says(`Each attestation stays: what the vendor said first, and every correction.`);
  await guide.runs({
    as: "auditor",
    operation: "auditor/enforcement-attestations",
    variables: { directiveId },
    only: ["revision", "enforcedAt", "attestedAt", "notEnforced", "note"].map(
      (field) => `enforcementAttestations.nodes.${field}`,
    ),
  });
  const effective = "query A($id: ID!) { authorization(id: $id) { effective } }";
  expect((await people.auditor.ask(effective, authorization)).authorization.effective).toBe(false);

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
  guide.theRest("auditor");
  await expect(guide.text()).toMatchFileSnapshot("../../docs/guide/auditor.md");
});
