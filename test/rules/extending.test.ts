import { describe, expect, it } from "vitest";
import { deadlineAfter } from "../../src/rules/clock.ts";
import { type ExtensionFacts, extensionOf } from "../../src/rules/extending.ts";
import { eo12981 } from "../../src/rules/policies/eo12981.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import type { PolicyDocument } from "../../src/rules/policy.ts";
import { applicationStatuses } from "../../src/rules/vocabulary.ts";

const at = (time: string) => new Date(`2026-${time}Z`);
/** Referred on a Tuesday morning in Washington; the position is due on June 16 at 17:00. */
const sound: ExtensionFacts = {
  caseStatus: "IN_REVIEW",
  caseRevision: 1,
  namedRevision: 1,
  seatOf: "ONCD",
  agency: "ONCD",
  heard: false,
  extended: false,
  submittedAt: at("06-09T14:00:00"),
  referredAt: at("06-09T14:00:00"),
  stops: [],
  now: at("06-10T14:00:00"),
};

describe("an extension", () => {
  it("gives the policy's days", () => {
    expect(extensionOf(expeditedPreview, sound)).toEqual({ days: 1, blockers: [] });
    expect(extensionOf(eo12981, sound)).toEqual({ days: 10, blockers: [] });
    const own: PolicyDocument = { ...eo12981, clocks: { ...eo12981.clocks, extension: 7 } };
    expect(extensionOf(own, sound)).toEqual({ days: 7, blockers: [] });
  });

  it.each<[string, Partial<ExtensionFacts>, string[]]>([
    ["a stale revision", { namedRevision: 2 }, ["STALE_REVISION"]],
    ["another agency's seat", { agency: "OSTP" }, ["NOT_YOUR_AGENCY"]],
    ["nobody's official", { agency: null }, ["NOT_YOUR_AGENCY"]],
    ["an agency that was heard", { heard: true }, ["ALREADY_HEARD"]],
    ["a second time", { extended: true }, ["ALREADY_EXTENDED"]],
    ["the very moment when it is due", { now: at("06-16T21:00:00") }, []],
    ["the moment after", { now: at("06-16T21:00:00.001") }, ["TIME_OVER"]],
    [
      "the moment after, in a stop that began only then",
      { now: at("06-18T14:00:00"), stops: [{ from: at("06-17T14:00:00"), to: null }] },
      ["TIME_OVER"],
    ],
    [
      "a stop that has held since before",
      { now: at("06-30T14:00:00"), stops: [{ from: at("06-10T14:00:00"), to: null }] },
      [],
    ],
    [
      "a stop that ended",
      { now: at("06-17T21:00:00"), stops: [{ from: at("06-10T14:00:00"), to: at("06-11T14:00:00") }] },
      [],
    ],
  ])("is judged for %s", (_, facts, expected) => {
    expect(extensionOf(expeditedPreview, { ...sound, ...facts }).blockers).toEqual(expected);
  });

  it.each(applicationStatuses)("is had while positions are awaited alone: %s", (caseStatus) => {
    const { blockers } = extensionOf(expeditedPreview, { ...sound, caseStatus });
    expect(blockers).toEqual(caseStatus === "IN_REVIEW" ? [] : ["NOT_IN_REVIEW"]);
  });

  it("never ends after the case's total time, whenever the referral was restarted, and whatever stops come later", () => {
    // Thirty of ninety calendar days for the position, ten more by extension.
    for (let day = 0; day <= 60; day += 1) {
      const referredAt = new Date(sound.submittedAt.getTime() + day * 86_400_000);
      const { days, blockers } = extensionOf(eo12981, { ...sound, referredAt, now: referredAt });
      expect(days).toBe(Math.min(10, 60 - day));
      expect(blockers).toEqual(days === 0 ? ["TOTAL_TIME_EXHAUSTED"] : []);
      for (const [from, to] of [
        [5, 9],
        [29, 45],
        [31, 33],
      ] as const) {
        const later = (after: number) => new Date(referredAt.getTime() + after * 86_400_000);
        const stops = [{ from: later(from), to: later(to) }];
        const due = deadlineAfter(eo12981, referredAt, 30 + days, stops) as Date;
        const total = deadlineAfter(eo12981, sound.submittedAt, 90, stops) as Date;
        expect(due.getTime()).toBeLessThanOrEqual(total.getTime());
      }
    }
  });
});
