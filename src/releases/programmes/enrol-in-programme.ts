import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { sql } from "../../graph/sql.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { Enrolment } from "../../partners/enrolment.ts";
import { programmeLifecycle } from "../../rules/lifecycles/programme.ts";
import type { Vendor } from "../vendors/vendor.ts";
import { lockOwnProgramme } from "./locked-programme.ts";
import { enrolmentAudience } from "./programme-audience.ts";
import type { EnrolInProgrammeInput } from "./programme-inputs.ts";

/**
 * Enrols an organisation in one of the actor's own programmes. It is named as its tokens name it, and not looked up: so
 * that nobody learns here who is registered.
 */
export function enrolInProgramme(context: Context, input: EnrolInProgrammeInput) {
  authorise(context.actor, "programme:enrol");
  return change(context, "enrolInProgramme", input, async (tx) => {
    const field = ["input", "programmeId"];
    const { vendor, programme } = await lockOwnProgramme(tx, input.programmeId, "share", field);
    stepOrRefuse(programmeLifecycle, programme.status, "enrol", field);
    await refuseRevoked(tx, vendor, input.org);
    tx.onConflict("one_enrolment_per_programme", enrolledAlready);
    const enrolment = await tx.insert(Enrolment, {
      id: tx.newId("Enrolment"),
      programmeId: programme.id,
      org: input.org,
      status: "ENROLLED",
      reason: input.reason,
      legalBasis: input.legalBasis,
      enrolledAt: tx.now,
      endedAt: null,
      endingReason: null,
      revokedAt: null,
      revocationReason: null,
      revocationLegalBasis: null,
      revocationNote: null,
    });
    tx.record(Enrolment, {
      type: "EnrolledInProgramme",
      subject: enrolment,
      to: enrolment.status,
      legalBasis: enrolment.legalBasis,
      audience: enrolmentAudience(vendor, enrolment),
    });
    return { enrolmentId: enrolment.id };
  });
}

/** What Commerce revoked the vendor doesn't undo, by this programme or another: the vendor is locked against that. */
async function refuseRevoked(tx: Tx, { id }: Vendor, org: string): Promise<void> {
  const [row] = await tx.query<{ revoked: boolean }>(
    sql`select exists (select 1 from enrolment e join programme g on g.id = e.programme_id
        where g.vendor_id = ${id} and e.org = ${org} and e.status = 'REVOKED') as revoked`,
  );
  if (row?.revoked) throw new Refused(revokedByCommerce);
}

const revokedByCommerce = refusal(
  "BLOCKED",
  "Commerce revoked this organisation's enrolment in a programme of yours. Ask Commerce to reinstate it.",
  { field: ["input", "org"], blockers: ["ENROLMENT_REVOKED"] },
);

const enrolledAlready = refusal(
  "DUPLICATE",
  "The organisation is enrolled already. See the programme's `enrolments`.",
  {
    field: ["input", "org"],
  },
);
