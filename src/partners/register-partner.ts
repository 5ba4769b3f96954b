import type { Context } from "../context.ts";
import { Refused, refusal } from "../graph/refusal.ts";
import { authorise } from "../identity/permissions.ts";
import { change } from "../ledger/change.ts";
import { Partner } from "./partner.ts";
import { partnerAudience } from "./partner-audience.ts";
import type { RegisterPartnerInput } from "./partner-inputs.ts";
import { legalNameOnRecord, nameRefusals } from "./partner-name.ts";
import { listInForce, screenPartner } from "./screen-partner.ts";

/** Registers the actor's own organisation as a partner. Refuses a second registration and a deceptive name; flags one that can be taken for another, and screens it. */
export function registerPartner(context: Context, input: RegisterPartnerInput) {
  authorise(context.actor, "partner:register");
  return change(context, "registerPartner", input, async (tx) => {
    const problems = nameRefusals(input.legalName, input.jurisdiction);
    if (problems.length > 0) throw new Refused(...problems);
    tx.onConflict(
      "one_partner_per_org",
      refusal("DUPLICATE", "Your organisation is registered already. Use amendPartner to change it."),
    );
    const listId = await listInForce(tx);
    const id = tx.newId("Partner");
    const partner = await tx.insert(Partner, {
      id,
      org: context.actor.org as string,
      ...(await legalNameOnRecord(tx, id, input.legalName)),
      kind: input.kind,
      jurisdiction: input.jurisdiction,
      website: input.website ?? null,
      status: "REGISTERED",
      statusReason: null,
      statusLegalBasis: null,
      revision: 1,
      registeredAt: tx.now,
      admittedAt: null,
    });
    tx.record(Partner, {
      type: "PartnerRegistered",
      subject: partner,
      to: partner.status,
      audience: partnerAudience(partner),
    });
    await screenPartner(tx, partner, listId);
    return { partnerId: partner.id };
  });
}
