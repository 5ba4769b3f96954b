import type { Context } from "../context.ts";
import { buildSubgraph } from "../gateway/subgraph.ts";
import { reference } from "../graph/records.ts";
import { Designation } from "./designation.ts";
import { DesignationConnectionResolver, DesignationQueries } from "./designation-queries.ts";
import { Directive } from "./directive.ts";
import { DirectiveConnectionResolver, DirectiveQueries } from "./directive-queries.ts";
import { DesignationFields, DirectiveFields } from "./measure-fields.ts";
import { MeasureMutations } from "./measure-mutations.ts";
import { PhaseAdvance } from "./phase-advance.ts";
import { PhaseAdvanceFields } from "./phase-advance-fields.ts";
import { PhaseAdvanceConnectionResolver, PhaseAdvanceQueries } from "./phase-advance-queries.ts";
import { Policy } from "./policy.ts";
import { PolicyFields } from "./policy-fields.ts";
import { PolicyConnectionResolver, PolicyQueries } from "./policy-queries.ts";
import { Release } from "./release.ts";
import { ReleaseFields } from "./release-fields.ts";
import { ReleaseMutations } from "./release-mutations.ts";
import { ReleaseConnectionResolver, ReleaseQueries } from "./release-queries.ts";
import { ReleaseSubscription } from "./release-subscription.ts";
import { Vendor } from "./vendor.ts";
import { VendorFields } from "./vendor-fields.ts";
import { VendorConnectionResolver, VendorQueries } from "./vendor-queries.ts";

/** The releases subgraph: owns Vendor, Policy, Release, PhaseAdvance, Directive and Designation. */
export const releasesSubgraph = () =>
  buildSubgraph<Context>({
    name: "releases",
    resolvers: [
      VendorQueries,
      ReleaseQueries,
      PhaseAdvanceQueries,
      DirectiveQueries,
      DesignationQueries,
      PolicyQueries,
      ReleaseMutations,
      MeasureMutations,
      VendorFields,
      ReleaseFields,
      PhaseAdvanceFields,
      DirectiveFields,
      DesignationFields,
      PolicyFields,
      VendorConnectionResolver,
      ReleaseConnectionResolver,
      PhaseAdvanceConnectionResolver,
      DirectiveConnectionResolver,
      DesignationConnectionResolver,
      PolicyConnectionResolver,
      ReleaseSubscription,
    ],
    references: {
      Vendor: reference(Vendor),
      Policy: reference(Policy),
      Release: reference(Release),
      PhaseAdvance: reference(PhaseAdvance),
      Directive: reference(Directive),
      Designation: reference(Designation),
    },
    validate: true,
  });
