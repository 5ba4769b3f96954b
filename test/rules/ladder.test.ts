import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  afterSilence,
  blockersOfDeciding,
  blockersOfEscalating,
  blockersOfResult,
  blockersOfVoting,
  countVotes,
  type DisputeFacts,
  type LadderBlocker,
  type LevelCount,
  ladderBlockers,
  type ResultFacts,
  resultBlockers,
} from "../../src/rules/ladder.ts";
import { eo12981 } from "../../src/rules/policies/eo12981.ts";
import { shippedPolicies } from "../../src/rules/policies/shipped.ts";
import { type Agency, agencies, type DecisionOutcome } from "../../src/rules/vocabulary.ts";

const voters = agencies;
const ballot = (outcomes: string): { agency: Agency; outcome: DecisionOutcome }[] =>
  [...outcomes].map((letter, index) => ({
    agency: voters[index] as Agency,
    outcome: letter === "+" ? "APPROVE" : "DENY",
  }));
const count = (outcomes: string, timeIsOver = false, chair: DecisionOutcome | null = "DENY") =>
  countVotes({ voters, votes: ballot(outcomes), chair, timeIsOver });
const majority = (outcome: DecisionOutcome): LevelCount => ({ kind: "DECIDED", basis: "MAJORITY", outcome });
const tie = (outcome: DecisionOutcome): LevelCount => ({ kind: "DECIDED", basis: "TIE", outcome });
const wait: LevelCount = { kind: "WAIT" };
const silence: LevelCount = { kind: "SILENCE" };

describe("the votes of a level with four voters", () => {
  it.each<[string, LevelCount, LevelCount]>([
    // votes, while its time runs, when its time is over
    ["", wait, silence],
    ["+", wait, majority("APPROVE")],
    ["-", wait, majority("DENY")],
    ["+-", wait, tie("DENY")],
    ["++", wait, majority("APPROVE")],
    ["--", wait, majority("DENY")],
    ["++-", wait, majority("APPROVE")],
    ["+--", wait, majority("DENY")],
    ["+++", majority("APPROVE"), majority("APPROVE")],
    ["---", majority("DENY"), majority("DENY")],
    ["+++-", majority("APPROVE"), majority("APPROVE")],
    ["++--", tie("DENY"), tie("DENY")],
    ["+---", majority("DENY"), majority("DENY")],
  ])("%j", (votes, running, over) => {
    expect(count(votes)).toEqual(running);
    expect(count(votes, true)).toEqual(over);
  });

  it("keep the chair's result where they are equal, whichever it is, and give none where no chair decided", () => {
    expect(count("++--", false, "APPROVE")).toEqual(tie("APPROVE"));
    expect(count("+-", true, "APPROVE")).toEqual(tie("APPROVE"));
    expect(count("++--", false, null)).toEqual(silence);
    expect(count("+-", true, null)).toEqual(silence);
    expect(count("+-", false, null)).toEqual(wait);
  });

  it("decide by two of three as by three of four", () => {
    const three = { voters: voters.slice(0, 3), chair: null, timeIsOver: false };
    expect(countVotes({ ...three, votes: ballot("++") })).toEqual(majority("APPROVE"));
    expect(countVotes({ ...three, votes: ballot("+-") })).toEqual(wait);
  });
});

describe("any votes", () => {
  const outcome = fc.constantFrom<DecisionOutcome>("APPROVE", "DENY");
  const seat = fc.record({ outcome, votes: fc.boolean() });
  const facts = fc.record({
    seats: fc.array(seat, { minLength: 2, maxLength: 4 }),
    chair: fc.option(outcome, { nil: null }),
  });
  const read = ({
    seats,
    chair,
  }: {
    seats: { outcome: DecisionOutcome; votes: boolean }[];
    chair: DecisionOutcome | null;
  }) => ({
    voters: agencies.slice(0, seats.length),
    votes: seats.flatMap(({ outcome, votes }, index) =>
      votes ? [{ agency: agencies[index] as Agency, outcome }] : [],
    ),
    chair,
  });

  it("never wait when the level's time is over, nor when all have voted", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const voting = read(given);
        expect(countVotes({ ...voting, timeIsOver: true }).kind).not.toBe("WAIT");
        if (voting.votes.length === voting.voters.length) {
          expect(countVotes({ ...voting, timeIsOver: false }).kind).not.toBe("WAIT");
        }
      }),
    );
  });

  it("that decide before the time is over decide the same however the others would vote", () => {
    fc.assert(
      fc.property(facts, fc.array(outcome, { minLength: 4, maxLength: 4 }), (given, others) => {
        const voting = read(given);
        const early = countVotes({ ...voting, timeIsOver: false });
        if (early.kind !== "DECIDED") return;
        const heard = new Set(voting.votes.map(({ agency }) => agency));
        const late = voting.voters.flatMap((agency, index) =>
          heard.has(agency) ? [] : [{ agency, outcome: others[index] as DecisionOutcome }],
        );
        expect(countVotes({ ...voting, votes: [...voting.votes, ...late], timeIsOver: true })).toEqual(early);
      }),
    );
  });

  it("give the opposite result for the opposite votes and the opposite chair", () => {
    const opposite = (each: DecisionOutcome): DecisionOutcome => (each === "APPROVE" ? "DENY" : "APPROVE");
    fc.assert(
      fc.property(facts, fc.boolean(), (given, timeIsOver) => {
        const { voters, votes, chair } = read(given);
        const one = countVotes({ voters, votes, chair, timeIsOver });
        const turned = votes.map(({ agency, outcome }) => ({ agency, outcome: opposite(outcome) }));
        const other = countVotes({ voters, votes: turned, chair: chair && opposite(chair), timeIsOver });
        expect(other).toEqual(one.kind === "DECIDED" ? { ...one, outcome: opposite(one.outcome) } : one);
      }),
    );
  });
});

describe("a level without a result", () => {
  it.each(shippedPolicies.map(({ key, ladder }) => [key, ladder] as const))(
    "is followed by the next, under %s",
    (_, ladder) => {
      for (const { level } of ladder.slice(0, -1)) {
        for (const earlier of [true, false]) {
          for (const voted of [true, false]) {
            const next = afterSilence(ladder, level, { earlierResult: earlier, voted });
            expect(next).toEqual({ kind: "ESCALATE", level: level + 1 });
          }
        }
      }
      const afterLast = (earlierResult: boolean, voted: boolean) =>
        afterSilence(ladder, ladder.length, { earlierResult, voted }).kind;
      expect(afterLast(true, false)).toBe("EARLIER_RESULT");
      expect(afterLast(true, true)).toBe("EARLIER_RESULT");
      expect(afterLast(false, true)).toBe("DEADLOCK");
      expect(afterLast(false, false)).toBe("OVERDUE");
    },
  );
});

const now = new Date("2026-06-09T14:00:00.000Z");
const sound: DisputeFacts = {
  status: "OPEN",
  level: 1,
  namedLevel: 1,
  ladder: eo12981.ladder,
  panel: [
    { agency: "ONCD", seat: "REQUIRED" },
    { agency: "OSTP", seat: "DEEMABLE" },
    { agency: "COMMERCE", seat: "CONSULTED" },
  ],
  decided: false,
  voted: [],
  dueAt: new Date("2026-06-10T14:00:00.000Z"),
  now,
  stopped: false,
  voices: [{ official: "oncd-1", agency: "ONCD" }],
  official: { subject: "oncd-1", agency: "ONCD" },
};
const asOf = (agency: Agency | null, subject = "someone") => ({ official: { subject, agency } });
const common: [string, Partial<DisputeFacts>, LadderBlocker[]][] = [
  ["nothing", {}, []],
  ["a dispute that ended", { status: "RESOLVED" }, ["DISPUTE_NOT_OPEN"]],
  ["a dispute that was closed", { status: "CLOSED" }, ["DISPUTE_NOT_OPEN"]],
  ["another level", { namedLevel: 3 }, ["WRONG_LEVEL"]],
  ["a stopped clock", { stopped: true, dueAt: null }, ["CLOCK_STOPPED"]],
  [
    "a person who spoke for another agency",
    { voices: [{ official: "oncd-1", agency: "OSTP" }] },
    ["SPOKE_FOR_ANOTHER_AGENCY"],
  ],
];

describe("deciding a level is blocked by", () => {
  it.each<[string, Partial<DisputeFacts>, LadderBlocker[]]>([
    ...common,
    ["no due date", { dueAt: null }, []],
    ["a level that votes", { level: 2, namedLevel: 2 }, ["LEVEL_VOTES"]],
    ["another agency", asOf("COMMERCE"), ["AGENCY_DOES_NOT_DECIDE"]],
    ["no agency", asOf(null), ["AGENCY_DOES_NOT_DECIDE"]],
    ["a decision", { decided: true }, ["LEVEL_DECIDED"]],
    ["its time, from the very moment on", { now: sound.dueAt as Date }, ["LEVEL_TIME_OVER"]],
    ["a decision alone where its time is over too", { decided: true, now: sound.dueAt as Date }, ["LEVEL_DECIDED"]],
  ])("%s", (_, change, expected) => {
    expect(blockersOfDeciding({ ...sound, ...change })).toEqual(expected);
  });

  it("nothing on the last level, which one official decides", () => {
    expect(blockersOfDeciding({ ...sound, level: 4, namedLevel: 4 })).toEqual([]);
  });
});

describe("voting is blocked by", () => {
  const voting: DisputeFacts = { ...sound, level: 2, namedLevel: 2 };
  it.each<[string, Partial<DisputeFacts>, LadderBlocker[]]>([
    ...common,
    ["a level that one official decides", { level: 1, namedLevel: 1 }, ["LEVEL_DOES_NOT_VOTE"]],
    ["its agency's vote", { voted: ["OSTP", "ONCD"] }, ["AGENCY_VOTED"]],
    ["other agencies' votes", { voted: ["OSTP"] }, []],
    [
      "an agency that the level doesn't name",
      { ...asOf("DEFENSE"), ladder: eo12981.ladder.map((each) => ({ ...each, decidedBy: ["ONCD", "OSTP"] })) },
      ["AGENCY_DOES_NOT_DECIDE"],
    ],
    ["a result", { decided: true }, ["LEVEL_DECIDED"]],
    ["its time, from the very moment on", { now: sound.dueAt as Date }, ["LEVEL_TIME_OVER"]],
  ])("%s", (_, change, expected) => {
    expect(blockersOfVoting({ ...voting, ...change })).toEqual(expected);
  });
});

describe("taking a result further is blocked by", () => {
  const decided: DisputeFacts = { ...sound, decided: true };
  it.each<[string, Partial<DisputeFacts>, LadderBlocker[]]>([
    ...common,
    ["no result", { decided: false }, ["LEVEL_UNDECIDED"]],
    ["no result, whatever the time", { decided: false, now: sound.dueAt as Date }, ["LEVEL_UNDECIDED"]],
    ["the end of the time for it", { now: sound.dueAt as Date }, ["ESCALATION_OVER"]],
    ["the last level", { level: 4, namedLevel: 4 }, ["LAST_LEVEL"]],
    ["nothing, for a deemable seat", asOf("OSTP"), []],
    ["a consulted seat", asOf("COMMERCE"), ["AGENCY_HAS_NO_DECIDING_SEAT"]],
    ["no seat", asOf("DEFENSE"), ["AGENCY_HAS_NO_DECIDING_SEAT"]],
  ])("%s", (_, change, expected) => {
    expect(blockersOfEscalating({ ...decided, ...change })).toEqual(expected);
  });
});

describe("a result", () => {
  const denial: ResultFacts = {
    outcome: "DENY",
    reasons: ["DIVERSION_RISK"],
    conditions: 0,
    criteria: ["DIVERSION_RISK", "END_USE_CONCERN"],
    approvalStands: false,
  };
  it.each<[string, Partial<ResultFacts>, string[]]>([
    ["a denial with a reason", {}, []],
    ["a denial without one", { reasons: [] }, ["REASONS_REQUIRED"]],
    ["a denial by what is no criterion", { reasons: ["FOREIGN_POLICY"] }, ["REASON_NOT_A_CRITERION"]],
    ["a denial with conditions", { conditions: 1 }, ["CONDITIONS_NOT_ALLOWED"]],
    ["a denial of what stands approved", { approvalStands: true }, ["MAY_ONLY_APPROVE"]],
    ["an approval", { outcome: "APPROVE", reasons: [] }, []],
    [
      "an approval of what stands approved",
      { outcome: "APPROVE", reasons: [], approvalStands: true, conditions: 2 },
      [],
    ],
    ["an approval with reasons", { outcome: "APPROVE" }, ["REASONS_NOT_ALLOWED"]],
  ])("%s", (_, change, expected) => {
    expect(blockersOfResult({ ...denial, ...change })).toEqual(expected);
  });
});

it("says every blocker in a sentence", () => {
  for (const sentence of [...Object.values(ladderBlockers), ...Object.values(resultBlockers)]) {
    expect(sentence).toMatch(/^[A-Z].*\.$/);
  }
});
