import { In } from "typeorm";
import { Application } from "../../applications/application.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import type { Tx } from "../../ledger/tx.ts";
import type { Partner } from "../../partners/partner.ts";
import { applicationLifecycle } from "../../rules/lifecycles/application.ts";
import { authorizationLifecycle, holdingAuthorizationStatuses } from "../../rules/lifecycles/authorization.ts";
import { closeAppeals } from "../appeals/close-appeals.ts";
import { caseAudience, type LockedCase } from "../cases/locked-case.ts";
import { closeConditionChanges } from "../conditions/close-condition-changes.ts";
import type { Decision } from "../outcomes/decision.ts";
import { Authorization, statusAt } from "./authorization.ts";
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
  await supersedeApplication(tx, locked, application);
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
    effectEndedAt: null,
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

/** The authorization of a case that an appeal reopened goes on, whatever its status, under the decision given now. */
export async function takeOverAuthorization(
  tx: Tx,
  { vendor, partner }: LockedCase,
  application: Application,
  decision: Decision,
): Promise<string> {
  const { id } = await tx.manager.findOneByOrFail(Authorization, { applicationId: application.id });
  const authorization = await tx.lockKnown(Authorization, id);
  // Whether a condition or a limit on time has ended its effect is noted anew.
  await tx.update(Authorization, authorization, { decisionId: decision.id, effectEndedAt: null });
  tx.record(Authorization, {
    type: "AuthorizationConditionsChanged",
    subject: authorization,
    from: authorization.status,
    to: authorization.status,
    legalBasis: authorization.legalBasis,
    audience: authorizationAudience(vendor, partner as Partner),
  });
  return id;
}

/** The application whose authorization a renewal replaces gives way to it, with what is open about it. */
async function supersedeApplication(tx: Tx, locked: LockedCase, { replacesId }: Application): Promise<void> {
  if (replacesId === null) return;
  const { applicationId } = await tx.manager.findOneByOrFail(Authorization, { id: replacesId });
  const row = await tx.lockKnown(Application, applicationId);
  const from = row.status;
  const to = stepOrRefuse(applicationLifecycle, from, "supersede", ["input", "decisionId"]);
  await tx.update(Application, row, { status: to });
  const replaced = { ...locked, row };
  tx.record(Application, {
    type: "ApplicationSuperseded",
    subject: row,
    from,
    to,
    audience: caseAudience(locked),
  });
  await closeAppeals(tx, replaced);
  await closeConditionChanges(tx, row.id, "AUTHORIZATION_ENDED");
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
    await closeConditionChanges(tx, each.applicationId, "AUTHORIZATION_ENDED");
  }
}
