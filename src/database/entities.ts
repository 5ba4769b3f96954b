import { Application } from "../applications/application.ts";
import { ApplicationRevision } from "../applications/application-revision.ts";
import { Authorization } from "../decisions/authorization.ts";
import { Condition } from "../decisions/condition.ts";
import { Decision } from "../decisions/decision.ts";
import { Dispute } from "../decisions/dispute.ts";
import { Position } from "../decisions/position.ts";
import { Referral } from "../decisions/referral.ts";
import { LedgerEntry } from "../ledger/ledger-entry.ts";
import { Revocation } from "../ledger/revocation.ts";
import { Partner } from "../partners/partner.ts";
import { ScreeningHit } from "../partners/screening-hit.ts";
import { ScreeningList } from "../partners/screening-list.ts";
import { Designation } from "../releases/designation.ts";
import { Directive } from "../releases/directive.ts";
import { PhaseAdvance } from "../releases/phase-advance.ts";
import { Policy } from "../releases/policy.ts";
import { Release } from "../releases/release.ts";
import { Vendor } from "../releases/vendor.ts";

/** Every entity class that TypeORM maps, room by room. */
// biome-ignore lint/complexity/noBannedTypes: TypeORM takes entity classes as Function
export const entities: Function[] = [
  LedgerEntry,
  Revocation,
  Partner,
  ScreeningList,
  ScreeningHit,
  Vendor,
  Policy,
  Release,
  PhaseAdvance,
  Directive,
  Designation,
  Application,
  ApplicationRevision,
  Referral,
  Position,
  Condition,
  Dispute,
  Decision,
  Authorization,
];
