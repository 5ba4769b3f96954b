import "reflect-metadata";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { firstItems } from "../../src/decisions/clocks/forecast.ts";
import type { ForecastRow } from "../../src/decisions/clocks/forecast-rows.ts";
import { sweep } from "../../src/decisions/clocks/sweep.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
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

  it.each([
    ["SCREENING_LIST_MISSING", "update screening set list_id = null"],
    ["SCREENING_LIST_STALE", "update screening_list set confirmed_at = '1900-01-01'"],
  ])("names no date for a silence on an application for %s, until there is a fresh list", async (blocker, spoilt) => {
    const { caseId } = await here.inReview(await here.release());
    const { database } = here.graph;
    const [inForce] = await database.asOwner<{ id: string }>("select list_id as id from screening");
    await database.asOwner(spoilt);
    expect(await itemsOf("DEFENSE", caseId)).toContainEqual({
      what: "SILENCE_COUNTS",
      at: null,
      blockers: ["NOT_DUE", "NOT_REMINDED", blocker],
    });
    await database.asOwner("update screening_list set confirmed_at = imported_at");
    await database.asOwner("update screening set list_id = $1", [inForce?.id]);
    expect(await itemsOf("DEFENSE", caseId)).toContainEqual({
      what: "SILENCE_COUNTS",
      at: due,
      blockers: ["NOT_DUE", "NOT_REMINDED"],
    });
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

  it("says nothing more of a time in all that is over, once the ladder's last level has the case", async () => {
    const { caseId } = await here.inReview(await here.release());
    for (const each of [here.people.oncd, here.people.ostp]) await here.tell.position(caseId, each);
    await here.tell.position(caseId, here.people.defense, "OBJECT", { reason: "DIVERSION_RISK" });
    await here.tell.position(caseId, here.people.commerce);
    expect(await itemsOf("ONCD", caseId)).toContainEqual({ what: "TIME_EXHAUSTED", at: inAll, blockers: [] });
    here.clock.set(inAll);
    expect((await sweep(here.graph.services)).failed).toEqual([]);
    const { disputes } = await here.read(caseId, "disputes { nodes { level status } }");
    expect(disputes.nodes).toEqual([{ level: 3, status: "OPEN" }]);
    expect((await itemsOf("ONCD", caseId)).map(({ what }: { what: unknown }) => what)).not.toContain("TIME_EXHAUSTED");
    here.clock.set(tuesday);
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

  it("holds what comes first on its first page, however late what is due before counts, or that it never does", async () => {
    const late = await here.inReview(await here.release());
    const hit = await here.inReview(await here.release());
    const { partner } = await here.people.commerce.ask("query P($id: ID!) { partner(id: $id) { legalName } }", {
      id: hit.partnerId,
    });
    await importList(here.graph, [{ name: partner.legalName }]);
    // Both are due before anything else, and nobody was reminded: the sweeper was away until the last day.
    const { database } = here.graph;
    const cases = [late.caseId, hit.caseId];
    await database.asOwner("update referral set due_at = $2 where case_id = any($1)", [cases, "2026-06-10T21:00:00Z"]);
    await database.asOwner("update referral set reminded_at = $2 where case_id = $1", [
      late.caseId,
      "2026-06-16T14:00:00Z",
    ]);
    const page = async (first: number) => (await here.people.auditor.ask(asked, { agency: "DEFENSE", first })).forecast;
    const all = await page(100);
    expect(all.truncated).toBe(false);
    const { items } = all;
    const times = items.map(({ at }: { at: string | null }) => at ?? "never");
    expect(times).toEqual([...times].sort());
    const placeOf = (caseId: string) =>
      items.findIndex(
        (each: { kind: string; case: { id: string } }) => each.kind === "SILENCE_COUNTS" && each.case.id === caseId,
      );
    expect(items[placeOf(late.caseId)].at).toBe("2026-06-17T21:00:00.000Z");
    expect(items[placeOf(hit.caseId)].at).toBeNull();
    for (let first = 1; first < items.length; first += 1) {
      expect(await page(first)).toMatchObject({ truncated: true, items: items.slice(0, first) });
    }
    await importList(here.graph, [{ name: "Zephyr Quartz Mooring" }]);
  });

  it("reads each policy once, however many cases are reviewed under it", async () => {
    const releases = [await here.release(), await here.release(undefined, "eo12981")];
    const mine = [];
    for (const releaseId of [...releases, ...releases]) mine.push((await here.inReview(releaseId)).caseId);
    const query = vi.spyOn(here.graph.services.database, "query");
    try {
      const { forecast } = await here.people.auditor.ask(asked, { agency: "DEFENSE", first: 100, days: 366 });
      const shown = new Set(forecast.items.map((item: { case: { id: string } }) => item.case.id));
      for (const each of mine) expect(shown).toContain(each);
      const answers = await Promise.all(query.mock.results.map(({ value }) => value as Promise<object[]>));
      const policies = answers
        .flat()
        .flatMap((row) => Object.values(row))
        .filter((value): value is { key: string } => typeof value === "object" && value !== null && "panel" in value)
        .map(({ key }) => key);
      expect(policies.length).toBeGreaterThan(1);
      expect(policies).toHaveLength(new Set(policies).size);
    } finally {
      query.mockRestore();
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

it("reads no more than a thousand for a page, however many silences count later than they are due", async () => {
  const now = new Date(tuesday);
  const row = (at: number): ForecastRow => ({
    kind: "SILENCE_COUNTS",
    caseId: `app_${at}`,
    referralId: `ref_${at}`,
    policy: expeditedPreview,
    seat: "DEEMABLE",
    dueAt: new Date(now.getTime() - 86_400_000 + at),
    remindAt: new Date(now.getTime() - 2 * 86_400_000),
    remindedAt: null,
    stops: [],
    screeningHitOpen: false,
    screeningListMissing: false,
    screeningListStale: false,
    screeningOutdated: false,
  });
  const backlog = Array.from({ length: 5_000 }, (_, at) => row(at));
  const read: number[] = [];
  const page = await firstItems(
    async (most) => {
      read.push(most);
      return backlog.slice(0, most);
    },
    50,
    now,
  );
  expect(Math.max(...read)).toBe(1_000);
  expect(page.items.map(({ caseId }) => caseId)).toEqual(backlog.slice(0, 50).map(({ caseId }) => caseId));
  expect(page.truncated).toBe(true);
});
