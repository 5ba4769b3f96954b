import { describe, expect, it } from "vitest";
import {
  type AppealDecisionFacts,
  type AppealFacts,
  appealable,
  blockersOfAppealing,
  blockersOfDeciding,
  blockersOfNaming,
  blockersOfRulings,
  blockersOfUpholding,
  missedOf,
} from "../../src/rules/appeals.ts";
import type { AppealGround } from "../../src/rules/review-vocabulary.ts";
import { applicationStatuses } from "../../src/rules/vocabulary.ts";

const now = new Date("2026-07-01T12:00:00Z");
const before = new Date(now.getTime() - 1);
const after = new Date(now.getTime() + 1);

const denied: AppealFacts = {
  caseStatus: "DENIED",
  appealUntil: after,
  now,
  dueAt: null,
  intendedAt: null,
  ladderSilentAt: null,
  countersignatureDueAt: null,
  missedBefore: [],
  clockStopped: false,
  appealOpen: false,
  appealedOn: [],
  authorizationEnded: false,
  releaseWithdrawn: false,
  replacedEnded: false,
  programmeRevoked: false,
};
const approved: AppealFacts = { ...denied, caseStatus: "APPROVED" };
const late: AppealFacts = { ...denied, caseStatus: "IN_REVIEW", appealUntil: null, dueAt: before };
const unsigned: AppealFacts = {
  ...late,
  caseStatus: "AWAITING_COUNTERSIGNATURE",
  dueAt: after,
  countersignatureDueAt: before,
};

describe("an appeal", () => {
  it.each<[string, AppealFacts, AppealGround, string[]]>([
    ["of a denial", denied, "DENIAL", []],
    ["of a denial at the end of its time", { ...denied, appealUntil: now }, "DENIAL", ["APPEAL_TIME_OVER"]],
    ["of a denial that was appealed", { ...denied, appealedOn: ["DENIAL"] }, "DENIAL", ["ALREADY_APPEALED"]],
    ["of a denial beside another appeal", { ...denied, appealOpen: true }, "DENIAL", ["APPEAL_OPEN"]],
    ["of a denial of a withdrawn release", { ...denied, releaseWithdrawn: true }, "DENIAL", ["RELEASE_WITHDRAWN"]],
    [
      "of a denial of a renewal of nothing",
      { ...denied, replacedEnded: true },
      "DENIAL",
      ["REPLACED_AUTHORIZATION_ENDED"],
    ],
    ["of a denial under a revoked programme", { ...denied, programmeRevoked: true }, "DENIAL", ["PROGRAMME_REVOKED"]],
    [
      "of conditions of what a renewal gave, under a revoked programme",
      { ...approved, replacedEnded: true, programmeRevoked: true },
      "CONDITIONS",
      [],
    ],
    [
      "of a missed deadline under a revoked programme",
      { ...late, replacedEnded: true, programmeRevoked: true },
      "MISSED_DEADLINE",
      [],
    ],
    ["of a denial that is an approval", approved, "DENIAL", ["NOT_DENIED"]],
    ["of conditions", approved, "CONDITIONS", []],
    ["of conditions of a denial", denied, "CONDITIONS", ["NOT_APPROVED"]],
    ["of conditions too late", { ...approved, appealUntil: before }, "CONDITIONS", ["APPEAL_TIME_OVER"]],
    ["of conditions after their end", { ...approved, authorizationEnded: true }, "CONDITIONS", ["AUTHORIZATION_ENDED"]],
    ["of conditions, a denial having been appealed", { ...approved, appealedOn: ["DENIAL"] }, "CONDITIONS", []],
    ["of a missed deadline", late, "MISSED_DEADLINE", []],
    ["of a deadline that is now", { ...late, dueAt: now }, "MISSED_DEADLINE", ["NOT_OVERDUE"]],
    ["of a deadline to come", { ...late, dueAt: after }, "MISSED_DEADLINE", ["NOT_OVERDUE"]],
    ["of a last level's silence", { ...late, dueAt: after, ladderSilentAt: before }, "MISSED_DEADLINE", []],
    ["of a countersignature that nobody gives", unsigned, "MISSED_DEADLINE", []],
    [
      "of a countersignature to come, the time in all being over",
      { ...unsigned, dueAt: before, countersignatureDueAt: after },
      "MISSED_DEADLINE",
      ["NOT_OVERDUE"],
    ],
    [
      "of a denial that was announced in time, the time in all being over",
      { ...late, caseStatus: "INTENT_TO_DENY", intendedAt: before },
      "MISSED_DEADLINE",
      ["NOT_OVERDUE"],
    ],
    [
      "of a denial that was announced after the time in all",
      { ...late, caseStatus: "INTENT_TO_DENY", intendedAt: now },
      "MISSED_DEADLINE",
      [],
    ],
    [
      "of a late denial whose date was appealed",
      {
        ...late,
        caseStatus: "INTENT_TO_DENY",
        intendedAt: now,
        missedBefore: [{ missed: "DECISION_IN_ALL", at: before }],
      },
      "MISSED_DEADLINE",
      ["DATE_APPEALED"],
    ],
    [
      "of a date that was appealed",
      { ...late, missedBefore: [{ missed: "DECISION_IN_ALL", at: before }] },
      "MISSED_DEADLINE",
      ["DATE_APPEALED"],
    ],
    [
      "of a date that was appealed, beside another that wasn't",
      { ...late, ladderSilentAt: before, missedBefore: [{ missed: "DECISION_IN_ALL", at: before }] },
      "MISSED_DEADLINE",
      [],
    ],
    [
      "of another date of the same kind",
      { ...late, missedBefore: [{ missed: "DECISION_IN_ALL", at: new Date(0) }] },
      "MISSED_DEADLINE",
      [],
    ],
    [
      "of a date whose appeal awaits its decision",
      { ...late, appealOpen: true, missedBefore: [{ missed: "DECISION_IN_ALL", at: before }] },
      "MISSED_DEADLINE",
      ["APPEAL_OPEN"],
    ],
    [
      "of a missed deadline while the clock is stopped",
      { ...late, dueAt: null, clockStopped: true },
      "MISSED_DEADLINE",
      ["CLOCK_STOPPED"],
    ],
    ["of a missed deadline once it is decided", { ...denied, dueAt: before }, "MISSED_DEADLINE", ["NOT_AWAITED"]],
    [
      "with everything against it",
      { ...denied, appealUntil: before, appealedOn: ["DENIAL"], appealOpen: true, releaseWithdrawn: true },
      "DENIAL",
      ["APPEAL_TIME_OVER", "ALREADY_APPEALED", "APPEAL_OPEN", "RELEASE_WITHDRAWN"],
    ],
  ])("%s", (_which, facts, ground, blockers) => {
    expect(blockersOfAppealing(facts, ground)).toEqual(blockers);
  });

  it("of a missed deadline is for a case that waits for its referral, its panel, its ladder or its countersignature", () => {
    const everything = { ...late, ladderSilentAt: before, countersignatureDueAt: before };
    const open = applicationStatuses.filter(
      (caseStatus) => blockersOfAppealing({ ...everything, caseStatus }, "MISSED_DEADLINE").length === 0,
    );
    expect(open).toEqual(["SUBMITTED", "IN_REVIEW", "IN_DISPUTE", "INTENT_TO_DENY", "AWAITING_COUNTERSIGNATURE"]);
    const what = open.map((caseStatus) => missedOf({ ...everything, caseStatus }).map(({ missed }) => missed));
    expect(what).toEqual([
      ["REFERRAL"],
      ["DECISION_IN_ALL", "LADDER_DECISION"],
      ["DECISION_IN_ALL", "LADDER_DECISION"],
      ["COUNTERSIGNATURE"],
      ["COUNTERSIGNATURE"],
    ]);
    expect(appealable({ ...everything, missedBefore: [{ missed: "DECISION_IN_ALL", at: before }] })).toEqual({
      missed: "LADDER_DECISION",
      at: before,
    });
  });

  it.each<[AppealGround, string[], string[]]>([
    ["CONDITIONS", ["a"], []],
    ["CONDITIONS", ["a", "b"], []],
    ["CONDITIONS", [], ["CONDITIONS_REQUIRED"]],
    ["CONDITIONS", ["a", "c"], ["CONDITION_NOT_IN_FORCE"]],
    ["DENIAL", [], []],
    ["DENIAL", ["a"], ["CONDITIONS_NOT_ALLOWED"]],
    ["MISSED_DEADLINE", ["a"], ["CONDITIONS_NOT_ALLOWED"]],
  ])("on %s names %j", (ground, named, blockers) => {
    expect(blockersOfNaming(ground, named, ["a", "b"])).toEqual(blockers);
  });
});

const filed: AppealDecisionFacts = {
  status: "FILED",
  ground: "DENIAL",
  caseStatus: "DENIED",
  caseRevision: 2,
  namedRevision: 2,
  seats: ["ONCD", "OSTP"],
  official: { subject: "ostp-2", agency: "OSTP" },
  participants: ["oncd-1"],
  clockStopped: false,
  authorizationEnded: false,
  releaseWithdrawn: false,
  anotherOpen: false,
  conditionsLeft: 1,
  overtaken: false,
  holdsSameUse: false,
  replacedEnded: false,
  programmeRevoked: false,
  partnerAdmitted: true,
};
const ofConditions: AppealDecisionFacts = { ...filed, ground: "CONDITIONS", caseStatus: "APPROVED" };
const ofSilence: AppealDecisionFacts = { ...filed, ground: "MISSED_DEADLINE", caseStatus: "SUBMITTED" };

describe("deciding an appeal", () => {
  it.each<[string, Partial<AppealDecisionFacts>, string[]]>([
    ["by someone who took no part", {}, []],
    ["by someone who took part", { official: { subject: "oncd-1", agency: "ONCD" } }, ["TOOK_PART"]],
    [
      "by an agency that isn't on the panel",
      { official: { subject: "defense-2", agency: "DEFENSE" } },
      ["AGENCY_HAS_NO_SEAT"],
    ],
    ["of a revision that was amended since", { namedRevision: 1 }, ["STALE_REVISION"]],
    ["a second time", { status: "REJECTED" }, ["NOT_FILED"]],
    ["one that ended with its case", { status: "CLOSED" }, ["NOT_FILED"]],
    ["while the clock is stopped", { clockStopped: true }, ["CLOCK_STOPPED"]],
  ])("%s", (_which, change, blockers) => {
    expect(blockersOfDeciding({ ...filed, ...change })).toEqual(blockers);
  });

  it.each<[string, AppealDecisionFacts, string[]]>([
    ["a denial", filed, []],
    ["a denial of a withdrawn release", { ...filed, releaseWithdrawn: true }, ["RELEASE_WITHDRAWN"]],
    ["a denial beside a later application", { ...filed, anotherOpen: true }, ["ANOTHER_CASE_OPEN"]],
    ["a denial of an advance that came another way", { ...filed, overtaken: true }, ["CASE_MOVED_ON"]],
    ["a denial of what the partner holds since", { ...filed, holdsSameUse: true }, ["AUTHORIZATION_HELD"]],
    ["a denial of a renewal of nothing", { ...filed, replacedEnded: true }, ["REPLACED_AUTHORIZATION_ENDED"]],
    ["a denial under a revoked programme", { ...filed, programmeRevoked: true }, ["PROGRAMME_REVOKED"]],
    ["conditions under a revoked programme", { ...ofConditions, programmeRevoked: true }, []],
    ["conditions beside another authorization", { ...ofConditions, holdsSameUse: true, replacedEnded: true }, []],
    ["a denial of a case that isn't denied", { ...filed, caseStatus: "SUPERSEDED" }, ["CASE_MOVED_ON"]],
    ["conditions", ofConditions, []],
    ["conditions of an advance that was made", { ...ofConditions, overtaken: true }, []],
    ["conditions after their end", { ...ofConditions, authorizationEnded: true }, ["AUTHORIZATION_ENDED"]],
    ["conditions that fell by consent", { ...ofConditions, conditionsLeft: 0 }, ["CONDITIONS_FELL"]],
    ["conditions beside a renewal under review", { ...ofConditions, anotherOpen: true }, ["ANOTHER_CASE_OPEN"]],
    ["silence before the referral", ofSilence, []],
    ["silence before it, the partner not admitted", { ...ofSilence, partnerAdmitted: false }, ["PARTNER_NOT_ADMITTED"]],
    ["silence of the panel", { ...ofSilence, caseStatus: "IN_REVIEW", partnerAdmitted: false }, []],
    ["silence of the ladder", { ...ofSilence, caseStatus: "IN_DISPUTE" }, []],
    [
      "silence where an approval or a denial is proposed",
      { ...ofSilence, caseStatus: "AWAITING_COUNTERSIGNATURE" },
      [],
    ],
    ["silence where a denial is announced", { ...ofSilence, caseStatus: "INTENT_TO_DENY" }, []],
    ["silence that ended with a decision", { ...ofSilence, caseStatus: "DENIED" }, ["CASE_MOVED_ON"]],
    ["silence in a case that was withdrawn", { ...ofSilence, caseStatus: "WITHDRAWN" }, ["CASE_MOVED_ON"]],
  ])("upholds one against %s", (_which, facts, blockers) => {
    expect(blockersOfUpholding(facts)).toEqual(blockers);
  });

  it.each<[string, AppealDecisionFacts, boolean, string[], string[]]>([
    ["an upheld one of conditions, on one of them", ofConditions, true, ["a"], []],
    ["an upheld one of conditions, on none", ofConditions, true, [], ["RULINGS_REQUIRED"]],
    ["an upheld one of conditions that fell, on none", { ...ofConditions, conditionsLeft: 0 }, true, [], []],
    ["an upheld one of conditions, on another", ofConditions, true, ["a", "c"], ["CONDITION_NOT_APPEALED"]],
    ["an upheld one of a denial, on any", filed, true, ["c"], []],
    ["an upheld one of a denial, on none", filed, true, [], []],
    ["a rejected one", ofConditions, false, ["a"], ["RULINGS_NOT_ALLOWED"]],
    ["an upheld one that refers the case", ofSilence, true, ["a"], ["RULINGS_NOT_ALLOWED"]],
  ])("rules, for %s", (_which, facts, upheld, ruledOn, blockers) => {
    expect(blockersOfRulings(facts, upheld, ruledOn, ["a", "b"])).toEqual(blockers);
  });
});
