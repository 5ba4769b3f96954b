import type { ObjectionReason } from "../vocabulary.ts";

/** What an objection or a denial may rest on, in the words of both shipped policies. */
export const reviewCriteria: { code: ObjectionReason; says: string }[] = [
  { code: "NATIONAL_SECURITY", says: "The access would put national security at risk." },
  { code: "END_USER_CONCERN", says: "Who would use the model, or who controls them, gives cause for concern." },
  { code: "END_USE_CONCERN", says: "What the model would be used for gives cause for concern." },
  { code: "DIVERSION_RISK", says: "The access could reach others than those who applied." },
  { code: "CYBER_CAPABILITY", says: "What the model can do in cyber operations is not held in check." },
  { code: "INSUFFICIENT_SAFEGUARDS", says: "The safeguards that are described do not meet the risk." },
  { code: "INCOMPLETE_INFORMATION", says: "What was submitted, and what was answered, does not allow a finding." },
  { code: "FOREIGN_POLICY", says: "The access would run against the foreign policy of the United States." },
];
