import { Application } from "../../applications/application.ts";
import type { Context } from "../../context.ts";
import { refuseForeign } from "../../graph/refusals.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { partnerTag, vendorTag } from "../../identity/visibility.ts";
import { change, type IdempotentInput } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { Partner } from "../../partners/partner.ts";
import { Release } from "../../releases/register/release.ts";
import { Vendor } from "../../releases/vendors/vendor.ts";
import { type AuthorizationAction, authorizationLifecycle } from "../../rules/lifecycles/authorization.ts";
import { closeConditionChanges } from "../conditions/close-condition-changes.ts";
import { Authorization, statusAt } from "./authorization.ts";

interface Move {
  readonly mutation: string;
  readonly action: AuthorizationAction;
  readonly event: string;
  readonly legalBasis?: string;
  readonly values: (tx: Tx) => Partial<Authorization>;
  /** Whether only the partner that holds it may. */
  readonly byHolder?: boolean;
}

/** Takes one authorization through one step of its lifecycle and records it. */
export function moveAuthorization(
  context: Context,
  input: IdempotentInput & { authorizationId: string; note?: string | null },
  move: Move,
) {
  return change(context, move.mutation, input, async (tx) => {
    const field = ["input", "authorizationId"];
    const seen = await tx.peek(Authorization, input.authorizationId, field);
    const { vendorId } = await tx.manager.findOneByOrFail(Release, { id: seen.releaseId });
    const vendor = await tx.lockKnown(Vendor, vendorId, "pessimistic_read");
    await tx.lockKnown(Release, seen.releaseId, "pessimistic_read");
    const partner = await tx.lockKnown(Partner, seen.partnerId, "pessimistic_read");
    if (move.byHolder) refuseForeign(tx, partner, "the partner that holds it", field);
    // Its case comes before it in the one lock order: who consents to a change of its conditions holds that.
    await tx.lockKnown(Application, seen.applicationId);
    const authorization = await tx.lock(Authorization, input.authorizationId, field);
    const from = statusAt(authorization, tx.now);
    const to = stepOrRefuse(authorizationLifecycle, from, move.action, field);
    await tx.update(Authorization, authorization, {
      status: to,
      statusReason: null,
      statusLegalBasis: null,
      statusNote: input.note ?? null,
      ...move.values(tx),
    });
    tx.record(Authorization, {
      type: move.event,
      subject: authorization,
      from,
      to,
      legalBasis: move.legalBasis ?? authorization.legalBasis,
      audience: authorizationAudience(vendor, partner),
    });
    if (authorization.endedAt !== null) {
      await closeConditionChanges(tx, authorization.applicationId, "AUTHORIZATION_ENDED");
    }
    return { authorizationId: authorization.id };
  });
}

/** Who may read a ledger entry about an authorization: officials, the release's vendor and the partner. */
export const authorizationAudience = (vendor: Pick<Vendor, "org">, partner: Pick<Partner, "org">): string[] => [
  "officials",
  vendorTag(vendor.org),
  partnerTag(partner.org),
];
