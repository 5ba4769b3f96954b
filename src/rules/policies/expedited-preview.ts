import type { PolicyDocument } from "../policy.ts";
import { reviewCriteria } from "./criteria.ts";
import { usFederalHolidays } from "./us-federal-holidays.ts";

/**
 * The short review for a limited preview: business days, 20 partners, and the express concurrence of ONCD and OSTP.
 * It hurries the agencies, not the partner: its 16 and 33 business days are never fewer than the 20 calendar days to
 * rebut and the 45 to appeal that 15 CFR 750.6 and 756.2 give.
 */
export const expeditedPreview: PolicyDocument = {
  key: "expedited-preview",
  version: 1,
  title: "Expedited review for a limited preview",
  summary:
    "Two business days to refer, five to answer, three for the chair, fifteen in all; at most 20 partners while the " +
    "preview is limited; ONCD and OSTP must concur expressly.",
  legalBasis:
    "A voluntary review, which the vendor takes part in by agreement. Partners' time to answer and to appeal is no " +
    "shorter than 15 CFR 750.6 and 15 CFR 756.2 give, applied by analogy.",
  sources: [
    {
      cite: "This policy",
      says:
        "Refer within 2 business days, answer within 5, the chair within 3, 15 in all; 20 partners in a limited " +
        "preview; the deputies have 2 business days and the principals 1, each appealed to within 1; an official has 2 " +
        "to countersign; an authorization lasts 180 days.",
    },
    { cite: "15 CFR 750.6", says: "20 days to answer a notice of intent to deny; 16 business days are never fewer." },
    { cite: "15 CFR 756.2", says: "45 days to appeal; 33 business days are never fewer." },
    { cite: "5 U.S.C. 6103", says: "The federal holidays, copied in; business days leave them out." },
  ],
  dayCount: "BUSINESS",
  timeZone: "America/New_York",
  cutOff: "17:00",
  holidays: usFederalHolidays,
  phases: {
    LIMITED_PREVIEW: { partnerCap: 20, authorizationRequired: true },
    EXPANDED_PREVIEW: { partnerCap: null, authorizationRequired: true },
    GENERAL_AVAILABILITY: { partnerCap: null, authorizationRequired: false },
  },
  panel: [
    { agency: "ONCD", seat: "REQUIRED" },
    { agency: "OSTP", seat: "REQUIRED" },
    { agency: "COMMERCE", seat: "DEEMABLE" },
    { agency: "DEFENSE", seat: "DEEMABLE" },
  ],
  clocks: { refer: 2, position: 5, total: 15, intentToDeny: 16, appeal: 33, countersign: 2 },
  ladder: [
    { level: 1, name: "ONCD as chair", decidedBy: ["ONCD"], days: 3, appealWithin: 1, rule: "CHAIR" },
    {
      level: 2,
      name: "Deputies",
      decidedBy: ["ONCD", "OSTP", "COMMERCE", "DEFENSE"],
      days: 2,
      appealWithin: 1,
      rule: "MAJORITY",
      tie: "CHAIR_STANDS",
    },
    {
      level: 3,
      name: "Principals",
      decidedBy: ["ONCD", "OSTP", "COMMERCE", "DEFENSE"],
      days: 1,
      appealWithin: null,
      rule: "MAJORITY",
      tie: "CHAIR_STANDS",
    },
  ],
  countersigners: ["ONCD", "OSTP", "COMMERCE", "DEFENSE"],
  authorizationDays: 180,
  criteria: reviewCriteria,
  silence:
    "ONCD and OSTP must answer: their silence is no concurrence. Commerce and Defense are deemed to have no objection " +
    "5 business days after their referral, if it was delivered, the clock ran, the reminder went out and no screening " +
    "hit is open.",
};
