import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { describeOn } from "../support/describe-on.ts";
import { done } from "../support/story.ts";
import { ladderSetting } from "./ladder-setting.ts";
import { refusal } from "./setting.ts";

/** After the fifteen business days that the expedited policy gives a Tuesday's submission in all. */
const overdue = "2026-07-02T14:00:00.000Z";
const nothingPassedOn = { text: "Nothing is passed on.", predicate: { kind: "NO_ONWARD_TRANSFER" } };

describeOn(["postgres"], "what a case keeps on its way", (kind) => {
  let here: Awaited<ReturnType<typeof ladderSetting>>;
  beforeAll(async () => {
    here = await ladderSetting(kind);
  });
  afterAll(() => here?.stop());

  it("are a level's own conditions, also where an appeal of silence gives the approval", async () => {
    const { caseId, disputeId, as } = await here.disputed();
    done(await here.decide(disputeId, 1, "APPROVE", { conditions: [nothingPassedOn] }));
    const reason = "The deputies should see it.";
    done(await here.people.defense.mutate("escalateDispute", { disputeId, level: 1, reason }));
    here.at(overdue);
    const silence = { caseId, ground: "MISSED_DEADLINE", statement: "Nobody decides." };
    const { appeal } = done(await as.mutate("appealDecision", silence, "appeal { id }"));
    const upheld = { appealId: appeal.id, revision: 1, upheld: true, reason: "It is late." };
    const { decision } = done(
      await here.people.ostp2.mutate("decideAppeal", upheld, "decision { conditions { nodes { text } } }"),
    );
    expect(decision.conditions.nodes).toEqual([{ text: nothingPassedOn.text }]);
  });

  it("is what each agency proposed: a condition that the ladder's approval would leave out is refused", async () => {
    here.at("2026-06-09T14:00:00.000Z");
    const { people } = here;
    const { caseId, disputeId } = await here.disputed();
    done(await here.decide(disputeId, 1, "APPROVE"));
    const late = { caseId, revision: 1, kind: "CONCUR_WITH_CONDITIONS", conditions: [nothingPassedOn] };
    const wouldFall = [refusal("BLOCKED", { field: ["input", "conditions"], blockers: ["CONDITIONS_CHOSEN"] })];
    // While the result may be taken further, and once it stands proposed.
    expect(await here.refused(people.ostp, "recordPosition", late)).toMatchObject(wouldFall);
    await here.timePasses(caseId);
    expect((await here.read(caseId, "status")).status).toBe("AWAITING_COUNTERSIGNATURE");
    expect(await here.refused(people.ostp, "recordPosition", late)).toMatchObject(wouldFall);
    const { positions } = await here.read(caseId, "positions { nodes { agency conditions { nodes { text } } } }");
    expect(JSON.stringify(positions)).not.toContain(nothingPassedOn.text);
    // Without conditions it goes on record, and the ladder's word stands.
    await here.tell.position(caseId, people.ostp);
    expect((await here.read(caseId, "status")).status).toBe("AWAITING_COUNTERSIGNATURE");
  });

  it("are the panel's conditions where positions ended the dispute, also where a rebuttal gives the approval", async () => {
    here.at("2026-06-09T14:00:00.000Z");
    const { people, tell } = here;
    const panel = expeditedPreview.panel.map((seat) =>
      seat.agency === "ONCD" ? seat : { ...seat, seat: "DEEMABLE" as const },
    );
    const { caseId, disputeId, as } = await here.disputed(await here.releaseUnder({ panel }));
    done(await here.decide(disputeId, 1, "APPROVE"));
    await tell.position(caseId, people.defense, "CONCUR_WITH_CONDITIONS", { conditions: [nothingPassedOn] });
    await tell.position(caseId, people.oncd, "OBJECT", { reason: "END_USE_CONCERN" });
    expect((await here.read(caseId, "status")).status).toBe("INTENT_TO_DENY");
    const statement = "The desks are our own.";
    const { rebuttal } = done(
      await as.mutate("rebutIntentToDeny", { caseId, revision: 1, statement }, "rebuttal { id }"),
    );
    const accepted = { rebuttalId: rebuttal.id, accept: true, reason: "They are." };
    done(await people.commerce2.mutate("decideRebuttal", accepted));
    expect((await here.standing(caseId)).decision).toMatchObject({
      basis: "REBUTTAL",
      conditions: { nodes: [{ text: nothingPassedOn.text }] },
    });
  });

  it("is no appeal of silence about a revision that was amended since", async () => {
    here.at("2026-06-09T14:00:00.000Z");
    const { caseId, as } = await here.inReview(await here.release());
    here.at(overdue);
    const silence = { caseId, ground: "MISSED_DEADLINE", statement: "Nobody decides." };
    const { appeal } = done(await as.mutate("appealDecision", silence, "appeal { id }"));
    done(await as.mutate("amendApplication", { applicationId: caseId, revision: 1, namedUsers: 5_000 }));
    const read = await here.people.auditor.ask("query A($id: ID!) { appeal(id: $id) { status } }", { id: appeal.id });
    expect(read.appeal).toEqual({ status: "CLOSED" });
    const upheld = { appealId: appeal.id, revision: 2, upheld: true, reason: "It is late." };
    const [refused] = await here.refused(here.people.ostp2, "decideAppeal", upheld);
    expect(refused).toMatchObject({ code: "ILLEGAL_TRANSITION", from: "CLOSED" });
  });

  it("is a wording that binds, which its parties see however often it was reworded", async () => {
    here.at("2026-06-09T14:00:00.000Z");
    const { people } = here;
    const { caseId, as } = await here.inReview(await here.release());
    const worded = (max: number) => ({
      text: `At most ${max} named users.`,
      predicate: { kind: "NAMED_USERS_AT_MOST", max },
    });
    await here.tell.position(caseId, people.oncd, "CONCUR_WITH_CONDITIONS", { conditions: [worded(40)] });
    const reword = async (conditionId: string, max: number) => {
      const asked = { conditionId, drops: false, newWording: worded(max), reason: "Shifts share desks." };
      const { conditionChange } = done(
        await people.ostp2.mutate("proposeConditionChange", asked, "conditionChange { id }"),
      );
      const consent = { changeId: conditionChange.id, consent: true, reason: "Agreed." };
      done(await people.oncd2.mutate("consentToConditionChange", consent));
    };
    const [first] = (await here.read(caseId, "positions { nodes { conditions { nodes { id } } } }")).positions.nodes[0]
      .conditions.nodes;
    await reword(first.id, 50);
    for (const each of [people.ostp, people.commerce, people.defense]) await here.tell.position(caseId, each);
    here.at("2026-06-10T14:00:00.000Z");
    const { authorization } = await here.tell.countersigned(caseId, people.commerce2);
    const shown = "query A($id: ID!) { authorization(id: $id) { conditions { nodes { id text } } } }";
    const conditionsOf = async (reader = as) =>
      (await reader.ask(shown, { id: authorization.id })).authorization.conditions.nodes;
    const [second] = await conditionsOf();
    expect(second.text).toBe(worded(50).text);
    await reword(second.id, 60);
    for (const reader of [as, people.vendor, people.auditor]) {
      expect(await conditionsOf(reader)).toMatchObject([{ text: worded(60).text }]);
    }
    // What was reworded before anything was signed never bound anyone: it is officials' alone.
    const byId = "query N($id: ID!) { node(id: $id) { id } }";
    expect((await as.ask(byId, { id: first.id })).node).toBeNull();
    expect((await as.ask(byId, { id: second.id })).node).toEqual({ id: second.id });
  });

  it("is the applicant's knowledge that its rebuttal ended with the proposal", async () => {
    here.at("2026-06-09T14:00:00.000Z");
    const { caseId, as } = await here.denialIntended(await here.release());
    const statement = "The desks are our own.";
    const { rebuttal } = done(
      await as.mutate("rebutIntentToDeny", { caseId, revision: 1, statement }, "rebuttal { id }"),
    );
    await here.tell.position(caseId, here.people.ostp, "OBJECT", { reason: "FOREIGN_POLICY" });
    const told = "query L($id: ID!) { changes(filter: { subjectId: $id }) { nodes { type } } }";
    const { changes } = await as.ask(told, { id: rebuttal.id });
    expect(changes.nodes.map(({ type }: { type: string }) => type)).toContain("RebuttalClosed");
  });

  it("is one person's word for one agency, also where it was a consent or a decision on a rebuttal", async () => {
    here.at("2026-06-09T14:00:00.000Z");
    const { caseId, as } = await here.denialIntended(await here.release());
    const statement = "The desks are our own.";
    const { rebuttal } = done(
      await as.mutate("rebutIntentToDeny", { caseId, revision: 1, statement }, "rebuttal { id }"),
    );
    const both = (role: string) => here.graph.as({ roles: [role], subject: "test|one-of-two" });
    const rejected = { rebuttalId: rebuttal.id, accept: false, reason: "It isn't answered." };
    done(await both("commerce").mutate("decideRebuttal", rejected));
    const position = { caseId, revision: 1, kind: "CONCUR" };
    expect(await here.refused(both("oncd"), "recordPosition", position)).toEqual([
      refusal("BLOCKED", { field: ["input", "caseId"], blockers: ["SPOKE_FOR_ANOTHER_AGENCY"] }),
    ]);
  });

  it("is the end of the time to rebut: a hold that comes after it opens it for nobody", async () => {
    here.at("2026-06-09T14:00:00.000Z");
    const { caseId, as } = await here.denialIntended(await here.release());
    const { rebuttalDueAt } = await here.read(caseId, "rebuttalDueAt");
    here.at(rebuttalDueAt);
    const reviewAt = new Date(new Date(rebuttalDueAt).getTime() + 86_400_000).toISOString();
    const hold = { caseId, revision: 1, reason: "LEGAL_REVIEW", owner: "OSTP", reviewAt };
    done(await here.people.commerce.mutate("placeHold", hold));
    expect((await here.read(caseId, "status rebuttalDueAt")).rebuttalDueAt).toBeNull();
    const rebutting = { caseId, revision: 1, statement: "The desks are our own." };
    expect(await here.refused(as, "rebutIntentToDeny", rebutting)).toEqual([
      refusal("BLOCKED", { field: ["input", "caseId"], blockers: ["REBUTTAL_WINDOW_OVER"] }),
    ]);
  });

  it("is its time: a countersignature isn't refused while the clock is stopped", async () => {
    here.at("2026-06-09T14:00:00.000Z");
    const { caseId } = await here.awaiting(await here.release());
    const hold = { caseId, revision: 1, reason: "LEGAL_REVIEW", owner: "OSTP", reviewAt: "2026-06-24T21:00:00.000Z" };
    done(await here.people.commerce.mutate("placeHold", hold));
    const refusing = { ...(await here.signing(caseId)), reason: "RECORD_INCOMPLETE" };
    expect(await here.refused(here.people.oncd2, "refuseCountersignature", refusing)).toEqual([
      refusal("BLOCKED", { field: ["input", "decisionId"], blockers: ["CLOCK_STOPPED"] }),
    ]);
  });
});
