import type { Context } from "../context.ts";
import { buildSubgraph } from "../gateway/subgraph.ts";
import { reference } from "../graph/records.ts";
import { PhaseAdvance } from "./advances/phase-advance.ts";
import { PhaseAdvanceFields } from "./advances/phase-advance-fields.ts";
import { PhaseAdvanceConnectionResolver, PhaseAdvanceQueries } from "./advances/phase-advance-queries.ts";
import { CyberReview } from "./cyber-reviews/cyber-review.ts";
import { CyberReviewFields, FindingFields, ReleaseCyberReviews } from "./cyber-reviews/cyber-review-fields.ts";
import { CyberReviewMutations } from "./cyber-reviews/cyber-review-mutations.ts";
import { CyberReviewConnectionResolver, CyberReviewQueries } from "./cyber-reviews/cyber-review-queries.ts";
import { Finding } from "./cyber-reviews/finding.ts";
import { FindingConnectionResolver, FindingQueries } from "./cyber-reviews/finding-queries.ts";
import { Designation } from "./directives/designation.ts";
import { DesignationConnectionResolver, DesignationQueries } from "./directives/designation-queries.ts";
import { Directive } from "./directives/directive.ts";
import { DirectiveConnectionResolver, DirectiveQueries } from "./directives/directive-queries.ts";
import { DesignationFields, DirectiveFields } from "./directives/measure-fields.ts";
import { MeasureMutations } from "./directives/measure-mutations.ts";
import { EnforcementAttestation } from "./enforcement/enforcement-attestation.ts";
import {
  EnforcementAttestationFields,
  EnforcementStatementFields,
  ReleaseEnforcement,
} from "./enforcement/enforcement-fields.ts";
import { EnforcementMutations } from "./enforcement/enforcement-mutations.ts";
import {
  EnforcementAttestationConnectionResolver,
  EnforcementQueries,
  EnforcementStatementConnectionResolver,
} from "./enforcement/enforcement-queries.ts";
import { EnforcementStatement } from "./enforcement/enforcement-statement.ts";
import {
  DesignationEnforcement,
  DirectiveEnforcement,
  UnenforceablePartFields,
} from "./enforcement/measure-enforcement.ts";
import { Nomination } from "./nominations/nomination.ts";
import { NominationMutations } from "./nominations/nomination-mutations.ts";
import {
  NominationConnectionResolver,
  NominationQueries,
  ReleaseNominations,
} from "./nominations/nomination-queries.ts";
import { Policy } from "./policies/policy.ts";
import { PolicyFields } from "./policies/policy-fields.ts";
import { PolicyHistory } from "./policies/policy-history.ts";
import { PolicyMutations } from "./policies/policy-mutations.ts";
import { PolicyConnectionResolver, PolicyQueries } from "./policies/policy-queries.ts";
import { ProgrammeLinks } from "./programmes/programme-fields.ts";
import { ProgrammeMutations } from "./programmes/programme-mutations.ts";
import { ReleasePostponement } from "./register/postponement-fields.ts";
import { Release } from "./register/release.ts";
import { ReleaseAsOfQuery } from "./register/release-as-of.ts";
import { ReleaseFields } from "./register/release-fields.ts";
import { ReleaseMutations } from "./register/release-mutations.ts";
import { ReleaseConnectionResolver, ReleaseQueries } from "./register/release-queries.ts";
import { ReleaseSubscription } from "./register/release-subscription.ts";
import { Vendor } from "./vendors/vendor.ts";
import { VendorFields } from "./vendors/vendor-fields.ts";
import { VendorConnectionResolver, VendorQueries } from "./vendors/vendor-queries.ts";

/**
 * The releases subgraph: owns Vendor, Policy, Release, CyberReview, Finding, PhaseAdvance, Directive, Designation,
 * Nomination, and what vendors state and attest of enforcement; and opens the programmes that the partners subgraph owns.
 */
export const releasesSubgraph = () =>
  buildSubgraph<Context>({
    name: "releases",
    resolvers: [
      VendorQueries,
      ReleaseQueries,
      ReleaseAsOfQuery,
      PhaseAdvanceQueries,
      DirectiveQueries,
      DesignationQueries,
      PolicyQueries,
      ReleaseMutations,
      MeasureMutations,
      PolicyMutations,
      VendorFields,
      ReleaseFields,
      PhaseAdvanceFields,
      DirectiveFields,
      DesignationFields,
      PolicyFields,
      PolicyHistory,
      VendorConnectionResolver,
      ReleaseConnectionResolver,
      PhaseAdvanceConnectionResolver,
      DirectiveConnectionResolver,
      DesignationConnectionResolver,
      PolicyConnectionResolver,
      ReleaseSubscription,
      ReleasePostponement,
      CyberReviewQueries,
      FindingQueries,
      CyberReviewMutations,
      CyberReviewFields,
      FindingFields,
      ReleaseCyberReviews,
      CyberReviewConnectionResolver,
      FindingConnectionResolver,
      EnforcementQueries,
      EnforcementMutations,
      DirectiveEnforcement,
      DesignationEnforcement,
      ReleaseEnforcement,
      UnenforceablePartFields,
      EnforcementStatementFields,
      EnforcementAttestationFields,
      EnforcementStatementConnectionResolver,
      EnforcementAttestationConnectionResolver,
      NominationQueries,
      NominationMutations,
      NominationConnectionResolver,
      ReleaseNominations,
      ProgrammeMutations,
      ProgrammeLinks,
    ],
    references: {
      Vendor: reference(Vendor),
      Policy: reference(Policy),
      Release: reference(Release),
      PhaseAdvance: reference(PhaseAdvance),
      Directive: reference(Directive),
      Designation: reference(Designation),
      CyberReview: reference(CyberReview),
      Finding: reference(Finding),
      EnforcementStatement: reference(EnforcementStatement),
      EnforcementAttestation: reference(EnforcementAttestation),
      Nomination: reference(Nomination),
    },
    validate: true,
  });
