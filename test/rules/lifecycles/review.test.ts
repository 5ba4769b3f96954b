import { describe, expect, it } from "vitest";
import { step } from "../../../src/rules/lifecycle.ts";
import {
  applicationActions,
  applicationLifecycle,
  openApplicationStatuses,
} from "../../../src/rules/lifecycles/application.ts";
import { openPhaseAdvanceStatuses, phaseAdvanceLifecycle } from "../../../src/rules/lifecycles/phase-advance.ts";
import { reviewActions } from "../../../src/rules/lifecycles/review.ts";
import { applicationStatuses, phaseAdvanceStatuses } from "../../../src/rules/vocabulary.ts";
import { describeEveryPair } from "./every-pair.ts";

const afterTheProposal = {
  INTENT_TO_DENY: [
    "endRebuttal → AWAITING_COUNTERSIGNATURE",
    "acceptRebuttal → AWAITING_COUNTERSIGNATURE",
    "dispute → IN_DISPUTE",
    "voidProposal → IN_REVIEW",
    "upholdAppeal → AWAITING_COUNTERSIGNATURE",
    "withdraw → WITHDRAWN",
  ],
  AWAITING_COUNTERSIGNATURE: [
    "countersignApproval → APPROVED",
    "countersignDenial → DENIED",
    "refuse → IN_DISPUTE",
    "voidProposal → IN_REVIEW",
    "upholdAppeal → AWAITING_COUNTERSIGNATURE",
    "withdraw → WITHDRAWN",
  ],
  DENIED: ["upholdAppeal → AWAITING_COUNTERSIGNATURE"],
  WITHDRAWN: [],
};
const inReview = [
  "propose → AWAITING_COUNTERSIGNATURE",
  "proposeDenial → INTENT_TO_DENY",
  "dispute → IN_DISPUTE",
  "withdraw → WITHDRAWN",
];
const inDispute = [
  "resolve → IN_REVIEW",
  "propose → AWAITING_COUNTERSIGNATURE",
  "proposeDenial → INTENT_TO_DENY",
  "escalate → IN_DISPUTE",
  "withdraw → WITHDRAWN",
];

describeEveryPair("an application", applicationLifecycle, applicationStatuses, applicationActions, {
  start: "DRAFT",
  terminal: ["WITHDRAWN", "SUPERSEDED"],
  allowed: {
    ...afterTheProposal,
    DRAFT: ["submit → SUBMITTED", "amend → DRAFT", "withdraw → WITHDRAWN"],
    SUBMITTED: ["accept → IN_REVIEW", "return → RETURNED", "amend → SUBMITTED", "withdraw → WITHDRAWN"],
    RETURNED: ["resubmit → SUBMITTED", "amend → RETURNED", "withdraw → WITHDRAWN", "supersede → SUPERSEDED"],
    IN_REVIEW: [...inReview, "amend → IN_REVIEW"],
    IN_DISPUTE: [...inDispute, "amend → IN_REVIEW"],
    APPROVED: ["upholdAppeal → AWAITING_COUNTERSIGNATURE", "supersede → SUPERSEDED"],
    SUPERSEDED: [],
  },
});

describeEveryPair("a phase advance", phaseAdvanceLifecycle, phaseAdvanceStatuses, reviewActions, {
  start: "SUBMITTED",
  terminal: ["WITHDRAWN"],
  allowed: {
    ...afterTheProposal,
    SUBMITTED: ["accept → IN_REVIEW", "withdraw → WITHDRAWN"],
    IN_REVIEW: inReview,
    IN_DISPUTE: inDispute,
    APPROVED: ["upholdAppeal → AWAITING_COUNTERSIGNATURE"],
  },
});

describe("an open case", () => {
  it("is an application that its partner may still withdraw", () => {
    const withdrawable = applicationStatuses.filter((from) => step(applicationLifecycle, from, "withdraw").to);
    expect([...openApplicationStatuses]).toEqual(withdrawable);
  });

  it("is a phase advance that its vendor may still withdraw", () => {
    const withdrawable = phaseAdvanceStatuses.filter((from) => step(phaseAdvanceLifecycle, from, "withdraw").to);
    expect([...openPhaseAdvanceStatuses]).toEqual(withdrawable);
  });
});

describe("an application and a phase advance", () => {
  it("move alike on every step of the review they share", () => {
    for (const from of phaseAdvanceStatuses) {
      for (const action of reviewActions) {
        expect(step(applicationLifecycle, from, action).to).toBe(step(phaseAdvanceLifecycle, from, action).to);
      }
    }
  });
});
