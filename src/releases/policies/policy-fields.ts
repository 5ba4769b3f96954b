import { FieldResolver, Int, Resolver, Root } from "type-graphql";
import { reads } from "../../graph/asked.ts";
import { AgencyEnum } from "../../graph/vocabulary-enums.ts";
import { blockingSeverity } from "../../rules/findings.ts";
import { openPhases } from "../../rules/lifecycles/release.ts";
import { phaseRules, subjectOf } from "../../rules/policy.ts";
import { clocksOf } from "../../rules/policy-clocks.ts";
import { Policy } from "./policy.ts";
import * as types from "./policy-types.ts";

/** What a policy says, read from its document. */
@Resolver(() => Policy)
export class PolicyFields {
  @reads("document")
  @FieldResolver(() => types.PolicySubjectEnum, { description: "What it is for." })
  appliesTo(@Root() { document }: Policy) {
    return subjectOf(document);
  }

  @reads("document")
  @FieldResolver(() => String, { description: "Its title." })
  title(@Root() { document }: Policy) {
    return document.title;
  }

  @reads("document")
  @FieldResolver(() => String, { description: "What it does, in short." })
  summary(@Root() { document }: Policy) {
    return document.summary;
  }

  @reads("document")
  @FieldResolver(() => String, { description: "What the review rests on, with its citation." })
  legalBasis(@Root() { document }: Policy) {
    return document.legalBasis;
  }

  @reads("document")
  @FieldResolver(() => [types.PolicySource], { description: "Where its numbers come from." })
  sources(@Root() { document }: Policy) {
    return document.sources;
  }

  @reads("document")
  @FieldResolver(() => types.DayCountEnum, { description: "Which days its clocks count." })
  dayCount(@Root() { document }: Policy) {
    return document.dayCount;
  }

  @reads("document")
  @FieldResolver(() => String, { description: "The time zone of its days: an IANA name, like `America/New_York`." })
  timeZone(@Root() { document }: Policy) {
    return document.timeZone;
  }

  @reads("document")
  @FieldResolver(() => String, { description: "When its days' work ends: `HH:MM` in its time zone." })
  cutOff(@Root() { document }: Policy) {
    return document.cutOff;
  }

  @reads("document")
  @FieldResolver(() => [types.PolicyHoliday], { description: "The days without work, which business days leave out." })
  holidays(@Root() { document }: Policy) {
    return document.holidays;
  }

  @reads("document")
  @FieldResolver(() => [types.PolicyPhase], {
    description:
      "What it asks in each phase in which partners may use a release; empty for a programme's, where the release's own policy says it.",
  })
  phases(@Root() { document }: Policy): types.PolicyPhase[] {
    if (subjectOf(document) === "PROGRAMMES") return [];
    return openPhases.map((phase) => ({ phase, ...phaseRules(document, phase) }));
  }

  @reads("document")
  @FieldResolver(() => [types.PolicySeat], {
    description: "The agencies that are heard on a case, and what each seat counts for.",
  })
  panel(@Root() { document }: Policy) {
    return document.panel;
  }

  @reads("document")
  @FieldResolver(() => types.PolicyClocks, {
    description: "Its time limits, with what those come to that it leaves open.",
  })
  clocks(@Root() { document }: Policy): types.PolicyClocks {
    return clocksOf(document);
  }

  @reads("document")
  @FieldResolver(() => [types.LadderLevel], { description: "The levels that a dispute climbs, the first first." })
  ladder(@Root() { document }: Policy) {
    return document.ladder;
  }

  @reads("document")
  @FieldResolver(() => [AgencyEnum], { description: "The agencies whose officials may countersign." })
  countersigners(@Root() { document }: Policy) {
    return document.countersigners;
  }

  @reads("document")
  @FieldResolver(() => Int, { description: "Calendar days from its countersignature that an authorization lasts." })
  authorizationDays(@Root() { document }: Policy) {
    return document.authorizationDays;
  }

  @reads("document")
  @FieldResolver(() => [types.ReviewCriterion], { description: "What an objection or a denial may rest on." })
  criteria(@Root() { document }: Policy) {
    return document.criteria;
  }

  @reads("document")
  @FieldResolver(() => [String], {
    nullable: true,
    description:
      "The keys of the policies for PROGRAMMES under which applications for its releases may be made: none where it is empty. Null for any, and for a programme's own policy.",
  })
  programmePolicies(@Root() { document }: Policy) {
    return document.programmePolicies ?? null;
  }

  @reads("document")
  @FieldResolver(() => types.PolicyCyberReview, {
    description: "What of a cyber review keeps a release from advancing, beside that it is open.",
  })
  cyberReview(@Root() { document }: Policy): types.PolicyCyberReview {
    return { blockingSeverity: blockingSeverity(document) };
  }

  @reads("document")
  @FieldResolver(() => String, { description: "What an agency's silence means." })
  silence(@Root() { document }: Policy) {
    return document.silence;
  }
}
