import { describe, expect, it } from "vitest";
import { eo12981 } from "../../src/rules/policies/eo12981.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { clocksOf } from "../../src/rules/policy-clocks.ts";

const clocks = { refer: 1, position: 1, total: 10, intentToDeny: 4, appeal: 6 };

describe("the clocks of a policy", () => {
  it("are those that it names, and what follows from them where it names none", () => {
    expect(clocksOf(eo12981)).toEqual({
      refer: 9,
      position: 30,
      remind: 20,
      extension: 10,
      total: 90,
      information: 20,
      intentToDeny: 20,
      rebuttal: 14,
      appeal: 45,
      appealDecision: 30,
      countersign: 9,
    });
    expect(clocksOf(expeditedPreview)).toEqual({
      refer: 2,
      position: 5,
      remind: 4,
      extension: 1,
      total: 15,
      information: 16,
      intentToDeny: 16,
      rebuttal: 3,
      appeal: 33,
      appealDecision: 5,
      countersign: 2,
    });
  });

  it("are the policy's own where it names them all", () => {
    const named = {
      ...clocks,
      remind: 2,
      extension: 3,
      information: 5,
      rebuttal: 7,
      appealDecision: 8,
      countersign: 4,
    };
    expect(clocksOf({ clocks: named, ladder: eo12981.ladder })).toEqual(named);
  });

  it("are a day at least, and a countersignature's two, however short the time is, and a rebuttal's that of a position where there is no ladder", () => {
    expect(clocksOf({ clocks, ladder: [] })).toMatchObject({ remind: 1, extension: 1, rebuttal: 1, appealDecision: 1 });
    expect(clocksOf({ clocks, ladder: [] }).countersign).toBe(2);
    expect(clocksOf({ clocks: { ...clocks, refer: 9 }, ladder: [] }).countersign).toBe(9);
    expect(clocksOf({ clocks: { ...clocks, position: 2 }, ladder: [] })).toMatchObject({ remind: 1, extension: 1 });
    expect(clocksOf({ clocks: { ...clocks, position: 3 }, ladder: [] })).toMatchObject({ remind: 2, extension: 1 });
  });
});
