import { afterAll, beforeAll, expect, it } from "vitest";
import { Guide } from "./guide.ts";

let guide: Guide;
beforeAll(async () => {
  guide = await Guide.begin("The agency official's guide");
});
afterAll(() => guide?.graph.stop());

it("docs/guide/official.md tells an official's day, with real answers", async () => {
  const { tell } = guide;
  const { people } = tell;
  await tell.vendor();
  const releaseId = await tell.previewedRelease();
  await tell.admittedPartner();
  const caseId = await tell.applicationInReview(releaseId);

  guide.says(`You act for one agency, by what your token says. A case that Commerce accepts is referred to each seat of its
    policy's panel: a REQUIRED seat must concur expressly, on a DEEMABLE one silence counts at the end, a CONSULTED one is heard.`);

  guide.section("The inbox");
  const seats = ["id", "seat", "referredAt", "dueAt", "awaiting", "overdue"];
  const cases = [
    "id",
    "status",
    "revision",
    "viewerCanRecordPosition",
    "endUse",
    "endUseStatement",
    "namedUsers",
    "dueAt",
  ];
  const inbox = await guide.runs({
    as: "ostp",
    operation: "agency/inbox",
    variables: { agency: ["OSTP"] },
    only: [...seats, ...cases.map((field) => `case.${field}`)].map((field) => `referrals.nodes.${field}`),
  });

  guide.section("Asking without objecting");
  guide.says(`Who wants to know more asks the partner or the vendor. The clock stops until the answer, and nothing is decided
    meanwhile; unanswered, the question lapses on its due date. Nobody has to object to get information, and nobody can: an
    objection for want of it is for an agency that asked.`);
  await guide.isRefused({
    as: "ostp",
    operation: "agency/record-position",
    variables: { input: { caseId, revision: 1, kind: "OBJECT", reason: "INCOMPLETE_INFORMATION" } },
    only: ["recordPosition.refusals"],
  });
  const question = "Which networks are these, and whose?";
  const asked = await guide.runs({
    as: "ostp",
    operation: "agency/request-information",
    variables: { input: { caseId, revision: 1, addressee: "PARTNER", topic: "DEPLOYMENT", question } },
  });
  guide.at("2026-06-10T14:00:00.000Z");
  const { informationRequest } = asked.requestInformation;
  const answer = { informationRequestId: informationRequest.id, answer: "Our own, in two data centres." };
  expect((await people.partner.mutate("answerInformationRequest", answer)).refusals).toEqual([]);

  guide.says(`A question that has become needless you close yourself, with a word for whom you asked.`);
  const needless = await tell.asks(caseId, people.ostp, { topic: "END_USERS", question: "Who are the users?" });
  await guide.runs({
    as: "ostp",
    operation: "agency/close-information-request",
    variables: { input: { informationRequestId: needless, note: "Your first answer says it." } },
    only: ["status", "endedAt", "closingNote"]
      .map((field) => `closeInformationRequest.informationRequest.${field}`)
      .concat("closeInformationRequest.case"),
  });

  guide.section("More time, and why it is due when it is");
  guide.says(`Your agency may take more time for its position once, and says why. The case's total time stands.`);
  await guide.runs({
    as: "ostp",
    operation: "agency/extend-referral",
    variables: {
      input: { referralId: inbox.referrals.nodes[0].id, revision: 1, reason: "Our analyst is away until Wednesday." },
    },
  });
  guide.says(`Every date is a function of what happened: \`explain-deadline\` tells what it counts from, which days it passes over, and
    each span in which the clock stood still.`);
  await guide.runs({
    as: "ostp",
    operation: "agency/explain-deadline",
    variables: { caseId },
    only: ["timeZone", "cutOff", "clockStopped", "stops"]
      .concat(["kind", "agency", "event", "from", "days", "extendedDays", "dueAt"].map((field) => `deadlines.${field}`))
      .map((field) => `explainDeadline.${field}`),
  });

  guide.section("Your agency's position");
  guide.says(`A concurrence may come with conditions: each a predicate that a machine can check, with its wording. Name the revision
    that you read. Until the countersignature a later position of your agency takes the place of an earlier one, and voids a
    proposal.`);
  await guide.runs({
    as: "ostp",
    operation: "agency/record-position",
    variables: {
      input: {
        caseId,
        revision: 1,
        kind: "CONCUR_WITH_CONDITIONS",
        rationale: "The networks are its own.",
        conditions: [
          { text: "At most 40 named users.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 40 } },
          { text: "Logs are kept for 90 days.", predicate: { kind: "LOG_RETENTION_DAYS", days: 90 } },
        ],
      },
    },
  });

  guide.section("What comes of silence");
  guide.says(`\`forecast\` says what of an agency's becomes final if nobody acts, and when; what keeps a silence from counting now
    stands in \`blockers\`.`);
  await guide.runs({ as: "defense", operation: "agency/forecast", variables: { agency: "DEFENSE" } });

  guide.section("A dispute");
  guide.says(`Defense objects, with a coded reason. The panel doesn't agree: the case climbs the policy's ladder, whose first level
    ONCD chairs.`);
  await tell.position(caseId, people.oncd);
  await tell.position(caseId, people.commerce);
  await guide.runs({
    as: "defense",
    operation: "agency/record-position",
    variables: {
      input: { caseId, revision: 1, kind: "OBJECT", reason: "DIVERSION_RISK", rationale: "Shared premises." },
    },
  });
  const { disputes } = await people.oncd.ask("{ disputes { nodes { id } } }");
  const disputeId = disputes.nodes[0].id as string;
  guide.says(`The chair decides, with the conditions that stand unless it rules on them by name.`);
  await guide.runs({
    as: "oncd",
    operation: "oncd/decide-dispute",
    variables: {
      input: { disputeId, level: 1, outcome: "APPROVE", rationale: "The conditions answer the risk." },
    },
  });
  guide.says(`An agency with a deciding seat may take the result to the next level in its time; else it is proposed.`);
  await guide.runs({
    as: "defense",
    operation: "agency/escalate-dispute",
    variables: { input: { disputeId, level: 1, reason: "The premises are shared with a tenant." } },
  });
  guide.says(`The deputies vote, one vote for each agency. A majority of those named decides at once; as many for as against keep
    the chair's result; no vote in the level's time takes the dispute further by itself.`);
  for (const [who, outcome] of [
    ["ostp", "APPROVE"],
    ["commerce", "APPROVE"],
  ] as const) {
    expect((await people[who].mutate("castVote", { disputeId, level: 2, outcome })).refusals).toEqual([]);
  }
  guide.says(`What waits for your agency's vote:`);
  await guide.runs({
    as: "oncd",
    operation: "agency/disputes",
    variables: { agency: "ONCD" },
    only: ["id", "cause", "level", "dueAt", "viewerCanVote"].map((field) => `disputes.nodes.${field}`),
  });
  await guide.runs({
    as: "oncd",
    operation: "agency/cast-vote",
    variables: { input: { disputeId, level: 2, outcome: "APPROVE" } },
  });
  const shownDispute = ["status", "cause", "level", "dueAt", "escalatedAgency", "escalationReason", "viewerCanEscalate"]
    .concat(["level", "basis", "agency", "outcome", "rationale"].map((field) => `decisions.nodes.${field}`))
    .concat(["agency", "outcome"].map((field) => `votes.nodes.${field}`))
    .map((field) => `dispute.${field}`);
  await guide.runs({ as: "defense", operation: "agency/dispute", variables: { id: disputeId }, only: shownDispute });
  guide.says(`A result that nobody takes further is proposed, and signed by an official who took no part:
    see [the countersigner's guide](countersigner.md).`);

  guide.section("A condition that no longer fits");
  const at = (max: number) => ({
    text: `At most ${max} named users.`,
    predicate: { kind: "NAMED_USERS_AT_MOST", max },
  });
  const logs = { text: "Logs are kept for 90 days.", predicate: { kind: "LOG_RETENTION_DAYS", days: 90 } };
  await tell.admittedPartner({ as: people.partner2, legalName: "Globex Health (fictional)" });
  const second = await tell.applicationInReview(releaseId, { as: people.partner2 });
  await tell.position(second, people.ostp, "CONCUR_WITH_CONDITIONS", { conditions: [at(40), logs] });
  for (const each of [people.oncd, people.commerce, people.defense]) await tell.position(second, each);
  const { authorization } = await tell.countersigned(second);
  const conditions = async () => {
    const asked = "query C($id: ID!) { authorization(id: $id) { conditions { nodes { id text } } } }";
    return (await people.auditor.ask(asked, authorization)).authorization.conditions.nodes;
  };
  const wordedAs = async (text: string) => (await conditions()).find((each: { text: string }) => each.text === text).id;
  guide.says(
    `A condition belongs to the agency that proposed it. Another asks it for a new wording, or for the condition's end.`,
  );
  const proposed = await guide.runs({
    as: "commerce",
    operation: "agency/propose-condition-change",
    variables: {
      input: {
        conditionId: await wordedAs("At most 40 named users."),
        drops: false,
        newWording: at(60),
        reason: "Its team has grown, and nothing else is different.",
      },
    },
  });
  guide.says(
    `What awaits your consent you find with \`agency/condition-changes\`. The official who asked can't consent.`,
  );
  await guide.runs({
    as: "ostp",
    operation: "agency/condition-changes",
    variables: { agency: ["OSTP"] },
    only: ["id", "status", "text", "reason", "proposedAgency", "viewerCanConsent", "condition"].map(
      (field) => `conditionChanges.nodes.${field}`,
    ),
  });
  guide.says(`With your consent the new wording holds at once; the old one stays readable.`);
  await guide.runs({
    as: "ostp",
    operation: "agency/consent-to-condition-change",
    variables: {
      input: {
        changeId: proposed.proposeConditionChange.conditionChange.id,
        consent: true,
        reason: "Sixty is still a team that knows itself.",
      },
    },
  });

  guide.section("An appeal");
  const statement = "Our law lets us keep logs for sixty days.";
  const conditionIds = [await wordedAs(logs.text)];
  const appealing = { caseId: second, ground: "CONDITIONS", conditionIds, statement };
  expect((await people.partner2.mutate("appealDecision", appealing)).refusals).toEqual([]);
  guide.says(
    `Appeals are decided by officials who took no part: \`viewerCanDecideAppeal\` is about you. Silence decides nothing.`,
  );
  const appeals = await guide.runs({
    as: "ostp2",
    operation: "agency/appeals",
    only: ["id", "ground", "status", "statement", "dueAt", "viewerCanDecideAppeal", "conditions", "case"].map(
      (field) => `appeals.nodes.${field}`,
    ),
  });
  guide.says(`Upheld, it gives a new proposal with your rulings, which one more who took no part countersigns.`);
  await guide.runs({
    as: "ostp2",
    operation: "agency/decide-appeal",
    variables: {
      input: {
        appealId: appeals.appeals.nodes[0].id,
        revision: 1,
        upheld: true,
        reason: "Sixty days serve the purpose.",
        rulings: [
          {
            conditionId: conditionIds[0],
            drops: false,
            newWording: { text: "Logs are kept for 60 days.", predicate: { kind: "LOG_RETENTION_DAYS", days: 60 } },
            reason: "As long as its law allows.",
          },
        ],
      },
    },
  });
  await tell.countersigned(second, people.commerce2);
  expect((await conditions()).map((each: { text: string }) => each.text).sort()).toEqual([
    "At most 60 named users.",
    "Logs are kept for 60 days.",
  ]);

  guide.section("A rebuttal");
  const third = await tell.applicationInReview(releaseId, { as: people.partner2, endUse: "EDUCATION" });
  for (const each of [people.oncd, people.ostp])
    await tell.position(third, each, "OBJECT", { reason: "DIVERSION_RISK" });
  for (const each of [people.commerce, people.defense]) await tell.position(third, each);
  const rebutting = { caseId: third, revision: 1, statement: "Nothing leaves the teaching network." };
  const { rebuttal } = await people.partner2.mutate("rebutIntentToDeny", rebutting, "rebuttal { id }");
  guide.says(`Every REQUIRED seat objects: a denial is intended, and the partner has said something against it. One who took no part
    decides that too. The partner reads your reason. Rejected, the denial goes to its countersignature; accepted, an approval does.`);
  await guide.runs({
    as: "ostp2",
    operation: "agency/decide-rebuttal",
    variables: {
      input: { rebuttalId: rebuttal.id, accept: false, reason: "The network's other tenants aren't named." },
    },
  });

  guide.section("Following");
  guide.says(`Decisions come as they are proposed, signed, refused or made void, over a socket or a stream of events.`);
  const fourth = await tell.applicationInReview(releaseId, { as: people.partner2, endUse: "HEALTH" });
  await guide.follows({
    as: "commerce2",
    operation: "agency/follow-decisions",
    only: ["cursor", "at", "type", "decision"].map((field) => `decisionRecorded.${field}`),
    cause: () => tell.everyoneConcurs(fourth),
  });
  guide.says(`And a partner's whole record, where you want to know whom you have before you:`);
  const globex = await people.partner2.ask("{ viewer { partner { id } } }");
  await guide.runs({
    as: "commerce2",
    operation: "agency/partner",
    variables: { id: globex.viewer.partner.id },
    only: ["legalName", "kind", "jurisdiction", "status", "nameFlags", "authorizations.nodes"]
      .concat(["id", "status", "endUse"].map((field) => `applications.nodes.${field}`))
      .map((field) => `partner.${field}`),
  });

  guide.section("More of your agency's own");
  guide.says(`[Commerce](commerce.md) keeps the doors and the holds, [ONCD](oncd.md) reviews cyber capability, [OSTP](ostp.md)
    publishes policies, [Defense](defense.md) designates vendors.`);
  guide.theRest("agency");
  await expect(guide.text()).toMatchFileSnapshot("../../docs/guide/official.md");
});
