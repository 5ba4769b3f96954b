import { FieldResolver, Int, Resolver, Root } from "type-graphql";
import { AgencyEnum } from "../graph/vocabulary-enums.ts";
import { openPhases } from "../rules/lifecycles/release.ts";
import { phaseRules } from "../rules/policy.ts";
import { Policy } from "./policy.ts";
import * as types from "./policy-types.ts";

/** What a policy says, read from its document. */
@Resolver(() => Policy)
export class PolicyFields {
  @FieldResolver(() => String, { description: "Its title." })
  title(@Root() { document }: Policy) {
    return document.title;
  }

  @FieldResolver(() => String, { description: "What it does, in short." })
  summary(@Root() { document }: Policy) {
    return document.summary;
  }

  @FieldResolver(() => String, { description: "What the review rests on, with its citation." })
  legalBasis(@Root() { document }: Policy) {
    return document.legalBasis;
  }

  @FieldResolver(() => [types.PolicySource], { description: "Where its numbers come from." })
  sources(@Root() { document }: Policy) {
    return document.sources;
  }

  @FieldResolver(() => types.DayCountEnum, { description: "Which days its clocks count." })
  dayCount(@Root() { document }: Policy) {
    return document.dayCount;
  }

  @FieldResolver(() => String, { description: "The time zone of its days: an IANA name, like `America/New_York`." })
  timeZone(@Root() { document }: Policy) {
    return document.timeZone;
  }

  @FieldResolver(() => String, { description: "When its days' work ends: `HH:MM` in its time zone." })
  cutOff(@Root() { document }: Policy) {
    return document.cutOff;
  }

  @FieldResolver(() => [types.PolicyHoliday], { description: "The days without work, which business days leave out." })
  holidays(@Root() { document }: Policy) {
    return document.holidays;
  }

  @FieldResolver(() => [types.PolicyPhase], {
    description: "What it asks in each phase in which partners may use a release.",
  })
  phases(@Root() { document }: Policy): types.PolicyPhase[] {
    return openPhases.map((phase) => ({ phase, ...phaseRules(document, phase) }));
  }

  @FieldResolver(() => [types.PolicySeat], {
    description: "The agencies that are heard on a case, and what each seat counts for.",
  })
  panel(@Root() { document }: Policy) {
    return document.panel;
  }

  @FieldResolver(() => types.PolicyClocks, { description: "Its time limits." })
  clocks(@Root() { document }: Policy) {
    return document.clocks;
  }

  @FieldResolver(() => [types.LadderLevel], { description: "The levels that a dispute climbs, the first first." })
  ladder(@Root() { document }: Policy) {
    return document.ladder;
  }

  @FieldResolver(() => [AgencyEnum], { description: "The agencies whose officials may countersign." })
  countersigners(@Root() { document }: Policy) {
    return document.countersigners;
  }

  @FieldResolver(() => Int, { description: "Calendar days from its countersignature that an authorization lasts." })
  authorizationDays(@Root() { document }: Policy) {
    return document.authorizationDays;
  }

  @FieldResolver(() => [types.ReviewCriterion], { description: "What an objection or a denial may rest on." })
  criteria(@Root() { document }: Policy) {
    return document.criteria;
  }

  @FieldResolver(() => String, { description: "What an agency's silence means." })
  silence(@Root() { document }: Policy) {
    return document.silence;
  }
}
