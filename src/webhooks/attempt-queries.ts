import { IsOptional } from "class-validator";
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { Choices, Line } from "../graph/bounds.ts";
import { connectionOf } from "../graph/connection.ts";
import { graphEnum } from "../graph/enums.ts";
import { type Order, PageArgs, page } from "../graph/paging.ts";
import { recordById } from "../graph/records.ts";
import { DateTime } from "../graph/scalars.ts";
import { raw, sql } from "../graph/sql.ts";
import { changeById } from "../ledger/changes.ts";
import { RecordedChange } from "../ledger/recorded-change.ts";
import type { WebhookOutcome } from "../rules/webhook-retries.ts";
import { Webhook } from "./webhook.ts";

const WebhookOutcomeEnum = graphEnum<WebhookOutcome>("WebhookOutcome", "What came of an attempt to deliver.", {
  ACKNOWLEDGED: "The receiver answered 2xx: it has the event.",
  REFUSED: "The receiver answered with another status.",
  GONE: "The receiver answered 410: the webhook is paused.",
  REDIRECTED: "The receiver answered 3xx: no redirect is followed.",
  TIMED_OUT: "The receiver didn't answer within 15 seconds.",
  UNREACHABLE: "No connection came about, or it broke before an answer.",
  TLS_FAILED: "The receiver's certificate isn't one to trust, or no secure connection came about.",
  NAME_UNKNOWN: "The host's name stands for no address.",
  ADDRESS_FORBIDDEN:
    "The host's name stands for an address that isn't of the public internet, or that this graph sends nothing to.",
});

@ObjectType("WebhookAttempt", {
  simpleResolvers: true,
  description: "One attempt to deliver one change to a webhook.",
})
export class WebhookAttemptRow {
  @Field(() => String, { description: "The `webhook-id` that it was sent with: the change's id, for every attempt." })
  messageId!: string;

  @Field(() => DateTime, { description: "When it began." })
  at!: Date;

  @Field(() => Int, {
    description: "Which attempt of this event it was: from 1, and again from 1 once it is resumed or replayed.",
  })
  number!: number;

  @Field(() => WebhookOutcomeEnum, { description: "What came of it." })
  outcome!: WebhookOutcome;

  @Field(() => Int, { nullable: true, description: "The HTTP status of the answer; null where there was none." })
  status!: number | null;

  @Field(() => Int, { description: "How long it took, in milliseconds." })
  durationMs!: number;

  @Field(() => DateTime, { nullable: true, description: "When the event is tried again; null where it isn't." })
  nextAt!: Date | null;
}

const connection = connectionOf("WebhookAttempt", () => WebhookAttemptRow);
export const WebhookAttemptConnectionResolver = connection.ConnectionResolver;

const WebhookAttemptOrderEnum = graphEnum("WebhookAttemptOrder", "How a delivery log is sorted.", {
  AT_DESC: "The latest first.",
  AT_ASC: "The first first.",
});
type WebhookAttemptOrder = keyof typeof WebhookAttemptOrderEnum;

const byTime = (descending: boolean): Order => ({
  name: descending ? "at desc" : "at",
  column: "at",
  expression: sql`t.at`,
  type: "timestamptz",
  descending,
});
const orders: Record<WebhookAttemptOrder, Order> = { AT_DESC: byTime(true), AT_ASC: byTime(false) };

@ArgsType()
class WebhookAttemptsArgs extends PageArgs {
  @Field(() => ID, { description: "The webhook." })
  webhookId!: string;

  @Field(() => ID, { nullable: true, description: "Of this change alone." })
  @IsOptional()
  @Line(64)
  changeId?: string | null;

  @Field(() => [WebhookOutcomeEnum], { nullable: true, description: "With one of these outcomes." })
  @Choices()
  outcome?: WebhookOutcome[] | null;

  @Field(() => WebhookAttemptOrderEnum, { defaultValue: "AT_DESC", description: "In which order." })
  orderBy: WebhookAttemptOrder = "AT_DESC";
}

const columns = raw(`t.change_id as "messageId", t.at, t.number, t.outcome, t.status, t.duration_ms as "durationMs",
  t.next_at as "nextAt"`);

@Resolver()
export class WebhookAttemptQueries {
  @Query(() => connection.Connection, {
    nullable: true,
    description:
      "The delivery log of a webhook: each attempt of late. Null where there is no such webhook that you may see.",
  })
  async webhookAttempts(@Args(() => WebhookAttemptsArgs) args: WebhookAttemptsArgs, @Ctx() context: Context) {
    const { webhookId, changeId, outcome } = args;
    if ((await recordById(context, Webhook, webhookId)) === null) return null;
    const where = [sql`t.webhook_id = ${webhookId}`];
    if (changeId) where.push(sql`t.change_id = ${changeId}`);
    if (outcome) where.push(sql`t.outcome = any(${outcome}::varchar[])`);
    const list = {
      select: columns,
      from: sql`webhook_attempt t`,
      id: sql`t.id`,
      where,
      order: orders[args.orderBy],
      cursors: true,
    };
    return page<WebhookAttemptRow>(context, list, args);
  }
}

@Resolver(() => WebhookAttemptRow)
export class WebhookAttemptFields {
  @FieldResolver(() => RecordedChange, { nullable: true, description: "The change that was sent, as you may see it." })
  change(@Root() { messageId }: WebhookAttemptRow, @Ctx() context: Context) {
    return changeById(context, messageId);
  }
}
