import type { Context } from "../context.ts";
import { Refused, refusal } from "../graph/refusal.ts";
import { sql } from "../graph/sql.ts";
import { authorise } from "../identity/permissions.ts";
import type { Tx } from "../ledger/tx.ts";
import { type ScreeningBlocker, screeningBlockers } from "../rules/screening/admission.ts";
import type { ScreeningHitStatus } from "../rules/vocabulary.ts";
import { movePartner } from "./move-partner.ts";
import type { Partner } from "./partner.ts";
import type { AdmitPartnerInput } from "./partner-inputs.ts";

/** Admits a registered partner, or one that was suspended, where no screening hit stands against it. */
export function admitPartner(context: Context, input: AdmitPartnerInput) {
  authorise(context.actor, "partner:admit");
  const despiteTrueMatch = input.despiteTrueMatch ?? null;
  return movePartner(context, input, {
    mutation: "admitPartner",
    action: "admit",
    event: "PartnerAdmitted",
    ...(despiteTrueMatch === null ? {} : { rationale: despiteTrueMatch }),
    values: (tx, partner) => ({ admittedAt: partner.admittedAt ?? tx.now }),
    refuse: (tx, partner) => refuseScreened(tx, partner, despiteTrueMatch),
  });
}

async function refuseScreened(tx: Tx, partner: Partner, despiteTrueMatch: string | null): Promise<void> {
  const hits = await tx.query<{ status: ScreeningHitStatus }>(
    sql`select distinct status from screening_hit where partner_id = ${partner.id}`,
  );
  const refusals = screeningBlockers(hits, despiteTrueMatch).map((blocker) =>
    refusal("BLOCKED", messages[blocker], { field: ["input", "partnerId"], blockers: [blocker] }),
  );
  if (refusals.length > 0) throw new Refused(...refusals);
}

const messages: Readonly<Record<ScreeningBlocker, string>> = {
  SCREENING_HIT_OPEN:
    "The partner's name matches a listed party. Dispose of its open `screeningHits` with disposeScreeningHit first.",
  SCREENING_TRUE_MATCH:
    "The partner was found to be a listed party. Say in `despiteTrueMatch` why, and on what legal basis, it is admitted all the same.",
};
