import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, ID, InputType, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { Choices, Line } from "../graph/bounds.ts";
import { connectionOf } from "../graph/connection.ts";
import { graphEnum } from "../graph/enums.ts";
import { type Order, PageArgs } from "../graph/paging.ts";
import { column, type ListOf, orderBy, recordById, records } from "../graph/records.ts";
import { type Sql, sql } from "../graph/sql.ts";
import type { EnrolmentStatus, ProgrammeStatus } from "../rules/release-vocabulary.ts";
import { Enrolment, EnrolmentStatusEnum } from "./enrolment.ts";
import { Programme, ProgrammeStatusEnum } from "./programme.ts";

const programmes = connectionOf("Programme", () => Programme);
export const ProgrammeConnectionResolver = programmes.ConnectionResolver;
export const { Connection: EnrolmentConnection, ConnectionResolver: EnrolmentConnectionResolver } = connectionOf(
  "Enrolment",
  () => Enrolment,
);

const ProgrammeOrderEnum = graphEnum("ProgrammeOrder", "How a list of programmes is sorted.", {
  OPENED_AT_DESC: "The latest opened first.",
  OPENED_AT_ASC: "The first opened first.",
  NAME_ASC: "By name.",
});
const programmeOrders: Record<keyof typeof ProgrammeOrderEnum, Order> = {
  OPENED_AT_DESC: orderBy("opened_at", "timestamptz", true),
  OPENED_AT_ASC: orderBy("opened_at", "timestamptz", false),
  NAME_ASC: orderBy("name", "text", false),
};

const EnrolmentOrderEnum = graphEnum("EnrolmentOrder", "How a list of enrolments is sorted.", {
  ENROLLED_AT_DESC: "The latest enrolled first.",
  ENROLLED_AT_ASC: "The first enrolled first.",
});
const enrolmentOrders: Record<keyof typeof EnrolmentOrderEnum, Order> = {
  ENROLLED_AT_DESC: orderBy("enrolled_at", "timestamptz", true),
  ENROLLED_AT_ASC: orderBy("enrolled_at", "timestamptz", false),
};

@InputType({ description: "Which programmes: all that is given must hold." })
class ProgrammeFilter {
  @Field(() => [ProgrammeStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: ProgrammeStatus[] | null;

  @Field(() => ID, { nullable: true, description: "Of this vendor." })
  @IsOptional()
  @Line(64)
  vendorId?: string | null;
}

@ArgsType()
class ProgrammesArgs extends PageArgs {
  @Field(() => ProgrammeFilter, { nullable: true, description: "Which programmes." })
  @IsOptional()
  @ValidateNested()
  filter?: ProgrammeFilter | null;

  @Field(() => ProgrammeOrderEnum, { defaultValue: "OPENED_AT_DESC", description: "In which order." })
  orderBy: keyof typeof ProgrammeOrderEnum = "OPENED_AT_DESC";
}

@InputType({ description: "Which enrolments: all that is given must hold." })
class EnrolmentFilter {
  @Field(() => [EnrolmentStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: EnrolmentStatus[] | null;
}

/** What every list of enrolments takes. */
@ArgsType()
export class EnrolmentsArgs extends PageArgs {
  @Field(() => EnrolmentFilter, { nullable: true, description: "Which enrolments." })
  @IsOptional()
  @ValidateNested()
  filter?: EnrolmentFilter | null;

  @Field(() => EnrolmentOrderEnum, { defaultValue: "ENROLLED_AT_DESC", description: "In which order." })
  orderBy: keyof typeof EnrolmentOrderEnum = "ENROLLED_AT_DESC";
}

/** The list of enrolments that the arguments ask for. */
export const enrolmentList = ({ filter, orderBy: order }: EnrolmentsArgs): ListOf => ({
  where: filter?.status ? [sql`${column("status")} = any(${filter.status}::varchar[])`] : [],
  order: enrolmentOrders[order],
});

function programmeList({ filter, orderBy: order }: ProgrammesArgs): ListOf {
  const where: Sql[] = [];
  if (filter?.status) where.push(sql`${column("status")} = any(${filter.status}::varchar[])`);
  if (filter?.vendorId) where.push(sql`${column("vendor_id")} = ${filter.vendorId}`);
  return { where, order: programmeOrders[order] };
}

@Resolver()
export class ProgrammeQueries {
  @Query(() => Programme, {
    nullable: true,
    description: "The trusted-access programme with this id, or null where there is none that you may see.",
  })
  programme(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, Programme, id);
  }

  @Query(() => programmes.Connection, {
    nullable: true,
    description: "The trusted-access programmes that you may see.",
  })
  programmes(@Args(() => ProgrammesArgs) args: ProgrammesArgs, @Ctx() context: Context) {
    return records(context, Programme, programmeList(args), args);
  }

  @Query(() => Enrolment, {
    nullable: true,
    description: "The enrolment with this id, or null where there is none that you may see.",
  })
  enrolment(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, Enrolment, id);
  }

  @Query(() => EnrolmentConnection, { nullable: true, description: "The enrolments that you may see." })
  enrolments(@Args(() => EnrolmentsArgs) args: EnrolmentsArgs, @Ctx() context: Context) {
    return records(context, Enrolment, enrolmentList(args), args);
  }
}
