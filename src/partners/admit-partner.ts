import type { Context } from "../context.ts";
import { Refused, refusal } from "../graph/refusal.ts";
import { sql } from "../graph/sql.ts";
import { authorise } from "../identity/permissions.ts";
import type { Tx } from "../ledger/tx.ts";
import { defaultScreeningMaxAgeDays, type ScreeningBlocker, screeningBlockers } from "../rules/screening/admission.ts";
import { matcherVersion } from "../rules/screening/match-names.ts";
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
    holdsList: true,
    refuse: (tx, partner) => refuseScreened(tx, partner, despiteTrueMatch),
  });
}

async function refuseScreened(tx: Tx, partner: Partner, despiteTrueMatch: string | null): Promise<void> {
  const [list] = await tx.query<{ confirmedAt: Date; outdated: boolean }>(
    sql`select l.confirmed_at as "confirmedAt", l.matcher < ${matcherVersion} as outdated from screening s join screening_list l on l.id = s.list_id`,
  );
  const hits = await tx.query<{ status: ScreeningHitStatus }>(
    sql`select distinct status from screening_hit where partner_id = ${partner.id}`,
  );
  const { screeningMaxAgeDays: maxAgeDays = defaultScreeningMaxAgeDays } = tx.context.services;
  const { confirmedAt, outdated } = list ?? { confirmedAt: null, outdated: false };
  const facts = { confirmedAt, outdated, now: tx.now, maxAgeDays, hits, despiteTrueMatch };
  const refusals = screeningBlockers(facts).map((blocker) =>
    refusal("BLOCKED", messages[blocker], { field: ["input", "partnerId"], blockers: [blocker] }),
  );
  if (refusals.length > 0) throw new Refused(...refusals);
}

const messages: Readonly<Record<ScreeningBlocker, string>> = {
  SCREENING_LIST_MISSING:
    "No screening list is in force, so nobody knows whether the partner is listed. Have one imported with `countersign screening import` first.",
  SCREENING_LIST_STALE:
    "The screening list in force is older than SCREENING_MAX_AGE_DAYS allows. Have today's imported with `countersign screening import` first; where its source publishes the same file still, that is said with --still-published.",
  SCREENING_LIST_OUTDATED:
    "The screening list in force was read by an older release, which finds fewer names. Have it matched again by starting this one again, or import the list with `countersign screening import`.",
  SCREENING_HIT_OPEN:
    "The partner's name matches a listed party. Dispose of its open `screeningHits` with disposeScreeningHit first.",
  SCREENING_TRUE_MATCH:
    "The partner was found to be a listed party. Say in `despiteTrueMatch` why, and on what legal basis, it is admitted all the same.",
};
