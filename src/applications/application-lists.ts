import { IsOptional, ValidateNested } from "class-validator";
import { ArgsType, Field, ID, InputType } from "type-graphql";
import type { Context } from "../context.ts";
import { Choices, Line } from "../graph/bounds.ts";
import { connectionOf } from "../graph/connection.ts";
import { graphEnum } from "../graph/enums.ts";
import { type Order, PageArgs } from "../graph/paging.ts";
import { column, type ListOf, orderBy } from "../graph/records.ts";
import { DateTime } from "../graph/scalars.ts";
import { type Sql, sql } from "../graph/sql.ts";
import { CaseStatusEnum, EndUseEnum } from "../graph/vocabulary-enums.ts";
import type { ApplicationStatus, EndUse } from "../rules/vocabulary.ts";
import { Application } from "./application.ts";
import { ApplicationRevision } from "./application-revision.ts";

export const { Connection: ApplicationConnection, ConnectionResolver: ApplicationConnectionResolver } = connectionOf(
  "Application",
  () => Application,
);
export const { Connection: ApplicationRevisionConnection, ConnectionResolver: ApplicationRevisionConnectionResolver } =
  connectionOf("ApplicationRevision", () => ApplicationRevision);

const ApplicationOrderEnum = graphEnum("ApplicationOrder", "How a list of applications is sorted.", {
  SUBMITTED_AT_DESC: "The latest submitted first; drafts last.",
  SUBMITTED_AT_ASC: "The first submitted first; drafts last.",
  DUE_AT_ASC: "What is due soonest first; what has no deadline last.",
});
type ApplicationOrder = keyof typeof ApplicationOrderEnum;

const orders: Record<ApplicationOrder, Order> = {
  SUBMITTED_AT_DESC: orderBy("submitted_at", "timestamptz", true),
  SUBMITTED_AT_ASC: orderBy("submitted_at", "timestamptz", false),
  DUE_AT_ASC: orderBy("due_at", "timestamptz", false),
};

@InputType({ description: "Which applications: all that is given must hold." })
export class ApplicationFilter {
  @Field(() => [CaseStatusEnum], { nullable: true, description: "In one of these statuses." })
  @Choices()
  status?: ApplicationStatus[] | null;

  @Field(() => ID, { nullable: true, description: "For this release." })
  @IsOptional()
  @Line(64)
  releaseId?: string | null;

  @Field(() => ID, { nullable: true, description: "By this partner." })
  @IsOptional()
  @Line(64)
  partnerId?: string | null;

  @Field(() => [EndUseEnum], { nullable: true, description: "For one of these end uses." })
  @Choices()
  endUse?: EndUse[] | null;

  @Field(() => DateTime, { nullable: true, description: "First submitted at this moment or later." })
  submittedAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "First submitted before this moment." })
  submittedBefore?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether what falls due next is overdue: nothing is on a withdrawn release.",
  })
  overdue?: boolean | null;
}

@ArgsType()
export class ApplicationsArgs extends PageArgs {
  @Field(() => ApplicationFilter, { nullable: true, description: "Which applications." })
  @IsOptional()
  @ValidateNested()
  filter?: ApplicationFilter | null;

  @Field(() => ApplicationOrderEnum, { defaultValue: "SUBMITTED_AT_DESC", description: "In which order." })
  orderBy: ApplicationOrder = "SUBMITTED_AT_DESC";
}

/** Nothing falls due any more on a release that its vendor has withdrawn. */
const overdueAt = (now: Date): Sql => sql`coalesce(${column("due_at")} < ${now}, false)
  and not exists (select 1 from release w where w.id = ${column("release_id")} and w.phase = 'WITHDRAWN')`;

/** The list that the arguments ask for. */
export async function listFor(context: Context, { filter, orderBy }: ApplicationsArgs): Promise<ListOf> {
  const where: Sql[] = [];
  if (filter?.status) where.push(sql`${column("status")} = any(${filter.status}::varchar[])`);
  if (filter?.releaseId) where.push(sql`${column("release_id")} = ${filter.releaseId}`);
  if (filter?.partnerId) where.push(sql`${column("partner_id")} = ${filter.partnerId}`);
  if (filter?.endUse) where.push(sql`${column("end_use")} = any(${filter.endUse}::varchar[])`);
  if (filter?.submittedAfter) where.push(sql`${column("submitted_at")} >= ${filter.submittedAfter}`);
  if (filter?.submittedBefore) where.push(sql`${column("submitted_at")} < ${filter.submittedBefore}`);
  if (filter?.overdue != null) {
    where.push(sql`(${overdueAt(await context.now())}) = ${filter.overdue}`);
  }
  return { where, order: orders[orderBy] };
}
