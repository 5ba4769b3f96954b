import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, ID, InputType, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { Choices, Line } from "../graph/bounds.ts";
import { connectionOf } from "../graph/connection.ts";
import { graphEnum } from "../graph/enums.ts";
import type { Order } from "../graph/paging.ts";
import { PageArgs } from "../graph/paging.ts";
import { column, orderBy, recordById, records } from "../graph/records.ts";
import { type Sql, sql } from "../graph/sql.ts";
import { PartnerKindEnum } from "../graph/vocabulary-enums.ts";
import type { PartnerKind, PartnerStatus } from "../rules/vocabulary.ts";
import { Partner, PartnerStatusEnum } from "./partner.ts";

const connection = connectionOf("Partner", () => Partner);
export const PartnerConnectionResolver = connection.ConnectionResolver;

const PartnerOrderEnum = graphEnum("PartnerOrder", "How a list of partners is sorted.", {
  REGISTERED_AT_DESC: "The latest registered first.",
  REGISTERED_AT_ASC: "The first registered first.",
  LEGAL_NAME_ASC: "By legal name.",
});
type PartnerOrder = keyof typeof PartnerOrderEnum;

const orders: Record<PartnerOrder, Order> = {
  REGISTERED_AT_DESC: orderBy("registered_at", "timestamptz", true),
  REGISTERED_AT_ASC: orderBy("registered_at", "timestamptz", false),
  LEGAL_NAME_ASC: orderBy("legal_name", "text", false),
};

@InputType({ description: "Which partners: all that is given must hold." })
export class PartnerFilter {
  @Field(() => [PartnerStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: PartnerStatus[] | null;

  @Field(() => [PartnerKindEnum], { nullable: true, description: "Of one of these kinds." })
  @Choices()
  kind?: PartnerKind[] | null;

  @Field(() => String, { nullable: true, description: "Established here: ISO 3166-1 alpha-2." })
  @IsOptional()
  @Line(2)
  jurisdiction?: string | null;
}

@ArgsType()
class PartnersArgs extends PageArgs {
  @Field(() => PartnerFilter, { nullable: true, description: "Which partners." })
  @IsOptional()
  @ValidateNested()
  filter?: PartnerFilter | null;

  @Field(() => PartnerOrderEnum, { defaultValue: "REGISTERED_AT_DESC", description: "In which order." })
  orderBy: PartnerOrder = "REGISTERED_AT_DESC";
}

const conditions = (filter: PartnerFilter | null | undefined): Sql[] => {
  const where: Sql[] = [];
  if (filter?.status) where.push(sql`${column("status")} = any(${filter.status}::varchar[])`);
  if (filter?.kind) where.push(sql`${column("kind")} = any(${filter.kind}::varchar[])`);
  if (filter?.jurisdiction) where.push(sql`${column("jurisdiction")} = ${filter.jurisdiction}`);
  return where;
};

@Resolver()
export class PartnerQueries {
  @Query(() => Partner, {
    nullable: true,
    description: "The partner with this id, or null where there is none that you may see.",
  })
  partner(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, Partner, id);
  }

  @Query(() => connection.Connection, { nullable: true, description: "The partners that you may see." })
  partners(@Args(() => PartnersArgs) args: PartnersArgs, @Ctx() context: Context) {
    return records(context, Partner, { where: conditions(args.filter), order: orders[args.orderBy] }, args);
  }
}
