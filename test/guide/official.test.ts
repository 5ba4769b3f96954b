import { afterAll, beforeAll, expect, it } from "vitest";
import { Guide } from "./guide.ts";

let guide: Guide;
beforeAll(async () => {
  guide = await Guide.begin("The agency official's guide");
});
afterAll(() => guide?.graph.stop());

/** What of a case the guide leaves to the operation's file. */
const unneeded = ["policy", "positions", "partner", "release"].map((field) => `referrals.nodes.case.${field}`);

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
  await guide.runs({
    as: "ostp",
    operation: "agency/inbox",
    variables: { agency: ["OSTP"] },
    without: unneeded,
  });

  guide.section("Asking without objecting");
  guide.says(`Who wants to know more asks the partner or the vendor. The clock stops until the answer, and nothing is decided
    meanwhile; unanswered, the question lapses on its due date. Nobody has to object to get information.`);
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
  await guide.runs({
    as: "oncd",
    operation: "agency/cast-vote",
    variables: { input: { disputeId, level: 2, outcome: "APPROVE" } },
  });
  await guide.runs({ as: "defense", operation: "agency/dispute", variables: { id: disputeId } });
  guide.says(`A result that nobody takes further is proposed, and signed by an official who took no part:
    see [the countersigner's guide](countersigner.md).`);
  await expect(guide.text()).toMatchFileSnapshot("../../docs/guide/official.md");
});
