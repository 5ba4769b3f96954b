import type { Context } from "../context.ts";
import { stepOrRefuse } from "../graph/step.ts";
import { change, type IdempotentInput } from "../ledger/change.ts";
import type { Tx } from "../ledger/tx.ts";
import { type PartnerAction, partnerLifecycle } from "../rules/lifecycles/partner.ts";
import type { PartnerStatus } from "../rules/vocabulary.ts";
import { Partner } from "./partner.ts";
import { partnerAudience, vendorsConcerned } from "./partner-audience.ts";
import { listInForce, screenPartner } from "./screen-partner.ts";

interface Move {
  readonly mutation: string;
  readonly action: PartnerAction;
  readonly event: string;
  readonly legalBasis?: string;
  /** Why, where the partner's record doesn't keep it. */
  readonly rationale?: string;
  readonly values: (tx: Tx, partner: Partner) => Partial<Partner>;
  /** Refuses what something besides the partner's status stands against; told the list in force where that is held. */
  readonly refuse?: (tx: Tx, partner: Partner, listId: string | null) => Promise<void>;
  /** Whether the partner's name is screened: lists that came into force while it was barred passed it over. */
  readonly screens?: boolean;
  /** Whether no other list may come into force meanwhile: the partner would be admitted without being screened against it. */
  readonly holdsList?: boolean;
}

/**
 * Takes one partner through one step of its lifecycle and records it, also for the vendors of what it is authorized for.
 * What Commerce does to a partner is all this.
 */
export function movePartner(context: Context, input: IdempotentInput & { partnerId: string }, move: Move) {
  return change(context, move.mutation, input, async (tx) => {
    const field = ["input", "partnerId"];
    const listId = move.screens || move.holdsList ? await listInForce(tx) : null;
    const partner = await tx.lock(Partner, input.partnerId, field);
    const from = partner.status;
    const to = stepOrRefuse(partnerLifecycle, from, move.action, field);
    await move.refuse?.(tx, partner, listId);
    await tx.update(Partner, partner, {
      status: to,
      statusReason: null,
      statusLegalBasis: null,
      ...move.values(tx, partner),
    });
    tx.record(Partner, {
      type: move.event,
      subject: partner,
      from,
      to,
      legalBasis: move.legalBasis ?? null,
      rationale: move.rationale ?? null,
      audience: partnerAudience(partner),
    });
    await tellVendors(tx, partner, from, to);
    if (move.screens) await screenPartner(tx, partner, listId);
    return { partnerId: partner.id };
  });
}

/**
 * Tells the vendors of what the partner is authorized for that its status is another: not on what law and why, which is
 * between the partner and officials.
 */
export async function tellVendors(tx: Tx, partner: Partner, from: PartnerStatus, to: PartnerStatus): Promise<void> {
  const vendors = await vendorsConcerned(tx, partner);
  if (vendors.length === 0) return;
  tx.record(Partner, { type: "PartnerStatusChanged", subject: partner, from, to, audience: vendors });
}
