import type { Context } from "../context.ts";
import { buildSubgraph } from "../gateway/subgraph.ts";
import { reference } from "../graph/records.ts";
import { Authorization } from "./authorization.ts";
import { AuthorizationMutations } from "./authorization-mutations.ts";
import { AuthorizationQueries } from "./authorization-queries.ts";
import { AuthorizationSubscription } from "./authorization-subscription.ts";
import { CaseFields } from "./case-fields.ts";
import { AccessCheckFields, AccessQueries } from "./check-access.ts";
import { Condition } from "./condition.ts";
import { Decision } from "./decision.ts";
import { DecisionMutations } from "./decision-mutations.ts";
import { ConditionFields, DecisionQueries, DisputeFields, PositionFields } from "./decision-queries.ts";
import { DecisionSubscription } from "./decision-subscription.ts";
import { Dispute } from "./dispute.ts";
import { AccessReasonFields } from "./effect.ts";
import { connectionResolvers } from "./lists.ts";
import { ChangeSubject, NodeQuery } from "./node-query.ts";
import { Position } from "./position.ts";
import { Referral } from "./referral.ts";
import { ReferralQueries } from "./referral-queries.ts";
import { ApplicationAuthorization, PartnerAuthorizations, ReleaseAuthorizations } from "./stub-fields.ts";
import * as stubs from "./stubs.ts";
import { ViewerQuery } from "./viewer-query.ts";

/** The decisions subgraph: owns Referral, Position, Condition, Dispute, Decision, Authorization and `Query.node`. */
export const decisionsSubgraph = () =>
  buildSubgraph<Context>({
    name: "decisions",
    resolvers: [
      NodeQuery,
      ChangeSubject,
      ViewerQuery,
      AccessQueries,
      AccessCheckFields,
      AccessReasonFields,
      CaseFields,
      ReferralQueries,
      DecisionQueries,
      PositionFields,
      ConditionFields,
      DisputeFields,
      AuthorizationQueries,
      PartnerAuthorizations,
      ReleaseAuthorizations,
      ApplicationAuthorization,
      DecisionMutations,
      AuthorizationMutations,
      DecisionSubscription,
      AuthorizationSubscription,
      ...connectionResolvers,
    ],
    orphanedTypes: Object.values(stubs),
    references: {
      Referral: reference(Referral),
      Position: reference(Position),
      Condition: reference(Condition),
      Dispute: reference(Dispute),
      Decision: reference(Decision),
      Authorization: reference(Authorization),
    },
    validate: true,
  });
