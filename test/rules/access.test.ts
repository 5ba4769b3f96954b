import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AccessFacts,
  type AccessMeasure,
  accessReasonCodes,
  effectiveNow,
  evaluateAccess,
} from "../../src/rules/access.ts";
import type { ConditionPredicate } from "../../src/rules/conditions.ts";
import type { DirectiveScope } from "../../src/rules/directives.ts";
import {
  authorizationStatuses,
  directiveEffects,
  directiveStatuses,
  partnerStatuses,
  releasePhases,
} from "../../src/rules/vocabulary.ts";

const now = new Date("2026-11-23T15:00:00Z");
const facts: AccessFacts = {
  now,
  release: { phase: "LIMITED_PREVIEW", authorizationRequired: true },
  partner: { id: "partner_1", status: "ADMITTED", kind: "ACADEMIC", jurisdiction: "GB" },
  designations: [],
  directives: [],
  authorization: {
    status: "ACTIVE",
    endUse: "EDUCATION",
    startsAt: new Date("2026-11-23T15:00:00Z"),
    expiresAt: new Date("2026-11-23T15:00:00.001Z"),
  },
  conditions: [],
  use: {},
};
const inBritain: ConditionPredicate = { kind: "USER_JURISDICTIONS", allowed: ["GB"] };
const inFrance: ConditionPredicate = { kind: "USER_JURISDICTIONS", allowed: ["FR"] };
const fewUsers: ConditionPredicate = { kind: "NAMED_USERS_AT_MOST", max: 10 };
const ended: ConditionPredicate = { kind: "EXPIRES_AT", at: "2026-11-01T00:00:00.000Z" };
const words: ConditionPredicate = { kind: "FREE_TEXT" };

const measure = (id: string, change: Partial<AccessMeasure>): AccessMeasure => ({
  id,
  effect: "SUSPEND",
  status: "IN_FORCE",
  scope: null,
  limits: [],
  ...change,
});
const limit = (id: string, ...limits: ConditionPredicate[]) => measure(id, { effect: "LIMIT", limits });
const condition = (id: string, predicate: ConditionPredicate) => ({ id, predicate });
const authorized = (change: Partial<NonNullable<AccessFacts["authorization"]>>) => ({
  authorization: { ...facts.authorization!, ...change },
});
const general = {
  release: { phase: "GENERAL_AVAILABILITY", authorizationRequired: false },
  authorization: null,
} as const;

/** The reasons in short: each code with the records that it names. */
const short = (reasons: ReturnType<typeof evaluateAccess>["reasons"]) =>
  reasons.map(({ code, directiveId, designationId, conditionId }) =>
    [code, directiveId ?? designationId ?? conditionId].filter(Boolean).join(" "),
  );
const access = (change: Partial<AccessFacts>) => evaluateAccess({ ...facts, ...change });
const effect = (change: Partial<AccessFacts>) => effectiveNow({ ...facts, ...change });

describe("what stands against a use, and against an authorization's effect", () => {
  it.each<[string, Partial<AccessFacts>, string[]]>([
    ["nothing", {}, []],
    [
      "the release is under review",
      { release: { phase: "UNDER_REVIEW", authorizationRequired: true } },
      ["RELEASE_NOT_OPEN"],
    ],
    [
      "the release is withdrawn",
      { release: { phase: "WITHDRAWN", authorizationRequired: true } },
      ["RELEASE_WITHDRAWN"],
    ],
    ["a directive suspends", { directives: [measure("d1", {})] }, ["SUSPENDED_BY_DIRECTIVE d1"]],
    ["a directive withdraws", { directives: [measure("d1", { effect: "WITHDRAW" })] }, ["WITHDRAWN_BY_DIRECTIVE d1"]],
    ["a designation suspends", { designations: [measure("s1", {})] }, ["SUSPENDED_BY_DESIGNATION s1"]],
    [
      "a designation withdraws",
      { designations: [measure("s1", { effect: "WITHDRAW" })] },
      ["WITHDRAWN_BY_DESIGNATION s1"],
    ],
    [
      "a directive suspends this partner",
      { directives: [measure("d1", { scope: { partnerIds: ["partner_1"] } })] },
      ["SUSPENDED_BY_DIRECTIVE d1"],
    ],
    ["a directive suspends another", { directives: [measure("d1", { scope: { partnerIds: ["partner_2"] } })] }, []],
    ["a designation suspends elsewhere", { designations: [measure("s1", { scope: { jurisdictions: ["US"] } })] }, []],
    [
      "a directive suspends another phase",
      { directives: [measure("d1", { scope: { phases: ["EXPANDED_PREVIEW"] } })] },
      [],
    ],
    ["a directive postpones the next phase", { directives: [measure("d1", { effect: "POSTPONE" })] }, []],
    [
      "the partner is only registered",
      { partner: { ...facts.partner, status: "REGISTERED" } },
      ["PARTNER_NOT_ADMITTED"],
    ],
    ["the partner is suspended", { partner: { ...facts.partner, status: "SUSPENDED" } }, ["PARTNER_SUSPENDED"]],
    ["the partner is barred", { partner: { ...facts.partner, status: "BARRED" } }, ["PARTNER_BARRED"]],
    ["there is no authorization", { authorization: null }, ["NO_AUTHORIZATION"]],
    [
      "the authorization starts in a moment",
      authorized({ startsAt: new Date(now.getTime() + 1) }),
      ["AUTHORIZATION_NOT_STARTED"],
    ],
    ["the authorization ends at this moment", authorized({ expiresAt: now }), ["AUTHORIZATION_EXPIRED"]],
    ["the authorization is marked as expired", authorized({ status: "EXPIRED" }), ["AUTHORIZATION_EXPIRED"]],
    ["the authorization is suspended", authorized({ status: "SUSPENDED" }), ["AUTHORIZATION_SUSPENDED"]],
    ["the authorization is revoked", authorized({ status: "REVOKED" }), ["AUTHORIZATION_REVOKED"]],
    ["the authorization is surrendered", authorized({ status: "SURRENDERED" }), ["AUTHORIZATION_SURRENDERED"]],
    [
      "the authorization is superseded, and over",
      authorized({ status: "SUPERSEDED", expiresAt: now }),
      ["AUTHORIZATION_SUPERSEDED", "AUTHORIZATION_EXPIRED"],
    ],
    ["a condition's time is over", { conditions: [condition("c1", ended)] }, ["CONDITION_NOT_MET c1"]],
    ["a limit's time is over", { designations: [limit("s1", ended)] }, ["LIMIT_NOT_MET s1"]],
    [
      "a limit leaves out its end use",
      { directives: [limit("d1", { kind: "END_USES", allowed: ["HEALTH"] })], use: { endUse: "EDUCATION" } },
      ["LIMIT_NOT_MET d1"],
    ],
    [
      "a limit is on its end use among others",
      {
        directives: [limit("d1", { kind: "END_USES", allowed: ["EDUCATION", "HEALTH"] })],
        use: { endUse: "EDUCATION" },
      },
      [],
    ],
    ["a limit for others is over", { directives: [{ ...limit("d1", ended), scope: { jurisdictions: ["US"] } }] }, []],
    [
      "everything",
      {
        release: { phase: "UNDER_REVIEW", authorizationRequired: true },
        directives: [measure("d1", {}), measure("d2", { effect: "WITHDRAW" })],
        designations: [measure("s1", {})],
        partner: { ...facts.partner, status: "BARRED" },
        ...authorized({ status: "SUSPENDED", expiresAt: now }),
        conditions: [condition("c1", ended)],
      },
      [
        "RELEASE_NOT_OPEN",
        "SUSPENDED_BY_DIRECTIVE d1",
        "WITHDRAWN_BY_DIRECTIVE d2",
        "SUSPENDED_BY_DESIGNATION s1",
        "PARTNER_BARRED",
        "AUTHORIZATION_SUSPENDED",
        "AUTHORIZATION_EXPIRED",
        "CONDITION_NOT_MET c1",
      ],
    ],
  ])("%s", (_what, change, reasons) => {
    expect(short(access(change).reasons)).toEqual(reasons);
    expect(short(effect(change).reasons)).toEqual(reasons);
    expect(access(change).allowed).toBe(reasons.length === 0);
    expect(effect(change).effective).toBe(reasons.length === 0);
  });

  it("comes from measures in force alone", () => {
    for (const status of directiveStatuses.filter((each) => each !== "IN_FORCE")) {
      for (const kind of directiveEffects) {
        const measures = [measure("m", { effect: kind, status, limits: [ended] })];
        expect(access({ directives: measures, designations: measures }).reasons).toEqual([]);
      }
    }
  });
});

describe("a use under conditions and limits", () => {
  it("is checked against each, and every result is shown", () => {
    const { allowed, reasons, conditions } = access({
      conditions: [condition("c1", fewUsers), condition("c2", inBritain), condition("c3", words)],
      directives: [limit("d1", { kind: "NO_ONWARD_TRANSFER" })],
      designations: [limit("s1", { kind: "DEPLOYMENTS", allowed: ["AIR_GAPPED"] }, words)],
      use: { namedUsers: 10, userJurisdictions: ["GB", "FR"], onwardTransfer: true },
    });
    expect(allowed).toBe(false);
    expect(conditions).toEqual([
      { conditionId: "c1", kind: "NAMED_USERS_AT_MOST", predicate: fewUsers, result: "MET" },
      { conditionId: "c2", kind: "USER_JURISDICTIONS", predicate: inBritain, result: "NOT_MET" },
      { conditionId: "c3", kind: "FREE_TEXT", predicate: words, result: "PERSON_CHECKS" },
      { directiveId: "d1", kind: "NO_ONWARD_TRANSFER", predicate: { kind: "NO_ONWARD_TRANSFER" }, result: "NOT_MET" },
      {
        designationId: "s1",
        kind: "DEPLOYMENTS",
        predicate: { kind: "DEPLOYMENTS", allowed: ["AIR_GAPPED"] },
        result: "UNKNOWN",
      },
      { designationId: "s1", kind: "FREE_TEXT", predicate: words, result: "PERSON_CHECKS" },
    ]);
    expect(short(reasons)).toEqual([
      "CONDITION_NOT_MET c2",
      "CONDITION_NEEDS_A_PERSON c3",
      "LIMIT_NOT_MET d1",
      "LIMIT_UNKNOWN s1",
      "LIMIT_NEEDS_A_PERSON s1",
    ]);
    expect(reasons[0]?.message).toContain("users in GB only");
  });

  it("is allowed when every condition is met, free text by the person who checked it", () => {
    const conditions = [condition("c1", fewUsers), condition("c2", words), condition("c3", words)];
    const checked = (...personChecked: string[]) => access({ conditions, use: { namedUsers: 3, personChecked } });
    expect(checked("c2", "c3").allowed).toBe(true);
    expect(short(checked("c2").reasons)).toEqual(["CONDITION_NEEDS_A_PERSON c3"]);
  });

  it("isn't helped by a person's word on what facts decide", () => {
    const conditions = [condition("c1", fewUsers)];
    expect(short(access({ conditions, use: { namedUsers: 11, personChecked: ["c1"] } }).reasons)).toEqual([
      "CONDITION_NOT_MET c1",
    ]);
    expect(short(access({ conditions, use: { personChecked: ["c1"] } }).reasons)).toEqual(["CONDITION_UNKNOWN c1"]);
  });

  it("doesn't make an authorization ineffective by what isn't known of it", () => {
    const change = {
      conditions: [condition("c1", fewUsers), condition("c2", words)],
      directives: [limit("d1", inBritain, words)],
    };
    expect(effect(change)).toEqual({ effective: true, reasons: [] });
    expect(access(change).allowed).toBe(false);
  });
});

describe("conditions and limits that can't both be met", () => {
  it("leave the authorization ineffective, and name the directive", () => {
    const change = {
      conditions: [condition("c1", inFrance)],
      directives: [limit("d1", fewUsers), limit("d2", fewUsers, inBritain)],
    };
    expect(short(effect(change).reasons)).toEqual(["LIMIT_CONTRADICTS_CONDITIONS d2"]);
    expect(short(access({ ...change, use: { namedUsers: 1, userJurisdictions: ["FR"] } }).reasons)).toEqual([
      "LIMIT_NOT_MET d2",
      "LIMIT_CONTRADICTS_CONDITIONS d2",
    ]);
  });

  it("name the designation", () => {
    const change = { conditions: [condition("c1", inFrance)], designations: [limit("s1", inBritain)] };
    expect(short(effect(change).reasons)).toEqual(["LIMIT_CONTRADICTS_CONDITIONS s1"]);
  });

  it("don't count when the limit is for others", () => {
    const directives = [{ ...limit("d1", inBritain), scope: { jurisdictions: ["US"] } }];
    expect(effect({ conditions: [condition("c1", inFrance)], directives }).effective).toBe(true);
  });

  it("are told apart from limits that exclude each other, and from conditions that do", () => {
    expect(short(effect({ directives: [limit("d1", inBritain), limit("d2", inFrance)] }).reasons)).toEqual([
      "LIMITS_CONTRADICT d1",
      "LIMITS_CONTRADICT d2",
    ]);
    expect(short(effect({ conditions: [condition("c1", inBritain), condition("c2", inFrance)] }).reasons)).toEqual([
      "CONDITIONS_CONTRADICT",
    ]);
  });
});

describe("the words of a reason", () => {
  it.each<[Partial<AccessFacts>, string]>([
    [{ directives: [measure("d1", {})] }, "A directive suspends the release for this partner."],
    [
      { designations: [measure("s1", { effect: "WITHDRAW" })] },
      "A designation withdraws the release for this partner.",
    ],
    [authorized({ expiresAt: now }), "The authorization expired at 2026-11-23T15:00:00.000Z."],
    [
      { conditions: [condition("c1", inFrance)], directives: [limit("d1", inBritain)] },
      "What is limited on USER_JURISDICTIONS and what the authorization's conditions allow can't both be met.",
    ],
    [
      { directives: [limit("d1", inBritain, inFrance)] },
      "What is limited on USER_JURISDICTIONS and what other limits allow can't both be met.",
    ],
  ])("say what stands against it: %#", (change, message) => {
    expect(effect(change).reasons.map((reason) => reason.message)).toEqual([message]);
  });
});

describe("where the policy asks for no authorization", () => {
  it.each<[string, Partial<AccessFacts>, string[]]>([
    ["anyone registered may use the release", { partner: { ...facts.partner, status: "REGISTERED" } }, []],
    ["a revoked authorization isn't needed", authorized({ status: "REVOKED" }), []],
    [
      "an authorization's conditions don't bind",
      { conditions: [condition("c1", ended), condition("c2", inFrance)] },
      [],
    ],
    ["a bar still holds", { partner: { ...facts.partner, status: "BARRED" } }, ["PARTNER_BARRED"]],
    ["a suspension still holds", { partner: { ...facts.partner, status: "SUSPENDED" } }, ["PARTNER_SUSPENDED"]],
    ["a directive still suspends", { directives: [measure("d1", {})] }, ["SUSPENDED_BY_DIRECTIVE d1"]],
    ["a designation still limits", { designations: [limit("s1", fewUsers)] }, ["LIMIT_UNKNOWN s1"]],
  ])("%s", (_what, change, reasons) => {
    expect(short(access({ ...general, ...change }).reasons)).toEqual(reasons);
  });

  it("an authorization that exists is still effective or not by itself", () => {
    const { release } = general;
    expect(short(effect({ release, ...authorized({ status: "REVOKED" }) }).reasons)).toEqual(["AUTHORIZATION_REVOKED"]);
    expect(short(effect({ release, partner: { ...facts.partner, status: "REGISTERED" } }).reasons)).toEqual([
      "PARTNER_NOT_ADMITTED",
    ]);
  });
});

describe("whatever the facts", () => {
  const predicates = fc.constantFrom(inBritain, inFrance, fewUsers, ended, words);
  const measures = fc.array(
    fc.record({
      id: fc.constantFrom("m1", "m2", "m3"),
      effect: fc.constantFrom(...directiveEffects),
      status: fc.constantFrom(...directiveStatuses),
      scope: fc.constantFrom<(DirectiveScope | null)[]>(null, { jurisdictions: ["GB"] }, { jurisdictions: ["US"] }),
      limits: fc.array(predicates, { maxLength: 2 }),
    }),
    { maxLength: 3 },
  );
  const anyFacts: fc.Arbitrary<AccessFacts> = fc.record({
    now: fc.constant(now),
    release: fc.record({ phase: fc.constantFrom(...releasePhases), authorizationRequired: fc.boolean() }),
    partner: fc.record({
      id: fc.constant("partner_1"),
      status: fc.constantFrom(...partnerStatuses),
      kind: fc.constant("ACADEMIC" as const),
      jurisdiction: fc.constant("GB"),
    }),
    designations: measures,
    directives: measures,
    authorization: fc.option(
      fc.record({
        status: fc.constantFrom(...authorizationStatuses),
        endUse: fc.constantFrom("EDUCATION" as const, "HEALTH" as const),
        startsAt: fc.constantFrom(new Date(0), new Date("2027-01-01T00:00:00Z")),
        expiresAt: fc.constantFrom(new Date(0), new Date("2027-01-01T00:00:00Z")),
      }),
    ),
    conditions: fc.array(fc.record({ id: fc.constantFrom("c1", "c2"), predicate: predicates }), { maxLength: 3 }),
    use: fc.record({
      namedUsers: fc.constantFrom(null, 5, 50),
      userJurisdictions: fc.constantFrom(null, ["GB"], ["FR"]),
    }),
  });

  it("no use is allowed under an authorization that isn't effective, where one is needed", () => {
    fc.assert(
      fc.property(anyFacts, (some) => {
        if (some.release.authorizationRequired && evaluateAccess(some).allowed) {
          expect(effectiveNow(some).effective).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("one more directive in force never allows what was refused, nor takes a reason away", () => {
    const order = measures.map((some) => some.map((each) => ({ ...each, id: "new", status: "IN_FORCE" as const })));
    fc.assert(
      fc.property(anyFacts, order, (some, further) => {
        const before = short(evaluateAccess(some).reasons).filter((reason) => !reason.includes("CONTRADICT"));
        const after = evaluateAccess({ ...some, directives: [...some.directives, ...further] });
        expect(short(after.reasons)).toEqual(expect.arrayContaining(before));
        if (!evaluateAccess(some).allowed) expect(after.allowed).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it("an authorization is effective only while release, partner and every measure allow it", () => {
    fc.assert(
      fc.property(anyFacts, (some) => {
        if (!effectiveNow(some).effective) return;
        expect(some.partner.status).toBe("ADMITTED");
        expect(some.authorization?.status).toBe("ACTIVE");
        expect(["LIMITED_PREVIEW", "EXPANDED_PREVIEW", "GENERAL_AVAILABILITY"]).toContain(some.release.phase);
        for (const { status, scope, effect: ordered } of [...some.directives, ...some.designations]) {
          if (status === "IN_FORCE" && scope?.jurisdictions?.[0] !== "US") expect(ordered).toMatch(/POSTPONE|LIMIT/);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("every reason has a known code and a sentence", () => {
    fc.assert(
      fc.property(anyFacts, (some) => {
        for (const { code, message } of evaluateAccess(some).reasons) {
          expect(accessReasonCodes).toContain(code);
          expect(message).toMatch(/^[A-Z].*\.$/);
        }
      }),
    );
  });
});
