import { afterAll, beforeAll, expect, it } from "vitest";
import { Guide } from "./guide.ts";

let guide: Guide;
beforeAll(async () => {
  guide = await Guide.begin("The countersigner's guide");
});
afterAll(() => guide?.graph.stop());

it("docs/guide/countersigner.md tells how a proposal becomes a decision, with real answers", async () => {
  const { tell } = guide;
  await tell.vendor();
  const releaseId = await tell.previewedRelease();
  await tell.admittedPartner();

  guide.says(`No proposal stands by itself. It becomes the decision when an official of an agency that the policy names
    countersigns it: one who took no position, cast no vote and decided nothing in the case. What it gives takes effect in
    that same change.`);

  guide.section("What awaits a signature");
  const caseId = await tell.applicationInReview(releaseId);
  await tell.position(caseId, tell.people.oncd, "CONCUR_WITH_CONDITIONS", {
    conditions: [{ text: "At most 40 named users.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 40 } }],
  });
  for (const each of [tell.people.ostp, tell.people.commerce, tell.people.defense]) await tell.position(caseId, each);
  guide.says(`Four agencies have concurred in an application, one of them with a condition. The proposal carries it, and
    says who may sign: \`viewerCanCountersign\` is about you, now.`);
  const awaiting = await guide.runs({ as: "commerce2", operation: "agency/awaiting-countersignature" });
  const [decision] = awaiting.decisions.nodes;

  guide.section("Nobody signs what they took part in");
  guide.says(`The official of ONCD who took the position asks for the signature, and is refused: as data, with every reason
    by its code.`);
  const signing = { decisionId: decision.id, revision: decision.caseRevision };
  await guide.isRefused({ as: "oncd", operation: "agency/countersign-decision", variables: { input: signing } });

  guide.section("Signing");
  guide.says(`A second official of Commerce took no part. The \`revision\` is the one that was read: had the case changed
    meanwhile, the signature would be refused as \`STALE_REVISION\`. The answer holds the authorization that the decision
    yields.`);
  const signed = await guide.runs({
    as: "commerce2",
    operation: "agency/countersign-decision",
    variables: { input: signing },
    without: ["countersignDecision.release"],
  });
  expect(signed.countersignDecision.authorization).toMatchObject({ status: "ACTIVE", effective: true });

  guide.section("Refusing to sign");
  const other = await tell.applicationInReview(releaseId, { endUse: "EDUCATION" });
  await tell.everyoneConcurs(other);
  const { id, caseRevision } = await tell.decisionOf(other);
  guide.says(`Where the record doesn't carry the decision, say so with a coded reason. The proposal ends, and the case goes to
    the first level of the policy's ladder.`);
  const refused = await guide.runs({
    as: "ostp2",
    operation: "agency/refuse-countersignature",
    variables: {
      input: {
        decisionId: id,
        revision: caseRevision,
        reason: "RECORD_INCOMPLETE",
        note: "No word on who the users are.",
      },
    },
  });
  expect(refused.refuseCountersignature.decision.status).toBe("REFUSED");

  guide.section("What a signature waits for");
  const denied = await tell.applicationInReview(releaseId, { endUse: "VULNERABILITY_RESEARCH" });
  for (const each of [tell.people.oncd, tell.people.ostp]) {
    await tell.position(denied, each, "OBJECT", { reason: "END_USE_CONCERN" });
  }
  for (const each of [tell.people.commerce, tell.people.defense]) await tell.position(denied, each);
  const intended = await tell.decisionOf(denied);
  guide.says(`A denial waits until the partner's time to rebut it is over, and for the decision on a rebuttal.`);
  const early = { decisionId: intended.id, revision: intended.caseRevision };
  const tooEarly = await guide.isRefused({
    as: "commerce2",
    operation: "agency/countersign-decision",
    variables: { input: early },
    only: ["code", "message", "blockers"].map((field) => `countersignDecision.refusals.${field}`),
  });
  expect(tooEarly.countersignDecision.refusals[0].blockers).toEqual(["REBUTTAL_WINDOW_OPEN"]);
  await guide.runs({
    as: "commerce2",
    operation: "agency/case",
    variables: { id: denied },
    only: ["status", "rebuttalDueAt", "viewerCanCountersign", "decision"].map((field) => `node.${field}`),
  });
  const held = await tell.applicationInReview(releaseId, { endUse: "HEALTH" });
  await tell.everyoneConcurs(held);
  const holdId = await tell.hold(held);
  guide.says(`While a hold or an open request for information stops the clock, nothing is signed.`);
  const stopped = await tell.decisionOf(held);
  const signingHeld = { decisionId: stopped.id, revision: stopped.caseRevision };
  await guide.isRefused({
    as: "commerce2",
    operation: "agency/countersign-decision",
    variables: { input: signingHeld },
    only: ["code", "message", "blockers"].map((field) => `countersignDecision.refusals.${field}`),
  });
  expect((await tell.people.commerce.mutate("releaseHold", { holdId })).refusals).toEqual([]);
  await guide.runs({
    as: "commerce2",
    operation: "agency/decision",
    variables: { id: stopped.id },
    only: ["outcome", "basis", "status", "caseRevision", "legalBasis", "proposedAt", "case"].map(
      (field) => `decision.${field}`,
    ),
  });

  guide.section("What a signature is refused for");
  guide.says(`Beside your part in the case: a stale revision, a case in dispute or on hold, an intended denial that may still be
    rebutted, an agency that isn't among the policy's countersigners; and for an approval a partner that isn't admitted, a
    release that is suspended, postponed or not open, a phase at its cap (\`CAP_REACHED\`: the case waits for a place), and
    what a renewal would replace having ended. Every code stands in
    [src/rules/countersigning.ts](../../src/rules/countersigning.ts) with its sentence.`);
  await expect(guide.text()).toMatchFileSnapshot("../../docs/guide/countersigner.md");
});
