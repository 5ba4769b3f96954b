import type { PanelSeat, PolicyDocument } from "./policy.ts";
import type { Agency, DisputeCause, PositionKind } from "./vocabulary.ts";

/** A seat and the latest position of its agency on the case's current revision; null while it isn't heard. */
export interface HeardSeat extends PanelSeat {
  readonly position: PositionKind | null;
}

/** What the rules make of the positions taken. */
export type PanelOutcome =
  | { readonly kind: "WAIT"; readonly waitingFor: Agency[] }
  | { readonly kind: "APPROVE" }
  | { readonly kind: "INTENT_TO_DENY" }
  | { readonly kind: "DISPUTE"; readonly cause: DisputeCause };

/** The seats that a case under `policy` is referred to, in the policy's order. */
export function seatsFor(policy: Pick<PolicyDocument, "panel">): PanelSeat[] {
  return policy.panel.map(({ agency, seat }) => ({ agency, seat }));
}

/**
 * What the panel's positions come to, once its last seat is heard. Nobody objects and every REQUIRED seat concurs:
 * approve. Every REQUIRED seat objects, or on a panel without one every DEEMABLE seat: intent to deny. Else: dispute.
 * A CONSULTED seat is waited for, and decides nothing. Throws a RangeError for a panel on which no seat decides.
 */
export function proposeFor({ seats }: { readonly seats: readonly HeardSeat[] }): PanelOutcome {
  const deciding = seats.filter((each) => each.seat !== "CONSULTED");
  if (deciding.length === 0) throw new RangeError("A panel needs at least one seat that is REQUIRED or DEEMABLE");

  const waitingFor = seats.filter((each) => each.position === null).map((each) => each.agency);
  if (waitingFor.length > 0) return { kind: "WAIT", waitingFor };

  const required = deciding.filter((each) => each.seat === "REQUIRED");
  if (deciding.some(objects)) {
    const denying = required.length > 0 ? required : deciding;
    return denying.every(objects) ? { kind: "INTENT_TO_DENY" } : { kind: "DISPUTE", cause: "OBJECTION" };
  }
  return required.every(concurs) ? { kind: "APPROVE" } : { kind: "DISPUTE", cause: "REQUIRED_SEAT_DID_NOT_CONCUR" };
}

function objects({ position }: HeardSeat): boolean {
  return position === "OBJECT";
}

function concurs({ position }: HeardSeat): boolean {
  return position === "CONCUR" || position === "CONCUR_WITH_CONDITIONS";
}
