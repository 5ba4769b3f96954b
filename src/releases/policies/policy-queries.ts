import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, ID, InputType, Query, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { Line } from "../../graph/bounds.ts";
import { connectionOf } from "../../graph/connection.ts";
import { graphEnum } from "../../graph/enums.ts";
import { type Order, PageArgs } from "../../graph/paging.ts";
import { column, orderBy, recordById, records } from "../../graph/records.ts";
import { sql } from "../../graph/sql.ts";
import { Policy } from "./policy.ts";

const { Connection: PolicyConnection, ConnectionResolver } = connectionOf("Policy", () => Policy);
export const PolicyConnectionResolver = ConnectionResolver;

const PolicyOrderEnum = graphEnum("PolicyOrder", "How a list of policies is sorted.", {
  KEY_ASC: "By key, and of one policy the first version first.",
  PUBLISHED_AT_DESC: "The latest published first.",
});
type PolicyOrder = keyof typeof PolicyOrderEnum;

const orders: Record<PolicyOrder, Order> = {
  KEY_ASC: orderBy("key", "text", false),
  PUBLISHED_AT_DESC: orderBy("published_at", "timestamptz", true),
};

@InputType({ description: "Which policies: all that is given must hold." })
class PolicyFilter {
  @Field(() => String, { nullable: true, description: "The versions of the policy with this key." })
  @IsOptional()
  @Line(60)
  key?: string | null;
}

@ArgsType()
class PoliciesArgs extends PageArgs {
  @Field(() => PolicyFilter, { nullable: true, description: "Which policies." })
  @IsOptional()
  @ValidateNested()
  filter?: PolicyFilter | null;

  @Field(() => PolicyOrderEnum, { defaultValue: "KEY_ASC", description: "In which order." })
  orderBy: PolicyOrder = "KEY_ASC";
}

@Resolver()
export class PolicyQueries {
  @Query(() => Policy, { nullable: true, description: "The policy version with this id, or null where there is none." })
  policy(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, Policy, id);
  }

  @Query(() => PolicyConnection, { nullable: true, description: "Every version of every policy." })
  policies(@Args(() => PoliciesArgs) { filter, orderBy, ...page }: PoliciesArgs, @Ctx() context: Context) {
    const where = filter?.key ? [sql`${column("key")} = ${filter.key}`] : [];
    return records(context, Policy, { where, order: orders[orderBy] }, page);
  }
}
