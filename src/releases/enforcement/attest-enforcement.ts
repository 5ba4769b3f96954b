import type { Context } from "../../context.ts";
import { type Refusal, Refused, refusal } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { partsOf } from "../../rules/enforcement.ts";
import { vendorAudience } from "../audience.ts";
import { refuseUnread } from "../refuse-unread.ts";
import { type AttestedMeasure, lockOwnMeasure, type OfMeasure, oneMeasure } from "./attested-measure.ts";
import { EnforcementAttestation } from "./enforcement-attestation.ts";
import type { AttestEnforcementInput } from "./enforcement-inputs.ts";

/**
 * Attests since when, and how far, a directive or designation on the actor's own company or its release is enforced, or
 * corrects what was attested: the latest stands, and all are kept.
 */
export function attestEnforcement(context: Context, input: AttestEnforcementInput) {
  authorise(context.actor, "enforcement:attest");
  return change(context, "attestEnforcement", input, async (tx) => {
    const of = oneMeasure(input);
    const measure = await lockOwnMeasure(tx, of);
    const problems = problemsOf(tx, measure, input);
    if (problems.length > 0) throw new Refused(...problems);
    const before = await standingAttestation(tx, of);
    refuseUnread("attestation", before, input.revision);
    const attestation = await tx.insert(EnforcementAttestation, {
      id: tx.newId("EnforcementAttestation"),
      ...of,
      revision: (before?.revision ?? 0) + 1,
      enforcedAt: input.enforcedAt,
      notEnforced: [...new Set(input.notEnforced)].sort(),
      note: input.note ?? null,
      attestedAt: tx.now,
    });
    tx.record(EnforcementAttestation, {
      type: before ? "EnforcementAttestationCorrected" : "EnforcementAttested",
      subject: attestation,
      legalBasis: measure.legalBasis,
      audience: vendorAudience(measure.vendor),
    });
    return { ...of };
  });
}

async function standingAttestation(tx: Tx, of: OfMeasure): Promise<EnforcementAttestation | undefined> {
  const { directiveId, designationId } = of;
  const where = directiveId === null ? { designationId: designationId as string } : { directiveId };
  const [standing] = await tx.manager.find(EnforcementAttestation, { where, order: { revision: "DESC" }, take: 1 });
  return standing;
}

/** What speaks against the attestation: the measure was never in force, its time is wrong, or it names foreign parts. */
function problemsOf({ now }: Tx, measure: AttestedMeasure, input: AttestEnforcementInput): Refusal[] {
  const { status: from, inForceSince, liftedAt, field } = measure;
  if (inForceSince === null) {
    const message = `${from} does not allow attest. It is for a directive that is, or was, in force.`;
    return [refusal("ILLEGAL_TRANSITION", message, { field, from, attempted: "attest" })];
  }
  const problems: Refusal[] = [];
  const { enforcedAt, notEnforced, note } = input;
  const untimely = (message: string) => refusal("INVALID_INPUT", message, { field: ["input", "enforcedAt"] });
  if (enforcedAt < inForceSince) problems.push(untimely(`It is in force since ${inForceSince.toISOString()} only.`));
  else if (liftedAt !== null && enforcedAt > liftedAt) {
    problems.push(untimely(`It was lifted at ${liftedAt.toISOString()}: say since when it was enforced before.`));
  } else if (enforcedAt > now) problems.push(untimely("This moment is still to come: attest what is done."));
  const worded = partsOf(measure);
  const foreign = notEnforced.find((part) => !worded.includes(part));
  if (foreign !== undefined) {
    const message = `It isn't worded with ${foreign}. Name parts of its own wording.`;
    problems.push(refusal("INVALID_INPUT", message, { field: ["input", "notEnforced"] }));
  }
  if (notEnforced.length > 0 && note == null) {
    const message = "Say what is done about what isn't enforced. Give a note.";
    problems.push(refusal("INVALID_INPUT", message, { field: ["input", "note"] }));
  }
  return problems;
}
