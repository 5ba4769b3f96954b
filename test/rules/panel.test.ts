import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HeardSeat, proposeFor, seatsFor } from "../../src/rules/panel.ts";
import { eo12981 } from "../../src/rules/policies/eo12981.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { agencies, type PositionKind, positionKinds, type Seat, seats } from "../../src/rules/vocabulary.ts";

const kinds = {
  "+": "CONCUR",
  c: "CONCUR_WITH_CONDITIONS",
  "-": "OBJECT",
  n: "NO_EQUITY",
  d: "DEEMED_NO_OBJECTION",
} as const;
const seatOf = { R: "REQUIRED", D: "DEEMABLE", C: "CONSULTED" } as const;

/** A panel in short: "R+ D-" is a required seat that concurs and a deemable one that objects; "?" isn't heard. */
function panel(text: string): HeardSeat[] {
  return text.split(" ").map((each, index) => ({
    agency: agencies[index]!,
    seat: seatOf[each[0] as keyof typeof seatOf],
    position: each[1] === "?" ? null : kinds[each[1] as keyof typeof kinds],
  }));
}

describe("the panel's rules", () => {
  it.each([
    ["everybody concurs", "R+ R+ D+ D+", { kind: "APPROVE" }],
    ["conditions are a concurrence", "Rc R+ Dc D+", { kind: "APPROVE" }],
    ["silence of a deemable seat is no objection", "R+ R+ Dd Dd", { kind: "APPROVE" }],
    ["no equity of a deemable seat is no objection", "R+ R+ Dn D+", { kind: "APPROVE" }],
    ["a panel without required seats says nothing", "Dd Dd Dd Dd", { kind: "APPROVE" }],
    ["a consulted agency alone objects", "R+ R+ D+ C-", { kind: "APPROVE" }],
    ["every required seat objects", "R- R- D+ D+", { kind: "INTENT_TO_DENY" }],
    ["every required seat and everyone else objects", "R- R- D- D-", { kind: "INTENT_TO_DENY" }],
    ["every seat of a panel without required ones objects", "D- D- D- D-", { kind: "INTENT_TO_DENY" }],
    ["every deciding seat objects and a consulted one concurs", "D- D- D- C+", { kind: "INTENT_TO_DENY" }],
    ["one required seat of two objects", "R- R+ D+ D+", { kind: "DISPUTE", cause: "OBJECTION" }],
    ["one required seat objects and the other has no equity", "R- Rn D+ D+", { kind: "DISPUTE", cause: "OBJECTION" }],
    ["a deemable seat objects", "R+ R+ D- D+", { kind: "DISPUTE", cause: "OBJECTION" }],
    ["one of a panel without required seats objects", "D- Dd Dd Dd", { kind: "DISPUTE", cause: "OBJECTION" }],
    ["a required seat has no equity", "R+ Rn D+ D+", { kind: "DISPUTE", cause: "REQUIRED_SEAT_DID_NOT_CONCUR" }],
    ["a required seat is silent", "R+ Rd D+ D+", { kind: "DISPUTE", cause: "REQUIRED_SEAT_DID_NOT_CONCUR" }],
    ["nobody is heard", "R? R? D? D?", { kind: "WAIT", waitingFor: [...agencies] }],
    ["the last seat isn't heard", "R+ R+ D+ D?", { kind: "WAIT", waitingFor: ["DEFENSE"] }],
    ["an objection came before the last seat is heard", "R- R- D? D+", { kind: "WAIT", waitingFor: ["COMMERCE"] }],
    ["a consulted agency isn't heard", "R+ R+ D+ C?", { kind: "WAIT", waitingFor: ["DEFENSE"] }],
  ])("when %s", (_case, text, outcome) => {
    expect(proposeFor({ seats: panel(text) })).toEqual(outcome);
  });

  it.each([
    ["nobody", []],
    ["consulted agencies alone", panel("C+ C+")],
  ])("refuse a panel of %s", (_who, none) => {
    expect(() => proposeFor({ seats: none })).toThrow(RangeError);
  });

  it("seat the agencies that the policy names", () => {
    expect(seatsFor(expeditedPreview)).toEqual([
      { agency: "ONCD", seat: "REQUIRED" },
      { agency: "OSTP", seat: "REQUIRED" },
      { agency: "COMMERCE", seat: "DEEMABLE" },
      { agency: "DEFENSE", seat: "DEEMABLE" },
    ]);
    expect(new Set(seatsFor(eo12981).map((each) => each.seat))).toEqual(new Set(["DEEMABLE"]));
  });
});

const anyPanel = (position: fc.Arbitrary<PositionKind | null>) =>
  fc
    .shuffledSubarray([...agencies], { minLength: 1 })
    .chain((sitting) =>
      fc.tuple(
        ...sitting.map((agency) =>
          fc.record({ agency: fc.constant(agency), seat: fc.constantFrom<Seat>(...seats), position }),
        ),
      ),
    )
    .filter((sitting) => sitting.some((each) => each.seat !== "CONSULTED"));
const heard = anyPanel(fc.constantFrom(...positionKinds));
const partlyHeard = anyPanel(fc.constantFrom<(PositionKind | null)[]>(...positionKinds, null));

describe("whatever the panel", () => {
  it("it waits exactly for those who aren't heard", () => {
    fc.assert(
      fc.property(partlyHeard, (sitting) => {
        const silent = sitting.filter((each) => each.position === null).map((each) => each.agency);
        const outcome = proposeFor({ seats: sitting });
        expect(outcome.kind === "WAIT" ? outcome.waitingFor : []).toEqual(silent);
      }),
    );
  });

  it("the order in which seats are listed changes nothing", () => {
    fc.assert(
      fc.property(heard, (sitting) => {
        expect(proposeFor({ seats: [...sitting].reverse() })).toEqual(proposeFor({ seats: sitting }));
      }),
    );
  });

  it("nothing is approved over an objection or without each required concurrence", () => {
    fc.assert(
      fc.property(heard, (sitting) => {
        if (proposeFor({ seats: sitting }).kind !== "APPROVE") return;
        for (const { seat, position } of sitting) {
          if (seat !== "CONSULTED") expect(position).not.toBe("OBJECT");
          if (seat === "REQUIRED") expect(position).toMatch(/^CONCUR/);
        }
      }),
    );
  });

  it("nothing is denied without an objection, and never while a required seat concurs", () => {
    fc.assert(
      fc.property(heard, (sitting) => {
        if (proposeFor({ seats: sitting }).kind !== "INTENT_TO_DENY") return;
        expect(sitting.some((each) => each.seat !== "CONSULTED" && each.position === "OBJECT")).toBe(true);
        expect(sitting.some((each) => each.seat === "REQUIRED" && each.position !== "OBJECT")).toBe(false);
      }),
    );
  });

  it("what a consulted agency says changes nothing", () => {
    fc.assert(
      fc.property(heard, fc.constantFrom(...positionKinds), (sitting, other) => {
        const changed = sitting.map((each) => (each.seat === "CONSULTED" ? { ...each, position: other } : each));
        expect(proposeFor({ seats: changed })).toEqual(proposeFor({ seats: sitting }));
      }),
    );
  });

  it("turning a concurrence into an objection never turns a dispute or a denial into an approval", () => {
    fc.assert(
      fc.property(heard, fc.nat(), (sitting, pick) => {
        const index = pick % sitting.length;
        const stricter = sitting.map((each, at) => (at === index ? { ...each, position: "OBJECT" as const } : each));
        if (proposeFor({ seats: stricter }).kind === "APPROVE") {
          expect(sitting[index]!.seat).toBe("CONSULTED");
          expect(proposeFor({ seats: sitting }).kind).toBe("APPROVE");
        }
      }),
    );
  });
});
