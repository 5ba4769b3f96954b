import type { Context } from "../../context.ts";
import { type Refusal, Refused, refusal } from "../../graph/refusal.ts";
import { sql } from "../../graph/sql.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { type ExtensionBlocker, extensionBlockers, extensionOf } from "../../rules/extending.ts";
import { type LockedCase, lockCase, panelAudience } from "../cases/locked-case.ts";
import { Referral } from "../panel/referral.ts";
import type { ExtendReferralInput } from "../stops/stop-inputs.ts";
import { stopsOf } from "../stops/stops.ts";
import { settle } from "./case-clocks.ts";

/**
 * Extends the time of the actor's own agency on a case, once and with a reason, by what the policy gives and not past
 * the case's total time, which stands. It is reminded again before the later date.
 */
export function extendReferral(context: Context, input: ExtendReferralInput) {
  authorise(context.actor, "referral:extend");
  return change(context, "extendReferral", input, async (tx) => {
    const field = ["input", "referralId"];
    const seen = await tx.peek(Referral, input.referralId, field);
    const locked = await lockCase(tx, seen.caseId, field);
    const referral = await tx.lock(Referral, input.referralId, field);
    const { days, blockers } = extensionOf(locked.policy, {
      caseStatus: locked.row.status,
      caseRevision: locked.row.revision,
      namedRevision: input.revision,
      seatOf: referral.agency,
      agency: tx.actor.agency,
      heard: await isHeard(tx, locked, referral),
      extended: referral.extendedAt !== null,
      submittedAt: locked.row.lastSubmittedAt ?? referral.referredAt,
      referredAt: referral.referredAt,
      stops: await stopsOf(tx, locked.row.id),
      now: tx.now,
    });
    if (blockers.length > 0) throw new Refused(...blockers.map((blocker) => refusalOf(blocker, locked)));
    await tx.update(Referral, referral, {
      extendedAt: tx.now,
      extendedDays: days,
      extensionReason: input.reason,
      extendedBy: tx.actor.subject,
      remindedAt: null,
    });
    tx.record(Referral, { type: "ReferralExtended", subject: referral, audience: panelAudience });
    await settle(tx, locked);
    return { referralId: referral.id, caseId: locked.row.id };
  });
}

/** Whether the seat's agency took a position on the case's current revision. */
async function isHeard(tx: Tx, { row }: LockedCase, { agency }: Referral): Promise<boolean> {
  const heard = await tx.query(
    sql`select 1 from position where case_id = ${row.id} and case_revision = ${row.revision} and agency = ${agency} limit 1`,
  );
  return heard.length > 0;
}

function refusalOf(blocker: ExtensionBlocker, { row }: LockedCase): Refusal {
  const field = ["input", "referralId"];
  const message = extensionBlockers[blocker];
  switch (blocker) {
    case "STALE_REVISION":
      return refusal("STALE_REVISION", `${message} The case is at revision ${row.revision}.`, {
        field: ["input", "revision"],
      });
    case "NOT_IN_REVIEW":
      return refusal("ILLEGAL_TRANSITION", message, { field, from: row.status, attempted: "extendReferral" });
    case "ALREADY_EXTENDED":
      return refusal("ALREADY_DONE", message, { field, blockers: [blocker] });
    default:
      return refusal("BLOCKED", message, { field, blockers: [blocker] });
  }
}
