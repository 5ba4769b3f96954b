import { type Sql, sql } from "../graph/sql.ts";
import type { Actor } from "../identity/actor.ts";
import { measuresInForce } from "../releases/standing.ts";
import { capReached } from "../rules/caps.ts";
import type { CountersigningFacts } from "../rules/countersigning.ts";
import { isAdvancePostponed, type Measure, standingOf } from "../rules/directives.ts";
import { type PolicyDocument, phaseRules } from "../rules/policy.ts";
import type { Voice } from "../rules/positions.ts";
import type { Agency, AuthorizationStatus, PartnerStatus, ReleasePhase } from "../rules/vocabulary.ts";
import { holdsAPlace, statusNow } from "./authorization.ts";
import type { CaseType } from "./case.ts";
import type { Decision } from "./decision.ts";

/** What decides who may do what about a case, as one row of SQL gives it. */
export interface CaseFacts {
  readonly id: string;
  readonly type: CaseType;
  readonly status: CountersigningFacts["caseStatus"];
  readonly revision: number;
  readonly rebuttalDueAt: Date | null;
  readonly countersigners: readonly Agency[];
  readonly phases: PolicyDocument["phases"];
  readonly panel: PolicyDocument["panel"];
  /** The officials who took a position on the case, in any of its revisions, each with the agency that it was for. */
  readonly voices: readonly Voice[];
  readonly phase: ReleasePhase;
  readonly directives: readonly Measure[];
  readonly designations: readonly Measure[];
  /** Null for a phase advance. */
  readonly partnerStatus: PartnerStatus | null;
  /** How many partners hold a place under the release's cap, and whether this one does. */
  readonly holding: number;
  readonly holds: boolean;
  /** For a renewal, where what it replaces stands now; and whether the partner holds another for the same use. */
  readonly replacedStatus: AuthorizationStatus | null;
  readonly holdsSameUse: boolean;
  /** What stands for the current revision; all null where nothing does. */
  readonly decisionId: string | null;
  readonly decisionStatus: Decision["status"] | null;
  readonly outcome: Decision["outcome"] | null;
}

/**
 * The facts of any number of submitted cases. Inside a change, under the locks of `lockCase`, they hold until it
 * commits; outside, they are of the statement's own snapshot.
 */
export const caseFacts = (ids: readonly string[], now: Date): Sql =>
  sql`select c.id, c.type, c.status, c.revision, coalesce(a.rebuttal_due_at, pa.rebuttal_due_at) as "rebuttalDueAt",
        pol.document->'countersigners' as countersigners, pol.document->'phases' as phases, pol.document->'panel' as panel,
        array(select distinct jsonb_build_object('official', q.official, 'agency', q.agency)
          from position q where q.case_id = c.id and q.official is not null) as voices,
        r.phase, ${measuresInForce}, p.status as "partnerStatus", held.holding, held.holds,
        ${statusNow(sql`replaced`, now)} as "replacedStatus",
        exists (select 1 from "authorization" h where h.partner_id = c.partner_id and h.release_id = c.release_id
          and h.end_use = a.end_use and h.id is distinct from a.replaces_id and ${holdsAPlace(sql`h`, now)}) as "holdsSameUse",
        d.id as "decisionId", d.status as "decisionStatus", d.outcome
      from review_case c
      join policy pol on pol.id = c.policy_id
      join release r on r.id = c.release_id
      left join partner p on p.id = c.partner_id
      left join application a on a.id = c.id
      left join phase_advance pa on pa.id = c.id
      left join "authorization" replaced on replaced.id = a.replaces_id
      left join decision d on d.case_id = c.id and d.case_revision = c.revision and d.status in ('PROPOSED', 'COUNTERSIGNED')
      cross join lateral (
        select count(distinct h.partner_id)::int as holding, coalesce(bool_or(h.partner_id = c.partner_id), false) as holds
          from "authorization" h where h.release_id = r.id and ${holdsAPlace(sql`h`, now)}
      ) held
      where c.id = any(${[...ids]}::varchar[]) and c.submitted_at is not null`;

/** What the rules ask about an official's signature under a decision of the case. */
export function signingFacts(
  facts: CaseFacts,
  decision: Pick<Decision, "status" | "outcome" | "caseRevision">,
  { subject, agency }: Actor,
  namedRevision: number,
  now: Date,
): CountersigningFacts {
  const { phase, partnerStatus, holding, holds } = facts;
  // What stands has taken the place of what it replaces, and is itself what the partner holds.
  const stands = decision.status === "COUNTERSIGNED";
  const replacedStatus = stands ? null : facts.replacedStatus;
  const holdsSameUse = !stands && facts.holdsSameUse;
  const measures = [...facts.directives, ...facts.designations];
  const signing = {
    decisionStatus: decision.status,
    outcome: decision.outcome,
    caseStatus: facts.status,
    decisionRevision: decision.caseRevision,
    caseRevision: facts.revision,
    namedRevision,
    countersigners: facts.countersigners,
    official: { subject: subject as string, agency },
    participants: facts.voices.map((voice) => voice.official),
    intentToDenyEndsAt: facts.rebuttalDueAt,
    now,
    releasePhase: phase,
    releaseStanding: standingOf(measures, phase),
  };
  if (partnerStatus === null) {
    return { ...signing, caseKind: "PHASE_ADVANCE", advancePostponed: isAdvancePostponed(measures, phase) };
  }
  const { partnerCap } = phaseRules(facts, phase);
  const full = capReached({ cap: partnerCap, partnersHolding: holding, partnerAlreadyHolds: holds });
  return { ...signing, caseKind: "APPLICATION", partnerStatus, capReached: full, replacedStatus, holdsSameUse };
}
