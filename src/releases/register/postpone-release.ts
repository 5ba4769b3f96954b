import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { refuseUnchanged } from "../../graph/refusals.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { releaseLifecycle } from "../../rules/lifecycles/release.ts";
import { isPostponed } from "../../rules/postponement.ts";
import { releaseAudience } from "../audience.ts";
import { lockOwnRelease } from "./locked-release.ts";
import { Release } from "./release.ts";
import type { PostponeReleaseInput } from "./release-inputs.ts";
import { standingInside } from "./standing.ts";

/**
 * Postpones one of the actor's own releases, or says anew until when and why: no phase advance of it is asked for or
 * countersigned meanwhile. Partners go on using it.
 */
export function postponeRelease(context: Context, input: PostponeReleaseInput) {
  authorise(context.actor, "release:postpone");
  return change(context, "postponeRelease", input, async (tx) => {
    const { vendor, release } = await lockOwnRelease(tx, input.releaseId, "write");
    stepOrRefuse(releaseLifecycle, release.phase, "postpone", ["input", "releaseId"]);
    const { until = null, reason } = input;
    if (until !== null && until <= tx.now) throw new Refused(alreadyOver);
    const from = await standingInside(tx, release);
    const stands = isPostponed(release, tx.now);
    const same = release.postponedUntil?.getTime() === until?.getTime() && release.postponementReason === reason;
    if (stands && same) refuseUnchanged("postponement");
    await tx.update(Release, release, {
      postponedAt: stands ? release.postponedAt : tx.now,
      postponedUntil: until,
      postponementReason: reason,
    });
    const to = await standingInside(tx, release);
    tx.record(Release, {
      type: "ReleasePostponed",
      subject: release,
      from,
      to,
      audience: releaseAudience(release, vendor),
    });
    return { releaseId: release.id };
  });
}

const alreadyOver = refusal(
  "INVALID_INPUT",
  "This moment is over. Give a later one, or leave it out to postpone until you resume.",
  {
    field: ["input", "until"],
  },
);
