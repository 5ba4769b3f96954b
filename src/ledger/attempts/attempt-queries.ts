import { IsOptional } from "class-validator";
import { Args, ArgsType, Ctx, Directive, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { Line } from "../../graph/bounds.ts";
import { connectionOf } from "../../graph/connection.ts";
import { graphEnum } from "../../graph/enums.ts";
import { type Order, PageArgs, page } from "../../graph/paging.ts";
import { DateTime } from "../../graph/scalars.ts";
import { raw, sql } from "../../graph/sql.ts";
import { AgencyEnum } from "../../graph/vocabulary-enums.ts";
import { authorise, requires, scopeDirective } from "../../identity/permissions.ts";
import type { Agency } from "../../rules/vocabulary.ts";

@ObjectType("RefusedAttempt", {
  simpleResolvers: true,
  description: "Something that was attempted and refused: it changed nothing, so the ledger doesn't have it.",
})
export class RefusedAttemptRow {
  @Field(() => DateTime, { description: "When it was refused; of several, when they were counted." })
  at!: Date;

  @Field(() => String, { nullable: true, description: "Who attempted it; null for what was only counted." })
  subject!: string | null;

  @Field(() => AgencyEnum, { nullable: true, description: "The agency that they acted for." })
  agency!: Agency | null;

  @Field(() => String, { nullable: true, description: "The organisation that they acted for." })
  org!: string | null;

  @Field(() => [String], { description: "The roles that they held." })
  roles!: readonly string[];

  @Field(() => String, { nullable: true, description: "The id of their token, where it has one." })
  tokenId!: string | null;

  @Field(() => String, { description: "The request; of several, the first one." })
  correlationId!: string;

  @Field(() => String, { description: "The field of the graph's root that was refused; `*` for several." })
  operation!: string;

  @Field(() => String, { description: "Why: FORBIDDEN, TOKEN_REVOKED, or the code of a mutation's refusal." })
  code!: string;

  @Field(() => [String], { description: "What stood in the way, as the refusal's `blockers` said it." })
  blockers!: readonly string[];

  @Field(() => [String], { description: "The ids of records that it named." })
  targets!: readonly string[];

  @Field(() => Int, { description: "How often: 1, or how often the same came again within the next minute." })
  repeats!: number;
}

const connection = connectionOf("RefusedAttempt", () => RefusedAttemptRow);
export const RefusedAttemptConnectionResolver = connection.ConnectionResolver;

const RefusedAttemptOrderEnum = graphEnum("RefusedAttemptOrder", "How a list of refused attempts is sorted.", {
  AT_DESC: "The latest first.",
  AT_ASC: "The first first.",
});
type RefusedAttemptOrder = keyof typeof RefusedAttemptOrderEnum;

const byTime = (descending: boolean): Order => ({
  name: descending ? "at desc" : "at",
  column: "at",
  expression: sql`t.at`,
  type: "timestamptz",
  descending,
});
const orders: Record<RefusedAttemptOrder, Order> = { AT_DESC: byTime(true), AT_ASC: byTime(false) };

@ArgsType()
class RefusedAttemptsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: "Of this person." })
  @IsOptional()
  @Line(256)
  subject?: string | null;

  @Field(() => String, { nullable: true, description: "Of this field of the graph's root, like countersignDecision." })
  @IsOptional()
  @Line(100)
  operation?: string | null;

  @Field(() => String, { nullable: true, description: "Refused with this code." })
  @IsOptional()
  @Line(100)
  code?: string | null;

  @Field(() => RefusedAttemptOrderEnum, { defaultValue: "AT_DESC", description: "In which order." })
  orderBy: RefusedAttemptOrder = "AT_DESC";
}

const columns =
  raw(`t.at, t.subject, t.agency, t.org, t.roles, t.token_id as "tokenId", t.correlation_id as "correlationId",
  t.operation, t.code, t.blockers, t.targets, t.repeats`);

@Resolver()
export class RefusedAttemptQueries {
  @Directive(scopeDirective("attempt:read"))
  @Query(() => connection.Connection, {
    nullable: true,
    description: `What was attempted and refused: by officials, auditors and administrators, and by anyone without the right. ${requires("attempt:read")}`,
  })
  refusedAttempts(@Args(() => RefusedAttemptsArgs) args: RefusedAttemptsArgs, @Ctx() context: Context) {
    authorise(context.actor, "attempt:read");
    const { subject, operation, code } = args;
    const where = Object.entries({ subject, operation, code }).flatMap(([name, value]) =>
      value == null ? [] : [sql`${raw(`t.${name}`)} = ${value}`],
    );
    const list = {
      select: columns,
      from: sql`refused_attempt t`,
      id: sql`t.id`,
      where,
      order: orders[args.orderBy],
      cursors: true,
    };
    return page<RefusedAttemptRow>(context, list, args);
  }
}
