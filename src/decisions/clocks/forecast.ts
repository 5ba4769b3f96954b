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

  @Field(() => Boolean, { description: "Whether there is more than `first` of it: ask for a shorter time." })
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
    const rows = await forecastRows(context, agency, until, first + 1);
    const items = rows.slice(0, first).map((row) => itemOf(row, asOf));
    return { agency, asOf, until, items: items.sort(byTime), truncated: rows.length > first };
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

function itemOf(row: ForecastRow, now: Date): ForecastItem {
  const { kind, caseId, referralId, dueAt } = row;
  if (kind !== "SILENCE_COUNTS") return { kind, caseId, referralId, at: dueAt, blockers: [] };
  const { countsAt, blockers } = silenceOf(row.policy, { ...row, now });
  return { kind, caseId, referralId, at: countsAt, blockers };
}

const byTime = (one: ForecastItem, other: ForecastItem): number =>
  (one.at?.getTime() ?? Number.POSITIVE_INFINITY) - (other.at?.getTime() ?? Number.POSITIVE_INFINITY);
