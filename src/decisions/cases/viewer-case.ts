import type { Context } from "../../context.ts";
import { batched } from "../../graph/batched.ts";
import { recordTiedTo, type Shown, type Tie } from "../../graph/records.ts";
import { sql } from "../../graph/sql.ts";
import type { Actor } from "../../identity/actor.ts";
import { mayDo } from "../../identity/permissions.ts";
import { blockersOfCountersigning } from "../../rules/countersigning.ts";
import { seatsFor } from "../../rules/panel.ts";
import { spokeForAnother, statusesUnderReview } from "../../rules/positions.ts";
import { blockersOfRebutting } from "../../rules/rebuttals.ts";
import { Decision } from "../outcomes/decision.ts";
import { rebuttalEndLoader } from "../outcomes/rebuttal-window.ts";
import { type CaseFacts, caseFacts, signingFacts } from "../outcomes/signing-facts.ts";
import { isApplicant } from "./applicant.ts";

/** What the reader may do about a case now. */
interface ViewerMay {
  readonly recordPosition: boolean;
  readonly countersign: boolean;
  readonly rebut: boolean;
  readonly placeHold: boolean;
  readonly requestInformation: boolean;
}

const nothing: ViewerMay = {
  recordPosition: false,
  countersign: false,
  rebut: false,
  placeHold: false,
  requestInformation: false,
};

/** What the reader may do about the case: read for any number of cases in one statement. */
export async function viewerMay(context: Context, caseId: string): Promise<ViewerMay> {
  if (context.actor.agency === null && !mayDo(context.actor, "rebuttal:file")) return nothing;
  const facts = await context.loaders(caseFactsLoader).load(caseId);
  if (!facts) return nothing;
  // While the clock is stopped no date of the time to rebut is kept; it may have been over before.
  const unkept = facts.stopped && facts.status === "INTENT_TO_DENY" && mayDo(context.actor, "rebuttal:file");
  const windowEndsAt = unkept ? await context.loaders(rebuttalEndLoader).load(caseId) : facts.rebuttalDueAt;
  return mayAct(context, { ...facts, windowEndsAt }, await context.now());
}

const standing: Tie = {
  column: sql`t.case_id`,
  joins: sql`join review_case c on c.id = t.case_id and c.revision = t.case_revision`,
  where: sql`t.status in ('PROPOSED', 'COUNTERSIGNED')`,
};

/** The decision that stands for the case's current revision, where the reader may see it. */
export const standingDecisionOf = (context: Context, caseId: string): Promise<Shown<Decision> | null> =>
  recordTiedTo(context, Decision, standing, caseId);

/** A case's facts with the end of the time to rebut. */
type Facts = CaseFacts & { readonly windowEndsAt: Date | null };

function mayAct({ actor }: Context, facts: Facts, now: Date): ViewerMay {
  const underReview =
    !facts.reopened && (statusesUnderReview as readonly string[]).includes(facts.status) && facts.phase !== "WITHDRAWN";
  const seated = seatsFor(facts).some(({ agency }) => agency === actor.agency);
  const { decisionStatus: status, outcome, revision } = facts;
  const proposal = status === null || outcome === null ? null : { status, outcome, caseRevision: revision };
  return {
    recordPosition: mayDo(actor, "position:record") && underReview && seated && !spokeForAnother(actor, facts.voices),
    countersign:
      mayDo(actor, "decision:countersign") &&
      proposal !== null &&
      blockersOfCountersigning(signingFacts(facts, proposal, actor, revision, now)).length === 0,
    rebut: mayDo(actor, "rebuttal:file") && facts.phase !== "WITHDRAWN" && rebuttable(facts, actor, now),
    placeHold: mayDo(actor, "hold:place") && underReview,
    requestInformation: mayDo(actor, "information:request") && underReview && seated,
  };
}

function rebuttable(facts: Facts, actor: Actor, now: Date): boolean {
  const { status, revision, windowEndsAt, rebutted, vendorOrg, partnerOrg } = facts;
  const applicant = isApplicant(actor, { vendor: vendorOrg, partner: partnerOrg });
  const revisions = { caseRevision: revision, namedRevision: revision };
  return blockersOfRebutting({ caseStatus: status, ...revisions, applicant, windowEndsAt, rebutted, now }).length === 0;
}

const caseFactsLoader = (context: Context) =>
  batched<string, CaseFacts | null>(context, async (ids) => {
    const rows = await context.query<CaseFacts>(caseFacts(ids, await context.now()));
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  });
