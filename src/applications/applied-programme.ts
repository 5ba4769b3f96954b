import { Refused, refusal } from "../graph/refusal.ts";
import type { Tx } from "../ledger/tx.ts";
import { Enrolment } from "../partners/enrolment.ts";
import { Programme } from "../partners/programme.ts";
import { policyFollowed } from "../releases/policies/latest-policy.ts";
import { allowsProgramme } from "../rules/policy.ts";
import { blockersOfProgramme, programmeBlockers } from "../rules/programmes.ts";
import type { EndUse } from "../rules/vocabulary.ts";
import type { Ground } from "./parties.ts";

/**
 * The programme that an application is made under, locked against its closing, or null where it names none. Refuses with
 * NOT_FOUND where the partner was never enrolled in it, and with everything else that stands against it.
 */
export async function programmeOrRefuse(
  tx: Tx,
  programmeId: string | null,
  endUse: EndUse,
  { release, partner }: Pick<Ground, "release" | "partner">,
  field: readonly string[],
): Promise<Programme | null> {
  if (programmeId === null) return null;
  const programme = await tx.share(Programme, programmeId, field);
  const enrolment = await tx.manager.findOne(Enrolment, {
    where: { programmeId, org: partner.org, status: "ENROLLED" },
    lock: { mode: "pessimistic_read" },
  });
  const { document } = await policyFollowed(tx, release);
  const blockers = blockersOfProgramme({
    programme,
    releaseVendorId: release.vendorId,
    allowed: allowsProgramme(document, programme.policyKey),
    enrolment: enrolment?.status ?? null,
    partnerKind: partner.kind,
    endUse,
  });
  if (blockers.length > 0) {
    const message = blockers.map((blocker) => programmeBlockers[blocker]).join(" ");
    throw new Refused(refusal("BLOCKED", message, { field, blockers }));
  }
  return programme;
}
