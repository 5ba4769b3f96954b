import type { Context } from "../context.ts";
import { refuseStale } from "../graph/refusals.ts";
import { stepOrRefuse } from "../graph/step.ts";
import { authorise } from "../identity/permissions.ts";
import { change } from "../ledger/change.ts";
import { refuseWithdrawn } from "../releases/register/withdrawn-release.ts";
import { applicationLifecycle } from "../rules/lifecycles/application.ts";
import { Application } from "./application.ts";
import type { ReturnApplicationInput } from "./application-inputs.ts";
import { applicationAudience } from "./audience.ts";
import { lockWithGround } from "./parties.ts";

/** Returns a submitted application without action, with the reason and what to mend. Refuses on a withdrawn release. */
export function returnApplication(context: Context, input: ReturnApplicationInput) {
  authorise(context.actor, "application:return");
  return change(context, "returnApplication", input, async (tx) => {
    const field = ["input", "applicationId"];
    const { application, ground } = await lockWithGround(tx, input.applicationId, field);
    refuseWithdrawn(ground.release, field);
    refuseStale("application", application, input.revision);
    const from = application.status;
    const to = stepOrRefuse(applicationLifecycle, from, "return", field);
    await tx.update(Application, application, {
      status: to,
      returnReason: input.reason,
      returnNote: input.note,
      dueAt: null,
    });
    const audience = applicationAudience(application, ground);
    tx.record(Application, { type: "ApplicationReturned", subject: application, from, to, audience });
    return { applicationId: application.id };
  });
}
