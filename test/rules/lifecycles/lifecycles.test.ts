import { describe, expect, it } from "vitest";
import { terminalStates } from "../../../src/rules/lifecycle.ts";
import { appealActions, appealLifecycle } from "../../../src/rules/lifecycles/appeal.ts";
import {
  authorizationActions,
  authorizationLifecycle,
  holdingAuthorizationStatuses,
} from "../../../src/rules/lifecycles/authorization.ts";
import { conditionChangeActions, conditionChangeLifecycle } from "../../../src/rules/lifecycles/condition-change.ts";
import { cyberReviewActions, cyberReviewLifecycle } from "../../../src/rules/lifecycles/cyber-review.ts";
import {
  decisionActions,
  decisionLifecycle,
  standingDecisionStatuses,
} from "../../../src/rules/lifecycles/decision.ts";
import { designationActions, designationLifecycle } from "../../../src/rules/lifecycles/designation.ts";
import { directiveActions, directiveLifecycle, firstDirectiveStatus } from "../../../src/rules/lifecycles/directive.ts";
import { disputeActions, disputeLifecycle } from "../../../src/rules/lifecycles/dispute.ts";
import { actionToward, findingActions, findingLifecycle } from "../../../src/rules/lifecycles/finding.ts";
import { holdActions, holdLifecycle, holdStatuses } from "../../../src/rules/lifecycles/hold.ts";
import {
  informationRequestActions,
  informationRequestLifecycle,
} from "../../../src/rules/lifecycles/information-request.ts";
import { nominationActions, nominationLifecycle } from "../../../src/rules/lifecycles/nomination.ts";
import { amendment, partnerActions, partnerLifecycle } from "../../../src/rules/lifecycles/partner.ts";
import {
  enrolmentActions,
  enrolmentLifecycle,
  programmeActions,
  programmeLifecycle,
} from "../../../src/rules/lifecycles/programme.ts";
import { rebuttalActions, rebuttalLifecycle } from "../../../src/rules/lifecycles/rebuttal.ts";
import { isOpenPhase, releaseActions, releaseLifecycle } from "../../../src/rules/lifecycles/release.ts";
import {
  dispositionAction,
  dispositionReasons,
  screeningHitActions,
  screeningHitLifecycle,
} from "../../../src/rules/lifecycles/screening-hit.ts";
import { webhookActions, webhookLifecycle, webhookStatuses } from "../../../src/rules/lifecycles/webhook.ts";
import {
  cyberReviewStatuses,
  enrolmentStatuses,
  findingStatuses,
  nominationStatuses,
  programmeStatuses,
} from "../../../src/rules/release-vocabulary.ts";
import {
  appealStatuses,
  conditionChangeStatuses,
  informationRequestStatuses,
  rebuttalStatuses,
} from "../../../src/rules/review-vocabulary.ts";
import {
  authorizationStatuses,
  decisionStatuses,
  designationStatuses,
  directiveStatuses,
  disputeStatuses,
  partnerStatuses,
  releasePhases,
  screeningDispositionReasons,
  screeningDispositions,
  screeningHitStatuses,
} from "../../../src/rules/vocabulary.ts";
import { describeEveryPair } from "./every-pair.ts";

describeEveryPair("a release", releaseLifecycle, releasePhases, releaseActions, {
  start: "DRAFT",
  terminal: ["WITHDRAWN"],
  allowed: {
    DRAFT: ["register → REGISTERED", "amend → DRAFT", "withdraw → WITHDRAWN"],
    REGISTERED: [
      "submitForReview → UNDER_REVIEW",
      "amend → REGISTERED",
      "postpone → REGISTERED",
      "resume → REGISTERED",
      "withdraw → WITHDRAWN",
    ],
    UNDER_REVIEW: [
      "advance → LIMITED_PREVIEW",
      "postpone → UNDER_REVIEW",
      "resume → UNDER_REVIEW",
      "withdraw → WITHDRAWN",
    ],
    LIMITED_PREVIEW: [
      "advance → EXPANDED_PREVIEW",
      "postpone → LIMITED_PREVIEW",
      "resume → LIMITED_PREVIEW",
      "withdraw → WITHDRAWN",
    ],
    EXPANDED_PREVIEW: [
      "advance → GENERAL_AVAILABILITY",
      "postpone → EXPANDED_PREVIEW",
      "resume → EXPANDED_PREVIEW",
      "withdraw → WITHDRAWN",
    ],
    GENERAL_AVAILABILITY: ["withdraw → WITHDRAWN"],
    WITHDRAWN: [],
  },
});

describeEveryPair("a cyber review", cyberReviewLifecycle, cyberReviewStatuses, cyberReviewActions, {
  start: "OPEN",
  terminal: ["CONCLUDED"],
  allowed: { OPEN: ["conclude → CONCLUDED"], CONCLUDED: [] },
});

describeEveryPair("a finding", findingLifecycle, findingStatuses, findingActions, {
  start: "OPEN",
  terminal: ["CLOSED"],
  allowed: {
    OPEN: ["mitigate → MITIGATED", "accept → ACCEPTED", "close → CLOSED"],
    MITIGATED: ["reopen → OPEN", "close → CLOSED"],
    ACCEPTED: ["reopen → OPEN", "mitigate → MITIGATED", "close → CLOSED"],
    CLOSED: [],
  },
});

describeEveryPair("a nomination", nominationLifecycle, nominationStatuses, nominationActions, {
  start: "STANDING",
  terminal: ["WITHDRAWN"],
  allowed: { STANDING: ["withdraw → WITHDRAWN"], WITHDRAWN: [] },
});

describeEveryPair("a programme", programmeLifecycle, programmeStatuses, programmeActions, {
  start: "OPEN",
  terminal: ["REVOKED"],
  allowed: { OPEN: ["enrol → OPEN", "close → CLOSED", "revoke → REVOKED"], CLOSED: ["revoke → REVOKED"], REVOKED: [] },
});

describeEveryPair("an enrolment", enrolmentLifecycle, enrolmentStatuses, enrolmentActions, {
  start: "ENROLLED",
  terminal: ["ENDED"],
  allowed: { ENROLLED: ["end → ENDED", "revoke → REVOKED"], ENDED: [], REVOKED: ["reinstate → ENROLLED"] },
});

describeEveryPair("an authorization", authorizationLifecycle, authorizationStatuses, authorizationActions, {
  start: "ACTIVE",
  terminal: ["REVOKED", "SURRENDERED", "EXPIRED", "SUPERSEDED"],
  allowed: {
    ACTIVE: [
      "suspend → SUSPENDED",
      "revoke → REVOKED",
      "surrender → SURRENDERED",
      "expire → EXPIRED",
      "supersede → SUPERSEDED",
    ],
    SUSPENDED: ["reinstate → ACTIVE", "revoke → REVOKED", "expire → EXPIRED"],
    REVOKED: [],
    SURRENDERED: [],
    EXPIRED: [],
    SUPERSEDED: [],
  },
});

describeEveryPair("a partner", partnerLifecycle, partnerStatuses, partnerActions, {
  start: "REGISTERED",
  terminal: [],
  allowed: {
    REGISTERED: ["amend → REGISTERED", "amendVetted → REGISTERED", "admit → ADMITTED", "bar → BARRED"],
    ADMITTED: ["amend → ADMITTED", "amendVetted → REGISTERED", "suspend → SUSPENDED", "bar → BARRED"],
    SUSPENDED: ["amend → SUSPENDED", "admit → ADMITTED", "bar → BARRED"],
    BARRED: ["unbar → REGISTERED"],
  },
});

describeEveryPair("a directive", directiveLifecycle, directiveStatuses, directiveActions, {
  start: "REQUESTED",
  terminal: ["DECLINED", "LIFTED"],
  allowed: {
    REQUESTED: ["accept → IN_FORCE", "decline → DECLINED", "lift → LIFTED"],
    IN_FORCE: ["lift → LIFTED"],
    DECLINED: [],
    LIFTED: [],
  },
});

describeEveryPair("a designation", designationLifecycle, designationStatuses, designationActions, {
  start: "IN_FORCE",
  terminal: ["LIFTED"],
  allowed: { IN_FORCE: ["lift → LIFTED"], LIFTED: [] },
});

describeEveryPair("a decision", decisionLifecycle, decisionStatuses, decisionActions, {
  start: "PROPOSED",
  terminal: ["REFUSED", "VOID", "SUPERSEDED"],
  allowed: {
    PROPOSED: ["countersign → COUNTERSIGNED", "refuse → REFUSED", "void → VOID", "supersede → SUPERSEDED"],
    COUNTERSIGNED: ["supersede → SUPERSEDED"],
    REFUSED: [],
    VOID: [],
    SUPERSEDED: [],
  },
});

describeEveryPair("a dispute", disputeLifecycle, disputeStatuses, disputeActions, {
  start: "OPEN",
  terminal: ["RESOLVED", "CLOSED"],
  allowed: { OPEN: ["escalate → OPEN", "resolve → RESOLVED", "close → CLOSED"], RESOLVED: [], CLOSED: [] },
});

describeEveryPair("a screening hit", screeningHitLifecycle, screeningHitStatuses, screeningHitActions, {
  start: "OPEN",
  terminal: [],
  allowed: {
    OPEN: ["disposeAsFalseMatch → FALSE_MATCH", "disposeAsTrueMatch → TRUE_MATCH"],
    FALSE_MATCH: ["disposeAsTrueMatch → TRUE_MATCH"],
    TRUE_MATCH: ["disposeAsFalseMatch → FALSE_MATCH"],
  },
});

describeEveryPair("an appeal", appealLifecycle, appealStatuses, appealActions, {
  start: "FILED",
  terminal: ["UPHELD", "REJECTED", "CLOSED"],
  allowed: { FILED: ["uphold → UPHELD", "reject → REJECTED", "close → CLOSED"], UPHELD: [], REJECTED: [], CLOSED: [] },
});

describeEveryPair("a rebuttal", rebuttalLifecycle, rebuttalStatuses, rebuttalActions, {
  start: "FILED",
  terminal: ["ACCEPTED", "REJECTED", "CLOSED"],
  allowed: {
    FILED: ["accept → ACCEPTED", "reject → REJECTED", "close → CLOSED"],
    ACCEPTED: [],
    REJECTED: [],
    CLOSED: [],
  },
});

describeEveryPair(
  "a change of a condition",
  conditionChangeLifecycle,
  conditionChangeStatuses.filter((status) => status !== "RULED"),
  conditionChangeActions,
  {
    start: "PROPOSED",
    terminal: ["CONSENTED", "REFUSED", "CLOSED"],
    allowed: {
      PROPOSED: ["consent → CONSENTED", "refuse → REFUSED", "close → CLOSED"],
      CONSENTED: [],
      REFUSED: [],
      CLOSED: [],
    },
  },
);

describe("what a lifecycle's file says beside its table", () => {
  it("opens a release to use from its limited preview until it is withdrawn", () => {
    expect(releasePhases.filter(isOpenPhase)).toEqual(["LIMITED_PREVIEW", "EXPANDED_PREVIEW", "GENERAL_AVAILABILITY"]);
  });

  it("lets every authorization that isn't ended hold a place under the cap", () => {
    const ended = terminalStates(authorizationLifecycle);
    expect([...holdingAuthorizationStatuses]).toEqual(
      authorizationStatuses.filter((status) => !ended.includes(status)),
    );
  });

  it("lets every decision that isn't ended stand", () => {
    const ended = terminalStates(decisionLifecycle);
    expect([...standingDecisionStatuses]).toEqual(decisionStatuses.filter((status) => !ended.includes(status)));
  });

  it.each([
    ["another name", { legalName: "Acme Labs" }, "amendVetted"],
    ["another kind", { kind: "GOVERNMENT" }, "amendVetted"],
    ["another jurisdiction", { jurisdiction: "CA" }, "amendVetted"],
    ["the same facts", {}, "amend"],
  ] as const)("takes %s of a partner for what an admission vets, or not", (_what, change, action) => {
    const before = { legalName: "Acme", kind: "ACADEMIC", jurisdiction: "US" } as const;
    expect(amendment(before, { ...before, ...change })).toBe(action);
  });

  it("takes a hit by each disposition to the status of its name", () => {
    for (const each of screeningDispositions) expect(screeningHitLifecycle.OPEN[dispositionAction[each]]).toBe(each);
  });

  it("gives each reason of a disposition to one finding alone", () => {
    const given = [...dispositionReasons.FALSE_MATCH, ...dispositionReasons.TRUE_MATCH];
    expect(given).toEqual([...screeningDispositionReasons]);
  });

  it("puts an order in force at once and leaves a request to the vendor's answer", () => {
    expect(firstDirectiveStatus).toEqual({ ORDER: "IN_FORCE", REQUEST: "REQUESTED" });
  });
});

describe("the action that takes a finding to a status", () => {
  it.each(findingStatuses)("leads to %s from wherever it is allowed", (status) => {
    const reached = Object.values(findingLifecycle).flatMap((state) => state[actionToward[status]] ?? []);
    expect(new Set(reached)).toEqual(new Set([status]));
  });
});

describeEveryPair("a hold", holdLifecycle, holdStatuses, holdActions, {
  start: "OPEN",
  terminal: ["RELEASED"],
  allowed: { OPEN: ["release → RELEASED"], RELEASED: [] },
});

describeEveryPair(
  "a request for information",
  informationRequestLifecycle,
  informationRequestStatuses,
  informationRequestActions,
  {
    start: "OPEN",
    terminal: ["ANSWERED", "CLOSED", "LAPSED"],
    allowed: { OPEN: ["answer → ANSWERED", "close → CLOSED", "lapse → LAPSED"], ANSWERED: [], CLOSED: [], LAPSED: [] },
  },
);

describeEveryPair("a webhook", webhookLifecycle, webhookStatuses, webhookActions, {
  start: "ACTIVE",
  terminal: ["DELETED"],
  allowed: {
    ACTIVE: ["pause → PAUSED", "end → DELETED"],
    PAUSED: ["resume → ACTIVE", "end → DELETED"],
    DELETED: [],
  },
});
