import type { Context } from "../context.ts";
import { batched } from "../graph/batched.ts";
import { recordById } from "../graph/records.ts";
import { sql } from "../graph/sql.ts";
import { mayDo } from "../identity/permissions.ts";
import { rowAccess } from "../identity/visibility.ts";
import { blockersOfCountersigning } from "../rules/countersigning.ts";
import { seatsFor } from "../rules/panel.ts";
import { spokeForAnother, statusesUnderReview } from "../rules/positions.ts";
import { Decision } from "./decision.ts";
import { type CaseFacts, caseFacts, signingFacts } from "./signing-facts.ts";

/** What the reader may do about a case now. */
interface ViewerMay {
  readonly recordPosition: boolean;
  readonly countersign: boolean;
}

const nothing: ViewerMay = { recordPosition: false, countersign: false };

/** What the reader may do about the case: read for any number of cases in one statement. */
export async function viewerMay(context: Context, caseId: string): Promise<ViewerMay> {
  if (context.actor.agency === null) return nothing;
  const facts = await context.loaders(caseFactsLoader).load(caseId);
  return facts ? mayAct(context, facts, await context.now()) : nothing;
}

/** The decision that stands for the case's current revision, where the reader may see it. */
export async function standingDecisionOf(context: Context, caseId: string): Promise<Decision | null> {
  const id = await context.loaders(standingDecisionLoader).load(caseId);
  return recordById(context, Decision, id);
}

function mayAct({ actor }: Context, facts: CaseFacts, now: Date): ViewerMay {
  const underReview = (statusesUnderReview as readonly string[]).includes(facts.status) && facts.phase !== "WITHDRAWN";
  const seated = seatsFor(facts).some(({ agency }) => agency === actor.agency);
  const { decisionStatus: status, outcome, revision } = facts;
  const proposal = status === null || outcome === null ? null : { status, outcome, caseRevision: revision };
  return {
    recordPosition: mayDo(actor, "position:record") && underReview && seated && !spokeForAnother(actor, facts.voices),
    countersign:
      mayDo(actor, "decision:countersign") &&
      proposal !== null &&
      blockersOfCountersigning(signingFacts(facts, proposal, actor, revision, now)).length === 0,
  };
}

const caseFactsLoader = (context: Context) =>
  batched<string, CaseFacts | null>(context, async (ids) => {
    const rows = await context.query<CaseFacts>(caseFacts(ids, await context.now()));
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  });

const standingDecisionLoader = (context: Context) =>
  batched<string, string | null>(context, async (ids) => {
    const { visible } = rowAccess("Decision", "t", context.actor);
    const rows = await context.query<{ caseId: string; id: string }>(
      sql`select t.case_id as "caseId", t.id from decision t join review_case c on c.id = t.case_id and c.revision = t.case_revision
          where t.case_id = any(${[...ids]}::varchar[]) and t.status in ('PROPOSED', 'COUNTERSIGNED') and (${visible})`,
    );
    const found = new Map(rows.map(({ caseId, id }) => [caseId, id]));
    return ids.map((id) => found.get(id) ?? null);
  });
