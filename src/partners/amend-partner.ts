import type { Context } from "../context.ts";
import { Refused } from "../graph/refusal.ts";
import { refuseForeign, refuseStale, refuseUnchanged } from "../graph/refusals.ts";
import { stepOrRefuse } from "../graph/step.ts";
import { authorise } from "../identity/permissions.ts";
import { change } from "../ledger/change.ts";
import { amendment, partnerLifecycle } from "../rules/lifecycles/partner.ts";
import { normalizedName } from "../rules/names.ts";
import { tellVendors } from "./move-partner.ts";
import { Partner } from "./partner.ts";
import { partnerAudience } from "./partner-audience.ts";
import type { AmendPartnerInput } from "./partner-inputs.ts";
import { legalNameOnRecord, nameRefusals } from "./partner-name.ts";
import { listInForce, screenPartner } from "./screen-partner.ts";

/**
 * Changes the actor's own partner record and counts its revision up. Another name, kind or jurisdiction isn't what an
 * admitted partner was admitted with: it is registered again until Commerce admits it. Another name is screened.
 */
export function amendPartner(context: Context, input: AmendPartnerInput) {
  authorise(context.actor, "partner:amend");
  return change(context, "amendPartner", input, async (tx) => {
    const field = ["input", "partnerId"];
    // An import holds the list for as long as it screens: only a new name waits for it.
    const listId = input.legalName == null ? null : await listInForce(tx);
    const partner = await tx.lock(Partner, input.partnerId, field);
    refuseForeign(tx, partner, "the partner's own people", field);
    refuseStale("partner", partner, input.revision);
    const vetted = {
      legalName: input.legalName == null ? partner.legalName : normalizedName(input.legalName),
      kind: input.kind ?? partner.kind,
      jurisdiction: input.jurisdiction ?? partner.jurisdiction,
    };
    const website = input.website === undefined ? partner.website : input.website;
    const action = amendment(partner, vetted);
    const from = partner.status;
    const to = stepOrRefuse(partnerLifecycle, from, action, field);
    const problems = nameRefusals(input.legalName, input.jurisdiction);
    if (problems.length > 0) throw new Refused(...problems);
    if (action === "amend" && website === partner.website) refuseUnchanged("record");
    const renamed = vetted.legalName !== partner.legalName;
    await tx.update(Partner, partner, {
      ...vetted,
      ...(renamed ? await legalNameOnRecord(tx, partner.id, vetted.legalName) : {}),
      website,
      status: to,
      revision: partner.revision + 1,
    });
    const moved = from === to ? {} : { from, to };
    tx.record(Partner, { type: "PartnerAmended", subject: partner, ...moved, audience: partnerAudience(partner) });
    if (from !== to) await tellVendors(tx, partner, from, to);
    if (renamed) await screenPartner(tx, partner, listId);
    return { partnerId: partner.id };
  });
}
