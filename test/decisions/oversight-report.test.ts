import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "../../src/context.ts";
import * as numbers from "../../src/decisions/records/report-numbers.ts";
import type { OversightReport } from "../../src/decisions/records/report-types.ts";
import type { Sql } from "../../src/graph/sql.ts";
import { describeOn } from "../support/describe-on.ts";
import { everyTable } from "../support/matrix-untouched.ts";
import { done } from "../support/story.ts";
import { type Setting, setting } from "./setting.ts";

const everything = `from to asOf
  statuses { status jurisdiction applications phaseAdvances }
  durations { stage level agency jurisdiction count meanDays medianDays p90Days }
  overdue { reason level agency jurisdiction count medianDays longestDays longest { id } }
  holds { reason agency holds open days }
  informationRequests { topic agency requests open days }
  positions { agency expressed objections late deemed }`;
const query = (selection = everything) => `query R($from: DateTime!, $to: DateTime!, $by: [ReportDimension!]) {
  oversightReport(from: $from, to: $to, by: $by) { ${selection} } }`;

const june = { from: "2026-06-01T00:00:00.000Z", to: "2026-07-01T00:00:00.000Z" };
const moment = (day: number) => `2026-06-${String(day).padStart(2, "0")}T14:00:00.000Z`;

interface Row {
  readonly [name: string]: unknown;
}

describeOn(["postgres"], "an oversight report", (kind) => {
  let here: Setting;
  let silent: string;
  let unreferred: string;

  /** Half a month: cases of a Norwegian and two American partners, all begun on Monday the 1st of June. */
  beforeAll(async () => {
    here = await setting(kind);
    const { people, clock, tell } = here;
    const { oncd, ostp, commerce, defense } = people;
    clock.set(moment(1));
    const submitted: { caseId: string; on: number }[] = [];
    for (const [index, jurisdiction] of ["US", "US", "NO"].entries()) {
      const { caseId } = await here.submitted(undefined, await here.applicant({ jurisdiction }));
      submitted.push({ caseId, on: index + 2 });
    }
    const left = await here.submitted(undefined, await here.applicant({ jurisdiction: "NO" }));
    unreferred = left.caseId;
    const quiet = await here.submitted(undefined, await here.applicant());
    silent = quiet.caseId;
    // Referred after one, two and three days, and decided after four, six and ten.
    for (const { caseId, on } of submitted) {
      clock.set(moment(on));
      done(await commerce.mutate("acceptApplication", { applicationId: caseId, revision: 1 }));
    }
    clock.set(moment(4));
    done(await commerce.mutate("acceptApplication", { applicationId: silent, revision: 1 }));
    for (const [index, { caseId }] of submitted.entries()) {
      clock.set(moment([5, 6, 9][index]!));
      for (const each of [oncd, ostp, commerce]) await tell.position(caseId, each);
      clock.set(moment([5, 7, 11][index]!));
      await tell.position(caseId, defense);
      await tell.countersigned(caseId);
    }
    clock.set(moment(15));
  });
  afterAll(() => here?.stop());

  const report = async (by: string[] = ["STAGE"], span = june, selection = everything) =>
    (await here.people.auditor.ask(query(selection), { ...span, by })).oversightReport;

  it("counts where the cases submitted in the span stand, by jurisdiction where that is asked", async () => {
    expect((await report()).statuses).toEqual([
      { status: "APPROVED", jurisdiction: null, applications: 3, phaseAdvances: 0 },
      { status: "IN_REVIEW", jurisdiction: null, applications: 1, phaseAdvances: 0 },
      { status: "SUBMITTED", jurisdiction: null, applications: 1, phaseAdvances: 0 },
    ]);
    expect((await report(["JURISDICTION"])).statuses).toContainEqual({
      status: "APPROVED",
      jurisdiction: "NO",
      applications: 1,
      phaseAdvances: 0,
    });
    const before = { from: "2026-05-01T00:00:00.000Z", to: june.from };
    expect((await report([], before)).statuses).toEqual([]);
  });

  describe("says how long", () => {
    const row = (rows: readonly Row[], wanted: Row) =>
      rows.filter((each) => Object.entries(wanted).every(([name, value]) => each[name] === value));

    it("reviews took, their mean, median and 90th percentile", async () => {
      const { durations } = await report([]);
      // 4, 6 and 10 days: the 90th percentile lies four fifths of the way from the second to the third.
      const inAll = {
        level: null,
        agency: null,
        jurisdiction: null,
        count: 3,
        meanDays: 6.7,
        medianDays: 6,
        p90Days: 9.2,
      };
      expect(durations).toEqual([{ stage: "IN_ALL", ...inAll }]);
    });

    it("each stage took", async () => {
      const { durations } = await report(["STAGE"]);
      const found = durations.map(({ stage, count, meanDays, medianDays }: Row) => [
        stage,
        count,
        meanDays,
        medianDays,
      ]);
      expect(found).toEqual([
        // Also the case that is silent since, after three days: 1, 2, 3, 3.
        ["REFERRAL", 4, 2.3, 2.5],
        // Of the first three agencies 3, 3 and 5 days each, of the fourth 3, 4 and 7.
        ["POSITION", 12, 3.9, 3],
        ["COUNTERSIGNATURE", 3, 0, 0],
        ["IN_ALL", 3, 6.7, 6],
      ]);
    });

    it("each agency took", async () => {
      const { durations } = await report(["STAGE", "AGENCY"]);
      expect(row(durations, { stage: "POSITION", agency: "DEFENSE" })).toMatchObject([{ count: 3, meanDays: 4.7 }]);
      expect(row(durations, { stage: "POSITION", agency: "ONCD" })).toMatchObject([{ count: 3, meanDays: 3.7 }]);
      expect(row(durations, { stage: "POSITION" })).toHaveLength(4);
    });

    it("it took for each jurisdiction", async () => {
      const { durations } = await report(["JURISDICTION"]);
      expect(durations.map(({ jurisdiction, count, meanDays }: Row) => [jurisdiction, count, meanDays])).toEqual([
        ["NO", 1, 10],
        ["US", 2, 5],
      ]);
    });

    it("and counts what ended in the span, whenever it began", async () => {
      const { durations } = await report([], { from: moment(7), to: moment(11) });
      expect(durations).toMatchObject([{ stage: "IN_ALL", count: 1, meanDays: 6 }]);
      expect((await report([], { from: moment(12), to: june.to })).durations).toEqual([]);
    });
  });

  it("says what is overdue and why, with the case that is so longest", async () => {
    const { overdue } = await report(["STAGE", "AGENCY"]);
    expect(overdue.map(({ reason, agency, count, longest }: Row) => [reason, agency, count, longest])).toEqual([
      ["NOT_REFERRED", "COMMERCE", 1, { id: unreferred }],
      ...["COMMERCE", "DEFENSE", "ONCD", "OSTP"].map((agency) => ["POSITION_MISSING", agency, 1, { id: silent }]),
    ]);
    // Due on Wednesday the 3rd at 17:00 in Washington.
    expect(overdue[0]).toMatchObject({ medianDays: 11.7, longestDays: 11.7 });
    const [, missing] = (await report([])).overdue;
    expect(missing).toMatchObject({ reason: "POSITION_MISSING", agency: null, count: 4 });
    expect((await report(["JURISDICTION"])).overdue[0]).toMatchObject({ jurisdiction: "NO" });
  });

  it("counts appeals and rebuttals that aren't decided in time, of a closed case too", async () => {
    const { database } = here.graph;
    const [closed] = await database.query<{ id: string }>(
      "select id from application where status = 'APPROVED' order by id",
    );
    const appeal = (id: string, status: string, dueAt: string | null) =>
      database.asOwner(
        `insert into appeal (id, case_id, case_type, case_revision, ground, condition_ids, statement, status, filed_by,
           filed_at, due_at) values ($1, $2, 'Application', 1, 'CONDITIONS', '{}', 'x', $3, 'x', $4, $5)`,
        [id, closed!.id, status, moment(6), dueAt],
      );
    const [decision] = await database.query<{ id: string }>("select id from decision limit 1");
    await database.asOwner(
      `insert into rebuttal (id, case_id, case_type, case_revision, decision_id, statement, status, filed_by, filed_at, due_at)
       values ('reb_1', $1, 'Application', 1, $2, 'x', 'FILED', 'x', $3, $4)`,
      [silent, decision!.id, moment(6), moment(11)],
    );
    await appeal("apl_1", "FILED", moment(10));
    const undecided = async () =>
      (await report()).overdue.filter(({ reason }: Row) => /APPEAL|REBUTTAL/.test(String(reason)));
    expect(await undecided()).toMatchObject([
      { reason: "APPEAL_UNDECIDED", count: 1, longestDays: 5, longest: { id: closed!.id } },
      { reason: "REBUTTAL_UNDECIDED", count: 1, longestDays: 4, longest: { id: silent } },
    ]);
    await database.asOwner("update appeal set due_at = null where id = 'apl_1'");
    await database.asOwner("delete from rebuttal where id = 'reb_1'");
    expect(await undecided()).toEqual([]);
    await database.asOwner("delete from appeal where id = 'apl_1'");
  });

  it("says what each agency said", async () => {
    const said = { expressed: 3, objections: 0, late: 0, deemed: 0 };
    const { positions } = await report();
    expect(positions.map(({ agency }: Row) => agency)).toEqual(["COMMERCE", "DEFENSE", "ONCD", "OSTP"]);
    for (const { agency: _, ...each } of positions) expect({ ...each, late: 0 }).toEqual(said);
    expect((await report([], { from: moment(11), to: june.to })).positions).toMatchObject([
      { agency: "DEFENSE", expressed: 1 },
    ]);
  });

  describe("of holds and requests for information", () => {
    const held = { reason: "LEGAL_REVIEW", owner: "COMMERCE" };
    beforeAll(async () => {
      const { database } = here.graph;
      const hold = (id: string, owner: string, reason: string, placed: string, released: string | null) =>
        database.asOwner(
          `insert into hold (id, case_id, case_type, case_revision, reason, reason_withheld, owner, review_at, placed_by,
             placed_at, released_by, released_at)
           values ($1, $2, 'Application', 1, $3, false, $4, $5::timestamptz + interval '30 days', 'x', $5, $6, $7)`,
          [id, silent, reason, owner, placed, released && "x", released],
        );
      await hold("hld_1", "COMMERCE", "LEGAL_REVIEW", "2026-05-20T00:00:00Z", "2026-06-03T12:00:00Z");
      await hold("hld_2", "DEFENSE", "LEGAL_REVIEW", "2026-06-10T14:00:00Z", null);
      await hold("hld_3", "COMMERCE", "RELATED_CASE", "2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z");
      await database.asOwner(
        `insert into information_request (id, case_id, case_type, case_revision, agency, addressee, topic, question, status,
           requested_by, requested_at, due_at, ended_at, ended_by)
         values ('inq_1', $1, 'Application', 1, 'ONCD', 'PARTNER', 'END_USE', 'What?', 'CLOSED', 'x', $2, $2, $3, 'x')`,
        [silent, "2026-06-04T00:00:00Z", "2026-06-05T12:00:00Z"],
      );
    });

    it("counts the days that are of the span, and until now what is open", async () => {
      const { holds, informationRequests } = await report();
      expect(holds).toEqual([{ reason: held.reason, agency: null, holds: 2, open: 1, days: 7.5 }]);
      expect(informationRequests).toEqual([{ topic: "END_USE", agency: null, requests: 1, open: 0, days: 1.5 }]);
    });

    it("tells them apart by agency", async () => {
      const { holds, informationRequests } = await report(["AGENCY"]);
      expect(holds).toEqual([
        { reason: "LEGAL_REVIEW", agency: "COMMERCE", holds: 1, open: 0, days: 2.5 },
        { reason: "LEGAL_REVIEW", agency: "DEFENSE", holds: 1, open: 1, days: 5 },
      ]);
      expect(informationRequests).toMatchObject([{ agency: "ONCD" }]);
    });
  });

  it("says how long vendors took to acknowledge directives, and to attest that they enforce them", async () => {
    here.clock.set(moment(16));
    const directiveId = await here.tell.directive(here.releaseId, {
      effect: "LIMIT",
      limits: [{ kind: "NO_ONWARD_TRANSFER" }],
    });
    here.clock.set(moment(18));
    done(await here.people.vendor.mutate("acknowledgeDirective", { directiveId }));
    here.clock.set(moment(19));
    const attested = { directiveId, enforcedAt: moment(17), notEnforced: [] };
    done(await here.people.vendor.mutate("attestEnforcement", attested));
    here.clock.set("2026-06-19T15:00:00.000Z");
    // What is corrected afterwards was attested before.
    done(await here.people.vendor.mutate("attestEnforcement", { ...attested, revision: 1, enforcedAt: moment(18) }));
    const { durations } = await report(["STAGE", "AGENCY"], { from: moment(17), to: june.to });
    expect(durations).toMatchObject([
      { stage: "ACKNOWLEDGEMENT", agency: "COMMERCE", count: 1, meanDays: 2 },
      { stage: "ATTESTATION", agency: "COMMERCE", count: 1, meanDays: 3 },
    ]);
    const partly = { notEnforced: ["LIMIT_NO_ONWARD_TRANSFER"], note: "Nobody can say so yet." };
    here.clock.set("2026-06-19T16:00:00.000Z");
    done(await here.people.vendor.mutate("attestEnforcement", { ...attested, ...partly, revision: 2 }));
    expect((await report(["STAGE"], { from: moment(17), to: june.to })).durations).toMatchObject([
      { stage: "ACKNOWLEDGEMENT" },
    ]);
  });

  it("says how long disputes and their levels took", async () => {
    here.clock.set(moment(20));
    const { caseId } = await here.inReview();
    const { oncd, ostp, commerce, defense } = here.people;
    for (const each of [oncd, ostp, commerce]) await here.tell.position(caseId, each);
    await here.tell.position(caseId, defense, "OBJECT", { reason: "END_USE_CONCERN" });
    const [dispute] = await here.graph.database.query<{ id: string }>("select id from dispute where case_id = $1", [
      caseId,
    ]);
    const level = (number: number, decidedAt: string) =>
      here.graph.database.asOwner(
        `insert into ladder_decision (id, dispute_id, case_id, case_type, case_revision, level, basis, outcome, reasons,
           condition_ids, agency, decided_by, decided_at)
         values ($1, $2, $3, 'Application', 1, $4, 'CHAIR', 'APPROVE', '{}', '{}', 'ONCD', 'x', $5)`,
        [`lad_${number}`, dispute!.id, caseId, number, decidedAt],
      );
    await level(1, moment(22));
    await level(2, moment(27));
    here.clock.set(moment(27));
    await here.tell.position(caseId, defense);
    const { durations } = await report(["STAGE"], { from: moment(21), to: june.to });
    expect(durations).toMatchObject([
      { stage: "DISPUTE", level: null, count: 1, meanDays: 7 },
      { stage: "DISPUTE_LEVEL", level: 1, count: 1, meanDays: 2 },
      { stage: "DISPUTE_LEVEL", level: 2, count: 1, meanDays: 5 },
    ]);
  });

  it("says how long designations took to bite, as it says of directives", async () => {
    here.clock.set(moment(28));
    const designationId = await here.tell.designation(here.vendorId);
    here.clock.set(moment(29));
    done(await here.people.vendor.mutate("acknowledgeDesignation", { designationId }));
    here.clock.set(moment(30));
    await here.tell.attestedDesignation(designationId);
    done(await here.people.defense.mutate("liftDesignation", { designationId, reason: "Over." }));
    const { durations } = await report(["STAGE", "AGENCY"], { from: moment(28), to: june.to });
    expect(durations).toMatchObject([
      { stage: "ACKNOWLEDGEMENT", agency: "DEFENSE", count: 1, meanDays: 1 },
      { stage: "ATTESTATION", agency: "DEFENSE", count: 1, meanDays: 2 },
    ]);
  });

  it.each([
    ["holds", numbers.holds, "hold_span"],
    ["requests for information", numbers.informationRequests, "information_request_span"],
  ] as const)(
    "finds %s of a span by their index, however many there were before and after",
    async (_what, of, index) => {
      let asked: Sql | null = null;
      const query = async (statement: Sql) => {
        asked = statement;
        return [];
      };
      const span = { from: new Date(june.from), to: new Date(june.to), asOf: new Date(june.to) };
      await of({ query } as unknown as Context, { ...span, by: ["AGENCY"] } as OversightReport);
      const { text, values } = asked as unknown as Sql;
      const plan = await here.graph.database.source.transaction(async (manager) => {
        // Of a few rows no index is worth its while: what would be used of many is asked.
        await manager.query("set local enable_seqscan = off");
        return manager.query(`explain ${text}`, values as unknown[]);
      });
      expect(JSON.stringify(plan)).toContain(`Bitmap Index Scan on ${index}`);
    },
  );

  it("is empty of a span in which nothing was, and writes nothing", async () => {
    const before = await everyTable(here.graph.database);
    const { statuses, durations, overdue, holds, informationRequests, positions } = await report(
      ["STAGE", "AGENCY", "JURISDICTION"],
      { from: "2020-01-01T00:00:00.000Z", to: "2025-01-01T00:00:00.000Z" },
    );
    expect([statuses, durations, overdue, holds, informationRequests, positions]).toEqual([[], [], [], [], [], []]);
    expect(await everyTable(here.graph.database)).toEqual(before);
  });

  it.each([
    ["a span that ends before it begins", { from: june.to, to: june.from }],
    ["a span of nothing", { from: june.from, to: june.from }],
    ["more than five years", { from: "2020-01-01T00:00:00.000Z", to: "2025-01-01T00:00:00.001Z" }],
    ["more dimensions than there are", { ...june, by: Array(11).fill("STAGE") }],
  ])("refuses %s", async (_what, variables) => {
    const { errors } = await here.people.auditor.send(query("asOf"), variables);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
  });

  it("is for officials and auditors", async () => {
    for (const caller of [here.people.vendor, here.people.partner, here.people.administrator]) {
      const { errors } = await caller.send(query("asOf"), june);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN"]);
    }
    expect((await here.people.defense.ask(query("from to"), june)).oversightReport).toEqual(june);
  });
});
