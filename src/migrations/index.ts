import type { MigrationInterface } from "typeorm";
import { Foundation1781800000000 } from "./1781800000000-foundation.ts";
import { Screening1781900000000 } from "./1781900000000-screening.ts";
import { Review1782000000000 } from "./1782000000000-review.ts";
import { ScreeningMeasured1782000100000 } from "./1782000100000-screening-measured.ts";
import { CyberReviews1782000200000 } from "./1782000200000-cyber-reviews.ts";
import { Enforcement1782000201000 } from "./1782000201000-enforcement.ts";
import { Programmes1782000202000 } from "./1782000202000-programmes.ts";
import { Policies1782000300000 } from "./1782000300000-policies.ts";
import { Replays1782000310000 } from "./1782000310000-replays.ts";
import { Reports1782000320000 } from "./1782000320000-reports.ts";
import { ProgrammesRevoked1782000410000 } from "./1782000410000-programmes-revoked.ts";
import { DesignationsEnforced1782000411000 } from "./1782000411000-designations-enforced.ts";
import { ReportSpans1782000412000 } from "./1782000412000-report-spans.ts";
import { LedgerTree1782000500000 } from "./1782000500000-ledger-tree.ts";
import { RefusedAttempts1782000501000 } from "./1782000501000-refused-attempts.ts";
import { Countersignatures1782000600000 } from "./1782000600000-countersignatures.ts";
import { ConditionChangesEnded1782000601000 } from "./1782000601000-condition-changes-ended.ts";
import { Webhooks1782000800000 } from "./1782000800000-webhooks.ts";
import { AuthorizationTokens1782000900000 } from "./1782000900000-authorization-tokens.ts";
import { LatestPlaces1782001100000 } from "./1782001100000-latest-places.ts";
import { PrecedentsRenewed1782001200000 } from "./1782001200000-precedents-renewed.ts";
import { LimitsInForce1782001300000 } from "./1782001300000-limits-in-force.ts";
import { Deadlocks1782001500000 } from "./1782001500000-deadlocks.ts";
import { ListedPartyChanges1782001700000 } from "./1782001700000-listed-party-changes.ts";
import { ClosedWithAuthorizations1782001701500 } from "./1782001701500-closed-with-authorizations.ts";
import { LateVotesDated1782001800000 } from "./1782001800000-late-votes-dated.ts";
import { PrecedentsEnded1782001800100 } from "./1782001800100-precedents-ended.ts";
import { ClosedWithProgrammes1782001900000 } from "./1782001900000-closed-with-programmes.ts";

/** Every migration, oldest first. A class's name ends in its 13-digit timestamp, by which they are ordered. */
export const migrations: (new () => MigrationInterface)[] = [
  Foundation1781800000000,
  Screening1781900000000,
  Review1782000000000,
  ScreeningMeasured1782000100000,
  CyberReviews1782000200000,
  Enforcement1782000201000,
  Programmes1782000202000,
  Policies1782000300000,
  Replays1782000310000,
  Reports1782000320000,
  ProgrammesRevoked1782000410000,
  DesignationsEnforced1782000411000,
  ReportSpans1782000412000,
  LedgerTree1782000500000,
  RefusedAttempts1782000501000,
  Countersignatures1782000600000,
  ConditionChangesEnded1782000601000,
  Webhooks1782000800000,
  AuthorizationTokens1782000900000,
  LatestPlaces1782001100000,
  PrecedentsRenewed1782001200000,
  LimitsInForce1782001300000,
  Deadlocks1782001500000,
  ListedPartyChanges1782001700000,
  ClosedWithAuthorizations1782001701500,
  LateVotesDated1782001800000,
  PrecedentsEnded1782001800100,
  ClosedWithProgrammes1782001900000,
];
