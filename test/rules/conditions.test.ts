import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ConditionInput,
  type ConditionPredicate,
  contradictions,
  describePredicate,
  evaluate,
  forbidsEndUse,
  parsePredicate,
  type UseFacts,
  union,
} from "../../src/rules/conditions.ts";
import { conditionKinds } from "../../src/rules/vocabulary.ts";

const now = new Date("2026-11-23T15:00:00Z");
const use = (facts: Omit<UseFacts, "at"> = {}): UseFacts => ({ ...facts, at: now });
const parsed = (input: ConditionInput) => parsePredicate(input).predicate!;

describe("a condition as it is proposed", () => {
  it.each<[ConditionInput, ConditionPredicate]>([
    [
      { kind: "NAMED_USERS_AT_MOST", max: 25 },
      { kind: "NAMED_USERS_AT_MOST", max: 25 },
    ],
    [
      { kind: "USER_JURISDICTIONS", allowed: ["US", "GB", "US"], max: null },
      { kind: "USER_JURISDICTIONS", allowed: ["GB", "US"] },
    ],
    [
      { kind: "END_USES", allowed: ["HEALTH", "EDUCATION"] },
      { kind: "END_USES", allowed: ["EDUCATION", "HEALTH"] },
    ],
    [
      { kind: "DEPLOYMENTS", allowed: ["AIR_GAPPED"] },
      { kind: "DEPLOYMENTS", allowed: ["AIR_GAPPED"] },
    ],
    [
      { kind: "REQUESTS_PER_DAY_AT_MOST", max: 1 },
      { kind: "REQUESTS_PER_DAY_AT_MOST", max: 1 },
    ],
    [
      { kind: "LOG_RETENTION_DAYS", days: 365 },
      { kind: "LOG_RETENTION_DAYS", days: 365 },
    ],
    [
      { kind: "REPORT_EVERY_DAYS", days: 30 },
      { kind: "REPORT_EVERY_DAYS", days: 30 },
    ],
    [
      { kind: "EXPIRES_AT", at: now },
      { kind: "EXPIRES_AT", at: "2026-11-23T15:00:00.000Z" },
    ],
    [
      { kind: "EXPIRES_AT", at: "2026-11-23T10:00:00-05:00" },
      { kind: "EXPIRES_AT", at: "2026-11-23T15:00:00.000Z" },
    ],
    [
      { kind: "REQUESTS_PER_DAY_AT_MOST", max: 1_000_000_000 },
      { kind: "REQUESTS_PER_DAY_AT_MOST", max: 1_000_000_000 },
    ],
    [
      { kind: "LOG_RETENTION_DAYS", days: 3660 },
      { kind: "LOG_RETENTION_DAYS", days: 3660 },
    ],
    [
      { kind: "EXPIRES_AT", at: new Date(0) },
      { kind: "EXPIRES_AT", at: "1970-01-01T00:00:00.000Z" },
    ],
    [
      { kind: "EXPIRES_AT", at: "9999-12-31T00:00:00Z" },
      { kind: "EXPIRES_AT", at: "9999-12-31T00:00:00.000Z" },
    ],
    [{ kind: "NO_ONWARD_TRANSFER" }, { kind: "NO_ONWARD_TRANSFER" }],
    [{ kind: "FREE_TEXT", allowed: null }, { kind: "FREE_TEXT" }],
  ])("%j becomes a predicate", (input, predicate) => {
    expect(parsePredicate(input)).toEqual({ predicate });
  });

  it.each<[ConditionInput, string[]]>([
    [{ kind: "NAMED_USERS_AT_MOST" }, ["max"]],
    [{ kind: "NAMED_USERS_AT_MOST", max: 0 }, ["max"]],
    [{ kind: "NAMED_USERS_AT_MOST", max: 2.5 }, ["max"]],
    [{ kind: "REQUESTS_PER_DAY_AT_MOST", max: 1e12 }, ["max"]],
    [{ kind: "REQUESTS_PER_DAY_AT_MOST", days: 3 }, ["days", "max"]],
    [{ kind: "LOG_RETENTION_DAYS", days: 3661 }, ["days"]],
    [{ kind: "REPORT_EVERY_DAYS", days: Number.NaN }, ["days"]],
    [{ kind: "USER_JURISDICTIONS", allowed: [] }, ["allowed"]],
    [{ kind: "USER_JURISDICTIONS", allowed: ["US", "uk"] }, ["allowed"]],
    [{ kind: "END_USES", allowed: ["US"] }, ["allowed"]],
    [{ kind: "DEPLOYMENTS", allowed: ["HEALTH"] }, ["allowed"]],
    [{ kind: "DEPLOYMENTS", allowed: ["ON_PREMISES"], max: 4, at: now }, ["max", "at"]],
    [{ kind: "EXPIRES_AT", at: "2027-02-30T00:00:00Z" }, ["at"]],
    [{ kind: "EXPIRES_AT", at: "2027-02-28" }, ["at"]],
    [{ kind: "EXPIRES_AT", at: "2027-02-28T00:00:00" }, ["at"]],
    [{ kind: "EXPIRES_AT", at: new Date("never") }, ["at"]],
    [{ kind: "EXPIRES_AT", at: new Date(-1) }, ["at"]],
    [{ kind: "EXPIRES_AT", at: new Date(8.64e15) }, ["at"]],
    [{ kind: "NO_ONWARD_TRANSFER", max: 1 }, ["max"]],
    [{ kind: "FREE_TEXT", allowed: ["US"] }, ["allowed"]],
    [{ kind: "BLOOD_TYPE" as never, max: 1 }, ["kind"]],
  ])("%j is refused, and the problem is in %j", (input, fields) => {
    const { predicate, problems } = parsePredicate(input);
    expect(predicate).toBeUndefined();
    expect(problems?.map((problem) => problem.field)).toEqual(fields);
  });

  it("says which value isn't one", () => {
    const message = (input: ConditionInput) => parsePredicate(input).problems?.[0]?.message;
    expect(message({ kind: "USER_JURISDICTIONS", allowed: ["US", "UK"] })).toMatch(/^UK is not an ISO 3166-1 country/);
    expect(message({ kind: "DEPLOYMENTS", allowed: ["CLOUD"] })).toMatch(/^CLOUD is not one of VENDOR_HOSTED, /);
  });
});

describe("a condition and a use", () => {
  it.each<[ConditionInput, Omit<UseFacts, "at">, string]>([
    [{ kind: "NAMED_USERS_AT_MOST", max: 25 }, { namedUsers: 25 }, "MET"],
    [{ kind: "NAMED_USERS_AT_MOST", max: 25 }, { namedUsers: 26 }, "NOT_MET"],
    [{ kind: "NAMED_USERS_AT_MOST", max: 25 }, { namedUsers: 0 }, "MET"],
    [{ kind: "NAMED_USERS_AT_MOST", max: 25 }, { namedUsers: -1 }, "UNKNOWN"],
    [{ kind: "NAMED_USERS_AT_MOST", max: 25 }, { namedUsers: Number.NaN }, "UNKNOWN"],
    [{ kind: "NAMED_USERS_AT_MOST", max: 25 }, { requestsPerDay: 3 }, "UNKNOWN"],
    [{ kind: "REQUESTS_PER_DAY_AT_MOST", max: 100 }, { requestsPerDay: 100 }, "MET"],
    [{ kind: "REQUESTS_PER_DAY_AT_MOST", max: 100 }, { requestsPerDay: 101 }, "NOT_MET"],
    [{ kind: "REQUESTS_PER_DAY_AT_MOST", max: 100 }, {}, "UNKNOWN"],
    [{ kind: "LOG_RETENTION_DAYS", days: 90 }, { logRetentionDays: 90 }, "MET"],
    [{ kind: "LOG_RETENTION_DAYS", days: 90 }, { logRetentionDays: 89 }, "NOT_MET"],
    [{ kind: "REPORT_EVERY_DAYS", days: 30 }, { reportEveryDays: 30 }, "MET"],
    [{ kind: "REPORT_EVERY_DAYS", days: 30 }, { reportEveryDays: 31 }, "NOT_MET"],
    [{ kind: "USER_JURISDICTIONS", allowed: ["US", "GB"] }, { userJurisdictions: ["GB", "GB"] }, "MET"],
    [{ kind: "USER_JURISDICTIONS", allowed: ["US", "GB"] }, { userJurisdictions: ["GB", "FR"] }, "NOT_MET"],
    [{ kind: "USER_JURISDICTIONS", allowed: ["US", "GB"] }, { userJurisdictions: [] }, "UNKNOWN"],
    [{ kind: "USER_JURISDICTIONS", allowed: ["US", "GB"] }, { userJurisdictions: null }, "UNKNOWN"],
    [{ kind: "END_USES", allowed: ["HEALTH"] }, { endUse: "HEALTH" }, "MET"],
    [{ kind: "END_USES", allowed: ["HEALTH"] }, { endUse: "FINANCE" }, "NOT_MET"],
    [{ kind: "END_USES", allowed: ["HEALTH"] }, { endUse: null }, "UNKNOWN"],
    [{ kind: "DEPLOYMENTS", allowed: ["AIR_GAPPED"] }, { deployment: "AIR_GAPPED" }, "MET"],
    [{ kind: "DEPLOYMENTS", allowed: ["AIR_GAPPED"] }, { deployment: "ON_PREMISES" }, "NOT_MET"],
    [{ kind: "EXPIRES_AT", at: "2026-11-23T15:00:00.001Z" }, {}, "MET"],
    [{ kind: "EXPIRES_AT", at: "2026-11-23T15:00:00Z" }, {}, "NOT_MET"],
    [{ kind: "NO_ONWARD_TRANSFER" }, { onwardTransfer: false }, "MET"],
    [{ kind: "NO_ONWARD_TRANSFER" }, { onwardTransfer: true }, "NOT_MET"],
    [{ kind: "NO_ONWARD_TRANSFER" }, {}, "UNKNOWN"],
    [{ kind: "FREE_TEXT" }, {}, "PERSON_CHECKS"],
  ])("%j with %j is %s", (input, facts, result) => {
    expect(evaluate(parsed(input), use(facts))).toBe(result);
  });

  it("never takes an unknown fact as met, nor an end that isn't a time", () => {
    for (const kind of conditionKinds) {
      const predicate = { kind, max: 1, days: 1, allowed: ["US"], at: "some day" } as unknown as ConditionPredicate;
      expect([kind, evaluate(predicate, use())]).not.toEqual([kind, "MET"]);
    }
  });
});

describe("a set of conditions", () => {
  it("keeps each predicate once, in order, whatever order its keys and values were stored in", () => {
    const first = parsed({ kind: "USER_JURISDICTIONS", allowed: ["US", "GB"] });
    const again = { allowed: ["US", "GB"], kind: "USER_JURISDICTIONS" } as ConditionPredicate;
    const users = parsed({ kind: "NAMED_USERS_AT_MOST", max: 5 });
    const more = parsed({ kind: "NAMED_USERS_AT_MOST", max: 6 });
    const noTransfer = parsed({ kind: "NO_ONWARD_TRANSFER" });
    expect(union([first, users, again, noTransfer, users, more, { ...noTransfer }])).toEqual([
      first,
      users,
      noTransfer,
      more,
    ]);
  });

  it("keeps every free text, since their words may differ", () => {
    expect(union([{ kind: "FREE_TEXT" }, { kind: "FREE_TEXT" }])).toHaveLength(2);
  });

  it("says in words what each asks", () => {
    const inputs: ConditionInput[] = [
      { kind: "NAMED_USERS_AT_MOST", max: 5 },
      { kind: "USER_JURISDICTIONS", allowed: ["US", "GB"] },
      { kind: "END_USES", allowed: ["HEALTH"] },
      { kind: "DEPLOYMENTS", allowed: ["AIR_GAPPED"] },
      { kind: "REQUESTS_PER_DAY_AT_MOST", max: 100 },
      { kind: "LOG_RETENTION_DAYS", days: 90 },
      { kind: "REPORT_EVERY_DAYS", days: 30 },
      { kind: "EXPIRES_AT", at: now },
      { kind: "NO_ONWARD_TRANSFER" },
      { kind: "FREE_TEXT" },
    ];
    expect(inputs.map((input) => describePredicate(parsed(input)))).toEqual([
      "at most 5 named users",
      "users in GB, US only",
      "end uses HEALTH only",
      "deployments AIR_GAPPED only",
      "at most 100 requests a day",
      "logs kept for at least 90 days",
      "a report at least every 30 days",
      "use before 2026-11-23T15:00:00.000Z only",
      "no onward transfer",
      "what its text says",
    ]);
  });
});

const allows = (...allowed: string[]): ConditionPredicate => ({ kind: "USER_JURISDICTIONS", allowed });

describe("conditions that can't be met together", () => {
  it("are jurisdictions that share none", () => {
    expect(contradictions([allows("US")], [allows("GB", "FR")])).toEqual([
      { kind: "USER_JURISDICTIONS", left: [allows("US")], right: [allows("GB", "FR")] },
    ]);
  });

  it("are three that share some in pairs and none together", () => {
    const [found] = contradictions([allows("US", "GB"), allows("GB", "FR")], [allows("FR", "US")]);
    expect(found).toMatchObject({ kind: "USER_JURISDICTIONS" });
    expect(contradictions([allows("US", "GB"), allows("GB", "FR")], [])).toEqual([]);
  });

  it("are those of one side alone as well", () => {
    expect(contradictions([allows("US"), allows("GB")], [])).toHaveLength(1);
  });

  it("are found kind by kind", () => {
    const kinds = contradictions(
      [{ kind: "END_USES", allowed: ["HEALTH"] }, { kind: "DEPLOYMENTS", allowed: ["AIR_GAPPED"] }, allows("US")],
      [{ kind: "END_USES", allowed: ["FINANCE"] }, { kind: "DEPLOYMENTS", allowed: ["ON_PREMISES"] }, allows("US")],
    ).map((each) => each.kind);
    expect(kinds).toEqual(["END_USES", "DEPLOYMENTS"]);
  });

  it("aren't those that are only stricter", () => {
    const strict: ConditionPredicate[] = [
      { kind: "NAMED_USERS_AT_MOST", max: 1 },
      { kind: "LOG_RETENTION_DAYS", days: 1000 },
      { kind: "NO_ONWARD_TRANSFER" },
      { kind: "EXPIRES_AT", at: "2026-01-01T00:00:00Z" },
    ];
    expect(
      contradictions(strict, [
        { kind: "NAMED_USERS_AT_MOST", max: 9 },
        { kind: "LOG_RETENTION_DAYS", days: 1 },
      ]),
    ).toEqual([]);
  });

  it("are exactly those that no jurisdiction meets", () => {
    const codes = ["US", "GB", "FR", "DE"];
    const lists = fc.array(
      fc.subarray(codes, { minLength: 1 }).map((some) => allows(...some)),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(lists, lists, (left, right) => {
        const usable = codes.some((code) =>
          [...left, ...right].every((each) => evaluate(each, use({ userJurisdictions: [code] })) === "MET"),
        );
        expect(contradictions(left, right).length === 0).toBe(usable);
      }),
    );
  });
});

it("a condition forbids an end use where it names others alone", () => {
  const only: ConditionPredicate = { kind: "END_USES", allowed: ["EDUCATION", "HEALTH"] };
  expect(forbidsEndUse(only, "CYBER_DEFENSE")).toBe(true);
  expect(forbidsEndUse(only, "HEALTH")).toBe(false);
  expect(forbidsEndUse(only, null)).toBe(false);
  expect(forbidsEndUse({ kind: "FREE_TEXT" }, "HEALTH")).toBe(false);
});
