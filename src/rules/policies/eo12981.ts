import type { PolicyDocument } from "../policy.ts";
import { reviewCriteria } from "./criteria.ts";
import { usFederalHolidays } from "./us-federal-holidays.ts";

/**
 * Executive Order 12981's day counts and ladder, applied to the release path's panel. The order deems an agency that
 * says nothing in its 30 days to have no objection, whichever agency it is: so all four seats are DEEMABLE, and none is
 * REQUIRED.
 */
export const eo12981: PolicyDocument = {
  key: "eo12981",
  version: 1,
  title: "Review on the schedule of Executive Order 12981",
  summary:
    "The procedure that export license applications follow, day for day, used for frontier releases: refer within 9 " +
    "days, agencies answer within 30, disputes climb from a chair to the President, 90 days in all.",
  legalBasis:
    "A voluntary review, which the vendor takes part in by agreement. Its procedure follows Executive Order 12981, " +
    "Administration of Export Controls, 60 FR 62981 (December 8, 1995), by analogy: the order itself is about export " +
    "license applications.",
  sources: [
    {
      cite: "Executive Order 12981, 60 FR 62981",
      says:
        "Applications are referred within 9 days; an agency recommends within 30 days, and one that does not is deemed " +
        "to have no objection; the chair of the Operating Committee decides within 14 days; each result may be " +
        "appealed within 5 days; the Advisory Committee on Export Policy and the Export Administration Review Board " +
        "decide by majority vote within 11 days each; all is resolved or referred to the President within 90 days.",
    },
    { cite: "15 CFR 750.4", says: "The same time limits, in calendar days, in the Export Administration Regulations." },
    { cite: "15 CFR 750.6", says: "Before a denial the applicant has 20 days to answer the notice of intent to deny." },
    { cite: "15 CFR 756.2", says: "An administrative action may be appealed within 45 days." },
    { cite: "5 U.S.C. 6103", says: "The federal holidays, copied in; calendar days count them." },
    {
      cite: "This policy",
      says:
        "Where the order is silent: ONCD chairs the first level and records the President's result; a tied vote " +
        "keeps the chair's result; the last level has 11 days like those before it, and after its silence the " +
        "previous level's result goes to countersignature; an official has 9 days to countersign, as to refer; an " +
        "authorization lasts one year.",
    },
  ],
  dayCount: "CALENDAR",
  timeZone: "America/New_York",
  cutOff: "17:00",
  holidays: usFederalHolidays,
  phases: {
    LIMITED_PREVIEW: { partnerCap: null, authorizationRequired: true },
    EXPANDED_PREVIEW: { partnerCap: null, authorizationRequired: true },
    GENERAL_AVAILABILITY: { partnerCap: null, authorizationRequired: false },
  },
  panel: [
    { agency: "ONCD", seat: "DEEMABLE" },
    { agency: "OSTP", seat: "DEEMABLE" },
    { agency: "COMMERCE", seat: "DEEMABLE" },
    { agency: "DEFENSE", seat: "DEEMABLE" },
  ],
  clocks: { refer: 9, position: 30, total: 90, intentToDeny: 20, appeal: 45, countersign: 9 },
  ladder: [
    { level: 1, name: "Operating Committee chair", decidedBy: ["ONCD"], days: 14, appealWithin: 5, rule: "CHAIR" },
    {
      level: 2,
      name: "Advisory Committee on Export Policy",
      decidedBy: ["ONCD", "OSTP", "COMMERCE", "DEFENSE"],
      days: 11,
      appealWithin: 5,
      rule: "MAJORITY",
      tie: "CHAIR_STANDS",
    },
    {
      level: 3,
      name: "Export Administration Review Board",
      decidedBy: ["ONCD", "OSTP", "COMMERCE", "DEFENSE"],
      days: 11,
      appealWithin: 5,
      rule: "MAJORITY",
      tie: "CHAIR_STANDS",
    },
    { level: 4, name: "President", decidedBy: ["ONCD"], days: 11, appealWithin: null, rule: "SOLE" },
  ],
  // The order leaves the final determination with Commerce; ONCD may sign too, so that a case in which every official
  // of Commerce took part still finds someone who took none.
  countersigners: ["COMMERCE", "ONCD"],
  authorizationDays: 365,
  criteria: reviewCriteria,
  silence:
    "An agency that has not answered 30 days after its referral is deemed to have no objection, if the referral was " +
    "delivered, the clock ran, the reminder went out and no screening hit is open.",
};
