import type { Context } from "../../context.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { Programme } from "../../partners/programme.ts";
import { programmeLifecycle } from "../../rules/lifecycles/programme.ts";
import { lockProgramme } from "./locked-programme.ts";
import { programmeAudience } from "./programme-audience.ts";
import type { RevokeProgrammeInput } from "./programme-inputs.ts";

/**
 * Revokes any vendor's programme, open or closed: nothing is applied for or approved under it any more. Authorizations
 * stay as they are.
 */
export function revokeProgramme(context: Context, input: RevokeProgrammeInput) {
  authorise(context.actor, "programme:revoke");
  return change(context, "revokeProgramme", input, async (tx) => {
    const field = ["input", "programmeId"];
    const { vendor, programme } = await lockProgramme(tx, input.programmeId, "write", field);
    const from = programme.status;
    const to = stepOrRefuse(programmeLifecycle, from, "revoke", field);
    await tx.update(Programme, programme, {
      status: to,
      revokedAt: tx.now,
      revocationReason: input.reason,
      revocationLegalBasis: input.legalBasis,
      revocationNote: input.note ?? null,
    });
    tx.record(Programme, {
      type: "ProgrammeRevoked",
      subject: programme,
      from,
      to,
      legalBasis: input.legalBasis,
      audience: await programmeAudience(tx, vendor, programme),
    });
    return { programmeId: programme.id };
  });
}
