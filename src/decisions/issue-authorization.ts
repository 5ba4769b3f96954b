import { In } from "typeorm";
import type { Application } from "../applications/application.ts";
import { stepOrRefuse } from "../graph/step.ts";
import type { Tx } from "../ledger/tx.ts";
import type { Partner } from "../partners/partner.ts";
import { authorizationLifecycle, holdingAuthorizationStatuses } from "../rules/lifecycles/authorization.ts";
import { Authorization, statusAt } from "./authorization.ts";
import type { Decision } from "./decision.ts";
import type { LockedCase } from "./locked-case.ts";
import { authorizationAudience } from "./move-authorization.ts";

const day = 86_400_000;

/** Issues what an approved application yields; a renewal takes the place of the authorization that it replaces. */
export async function issueAuthorization(
  tx: Tx,
  locked: LockedCase,
  application: Application,
  decision: Decision,
): Promise<string> {
  const audience = authorizationAudience(locked.vendor, locked.partner as Partner);
  await endEarlier(tx, application, audience);
  const authorization = await tx.insert(Authorization, {
    id: tx.newId("Authorization"),
    partnerId: application.partnerId,
    releaseId: application.releaseId,
    applicationId: application.id,
    decisionId: decision.id,
    replacesId: application.replacesId,
    status: "ACTIVE",
    statusReason: null,
    statusLegalBasis: null,
    statusNote: null,
    endUse: application.endUse,
    legalBasis: decision.legalBasis,
    issuedAt: tx.now,
    expiresAt: new Date(tx.now.getTime() + locked.policy.authorizationDays * day),
    endedAt: null,
  });
  tx.record(Authorization, {
    type: "AuthorizationIssued",
    subject: authorization,
    to: "ACTIVE",
    legalBasis: authorization.legalBasis,
    audience,
  });
  return authorization.id;
}

/**
 * Ends what the partner held for the same use: what it replaces is superseded, and what the clock alone has ended is
 * noted as expired. Anything else stood in the way of the countersignature.
 */
async function endEarlier(tx: Tx, application: Application, audience: readonly string[]): Promise<void> {
  const { partnerId, releaseId, endUse, replacesId } = application;
  const held = await tx.manager.find(Authorization, {
    where: { partnerId, releaseId, endUse, status: In(holdingAuthorizationStatuses) },
    lock: { mode: "pessimistic_write" },
  });
  for (const each of held) {
    const expired = statusAt(each, tx.now) === "EXPIRED";
    if (!expired && each.id !== replacesId) continue;
    const from = each.status;
    const to = stepOrRefuse(authorizationLifecycle, from, expired ? "expire" : "supersede", ["input", "decisionId"]);
    const endedAt = expired ? null : tx.now;
    await tx.update(Authorization, each, { status: to, statusReason: null, statusLegalBasis: null, endedAt });
    tx.record(Authorization, {
      type: expired ? "AuthorizationExpired" : "AuthorizationSuperseded",
      subject: each,
      from,
      to,
      legalBasis: each.legalBasis,
      audience,
    });
  }
}
