import { afterAll, beforeAll, expect, it } from "vitest";
import { Guide } from "./guide.ts";

let guide: Guide;
beforeAll(async () => {
  guide = await Guide.begin("The partner's guide");
});
afterAll(() => guide?.graph.stop());

it("docs/guide/partner.md tells a customer's way to access, with real answers", async () => {
  const { tell } = guide;
  const { people } = tell;
  await tell.vendor();
  const releaseId = await tell.previewedRelease();

  guide.says(`You want to use a release that is reviewed customer by customer. You register, apply for one release and one end
    use, answer what you are asked, and see at each step where you stand, what is awaited and until when. What you don't see
    is said to be withheld, and why.`);

  guide.section("Registering");
  await guide.runs({
    as: "partner",
    operation: "partner/register-partner",
    variables: { input: { legalName: "Acme Research (fictional)", kind: "ENTERPRISE", jurisdiction: "US" } },
  });
  const { viewer } = await people.partner.ask("{ viewer { partner { id } } }");
  await people.commerce.mutate("admitPartner", { partnerId: viewer.partner.id });
  guide.says(`Commerce compares your name with lists of restricted parties and admits you. You may apply meanwhile: the panel
    hears of it once you are admitted.`);

  guide.section("Applying");
  const asked = {
    releaseId,
    endUse: "CYBER_DEFENSE",
    endUseStatement: "Our analysts triage alerts of the networks that we run.",
    deployment: "VENDOR_HOSTED",
    namedUsers: 60,
    userJurisdictions: ["US"],
  };
  guide.says(`The answer names the policy version that your case begins under and keeps, and when its next step is due. A draft
    (\`draft: true\`) is yours alone until you submit it.`);
  const submitted = await guide.runs({
    as: "partner",
    operation: "partner/submit-application",
    variables: { input: { new: asked } },
  });
  const caseId = submitted.submitApplication.application.id as string;
  await people.commerce.mutate("acceptApplication", { applicationId: caseId, revision: 1 });

  guide.section("Being asked");
  guide.at("2026-06-10T14:00:00.000Z");
  await people.ostp.mutate("requestInformation", {
    caseId,
    revision: 1,
    addressee: "PARTNER",
    topic: "END_USERS",
    question: "Who are the sixty users, and who employs them?",
  });
  guide.says(`An agency that wants to know more asks: that is no objection. The clock stops until you answer, and a question that
    nobody answers lapses on its due date.`);
  const open = await guide.runs({ as: "partner", operation: "partner/information-requests" });
  const [request] = open.informationRequests.nodes;
  guide.at("2026-06-11T14:00:00.000Z");
  await guide.runs({
    as: "partner",
    operation: "partner/answer-information-request",
    variables: {
      input: { informationRequestId: request.id, answer: "Our own analysts, employed by us, at one site." },
    },
  });

  guide.section("Why it is due when it is");
  guide.says(`The events behind each date, and every span in which the clock stood still: also where a reason is withheld from you,
    its owner and its review date show.`);
  await guide.runs({ as: "partner", operation: "partner/explain-deadline", variables: { caseId } });

  guide.section("An intent to deny, and your answer to it");
  for (const [who, reason] of [
    [people.oncd, "END_USE_CONCERN"],
    [people.ostp, "INSUFFICIENT_SAFEGUARDS"],
  ] as const) {
    await tell.position(caseId, who, "OBJECT", { reason });
  }
  await tell.position(caseId, people.commerce, "CONCUR_WITH_CONDITIONS", {
    conditions: [{ text: "At most 40 named users.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 40 } }],
  });
  await tell.position(caseId, people.defense);
  guide.says(`A denial is announced before it is decided, with its coded reasons in the words of the policy, and you have time to
    rebut it: the denial isn't signed while your rebuttal awaits its decision.`);
  const unneeded = [
    "endUseStatement",
    "deployment",
    "namedUsers",
    "userJurisdictions",
    "revisions",
    "holds",
    "informationRequests",
    "release",
    "policy",
    "lastSubmittedAt",
    "returnReason",
    "returnNote",
    "replaces",
  ].map((field) => `application.${field}`);
  await guide.runs({
    as: "partner",
    operation: "partner/my-application",
    variables: { id: caseId },
    without: unneeded,
  });
  const rebutted = await guide.runs({
    as: "partner",
    operation: "partner/rebut-intent-to-deny",
    variables: {
      input: { caseId, revision: 1, statement: "Output goes to our own analysts alone; the logs are attached." },
    },
  });
  const { rebuttal } = rebutted.rebutIntentToDeny;
  const accepted = await people.defense2.mutate("decideRebuttal", {
    rebuttalId: rebuttal.id,
    accept: true,
    reason: "The concern is answered.",
  });
  expect(accepted.refusals).toEqual([]);
  guide.says(`An official who took no part decides it, and gives you the reason. Accepted, an approval is proposed in the denial's
    place, and countersigned like any other.`);
  const { authorization } = await tell.countersigned(caseId, people.commerce2);

  guide.section("Your authorization");
  await guide.runs({ as: "partner", operation: "partner/authorization", variables: { id: authorization.id } });
  guide.says(`\`effective\` is derived at the moment you ask: from the authorization, the release, your own standing, the directives
    and the clock. Follow it with \`authorizationStatusChanged\`
    ([\`partner/follow-my-authorizations\`](../../schema/operations/partner/follow-my-authorizations.graphql)).`);

  guide.section("Appealing a single condition");
  const held = await people.partner.ask(
    "query A($id: ID!) { authorization(id: $id) { conditions { nodes { id } } } }",
    { id: authorization.id },
  );
  const [condition] = held.authorization.conditions.nodes;
  guide.says(`A denial, single conditions, and a deadline that passed in silence can be appealed, within the policy's days. What
    you hold stands meanwhile.`);
  const statement = "Sixty analysts work in shifts on the same desks.";
  const appealed = await guide.runs({
    as: "partner",
    operation: "partner/appeal-decision",
    variables: { input: { caseId, ground: "CONDITIONS", conditionIds: [condition.id], statement } },
  });
  const newWording = { text: "At most 60 named users.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 60 } };
  const upheld = await people.ostp2.mutate("decideAppeal", {
    appealId: appealed.appealDecision.appeal.id,
    revision: 1,
    upheld: true,
    reason: "The desks are what was meant.",
    rulings: [{ conditionId: condition.id, drops: false, newWording, reason: "Shifts share the desks." }],
  });
  expect(upheld.refusals).toEqual([]);
  await tell.countersigned(caseId, people.oncd2);
  guide.says(`Officials who took no part decide it. What an upheld appeal gives is proposed, and countersigned by one more who took
    none: then your authorization stands under the new wording, and both wordings stay readable.`);
  const amended = await guide.runs({
    as: "partner",
    operation: "partner/authorization",
    variables: { id: authorization.id },
    without: [
      "authorization.release",
      "authorization.application",
      "authorization.replaces",
      "authorization.legalBasis",
    ],
  });
  expect(amended.authorization.conditions.nodes).toMatchObject([{ text: newWording.text }]);
  await expect(guide.text()).toMatchFileSnapshot("../../docs/guide/partner.md");
});
