import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";
import { type Filed, type Setting, setting } from "./setting.ts";

interface Told {
  readonly cursor: string;
  readonly type: string;
  readonly subjectId: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly body: string;
}

const everything = `cursor type at subjectType subjectId subjectRevision from to legalBasis rationale mutation
  correlationId actorAgency actorOrg actorSubject body withheld { field because }`;

describeOn(["postgres"], "what a case's parties are told", (kind) => {
  let here: Setting;
  let releaseId: string;
  beforeAll(async () => {
    here = await setting(kind);
    releaseId = await here.release();
    here.clock.set("2026-11-23T15:00:00Z");
  });
  afterAll(() => here?.stop());

  const told = async (as: Caller, wanted: { after?: string; filter?: object; orderBy?: string }): Promise<Told[]> => {
    const asked = `query L($after: Cursor, $filter: ChangeFilter, $orderBy: ChangeOrder! = SEQUENCE_ASC) {
      changes(first: 100, after: $after, filter: $filter, orderBy: $orderBy) { nodes { ${everything} } } }`;
    return (await as.ask(asked, wanted)).changes.nodes;
  };
  const latest = async (as: Caller) => (await told(as, { orderBy: "SEQUENCE_DESC" }))[0]!.cursor;
  const movesOf = async (as: Caller, caseId: string) =>
    (await told(as, { filter: { subjectId: caseId } })).map(({ type, from, to }) => `${type}: ${from} → ${to}`);

  /** What each party reads of what `happen` does to the case, but for what names one entry and no other. */
  const toldOf = async (filed: Filed, happen: () => Promise<unknown>) => {
    const parties = [filed.as, here.people.vendor];
    const before = await Promise.all(parties.map(latest));
    await happen();
    return Promise.all(
      parties.map(async (as, index) => {
        const entries = await told(as, { after: before[index] });
        return entries.map(({ cursor: _, subjectId, body, ...shown }: Told) => ({
          ...shown,
          ofTheCase: subjectId === filed.caseId,
          committed: Object.keys(JSON.parse(body)),
        }));
      }),
    );
  };

  /** What the ledger keeps of the case for its parties to prove, but for ids. */
  const provable = async ({ caseId, org }: Filed) => {
    const rows = await here.graph.database.query<{ payload: { state: Record<string, unknown> } }>(
      "select payload from ledger_entry where subject_id = $1 and $2 = any(audience) order by seq desc limit 1",
      [caseId, `partner:${org}`],
    );
    const { id, partnerId, ...state } = rows[0]!.payload.state;
    expect([typeof id, typeof partnerId]).toEqual(["string", "string"]);
    return { ...rows[0]!.payload, state };
  };

  const say =
    (agency: "oncd" | "ostp" | "defense", view: string, more: object = {}) =>
    (filed: Filed) =>
      here.tell.position(filed.caseId, here.people[agency], view, { ...more });
  const object = { reason: "DIVERSION_RISK" };
  const refuse = async ({ caseId }: Filed) =>
    done(
      await here.people.oncd2.mutate("refuseCountersignature", {
        ...(await here.signing(caseId)),
        reason: "NEW_INFORMATION",
      }),
    );
  const denialIntended = () => here.denialIntended(releaseId);
  const disputed = async () => {
    const filed = await here.awaiting(releaseId);
    await say("defense", "OBJECT", object)(filed);
    return filed;
  };

  type Cause = [how: string, make: () => Promise<Filed>, happen: (filed: Filed) => Promise<unknown>];
  const moves: [from: string, to: string, causes: Cause[]][] = [
    [
      "AWAITING_COUNTERSIGNATURE",
      "IN_DISPUTE",
      [
        ["a refused countersignature", () => here.awaiting(releaseId), refuse],
        ["an objection", () => here.awaiting(releaseId), say("defense", "OBJECT", object)],
        ["a required seat that no longer concurs", () => here.awaiting(releaseId), say("ostp", "NO_EQUITY")],
      ],
    ],
    [
      "INTENT_TO_DENY",
      "IN_DISPUTE",
      [
        ["a refused countersignature", denialIntended, refuse],
        ["an objection that is taken back", denialIntended, say("ostp", "CONCUR")],
      ],
    ],
    [
      "IN_DISPUTE",
      "AWAITING_COUNTERSIGNATURE",
      [
        ["an objection that is taken back", disputed, say("defense", "CONCUR")],
        ["an agency that finds the case no concern of its own", disputed, say("defense", "NO_EQUITY")],
      ],
    ],
  ];

  describe.each(moves)("when the case goes from %s to %s", (from, to, causes) => {
    it("is that, once, and the same whatever the cause", async () => {
      const cases: Filed[] = [];
      for (const [, make] of causes) cases.push(await make());
      // The time to rebut is over by then.
      here.clock.passDays(60);
      const at = here.clock.fixed!.toISOString();
      const seen: unknown[] = [];
      for (const [index, [how, , happen]] of causes.entries()) {
        const filed = cases[index]!;
        const [applicant, vendor] = await toldOf(filed, () => happen(filed));
        expect(vendor, how).toEqual(applicant);
        expect(applicant, how).toMatchObject([
          { type: "CaseStatusChanged", at, ofTheCase: true, from, to, legalBasis: null, mutation: null },
        ]);
        seen.push([applicant, await provable(filed)]);
      }
      for (const one of seen) expect(one).toEqual(seen[0]);
    });
  });

  it.each<Cause>([
    ["an agency speaks again", () => here.awaiting(releaseId), say("defense", "NO_EQUITY")],
    [
      "an agency speaks again with a condition",
      () => here.awaiting(releaseId),
      say("ostp", "CONCUR_WITH_CONDITIONS", {
        conditions: [{ text: "At most 9.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 9 } }],
      }),
    ],
    ["another agency objects in a dispute", disputed, say("ostp", "OBJECT", object)],
    ["the dispute's cause is another", disputed, say("ostp", "NO_EQUITY")],
    ["an agency of several is heard", () => here.inReview(releaseId), say("oncd", "OBJECT", object)],
  ])("is nothing when %s and the case stays where it is", async (_, make, happen) => {
    const filed = await make();
    const before = await here.entries(filed.caseId);
    expect(await toldOf(filed, () => happen(filed))).toEqual([[], []]);
    expect((await here.entries(filed.caseId)).slice(before.length)).not.toContain("CaseStatusChanged");
  });

  it("is that the time to rebut starts anew, once, where a denial is announced anew in the same change", async () => {
    const filed = await denialIntended();
    const dueOf = async (as: Caller) =>
      (await as.ask("query A($id: ID!) { application(id: $id) { rebuttalDueAt } }", { id: filed.caseId })).application;
    const first = await dueOf(filed.as);
    here.clock.passDays(5);
    const [applicant, vendor] = await toldOf(filed, () => say("ostp", "OBJECT", { reason: "FOREIGN_POLICY" })(filed));
    expect(vendor).toEqual(applicant);
    expect(applicant).toMatchObject([
      { type: "RebuttalTimeRestarted", ofTheCase: true, from: null, to: null, mutation: null },
    ]);
    expect(applicant).toHaveLength(1);
    expect(await dueOf(filed.as)).not.toEqual(first);
    const { payload } = (
      await here.graph.database.query<{ payload: { state: { rebuttalDueAt: string } } }>(
        "select payload from ledger_entry where subject_id = $1 and type = 'RebuttalTimeRestarted'",
        [filed.caseId],
      )
    )[0]!;
    expect(payload.state.rebuttalDueAt).toBe((await dueOf(filed.as)).rebuttalDueAt);
  });

  it("leads from one status to the next without a gap, to the one that the case has", async () => {
    const filed = await denialIntended();
    here.clock.passDays(60);
    await say("ostp", "CONCUR")(filed);
    await say("oncd", "CONCUR")(filed);
    await say("defense", "NO_EQUITY")(filed);
    await refuse(filed);
    done(await filed.as.mutate("amendApplication", { applicationId: filed.caseId, revision: 1, namedUsers: 3 }));
    await here.tell.everyoneConcurs(filed.caseId);
    await here.tell.countersigned(filed.caseId);
    for (const as of [filed.as, here.people.vendor]) {
      expect(await movesOf(as, filed.caseId)).toEqual([
        "ApplicationSubmitted: null → SUBMITTED",
        "ApplicationAccepted: SUBMITTED → IN_REVIEW",
        "CaseStatusChanged: IN_REVIEW → INTENT_TO_DENY",
        "CaseStatusChanged: INTENT_TO_DENY → IN_DISPUTE",
        "CaseStatusChanged: IN_DISPUTE → AWAITING_COUNTERSIGNATURE",
        "CaseStatusChanged: AWAITING_COUNTERSIGNATURE → IN_DISPUTE",
        "ApplicationAmended: IN_DISPUTE → IN_REVIEW",
        "CaseStatusChanged: IN_REVIEW → AWAITING_COUNTERSIGNATURE",
        "CaseStatusChanged: AWAITING_COUNTERSIGNATURE → APPROVED",
      ]);
    }
  });

  it("is a denial as one move, with its legal basis, though officials read that the time to rebut ended", async () => {
    const filed = await denialIntended();
    here.clock.passDays(60);
    const [applicant, vendor] = await toldOf(filed, () => here.tell.countersigned(filed.caseId));
    expect(vendor).toEqual(applicant);
    expect(applicant).toMatchObject([
      { type: "DecisionCountersigned", to: "COUNTERSIGNED" },
      {
        type: "CaseStatusChanged",
        from: "INTENT_TO_DENY",
        to: "DENIED",
        legalBasis: expect.stringContaining("voluntary"),
      },
    ]);
    expect((await movesOf(here.people.defense, filed.caseId)).slice(-2)).toEqual([
      "RebuttalEnded: INTENT_TO_DENY → AWAITING_COUNTERSIGNATURE",
      "CaseDenied: AWAITING_COUNTERSIGNATURE → DENIED",
    ]);
  });

  it("is of a phase advance the same, to its vendor alone", async () => {
    const advanced = await here.release();
    const caseId = await here.tell.requestedAdvance(advanced);
    done(await here.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: caseId, revision: 1 }));
    await here.tell.everyoneConcurs(caseId);
    await refuse({ caseId } as Filed);
    const stranger = await here.applicant();
    expect(await movesOf(stranger.as, caseId)).toEqual([]);
    expect((await movesOf(here.people.vendor, caseId)).slice(-3)).toEqual([
      "PhaseAdvanceAccepted: SUBMITTED → IN_REVIEW",
      "CaseStatusChanged: IN_REVIEW → AWAITING_COUNTERSIGNATURE",
      "CaseStatusChanged: AWAITING_COUNTERSIGNATURE → IN_DISPUTE",
    ]);
  });
});
