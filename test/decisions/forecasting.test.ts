import { afterAll, beforeAll, expect, it } from "vitest";
import { matcherVersion } from "../../src/rules/screening/match-names.ts";
import { describeOn } from "../support/describe-on.ts";
import { importList } from "../support/screening.ts";
import { type Setting, setting } from "./setting.ts";

const tuesday = "2026-06-09T14:00:00.000Z";
const due = "2026-06-16T21:00:00.000Z";
/** The third business day, and fifteen of them, of a Tuesday. */
const chairDue = "2026-06-12T21:00:00.000Z";
const inAll = "2026-07-01T21:00:00.000Z";

const asked = `query F($agency: Agency!, $days: Int! = 30, $first: Int! = 50) {
  forecast(agency: $agency, days: $days, first: $first) {
    asOf until truncated items { kind at blockers case { id } referral { agency } } } }`;

describeOn(["postgres"], "the forecast of an agency", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
    here.clock.set(tuesday);
  });
  afterAll(() => here?.stop());

  const itemsOf = async (agency: string, caseId: string, options: object = {}) => {
    const { forecast } = await here.people.auditor.ask(asked, { agency, ...options });
    return forecast.items
      .filter(({ case: its }: { case: { id: string } }) => its.id === caseId)
      .map(({ kind: what, at, blockers }: Record<string, unknown>) => ({ what, at, blockers }));
  };

  it("says when its silence counts, and what keeps it from counting now", async () => {
    const { caseId } = await here.inReview(await here.release());
    expect(await itemsOf("DEFENSE", caseId)).toEqual([
      { what: "SILENCE_COUNTS", at: due, blockers: ["NOT_DUE", "NOT_REMINDED"] },
      { what: "TIME_EXHAUSTED", at: inAll, blockers: [] },
    ]);
  });

  it("says nothing of a required seat's silence, only that the case's time runs out", async () => {
    const { caseId } = await here.inReview(await here.release());
    expect(await itemsOf("ONCD", caseId)).toEqual([{ what: "TIME_EXHAUSTED", at: inAll, blockers: [] }]);
  });

  it("says nothing of what the agency has spoken of", async () => {
    const { caseId } = await here.inReview(await here.release());
    await here.tell.position(caseId, here.people.defense);
    expect(await itemsOf("DEFENSE", caseId)).toEqual([{ what: "TIME_EXHAUSTED", at: inAll, blockers: [] }]);
  });

  it("names no date for a silence that an open screening hit keeps from counting", async () => {
    const { caseId, partnerId } = await here.inReview(await here.release());
    const { partner } = await here.people.commerce.ask("query P($id: ID!) { partner(id: $id) { legalName } }", {
      id: partnerId,
    });
    await importList(here.graph, [{ name: partner.legalName }]);
    expect(await itemsOf("COMMERCE", caseId)).toContainEqual({
      what: "SILENCE_COUNTS",
      at: null,
      blockers: ["NOT_DUE", "NOT_REMINDED", "SCREENING_HIT_OPEN"],
    });
    await importList(here.graph, [{ name: "Zephyr Quartz Mooring" }]);
  });

  it("names no date for a silence while another release's reading of the list is in force", async () => {
    const { caseId } = await here.inReview(await here.release());
    await here.graph.database.asOwner("update screening_list set matcher = $1", [matcherVersion - 1]);
    expect(await itemsOf("DEFENSE", caseId)).toContainEqual({
      what: "SILENCE_COUNTS",
      at: null,
      blockers: ["NOT_DUE", "NOT_REMINDED", "SCREENING_OUTDATED"],
    });
    await here.graph.database.asOwner("update screening_list set matcher = $1", [matcherVersion]);
  });

  it("says when a level of the ladder passes a dispute on, and when the time to rebut ends", async () => {
    const releaseId = await here.release();
    const disputed = await here.inReview(releaseId, undefined, {});
    await here.tell.position(disputed.caseId, here.people.ostp, "OBJECT", { reason: "DIVERSION_RISK" });
    for (const each of [here.people.oncd, here.people.commerce, here.people.defense]) {
      await here.tell.position(disputed.caseId, each);
    }
    expect(await itemsOf("OSTP", disputed.caseId)).toContainEqual({ what: "LEVEL_PASSES", at: chairDue, blockers: [] });
    const denied = await here.denialIntended(releaseId);
    const { rebuttalDueAt } = await here.read(denied.caseId, "rebuttalDueAt");
    const { countersignatureDueAt } = await here.read(denied.caseId, "countersignatureDueAt");
    expect(await itemsOf("OSTP", denied.caseId)).toEqual([
      { what: "REBUTTAL_ENDS", at: rebuttalDueAt, blockers: [] },
      { what: "COUNTERSIGNATURE_MISSED", at: countersignatureDueAt, blockers: [] },
    ]);
  });

  it("looks no further than it is asked, and says when there is more", async () => {
    const { caseId } = await here.inReview(await here.release());
    expect(await itemsOf("DEFENSE", caseId, { days: 10 })).toHaveLength(1);
    const { forecast } = await here.people.defense.ask(asked, { agency: "DEFENSE", first: 1 });
    expect(forecast).toMatchObject({ truncated: true, asOf: tuesday, until: "2026-07-09T14:00:00.000Z" });
    expect(forecast.items).toHaveLength(1);
    for (const wrong of [{ days: 0 }, { days: 367 }, { first: 0 }, { first: 101 }]) {
      const answer = await here.people.defense.send(asked, { agency: "DEFENSE", ...wrong });
      expect(answer.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    }
  });

  it("is for officials and auditors alone", async () => {
    for (const [reader, code] of [
      [here.people.vendor, "FORBIDDEN"],
      [here.people.partner, "FORBIDDEN"],
      [here.people.administrator, "FORBIDDEN"],
      [here.graph.everyone, "UNAUTHENTICATED"],
    ] as const) {
      const answer = await reader.send(asked, { agency: "ONCD" });
      expect(answer.errors?.[0]?.extensions.code).toBe(code);
    }
  });
});
