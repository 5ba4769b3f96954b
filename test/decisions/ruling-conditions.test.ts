import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Context } from "../../src/context.ts";
import { lockCase } from "../../src/decisions/cases/locked-case.ts";
import type { ConditionRulingInput } from "../../src/decisions/conditions/condition-inputs.ts";
import { ruleOnConditions } from "../../src/decisions/conditions/condition-rulings.ts";
import { change } from "../../src/ledger/change.ts";
import { official } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Setting, setting } from "./setting.ts";

const users = (max: number) => ({ text: `At most ${max}.`, predicate: { kind: "NAMED_USERS_AT_MOST" as const, max } });
const logs = (days: number) => ({ text: `${days} days.`, predicate: { kind: "LOG_RETENTION_DAYS" as const, days } });
const path = ["input", "rulings"];

describeOn(["postgres"], "rulings on conditions", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
  });
  afterAll(() => here?.stop());

  /** A case before the panel on which ONCD concurred with two conditions. */
  async function conditioned(): Promise<{ caseId: string; conditionIds: string[] }> {
    const { caseId } = await here.inReview();
    const conditions = [users(10), logs(30)];
    await here.tell.position(caseId, here.people.oncd, "CONCUR_WITH_CONDITIONS", { conditions });
    const rows = await here.graph.database.query<{ id: string }>(
      "select id from condition where case_id = $1 order by id",
      [caseId],
    );
    return { caseId, conditionIds: rows.map(({ id }) => id) };
  }

  /** Rules as a use case would; gives what is carried, or the refusals. */
  async function rule(caseId: string, conditionIds: string[], rulings: ConditionRulingInput[]) {
    const context = new Context(here.graph.services, official("OSTP"), randomUUID());
    const outcome = await change(context, "decideAppeal", { idempotencyKey: randomUUID() }, async (tx) => {
      const locked = await lockCase(tx, caseId, ["input", "caseId"]);
      return { carried: (await ruleOnConditions(tx, locked, conditionIds, rulings, path)).join(" ") };
    });
    const refusals = outcome.refusals.map(({ code, field, blockers }) => [code, field?.join("."), ...blockers]);
    return { refusals, carried: outcome.carried?.split(" ") };
  }
  const conditionsOf = (caseId: string) =>
    here.graph.database.query(
      `select id, root_id as "rootId", replaces_id as "replacesId", ended_at as "endedAt", proposed_by as "proposedBy", text
       from condition where case_id = $1 order by id`,
      [caseId],
    );

  it("make a new wording a condition of its own, let another fall, and keep both wordings with their reasons", async () => {
    const { caseId, conditionIds } = await conditioned();
    const [first, second] = conditionIds as [string, string];
    const { refusals, carried } = await rule(caseId, conditionIds, [
      { conditionId: first, drops: false, newWording: users(20), reason: "Ten are too few." },
      { conditionId: second, drops: true, reason: "Nothing is logged there." },
    ]);
    expect(refusals).toEqual([]);
    const rows = await conditionsOf(caseId);
    const made = (rows[2] as { id: string }).id;
    expect(carried).toEqual([made]);
    expect(rows).toEqual([
      { id: first, rootId: first, replacesId: null, endedAt: null, proposedBy: "ONCD", text: "At most 10." },
      { id: second, rootId: second, replacesId: null, endedAt: null, proposedBy: "ONCD", text: "30 days." },
      { id: made, rootId: made, replacesId: first, endedAt: null, proposedBy: null, text: "At most 20." },
    ]);
    const asked = `query C($id: ID!) { node(id: $id) { ... on Condition { changes { nodes {
      status drops text reason newCondition { id } decision { id } } } } } }`;
    const changesOf = async (id: string) => (await here.people.auditor.ask(asked, { id })).node.changes.nodes;
    const ruled = { status: "RULED", decision: null };
    expect(await changesOf(first)).toEqual([
      { ...ruled, drops: false, text: "At most 20.", reason: "Ten are too few.", newCondition: { id: made } },
    ]);
    expect(await changesOf(second)).toEqual([
      { ...ruled, drops: true, text: null, reason: "Nothing is logged there.", newCondition: null },
    ]);
    expect(await here.entries(made)).toEqual(["ConditionReworded"]);
  });

  it("leave what they don't name as it stands", async () => {
    const { caseId, conditionIds } = await conditioned();
    expect(await rule(caseId, conditionIds, [])).toEqual({ refusals: [], carried: conditionIds });
  });

  it("are refused together with everything that is wrong with them, and change nothing", async () => {
    const { caseId, conditionIds } = await conditioned();
    const [first, second] = conditionIds as [string, string];
    const before = await conditionsOf(caseId);
    const reason = "So.";
    const france = { text: "France.", predicate: { kind: "USER_JURISDICTIONS" as const, allowed: ["FR"] } };
    const canada = { text: "Canada.", predicate: { kind: "USER_JURISDICTIONS" as const, allowed: ["CA"] } };
    const over = { text: "Over.", predicate: { kind: "EXPIRES_AT" as const, at: new Date("2020-01-01T00:00:00Z") } };
    const cases: [ConditionRulingInput[], (string | undefined)[][]][] = [
      [
        [
          { conditionId: first, drops: false, reason },
          { conditionId: second, drops: true, newWording: users(1), reason },
        ],
        [
          ["INVALID_INPUT", "input.rulings.0.newWording"],
          ["INVALID_INPUT", "input.rulings.1.newWording"],
        ],
      ],
      [
        [{ conditionId: first, drops: false, newWording: over, reason }],
        [["INVALID_INPUT", "input.rulings.0.newWording.predicate.at"]],
      ],
      [
        [{ conditionId: first, drops: false, newWording: users(10), reason }],
        [["INVALID_INPUT", "input.rulings.0.newWording", "UNCHANGED"]],
      ],
      [
        [
          { conditionId: first, drops: true, reason },
          { conditionId: first, drops: true, reason },
          { conditionId: "cnd_no", drops: true, reason },
        ],
        [
          ["INVALID_INPUT", "input.rulings.1.conditionId", "NAMED_TWICE"],
          ["INVALID_INPUT", "input.rulings.2.conditionId", "NOT_CARRIED"],
        ],
      ],
      [
        [
          { conditionId: first, drops: false, newWording: france, reason },
          { conditionId: second, drops: false, newWording: canada, reason },
        ],
        [["INVALID_INPUT", "input.rulings", "CONTRADICTORY"]],
      ],
    ];
    for (const [rulings, refusals] of cases) {
      expect(await rule(caseId, conditionIds, rulings)).toEqual({ refusals, carried: undefined });
    }
    expect(await conditionsOf(caseId)).toEqual(before);
  });
});
