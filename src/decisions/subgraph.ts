import type { Context } from "../context.ts";
import { buildSubgraph } from "../gateway/subgraph.ts";
import { reference } from "../graph/records.ts";
import { Appeal } from "./appeals/appeal.ts";
import { AppealFields, CaseAppealFields, DecisionAppealFields } from "./appeals/appeal-fields.ts";
import { AppealMutations } from "./appeals/appeal-mutations.ts";
import { AppealQueries } from "./appeals/appeal-queries.ts";
import { Authorization } from "./authorizations/authorization.ts";
import { AuthorizationAsOfQuery } from "./authorizations/authorization-as-of.ts";
import { AuthorizationMutations } from "./authorizations/authorization-mutations.ts";
import { AuthorizationQueries } from "./authorizations/authorization-queries.ts";
import { AuthorizationSubscription } from "./authorizations/authorization-subscription.ts";
import { AccessCheckFields, AccessQueries } from "./authorizations/check-access.ts";
import {
  BlockedPhaseAdvanceFields,
  DirectivePreviewQuery,
  PreviewedPartFields,
  TouchedPartnerConnectionResolver,
  UncountedUseFields,
} from "./authorizations/directive-preview.ts";
import { AccessReasonFields } from "./authorizations/effect.ts";
import { CaseFields } from "./cases/case-fields.ts";
import { ClockStopFields, ExplainDeadlineQuery } from "./clocks/explain-deadline.ts";
import { ReferralExtension } from "./clocks/extension-fields.ts";
import { ForecastQuery } from "./clocks/forecast.ts";
import { Condition } from "./conditions/condition.ts";
import { ConditionChange } from "./conditions/condition-change.ts";
import { ConditionChangeFields } from "./conditions/condition-change-fields.ts";
import { ConditionChangeQueries } from "./conditions/condition-change-queries.ts";
import { ConditionMutations } from "./conditions/condition-mutations.ts";
import { Dispute } from "./disputes/dispute.ts";
import { DisputeMutations } from "./disputes/dispute-mutations.ts";
import { DisputeQueries } from "./disputes/dispute-queries.ts";
import { LadderDecision } from "./disputes/ladder-decision.ts";
import { LadderDecisionFields, VoteFields } from "./disputes/ladder-fields.ts";
import { Vote } from "./disputes/vote.ts";
import { connectionResolvers } from "./lists.ts";
import { ChangeSubject, NodeQuery } from "./node-query.ts";
import { Decision } from "./outcomes/decision.ts";
import { DecisionMutations } from "./outcomes/decision-mutations.ts";
import { ConditionFields, DecisionQueries, PositionFields } from "./outcomes/decision-queries.ts";
import { DecisionSubscription } from "./outcomes/decision-subscription.ts";
import { Rebuttal } from "./outcomes/rebuttal.ts";
import { RebuttalFields } from "./outcomes/rebuttal-fields.ts";
import { Position } from "./panel/position.ts";
import { Referral } from "./panel/referral.ts";
import { ReferralQueries } from "./panel/referral-queries.ts";
import { PrecedentConnectionResolver, PrecedentQueries } from "./records/precedent-queries.ts";
import { CaseReplayFields, ReplayQueries } from "./records/replay-queries.ts";
import { ReplaySubscription } from "./records/replay-subscription.ts";
import { ReportOverdueFields, ReportQueries } from "./records/report-queries.ts";
import { Hold } from "./stops/hold.ts";
import { InformationRequest } from "./stops/information-request.ts";
import { HoldFields, InformationRequestFields } from "./stops/stop-fields.ts";
import { StopMutations } from "./stops/stop-mutations.ts";
import { StopQueries } from "./stops/stop-queries.ts";
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
      AuthorizationAsOfQuery,
      AccessCheckFields,
      AccessReasonFields,
      CaseFields,
      ReferralQueries,
      DecisionQueries,
      PrecedentQueries,
      ReportQueries,
      ReportOverdueFields,
      ReplayQueries,
      CaseReplayFields,
      ReplaySubscription,
      PrecedentConnectionResolver,
      PositionFields,
      ConditionFields,
      DisputeQueries,
      HoldFields,
      InformationRequestFields,
      ReferralExtension,
      StopQueries,
      StopMutations,
      LadderDecisionFields,
      VoteFields,
      RebuttalFields,
      AppealFields,
      ConditionChangeFields,
      CaseAppealFields,
      DecisionAppealFields,
      AppealQueries,
      ConditionChangeQueries,
      AuthorizationQueries,
      PartnerAuthorizations,
      ReleaseAuthorizations,
      ApplicationAuthorization,
      ExplainDeadlineQuery,
      ClockStopFields,
      ForecastQuery,
      DecisionMutations,
      DisputeMutations,
      AppealMutations,
      ConditionMutations,
      AuthorizationMutations,
      DecisionSubscription,
      AuthorizationSubscription,
      DirectivePreviewQuery,
      BlockedPhaseAdvanceFields,
      UncountedUseFields,
      PreviewedPartFields,
      TouchedPartnerConnectionResolver,
      ...connectionResolvers,
    ],
    orphanedTypes: Object.values(stubs),
    references: {
      Referral: reference(Referral),
      Position: reference(Position),
      Hold: reference(Hold),
      InformationRequest: reference(InformationRequest),
      Condition: reference(Condition),
      ConditionChange: reference(ConditionChange),
      Dispute: reference(Dispute),
      LadderDecision: reference(LadderDecision),
      Vote: reference(Vote),
      Rebuttal: reference(Rebuttal),
      Appeal: reference(Appeal),
      Decision: reference(Decision),
      Authorization: reference(Authorization),
    },
    validate: true,
  });
