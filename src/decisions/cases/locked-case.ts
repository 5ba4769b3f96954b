import { Application } from "../../applications/application.ts";
import { typeOfId } from "../../graph/ids.ts";
import { notFound, Refused } from "../../graph/refusal.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { partnerTag, vendorTag } from "../../identity/visibility.ts";
import type { Tx } from "../../ledger/tx.ts";
import { Partner } from "../../partners/partner.ts";
import { PhaseAdvance } from "../../releases/advances/phase-advance.ts";
import { Policy } from "../../releases/policies/policy.ts";
import { Release } from "../../releases/register/release.ts";
import { refuseWithdrawn } from "../../releases/register/withdrawn-release.ts";
import { Vendor } from "../../releases/vendors/vendor.ts";
import { applicationLifecycle } from "../../rules/lifecycles/application.ts";
import { phaseAdvanceLifecycle } from "../../rules/lifecycles/phase-advance.ts";
import type { ReviewAction } from "../../rules/lifecycles/review.ts";
import type { PolicyDocument } from "../../rules/policy.ts";
import type { PhaseAdvanceStatus } from "../../rules/vocabulary.ts";
import type { Case, CaseType } from "./case.ts";

/** A case locked for writing, with all that it stands on locked before it, in the one lock order. */
export interface LockedCase {
  readonly type: CaseType;
  readonly row: Case;
  readonly vendor: Vendor;
  readonly release: Release;
  /** The applicant; null for a phase advance. */
  readonly partner: Partner | null;
  readonly policy: PolicyDocument;
  /** The input's field that led to it: where a refusal points. */
  readonly field: readonly string[];
  /** The status that the case's parties have been told of: its own when it was locked, until `tellParties`. */
  told: Case["status"];
  /** The denial's announcement that they have been told of, likewise. */
  toldOfDenial: Date | null;
}

interface LockOptions {
  /** `write` where the release itself may move, or its cap is counted. */
  readonly release?: "share" | "write";
  /** Whether the case may be taken up although its release is withdrawn: to end it. */
  readonly ofWithdrawnRelease?: boolean;
}

/** A locked application, whose applicant is known. */
export interface LockedApplication extends LockedCase {
  readonly row: Application;
  readonly partner: Partner;
}

/** The entity of each type of case. */
export const entityOf = { Application, PhaseAdvance } as const;

/** The type of case that an id names. Refuses with NOT_FOUND for any other id. */
function caseTypeOf(id: string, field: readonly string[]): CaseType {
  const type = typeOfId(id);
  if (type === "Application" || type === "PhaseAdvance") return type;
  throw new Refused(notFound("case", field));
}

/**
 * Locks a case that the actor may see: vendor, release, partner, case. Refuses with NOT_FOUND otherwise, and with
 * BLOCKED for a case whose release has been withdrawn.
 */
export async function lockCase(
  tx: Tx,
  id: string,
  field: readonly string[],
  options: LockOptions = {},
): Promise<LockedCase> {
  const type = caseTypeOf(id, field);
  const seen: Case = await tx.peek<Case>(entityOf[type] as never, id, field);
  const ground = await lockGround(tx, seen, options.release === "write" ? "pessimistic_write" : "pessimistic_read");
  const row: Case = await tx.lock<Case>(entityOf[type] as never, id, field);
  if (!options.ofWithdrawnRelease) refuseWithdrawn(ground.release, field);
  return lockedFrom(type, row, ground, await policyOf(tx, row), field);
}

/**
 * Locks a case for the system, whatever its release's phase; null where it is gone, or another change holds it: what is
 * due about it is then done by the next sweep, or by that change.
 */
export async function lockDueCase(tx: Tx, id: string): Promise<LockedCase | null> {
  const type = caseTypeOf(id, ["caseId"]);
  const seen = (await tx.manager.findOneBy(entityOf[type] as never, { id } as never)) as Case | null;
  if (!seen) return null;
  const ground = await lockGround(tx, seen, "pessimistic_read");
  const row: Case | null = await tx.lockUnlessHeld<Case>(entityOf[type] as never, id);
  return row && lockedFrom(type, row, ground, await policyOf(tx, row), ["caseId"]);
}

/** A case whose parties know where it stood when it was locked. */
const lockedFrom = (
  type: CaseType,
  row: Case,
  ground: Pick<LockedCase, "vendor" | "release" | "partner">,
  policy: PolicyDocument,
  field: readonly string[],
): LockedCase => ({
  type,
  row,
  ...ground,
  policy,
  field,
  told: row.status,
  toldOfDenial: row.intendedAt,
});

/** Locks what a case stands on, in the one lock order: vendor, release, partner. */
async function lockGround(
  tx: Tx,
  seen: Case,
  releaseMode: "pessimistic_read" | "pessimistic_write",
): Promise<Pick<LockedCase, "vendor" | "release" | "partner">> {
  const { vendorId } = await tx.manager.findOneByOrFail(Release, { id: seen.releaseId });
  return {
    vendor: await tx.lockKnown(Vendor, vendorId, "pessimistic_read"),
    release: await tx.lockKnown(Release, seen.releaseId, releaseMode),
    partner: "partnerId" in seen ? await tx.lockKnown(Partner, seen.partnerId, "pessimistic_read") : null,
  };
}

async function policyOf(tx: Tx, { policyId }: Case): Promise<PolicyDocument> {
  return (await tx.manager.findOneByOrFail(Policy, { id: policyId })).document;
}

/** Locks an application that the actor may see, as `lockCase` does; refuses any other case with NOT_FOUND. */
export async function lockApplication(
  tx: Tx,
  id: string,
  field: readonly string[],
  options?: LockOptions,
): Promise<LockedApplication> {
  if (typeOfId(id) !== "Application") throw new Refused(notFound("application", field));
  return (await lockCase(tx, id, field, options)) as LockedApplication;
}

/** The steps that are no work of the panel: whose cause everyone concerned may know. */
const openActions: readonly ReviewAction[] = ["accept", "withdraw"];

/**
 * Takes the case one step along its lifecycle, stores it with what else changed, and records it for the ledger. What
 * the panel does is recorded for officials alone: its parties learn where the change as a whole took the case, by
 * `tellParties`.
 */
export async function moveCase(
  tx: Tx,
  locked: LockedCase,
  action: ReviewAction,
  event: string,
  values: Partial<
    Pick<Case, "acceptedAt" | "dueAt" | "rebuttalDueAt" | "intendedAt" | "closedAt" | "closureReason">
  > = {},
  legalBasis: string | null = null,
): Promise<void> {
  const { type, row, field } = locked;
  const from = row.status;
  const to =
    type === "Application"
      ? stepOrRefuse(applicationLifecycle, from, action, field)
      : stepOrRefuse(phaseAdvanceLifecycle, from as PhaseAdvanceStatus, action, field);
  await tx.update<Case>(entityOf[type] as never, row, { ...values, status: to } as Partial<Case>);
  tx.record<Case>(entityOf[type] as never, {
    type: event,
    subject: row,
    from,
    to,
    legalBasis,
    audience: openActions.includes(action) ? caseAudience(locked) : panelAudience,
  });
  if (openActions.includes(action)) locked.told = to;
}

/** The statuses that a case is brought to on the policy's legal basis. */
const onLegalBasis: readonly Case["status"][] = ["INTENT_TO_DENY", "APPROVED", "DENIED"];

/**
 * Tells the case's parties that its status is another than before the change, and not by which steps: one entry that
 * looks alike whatever the cause. Where the case stands where it stood there is none, unless a denial was announced anew,
 * with a time to rebut of its own. The last act on a case that the panel moved.
 */
export function tellParties(tx: Tx, locked: LockedCase): void {
  const { type, row, vendor, partner, policy, told, toldOfDenial } = locked;
  locked.toldOfDenial = row.intendedAt;
  if (row.status === told) {
    if (row.status !== "INTENT_TO_DENY" || row.intendedAt?.getTime() === toldOfDenial?.getTime()) return;
    tx.record<Case>(entityOf[type] as never, {
      type: "RebuttalTimeRestarted",
      subject: row,
      legalBasis: policy.legalBasis,
      audience: caseAudience(locked),
    });
    return;
  }
  tx.record<Case>(entityOf[type] as never, {
    type: "CaseStatusChanged",
    subject: row,
    from: told,
    to: row.status,
    legalBasis: onLegalBasis.includes(row.status) ? policy.legalBasis : null,
    audience: partiesAudience({ vendor, partner }),
  });
  locked.told = row.status;
}

/** A case's parties: its release's vendor, and the applicant. */
const partiesAudience = ({ vendor, partner }: Pick<LockedCase, "vendor" | "partner">): string[] => [
  vendorTag(vendor.org),
  ...(partner ? [partnerTag(partner.org)] : []),
];

/** Everyone concerned with a submitted case: officials and its parties. */
export const caseAudience = (locked: Pick<LockedCase, "vendor" | "partner">): string[] => [
  "officials",
  ...partiesAudience(locked),
];

/** Officials and whoever brought the case: the partner that applied, or the vendor of a phase advance. */
export const applicantAudience = ({ vendor, partner }: Pick<LockedCase, "vendor" | "partner">): string[] => [
  "officials",
  partner ? partnerTag(partner.org) : vendorTag(vendor.org),
];

/** Who may read what the panel does: officials alone. */
export const panelAudience: readonly string[] = ["officials"];

/** The legal deadlines of a case end with it. */
export const closedNow = (tx: Tx) => ({ dueAt: null, rebuttalDueAt: null, intendedAt: null, closedAt: tx.now });
