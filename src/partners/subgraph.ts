import type { Context } from "../context.ts";
import { buildSubgraph } from "../gateway/subgraph.ts";
import { reference } from "../graph/records.ts";
import { Partner } from "./partner.ts";
import { PartnerMutations } from "./partner-mutations.ts";
import { PartnerConnectionResolver, PartnerQueries } from "./partner-queries.ts";
import { PartnerSubscription } from "./partner-subscription.ts";

/** The partners subgraph: owns Partner. */
export const partnersSubgraph = () =>
  buildSubgraph<Context>({
    name: "partners",
    resolvers: [PartnerQueries, PartnerMutations, PartnerConnectionResolver, PartnerSubscription],
    references: { Partner: reference(Partner) },
    validate: true,
  });
