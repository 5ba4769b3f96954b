import type { Context } from "../context.ts";
import { Refused, refusal } from "../graph/refusal.ts";
import { refuseForeign, refuseStale } from "../graph/refusals.ts";
import { stepOrRefuse } from "../graph/step.ts";
import { authorise } from "../identity/permissions.ts";
import { change } from "../ledger/change.ts";
import type { Tx } from "../ledger/tx.ts";
import type { Programme } from "../partners/programme.ts";
import { newestPolicy, policyFollowed } from "../releases/policies/latest-policy.ts";
import type { Policy } from "../releases/policies/policy.ts";
import { Release } from "../releases/register/release.ts";
import { standingInside } from "../releases/register/standing.ts";
import { deadlineAfter } from "../rules/clock.ts";
import { applicationLifecycle } from "../rules/lifecycles/application.ts";
import { phaseRules } from "../rules/policy.ts";
import { Application } from "./application.ts";
import { contentOf, contentRefusals } from "./application-content.ts";
import type { ExistingApplicationInput, NewApplicationInput, SubmitApplicationInput } from "./application-inputs.ts";
import { openTwice } from "./application-refusals.ts";
import { ApplicationRevision } from "./application-revision.ts";
import { programmeOrRefuse } from "./applied-programme.ts";
import { applicationAudience } from "./audience.ts";
import { type Ground, lockGround, lockWithGround, ownPartnerId, refuseBarred } from "./parties.ts";
import { authorizationRefusals, renewable } from "./replaced-authorization.ts";
import { addRevision } from "./revisions.ts";
import { blockersOfSubmitting, submissionBlockers } from "./submission-rules.ts";

/** Submits a new application, keeps it as a draft, or submits a draft or a returned one as it stands. */
export function submitApplication(context: Context, input: SubmitApplicationInput) {
  authorise(context.actor, "application:submit");
  return change(context, "submitApplication", input, async (tx) => {
    if (input.new && !input.existing) return { applicationId: await apply(tx, input.new) };
    if (input.existing && !input.new) return { applicationId: await submitExisting(tx, input.existing) };
    throw new Refused(oneOfBoth);
  });
}

async function apply(tx: Tx, input: NewApplicationInput): Promise<string> {
  const path = ["input", "new"];
  const wanted = await tx.peek(Release, input.releaseId, [...path, "releaseId"]);
  const ground = await lockGround(tx, wanted, await ownPartnerId(tx));
  const { release, partner } = ground;
  const asked = {
    ...contentOf(input),
    partnerId: partner.id,
    releaseId: release.id,
    replacesId: input.replacesAuthorizationId ?? null,
    programmeId: input.programmeId ?? null,
  };
  const problems = contentRefusals(asked, path);
  problems.push(...(await authorizationRefusals(tx, asked, [...path, "replacesAuthorizationId"])));
  if (problems.length > 0) throw new Refused(...problems);
  if (input.draft) refuseBarred(ground);
  const programme = await programmeOrRefuse(tx, asked.programmeId, asked.endUse, ground, [...path, "programmeId"]);
  const submission = input.draft ? null : await submissionOn(tx, ground, programme);

  tx.onConflict("one_open_application", openTwice([...path, "endUse"]));
  const application = await tx.insert(Application, {
    ...asked,
    id: tx.newId("Application"),
    policyId: submission?.policyId ?? (await policyOf(tx, release, programme)).id,
    revision: 1,
    status: submission ? "SUBMITTED" : "DRAFT",
    submittedAt: submission ? tx.now : null,
    lastSubmittedAt: submission ? tx.now : null,
    acceptedAt: null,
    dueAt: submission?.dueAt ?? null,
    rebuttalDueAt: null,
    intendedAt: null,
    closedAt: null,
    closureReason: null,
    returnReason: null,
    returnNote: null,
  });
  const type = submission ? "ApplicationSubmitted" : "ApplicationDrafted";
  const audience = applicationAudience(application, ground);
  tx.record(Application, { type, subject: application, to: application.status, audience });
  await addRevision(tx, application, null, audience);
  return application.id;
}

async function submitExisting(tx: Tx, { applicationId, revision }: ExistingApplicationInput): Promise<string> {
  const field = ["input", "existing", "applicationId"];
  const { application, ground } = await lockWithGround(tx, applicationId, field);
  refuseForeign(tx, ground.partner, "the partner that applied", field);
  refuseStale("application", application, revision, ["input", "existing", "revision"]);
  const from = application.status;
  const again = from === "RETURNED";
  const to = stepOrRefuse(applicationLifecycle, from, again ? "resubmit" : "submit", field);
  const problems = await authorizationRefusals(tx, application, field, renewable.onceBegun);
  if (problems.length > 0) throw new Refused(...problems);
  const programme = await programmeOrRefuse(tx, application.programmeId, application.endUse, ground, field);

  await tx.update(Application, application, {
    ...(await submissionOn(tx, ground, programme)),
    status: to,
    submittedAt: application.submittedAt ?? tx.now,
    lastSubmittedAt: tx.now,
    returnReason: null,
    returnNote: null,
  });
  const audience = applicationAudience(application, ground);
  const type = again ? "ApplicationResubmitted" : "ApplicationSubmitted";
  tx.record(Application, { type, subject: application, from, to, audience });
  if (!again) await showRevision(tx, application, audience);
  return application.id;
}

/** What a review begins under: the newest version of its policy, and the time to refer. Refuses with every blocker. */
async function submissionOn(
  tx: Tx,
  { release, partner }: Ground,
  programme: Programme | null,
): Promise<Pick<Application, "policyId" | "dueAt">> {
  // What a phase asks of a use is the release's policy's to say, whatever the case is reviewed under.
  const ofRelease = await policyFollowed(tx, release);
  const { id, document } = await policyOf(tx, release, programme);
  const blockers = blockersOfSubmitting({
    phase: release.phase,
    standing: await standingInside(tx, release),
    authorizationRequired: phaseRules(ofRelease.document, release.phase).authorizationRequired,
    partnerStatus: partner.status,
  });
  if (blockers.length > 0) {
    const message = blockers.map((blocker) => submissionBlockers[blocker]).join(" ");
    throw new Refused(refusal("BLOCKED", message, { blockers }));
  }
  return { policyId: id, dueAt: deadlineAfter(document, tx.now, document.clocks.refer) };
}

/** The policy that an application is reviewed under: its programme's, or that which its release follows. */
async function policyOf(tx: Tx, release: Release, programme: Programme | null): Promise<Policy> {
  if (programme === null) return policyFollowed(tx, release);
  const policy = await newestPolicy(tx, programme.policyKey);
  if (!policy) throw new Error(`Programme ${programme.id} follows no policy`);
  return policy;
}

/** Opens a draft's latest revision to those who see submitted applications; its earlier ones stay the partner's. */
async function showRevision(tx: Tx, { id, revision }: Application, audience: readonly string[]): Promise<void> {
  const shown = await tx.manager.findOneByOrFail(ApplicationRevision, { applicationId: id, revision });
  await tx.update(ApplicationRevision, shown, { submittedAt: tx.now });
  tx.record(ApplicationRevision, { type: "ApplicationRevisionSubmitted", subject: shown, audience });
}

const oneOfBoth = refusal("INVALID_INPUT", "Give either `new` or `existing`, and not both.", { field: ["input"] });
