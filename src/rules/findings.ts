import { type FindingSeverity, type FindingStatus, findingSeverities } from "./release-vocabulary.ts";

/** How grave an open finding must be to block where a policy says nothing of it. */
const usualBlockingSeverity: FindingSeverity = "HIGH";

/** From which severity on open findings block a release's phase advances under a policy. */
export function blockingSeverity(policy: {
  readonly cyberReview?: { readonly blockingSeverity: FindingSeverity } | null;
}): FindingSeverity {
  return policy.cyberReview?.blockingSeverity ?? usualBlockingSeverity;
}

/** Whether open findings of these severities block a phase advance: one is at or over the severity from which they do. */
export function findingsBlock(open: readonly FindingSeverity[], from: FindingSeverity): boolean {
  return open.some((severity) => gravity(severity) >= gravity(from));
}

/** Whether a finding is called less grave than it was: what it blocked it may block no more. */
export function severityFalls(from: FindingSeverity, to: FindingSeverity): boolean {
  return gravity(to) < gravity(from);
}

/**
 * What a finding lacks in words for its status: how it is mitigated, or why it is accepted or closed. An open one needs
 * neither. One that is called less grave (`lowered`) says why, whatever its status.
 */
export function missingWords(
  finding: {
    readonly status: FindingStatus;
    readonly mitigation: string | null;
    readonly statusNote: string | null;
  },
  lowered = false,
): "mitigation" | "statusNote" | null {
  const { status, mitigation, statusNote } = finding;
  if (status === "MITIGATED" && mitigation === null) return "mitigation";
  const saysWhy = lowered || status === "ACCEPTED" || status === "CLOSED";
  return saysWhy && statusNote === null ? "statusNote" : null;
}

const gravity = (severity: FindingSeverity): number => findingSeverities.indexOf(severity);
