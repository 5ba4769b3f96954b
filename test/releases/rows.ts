import { PhaseAdvance } from "../../src/releases/advances/phase-advance.ts";
import type { Policy } from "../../src/releases/policies/policy.ts";
import type { Release } from "../../src/releases/register/release.ts";
import type { Vendor } from "../../src/releases/vendors/vendor.ts";
import { isOpenPhase } from "../../src/rules/lifecycles/release.ts";
import type { Room } from "../support/room.ts";
import { aRelease, tuesday } from "../support/rows.ts";

let made = 0;

/** A release in a phase, of a name of its own, in the public register if the phase is open. */
export function aReleaseIn(
  room: Room,
  vendor: Vendor,
  policy: Policy,
  phase: Release["phase"],
  rest: Partial<Release> = {},
): Promise<Release> {
  made += 1;
  return aRelease(room, vendor, policy, `Model ${made}`, {
    phase,
    registeredAt: phase === "DRAFT" ? null : tuesday,
    publicSince: isOpenPhase(phase) ? tuesday : null,
    ...rest,
  });
}

/** A phase advance of a release, submitted unless said otherwise, in the database at once. */
export async function aPhaseAdvance(
  { services }: Room,
  release: Release,
  rest: Partial<PhaseAdvance> = {},
): Promise<PhaseAdvance> {
  const row: Partial<PhaseAdvance> = {
    id: services.ids.next("PhaseAdvance"),
    releaseId: release.id,
    policyId: release.policyId,
    revision: 1,
    status: "SUBMITTED",
    fromPhase: "UNDER_REVIEW",
    toPhase: "LIMITED_PREVIEW",
    justification: "It is ready.",
    submittedAt: tuesday,
    lastSubmittedAt: rest.submittedAt ?? tuesday,
    ...rest,
  };
  await services.database.source.manager.insert(PhaseAdvance, row);
  return Object.assign(new PhaseAdvance(), row);
}
