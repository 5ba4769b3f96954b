import { type Refusal, Refused, refusal } from "../graph/refusal.ts";
import { refuseForeign, refuseStale, refuseUnchanged } from "../graph/refusals.ts";
import { stepOrRefuse } from "../graph/step.ts";
import type { Tx } from "../ledger/tx.ts";
import { Programme } from "../partners/programme.ts";
import { applicationLifecycle } from "../rules/lifecycles/application.ts";
import { programmeBlockers } from "../rules/programmes.ts";
import type { ApplicationStatus } from "../rules/vocabulary.ts";
import { Application } from "./application.ts";
import { amended, type Content, contentRefusals, sameContent } from "./application-content.ts";
import type { AmendApplicationInput } from "./application-inputs.ts";
import { openTwice } from "./application-refusals.ts";
import { applicationAudience } from "./audience.ts";
import { type Parties, refuseBarred } from "./parties.ts";
import { authorizationRefusals } from "./replaced-authorization.ts";
import { addRevision } from "./revisions.ts";

/**
 * Amends a locked application: a new revision with what the input gives, recorded; gives the status that it left. What
 * the review holds about earlier revisions is the caller's: it restarts referrals and closes disputes. Refuses another
 * organisation's application, a barred partner's, a stale revision, a state that allows no amendment, an end use that
 * the partner holds an authorization for, and an amendment that changes nothing.
 */
export async function amendContent(
  tx: Tx,
  application: Application,
  parties: Parties,
  input: AmendApplicationInput,
): Promise<{ from: ApplicationStatus }> {
  const field = ["input", "applicationId"];
  refuseForeign(tx, parties.partner, "the partner that applied", field);
  refuseBarred(parties);
  refuseStale("application", application, input.revision);
  const from = application.status;
  const to = stepOrRefuse(applicationLifecycle, from, "amend", field);
  const content = amended(application, input);
  if (sameContent(application, content)) refuseUnchanged("application");
  const problems = contentRefusals(content, ["input"]);
  if (content.endUse !== application.endUse) problems.push(...(await otherUseRefusals(tx, application, content)));
  if (problems.length > 0) throw new Refused(...problems);

  tx.onConflict("one_open_application", openTwice(["input", "endUse"]));
  await tx.update(Application, application, { ...content, status: to, revision: application.revision + 1 });
  const audience = applicationAudience(application, parties);
  tx.record(Application, { type: "ApplicationAmended", subject: application, from, to, audience });
  await addRevision(tx, application, input.note ?? null, audience);
  return { from };
}

/** What speaks against another end use: a renewal keeps its own, and what the partner holds can't be granted again. */
async function otherUseRefusals(tx: Tx, application: Application, { endUse }: Content): Promise<Refusal[]> {
  if (application.replacesId !== null) return [renewsAnotherUse];
  const { programmeId } = application;
  const programme = programmeId === null ? null : await tx.manager.findOneByOrFail(Programme, { id: programmeId });
  if (programme && !programme.endUses.includes(endUse)) return [notOfProgramme];
  return authorizationRefusals(tx, { ...application, endUse }, ["input", "endUse"]);
}

const notOfProgramme = refusal("BLOCKED", programmeBlockers.END_USE_NOT_ELIGIBLE, {
  field: ["input", "endUse"],
  blockers: ["END_USE_NOT_ELIGIBLE"],
});

const renewsAnotherUse = refusal(
  "INVALID_INPUT",
  "A renewal keeps the end use of the authorization that it replaces.",
  {
    field: ["input", "endUse"],
  },
);
