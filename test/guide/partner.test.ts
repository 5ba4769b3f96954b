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
  guide.says(`What has changed about you, you say; name the revision that you read.`);
  await guide.runs({
    as: "partner",
    operation: "partner/amend-partner",
    variables: { input: { partnerId: viewer.partner.id, revision: 1, website: "https://acme.example" } },
  });
  await people.commerce.mutate("admitPartner", { partnerId: viewer.partner.id });
  guide.says(`Commerce compares your name with lists of restricted parties and admits you. You may apply meanwhile: the panel
    hears of it once you are admitted.`);
  await guide.runs({
    as: "partner",
    operation: "partner/my-registration",
    only: ["id", "legalName", "status", "revision", "registeredAt", "admittedAt"].map(
      (field) => `partners.nodes.${field}`,
    ),
  });

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

  guide.says(
    `Until something is proposed you may amend it: a new revision, for which the panel starts again. Its time in all runs on.`,
  );
  await guide.runs({
    as: "partner",
    operation: "partner/amend-application",
    variables: {
      input: { applicationId: caseId, revision: 1, namedUsers: 50, note: "Ten of them have left the team." },
    },
  });

  guide.section("Being asked");
  guide.at("2026-06-10T14:00:00.000Z");
  await people.ostp.mutate("requestInformation", {
    caseId,
    revision: 2,
    addressee: "PARTNER",
    topic: "END_USERS",
    question: "Who are the fifty users, and who employs them?",
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
      input: { caseId, revision: 2, statement: "Output goes to our own analysts alone; the logs are attached." },
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
  const statement = "Fifty analysts work in shifts on the same desks.";
  const appealed = await guide.runs({
    as: "partner",
    operation: "partner/appeal-decision",
    variables: { input: { caseId, ground: "CONDITIONS", conditionIds: [condition.id], statement } },
  });
  const newWording = { text: "At most 50 named users.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 50 } };
  const upheld = await people.ostp2.mutate("decideAppeal", {
    appealId: appealed.appealDecision.appeal.id,
    revision: 2,
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

  guide.section("A denial, and an appeal against it");
  guide.says(
    `Another of your applications is denied, and the time to rebut it is over. You have the policy's days to appeal.`,
  );
  const second = await tell.applicationInReview(releaseId, { endUse: "EDUCATION", endUseStatement: "We teach it." });
  for (const who of [people.oncd, people.ostp])
    await tell.position(second, who, "OBJECT", { reason: "DIVERSION_RISK" });
  for (const who of [people.commerce, people.defense]) await tell.position(second, who);
  guide.at("2026-07-08T14:00:00.000Z");
  await tell.countersigned(second, people.commerce2);
  const against = await guide.runs({
    as: "partner",
    operation: "partner/appeal-decision",
    variables: {
      input: { caseId: second, ground: "DENIAL", statement: "The courses are for our own staff, in our own rooms." },
    },
  });
  const appealId = against.appealDecision.appeal.id;
  const decided = { appealId, revision: 1, upheld: true, reason: "Nothing leaves the rooms." };
  expect((await people.ostp2.mutate("decideAppeal", decided)).refusals).toEqual([]);
  await tell.countersigned(second, people.oncd2);
  guide.says(
    `One who took no part upholds it, and another countersigns what that gives: both decisions stay to be read.`,
  );
  const read = await guide.runs({
    as: "partner",
    operation: "partner/appeal",
    variables: { id: appealId },
    only: ["ground", "status", "filedAt", "decidedAt", "reason", "decision", "proposal"].map(
      (field) => `appeal.${field}`,
    ),
  });
  expect(read.appeal).toMatchObject({ decision: { status: "SUPERSEDED" }, proposal: { status: "COUNTERSIGNED" } });

  guide.section("Where everything stands");
  await guide.runs({
    as: "partner",
    operation: "partner/my-applications",
    only: ["id", "status", "endUse", "submittedAt", "dueAt", "closedAt"].map((field) => `applications.nodes.${field}`),
  });
  guide.says(
    `Or be told: follow your applications, or have a webhook bring what you may see, as [the vendor's guide](vendor.md) shows.`,
  );
  await guide.follows({
    as: "partner",
    operation: "partner/follow-my-applications",
    only: ["cursor", "at", "type", "change"]
      .concat(["id", "status", "endUse", "dueAt"].map((field) => `application.${field}`))
      .map((field) => `applicationStatusChanged.${field}`),
    cause: () => tell.submittedApplication(releaseId, { endUse: "FINANCE" }),
  });

  guide.section("Renewing before it ends");
  guide.at("2026-11-02T15:00:00.000Z");
  guide.says(`An authorization ends on its day. To renew it, or to hold it on other terms, apply with \`replacesAuthorizationId\`: once that
    is approved the new one takes the old one's place at the same instant.`);
  const renewing = await guide.runs({
    as: "partner",
    operation: "partner/submit-application",
    variables: { input: { new: { ...asked, namedUsers: 50, replacesAuthorizationId: authorization.id } } },
  });
  const renewalId = renewing.submitApplication.application.id as string;
  const acceptance = { applicationId: renewalId, revision: 1 };
  expect((await people.commerce.mutate("acceptApplication", acceptance)).refusals).toEqual([]);
  await tell.everyoneConcurs(renewalId);
  await tell.countersigned(renewalId);
  const holding = await guide.runs({
    as: "partner",
    operation: "partner/my-authorizations",
    only: ["id", "status", "endUse", "expiresAt", "effective"].map(
      (field) => `viewer.partner.authorizations.nodes.${field}`,
    ),
  });
  const mine = holding.viewer.partner.authorizations.nodes as { id: string; status: string; endUse: string }[];
  expect(
    mine
      .filter(({ endUse }) => endUse === "CYBER_DEFENSE")
      .map(({ status }) => status)
      .sort(),
  ).toEqual(["ACTIVE", "SUPERSEDED"]);

  guide.section("Giving up, and taking back");
  guide.says(`What you no longer need you surrender, for good. An application that you no longer want you withdraw.`);
  const teaching = mine.find(({ endUse }) => endUse === "EDUCATION");
  await guide.runs({
    as: "partner",
    operation: "partner/surrender-authorization",
    variables: { input: { authorizationId: teaching?.id, note: "The courses have ended." } },
    only: ["id", "status", "effective"].map((field) => `surrenderAuthorization.authorization.${field}`),
  });
  const third = await tell.submittedApplication(releaseId, { endUse: "HEALTH" });
  await guide.runs({
    as: "partner",
    operation: "partner/withdraw-application",
    variables: { input: { applicationId: third } },
  });

  guide.section("A vendor's programme");
  const programmeId = await tell.programme();
  await tell.enrolment(programmeId);
  guide.says(`A vendor that trusts you may enrol you in a programme. Name it in an application as \`programmeId\`: the programme's policy
    reviews it then, whose clocks are shorter.`);
  await guide.runs({
    as: "partner",
    operation: "partner/my-enrolments",
    only: ["id", "status", "programme"].map((field) => `enrolments.nodes.${field}`),
  });
  guide.theRest("partner");
  await expect(guide.text()).toMatchFileSnapshot("../../docs/guide/partner.md");
});
