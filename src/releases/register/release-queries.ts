import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, ID, InputType, Query, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { Choices, Line, Search } from "../../graph/bounds.ts";
import { connectionOf } from "../../graph/connection.ts";
import { graphEnum } from "../../graph/enums.ts";
import { type Order, PageArgs } from "../../graph/paging.ts";
import { column, type ListOf, orderBy, recordById, records } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { ReleasePhaseEnum } from "../../graph/vocabulary-enums.ts";
import type { ReleasePhase } from "../../rules/vocabulary.ts";
import { Release } from "./release.ts";

export const { Connection: ReleaseConnection, ConnectionResolver: ReleaseConnectionResolver } = connectionOf(
  "Release",
  () => Release,
);

const ReleaseOrderEnum = graphEnum("ReleaseOrder", "How a list of releases is sorted.", {
  REGISTERED_AT_DESC: "The latest registered first, drafts last.",
  REGISTERED_AT_ASC: "The first registered first, drafts last.",
  NAME_ASC: "By the model's name.",
});
type ReleaseOrder = keyof typeof ReleaseOrderEnum;

const orders: Record<ReleaseOrder, Order> = {
  REGISTERED_AT_DESC: orderBy("registered_at", "timestamptz", true),
  REGISTERED_AT_ASC: orderBy("registered_at", "timestamptz", false),
  NAME_ASC: orderBy("name", "text", false),
};

@InputType({ description: "Which releases: all that is given must hold." })
class ReleaseFilter {
  @Field(() => [ReleasePhaseEnum], { nullable: true, description: "In one of these phases." })
  @Choices()
  phase?: ReleasePhase[] | null;

  @Field(() => ID, { nullable: true, description: "Of this vendor." })
  @IsOptional()
  @Line(64)
  vendorId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Whose model's name contains this, in any case: 1 to 200 characters.",
  })
  @IsOptional()
  @Search(200)
  text?: string | null;
}

/** What every list of releases takes. */
@ArgsType()
export class ReleasesArgs extends PageArgs {
  @Field(() => ReleaseFilter, { nullable: true, description: "Which releases." })
  @IsOptional()
  @ValidateNested()
  filter?: ReleaseFilter | null;

  @Field(() => ReleaseOrderEnum, { defaultValue: "REGISTERED_AT_DESC", description: "In which order." })
  orderBy: ReleaseOrder = "REGISTERED_AT_DESC";
}

/** The list that the arguments ask for. */
export function releaseList({ filter, orderBy }: ReleasesArgs): ListOf {
  const where: Sql[] = [];
  if (filter?.phase) where.push(sql`${column("phase")} = any(${filter.phase}::varchar[])`);
  if (filter?.vendorId) where.push(sql`${column("vendor_id")} = ${filter.vendorId}`);
  if (filter?.text) where.push(sql`strpos(lower(${column("name")}), lower(${filter.text})) > 0`);
  return { where, order: orders[orderBy] };
}

@Resolver()
export class ReleaseQueries {
  @Query(() => Release, {
    nullable: true,
    description: "The release with this id, or null where there is none that you may see.",
  })
  release(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, Release, id);
  }

  @Query(() => ReleaseConnection, { nullable: true, description: "The releases that you may see." })
  releases(@Args(() => ReleasesArgs) args: ReleasesArgs, @Ctx() context: Context) {
    return records(context, Release, releaseList(args), args);
  }
}
