import { Application } from "../../applications/application.ts";
import { sql } from "../../graph/sql.ts";
import type { Tx } from "../../ledger/tx.ts";
import { Partner } from "../../partners/partner.ts";
import { Release } from "../../releases/register/release.ts";
import { Vendor } from "../../releases/vendors/vendor.ts";
import { Authorization, statusAt } from "../authorizations/authorization.ts";
import { authorizationAudience } from "../authorizations/move-authorization.ts";
import { closeConditionChanges } from "../conditions/close-condition-changes.ts";
import { effectEndUnnoted } from "./due-work.ts";

/**
 * Notes what the clock alone has ended about an authorization: its time, or by a condition or a limit on time its
 * effect. Gives whether there was anything to note.
 */
export async function sweepAuthorization(tx: Tx, id: string): Promise<boolean> {
  const seen = await tx.manager.findOneBy(Authorization, { id });
  if (!seen) return false;
  const { vendorId } = await tx.manager.findOneByOrFail(Release, { id: seen.releaseId });
  const vendor = await tx.lockKnown(Vendor, vendorId, "pessimistic_read");
  await tx.lockKnown(Release, seen.releaseId, "pessimistic_read");
  const partner = await tx.lockKnown(Partner, seen.partnerId, "pessimistic_read");
  const application = await tx.lockUnlessHeld(Application, seen.applicationId);
  const authorization = application && (await tx.lockUnlessHeld(Authorization, id));
  if (!authorization) return false;
  const audience = authorizationAudience(vendor, partner);
  const from = authorization.status;
  if (statusAt(authorization, tx.now) !== from) {
    await tx.update(Authorization, authorization, { status: "EXPIRED", statusReason: null, statusLegalBasis: null });
    const { legalBasis } = authorization;
    tx.record(Authorization, {
      type: "AuthorizationExpired",
      subject: authorization,
      from,
      to: "EXPIRED",
      legalBasis,
      audience,
    });
    await closeConditionChanges(tx, authorization.applicationId, "AUTHORIZATION_ENDED");
    return true;
  }
  if (from !== "ACTIVE" || !(await effectHasEnded(tx, id))) return false;
  await tx.update(Authorization, authorization, { effectEndedAt: tx.now });
  // Its status is the same: that it is effective no more is what those who follow it are told.
  tx.record(Authorization, {
    type: "AuthorizationEffectEnded",
    subject: authorization,
    from,
    to: from,
    legalBasis: authorization.legalBasis,
    audience,
  });
  return true;
}

/** Whether time alone has ended what the authorization allows, and nobody has noted it. */
async function effectHasEnded(tx: Tx, id: string): Promise<boolean> {
  const [ended] = await tx.query<{ id: string }>(
    sql`select a.id from "authorization" a where a.id = ${id} and ${effectEndUnnoted(tx.now)}`,
  );
  return ended !== undefined;
}
