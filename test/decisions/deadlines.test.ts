import { afterAll, beforeAll, expect, it } from "vitest";
import { chance } from "../races/chance.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import { populate } from "../support/world.ts";
import { cachedDeadlines } from "./cached-deadlines.ts";
import { type Filed, type Setting, setting } from "./setting.ts";
import { stopping } from "./stopping.ts";

/** Fails unless what is kept of every open case's deadlines is what its events make of them; gives all that is kept. */
async function expectDerived(graph: Pick<Graph, "database">, when: string): Promise<(string | null)[]> {
  const cases = await cachedDeadlines(graph);
  for (const [id, [kept, derived]] of cases) expect(kept, `${when}: ${id}`).toEqual(derived);
  return [...cases.values()].flatMap(([kept]) => Object.values(kept));
}

describeOn(["postgres"], "the deadlines that are kept", (kind) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(kind);
    await populate(graph);
  });
  afterAll(() => graph?.stop());

  it("are, of every case in every state, what its events and its policy make of them", async () => {
    const kept = await expectDerived(graph, "the world");
    // Some run, and some are stopped: neither can be right by being nothing.
    expect(kept.filter((date) => date !== null).length).toBeGreaterThan(40);
    expect(kept.filter((date) => date === null).length).toBeGreaterThan(20);
  });
});

describeOn(["postgres"], "the deadlines of cases that anything happens to", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
    here.clock.set("2026-06-09T14:00:00.000Z");
  });
  afterAll(() => here?.stop());

  it("are after every step what the case's events make of them", { timeout: 120_000 }, async () => {
    const by = chance("deadlines of any course");
    const { people, graph, clock } = here;
    const stops = stopping(here);
    const cases: Filed[] = [];
    for (const policy of ["expedited-preview", "eo12981"]) {
      const releaseId = await here.release("LIMITED_PREVIEW", policy);
      for (let index = 0; index < 3; index += 1) cases.push(await here.inReview(releaseId));
    }
    const agencies = [people.oncd, people.ostp, people.commerce, people.defense];
    const any = async (list: string, status: string, caseId: string): Promise<string | null> => {
      const rows = await graph.database.query<{ id: string }>(
        `select id from ${list} where case_id = $1 and ${status} order by id`,
        [caseId],
      );
      return rows.length === 0 ? null : by.pick(rows).id;
    };
    /** Each happens if it may; what is refused changes nothing, and that too must leave the dates right. */
    const steps: Readonly<Record<string, (filed: Filed, revision: number) => Promise<unknown>>> = {
      hold: ({ caseId }, revision) =>
        people.commerce.mutate(
          "placeHold",
          stops.holding(caseId, {
            revision,
            owner: by.pick(["ONCD", "DEFENSE"]),
            reason: by.pick(["LEGAL_REVIEW", "RELATED_CASE"]),
          }),
        ),
      release: async ({ caseId }) => {
        const holdId = await any("hold", "released_at is null", caseId);
        if (holdId) await people.commerce.mutate("releaseHold", { holdId });
      },
      ask: ({ caseId }, revision) =>
        by
          .pick(agencies)
          .mutate("requestInformation", stops.asking(caseId, { revision, addressee: by.pick(["PARTNER", "VENDOR"]) })),
      answer: async ({ caseId, as }) => {
        const id = await any("information_request", "status = 'OPEN' and addressee = 'PARTNER'", caseId);
        if (id) await as.mutate("answerInformationRequest", { informationRequestId: id, answer: "Ours." });
      },
      close: async ({ caseId }) => {
        const informationRequestId = await any("information_request", "status = 'OPEN'", caseId);
        for (const as of informationRequestId ? agencies : [])
          await as.mutate("closeInformationRequest", { informationRequestId });
      },
      sweep: ({ caseId }) => stops.sweep(caseId),
      speak: ({ caseId }, revision) => {
        const kind = by.pick(["CONCUR", "CONCUR", "OBJECT", "NO_EQUITY"]);
        const reason = kind === "OBJECT" ? { reason: "DIVERSION_RISK" } : {};
        return by.pick(agencies).mutate("recordPosition", { caseId, revision, kind, ...reason });
      },
      extend: async ({ caseId }, revision) => {
        const referralId = await any("referral", "true", caseId);
        for (const as of agencies) await as.mutate("extendReferral", { referralId, revision, reason: "Away." });
      },
      amend: ({ caseId, as }, revision) =>
        as.mutate("amendApplication", { applicationId: caseId, revision, namedUsers: 30 + revision }),
      refuse: async ({ caseId }, revision) => {
        const decision = await here.tell.decisionOf(caseId);
        const input = { decisionId: decision?.id, revision, reason: "NEW_INFORMATION" };
        if (decision) await people.oncd2.mutate("refuseCountersignature", input);
      },
    };
    const names = Object.keys(steps);
    let moved = 0;
    let before = "";
    for (let count = 1; count <= 80; count += 1) {
      clock.fixed = new Date((clock.fixed as Date).getTime() + by.pick([1, 3, 9, 26]) * 3_600_000);
      const filed = by.pick(cases);
      const name = by.pick(names);
      await steps[name]?.(filed, await here.tell.revisionOf(filed.caseId));
      const after = JSON.stringify(await expectDerived(graph, `step ${count}, ${name}`));
      if (after !== before) moved += 1;
      before = after;
    }
    // Any course moves some; how many is for chance.
    expect(moved).toBeGreaterThan(3);
  });
});
