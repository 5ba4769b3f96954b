import { casesOf, type Row } from "../look.ts";
import type { Scene } from "../scene.ts";
import { isUnsigned } from "./appeals.ts";

const stands =
  (...statuses: string[]) =>
  ({ status }: Row): boolean =>
    statuses.includes(status);

/** What is done about a record of a type that stands so, and how often in comparison with the rest. */
type Occasion = readonly [type: string, fits: (row: Row) => boolean, likely: Readonly<Record<string, number>>];

const occasions: readonly Occasion[] = [
  ["Application", stands("DRAFT", "RETURNED"), { submitApplication: 3, amendApplication: 1, withdrawApplication: 1 }],
  ["Application", stands("SUBMITTED"), { acceptApplication: 4, amendApplication: 1, returnApplication: 1 }],
  [
    "Application",
    stands("IN_REVIEW"),
    { recordPosition: 6, amendApplication: 1, placeHold: 1, requestInformation: 1, extendReferral: 1 },
  ],
  ["Application", stands("IN_DISPUTE"), { recordPosition: 1 }],
  ["PhaseAdvance", stands("SUBMITTED"), { acceptPhaseAdvance: 3 }],
  ["PhaseAdvance", stands("IN_REVIEW"), { recordPosition: 4, withdrawPhaseAdvance: 1 }],
  ["Hold", ({ releasedAt }) => releasedAt === null, { releaseHold: 3 }],
  ["InformationRequest", stands("OPEN"), { answerInformationRequest: 3, closeInformationRequest: 1 }],
  ["Dispute", (dispute) => stands("OPEN")(dispute) && dispute.level === 1, { decideDispute: 6, escalateDispute: 2 }],
  ["Dispute", (dispute) => stands("OPEN")(dispute) && dispute.level > 1, { castVote: 8, escalateDispute: 1 }],
  ["Dispute", stands("OPEN"), { decideDispute: 1, castVote: 1, placeHold: 1 }],
  [
    "Decision",
    stands("PROPOSED"),
    { countersignDecision: 8, refuseCountersignature: 2, recordPosition: 1, placeHold: 1 },
  ],
  ["Appeal", stands("FILED"), { decideAppeal: 6 }],
  ["Condition", ({ endedAt }) => endedAt === null, { proposeConditionChange: 1 }],
  ["ConditionChange", stands("PROPOSED"), { consentToConditionChange: 4 }],
  ["Rebuttal", stands("FILED"), { decideRebuttal: 5 }],
  [
    "Authorization",
    stands("ACTIVE"),
    {
      submitApplication: 2,
      suspendAuthorization: 1,
      revokeAuthorization: 1,
      surrenderAuthorization: 1,
      issueDirective: 2,
      designateSupplyChainRisk: 1,
      suspendPartner: 1,
      barPartner: 1,
    },
  ],
  ["Authorization", stands("SUSPENDED"), { reinstateAuthorization: 2 }],
  ["Directive", stands("REQUESTED"), { answerDirectiveRequest: 2 }],
  ["Directive", stands("IN_FORCE"), { liftDirective: 2, acknowledgeDirective: 1 }],
  ["Designation", stands("IN_FORCE"), { liftDesignation: 2 }],
  ["Partner", stands("REGISTERED", "SUSPENDED"), { admitPartner: 2 }],
  ["Partner", stands("BARRED"), { unbarPartner: 1 }],
];

/** The mutations that what is stored now gives occasion to, each as often as it is likely. */
export function likelyNow(scene: Scene): string[] {
  const now = occasions.filter(([type, fits]) => (scene.seen.rows[type] ?? []).some(fits));
  const phase = scene.seen.rows.Release?.[0]?.phase;
  const fresh: Record<string, number> =
    phase === "UNDER_REVIEW" ? { requestPhaseAdvance: 2 } : { submitApplication: 1 };
  const intended = casesOf(scene.seen).some(stands("INTENT_TO_DENY"));
  const rebutting: readonly Record<string, number>[] = intended ? [{ rebutIntentToDeny: 6 }] : [];
  const decided = casesOf(scene.seen).some(
    (reviewed) => stands("DENIED", "APPROVED")(reviewed) || isUnsigned(scene, reviewed.id),
  );
  const appealing: readonly Record<string, number>[] = decided ? [{ appealDecision: 3 }] : [];
  const likely = [fresh, ...rebutting, ...appealing, ...now.map(([, , on]) => on)];
  return likely.flatMap((each) =>
    Object.entries(each).flatMap(([name, times]) => Array.from({ length: times }, () => name)),
  );
}
