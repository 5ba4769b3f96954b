import { Arg, Ctx, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { graphEnum } from "../../graph/enums.ts";
import { recordById } from "../../graph/records.ts";
import { DateTime } from "../../graph/scalars.ts";
import { AgencyEnum } from "../../graph/vocabulary-enums.ts";
import { readsRestricted } from "../../identity/visibility.ts";
import { Withheld } from "../../identity/withheld.ts";
import { countDays, type PassedOver, type PassedOverReason } from "../../rules/clock.ts";
import { type DeadlineEvent, type DeadlineKind, termsOf } from "../../rules/deadlines.ts";
import { unstoppedTerms } from "../../rules/unstopped-terms.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import { isApplicant } from "../cases/applicant.ts";
import { CaseNode, caseStub } from "../cases/case-node.ts";
import { Hold } from "../stops/hold.ts";
import { InformationRequest } from "../stops/information-request.ts";
import { type CaseEvents, caseEvents } from "./deadline-facts.ts";

const DeadlineKindEnum = graphEnum<DeadlineKind>("DeadlineKind", "What falls due about a case.", {
  REFERRAL: "To be referred to the panel.",
  DECISION_IN_ALL: "To be decided, in all.",
  POSITION: "An agency's position.",
  REMINDER: "An agency's reminder.",
  REBUTTAL: "The end of the time to rebut an intended denial.",
  REBUTTAL_DECISION: "The decision of a rebuttal.",
  LADDER_DECISION: "The decision of a dispute's level.",
  ESCALATION: "The end of the time to take a level's decision to the next level.",
  COUNTERSIGNATURE: "The countersignature of what is proposed.",
  COUNTERSIGNATURE_REMINDER: "The reminder of those who may countersign.",
  INFORMATION: "The lapse of a request for information that isn't answered. Nothing stops it.",
  APPEAL: "The end of the time to appeal what was decided. Nothing stops it.",
  APPEAL_DECISION: "The decision of an appeal. Nothing stops it.",
});
const DeadlineEventEnum = graphEnum<DeadlineEvent>("DeadlineEvent", "The event that a deadline counts from.", {
  SUBMITTED: "The case was submitted, the last time.",
  REOPENED: "An upheld appeal reopened the decided case.",
  REFERRED: "The case, in this revision, was referred to the agency.",
  DENIAL_INTENDED: "A denial was announced.",
  REBUTTAL_FILED: "A rebuttal was filed.",
  LEVEL_BEGUN: "The dispute came before its level.",
  LEVEL_DECIDED: "The level decided.",
  VOTED_LATE:
    "The first vote at the last level after its time had passed in silence: its voters have their days anew. For a vote from before that was so, the upgrade that brought it.",
  AWAITED:
    "The case came to await its countersignature. Whoever brought the case reads this of every countersignature: what that follows from is the panel's.",
  REBUTTAL_OVER: "The time to rebut ended.",
  REBUTTAL_REJECTED: "The rebuttal was rejected.",
  INFORMATION_REQUESTED: "An agency asked a party for information.",
  COUNTERSIGNED: "What stands decided was countersigned.",
  APPEAL_FILED: "The appeal was filed.",
});
const PassedOverReasonEnum = graphEnum<PassedOverReason>("PassedOverReason", "Why a deadline doesn't count a day.", {
  WEEKEND: "A Saturday or a Sunday, and the policy counts business days.",
  HOLIDAY: "A holiday of the policy, and it counts business days.",
  CLOCK_STOPPED: "The clock stood still at the day's cut-off.",
});

@ObjectType({ simpleResolvers: true, description: "A day that a deadline doesn't count, and why." })
class PassedOverDay implements PassedOver {
  @Field(() => String, { description: "The day, as YYYY-MM-DD in the policy's time zone." })
  date!: string;

  @Field(() => PassedOverReasonEnum, { description: "Why it isn't counted." })
  because!: PassedOverReason;
}

@ObjectType({ simpleResolvers: true, description: "One deadline of a case: so many days from an event." })
class ExplainedDeadline {
  @Field(() => DeadlineKindEnum, { description: "What falls due." })
  kind!: DeadlineKind;

  @Field(() => AgencyEnum, { nullable: true, description: "Whose it is, for POSITION, REMINDER and INFORMATION." })
  agency!: Agency | null;

  @Field(() => Int, { nullable: true, description: "The ladder's level, for LADDER_DECISION and ESCALATION." })
  level!: number | null;

  @Field(() => DeadlineEventEnum, { description: "The event that it counts from." })
  event!: DeadlineEvent;

  @Field(() => DateTime, { description: "When that was. After the cut-off it counts as the next day's." })
  from!: Date;

  @Field(() => Int, { description: "How many days it has, counted as the policy counts." })
  days!: number;

  @Field(() => Int, { description: "How many of them come from an extension." })
  extendedDays!: number;

  @Field(() => [PassedOverDay], { description: "The days on the way that don't count, in their order." })
  passedOver!: readonly PassedOver[];

  @Field(() => DateTime, {
    nullable: true,
    description: "When it falls due; null while the clock is stopped, for what that stops.",
  })
  dueAt!: Date | null;

  @Field(() => DateTime, { description: "When it would fall due if the clock ran from now on." })
  dueAtIfResumed!: Date;
}

@ObjectType({ simpleResolvers: true, description: "A span in which a case's clock stood still." })
class ClockStop {
  id!: string;

  @Field(() => DateTime, { description: "Its first moment." })
  from!: Date;

  @Field(() => DateTime, { nullable: true, description: "Its end; null while it lasts." })
  to!: Date | null;
}

/** The events behind a case's dates, as the query answers. */
@ObjectType({
  simpleResolvers: true,
  description: "The events behind a case's dates: what each deadline counts from, and every span that it leaves out.",
})
class DeadlineExplanation {
  caseId!: string;

  @Field(() => DateTime, { description: "The moment that it speaks of." })
  asOf!: Date;

  @Field(() => Boolean, { description: "Whether the clock is stopped: nothing falls due meanwhile." })
  clockStopped!: boolean;

  @Field(() => String, { description: "The policy's time zone, an IANA name, in which days are counted." })
  timeZone!: string;

  @Field(() => String, { description: "The local time at which a day ends, HH:MM." })
  cutOff!: string;

  @Field(() => [ExplainedDeadline], { description: "What is under way about the case and when it falls due." })
  deadlines!: readonly ExplainedDeadline[];

  @Field(() => [ClockStop], {
    description:
      "Every span in which the clock stood still, the first first. Where spans overlap, a day is left out once.",
  })
  stops!: readonly ClockStop[];

  @Field(() => [Withheld], { description: "What of this is not shown to you, and why." })
  withheld!: readonly Withheld[];
}

/**
 * What the panel does is for officials and auditors: its parties read the dates of the case itself. That it was rebutted is
 * the applicant's to know and not its other party's: a rebuttal shows its own date, and when a denial is to be signed hangs
 * on it. So is that it was appealed: the time to appeal ends with an appeal.
 */
const ofTheCase: readonly DeadlineKind[] = ["REFERRAL", "DECISION_IN_ALL", "REBUTTAL", "INFORMATION"];
const ofTheApplicant: readonly DeadlineKind[] = [...ofTheCase, "COUNTERSIGNATURE", "APPEAL", "APPEAL_DECISION"];

/** A denial that gave way to an approval is the panel's to know: every countersignature looks alike to the applicant. */
const forApplicant = (deadline: ExplainedDeadline): ExplainedDeadline =>
  deadline.kind === "COUNTERSIGNATURE" ? { ...deadline, event: "AWAITED" } : deadline;

@Resolver(() => DeadlineExplanation)
export class ExplainDeadlineQuery {
  @Query(() => DeadlineExplanation, {
    nullable: true,
    description:
      "The events behind a case's dates, for everyone who may see the case; null where there is no such case that you may see.",
  })
  async explainDeadline(
    @Arg("caseId", () => ID, { description: "The case: an application or a phase advance." }) caseId: string,
    @Ctx() context: Context,
  ): Promise<Omit<DeadlineExplanation, "case"> | null> {
    const events = await caseEvents(context, caseId);
    if (!events) return null;
    const readsAll = readsRestricted(context.actor);
    const deadlines = explained(events, await context.now());
    const applies = isApplicant(context.actor, events.parties);
    const shown = applies ? ofTheApplicant : ofTheCase;
    const withheld: Withheld[] = [{ field: "deadlines", because: "PANEL_DELIBERATION" }];
    if (!applies) withheld.push({ field: "deadlines", because: "OF_THE_APPLICANT" });
    return {
      caseId,
      asOf: await context.now(),
      clockStopped: events.stops.some(({ to }) => to === null),
      timeZone: events.policy.timeZone,
      cutOff: events.policy.cutOff,
      deadlines: readsAll ? deadlines : deadlines.filter(({ kind }) => shown.includes(kind)).map(forApplicant),
      stops: events.stops,
      withheld: readsAll ? [] : withheld,
    };
  }

  @reads("caseId")
  @FieldResolver(() => CaseNode, { nullable: true, description: "The case." })
  case(@Root() { caseId }: DeadlineExplanation) {
    return caseStub(caseId);
  }
}

@Resolver(() => ClockStop)
export class ClockStopFields {
  @reads("id")
  @FieldResolver(() => Hold, { nullable: true, description: "The hold, where it is one." })
  hold(@Root() { id }: ClockStop, @Ctx() context: Context) {
    return id.startsWith("hld_") ? recordById(context, Hold, id) : null;
  }

  @reads("id")
  @FieldResolver(() => InformationRequest, { nullable: true, description: "The information request, where it is one." })
  informationRequest(@Root() { id }: ClockStop, @Ctx() context: Context) {
    return id.startsWith("inq_") ? recordById(context, InformationRequest, id) : null;
  }
}

function explained(events: CaseEvents, now: Date): ExplainedDeadline[] {
  return [...explainedOfCase(events, now), ...explainedUnstopped(events)];
}

/** What runs on clocks of their own: the stops of the case's move nothing of it. */
const explainedUnstopped = ({ policy, unstopped }: CaseEvents): ExplainedDeadline[] =>
  unstoppedTerms(policy, unstopped).map((term) => {
    const { at, passedOver } = countDays(policy, term.from, term.days, []);
    return { ...term, level: null, extendedDays: 0, passedOver, dueAt: at, dueAtIfResumed: at };
  });

function explainedOfCase({ policy, facts, agencies, level }: CaseEvents, now: Date): ExplainedDeadline[] {
  const stopped = facts.stops.some(({ to }) => to === null);
  const ended = facts.stops.map((stop) => ({ from: stop.from, to: stop.to ?? now }));
  return termsOf(policy, facts).map(({ kind, event, from, days, extendedDays, referralId }) => {
    const { at, passedOver } = countDays(policy, from, days, ended);
    const ofLevel = kind === "LADDER_DECISION" || kind === "ESCALATION";
    return {
      kind,
      agency: (referralId && agencies.get(referralId)) || null,
      level: ofLevel ? level : null,
      event,
      from,
      days,
      extendedDays,
      passedOver,
      dueAt: stopped ? null : at,
      dueAtIfResumed: at,
    };
  });
}
