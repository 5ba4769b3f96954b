import { afterAll, beforeAll, expect, it } from "vitest";
import type { Services } from "../../src/context.ts";
import { storylines } from "../../src/demonstration/load.ts";
import { schedule } from "../../src/demonstration/tell.ts";
import { LedgerEntry } from "../../src/ledger/ledger-entry.ts";
import { shipPolicies } from "../../src/releases/policies/ship-policies.ts";
import { applicationLifecycle } from "../../src/rules/lifecycles/application.ts";
import { authorizationLifecycle } from "../../src/rules/lifecycles/authorization.ts";
import { designationLifecycle } from "../../src/rules/lifecycles/designation.ts";
import { directiveLifecycle } from "../../src/rules/lifecycles/directive.ts";
import { disputeLifecycle } from "../../src/rules/lifecycles/dispute.ts";
import { partnerLifecycle } from "../../src/rules/lifecycles/partner.ts";
import { phaseAdvanceLifecycle } from "../../src/rules/lifecycles/phase-advance.ts";
import { releaseLifecycle } from "../../src/rules/lifecycles/release.ts";
import { directiveEffects } from "../../src/rules/vocabulary.ts";
import { brokenInvariants, prepareInvariants } from "../races/invariants.ts";
import type { FreshDatabase } from "../support/database.ts";
import { begunDemonstration, load } from "../support/demonstration.ts";
import { describeOn } from "../support/describe-on.ts";
import { problemsOf } from "../support/entry-problems.ts";

/** What isn't brought about within the story's days. */
const unreached = {
  // An authorization lasts 180 days at least.
  authorization: ["EXPIRED"],
} as const;

const statesOf = (lifecycle: object, without: readonly string[] = []): string[] =>
  Object.keys(lifecycle)
    .filter((state) => !without.includes(state))
    .sort();

describeOn(["postgres"], "the demonstration", (kind) => {
  let database: FreshDatabase;
  let services: Services;
  let told: number | null;
  let toldAt: Date;
  beforeAll(async () => {
    ({ database, services, toldAt } = await begunDemonstration(kind));
    told = await load(services);
  });
  afterAll(() => database?.drop());

  const column = async (statement: string): Promise<string[]> =>
    (await database.query<{ value: string }>(statement)).map(({ value }) => value).sort();

  it("makes every change of every storyline, each once", async () => {
    expect(told).toBe(storylines.flatMap(({ days }) => days.flatMap(({ deeds }) => deeds)).length);
    const keys = await column("select key as value from idempotency where key like 'demonstration-%'");
    expect(keys).toHaveLength((told as number) + 2);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each([
    ["application", "status", statesOf(applicationLifecycle)],
    ["authorization", "status", statesOf(authorizationLifecycle, unreached.authorization)],
    ["release", "phase", statesOf(releaseLifecycle)],
    ["phase_advance", "status", statesOf(phaseAdvanceLifecycle)],
    ["partner", "status", statesOf(partnerLifecycle)],
    ["directive", "status", statesOf(directiveLifecycle)],
    ["directive", "effect", [...directiveEffects].sort()],
    ["designation", "status", statesOf(designationLifecycle)],
    ["dispute", "status", statesOf(disputeLifecycle)],
  ])("has an %s in every %s that one reaches", async (table, name, states) => {
    expect(await column(`select distinct ${name} as value from "${table}"`)).toEqual(states);
  });

  it.each([
    [
      "a seat that is overdue",
      "referral r join application a on a.id = r.case_id where a.status = 'IN_REVIEW' and r.due_at < now() and not exists (select 1 from position p where p.case_id = r.case_id and p.agency = r.agency and p.case_revision = a.revision)",
    ],
    [
      "a seat that is due in the days to come",
      "referral r join application a on a.id = r.case_id where a.status = 'IN_REVIEW' and r.due_at > now()",
    ],
    [
      "an intent to deny that can still be answered",
      "application where status = 'INTENT_TO_DENY' and rebuttal_due_at > now()",
    ],
    [
      "one whose time is just over",
      "application where status = 'INTENT_TO_DENY' and rebuttal_due_at < now() and rebuttal_due_at > now() - interval '7 days'",
    ],
    [
      "an approval on conditions",
      "decision where status = 'COUNTERSIGNED' and outcome = 'APPROVE' and cardinality(condition_ids) > 1",
    ],
    [
      "a denial with its coded reasons",
      "decision where status = 'COUNTERSIGNED' and outcome = 'DENY' and cardinality(reasons) > 1",
    ],
    ["a directive in force on some partners alone", "directive where status = 'IN_FORCE' and scope is not null"],
    ["a request before its vendor", "directive where status = 'REQUESTED' and force = 'REQUEST'"],
    [
      "a designation of a made-up vendor alone",
      "designation d join vendor v on v.id = d.vendor_id where v.name like '%(fictional)'",
    ],
  ])("has %s", async (_, rows) => {
    expect((await column(`select count(*)::text as value from ${rows}`))[0]).not.toBe("0");
  });

  it("names vendors and releases as the public record does, and everyone else as fictional", async () => {
    const real = ["Anthropic", "OpenAI"];
    expect(await column("select name as value from vendor where name not like '%(fictional)'")).toEqual(real);
    expect(
      await column(
        "select r.name as value from release r join vendor v on v.id = r.vendor_id where v.name not like '%(fictional)'",
      ),
    ).toEqual(["Claude Fable 5", "Claude Mythos 5", "GPT-5.4-Cyber", "GPT-5.6"]);
    expect(await column("select legal_name as value from partner where legal_name not like '%(fictional)'")).toEqual(
      [],
    );
    expect(
      await column("select name as value from release where description not like '%Made up for the demonstration.%'"),
    ).toEqual([]);
  });

  it("leaves a newcomer to register", async () => {
    expect(await column("select org as value from partner where org = 'globex-health'")).toEqual([]);
  });

  it("has a ledger that verifies, dated as the story goes, from its policies to the moment that it is told", async () => {
    const entries = await services.database.source.manager.find(LedgerEntry, { order: { seq: "ASC" } });
    expect(entries.flatMap(problemsOf)).toEqual([]);
    const moments = schedule(storylines, toldAt).map(({ at }) => at.toISOString());
    const dated = entries.filter(({ type }) => type !== "PolicyPublished").map(({ at }) => at.toISOString());
    expect([...new Set(dated)]).toEqual([...new Set(moments)]);
    expect(entries.at(-1)?.payload.state).toMatchObject({ legalName: "Meadow Clinic (fictional)" });
    await prepareInvariants(database);
    expect(await brokenInvariants(database)).toEqual([]);
  });

  it("is loaded once: another load tells nothing", async () => {
    const before = await column("select last_seq::text as value from ledger_tail");
    expect(await load(services)).toBeNull();
    await shipPolicies(services);
    expect(await column("select last_seq::text as value from ledger_tail")).toEqual(before);
  });
});
