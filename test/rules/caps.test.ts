import { describe, expect, it } from "vitest";
import { capReached } from "../../src/rules/caps.ts";

describe("a phase's partner cap", () => {
  it.each([
    ["admits another below it", { cap: 20, partnersHolding: 19, partnerAlreadyHolds: false }, false],
    ["is reached with its last place taken", { cap: 20, partnersHolding: 20, partnerAlreadyHolds: false }, true],
    ["stays reached when it was lowered", { cap: 20, partnersHolding: 25, partnerAlreadyHolds: false }, true],
    ["lets a partner that holds a place renew", { cap: 20, partnersHolding: 20, partnerAlreadyHolds: true }, false],
    ["is never reached where there is none", { cap: null, partnersHolding: 5000, partnerAlreadyHolds: false }, false],
  ])("%s", (_rule, facts, reached) => {
    expect(capReached(facts)).toBe(reached);
  });
});
