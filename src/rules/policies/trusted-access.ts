import type { PolicyDocument } from "../policy.ts";
import { reviewCriteria } from "./criteria.ts";
import { usFederalHolidays } from "./us-federal-holidays.ts";

/**
 * The shortest review, for organisations that a vendor has enrolled in a trusted-access programme: business days, and
 * the express concurrence of ONCD alone. It hurries the agencies, not the partner, and what it gives lasts half as long.
 */
export const trustedAccess: PolicyDocument = {
  key: "trusted-access",
  version: 1,
  title: "Review of applications under a trusted-access programme",
  summary:
    "One business day to refer, three to answer, one for the chair, eight in all; ONCD must concur expressly; an " +
    "authorization lasts 90 days. What a phase asks, its cap on partners among it, stays the release's own policy's.",
  legalBasis:
    "A voluntary review, which the vendor takes part in by agreement, of organisations that the vendor has enrolled in " +
    "a programme of its own. Partners' time to answer and to appeal is no shorter than 15 CFR 750.6 and 15 CFR 756.2 " +
    "give, applied by analogy.",
  sources: [
    {
      cite: "This policy",
      says:
        "Refer within 1 business day, answer within 3, the chair within 1, 8 in all; the deputies have 2 business days, " +
        "to whom the chair's result may be taken within 1; an official has 2 to countersign; an authorization lasts 90 " +
        "days.",
    },
    { cite: "15 CFR 750.6", says: "20 days to answer a notice of intent to deny; 16 business days are never fewer." },
    { cite: "15 CFR 756.2", says: "45 days to appeal; 33 business days are never fewer." },
    { cite: "5 U.S.C. 6103", says: "The federal holidays, copied in; business days leave them out." },
  ],
  appliesTo: "PROGRAMMES",
  dayCount: "BUSINESS",
  timeZone: "America/New_York",
  cutOff: "17:00",
  holidays: usFederalHolidays,
  phases: {},
  panel: [
    { agency: "ONCD", seat: "REQUIRED" },
    { agency: "OSTP", seat: "DEEMABLE" },
    { agency: "COMMERCE", seat: "DEEMABLE" },
    { agency: "DEFENSE", seat: "DEEMABLE" },
  ],
  clocks: { refer: 1, position: 3, total: 8, intentToDeny: 16, appeal: 33, countersign: 2 },
  ladder: [
    { level: 1, name: "ONCD as chair", decidedBy: ["ONCD"], days: 1, appealWithin: 1, rule: "CHAIR" },
    {
      level: 2,
      name: "Deputies",
      decidedBy: ["ONCD", "OSTP", "COMMERCE", "DEFENSE"],
      days: 2,
      appealWithin: null,
      rule: "MAJORITY",
      tie: "CHAIR_STANDS",
    },
  ],
  countersigners: ["ONCD", "OSTP", "COMMERCE", "DEFENSE"],
  authorizationDays: 90,
  criteria: reviewCriteria,
  silence:
    "ONCD must answer: its silence is no concurrence. OSTP, Commerce and Defense are deemed to have no objection 3 " +
    "business days after their referral, if it was delivered, the clock ran, the reminder went out and no screening " +
    "hit is open.",
};
