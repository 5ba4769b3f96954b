import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AccessFacts, type AccessMeasure, effectiveNow, evaluateAccess } from "../../src/rules/access.ts";
import type { ConditionPredicate } from "../../src/rules/conditions.ts";
import { blockersOfCountersigning, type CountersigningFacts } from "../../src/rules/countersigning.ts";
import { advanceBlockedBy, reachOn, uncountedOn, type Wording } from "../../src/rules/directive-reach.ts";
import {
  directiveProblems,
  inScope,
  isAdvancePostponed,
  parseScope,
  type ScopeInput,
  standingOf,
  touchesEveryone,
} from "../../src/rules/directives.ts";
import { directiveEffects, partnerStatuses, releasePhases } from "../../src/rules/vocabulary.ts";

const now = new Date("2026-11-23T15:00:00Z");
const countries = ["CA", "GB", "US"];
const deployments = ["VENDOR_HOSTED", "ON_PREMISES", "AIR_GAPPED"] as const;
const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
const limits: fc.Arbitrary<ConditionPredicate> = fc.oneof(
  some(countries).map((allowed) => ({ kind: "USER_JURISDICTIONS" as const, allowed })),
  some(deployments).map((allowed) => ({ kind: "DEPLOYMENTS" as const, allowed })),
  some(["EDUCATION", "HEALTH"] as const).map((allowed) => ({ kind: "END_USES" as const, allowed })),
  fc.constantFrom<ConditionPredicate>(
    { kind: "NAMED_USERS_AT_MOST", max: 1 },
    { kind: "REQUESTS_PER_DAY_AT_MOST", max: 1 },
    { kind: "LOG_RETENTION_DAYS", days: 3660 },
    { kind: "REPORT_EVERY_DAYS", days: 1 },
    { kind: "NO_ONWARD_TRANSFER" },
    { kind: "EXPIRES_AT", at: "2027-01-01T00:00:00.000Z" },
  ),
);
const phases = [...releasePhases, "LIMITED_PREVIEW", "LIMITED_PREVIEW", "GENERAL_AVAILABILITY"] as const;
const part = <T>(values: readonly T[]) => fc.option(some(values), { nil: null });
const scopes: fc.Arbitrary<ScopeInput | null> = fc.oneof(
  fc.constant(null),
  fc.record({ phases: some(phases) }),
  fc.record({ jurisdictions: some(countries) }),
  fc.record({
    jurisdictions: part(countries),
    partnerKinds: part(["ACADEMIC", "ENTERPRISE"]),
    partnerIds: part(["one", "another"]),
    phases: part(phases),
  }),
);
/** Wordings as they are issued: what is refused when it is stated does nothing. */
const wordings: fc.Arbitrary<Wording> = fc
  .record({
    effect: fc.constantFrom(...directiveEffects, "LIMIT"),
    stated: scopes.filter((stated) => parseScope(stated).problems === undefined),
    limits: fc.array(limits, { minLength: 1, maxLength: 3 }),
  })
  .map(({ effect, stated, limits }) => {
    const scope = parseScope(stated).scope ?? null;
    return { effect, scope, limits: effect === "LIMIT" ? limits : [] };
  })
  .filter((wording) => directiveProblems(wording).length === 0);
const measures = fc
  .array(wordings, { maxLength: 3 })
  .map((all) => all.map((wording, index): AccessMeasure => ({ ...wording, id: `m${index}`, status: "IN_FORCE" })));
const ended: ConditionPredicate = { kind: "EXPIRES_AT", at: "2026-11-01T00:00:00.000Z" };
const worlds: fc.Arbitrary<AccessFacts> = fc.record({
  now: fc.constant(now),
  release: fc.record({ phase: fc.constantFrom(...phases), authorizationRequired: fc.boolean() }),
  partner: fc.record({
    id: fc.constantFrom("one", "another", "a third"),
    status: fc.constantFrom(...partnerStatuses, ...Array.from({ length: 6 }, () => "ADMITTED" as const)),
    kind: fc.constantFrom("ACADEMIC" as const, "ENTERPRISE" as const, "NONPROFIT" as const),
    jurisdiction: fc.constantFrom(...countries, "FR"),
  }),
  directives: measures,
  designations: measures,
  authorization: fc.record({
    status: fc.constantFrom("ACTIVE" as const, "ACTIVE" as const, "SUSPENDED" as const),
    endUse: fc.constantFrom("EDUCATION" as const, "HEALTH" as const),
    startsAt: fc.constant(new Date(0)),
    expiresAt: fc.constant(new Date("2027-06-01T00:00:00Z")),
  }),
  conditions: fc
    .array(fc.oneof(limits, fc.constant<ConditionPredicate>({ kind: "FREE_TEXT" }), fc.constant(ended)), {
      maxLength: 2,
    })
    .map((all) => all.map((predicate, index) => ({ id: `c${index}`, predicate }))),
  use: fc.constant({}),
});

/** The uses that could meet whatever can be met: the least of everything, in each place and each way of running it. */
const mildest = (world: AccessFacts) =>
  [...countries, "FR"].flatMap((country) =>
    deployments.map((deployment) => ({
      namedUsers: 1,
      requestsPerDay: 1,
      logRetentionDays: 3660,
      reportEveryDays: 1,
      onwardTransfer: false,
      userJurisdictions: [country],
      deployment,
      endUse: world.authorization!.endUse,
      personChecked: world.conditions.map(({ id }) => id),
    })),
  );
const allowedUses = (world: AccessFacts): boolean[] =>
  mildest(world).map((use) => evaluateAccess({ ...world, use }).allowed);
const usable = (world: AccessFacts): boolean => allowedUses(world).includes(true);
const under = (world: AccessFacts, wording: Wording): AccessFacts => ({
  ...world,
  directives: [...world.directives, { ...wording, id: "new", status: "IN_FORCE" }],
});
const needing = (world: AccessFacts, authorizationRequired: boolean): AccessFacts => ({
  ...world,
  release: { ...world.release, authorizationRequired },
});
const subjectOf = ({ partner: { jurisdiction, kind, id }, release: { phase } }: AccessFacts) => ({
  jurisdiction,
  partnerKind: kind,
  partnerId: id,
  phase,
});
const always = (property: (world: AccessFacts, wording: Wording) => void) =>
  fc.assert(fc.property(worlds, wordings, property), { numRuns: 400 });

describe("however a directive is worded", () => {
  it("an authorization is effective exactly while some use under it is allowed", () => {
    always((any) => {
      const world = needing(any, true);
      expect(effectiveNow(world).effective).toBe(usable(world));
    });
  });

  it("its preview touches an authorization where it bears on uses, and ends it where no use is left", () => {
    always((any, wording) => {
      const world = needing(any, true);
      const reach = reachOn(wording, world);
      const [before, after] = [allowedUses(world), allowedUses(under(world, wording))];
      if (reach === null) expect(after).toEqual(before);
      expect(reach?.ceases ?? false).toBe(before.includes(true) && !after.includes(true));
    });
  });

  it("its preview says of those who need no authorization whether it touches them, and ends their use", () => {
    always((any, wording) => {
      const world = needing(any, false);
      const uncounted = uncountedOn(wording, world);
      const [before, after] = [allowedUses(world), allowedUses(under(world, wording))];
      const touched = inScope(wording.scope, subjectOf(world));
      if (uncounted === null || !touched) expect(after).toEqual(before);
      if (uncounted?.everyone) expect(touched).toBe(true);
      if (uncounted?.ceases && touched) expect(after).not.toContain(true);
      const alike = [...world.directives, ...world.designations].every(({ scope }) => touchesEveryone(scope));
      const served = world.partner.status === "ADMITTED" || world.partner.status === "REGISTERED";
      if (touched && alike && served && uncounted !== null) {
        // A limit on end uses leaves others than this one's.
        const ends = wording.limits.some(({ kind }) => kind === "END_USES") || limitsEndUses(world);
        if (!ends) expect(uncounted.ceases).toBe(before.includes(true) && !after.includes(true));
      }
    });
  });

  it("a phase advance is blocked as its preview says", () => {
    always((world, wording) => {
      const inForce = [...world.directives, ...world.designations];
      const { phase } = world.release;
      const blocked = advanceBlockedBy(wording, { measures: inForce, phase });
      expect(blocked !== null).toBe(refusesAdvance([{ ...wording, id: "new", status: "IN_FORCE" }], phase));
      if (blocked) expect(blocked.already).toBe(refusesAdvance(inForce, phase));
    });
  });

  it("a release stands as suspended or withdrawn exactly while that holds for everybody", () => {
    const stranger = { id: "nobody's", status: "ADMITTED", kind: "GOVERNMENT", jurisdiction: "FR" } as const;
    always((world) => {
      const inForce = [...world.directives, ...world.designations];
      const stands = standingOf(inForce, world.release.phase);
      const { reasons } = evaluateAccess({ ...world, partner: stranger });
      const stopped = reasons.some(
        ({ code }) => /^(SUSPENDED|WITHDRAWN)_BY/.test(code) || code === "RELEASE_WITHDRAWN",
      );
      expect(["SUSPENDED", "WITHDRAWN"].includes(stands)).toBe(stopped);
    });
  });
});

const limitsEndUses = ({ directives, designations }: AccessFacts): boolean =>
  [...directives, ...designations].some((each) => each.limits.some(({ kind }) => kind === "END_USES"));

/** Whether what is in force alone keeps a phase advance from being countersigned. */
function refusesAdvance(inForce: readonly AccessMeasure[], phase: (typeof releasePhases)[number]): boolean {
  const facts: CountersigningFacts = {
    caseKind: "PHASE_ADVANCE",
    decisionStatus: "PROPOSED",
    outcome: "APPROVE",
    caseStatus: "AWAITING_COUNTERSIGNATURE",
    decisionRevision: 1,
    caseRevision: 1,
    namedRevision: 1,
    countersigners: ["ONCD"],
    official: { subject: "oncd-2", agency: "ONCD" },
    participants: [],
    intentToDenyEndsAt: null,
    now,
    releasePhase: phase,
    releaseStanding: standingOf(inForce, phase),
    advancePostponed: isAdvancePostponed(inForce, phase),
    cyberReviewOpen: false,
    findingsBlock: false,
  };
  return blockersOfCountersigning(facts).length > 0;
}
