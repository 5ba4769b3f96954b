/**
 * Whether a phase's partner cap leaves no place: `cap` partners (null: any number) may hold a non-terminal
 * authorization for the release, `partnersHolding` do, and this one isn't among them. A renewal takes no new place.
 */
export function capReached(facts: {
  readonly cap: number | null;
  readonly partnersHolding: number;
  readonly partnerAlreadyHolds: boolean;
}): boolean {
  return facts.cap !== null && !facts.partnerAlreadyHolds && facts.partnersHolding >= facts.cap;
}
