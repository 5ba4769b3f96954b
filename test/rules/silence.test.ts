import { describe, expect, it } from "vitest";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { type SilenceFacts, silenceOf } from "../../src/rules/silence.ts";

const at = (time: string) => new Date(time);
/** Of a Tuesday's referral under the expedited policy: reminded on Monday, due on the next Tuesday. */
const remindAt = at("2026-06-15T21:00:00.000Z");
const dueAt = at("2026-06-16T21:00:00.000Z");
const wednesday = at("2026-06-17T21:00:00.000Z");
const facts: SilenceFacts = {
  seat: "DEEMABLE",
  dueAt,
  remindAt,
  remindedAt: remindAt,
  stops: [],
  screeningHitOpen: false,
  screeningListMissing: false,
  screeningListStale: false,
  screeningOutdated: false,
  now: dueAt,
};
const silence = (rest: Partial<SilenceFacts> = {}) => silenceOf(expeditedPreview, { ...facts, ...rest });

describe("an agency's silence", () => {
  it("counts from its due date on, where everything that it needs is there", () => {
    expect(silence()).toEqual({ countsAt: dueAt, blockers: [] });
    expect(silence({ now: at("2026-06-16T20:59:59.999Z") })).toEqual({
      countsAt: dueAt,
      blockers: ["NOT_DUE", "NOT_REMINDED"],
    });
  });

  it("never counts on a seat that must answer, past an open screening hit, or without a list that is of today and of this release", () => {
    for (const seat of ["REQUIRED", "CONSULTED"] as const) {
      expect(silence({ seat })).toEqual({ countsAt: null, blockers: ["SEAT_NOT_DEEMABLE"] });
    }
    expect(silence({ screeningHitOpen: true })).toEqual({ countsAt: null, blockers: ["SCREENING_HIT_OPEN"] });
    expect(silence({ screeningListMissing: true })).toEqual({ countsAt: null, blockers: ["SCREENING_LIST_MISSING"] });
    expect(silence({ screeningListStale: true })).toEqual({ countsAt: null, blockers: ["SCREENING_LIST_STALE"] });
    expect(silence({ screeningOutdated: true })).toEqual({ countsAt: null, blockers: ["SCREENING_OUTDATED"] });
  });

  it("doesn't count while the clock is stopped", () => {
    const stopped = { dueAt: null, remindAt: null, stops: [{ from: at("2026-06-12T14:00:00.000Z"), to: null }] };
    expect(silence(stopped)).toEqual({ countsAt: null, blockers: ["CLOCK_STOPPED"] });
  });

  it.each([
    ["a second after its time", "2026-06-15T21:00:01.000Z", dueAt],
    ["an hour after its time, the longest that sweeps are apart", "2026-06-15T22:00:00.000Z", dueAt],
    ["later than that: a counted day after it", "2026-06-15T22:00:00.001Z", wednesday],
    ["on the due date itself", "2026-06-16T14:00:00.000Z", wednesday],
  ])("counts after a reminder %s", (_, remindedAt, countsAt) => {
    expect(silence({ remindedAt: at(remindedAt), now: wednesday })).toEqual({ countsAt, blockers: [] });
  });

  it("counts only a counted day after a reminder that is still to go out", () => {
    expect(silence({ remindedAt: null, now: at("2026-06-12T14:00:00.000Z") })).toEqual({
      countsAt: dueAt,
      blockers: ["NOT_DUE", "NOT_REMINDED"],
    });
    expect(silence({ remindedAt: null, now: at("2026-06-16T22:00:00.000Z") })).toEqual({
      countsAt: at("2026-06-18T21:00:00.000Z"),
      blockers: ["NOT_REMINDED"],
    });
  });
});
