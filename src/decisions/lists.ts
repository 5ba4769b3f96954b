import type { Context } from "../context.ts";
import { connectionOf } from "../graph/connection.ts";
import { graphEnum } from "../graph/enums.ts";
import type { Order, PageArgs } from "../graph/paging.ts";
import { column, orderBy, recordsUnder } from "../graph/records.ts";
import { raw, sql } from "../graph/sql.ts";
import { Appeal } from "./appeals/appeal.ts";
import { Authorization } from "./authorizations/authorization.ts";
import { Condition } from "./conditions/condition.ts";
import { ConditionChange } from "./conditions/condition-change.ts";
import { Dispute } from "./disputes/dispute.ts";
import { LadderDecision } from "./disputes/ladder-decision.ts";
import { Vote } from "./disputes/vote.ts";
import { Decision } from "./outcomes/decision.ts";
import { Rebuttal } from "./outcomes/rebuttal.ts";
import { Position } from "./panel/position.ts";
import { Referral } from "./panel/referral.ts";
import { Hold } from "./stops/hold.ts";
import { InformationRequest } from "./stops/information-request.ts";

const referralList = connectionOf("Referral", () => Referral);
export const ReferralConnection = referralList.Connection;
const positionList = connectionOf("Position", () => Position);
export const PositionConnection = positionList.Connection;
const conditionList = connectionOf("Condition", () => Condition);
export const ConditionConnection = conditionList.Connection;
const disputeList = connectionOf("Dispute", () => Dispute);
export const DisputeConnection = disputeList.Connection;
const decisionList = connectionOf("Decision", () => Decision);
export const DecisionConnection = decisionList.Connection;
const authorizationList = connectionOf("Authorization", () => Authorization);
export const AuthorizationConnection = authorizationList.Connection;
const holdList = connectionOf("Hold", () => Hold);
export const HoldConnection = holdList.Connection;
const informationRequestList = connectionOf("InformationRequest", () => InformationRequest);
export const InformationRequestConnection = informationRequestList.Connection;
const ladderDecisionList = connectionOf("LadderDecision", () => LadderDecision);
export const LadderDecisionConnection = ladderDecisionList.Connection;
const voteList = connectionOf("Vote", () => Vote);
export const VoteConnection = voteList.Connection;
const rebuttalList = connectionOf("Rebuttal", () => Rebuttal);
export const RebuttalConnection = rebuttalList.Connection;
const appealList = connectionOf("Appeal", () => Appeal);
export const AppealConnection = appealList.Connection;
const conditionChangeList = connectionOf("ConditionChange", () => ConditionChange);
export const ConditionChangeConnection = conditionChangeList.Connection;

export const connectionResolvers = [
  referralList.ConnectionResolver,
  positionList.ConnectionResolver,
  conditionList.ConnectionResolver,
  disputeList.ConnectionResolver,
  decisionList.ConnectionResolver,
  authorizationList.ConnectionResolver,
  holdList.ConnectionResolver,
  informationRequestList.ConnectionResolver,
  ladderDecisionList.ConnectionResolver,
  voteList.ConnectionResolver,
  rebuttalList.ConnectionResolver,
  appealList.ConnectionResolver,
  conditionChangeList.ConnectionResolver,
] as const;

export const ReferralOrderEnum = graphEnum("ReferralOrder", "How a list of referrals is sorted.", {
  DUE_AT_ASC: "The first due first; those whose clock is stopped last.",
  REFERRED_AT_DESC: "The latest referred first.",
});
export type ReferralOrder = keyof typeof ReferralOrderEnum;
export const referralOrders: Record<ReferralOrder, Order> = {
  DUE_AT_ASC: orderBy("due_at", "timestamptz", false),
  REFERRED_AT_DESC: orderBy("referred_at", "timestamptz", true),
};

export const DecisionOrderEnum = graphEnum("DecisionOrder", "How a list of decisions is sorted.", {
  PROPOSED_AT_DESC: "The latest proposed first.",
  PROPOSED_AT_ASC: "The first proposed first.",
  DUE_AT_ASC: "The first to be countersigned first; those that await none, or whose clock is stopped, last.",
});
export type DecisionOrder = keyof typeof DecisionOrderEnum;
export const decisionOrders: Record<DecisionOrder, Order> = {
  PROPOSED_AT_DESC: orderBy("proposed_at", "timestamptz", true),
  PROPOSED_AT_ASC: orderBy("proposed_at", "timestamptz", false),
  DUE_AT_ASC: orderBy("due_at", "timestamptz", false),
};

export const DisputeOrderEnum = graphEnum("DisputeOrder", "How a list of disputes is sorted.", {
  DUE_AT_ASC:
    "The first due first; one for which no date runs and whose last level was silent, by when that was, also while its clock is stopped; those that have ended, for which nothing is due, or whose clock is stopped otherwise, last.",
  OPENED_AT_DESC: "The latest opened first.",
});
export type DisputeOrder = keyof typeof DisputeOrderEnum;
export const disputeOrders: Record<DisputeOrder, Order> = {
  // What waits at the last level, overdue, has no date any more, and is the most urgent of all. It is sorted by its row's own
  // columns: whether its clock is stopped is asked of other tables, and would move it between two pages.
  DUE_AT_ASC: {
    ...orderBy("due_at", "timestamptz", false),
    name: "due_or_silent_at:asc",
    expression: sql`case when ${column("status")} = 'OPEN' then coalesce(${column("due_at")}, ${column("silent_at")}) end`,
  },
  OPENED_AT_DESC: orderBy("opened_at", "timestamptz", true),
};

export const ConditionChangeOrderEnum = graphEnum(
  "ConditionChangeOrder",
  "How a list of changes of conditions is sorted.",
  {
    PROPOSED_AT_DESC: "The latest proposed or ruled first.",
    PROPOSED_AT_ASC: "The first proposed or ruled first.",
  },
);
export type ConditionChangeOrder = keyof typeof ConditionChangeOrderEnum;
export const conditionChangeOrders: Record<ConditionChangeOrder, Order> = {
  PROPOSED_AT_DESC: orderBy("proposed_at", "timestamptz", true),
  PROPOSED_AT_ASC: orderBy("proposed_at", "timestamptz", false),
};

export const AuthorizationOrderEnum = graphEnum("AuthorizationOrder", "How a list of authorizations is sorted.", {
  ISSUED_AT_DESC: "The latest issued first.",
  ISSUED_AT_ASC: "The first issued first.",
  EXPIRES_AT_ASC: "The first to expire first.",
});
export type AuthorizationOrder = keyof typeof AuthorizationOrderEnum;
export const authorizationOrders: Record<AuthorizationOrder, Order> = {
  ISSUED_AT_DESC: orderBy("issued_at", "timestamptz", true),
  ISSUED_AT_ASC: orderBy("issued_at", "timestamptz", false),
  EXPIRES_AT_ASC: orderBy("expires_at", "timestamptz", false),
};

/** The positions on a case, latest first. */
export const positionsOn = (context: Context, caseId: string, args: PageArgs) =>
  recordsUnder(context, Position, "case_id", caseId, { order: orderBy("recorded_at", "timestamptz", true) }, args);

/** The disputes of a case, latest first. */
export const disputesOf = (context: Context, caseId: string, args: PageArgs) =>
  recordsUnder(context, Dispute, "case_id", caseId, { order: orderBy("opened_at", "timestamptz", true) }, args);

/** The conditions that came with a position, in the order of their proposal. */
export const conditionsOfPosition = (context: Context, positionId: string, args: PageArgs) =>
  recordsUnder(
    context,
    Condition,
    "position_id",
    positionId,
    { order: orderBy("proposed_at", "timestamptz", false) },
    args,
  );

/** The conditions that hang on a record by its list of ids, in the order of their proposal. */
const conditionsListedBy =
  (type: "Decision" | "LadderDecision" | "Appeal", table: string) => (context: Context, id: string, args: PageArgs) =>
    recordsUnder(
      context,
      Condition,
      `${type}.condition_ids`,
      id,
      {
        order: orderBy("proposed_at", "timestamptz", false),
        parent: sql`carrier.id`,
        joins: sql`join ${raw(table)} carrier on t.id = any(carrier.condition_ids)`,
      },
      args,
    );

/** The conditions that a decision carries. */
export const conditionsOfDecision = conditionsListedBy("Decision", "decision");
/** The conditions that a ladder level's approval would carry. */
export const conditionsOfLadderDecision = conditionsListedBy("LadderDecision", "ladder_decision");
/** The conditions that an appeal is against. */
export const conditionsOfAppeal = conditionsListedBy("Appeal", "appeal");

/** The conditions that a decision's authorization stands under now: its own, each in the wording that holds. */
export const conditionsInForce = (context: Context, decisionId: string, args: PageArgs) =>
  recordsUnder(
    context,
    Condition,
    "Decision.conditions_in_force",
    decisionId,
    {
      where: [sql`t.ended_at is null`],
      order: orderBy("proposed_at", "timestamptz", false),
      parent: sql`carrier.id`,
      joins: sql`join condition carried on carried.root_id = t.root_id
        join decision carrier on carried.id = any(carrier.condition_ids)`,
    },
    args,
  );
