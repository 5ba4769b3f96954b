import { Application } from "../applications/application.ts";
import { ApplicationRevision } from "../applications/application-revision.ts";
import { Appeal } from "../decisions/appeals/appeal.ts";
import { Authorization } from "../decisions/authorizations/authorization.ts";
import { Condition } from "../decisions/conditions/condition.ts";
import { ConditionChange } from "../decisions/conditions/condition-change.ts";
import { Dispute } from "../decisions/disputes/dispute.ts";
import { LadderDecision } from "../decisions/disputes/ladder-decision.ts";
import { Vote } from "../decisions/disputes/vote.ts";
import { Decision } from "../decisions/outcomes/decision.ts";
import { Rebuttal } from "../decisions/outcomes/rebuttal.ts";
import { Position } from "../decisions/panel/position.ts";
import { Referral } from "../decisions/panel/referral.ts";
import { Hold } from "../decisions/stops/hold.ts";
import { InformationRequest } from "../decisions/stops/information-request.ts";
import { LedgerEntry } from "../ledger/ledger-entry.ts";
import { Revocation } from "../ledger/revocation.ts";
import { Enrolment } from "../partners/enrolment.ts";
import { Partner } from "../partners/partner.ts";
import { Programme } from "../partners/programme.ts";
import { ScreeningHit } from "../partners/screening-hit.ts";
import { ScreeningList } from "../partners/screening-list.ts";
import { PhaseAdvance } from "../releases/advances/phase-advance.ts";
import { CyberReview } from "../releases/cyber-reviews/cyber-review.ts";
import { Finding } from "../releases/cyber-reviews/finding.ts";
import { Designation } from "../releases/directives/designation.ts";
import { Directive } from "../releases/directives/directive.ts";
import { EnforcementAttestation } from "../releases/enforcement/enforcement-attestation.ts";
import { EnforcementStatement } from "../releases/enforcement/enforcement-statement.ts";
import { Nomination } from "../releases/nominations/nomination.ts";
import { Policy } from "../releases/policies/policy.ts";
import { Release } from "../releases/register/release.ts";
import { Vendor } from "../releases/vendors/vendor.ts";
import { Webhook } from "../webhooks/webhook.ts";

/** Every entity class that TypeORM maps, room by room. */
// biome-ignore lint/complexity/noBannedTypes: TypeORM takes entity classes as Function
export const entities: Function[] = [
  LedgerEntry,
  Revocation,
  Webhook,
  Partner,
  ScreeningList,
  ScreeningHit,
  Vendor,
  Policy,
  Release,
  PhaseAdvance,
  Directive,
  Designation,
  CyberReview,
  Finding,
  EnforcementStatement,
  EnforcementAttestation,
  Nomination,
  Programme,
  Enrolment,
  Application,
  ApplicationRevision,
  Hold,
  InformationRequest,
  Referral,
  Position,
  Condition,
  ConditionChange,
  Dispute,
  LadderDecision,
  Vote,
  Decision,
  Rebuttal,
  Appeal,
  Authorization,
];
