import type { Context } from "../context.ts";
import { buildSubgraph } from "../gateway/subgraph.ts";
import { reference } from "../graph/records.ts";
import { Application } from "./application.ts";
import { ApplicationAsOfQuery } from "./application-as-of.ts";
import {
  ApplicationFields,
  ApplicationRevisionFields,
  PartnerApplications,
  ReleaseApplications,
} from "./application-fields.ts";
import { ApplicationConnectionResolver, ApplicationRevisionConnectionResolver } from "./application-lists.ts";
import { ApplicationMutations } from "./application-mutations.ts";
import { ApplicationQueries } from "./application-queries.ts";
import { ApplicationRevision } from "./application-revision.ts";
import { ApplicationSubscription } from "./application-subscription.ts";
import { ApplicationNominated, NominationApplications } from "./nominated.ts";

/** The applications subgraph: owns Application and its revisions. */
export const applicationsSubgraph = () =>
  buildSubgraph<Context>({
    name: "applications",
    resolvers: [
      ApplicationQueries,
      ApplicationAsOfQuery,
      ApplicationMutations,
      ApplicationFields,
      ApplicationRevisionFields,
      PartnerApplications,
      ReleaseApplications,
      ApplicationConnectionResolver,
      ApplicationRevisionConnectionResolver,
      ApplicationSubscription,
      ApplicationNominated,
      NominationApplications,
    ],
    references: {
      Application: reference(Application),
      ApplicationRevision: reference(ApplicationRevision),
    },
    validate: true,
  });
