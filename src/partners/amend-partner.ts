import type { Context } from "../context.ts";
import { Refused } from "../graph/refusal.ts";
import { refuseForeign, refuseStale } from "../graph/refusals.ts";
import { stepOrRefuse } from "../graph/step.ts";
import { authorise } from "../identity/permissions.ts";
import { change } from "../ledger/change.ts";
import { partnerLifecycle } from "../rules/lifecycles/partner.ts";
import { Partner } from "./partner.ts";
import { partnerAudience } from "./partner-audience.ts";
import type { AmendPartnerInput } from "./partner-inputs.ts";
import { nameOnRecord, nameRefusals } from "./partner-name.ts";

/** Changes the actor's own partner record and counts its revision up. */
export function amendPartner(context: Context, input: AmendPartnerInput) {
  authorise(context.actor, "partner:amend");
  return change(context, "amendPartner", input, async (tx) => {
    const partner = await tx.lock(Partner, input.partnerId, ["input", "partnerId"]);
    refuseForeign(tx, partner, "the partner's own people", ["input", "partnerId"]);
    refuseStale("partner", partner, input.revision);
    stepOrRefuse(partnerLifecycle, partner.status, "amend", ["input", "partnerId"]);
    const problems = nameRefusals(input.legalName, input.jurisdiction);
    if (problems.length > 0) throw new Refused(...problems);
    await tx.update(Partner, partner, {
      ...(input.legalName == null ? {} : await nameOnRecord(tx, partner.id, input.legalName)),
      kind: input.kind ?? partner.kind,
      jurisdiction: input.jurisdiction ?? partner.jurisdiction,
      website: input.website === undefined ? partner.website : input.website,
      revision: partner.revision + 1,
    });
    tx.record(Partner, { type: "PartnerAmended", subject: partner, audience: partnerAudience(partner) });
    return { partnerId: partner.id };
  });
}
