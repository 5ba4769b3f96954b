import { Context } from "../context.ts";
import { Refused, refusal } from "../graph/refusal.ts";
import { sql } from "../graph/sql.ts";
import { systemActor } from "../identity/actor.ts";
import { authorise } from "../identity/permissions.ts";
import { change } from "../ledger/change.ts";
import type { Tx } from "../ledger/tx.ts";
import {
  defaultScreeningMaxAgeDays,
  type ScreeningBlocker,
  type ScreeningFacts,
  screeningBlockers,
} from "../rules/screening/admission.ts";
import { matcherVersion } from "../rules/screening/match-names.ts";
import type { ScreeningHitStatus } from "../rules/vocabulary.ts";
import { movePartner } from "./move-partner.ts";
import { Partner } from "./partner.ts";
import type { AdmitPartnerInput } from "./partner-inputs.ts";
import { hasUnseenMatch, listInForce, screenPartner } from "./screen-partner.ts";

/**
 * Admits a registered partner, or one that was suspended, where no screening hit stands against it. Its name is screened
 * once more: what wasn't raised when it registered, by another release, is raised now and keeps it out.
 */
export async function admitPartner(context: Context, input: AdmitPartnerInput) {
  authorise(context.actor, "partner:admit");
  const despiteTrueMatch = input.despiteTrueMatch ?? null;
  let missed = false;
  const outcome = await movePartner(context, input, {
    mutation: "admitPartner",
    action: "admit",
    event: "PartnerAdmitted",
    ...(despiteTrueMatch === null ? {} : { rationale: despiteTrueMatch }),
    values: (tx, partner) => ({ admittedAt: partner.admittedAt ?? tx.now }),
    holdsList: true,
    refuse: async (tx, partner, listId) => {
      const list = await listStanding(tx);
      missed = listId !== null && !list.outdated && (await hasUnseenMatch(tx, partner, listId));
      await refuseScreened(tx, partner, { ...list, despiteTrueMatch }, missed);
    },
  });
  if (missed) await raiseMissed(context, input.partnerId);
  return outcome;
}

/** Raises the hits that a refused admission came upon: a refusal keeps nothing of its own change. */
async function raiseMissed(context: Context, partnerId: string): Promise<void> {
  const { services, correlationId } = context;
  const input = { idempotencyKey: `screened-at-admission:${services.ids.operation()}` };
  await change(new Context(services, systemActor, correlationId), "screenPartner", input, async (tx) => {
    const listId = await listInForce(tx);
    await screenPartner(tx, await tx.lockKnown(Partner, partnerId), listId);
    return { partnerId };
  });
}

type ListStanding = Pick<ScreeningFacts, "confirmedAt" | "outdated">;

async function listStanding(tx: Tx): Promise<ListStanding> {
  const [list] = await tx.query<ListStanding>(
    sql`select l.confirmed_at as "confirmedAt", l.matcher <> ${matcherVersion} as outdated from screening s join screening_list l on l.id = s.list_id`,
  );
  return list ?? { confirmedAt: null, outdated: false };
}

/** `missed`: its name matches a listed party for which there is no hit yet. */
async function refuseScreened(
  tx: Tx,
  partner: Partner,
  known: ListStanding & Pick<ScreeningFacts, "despiteTrueMatch">,
  missed: boolean,
): Promise<void> {
  const hits = await tx.query<{ status: ScreeningHitStatus }>(
    sql`select distinct status from screening_hit where partner_id = ${partner.id}`,
  );
  const { screeningMaxAgeDays: maxAgeDays = defaultScreeningMaxAgeDays } = tx.context.services;
  const open = missed ? [{ status: "OPEN" as const }] : [];
  const refusals = screeningBlockers({ ...known, now: tx.now, maxAgeDays, hits: [...hits, ...open] }).map((blocker) =>
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
    "The screening list in force was read by another release, which finds other names. Where that is an older one, have the list matched again by starting this one again; where it is a newer one, admit the partner there. Importing the list with this one's `countersign screening import` does as well.",
  SCREENING_HIT_OPEN:
    "The partner's name matches a listed party. Dispose of its open `screeningHits` with disposeScreeningHit first.",
  SCREENING_TRUE_MATCH:
    "The partner was found to be a listed party. Say in `despiteTrueMatch` why, and on what legal basis, it is admitted all the same.",
};
