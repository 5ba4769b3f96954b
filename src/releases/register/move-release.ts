import type { Context } from "../../context.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { change, type IdempotentInput } from "../../ledger/change.ts";
import { type ReleaseAction, releaseLifecycle } from "../../rules/lifecycles/release.ts";
import { releaseAudience } from "../audience.ts";
import { lockOwnRelease } from "./locked-release.ts";
import { Release } from "./release.ts";

interface Move {
  readonly mutation: string;
  readonly action: ReleaseAction;
  readonly event: string;
  readonly values: Partial<Release>;
}

/** Takes one of the actor's own releases through one step of its lifecycle and records it. */
export function moveRelease(context: Context, input: IdempotentInput & { releaseId: string }, move: Move) {
  return change(context, move.mutation, input, async (tx) => {
    const { vendor, release } = await lockOwnRelease(tx, input.releaseId, "write");
    const from = release.phase;
    const to = stepOrRefuse(releaseLifecycle, from, move.action, ["input", "releaseId"]);
    await tx.update(Release, release, { ...move.values, phase: to });
    tx.record(Release, { type: move.event, subject: release, from, to, audience: releaseAudience(release, vendor) });
    return { releaseId: release.id };
  });
}
