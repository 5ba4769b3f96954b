import type { Context } from "../context.ts";
import { connectionOf } from "../graph/connection.ts";
import { graphEnum } from "../graph/enums.ts";
import type { Order, PageArgs } from "../graph/paging.ts";
import { orderBy, recordsUnder } from "../graph/records.ts";
import { sql } from "../graph/sql.ts";
import { Authorization } from "./authorization.ts";
import { Condition } from "./condition.ts";
import { Decision } from "./decision.ts";
import { Dispute } from "./dispute.ts";
import { Position } from "./position.ts";
import { Referral } from "./referral.ts";

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

export const connectionResolvers = [
  referralList.ConnectionResolver,
  positionList.ConnectionResolver,
  conditionList.ConnectionResolver,
  disputeList.ConnectionResolver,
  decisionList.ConnectionResolver,
  authorizationList.ConnectionResolver,
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
});
export type DecisionOrder = keyof typeof DecisionOrderEnum;
export const decisionOrders: Record<DecisionOrder, Order> = {
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

/** The conditions that a decision carries: they hang on it by its list of ids. */
export const conditionsOfDecision = (context: Context, decisionId: string, args: PageArgs) =>
  recordsUnder(
    context,
    Condition,
    "decision_id",
    decisionId,
    {
      order: orderBy("proposed_at", "timestamptz", false),
      parent: sql`carrier.id`,
      joins: sql`join decision carrier on t.id = any(carrier.condition_ids)`,
    },
    args,
  );
