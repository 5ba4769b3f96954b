import type { Context } from "../../context.ts";
import { authorise } from "../../identity/permissions.ts";
import { moveRelease } from "./move-release.ts";
import type { WithdrawReleaseInput } from "./release-inputs.ts";

/** Withdraws a release for good. Its cases refuse every action but their withdrawal from then on, and no authorization is effective. */
export function withdrawRelease(context: Context, input: WithdrawReleaseInput) {
  authorise(context.actor, "release:withdraw");
  return moveRelease(context, input, {
    mutation: "withdrawRelease",
    action: "withdraw",
    event: "ReleaseWithdrawn",
    values: { withdrawalReason: input.reason },
  });
}
