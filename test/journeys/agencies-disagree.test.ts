import { afterAll, beforeAll, expect, it } from "vitest";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { sweepAlone } from "../support/falling-due.ts";
import { type Journey, journey } from "./kit.ts";

const users = (max: number) => ({ text: `At most ${max} users.`, predicate: { kind: "NAMED_USERS_AT_MOST", max } });
const logs = { text: "Logs for 30 days.", predicate: { kind: "LOG_RETENTION_DAYS", days: 30 } };

describeOn(["postgres", ...embeddedWhenWhole], "a customer over whom the agencies disagree", (kind) => {
  let here: Journey;
  let releaseId: string;
  let partnerId: string;
  let caseId: string;
  let disputeId: string;
  let authorizationId: string;

  beforeAll(async () => {
    here = await journey(kind);
    await here.tell.vendor();
    releaseId = await here.tell.previewedRelease();
    partnerId = await here.tell.admittedPartner();
    caseId = await here.tell.applicationInReview(releaseId);
  });
  afterAll(() => here?.stop());

  const mine = () => here.reads(here.people.partner, "partner/my-application", { id: caseId });
  const dispute = () => here.reads(here.people.auditor, "agency/dispute", { id: disputeId });
  const proposal = async () => {
    const { id, caseRevision } = await here.tell.decisionOf(caseId);
    return { decisionId: id, revision: caseRevision };
  };
  const textsOf = ({ nodes }: { nodes: { text: string }[] }) => nodes.map(({ text }) => text).sort();

  it("is in dispute when one objects: its parties see that, and not who", async () => {
    const { oncd, ostp, commerce, defense, vendor } = here.people;
    await here.tell.position(caseId, oncd, "CONCUR_WITH_CONDITIONS", { conditions: [users(10)] });
    for (const each of [ostp, commerce]) await here.tell.position(caseId, each);
    await here.tell.position(caseId, defense, "OBJECT", { reason: "DIVERSION_RISK", rationale: "It resells." });

    const seen = await mine();
    expect(seen).toMatchObject({ status: "IN_DISPUTE", denialReasons: null, authorization: null });
    expect(JSON.stringify({ ...seen, policy: null })).not.toMatch(/"DEFENSE"|resells/);
    expect((await here.reads(vendor, "vendor/applications")).nodes).toMatchObject([{ status: "IN_DISPUTE" }]);
    const { nodes } = await here.reads(here.people.oncd2, "agency/disputes", { agency: "ONCD" });
    expect(nodes).toMatchObject([{ level: 1, cause: "OBJECTION", viewerCanDecide: true }]);
    disputeId = nodes[0].id;
  });

  it("is decided by the chair, who rules on a condition by name and adds one", async () => {
    const { oncd2, ostp } = here.people;
    const { positions } = await here.reads(oncd2, "agency/case", { id: caseId });
    const [{ id: conditionId }] = positions.nodes.flatMap(
      ({ conditions }: { conditions: { nodes: { id: string }[] } }) => conditions.nodes,
    );
    const decision = {
      disputeId,
      level: 1,
      outcome: "APPROVE",
      rationale: "What Defense fears is held in check by its logs.",
      rulings: [{ conditionId, drops: false, newWording: users(50), reason: "Ten would not do their work." }],
      conditions: [logs],
    };
    expect(await here.mayNot(ostp, "oncd/decide-dispute", decision)).toBe("FORBIDDEN");
    const { ladderDecision } = await here.does(oncd2, "oncd/decide-dispute", decision);
    expect(ladderDecision).toMatchObject({ basis: "CHAIR", outcome: "APPROVE" });
    expect(textsOf(ladderDecision.conditions)).toEqual(["At most 50 users.", "Logs for 30 days."]);
    expect(await mine()).toMatchObject({ status: "IN_DISPUTE" });
  });

  it("is taken to the deputies by who objected, and speaks there of the level that it is before", async () => {
    const { defense, oncd2 } = here.people;
    here.at("2026-06-10T14:00:00.000Z");
    const further = { disputeId, level: 1, reason: "Logs stop nobody." };
    const taken = await here.does(defense, "agency/escalate-dispute", further);
    expect(taken.dispute).toMatchObject({ level: 2, escalatedAgency: "DEFENSE", dueAt: "2026-06-12T21:00:00.000Z" });
    expect(await here.isRefused(oncd2, "agency/cast-vote", { disputeId, level: 1, outcome: "APPROVE" })).toEqual([
      "BLOCKED WRONG_LEVEL",
    ]);
  });

  it("keeps the chair's result by a tie of the votes", async () => {
    const { oncd, ostp, commerce, defense, defense2 } = here.people;
    const vote = { disputeId, level: 2 };
    for (const each of [oncd, commerce]) await here.does(each, "agency/cast-vote", { ...vote, outcome: "APPROVE" });
    const against = { ...vote, outcome: "DENY", reasons: ["DIVERSION_RISK"] };
    await here.does(defense, "agency/cast-vote", against);
    expect(await here.isRefused(defense2, "agency/cast-vote", against)).toEqual(["BLOCKED AGENCY_VOTED"]);
    const last = await here.does(ostp, "agency/cast-vote", against);
    expect(last.dispute.decisions.nodes).toMatchObject([{ level: 2, basis: "TIE", outcome: "APPROVE" }]);
  });

  it("is proposed once nobody took that further, and signed by who had no part in it", async () => {
    const { oncd2, defense, commerce2 } = here.people;
    here.at("2026-06-11T20:59:59.999Z");
    expect(await sweepAlone(here.graph, caseId)).toBe(false);
    here.at("2026-06-11T21:00:00.000Z");
    expect(await sweepAlone(here.graph, caseId)).toBe(true);
    expect(await dispute()).toMatchObject({ status: "RESOLVED", level: 2 });
    expect(await mine()).toMatchObject({ status: "AWAITING_COUNTERSIGNATURE" });
    for (const each of [oncd2, defense]) {
      expect(await here.isRefused(each, "agency/countersign-decision", await proposal())).toEqual([
        "BLOCKED SIGNED_OWN_POSITION",
      ]);
    }
    const { authorization } = await here.does(commerce2, "agency/countersign-decision", await proposal());
    authorizationId = authorization.id;
    expect(await mine()).toMatchObject({ status: "APPROVED", authorization: { id: authorizationId } });
  });

  it("uses it under the conditions as they were ruled; both wordings and why stay to be read", async () => {
    const { partner, auditor } = here.people;
    const use = { namedUsers: 50, logRetentionDays: 30 };
    expect(await here.access(releaseId, partnerId, use)).toEqual({ allowed: true, reasons: [], by: authorizationId });
    for (const [facts, why] of [
      [{ ...use, namedUsers: 51 }, "CONDITION_NOT_MET"],
      [{ namedUsers: 50 }, "CONDITION_UNKNOWN"],
    ] as const) {
      expect(await here.access(releaseId, partnerId, facts)).toMatchObject({ allowed: false, reasons: [why] });
    }
    const held = await here.reads(partner, "partner/authorization", { id: authorizationId });
    expect(textsOf(held.conditions)).toEqual(["At most 50 users.", "Logs for 30 days."]);
    const { conditionChanges } = await auditor.ask(
      "{ conditionChanges(filter: { status: [RULED] }) { nodes { id } } }",
    );
    const [{ id }] = conditionChanges.nodes;
    expect(await here.reads(auditor, "agency/condition-change", { id })).toMatchObject({
      reason: "Ten would not do their work.",
      condition: { text: "At most 10 users.", proposedBy: "ONCD" },
      newCondition: { text: "At most 50 users." },
      decision: { basis: "LADDER", status: "COUNTERSIGNED" },
    });
  });
});
