import type { Context } from "../../context.ts";
import { type Refusal, Refused, refusal } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { vendorAudience } from "../audience.ts";
import { refuseUnread } from "../refuse-unread.ts";
import { lockOwnRelease } from "../register/locked-release.ts";
import { refuseUnregistered } from "../register/unregistered-release.ts";
import { refuseWithdrawn } from "../register/withdrawn-release.ts";
import type { StateEnforcementInput } from "./enforcement-inputs.ts";
import { EnforcementStatement } from "./enforcement-statement.ts";

/** States what the actor's company can, and can't, enforce on one of its releases, in place of what it stated before. */
export function stateEnforcement(context: Context, input: StateEnforcementInput) {
  authorise(context.actor, "enforcement:state");
  return change(context, "stateEnforcement", input, async (tx) => {
    const { vendor, release } = await lockOwnRelease(tx, input.releaseId, "write");
    refuseUnregistered(release, field);
    refuseWithdrawn(release, field);
    const problems = problemsOf(input);
    if (problems.length > 0) throw new Refused(...problems);
    const [before] = await tx.manager.find(EnforcementStatement, {
      where: { releaseId: release.id },
      order: { revision: "DESC" },
      take: 1,
    });
    refuseUnread("statement", before, input.revision);
    const statement = await tx.insert(EnforcementStatement, {
      id: tx.newId("EnforcementStatement"),
      releaseId: release.id,
      revision: (before?.revision ?? 0) + 1,
      parts: input.parts.map(({ part, enforceable, note = null }) => ({ part, enforceable, note })),
      statedAt: tx.now,
    });
    tx.record(EnforcementStatement, {
      type: "EnforcementStated",
      subject: statement,
      audience: vendorAudience(vendor),
    });
    return { enforcementStatementId: statement.id };
  });
}

const field = ["input", "releaseId"];

/** What is wrong with the parts taken together: one is named twice, or can't be enforced without a word of why. */
function problemsOf({ parts }: StateEnforcementInput): Refusal[] {
  return parts.flatMap(({ part, enforceable, note }, index) => {
    const path = ["input", "parts", String(index)];
    if (parts.findIndex((each) => each.part === part) < index) {
      return [refusal("INVALID_INPUT", `${part} is named twice. Say one thing of it.`, { field: [...path, "part"] })];
    }
    if (!enforceable && note == null) {
      const message = `Say why ${part} can't be enforced, and what you would have to do instead.`;
      return [refusal("INVALID_INPUT", message, { field: [...path, "note"] })];
    }
    return [];
  });
}
