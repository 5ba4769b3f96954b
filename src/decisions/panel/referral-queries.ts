import { IsOptional, ValidateNested } from "class-validator";
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { batched } from "../../graph/batched.ts";
import { Choices } from "../../graph/bounds.ts";
import { PageArgs } from "../../graph/paging.ts";
import { column, recordById, records } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { AgencyEnum, SeatEnum } from "../../graph/vocabulary-enums.ts";
import { authorise, requires, scopeDirective } from "../../identity/permissions.ts";
import type { Agency, Seat } from "../../rules/vocabulary.ts";
import { CaseNode, caseStub } from "../cases/case-node.ts";
import { ReferralConnection, type ReferralOrder, ReferralOrderEnum, referralOrders } from "../lists.ts";
import { Position } from "./position.ts";
import { Referral } from "./referral.ts";

@InputType({ description: "Which referrals: all that is given must hold." })
export class ReferralFilter {
  @Field(() => [AgencyEnum], { nullable: true, description: "Of one of these agencies." })
  @Choices()
  agency?: Agency[] | null;

  @Field(() => [SeatEnum], { nullable: true, description: "With one of these seats." })
  @Choices()
  seat?: Seat[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether its agency's position on the case's current revision is still awaited: the case is IN_REVIEW and the agency has not been heard.",
  })
  awaiting?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether it is awaited and its due date has passed." })
  overdue?: boolean | null;
}

@ArgsType()
class ReferralsArgs extends PageArgs {
  @Field(() => ReferralFilter, { nullable: true, description: "Which referrals." })
  @IsOptional()
  @ValidateNested()
  filter?: ReferralFilter | null;

  @Field(() => ReferralOrderEnum, { defaultValue: "DUE_AT_ASC", description: "In which order." })
  orderBy: ReferralOrder = "DUE_AT_ASC";
}

/**
 * A referral is awaited while its case is before the panel, on a release that is not withdrawn, and its agency has not
 * spoken of the current revision. Asked row by row: an inbox is read in the order of its due dates, past few that don't
 * count, and PostgreSQL would gather every open case first where it may join.
 */
const awaited = sql`t.closed_at is null
  and (select c.status = 'IN_REVIEW' and r.phase <> 'WITHDRAWN' from review_case c join release r on r.id = c.release_id
    where c.id = t.case_id)
  and (select p.id from position p where p.case_id = t.case_id and p.agency = t.agency and p.case_revision = t.case_revision
    limit 1) is null`;

const overdueAt = (now: Date): Sql => sql`(${awaited}) and t.due_at < ${now}`;

const is = (condition: Sql, wanted: boolean): Sql => (wanted ? condition : sql`not coalesce((${condition}), false)`);

/** One agency is asked for by itself: an index gives its referrals in order, which it can't for several. */
const ofAgencies = ([first, ...others]: readonly Agency[]): Sql =>
  first !== undefined && others.length === 0
    ? sql`${column("agency")} = ${first}`
    : sql`${column("agency")} = any(${first === undefined ? [] : [first, ...others]}::varchar[])`;

async function conditions(context: Context, filter: ReferralFilter | null | undefined): Promise<Sql[]> {
  const where: Sql[] = [];
  if (filter?.agency) where.push(ofAgencies(filter.agency));
  if (filter?.seat) where.push(sql`${column("seat")} = any(${filter.seat}::varchar[])`);
  if (filter?.awaiting != null) where.push(is(awaited, filter.awaiting));
  if (filter?.overdue != null) where.push(is(overdueAt(await context.now()), filter.overdue));
  return where;
}

interface State {
  readonly awaiting: boolean;
  readonly overdue: boolean;
  readonly positionId: string | null;
}

const stateLoader = (context: Context) =>
  batched<string, State>(context, async (ids) => {
    const now = await context.now();
    const rows = await context.query<State & { id: string }>(
      sql`select t.id, (${awaited}) as awaiting, coalesce((${overdueAt(now)}), false) as overdue,
            (select p.id from position p where p.case_id = t.case_id and p.agency = t.agency and p.case_revision = t.case_revision
              order by p.recorded_at desc, p.id desc limit 1) as "positionId"
          from referral t where t.id = any(${[...ids]}::varchar[])`,
    );
    const states = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => states.get(id) ?? new Error(`No referral ${id}`));
  });

@Resolver(() => Referral)
export class ReferralQueries {
  @Directive(scopeDirective("referral:read"))
  @Query(() => Referral, {
    nullable: true,
    description: `The referral with this id, or null where there is none. ${requires("referral:read")}`,
  })
  referral(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    authorise(context.actor, "referral:read");
    return recordById(context, Referral, id);
  }

  @Directive(scopeDirective("referral:read"))
  @Query(() => ReferralConnection, {
    nullable: true,
    description: `Referrals: an agency's inbox with \`filter: {agency: [ONCD], awaiting: true}\`. ${requires("referral:read")}`,
  })
  async referrals(@Args(() => ReferralsArgs) args: ReferralsArgs, @Ctx() context: Context) {
    authorise(context.actor, "referral:read");
    const where = await conditions(context, args.filter);
    return records(context, Referral, { where, order: referralOrders[args.orderBy] }, args);
  }

  @reads("caseId")
  @FieldResolver(() => CaseNode, { nullable: true, description: "The case." })
  case(@Root() { caseId }: Referral) {
    return caseStub(caseId);
  }

  @reads("id")
  @FieldResolver(() => Boolean, {
    description: "Whether the agency's position on the case's current revision is still awaited.",
  })
  async awaiting(@Root() { id }: Referral, @Ctx() context: Context) {
    return (await context.loaders(stateLoader).load(id)).awaiting;
  }

  @reads("id")
  @FieldResolver(() => Boolean, { description: "Whether it is awaited and its due date has passed." })
  async overdue(@Root() { id }: Referral, @Ctx() context: Context) {
    return (await context.loaders(stateLoader).load(id)).overdue;
  }

  @reads("id")
  @FieldResolver(() => Position, {
    nullable: true,
    description: "The agency's position that counts: its latest on the case's current revision.",
  })
  async position(@Root() { id }: Referral, @Ctx() context: Context) {
    return recordById(context, Position, (await context.loaders(stateLoader).load(id)).positionId);
  }
}
