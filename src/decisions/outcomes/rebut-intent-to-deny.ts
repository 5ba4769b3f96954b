import type { Context } from "../../context.ts";
import { type Refusal, Refused, refusal } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { blockersOfRebutting, type RebuttalBlocker, rebuttalBlockers, rebuttalEndsAt } from "../../rules/rebuttals.ts";
import { isApplicant } from "../cases/applicant.ts";
import type { Case } from "../cases/case.ts";
import { applicantAudience, type LockedCase, lockCase } from "../cases/locked-case.ts";
import { settle } from "../clocks/case-clocks.ts";
import type { RebutIntentToDenyInput } from "../disputes/dispute-inputs.ts";
import { stopsOf } from "../stops/stops.ts";
import { standingProposal } from "./proposals.ts";
import { Rebuttal } from "./rebuttal.ts";

const field = ["input", "caseId"];

/** Files what the applicant says against the intended denial, within the time to rebut: once for each denial. */
export function rebutIntentToDeny(context: Context, input: RebutIntentToDenyInput) {
  authorise(context.actor, "rebuttal:file");
  return change(context, "rebutIntentToDeny", input, async (tx) => {
    const locked = await lockCase(tx, input.caseId, field);
    const { type, row } = locked;
    const denial = await standingProposal(tx, locked);
    const blockers = blockersOfRebutting({
      caseStatus: row.status,
      caseRevision: row.revision,
      namedRevision: input.revision,
      applicant: isApplicant(tx.actor, { vendor: locked.vendor.org, partner: locked.partner?.org ?? null }),
      windowEndsAt: await windowEndsAt(tx, locked),
      rebutted: denial !== null && (await tx.manager.existsBy(Rebuttal, { decisionId: denial.id })),
      now: tx.now,
    });
    if (blockers.length > 0) throw new Refused(...blockers.map((blocker) => refusalOf(blocker, row)));
    if (denial === null) throw new Error(`Case ${row.id} intends a denial that it doesn't have.`);
    const rebuttal = await tx.insert(Rebuttal, {
      id: tx.newId("Rebuttal"),
      caseId: row.id,
      caseType: type,
      caseRevision: row.revision,
      decisionId: denial.id,
      statement: input.statement,
      status: "FILED",
      filedBy: tx.actor.subject as string,
      filedAt: tx.now,
      dueAt: null,
      decidedBy: null,
      decidedAgency: null,
      decidedAt: null,
      reason: null,
    });
    const audience = applicantAudience(locked);
    tx.record(Rebuttal, { type: "RebuttalFiled", subject: rebuttal, to: "FILED", audience });
    await settle(tx, locked);
    return { rebuttalId: rebuttal.id, caseId: row.id };
  });
}

/** The end of the time to rebut; null where no denial is announced. */
async function windowEndsAt(tx: Tx, { row, policy }: LockedCase): Promise<Date | null> {
  return row.intendedAt && rebuttalEndsAt(policy, row.intendedAt, await stopsOf(tx, row.id), tx.now);
}

function refusalOf(blocker: RebuttalBlocker, { status, revision }: Pick<Case, "status" | "revision">): Refusal {
  const message = rebuttalBlockers[blocker];
  switch (blocker) {
    case "STALE_REVISION":
      return refusal("STALE_REVISION", `${message} The case is at revision ${revision}.`, {
        field: ["input", "revision"],
      });
    case "NO_INTENT_TO_DENY":
      return refusal("ILLEGAL_TRANSITION", message, { field, from: status, attempted: "rebut" });
    case "REBUTTED":
      return refusal("ALREADY_DONE", message, { field });
    default:
      return refusal("BLOCKED", message, { field, blockers: [blocker] });
  }
}
