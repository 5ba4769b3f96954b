import { Max, Min } from "class-validator";
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { graphEnum } from "../../graph/enums.ts";
import { recordById } from "../../graph/records.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum } from "../../graph/vocabulary-enums.ts";
import { authorise, requires, scopeDirective } from "../../identity/permissions.ts";
import { staleBefore } from "../../rules/screening/admission.ts";
import { type SilenceBlocker, silenceOf } from "../../rules/silence.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import { CaseNode, caseStub } from "../cases/case-node.ts";
import { Referral } from "../panel/referral.ts";
import { type ForecastRow, forecastRows } from "./forecast-rows.ts";

/** What silence brings about, if nobody acts. */
export type ForecastKind = ForecastRow["kind"];

const ForecastKindEnum = graphEnum<ForecastKind>("ForecastKind", "What silence brings about.", {
  SILENCE_COUNTS: "Your silence counts as no objection.",
  LEVEL_PASSES: "A level of the ladder decides by the votes cast, or passes the dispute on.",
  RESULT_IS_PROPOSED: "A level's result is proposed: it is taken to no higher level.",
  REQUEST_LAPSES: "Your request for information lapses, and the clock runs again.",
  REBUTTAL_ENDS: "The time to rebut an intended denial ends, and it awaits its countersignature.",
  REBUTTAL_IS_DISPUTED: "A rebuttal that nobody decides goes to the ladder.",
  TIME_EXHAUSTED: "The total time is over, and the case goes to the last level.",
  COUNTERSIGNATURE_MISSED:
    "A countersignature that your officials may give becomes overdue: nothing becomes final, and whoever brought the case may appeal.",
});
const SilenceBlockerEnum = graphEnum<SilenceBlocker>(
  "SilenceBlocker",
  "Why an agency's silence does not count as no objection.",
  {
    SEAT_NOT_DEEMABLE: "The seat asks for an express answer.",
    CLOCK_STOPPED: "The clock is stopped.",
    NOT_DUE: "The agency's time is not over.",
    NOT_REMINDED: "The agency has not been reminded a counted day before.",
    SCREENING_HIT_OPEN: "A match of the partner's name with a listed party is open.",
    SCREENING_LIST_MISSING: "No screening list is in force: one is to be imported first.",
    SCREENING_LIST_STALE: "The screening list in force is too old: a newer one is to be imported first.",
    SCREENING_OUTDATED: "The screening list was read by another release, and is to be matched again first.",
  },
);

/** One thing that becomes final by silence. */
@ObjectType({ simpleResolvers: true, description: "One thing that becomes final by silence, if nobody acts." })
class ForecastItem {
  caseId!: string;
  referralId!: string | null;

  @Field(() => ForecastKindEnum, { description: "What it is." })
  kind!: ForecastKind;

  @Field(() => DateTime, {
    nullable: true,
    description: "When it comes about; null where it never does as things stand: see `blockers`.",
  })
  at!: Date | null;

  @Field(() => [SilenceBlockerEnum], { description: "For SILENCE_COUNTS: what keeps the silence from counting now." })
  blockers!: readonly SilenceBlocker[];
}

@ObjectType({ simpleResolvers: true, description: "What becomes final by silence, and when, if nobody acts." })
class Forecast {
  @Field(() => AgencyEnum, { description: "The agency." })
  agency!: Agency;

  @Field(() => DateTime, { description: "The moment that it speaks of." })
  asOf!: Date;

  @Field(() => DateTime, { description: "Until when it looks." })
  until!: Date;

  @Field(() => [ForecastItem], {
    description: "What comes about, the first first; what never does as things stand last.",
  })
  items!: readonly ForecastItem[];

  @Field(() => Boolean, {
    description:
      "Whether there is more than `first` of it: ask for a shorter time. Of very much, the 1,000 first due are read and the first of these shown: where their reminders went out late or never, what is due after them may come about before.",
  })
  truncated!: boolean;
}

@ArgsType()
class ForecastArgs {
  @Field(() => Int, { defaultValue: 30, description: "How many days to look ahead: 1 to 366." })
  @Min(1, { message: "days is from 1 to 366." })
  @Max(366, { message: "days is from 1 to 366." })
  days!: number;

  @Field(() => Int, { defaultValue: 50, description: "At most so many items: 1 to 100." })
  @Min(1, { message: "first is from 1 to 100." })
  @Max(100, { message: "first is from 1 to 100." })
  first!: number;
}

const day = 86_400_000;

@Resolver(() => ForecastItem)
export class ForecastQuery {
  @Directive(scopeDirective("forecast:read"))
  @Query(() => Forecast, {
    nullable: true,
    description: `What of an agency's becomes final by silence, and when, if nobody acts. ${requires("forecast:read")}`,
  })
  async forecast(
    @Arg("agency", () => AgencyEnum, { description: "The agency." }) agency: Agency,
    @Args(() => ForecastArgs) { days, first }: ForecastArgs,
    @Ctx() context: Context,
  ): Promise<Forecast> {
    authorise(context.actor, "forecast:read");
    const asOf = await context.now();
    const until = new Date(asOf.getTime() + days * day);
    const oldestList = staleBefore(asOf, context.services.screeningMaxAgeDays);
    const read = (most: number) => forecastRows(context, agency, { until, oldestList }, most);
    return { agency, asOf, until, ...(await firstItems(read, first, asOf)) };
  }

  @reads("caseId")
  @FieldResolver(() => CaseNode, { nullable: true, description: "The case." })
  case(@Root() { caseId }: ForecastItem) {
    return caseStub(caseId);
  }

  @reads("referralId")
  @FieldResolver(() => Referral, { nullable: true, description: "For SILENCE_COUNTS: the agency's seat." })
  referral(@Root() { referralId }: ForecastItem, @Ctx() context: Context) {
    return recordById(context, Referral, referralId);
  }
}

/** One page never reads more than this, however many silences wait: each is read with its stops and judged. */
const mostRead = 1_000;

/**
 * The first items by when they come about, and whether there are more. Rows come by when they are due, and a silence may
 * count later than that: after a reminder that went out late. So as many are read as it takes until what wasn't read can't
 * come before what is shown, or `mostRead`, the first of which are shown then.
 */
export async function firstItems(
  read: (most: number) => Promise<readonly ForecastRow[]>,
  first: number,
  asOf: Date,
): Promise<Pick<Forecast, "items" | "truncated">> {
  for (let most = first + 1; ; most = Math.min(most * 4, mostRead)) {
    const rows = await read(most);
    const items = rows.map((row) => itemOf(row, asOf)).sort(byTime);
    const frontier = rows.at(-1)?.dueAt ?? null;
    const settled = items.filter(({ at }) => at !== null && frontier !== null && at <= frontier).length;
    const onlyNever = rows.length > 0 && itemOf(rows.at(-1) as ForecastRow, asOf).at === null;
    if (rows.length < most || settled >= first || onlyNever || most === mostRead) {
      return { items: items.slice(0, first), truncated: items.length > first };
    }
  }
}

function itemOf(row: ForecastRow, now: Date): ForecastItem {
  const { kind, caseId, referralId, dueAt } = row;
  if (kind !== "SILENCE_COUNTS") return { kind, caseId, referralId, at: dueAt, blockers: [] };
  const { countsAt, blockers } = silenceOf(row.policy, { ...row, now });
  return { kind, caseId, referralId, at: countsAt, blockers };
}

const byTime = (one: ForecastItem, other: ForecastItem): number =>
  (one.at?.getTime() ?? Number.POSITIVE_INFINITY) - (other.at?.getTime() ?? Number.POSITIVE_INFINITY);
