import { Refused, refusal } from "../../graph/refusal.ts";
import { refuseForeign } from "../../graph/refusals.ts";
import type { Tx } from "../../ledger/tx.ts";
import type { ConditionPredicate } from "../../rules/conditions.ts";
import type { DirectiveScope } from "../../rules/directives.ts";
import type { DirectiveEffect } from "../../rules/vocabulary.ts";
import { Designation } from "../directives/designation.ts";
import { Directive } from "../directives/directive.ts";
import { lockTarget } from "../directives/directive-target.ts";
import { Vendor } from "../vendors/vendor.ts";

/** Which measure an attestation is about: one of the two. */
export interface OfMeasure {
  readonly directiveId: string | null;
  readonly designationId: string | null;
}

/** A directive or a designation, as far as what is attested of it is concerned. */
export interface AttestedMeasure {
  readonly of: OfMeasure;
  readonly vendor: Vendor;
  readonly status: string;
  /** Null for a directive that was never in force; a designation is from the moment that it is made. */
  readonly inForceSince: Date | null;
  readonly liftedAt: Date | null;
  readonly effect: DirectiveEffect;
  readonly scope: DirectiveScope | null;
  readonly limits: readonly ConditionPredicate[];
  readonly legalBasis: string;
  /** The input's field that names it. */
  readonly field: readonly string[];
}

/** Which measure an input names. Refuses one that names none, or both. */
export function oneMeasure(input: { directiveId?: string | null; designationId?: string | null }): OfMeasure {
  const { directiveId = null, designationId = null } = input;
  if ((directiveId === null) === (designationId === null)) throw new Refused(eitherId);
  return { directiveId, designationId };
}

const eitherId = refusal(
  "INVALID_INPUT",
  "An attestation is about one directive or one designation: give either id, and not both.",
  { field: ["input", "directiveId"] },
);

/**
 * Locks a measure on the actor's own company or its release, behind what it is on. It is held for writing, so that of two
 * who attest at once the second finds the first's.
 */
export async function lockOwnMeasure(tx: Tx, of: OfMeasure): Promise<AttestedMeasure> {
  const locked = of.directiveId === null ? await designationOf(tx, of) : await directiveOf(tx, of);
  refuseForeign(tx, locked.vendor, "the vendor's own people", locked.field);
  return locked;
}

async function directiveOf(tx: Tx, of: OfMeasure): Promise<AttestedMeasure> {
  const field = ["input", "directiveId"];
  const id = of.directiveId as string;
  const { vendor } = await lockTarget(tx, await tx.peek(Directive, id, field), "share");
  const { status, inForceSince, liftedAt, effect, scope, limits, legalBasis } = await tx.lock(Directive, id, field);
  return { of, vendor, status, inForceSince, liftedAt, effect, scope, limits, legalBasis, field };
}

async function designationOf(tx: Tx, of: OfMeasure): Promise<AttestedMeasure> {
  const field = ["input", "designationId"];
  const id = of.designationId as string;
  const { vendorId } = await tx.peek(Designation, id, field);
  const vendor = await tx.lockKnown(Vendor, vendorId, "pessimistic_read");
  const locked = await tx.lock(Designation, id, field);
  const { status, designatedAt, liftedAt, effect, scope, limits, legalBasis } = locked;
  return { of, vendor, status, inForceSince: designatedAt, liftedAt, effect, scope, limits, legalBasis, field };
}
