import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { stepOrRefuse } from "../../graph/step.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { releaseLifecycle } from "../../rules/lifecycles/release.ts";
import { isPostponed } from "../../rules/postponement.ts";
import { releaseAudience } from "../audience.ts";
import { lockOwnRelease } from "./locked-release.ts";
import { Release } from "./release.ts";
import type { ResumeReleaseInput } from "./release-inputs.ts";
import { standingInside } from "./standing.ts";

/** Ends the actor's own postponement of its release. What others have put on it stays. */
export function resumeRelease(context: Context, input: ResumeReleaseInput) {
  authorise(context.actor, "release:resume");
  return change(context, "resumeRelease", input, async (tx) => {
    const field = ["input", "releaseId"];
    const { vendor, release } = await lockOwnRelease(tx, input.releaseId, "write");
    stepOrRefuse(releaseLifecycle, release.phase, "resume", field);
    if (!isPostponed(release, tx.now)) throw new Refused(notPostponed);
    const from = await standingInside(tx, release);
    await tx.update(Release, release, { postponedAt: null, postponedUntil: null, postponementReason: null });
    const to = await standingInside(tx, release);
    tx.record(Release, {
      type: "ReleaseResumed",
      subject: release,
      from,
      to,
      audience: releaseAudience(release, vendor),
    });
    return { releaseId: release.id };
  });
}

const notPostponed = refusal("ALREADY_DONE", "You have not postponed this release, or its time is over.", {
  field: ["input", "releaseId"],
});
