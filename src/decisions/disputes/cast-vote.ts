import type { Context } from "../../context.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import { panelAudience } from "../cases/locked-case.ts";
import { settle } from "../clocks/case-clocks.ts";
import type { CastVoteInput } from "./dispute-inputs.ts";
import { actingRefusals, lockDispute, refuseIfAny, resultRefusals } from "./locked-dispute.ts";
import { countLevel, passSilence } from "./pass-level.ts";
import { Vote } from "./vote.ts";

/**
 * Casts the actor's agency's vote at a dispute's level, and counts: a majority decides at once, and so do the votes of
 * all. As many for as against, with no chair's result to keep, take the dispute on as silence would.
 */
export function castVote(context: Context, input: CastVoteInput) {
  authorise(context.actor, "dispute:vote");
  return change(context, "castVote", input, async (tx) => {
    const { locked, dispute } = await lockDispute(tx, input.disputeId);
    const { outcome } = input;
    const reasons = [...new Set(input.reasons ?? [])].sort();
    refuseIfAny([
      ...(await actingRefusals(tx, dispute, "vote", input.level)),
      ...(await resultRefusals(tx, locked, { outcome, reasons, conditions: 0 })),
    ]);
    const { id: disputeId, caseId, caseType, caseRevision, level } = dispute;
    const vote = await tx.insert(Vote, {
      id: tx.newId("Vote"),
      disputeId,
      caseId,
      caseType,
      caseRevision,
      level,
      agency: tx.actor.agency as Agency,
      official: tx.actor.subject as string,
      outcome,
      reasons,
      rationale: input.rationale ?? null,
      castAt: tx.now,
    });
    tx.record(Vote, { type: "VoteCast", subject: vote, to: outcome, audience: panelAudience });
    if ((await countLevel(tx, locked, dispute, false)) === "SILENCE") await passSilence(tx, locked, dispute);
    await settle(tx, locked);
    return { voteId: vote.id, disputeId, caseId };
  });
}
