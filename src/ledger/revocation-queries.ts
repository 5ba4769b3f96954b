import { Arg, Args, ArgsType, Ctx, Directive, Field, ID, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { connectionOf } from "../graph/connection.ts";
import { graphEnum } from "../graph/enums.ts";
import { type Order, PageArgs } from "../graph/paging.ts";
import { column, orderBy, recordById, records } from "../graph/records.ts";
import { sql } from "../graph/sql.ts";
import { authorise, requires, scopeDirective } from "../identity/permissions.ts";
import type { RevocationKind } from "../identity/revocation.ts";
import { Revocation, RevocationKindEnum } from "./revocation.ts";

const connection = connectionOf("Revocation", () => Revocation);
export const RevocationConnectionResolver = connection.ConnectionResolver;

const RevocationOrderEnum = graphEnum("RevocationOrder", "How a list of revocations is sorted.", {
  REVOKED_AT_DESC: "The latest first.",
  REVOKED_AT_ASC: "The first first.",
});
type RevocationOrder = keyof typeof RevocationOrderEnum;

const orders: Record<RevocationOrder, Order> = {
  REVOKED_AT_DESC: orderBy("revoked_at", "timestamptz", true),
  REVOKED_AT_ASC: orderBy("revoked_at", "timestamptz", false),
};

@ArgsType()
class RevocationsArgs extends PageArgs {
  @Field(() => RevocationKindEnum, { nullable: true, description: "Of this kind." })
  kind?: RevocationKind | null;

  @Field(() => RevocationOrderEnum, { defaultValue: "REVOKED_AT_DESC", description: "In which order." })
  orderBy: RevocationOrder = "REVOKED_AT_DESC";
}

@Resolver()
export class RevocationQueries {
  @Directive(scopeDirective("revocation:read"))
  @Query(() => Revocation, {
    nullable: true,
    description: `The revocation with this id, or null where there is none. ${requires("revocation:read")}`,
  })
  revocation(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    authorise(context.actor, "revocation:read");
    return recordById(context, Revocation, id);
  }

  @Directive(scopeDirective("revocation:read"))
  @Query(() => connection.Connection, {
    nullable: true,
    description: `Who is refused, whatever their token says. ${requires("revocation:read")}`,
  })
  revocations(@Args(() => RevocationsArgs) args: RevocationsArgs, @Ctx() context: Context) {
    authorise(context.actor, "revocation:read");
    const where = args.kind ? [sql`${column("kind")} = ${args.kind}`] : [];
    return records(context, Revocation, { where, order: orders[args.orderBy] }, args);
  }
}
