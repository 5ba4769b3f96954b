import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import {
  type AppealBlocker,
  appealable,
  appealBlockers,
  blockersOfAppealing,
  blockersOfNaming,
} from "../../rules/appeals.ts";
import { deadlineAfter } from "../../rules/clock.ts";
import { clocksOf } from "../../rules/policy-clocks.ts";
import { isApplicant } from "../cases/applicant.ts";
import { applicantAudience, type LockedCase, lockCase } from "../cases/locked-case.ts";
import { currentWordings } from "../conditions/condition-wordings.ts";
import { Decision } from "../outcomes/decision.ts";
import { Appeal } from "./appeal.ts";
import { type AppealRow, appealFacts, appealRows } from "./appeal-facts.ts";
import type { AppealDecisionInput } from "./appeal-inputs.ts";

/**
 * Appeals a denial, single conditions, or a missed deadline: of whoever brought the case alone. Officials who took no
 * part decide it; meanwhile what was decided stands.
 */
export function appealDecision(context: Context, input: AppealDecisionInput) {
  authorise(context.actor, "appeal:file");
  return change(context, "appealDecision", input, async (tx) => {
    const field = ["input", "caseId"];
    const locked = await lockCase(tx, input.caseId, field, { ofWithdrawnRelease: true });
    refuseOthers(tx, locked);
    const row = await appealRowOf(tx, locked);
    const named = [...new Set(input.conditionIds ?? [])];
    const facts = appealFacts(row, tx.now);
    const blockers = [
      ...blockersOfAppealing(facts, input.ground),
      ...blockersOfNaming(input.ground, named, await conditionsInForce(tx, row)),
    ];
    if (blockers.length > 0) throw new Refused(...blockers.map((blocker) => refusalOf(blocker, locked)));
    const { policy } = locked;
    const silence = input.ground === "MISSED_DEADLINE" ? appealable(facts) : null;
    const appeal = await tx.insert(Appeal, {
      id: tx.newId("Appeal"),
      caseId: locked.row.id,
      caseType: locked.type,
      caseRevision: locked.row.revision,
      ground: input.ground,
      decisionId: input.ground === "MISSED_DEADLINE" ? null : row.decisionId,
      conditionIds: named,
      missed: silence?.missed ?? null,
      missedAt: silence?.at ?? null,
      statement: input.statement,
      status: "FILED",
      filedBy: context.actor.subject as string,
      filedAt: tx.now,
      dueAt: deadlineAfter(policy, tx.now, clocksOf(policy).appealDecision),
      decidedBy: null,
      decidedAgency: null,
      decidedAt: null,
      reason: null,
      proposalId: null,
    });
    tx.record(Appeal, {
      type: "AppealFiled",
      subject: appeal,
      to: "FILED",
      audience: applicantAudience(locked),
    });
    return { appealId: appeal.id, caseId: locked.row.id };
  });
}

/** The facts of a locked case's appeals. */
export async function appealRowOf(tx: Tx, { row }: LockedCase): Promise<AppealRow> {
  const [facts] = await tx.query<AppealRow>(appealRows([row.id], tx.now));
  if (!facts) throw new Refused(refusal("BLOCKED", appealBlockers.NOT_AWAITED, { blockers: ["NOT_AWAITED"] }));
  return facts;
}

async function conditionsInForce(tx: Tx, { decisionId }: AppealRow): Promise<string[]> {
  const decision = decisionId === null ? null : await tx.manager.findOneBy(Decision, { id: decisionId });
  return (await currentWordings(tx, decision?.conditionIds ?? [])).map(({ id }) => id);
}

/** An application is its partner's to appeal, a phase advance its vendor's; to see a case is not to own it. */
function refuseOthers({ actor }: Tx, { partner, vendor, field }: LockedCase): void {
  if (isApplicant(actor, { vendor: vendor.org, partner: partner?.org ?? null })) return;
  const message = "Only whoever brought the case can do this.";
  throw new Refused(refusal("BLOCKED", message, { field, blockers: ["NOT_YOUR_ORGANISATION"] }));
}

function refusalOf(blocker: AppealBlocker, { row, field }: LockedCase) {
  const message = appealBlockers[blocker];
  switch (blocker) {
    case "NOT_DENIED":
    case "NOT_APPROVED":
    case "NOT_AWAITED":
      return refusal("ILLEGAL_TRANSITION", message, {
        field,
        from: row.status,
        attempted: "appeal",
        blockers: [blocker],
      });
    case "APPEAL_OPEN":
      return refusal("DUPLICATE", message, { field, blockers: [blocker] });
    case "ALREADY_APPEALED":
    case "DATE_APPEALED":
      return refusal("ALREADY_DONE", message, { field, blockers: [blocker] });
    case "CONDITIONS_REQUIRED":
    case "CONDITIONS_NOT_ALLOWED":
    case "CONDITION_NOT_IN_FORCE":
      return refusal("INVALID_INPUT", message, { field: ["input", "conditionIds"], blockers: [blocker] });
    default:
      return refusal("BLOCKED", message, { field, blockers: [blocker] });
  }
}
