import { type Sql, sql } from "../../graph/sql.ts";
import type { Actor } from "../../identity/actor.ts";
import { ofPolicyFollowed } from "../../releases/policies/latest-policy.ts";
import { measuresInForce, measuresOf, postponementColumns } from "../../releases/register/standing.ts";
import { capReached } from "../../rules/caps.ts";
import type { CountersigningFacts } from "../../rules/countersigning.ts";
import { isAdvancePostponed, type Measure, standingOf } from "../../rules/directives.ts";
import { blockingSeverity, findingsBlock } from "../../rules/findings.ts";
import { type PolicyDocument, phaseRules } from "../../rules/policy.ts";
import type { Voice } from "../../rules/positions.ts";
import type { Postponement } from "../../rules/postponement.ts";
import type { EligibilityFacts } from "../../rules/programmes.ts";
import type { FindingSeverity } from "../../rules/release-vocabulary.ts";
import type { Agency, AuthorizationStatus, PartnerStatus, ReleasePhase } from "../../rules/vocabulary.ts";
import { holdsAPlace, statusNow } from "../authorizations/authorization.ts";
import type { CaseType } from "../cases/case.ts";
import { reopened } from "../cases/reopened.ts";
import { voicesArray } from "../panel/voices.ts";
import { clockStopped } from "../stops/stops.ts";
import type { Decision } from "./decision.ts";

/** What decides who may do what about a case, as one row of SQL gives it. */
export interface CaseFacts extends Postponement {
  readonly id: string;
  readonly type: CaseType;
  readonly status: CountersigningFacts["caseStatus"];
  readonly revision: number;
  readonly rebuttalDueAt: Date | null;
  readonly countersigners: readonly Agency[];
  /** By the case's own policy; by the release's for a case under a programme, whose policy says nothing of phases. */
  readonly phases: PolicyDocument["phases"];
  readonly panel: PolicyDocument["panel"];
  /** The officials who spoke on the case, in any of its revisions, each with the agency that it was for. */
  readonly voices: readonly Voice[];
  /** Where something stands to be signed, or an appeal to be decided, the officials who took part: by a position, a vote, a ladder decision, or a decision on a rebuttal or an appeal, or a condition's change that was asked for and consented to; and who has countersigned before. */
  readonly participants: readonly string[];
  /** Whether a hold or an information request is open, and whether a rebuttal awaits its decision. */
  readonly stopped: boolean;
  readonly rebuttalOpen: boolean;
  /** Whether the decision that stands was rebutted, and whether that was rejected. */
  readonly rebutted: boolean;
  readonly rebuttalRejected: boolean;
  /** Whether it is open again after it was decided: by an upheld appeal. */
  readonly reopened: boolean;
  readonly phase: ReleasePhase;
  readonly directives: readonly Measure[];
  readonly designations: readonly Measure[];
  /** For a phase advance: whether a cyber review is open, how grave the open findings are, and what the policy says. */
  readonly cyberReviewOpen: boolean;
  readonly openFindings: readonly FindingSeverity[];
  readonly cyberReview: PolicyDocument["cyberReview"] | null;
  /** Null for a phase advance. */
  readonly partnerStatus: PartnerStatus | null;
  readonly partnerOrg: string | null;
  readonly vendorOrg: string;
  /** How many partners hold a place under the release's cap, and whether this one does. */
  readonly holding: number;
  readonly holds: boolean;
  /** For a renewal, where what it replaces stands now; and whether the partner holds another for the same use. */
  readonly replacedStatus: AuthorizationStatus | null;
  readonly holdsSameUse: boolean;
  /** Whether the authorization that the application had given has ended; false where it has given none. */
  readonly ownEnded: boolean;
  /** What the programme is asked that it was made under; null where it was made under none, or has given an authorization, which goes on. */
  readonly eligibility: EligibilityFacts | null;
  /** What stands for the current revision; all null where nothing does. */
  readonly decisionId: string | null;
  readonly decisionStatus: Decision["status"] | null;
  readonly outcome: Decision["outcome"] | null;
}

/** Whether an appeal in the case `c` awaits its decision. */
const appealed = sql`exists (select 1 from appeal filed where filed.case_id = c.id and filed.status = 'FILED')`;

/** Who took part in the case `c`, on any of its revisions. */
export const participants = sql`
  select q.official from position q where q.case_id = c.id and q.official is not null
  union select v.official from vote v where v.case_id = c.id
  union select l.decided_by from ladder_decision l where l.case_id = c.id and l.decided_by is not null
  union select worded.by from condition_change ch cross join lateral (values (ch.answered_by), (ch.proposed_by)) worded (by)
    where ch.case_id = c.id and ch.status = 'CONSENTED' and worded.by is not null
  union select rb.decided_by from rebuttal rb where rb.case_id = c.id and rb.decided_by is not null
  union select ap.decided_by from appeal ap where ap.case_id = c.id and ap.decided_by is not null
  union select s.countersigned_by from decision s where s.case_id = c.id and s.status = 'SUPERSEDED' and s.countersigned_by is not null`;

/** Whether the partner of the application `a`, the case `c`, holds another authorization for the same, which it doesn't replace. */
export const holdsSameUse = (now: Date): Sql =>
  sql`exists (select 1 from "authorization" h where h.partner_id = c.partner_id and h.release_id = c.release_id
        and h.end_use = a.end_use and h.id is distinct from a.replaces_id and h.application_id <> c.id and ${holdsAPlace(sql`h`, now)})`;

/** What ONCD's cyber reviews of the release `r` have against a phase advance `c`: nothing of them concerns an application. */
const cyberReviewColumns: Sql = sql`
  (c.type = 'PhaseAdvance' and exists (select 1 from cyber_review y where y.release_id = r.id and y.status = 'OPEN'))
    as "cyberReviewOpen",
  array(select distinct f.severity from finding f join cyber_review y on y.id = f.review_id
    where c.type = 'PhaseAdvance' and y.release_id = r.id and f.status = 'OPEN') as "openFindings"`;

/**
 * The facts of any number of submitted cases. Inside a change, under the locks of `lockCase`, they hold until it
 * commits; outside, they are of the statement's own snapshot.
 */
export const caseFacts = (ids: readonly string[], now: Date): Sql =>
  sql`select c.id, c.type, c.status, c.revision, coalesce(a.rebuttal_due_at, pa.rebuttal_due_at) as "rebuttalDueAt",
        pol.document->'countersigners' as countersigners, pol.document->'cyberReview' as "cyberReview",
        case when a.programme_id is null then pol.document->'phases'
          else ${ofPolicyFollowed(sql`pol.document->'phases'`, sql`r.policy_id`)} end as phases, pol.document->'panel' as panel, ${voicesArray(sql`c.id`)} as voices,
        case when d.id is null and not ${appealed} then '{}' else array(${participants}) end as participants,
        ${clockStopped(sql`c.id`)} as stopped,
        exists (select 1 from rebuttal rb where rb.case_id = c.id and rb.status = 'FILED') as "rebuttalOpen",
        exists (select 1 from rebuttal rb where rb.decision_id = d.id) as rebutted,
        exists (select 1 from rebuttal rb where rb.decision_id = d.id and rb.status = 'REJECTED') as "rebuttalRejected",
        ${reopened(sql`c`)} as reopened, r.phase, ${postponementColumns}, ${measuresInForce}, ${cyberReviewColumns}, p.status as "partnerStatus",
        p.org as "partnerOrg", (select v.org from vendor v where v.id = r.vendor_id) as "vendorOrg", held.holding, held.holds,
        case when own.id is null then ${statusNow(sql`replaced`, now)} end as "replacedStatus",
        ${holdsSameUse(now)} as "holdsSameUse",
        (own.id is not null and not (${holdsAPlace(sql`own`, now)})) as "ownEnded",
        case when own.id is null then (select jsonb_build_object('partnerKind', p.kind, 'endUse', a.end_use,
            'programme', jsonb_build_object('status', g.status, 'partnerKinds', g.partner_kinds, 'endUses', g.end_uses),
            'enrolment', (select e.status from enrolment e where e.programme_id = g.id and e.org = p.org
              and e.status = 'ENROLLED')) from programme g where g.id = a.programme_id) end as eligibility,
        d.id as "decisionId", d.status as "decisionStatus", d.outcome
      from review_case c
      join policy pol on pol.id = c.policy_id
      join release r on r.id = c.release_id
      left join partner p on p.id = c.partner_id
      left join application a on a.id = c.id
      left join phase_advance pa on pa.id = c.id
      left join "authorization" own on own.application_id = c.id
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
  const ownEnded = !stands && facts.ownEnded;
  const measures = measuresOf(facts, now);
  const signing = {
    decisionStatus: decision.status,
    outcome: decision.outcome,
    caseStatus: facts.status,
    decisionRevision: decision.caseRevision,
    caseRevision: facts.revision,
    namedRevision,
    countersigners: facts.countersigners,
    official: { subject: subject as string, agency },
    participants: facts.participants,
    intentToDenyEndsAt: facts.rebuttalDueAt,
    rebuttalOpen: facts.rebuttalOpen,
    rebuttalRejected: facts.rebuttalRejected,
    clockStopped: facts.stopped,
    now,
    releasePhase: phase,
    releaseStanding: standingOf(measures, phase),
  };
  if (partnerStatus === null) {
    return {
      ...signing,
      caseKind: "PHASE_ADVANCE",
      advancePostponed: isAdvancePostponed(measures, phase),
      cyberReviewOpen: facts.cyberReviewOpen,
      findingsBlock: findingsBlock(facts.openFindings, blockingSeverity(facts)),
    };
  }
  const { partnerCap } = phaseRules(facts, phase);
  const full = capReached({ cap: partnerCap, partnersHolding: holding, partnerAlreadyHolds: holds });
  return {
    ...signing,
    caseKind: "APPLICATION",
    partnerStatus,
    capReached: full,
    replacedStatus,
    holdsSameUse,
    ownEnded,
    eligibility: facts.eligibility,
  };
}
