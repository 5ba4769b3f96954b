import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, InputType, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { Choices, Line } from "../../graph/bounds.ts";
import { connectionOf } from "../../graph/connection.ts";
import { graphEnum } from "../../graph/enums.ts";
import { type Order, PageArgs } from "../../graph/paging.ts";
import { column, type ListOf, orderBy, recordById, records, recordsUnder } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import type { NominationStatus } from "../../rules/release-vocabulary.ts";
import { Release } from "../register/release.ts";
import { Nomination, NominationStatusEnum } from "./nomination.ts";

const { Connection: NominationConnection, ConnectionResolver } = connectionOf("Nomination", () => Nomination);
export const NominationConnectionResolver = ConnectionResolver;

const NominationOrderEnum = graphEnum("NominationOrder", "How a list of nominations is sorted.", {
  NOMINATED_AT_DESC: "The latest first.",
  NOMINATED_AT_ASC: "The first first.",
  LEGAL_NAME_ASC: "By legal name.",
});
type NominationOrder = keyof typeof NominationOrderEnum;

const orders: Record<NominationOrder, Order> = {
  NOMINATED_AT_DESC: orderBy("nominated_at", "timestamptz", true),
  NOMINATED_AT_ASC: orderBy("nominated_at", "timestamptz", false),
  LEGAL_NAME_ASC: orderBy("legal_name", "text", false),
};

@InputType({ description: "Which nominations: all that is given must hold." })
class NominationFilter {
  @Field(() => [NominationStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: NominationStatus[] | null;

  @Field(() => ID, { nullable: true, description: "For this release." })
  @IsOptional()
  @Line(64)
  releaseId?: string | null;
}

/** What every list of nominations takes. */
@ArgsType()
class NominationsArgs extends PageArgs {
  @Field(() => NominationFilter, { nullable: true, description: "Which nominations." })
  @IsOptional()
  @ValidateNested()
  filter?: NominationFilter | null;

  @Field(() => NominationOrderEnum, { defaultValue: "NOMINATED_AT_DESC", description: "In which order." })
  orderBy: NominationOrder = "NOMINATED_AT_DESC";
}

function nominationList({ filter, orderBy: order }: NominationsArgs): ListOf {
  const where: Sql[] = [];
  if (filter?.status) where.push(sql`${column("status")} = any(${filter.status}::varchar[])`);
  if (filter?.releaseId) where.push(sql`${column("release_id")} = ${filter.releaseId}`);
  return { where, order: orders[order] };
}

@Resolver(() => Nomination)
export class NominationQueries {
  @Query(() => Nomination, {
    nullable: true,
    description: "The nomination with this id, or null where there is none that you may see.",
  })
  nomination(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, Nomination, id);
  }

  @Query(() => NominationConnection, { nullable: true, description: "The nominations that you may see." })
  nominations(@Args(() => NominationsArgs) args: NominationsArgs, @Ctx() context: Context) {
    return records(context, Nomination, nominationList(args), args);
  }

  @reads("releaseId")
  @FieldResolver(() => Release, { nullable: true, description: "The release that it is for." })
  release(@Root() { releaseId }: Nomination, @Ctx() context: Context) {
    return recordById(context, Release, releaseId);
  }
}

/** The short list of a release. */
@Resolver(() => Release)
export class ReleaseNominations {
  @reads("id", "withheld")
  @FieldResolver(() => NominationConnection, {
    nullable: true,
    description: "Its vendor's short list. Withheld from all but the vendor, officials and auditors.",
  })
  nominations(
    @Root() { id, withheld }: Release,
    @Args(() => NominationsArgs) args: NominationsArgs,
    @Ctx() context: Context,
  ) {
    if (withheld.some(({ field }) => field === "nominations")) return null;
    return recordsUnder(context, Nomination, "release_id", id, nominationList(args), args);
  }
}
