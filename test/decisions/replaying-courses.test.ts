import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { describeOn } from "../support/describe-on.ts";
import { policyInput } from "../support/policies.ts";
import { importList } from "../support/screening.ts";
import { done } from "../support/story.ts";
import { appealKit, users } from "./appeal-kit.ts";
import { type LadderSetting, ladderSetting, tuesday } from "./ladder-setting.ts";

const shown = `inFact outcome differences cause level proposedAt decidedAt decidedInFactAt waitingFor waitingForInFact
  seats { agency position }`;

/** Every way that a review goes, told by the use cases and the sweeper: replayed under its own policy it goes that way. */
describeOn(["postgres"], "a case replayed under the version that it began under", (kind) => {
  let here: LadderSetting;
  let begun = new Date(tuesday);
  beforeAll(async () => {
    here = await ladderSetting(kind);
  });
  afterAll(() => here?.stop());

  // Each begins a quarter after the one before: the clock goes on, as the ledger does.
  beforeEach(() => {
    begun = new Date(begun.getTime() + 91 * 86_400_000);
    here.at(begun.toISOString());
  });

  /** A case to which Defense objects and in which all others concur. */
  async function disputed() {
    const { caseId } = await here.inReview(await here.release());
    const { oncd, ostp, commerce, defense } = here.people;
    for (const each of [oncd, ostp, commerce]) await here.tell.position(caseId, each);
    await here.tell.position(caseId, defense, "OBJECT", { reason: "DIVERSION_RISK" });
    return { caseId, disputeId: (await here.disputeOf(caseId)).id as string };
  }

  /** What the case would have come to, replayed at the clock's moment; fails where that isn't what it came to. */
  async function replayed(caseId: string) {
    const { policy } = await here.read(caseId, "policy { id }");
    const found = await replayedUnder(policy.id, caseId);
    expect(found).toMatchObject({ differences: [], outcome: found.inFact });
    return found;
  }

  /** What the case would have come to under any version. */
  async function replayedUnder(versionId: string, caseId: string) {
    const span = { versionId, from: "2026-06-01T00:00:00.000Z", to: "2031-06-01T00:00:00.000Z" };
    const asked = `query R($versionId: ID!, $from: DateTime!, $to: DateTime!) {
      replayPolicy(versionId: $versionId, from: $from, to: $to) { replays { case { id } ${shown} } } }`;
    const { replays } = (await here.people.auditor.ask(asked, span)).replayPolicy;
    return replays.find((each: { case: { id: string } }) => each.case.id === caseId);
  }

  /** A moment after a time is over: when the sweeper notes it. */
  const justAfter = (moment: string): void => {
    here.at(new Date(Date.parse(moment) + 1_000).toISOString());
  };
  const levelPasses = async (caseId: string): Promise<void> => {
    justAfter((await here.disputeOf(caseId)).dueAt);
    await here.swept();
  };

  it("and that silence closed", async () => {
    const { caseId } = await here.inReview(await here.release());
    for (const each of [here.people.oncd, here.people.ostp, here.people.commerce])
      await here.tell.position(caseId, each);
    const { nodes } = (await here.read(caseId, "referrals { nodes { dueAt remindAt } }")).referrals;
    here.at(nodes[0].remindAt);
    await here.swept();
    justAfter(nodes[0].dueAt);
    await here.swept();
    await here.tell.countersigned(caseId, here.people.ostp2);
    expect(await replayed(caseId)).toMatchObject({
      outcome: "APPROVE",
      seats: expect.arrayContaining([{ agency: "DEFENSE", position: "DEEMED_NO_OBJECTION" }]),
    });
  });

  it("and that its chair decided", async () => {
    const { caseId, disputeId } = await disputed();
    done(await here.decide(disputeId, 1, "APPROVE"));
    await levelPasses(caseId);
    await here.tell.countersigned(caseId, here.people.ostp2);
    expect(await replayed(caseId)).toMatchObject({ outcome: "APPROVE", decidedAt: expect.any(String) });
  });

  it("and whose chair's result a vote turned, denied when the time to rebut was over", async () => {
    const { caseId, disputeId } = await disputed();
    done(await here.decide(disputeId, 1, "APPROVE"));
    done(await here.escalate(disputeId, 1));
    await here.votes(disputeId, 2, "---");
    await levelPasses(caseId);
    justAfter((await here.read(caseId, "rebuttalDueAt")).rebuttalDueAt);
    await here.swept();
    await here.tell.countersigned(caseId, here.people.ostp2);
    expect(await replayed(caseId)).toMatchObject({ outcome: "DENY", decidedAt: expect.any(String) });
  });

  it("and whose equal votes kept the chair's result", async () => {
    const { caseId, disputeId } = await disputed();
    done(await here.decide(disputeId, 1, "APPROVE"));
    done(await here.escalate(disputeId, 1));
    await here.votes(disputeId, 2, "+-+-");
    await levelPasses(caseId);
    expect(await replayed(caseId)).toMatchObject({ outcome: "APPROVE", decidedAt: null });
    await here.tell.countersigned(caseId, here.people.ostp2);
    expect(await replayed(caseId)).toMatchObject({ outcome: "APPROVE" });
  });

  it("and that is still before a level that others were silent below", async () => {
    const { caseId } = await disputed();
    await levelPasses(caseId);
    expect(await replayed(caseId)).toMatchObject({ outcome: "DISPUTE", level: 2 });
    await levelPasses(caseId);
    expect(await replayed(caseId)).toMatchObject({ outcome: "DISPUTE", level: 3 });
  });

  it("and whose objection was given up", async () => {
    const { caseId } = await disputed();
    await here.tell.position(caseId, here.people.defense);
    await here.tell.countersigned(caseId, here.people.ostp2);
    expect(await replayed(caseId)).toMatchObject({ outcome: "APPROVE" });
  });

  it("and whose countersignature was refused", async () => {
    const { caseId } = await here.awaiting(await here.release());
    const refusing = { ...(await here.signing(caseId)), reason: "NEW_INFORMATION" };
    done(await here.people.oncd2.mutate("refuseCountersignature", refusing));
    expect(await replayed(caseId)).toMatchObject({ outcome: "DISPUTE", cause: "COUNTERSIGNATURE_REFUSED", level: 1 });
  });

  it.each([
    ["accepted", true, "APPROVE"],
    ["rejected", false, "DENY"],
  ])("and whose rebuttal was %s", async (_what, accept, outcome) => {
    const { caseId, as } = await here.denialIntended(await here.release());
    const { rebuttal } = done(
      await as.mutate("rebutIntentToDeny", { caseId, revision: 1, statement: "We say otherwise." }, "rebuttal { id }"),
    );
    here.clock.passDays(1);
    const decided = { rebuttalId: rebuttal.id, accept, reason: "It says enough." };
    done(await here.people.commerce2.mutate("decideRebuttal", decided));
    expect(await replayed(caseId)).toMatchObject({ outcome, decidedAt: null });
    here.clock.passDays(1);
    await here.tell.countersigned(caseId, here.people.ostp2);
    expect(await replayed(caseId)).toMatchObject({ outcome, decidedAt: expect.any(String) });
  });

  it("and that a hold stopped", async () => {
    const { caseId } = await here.inReview(await here.release());
    const reviewAt = new Date(begun.getTime() + 10 * 86_400_000).toISOString();
    const placed = { caseId, revision: 1, reason: "LEGAL_REVIEW", owner: "COMMERCE", reviewAt };
    const { hold } = done(await here.people.commerce.mutate("placeHold", placed, "hold { id }"));
    await here.tell.everyoneConcurs(caseId);
    expect(await replayed(caseId)).toMatchObject({ outcome: "WAITING", waitingFor: [] });
    here.clock.passDays(3);
    done(await here.people.commerce.mutate("releaseHold", { holdId: hold.id, note: "Looked into." }));
    await here.tell.countersigned(caseId, here.people.ostp2);
    expect(await replayed(caseId)).toMatchObject({
      outcome: "APPROVE",
      proposedAt: new Date(begun.getTime() + 3 * 86_400_000).toISOString(),
    });
  });

  it("and that the total time took to the last level", async () => {
    const { caseId } = await disputed();
    const { dueAt } = await here.read(caseId, "dueAt");
    for (let level = 1; level < 3; level += 1) await levelPasses(caseId);
    justAfter(dueAt);
    await here.swept();
    expect(await replayed(caseId)).toMatchObject({ outcome: "DISPUTE", level: 3 });
  });

  it.each([
    ["for other reasons", "OBJECT", { reason: "FOREIGN_POLICY" }],
    ["by a view that came and went", "CONCUR", {}],
  ])(
    "and whose denial the panel took back after the total time, %s: its last level had it",
    async (_what, view, more) => {
      const { caseId } = await here.denialIntended(await here.release());
      justAfter((await here.read(caseId, "dueAt")).dueAt);
      await here.tell.position(caseId, here.people.ostp, view, more);
      await here.tell.position(caseId, here.people.ostp, "OBJECT", { reason: "DIVERSION_RISK" });
      await here.swept();
      expect(await replayed(caseId)).toMatchObject({ outcome: "DISPUTE", level: 3 });
    },
  );

  it("and whose authorization was renewed", async () => {
    const releaseId = await here.release();
    const held = await here.inReview(releaseId);
    await here.tell.everyoneConcurs(held.caseId);
    here.clock.passDays(1);
    const { authorization } = await here.tell.countersigned(held.caseId, here.people.ostp2);
    here.clock.passDays(30);
    const renewal = await here.awaiting(releaseId, held, { replacesAuthorizationId: authorization.id });
    await here.tell.countersigned(renewal.caseId, here.people.ostp2);
    expect(await here.read(held.caseId, "status")).toEqual({ status: "SUPERSEDED" });
    const decidedAt = new Date(begun.getTime() + 86_400_000).toISOString();
    expect(await replayed(held.caseId)).toMatchObject({ outcome: "APPROVE", decidedAt, decidedInFactAt: decidedAt });
    expect(await replayed(renewal.caseId)).toMatchObject({ outcome: "APPROVE" });
  });

  it("and that an appeal reopened until its authorization ended: it was approved, and withdrawn by nobody", async () => {
    const { caseId, as } = await here.inReview(await here.release());
    const { oncd, ostp, commerce, defense } = here.people;
    const conditions = [users(10)];
    await here.tell.position(caseId, oncd, "CONCUR_WITH_CONDITIONS", { conditions });
    for (const each of [ostp, commerce]) await here.tell.position(caseId, each);
    await here.tell.position(caseId, defense, "NO_EQUITY");
    const { authorization } = await here.tell.countersigned(caseId, here.people.ostp2);
    const kit = appealKit(here);
    const conditionId = Object.values(await kit.conditionsOf(caseId))[0] as string;
    const appealed = { caseId, ground: "CONDITIONS", statement: "Ten are too few.", conditionIds: [conditionId] };
    const { appeal } = done(await as.mutate("appealDecision", appealed, "appeal { id }"));
    await kit.upheld(appeal.id, { rulings: [{ conditionId, drops: true, reason: "So." }] }, here.people.commerce2);
    done(await as.mutate("surrenderAuthorization", { authorizationId: authorization.id }));
    here.clock.passDays(1);
    await here.swept();
    expect(await here.read(caseId, "status closureReason")).toEqual({
      status: "WITHDRAWN",
      closureReason: "AUTHORIZATION_ENDED",
    });
    expect(await replayed(caseId)).toMatchObject({ outcome: "APPROVE" });

    const panel = expeditedPreview.panel.map(({ agency }) => ({ agency, seat: "REQUIRED" }) as const);
    const document = policyInput({ ...expeditedPreview, key: "all-required", panel });
    const { policy } = done(await here.people.ostp.mutate("publishPolicy", { document }, "policy { id }"));
    expect(await replayedUnder(policy.id, caseId)).toMatchObject({ inFact: "APPROVE", outcome: "DISPUTE" });
  });

  /** A case whose intended denial is rebutted after so many days, and whose rebuttal nobody decides in its time. */
  async function unanswered(days: number) {
    const { caseId, as } = await here.denialIntended(await here.release());
    here.clock.passDays(days);
    done(await as.mutate("rebutIntentToDeny", { caseId, revision: 1, statement: "We say otherwise." }));
    expect(await replayed(caseId)).toMatchObject({ outcome: "DENY", decidedAt: null });
    const { nodes } = (await here.read(caseId, "rebuttals { nodes { dueAt } }")).rebuttals;
    justAfter(nodes[0].dueAt);
    await here.swept();
    return { caseId, disputeId: (await here.disputeOf(caseId)).id as string };
  }

  it("and whose rebuttal nobody decided, so that its chair did", async () => {
    const { caseId, disputeId } = await unanswered(1);
    expect(await replayed(caseId)).toMatchObject({ outcome: "DISPUTE", cause: "REBUTTAL_UNDECIDED", level: 1 });
    done(await here.decide(disputeId, 1, "APPROVE"));
    await levelPasses(caseId);
    await here.tell.countersigned(caseId, here.people.ostp2);
    expect(await replayed(caseId)).toMatchObject({ outcome: "APPROVE", decidedAt: expect.any(String) });
  });

  it("and whose rebuttal nobody decided until the total time was over", async () => {
    const { caseId, disputeId } = await unanswered(21);
    expect(await replayed(caseId)).toMatchObject({ outcome: "DISPUTE", cause: "REBUTTAL_UNDECIDED", level: 3 });
    await here.votes(disputeId, 3, "+");
    await levelPasses(caseId);
    expect(await replayed(caseId)).toMatchObject({ outcome: "APPROVE", decidedAt: null });
  });

  it("and that silence closed behind a match with a listed party, whose finding was corrected later", async () => {
    const { caseId, partnerId } = await here.inReview(await here.release());
    const asked = "query P($id: ID!) { partner(id: $id) { legalName screeningHits { nodes { id } } } }";
    const partner = async () => (await here.people.commerce.ask(asked, { id: partnerId })).partner;
    await importList(here.graph, [{ name: (await partner()).legalName }]);
    const [hit] = (await partner()).screeningHits.nodes;
    const found = async (disposition: string, reason: string) =>
      done(
        await here.people.commerce.mutate("disposeScreeningHit", {
          hitId: hit.id,
          disposition,
          reason,
          note: "Compared.",
        }),
      );
    for (const each of [here.people.oncd, here.people.ostp, here.people.commerce])
      await here.tell.position(caseId, each);
    const { nodes } = (await here.read(caseId, "referrals { nodes { dueAt remindAt } }")).referrals;
    here.at(nodes[0].remindAt);
    await here.swept();
    here.at(nodes[0].dueAt);
    here.clock.passDays(2);
    await found("TRUE_MATCH", "KNOWN_ALIAS");
    await here.swept();
    const proposedAt = here.clock.fixed!.toISOString();
    expect(await replayed(caseId)).toMatchObject({ outcome: "APPROVE", proposedAt });
    here.clock.passDays(4);
    await found("FALSE_MATCH", "COMMON_NAME");
    expect(await replayed(caseId)).toMatchObject({ outcome: "APPROVE", proposedAt });
    // The later tests' partners are on no list.
    await importList(here.graph, [{ name: "Zephyr Quartz Mooring" }]);
  });
});
