import type { EnrolmentStatus, ProgrammeStatus } from "./release-vocabulary.ts";
import type { EndUse, PartnerKind } from "./vocabulary.ts";

/** Why an application can't be made under a trusted-access programme, with what it means. */
export const programmeBlockers = {
  PROGRAMME_OF_ANOTHER_VENDOR: "The programme is another vendor's: it is for that vendor's releases.",
  PROGRAMME_NOT_ALLOWED:
    "The release's policy takes no applications under this programme's policy: see its `programmePolicies`.",
  PROGRAMME_CLOSED: "The programme is closed: it takes no new applications.",
  PROGRAMME_REVOKED: "Commerce has revoked the programme.",
  ENROLMENT_ENDED: "Your enrolment in the programme has ended.",
  PARTNER_KIND_NOT_ELIGIBLE: "The programme is not for organisations of your kind.",
  END_USE_NOT_ELIGIBLE: "The programme is not for this end use.",
} as const;
export type ProgrammeBlocker = keyof typeof programmeBlockers;

/** What of an application under a programme must hold when it is made, and still when it is approved. */
export interface EligibilityFacts {
  readonly programme: {
    readonly status: ProgrammeStatus;
    readonly partnerKinds: readonly PartnerKind[];
    readonly endUses: readonly EndUse[];
  };
  /** Null where the organisation was never enrolled. */
  readonly enrolment: EnrolmentStatus | null;
  readonly partnerKind: PartnerKind;
  readonly endUse: EndUse;
}

/** What decides whether an application may be made under a programme. */
export interface ProgrammeFacts extends EligibilityFacts {
  readonly programme: EligibilityFacts["programme"] & { readonly vendorId: string };
  readonly releaseVendorId: string;
  /** Whether the policy that the release follows takes applications under the programme's. */
  readonly allowed: boolean;
}

/** Everything that stands against an application under a programme; empty when nothing does. */
export function blockersOfProgramme(facts: ProgrammeFacts): ProgrammeBlocker[] {
  const { programme, releaseVendorId, allowed } = facts;
  const blockers: ProgrammeBlocker[] = [];
  if (programme.vendorId !== releaseVendorId) blockers.push("PROGRAMME_OF_ANOTHER_VENDOR");
  if (!allowed) blockers.push("PROGRAMME_NOT_ALLOWED");
  if (programme.status === "CLOSED") blockers.push("PROGRAMME_CLOSED");
  return [...blockers, ...blockersOfEligibility(facts)];
}

/** What of these is asked again of what is to be approved. */
export type EligibilityBlocker = Extract<
  ProgrammeBlocker,
  "PROGRAMME_REVOKED" | "ENROLMENT_ENDED" | "PARTNER_KIND_NOT_ELIGIBLE" | "END_USE_NOT_ELIGIBLE"
>;

/**
 * What stands against an application under a programme for as long as it isn't approved. A programme's closing isn't
 * among it: what is under way goes on. Nor is what the release's policy says, which is asked when a case begins.
 */
export function blockersOfEligibility(facts: EligibilityFacts): EligibilityBlocker[] {
  const { programme, enrolment, partnerKind, endUse } = facts;
  const blockers: EligibilityBlocker[] = [];
  if (programme.status === "REVOKED") blockers.push("PROGRAMME_REVOKED");
  if (enrolment !== "ENROLLED") blockers.push("ENROLMENT_ENDED");
  if (!programme.partnerKinds.includes(partnerKind)) blockers.push("PARTNER_KIND_NOT_ELIGIBLE");
  if (!programme.endUses.includes(endUse)) blockers.push("END_USE_NOT_ELIGIBLE");
  return blockers;
}
