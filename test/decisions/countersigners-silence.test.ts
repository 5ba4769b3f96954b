import "reflect-metadata";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sweep } from "../../src/decisions/clocks/sweep.ts";
import { LedgerTail } from "../../src/feed/tail.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Caller, silent } from "../support/graph.ts";
import { done } from "../support/story.ts";
import { type AppealKit, appealKit, users } from "./appeal-kit.ts";
import { cachedDeadlines } from "./cached-deadlines.ts";
import { type Filed, refusal, type Setting, setting } from "./setting.ts";

/** A Tuesday morning in Washington; the expedited policy gives two business days to countersign, a reminder after one. */
const tuesday = "2026-06-09T14:00:00.000Z";
const wednesday = "2026-06-10T21:00:00.000Z";
const thursday = "2026-06-11T21:00:00.000Z";
const over = "2026-06-11T21:00:00.001Z";
const onCase = ["input", "caseId"];

describeOn(["postgres"], "a countersignature that no office gives", (kind) => {
  let here: Setting;
  let kit: AppealKit;
  beforeAll(async () => {
    here = await setting(kind);
    kit = appealKit(here);
  });
  beforeEach(async () => {
    here.clock.set(tuesday);
    here.releaseId = await here.release();
  });
  afterAll(() => here?.stop());

  const at = (time: string) => here.clock.set(time);
  const swept = async () => expect((await sweep(here.graph.services)).failed).toEqual([]);
  const awaiting = () => here.awaiting(here.releaseId);
  const dates = async (caseId: string) =>
    (await here.read(caseId, "decision { id status dueAt remindAt remindedAt overdueNotedAt overdue }")).decision;
  const dueTo = async (as: Caller, caseId: string) =>
    (
      await as.ask("query C($id: ID!) { application(id: $id) { countersignatureDueAt viewerCanAppeal } }", {
        id: caseId,
      })
    ).application;
  const holdOn = async (caseId: string) => {
    const input = { caseId, revision: 1, reason: "LEGAL_REVIEW", owner: "OSTP", reviewAt: "2026-07-01T14:00:00.000Z" };
    return done(await here.people.commerce.mutate("placeHold", input, "hold { id }")).hold.id as string;
  };
  const followsItsEvents = async (caseId: string) => {
    const [kept, made] = (await cachedDeadlines(here.graph)).get(caseId) as [object, object];
    expect(kept).toEqual(made);
  };

  describe("has a due date", () => {
    it("that counts from when the case came to await it, for officials and for whoever brought it", async () => {
      const { caseId, as } = await awaiting();
      expect(await dates(caseId)).toMatchObject({
        dueAt: thursday,
        remindAt: wednesday,
        remindedAt: null,
        overdue: false,
      });
      for (const reader of [as, here.people.oncd, here.people.auditor]) {
        expect((await dueTo(reader, caseId)).countersignatureDueAt).toBe(thursday);
      }
      expect((await dueTo(here.people.vendor, caseId)).countersignatureDueAt).toBeNull();
      await followsItsEvents(caseId);
      await here.tell.countersigned(caseId);
      expect(await dates(caseId)).toMatchObject({ status: "COUNTERSIGNED", dueAt: null, remindAt: null });
    });

    it("that no agency puts off by speaking again", async () => {
      const { caseId } = await awaiting();
      const first = await dates(caseId);
      at(wednesday);
      await here.tell.position(caseId, here.people.defense, "NO_EQUITY");
      const again = await dates(caseId);
      expect(again.id).not.toBe(first.id);
      expect(again.dueAt).toBe(thursday);
      await followsItsEvents(caseId);
    });

    it("that no agency puts off by speaking while the clock is stopped: what is proposed after that is due when it was", async () => {
      const held = await awaiting();
      const asked = await here.awaiting(await here.release());
      at(over);
      const holdId = await holdOn(held.caseId);
      await here.tell.position(held.caseId, here.people.defense, "NO_EQUITY");
      expect((await here.read(held.caseId, "status")).status).toBe("IN_REVIEW");
      done(await here.people.commerce.mutate("releaseHold", { holdId }));
      // One agency alone: it asks, says what it said, and takes its question back.
      const input = { caseId: asked.caseId, revision: 1, addressee: "PARTNER", topic: "END_USERS", question: "Who?" };
      const { informationRequest } = done(
        await here.people.defense.mutate("requestInformation", input, "informationRequest { id }"),
      );
      await here.tell.position(asked.caseId, here.people.defense, "CONCUR");
      const closed = { informationRequestId: informationRequest.id, note: "We know it." };
      done(await here.people.defense.mutate("closeInformationRequest", closed));
      for (const { caseId } of [held, asked]) {
        expect(await dates(caseId)).toMatchObject({ status: "PROPOSED", dueAt: thursday, overdue: true });
        await followsItsEvents(caseId);
      }
    });

    it("that no agency puts off by objecting and concurring again, not even where a denial was announced between", async () => {
      const disputed = await awaiting();
      const denied = await here.awaiting(await here.release());
      const { oncd, ostp, defense } = here.people;
      at(wednesday);
      await here.tell.position(disputed.caseId, defense, "OBJECT", { reason: "DIVERSION_RISK" });
      for (const each of [oncd, ostp]) {
        await here.tell.position(denied.caseId, each, "OBJECT", { reason: "DIVERSION_RISK" });
      }
      expect((await here.read(disputed.caseId, "status")).status).toBe("IN_DISPUTE");
      expect((await here.read(denied.caseId, "status")).status).toBe("INTENT_TO_DENY");
      await here.tell.position(disputed.caseId, defense);
      for (const each of [oncd, ostp]) await here.tell.position(denied.caseId, each);
      for (const { caseId } of [disputed, denied]) {
        expect(await dates(caseId)).toMatchObject({ status: "PROPOSED", dueAt: thursday });
        await followsItsEvents(caseId);
      }
    });

    it("that a stop puts off, by the days that it lasts, with an entry", async () => {
      const { caseId } = await awaiting();
      at("2026-06-10T14:00:00.000Z");
      const holdId = await holdOn(caseId);
      expect(await dates(caseId)).toMatchObject({ dueAt: null, remindAt: null });
      await followsItsEvents(caseId);
      at("2026-06-12T14:00:00.000Z");
      done(await here.people.commerce.mutate("releaseHold", { holdId }));
      // Two days later, and a weekend between.
      const { id, dueAt } = await dates(caseId);
      expect(dueAt).toBe("2026-06-15T21:00:00.000Z");
      expect(await here.entries(id)).toEqual(["DecisionProposed", "DeadlineMoved", "DeadlineMoved"]);
      await followsItsEvents(caseId);
    });

    it("for a denial from the end of the time to rebut, or from the rebuttal's rejection", async () => {
      const left = await here.denialIntended(here.releaseId);
      // Sixteen business days to rebut, with Juneteenth and Independence Day between, and two more to sign.
      expect(await here.read(left.caseId, "rebuttalDueAt countersignatureDueAt")).toEqual({
        rebuttalDueAt: "2026-07-02T21:00:00.000Z",
        countersignatureDueAt: "2026-07-07T21:00:00.000Z",
      });
      const filed = await here.denialIntended(await here.release());
      const statement = { caseId: filed.caseId, revision: 1, statement: "See the annex." };
      const { rebuttal } = done(await filed.as.mutate("rebutIntentToDeny", statement, "rebuttal { id }"));
      expect(await dates(filed.caseId)).toMatchObject({ dueAt: null });
      at(wednesday);
      const answer = { rebuttalId: rebuttal.id, accept: false, reason: "It doesn't say enough." };
      done(await here.people.commerce2.mutate("decideRebuttal", answer));
      expect(await dates(filed.caseId)).toMatchObject({ dueAt: "2026-06-12T21:00:00.000Z" });
      expect(await dueTo(filed.as, filed.caseId)).toMatchObject({ countersignatureDueAt: "2026-06-12T21:00:00.000Z" });
      // What the applicant said is not its release's vendor's to know, and the date would tell.
      expect(await dueTo(here.people.vendor, filed.caseId)).toMatchObject({ countersignatureDueAt: null });
      for (const { caseId } of [left, filed]) await followsItsEvents(caseId);
    });

    it("that is explained by its events", async () => {
      const asked = `query E($caseId: ID!) { explainDeadline(caseId: $caseId) {
        deadlines { kind event from days dueAt } withheld { field } } }`;
      const explained = async (caseId: string, as: Caller) =>
        (await as.ask(asked, { caseId })).explainDeadline.deadlines.filter(({ kind }: { kind: string }) =>
          kind.startsWith("COUNTERSIGNATURE"),
        );
      const { caseId, as } = await awaiting();
      const due = { kind: "COUNTERSIGNATURE", event: "AWAITED", from: tuesday, days: 2, dueAt: thursday };
      expect(await explained(caseId, here.people.oncd)).toEqual([
        due,
        { ...due, kind: "COUNTERSIGNATURE_REMINDER", days: 1, dueAt: wednesday },
      ]);
      expect(await explained(caseId, as)).toEqual([due]);
      expect(await explained(caseId, here.people.vendor)).toEqual([]);
      const denied = await here.denialIntended(await here.release());
      const toDeny = { from: "2026-07-02T21:00:00.000Z", dueAt: "2026-07-07T21:00:00.000Z" };
      expect((await explained(denied.caseId, here.people.oncd))[0]).toMatchObject({
        ...toDeny,
        event: "REBUTTAL_OVER",
      });
      // What the panel makes of it later shows in none of the applicant's events.
      expect(await explained(denied.caseId, denied.as)).toMatchObject([{ ...toDeny, event: "AWAITED" }]);
    });

    it("that the sweeper gives to what was proposed before dates were kept", async () => {
      const { caseId } = await awaiting();
      await here.graph.database.query("update decision set due_at = null, remind_at = null where case_id = $1", [
        caseId,
      ]);
      await swept();
      expect(await dates(caseId)).toMatchObject({ dueAt: thursday, remindAt: wednesday });
    });
  });

  it("is reminded of once before it is due, and noted once when it is over, by however many nodes", async () => {
    const { caseId, as } = await awaiting();
    const nodes = [1, 2, 3].map(() => ({ ...here.graph.services, tail: new LedgerTail(here.graph.database, silent) }));
    const everyone = async () => {
      const results = await Promise.all(nodes.map((node) => sweep(node)));
      expect(results.flatMap(({ failed }) => failed)).toEqual([]);
    };
    at(wednesday);
    await everyone();
    await everyone();
    expect(await dates(caseId)).toMatchObject({ remindedAt: wednesday, overdueNotedAt: null });
    at(over);
    await everyone();
    await everyone();
    const { id, ...noted } = await dates(caseId);
    expect(noted).toMatchObject({ status: "PROPOSED", dueAt: thursday, overdueNotedAt: over, overdue: true });
    expect(await here.entries(id)).toEqual(["DecisionProposed", "CountersignersReminded", "CountersignatureOverdue"]);
    const told = `query T($id: ID!) { changes(first: 100, filter: { subjectId: $id, types: ["CountersignatureMissed"] }) {
      nodes { type } } }`;
    expect((await as.ask(told, { id: caseId })).changes.nodes).toHaveLength(1);
    expect((await here.people.vendor.ask(told, { id: caseId })).changes.nodes).toEqual([]);
    for (const { tail } of nodes) tail.stop();
    await here.tell.countersigned(caseId);
  });

  it("is noted once, though an agency speaks again: what takes the proposal's place is known to be late", async () => {
    const { caseId, as } = await awaiting();
    const told = `query T($id: ID!) { changes(first: 100, filter: { subjectId: $id, types: ["CountersignatureMissed"] }) {
      nodes { type } } }`;
    at(wednesday);
    await swept();
    at(over);
    await swept();
    const first = await here.tell.decisionOf(caseId);
    await here.tell.position(caseId, here.people.defense, "NO_EQUITY");
    await swept();
    const { id, ...anew } = await dates(caseId);
    expect(id).not.toBe(first.id);
    expect(anew).toMatchObject({ dueAt: thursday, remindedAt: wednesday, overdueNotedAt: over, overdue: true });
    expect(await here.entries(id)).toEqual(["DecisionProposed"]);
    expect((await as.ask(told, { id: caseId })).changes.nodes).toHaveLength(1);
  });

  it("that is signed, refused or was never reminded of in time is reminded of no more", async () => {
    const signed = await awaiting();
    const refused = await here.awaiting(await here.release());
    const late = await here.awaiting(await here.release());
    const proposals = await Promise.all([signed, refused, late].map(({ caseId }) => here.tell.decisionOf(caseId)));
    await here.tell.countersigned(signed.caseId);
    const reason = { ...(await here.signing(refused.caseId)), reason: "NEW_INFORMATION" };
    done(await here.people.oncd2.mutate("refuseCountersignature", reason));
    at(over);
    await swept();
    const entries = await Promise.all(proposals.map(({ id }) => here.entries(id)));
    expect(entries).toEqual([
      ["DecisionProposed", "DecisionCountersigned"],
      ["DecisionProposed", "CountersignatureRefused"],
      ["DecisionProposed", "CountersignatureOverdue"],
    ]);
  });

  it("shows in the countersigners' inbox, the first due first, in their forecast and in the report", async () => {
    const first = await awaiting();
    at(wednesday);
    const second = await here.awaiting(await here.release());
    const inbox = async (filter: string) => {
      const asked = `{ decisions(first: 100, orderBy: DUE_AT_ASC, filter: { status: [PROPOSED] ${filter} }) {
        nodes { overdue case { id } } } }`;
      const { nodes } = (await here.people.oncd2.ask(asked)).decisions;
      return nodes
        .map((node: { case: { id: string } }) => node.case.id)
        .filter((id: string) => [first.caseId, second.caseId].includes(id));
    };
    expect(await inbox("")).toEqual([first.caseId, second.caseId]);
    expect(await inbox("overdue: true")).toEqual([]);
    const forecast = `{ forecast(agency: OSTP) { items { kind at case { id } } } }`;
    const foreseen = async () =>
      (await here.people.ostp.ask(forecast)).forecast.items.filter(
        (item: { case: { id: string } }) => item.case.id === first.caseId,
      );
    expect(await foreseen()).toEqual([{ kind: "COUNTERSIGNATURE_MISSED", at: thursday, case: { id: first.caseId } }]);
    at(over);
    expect(await inbox("overdue: true")).toEqual([first.caseId]);
    expect(await inbox("overdue: false")).toEqual([second.caseId]);
    const report = `{ oversightReport(from: "2026-06-01T00:00:00Z", to: "2026-07-01T00:00:00Z", by: []) {
      overdue { reason count } } }`;
    const unsigned = async () =>
      (await here.people.auditor.ask(report)).oversightReport.overdue.find(
        ({ reason }: { reason: string }) => reason === "NOT_COUNTERSIGNED",
      )?.count ?? 0;
    const before = await unsigned();
    await here.tell.countersigned(first.caseId);
    expect(await unsigned()).toBe(before - 1);
    done(
      await here.people.vendor.mutate("withdrawRelease", { releaseId: here.releaseId, reason: "We bring another." }),
    );
    expect(await inbox("overdue: true")).toEqual([]);
  });

  describe("may be appealed", () => {
    const missed = (filed: Filed, more: object = {}) =>
      here.refused(filed.as, "appealDecision", {
        caseId: filed.caseId,
        ground: "MISSED_DEADLINE",
        statement: "So.",
        ...more,
      });
    const blocked = (...blockers: string[]) =>
      blockers.map((blocker) => refusal("BLOCKED", { field: onCase, blockers: [blocker] }));
    const appealOf = async (id: string) =>
      (await here.people.auditor.ask("query A($id: ID!) { appeal(id: $id) { status missed missedAt } }", { id }))
        .appeal;

    it("once it is over, by whoever brought the case: upheld, an approval is proposed anew, with its conditions", async () => {
      const filed = await kit.proposed([users(10)], here.releaseId);
      at(thursday);
      expect(await missed(filed)).toEqual(blocked("NOT_OVERDUE"));
      expect((await dueTo(filed.as, filed.caseId)).viewerCanAppeal).toBe(false);
      at(over);
      expect((await dueTo(filed.as, filed.caseId)).viewerCanAppeal).toBe(true);
      const first = await here.tell.decisionOf(filed.caseId);
      const appealId = await kit.filed(filed, "MISSED_DEADLINE");
      expect(await appealOf(appealId)).toEqual({ status: "FILED", missed: "COUNTERSIGNATURE", missedAt: thursday });
      const { decision } = await kit.upheld(appealId);
      expect(decision).toMatchObject({ status: "PROPOSED", outcome: "APPROVE", basis: "APPEAL" });
      expect(decision.conditions.nodes).toEqual([{ text: "At most 10." }]);
      expect(await here.entries(first.id)).toEqual(["DecisionProposed", "DecisionVoided"]);
      expect(await dates(filed.caseId)).toMatchObject({ id: decision.id, dueAt: "2026-06-16T21:00:00.000Z" });
      await followsItsEvents(filed.caseId);
      expect(await kit.why(here.people.ostp2.mutate("countersignDecision", await here.signing(filed.caseId)))).toEqual([
        "BLOCKED SIGNED_OWN_POSITION",
      ]);
      await here.tell.countersigned(filed.caseId, here.people.commerce2);
    });

    it("also where what is proposed is a denial: upheld, an approval is, though nobody noted the end of the time to rebut", async () => {
      const filed = await here.denialIntended(here.releaseId);
      at("2026-07-07T21:00:00.000Z");
      expect(await missed(filed)).toEqual(blocked("NOT_OVERDUE"));
      at("2026-07-07T21:00:00.001Z");
      const { decision } = await kit.upheld(await kit.filed(filed, "MISSED_DEADLINE"));
      expect(decision).toMatchObject({ outcome: "APPROVE", basis: "APPEAL" });
      expect(await here.read(filed.caseId, "status rebuttalDueAt")).toEqual({
        status: "AWAITING_COUNTERSIGNATURE",
        rebuttalDueAt: null,
      });
      await followsItsEvents(filed.caseId);
      await here.tell.countersigned(filed.caseId, here.people.commerce2);
    });

    it("one at a time, once for each date missed, and not while the clock is stopped", async () => {
      const filed = await awaiting();
      at(over);
      const appealId = await kit.filed(filed, "MISSED_DEADLINE");
      expect(await missed(filed)).toEqual([refusal("DUPLICATE", { field: onCase, blockers: ["APPEAL_OPEN"] })]);
      done(await kit.decide(appealId, false));
      expect(await missed(filed)).toEqual([refusal("ALREADY_DONE", { field: onCase, blockers: ["DATE_APPEALED"] })]);
      expect((await dueTo(filed.as, filed.caseId)).viewerCanAppeal).toBe(false);
      // Its own later silence is another date.
      const second = await here.awaiting(await here.release());
      at("2026-06-15T21:00:00.001Z");
      await holdOn(second.caseId);
      expect(await missed(second)).toEqual(blocked("CLOCK_STOPPED"));
    });

    it("again where the new proposal isn't signed either", async () => {
      const filed = await awaiting();
      at(over);
      await kit.upheld(await kit.filed(filed, "MISSED_DEADLINE"));
      expect(await missed(filed)).toEqual(blocked("NOT_OVERDUE"));
      at("2026-06-16T21:00:00.001Z");
      const again = await kit.filed(filed, "MISSED_DEADLINE");
      expect(await appealOf(again)).toMatchObject({ missedAt: "2026-06-16T21:00:00.000Z" });
      const { decision } = await kit.upheld(again, {}, here.people.defense2);
      await here.tell.countersigned(filed.caseId, here.people.commerce2);
      expect((await here.entries(decision.id)).at(-1)).toBe("DecisionCountersigned");
    });

    it("until the countersignature is given or refused: that ends the appeal", async () => {
      const signed = await awaiting();
      const refused = await here.awaiting(await here.release());
      at(over);
      const appeals = [await kit.filed(signed, "MISSED_DEADLINE"), await kit.filed(refused, "MISSED_DEADLINE")];
      await here.tell.countersigned(signed.caseId);
      const reason = { ...(await here.signing(refused.caseId)), reason: "NEW_INFORMATION" };
      done(await here.people.oncd2.mutate("refuseCountersignature", reason));
      for (const id of appeals) expect(await here.entries(id)).toEqual(["AppealFiled", "AppealClosed"]);
      expect((await here.read(refused.caseId, "status")).status).toBe("IN_DISPUTE");
    });

    it("and goes on awaiting its decision though an agency speaks again, and is upheld", async () => {
      const filed = await awaiting();
      at(over);
      const appealId = await kit.filed(filed, "MISSED_DEADLINE");
      const holdId = await holdOn(filed.caseId);
      await here.tell.position(filed.caseId, here.people.defense, "NO_EQUITY");
      done(await here.people.commerce.mutate("releaseHold", { holdId }));
      await here.tell.position(filed.caseId, here.people.defense, "OBJECT", { reason: "DIVERSION_RISK" });
      expect((await here.read(filed.caseId, "status")).status).toBe("IN_DISPUTE");
      expect(await appealOf(appealId)).toMatchObject({ status: "FILED", missedAt: thursday });
      const { decision } = await kit.upheld(appealId);
      expect(decision).toMatchObject({ status: "PROPOSED", outcome: "APPROVE", basis: "APPEAL" });
      expect(await dates(filed.caseId)).toMatchObject({ dueAt: "2026-06-16T21:00:00.000Z" });
      await followsItsEvents(filed.caseId);
    });

    it("until a denial is announced: there is a time to rebut then", async () => {
      const filed = await awaiting();
      at(over);
      const appealId = await kit.filed(filed, "MISSED_DEADLINE");
      for (const each of [here.people.oncd, here.people.ostp]) {
        await here.tell.position(filed.caseId, each, "OBJECT", { reason: "DIVERSION_RISK" });
      }
      expect((await here.read(filed.caseId, "status")).status).toBe("INTENT_TO_DENY");
      expect(await here.entries(appealId)).toEqual(["AppealFiled", "AppealClosed"]);
    });

    it("of a phase advance by its vendor", async () => {
      const releaseId = await here.release();
      const caseId = await here.tell.requestedAdvance(releaseId);
      done(await here.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: caseId, revision: 1 }));
      await here.tell.everyoneConcurs(caseId);
      const asked = "query C($id: ID!) { phaseAdvance(id: $id) { countersignatureDueAt viewerCanAppeal } }";
      at(over);
      expect((await here.people.vendor.ask(asked, { id: caseId })).phaseAdvance).toEqual({
        countersignatureDueAt: thursday,
        viewerCanAppeal: true,
      });
      const filed = { as: here.people.vendor, org: "example-labs", partnerId: "", caseId };
      await kit.upheld(await kit.filed(filed, "MISSED_DEADLINE"));
      const { release } = await here.tell.countersigned(caseId, here.people.commerce2);
      expect(release.phase).toBe("EXPANDED_PREVIEW");
    });
  });
});
