import { IsOptional, ValidateNested } from "class-validator";
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { Context } from "../context.ts";
import { reads } from "../graph/asked.ts";
import { Choices } from "../graph/bounds.ts";
import { connectionOf } from "../graph/connection.ts";
import { graphEnum } from "../graph/enums.ts";
import { type Order, PageArgs } from "../graph/paging.ts";
import { column, orderBy, recordById, records } from "../graph/records.ts";
import { sql } from "../graph/sql.ts";
import { Cursor } from "../ledger/cursor.ts";
import type { WebhookStatus } from "../rules/lifecycles/webhook.ts";
import { progressOf } from "./progress.ts";
import { Webhook, WebhookStatusEnum } from "./webhook.ts";

const connection = connectionOf("Webhook", () => Webhook);
export const WebhookConnectionResolver = connection.ConnectionResolver;

const WebhookOrderEnum = graphEnum("WebhookOrder", "How a list of webhooks is sorted.", {
  REGISTERED_AT_DESC: "The latest registered first.",
  REGISTERED_AT_ASC: "The first registered first.",
});
type WebhookOrder = keyof typeof WebhookOrderEnum;

const orders: Record<WebhookOrder, Order> = {
  REGISTERED_AT_DESC: orderBy("registered_at", "timestamptz", true),
  REGISTERED_AT_ASC: orderBy("registered_at", "timestamptz", false),
};

@InputType({ description: "Which webhooks: all that is given must hold." })
class WebhookFilter {
  @Field(() => [WebhookStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: WebhookStatus[] | null;
}

@ArgsType()
class WebhooksArgs extends PageArgs {
  @Field(() => WebhookFilter, { nullable: true, description: "Which webhooks." })
  @IsOptional()
  @ValidateNested()
  filter?: WebhookFilter | null;

  @Field(() => WebhookOrderEnum, { defaultValue: "REGISTERED_AT_DESC", description: "In which order." })
  orderBy: WebhookOrder = "REGISTERED_AT_DESC";
}

@Resolver()
export class WebhookQueries {
  @Query(() => Webhook, {
    nullable: true,
    description: "The webhook with this id, or null where there is none that you may see.",
  })
  webhook(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, Webhook, id);
  }

  @Query(() => connection.Connection, {
    nullable: true,
    description: "The webhooks that you may see: those of your organisation or agency, deleted ones among them.",
  })
  webhooks(@Args(() => WebhooksArgs) args: WebhooksArgs, @Ctx() context: Context) {
    const status = args.filter?.status;
    const where = status ? [sql`${column("status")} = any(${status}::varchar[])`] : [];
    return records(context, Webhook, { where, order: orders[args.orderBy] }, args);
  }
}

@Resolver(() => Webhook)
export class WebhookFields {
  @reads("id")
  @FieldResolver(() => Cursor, {
    description:
      "Its receiver has acknowledged everything that it asks for up to here, or it was given up: `replayWebhook` goes back from it.",
  })
  async acknowledgedTo(@Root() { id }: Webhook, @Ctx() context: Context) {
    return (await progressOf(context, id)).acknowledgedTo;
  }

  @reads("id")
  @FieldResolver(() => Int, {
    description: "How many events are noted for it and not acknowledged; 200 at most, the others wait in the ledger.",
  })
  async waiting(@Root() { id }: Webhook, @Ctx() context: Context) {
    return (await progressOf(context, id)).waiting;
  }
}
