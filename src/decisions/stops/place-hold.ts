import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { blockersOfHolding } from "../../rules/stops.ts";
import { caseAudience, lockCase } from "../cases/locked-case.ts";
import { settle } from "../clocks/case-clocks.ts";
import { Hold } from "./hold.ts";
import type { PlaceHoldInput } from "./stop-inputs.ts";
import { stopRefusals } from "./stop-refusals.ts";

/** Stops a case's clock on behalf of an agency, with a coded reason and the date of its review. */
export function placeHold(context: Context, input: PlaceHoldInput) {
  authorise(context.actor, "hold:place");
  return change(context, "placeHold", input, async (tx) => {
    const locked = await lockCase(tx, input.caseId, ["input", "caseId"]);
    const { row, type } = locked;
    const blockers = blockersOfHolding({
      caseStatus: row.status,
      caseRevision: row.revision,
      namedRevision: input.revision,
      reviewAt: input.reviewAt,
      now: tx.now,
    });
    if (blockers.length > 0) throw new Refused(...stopRefusals(blockers, row, "placeHold"));
    tx.onConflict("one_open_hold", openAlready);
    const hold = await tx.insert(Hold, {
      id: tx.newId("Hold"),
      caseId: row.id,
      caseType: type,
      caseRevision: row.revision,
      reason: input.reason,
      reasonWithheld: input.reasonWithheld,
      note: input.note ?? null,
      owner: input.owner,
      reviewAt: input.reviewAt,
      reviewNotedAt: null,
      placedBy: tx.actor.subject as string,
      placedAt: tx.now,
      releasedBy: null,
      releasedAt: null,
      releaseNote: null,
    });
    tx.record(Hold, { type: "HoldPlaced", subject: hold, to: "OPEN", audience: caseAudience(locked) });
    await settle(tx, locked);
    return { holdId: hold.id, caseId: row.id };
  });
}

const openAlready = refusal(
  "DUPLICATE",
  "This agency's hold for this reason is open on the case already. See the case's `holds`.",
  { field: ["input", "reason"] },
);
