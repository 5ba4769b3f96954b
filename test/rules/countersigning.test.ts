import { describe, expect, it } from "vitest";
import {
  blockersOfCountersigning,
  blockersOfRefusing,
  type CountersigningFacts,
  countersigningBlockers,
} from "../../src/rules/countersigning.ts";
import type { EligibilityFacts } from "../../src/rules/programmes.ts";
import {
  applicationStatuses,
  authorizationStatuses,
  decisionStatuses,
  partnerStatuses,
  releasePhases,
} from "../../src/rules/vocabulary.ts";

const now = new Date("2026-11-23T15:00:00Z");
const past = new Date("2026-11-23T15:00:00Z");
const future = new Date("2026-11-23T15:00:00.001Z");

const eligible: EligibilityFacts = {
  programme: { status: "CLOSED", partnerKinds: ["ENTERPRISE"], endUses: ["CYBER_DEFENSE"] },
  enrolment: "ENROLLED",
  partnerKind: "ENTERPRISE",
  endUse: "CYBER_DEFENSE",
};
const approval: CountersigningFacts = {
  caseKind: "APPLICATION",
  decisionStatus: "PROPOSED",
  outcome: "APPROVE",
  caseStatus: "AWAITING_COUNTERSIGNATURE",
  decisionRevision: 2,
  caseRevision: 2,
  namedRevision: 2,
  countersigners: ["COMMERCE", "ONCD"],
  official: { subject: "commerce-2", agency: "COMMERCE" },
  participants: ["commerce-1", "oncd-1"],
  intentToDenyEndsAt: null,
  clockStopped: false,
  now,
  partnerStatus: "ADMITTED",
  releasePhase: "LIMITED_PREVIEW",
  releaseStanding: "IN_FORCE",
  capReached: false,
  replacedStatus: null,
  holdsSameUse: false,
  ownEnded: false,
  eligibility: null,
};
const denial: CountersigningFacts = { ...approval, outcome: "DENY", intentToDenyEndsAt: past };
const advance: CountersigningFacts = {
  ...approval,
  caseKind: "PHASE_ADVANCE",
  advancePostponed: false,
  cyberReviewOpen: false,
  findingsBlock: false,
};
type Change = Partial<Record<keyof typeof approval | keyof typeof advance, unknown>>;
const blockers = (facts: CountersigningFacts, change: Change) =>
  blockersOfCountersigning({ ...facts, ...change } as CountersigningFacts);

describe("countersigning an approval", () => {
  it.each<[string, Change, string[]]>([
    ["by an official who took no part", {}, []],
    ["by another agency that the policy names", { official: { subject: "oncd-2", agency: "ONCD" } }, []],
    ["on a release whose use is limited for some", { releaseStanding: "LIMITED" }, []],
    ["on a release whose advance is postponed", { releaseStanding: "POSTPONED" }, []],
    ["after a rebuttal that was accepted before its time was over", { intentToDenyEndsAt: future }, []],
    [
      "by one who took a position",
      { official: { subject: "commerce-1", agency: "COMMERCE" } },
      ["SIGNED_OWN_POSITION"],
    ],
    [
      "by one who took a position for another agency",
      { official: { subject: "oncd-1", agency: "COMMERCE" } },
      ["SIGNED_OWN_POSITION"],
    ],
    [
      "by an agency that the policy doesn't name",
      { official: { subject: "ostp-1", agency: "OSTP" } },
      ["AGENCY_NOT_A_COUNTERSIGNER"],
    ],
    ["by someone of no agency", { official: { subject: "someone", agency: null } }, ["AGENCY_NOT_A_COUNTERSIGNER"]],
    ["of an earlier revision", { namedRevision: 1 }, ["STALE_REVISION"]],
    ["of a decision on an earlier revision", { decisionRevision: 1, namedRevision: 1 }, ["STALE_REVISION"]],
    ["of a decision on an earlier revision, naming today's", { decisionRevision: 1 }, ["STALE_REVISION"]],
    ["while the clock is stopped", { clockStopped: true }, ["CLOCK_STOPPED"]],
    ["while the case is in dispute", { caseStatus: "IN_DISPUTE" }, ["CASE_IN_DISPUTE"]],
    [
      "of a refused decision in dispute",
      { caseStatus: "IN_DISPUTE", decisionStatus: "REFUSED" },
      ["CASE_IN_DISPUTE", "NOT_STANDING"],
    ],
    ["on a suspended release", { releaseStanding: "SUSPENDED" }, ["RELEASE_NOT_IN_FORCE"]],
    ["on a release that a directive withdraws", { releaseStanding: "WITHDRAWN" }, ["RELEASE_WITHDRAWN"]],
    [
      "on a release that its vendor withdrew",
      { releasePhase: "WITHDRAWN", releaseStanding: "WITHDRAWN" },
      ["RELEASE_WITHDRAWN"],
    ],
    ["at the partner cap", { capReached: true }, ["CAP_REACHED"]],
    ["for a use that the partner is authorized for", { holdsSameUse: true }, ["AUTHORIZATION_HELD"]],
    ["under a programme that the partner is still in, and eligible for", { eligibility: eligible }, []],
    [
      "under a programme that the partner has left",
      { eligibility: { ...eligible, enrolment: null } },
      ["ENROLMENT_ENDED"],
    ],
    [
      "under a programme that isn't for the kind that the partner now is",
      { eligibility: { ...eligible, partnerKind: "ACADEMIC" } },
      ["PARTNER_KIND_NOT_ELIGIBLE"],
    ],
    [
      "under a programme that Commerce revoked",
      { eligibility: { ...eligible, programme: { ...eligible.programme, status: "REVOKED" } } },
      ["PROGRAMME_REVOKED"],
    ],
  ])("%s", (_how, change, expected) => {
    expect(blockers(approval, change)).toEqual(expected);
  });

  it("asks that the case awaits it and the decision is proposed", () => {
    for (const caseStatus of applicationStatuses) {
      for (const decisionStatus of decisionStatuses) {
        const free = blockers(approval, { caseStatus, decisionStatus }).length === 0;
        expect([caseStatus, decisionStatus, free]).toEqual([
          caseStatus,
          decisionStatus,
          caseStatus === "AWAITING_COUNTERSIGNATURE" && decisionStatus === "PROPOSED",
        ]);
      }
    }
  });

  it("asks that the partner is admitted", () => {
    expect(partnerStatuses.filter((partnerStatus) => blockers(approval, { partnerStatus }).length === 0)).toEqual([
      "ADMITTED",
    ]);
    expect(blockers(approval, { partnerStatus: "BARRED" })).toEqual(["PARTNER_NOT_ADMITTED"]);
  });

  it("renews what is in force or has run out, waits for a suspension, and brings nothing back that was ended", () => {
    expect(
      Object.fromEntries(
        authorizationStatuses.map((replacedStatus) => [replacedStatus, blockers(approval, { replacedStatus })]),
      ),
    ).toEqual({
      ACTIVE: [],
      SUSPENDED: ["REPLACED_AUTHORIZATION_SUSPENDED"],
      REVOKED: ["REPLACED_AUTHORIZATION_ENDED"],
      SURRENDERED: ["REPLACED_AUTHORIZATION_ENDED"],
      EXPIRED: [],
      SUPERSEDED: ["REPLACED_AUTHORIZATION_ENDED"],
    });
  });

  it("asks that the release has reached a phase in which partners may use it", () => {
    expect(releasePhases.filter((releasePhase) => blockers(approval, { releasePhase }).length === 0)).toEqual([
      "LIMITED_PREVIEW",
      "EXPANDED_PREVIEW",
      "GENERAL_AVAILABILITY",
    ]);
    expect(blockers(approval, { releasePhase: "UNDER_REVIEW" })).toEqual(["RELEASE_NOT_IN_FORCE"]);
  });

  it("says everything that blocks it", () => {
    const all = blockers(approval, {
      namedRevision: 9,
      decisionStatus: "VOID",
      caseStatus: "IN_DISPUTE",
      clockStopped: true,
      official: { subject: "commerce-1", agency: "DEFENSE" },
      releaseStanding: "SUSPENDED",
      partnerStatus: "SUSPENDED",
      capReached: true,
      replacedStatus: "REVOKED",
      holdsSameUse: true,
      ownEnded: true,
    });
    expect(all).toEqual([
      "STALE_REVISION",
      "CASE_IN_DISPUTE",
      "NOT_STANDING",
      "SIGNED_OWN_POSITION",
      "AGENCY_NOT_A_COUNTERSIGNER",
      "CLOCK_STOPPED",
      "RELEASE_NOT_IN_FORCE",
      "PARTNER_NOT_ADMITTED",
      "CAP_REACHED",
      "REPLACED_AUTHORIZATION_ENDED",
      "AUTHORIZATION_ENDED",
      "AUTHORIZATION_HELD",
    ]);
    for (const code of all) expect(countersigningBlockers[code]).toMatch(/\.$/);
  });
});

describe("countersigning a denial", () => {
  it.each<[string, Change, string[]]>([
    ["after the time to rebut", {}, []],
    ["after the time to rebut, when nobody has noted that yet", { caseStatus: "INTENT_TO_DENY" }, []],
    ["of a partner that isn't admitted", { partnerStatus: "BARRED" }, []],
    ["on a suspended release at its cap", { releaseStanding: "SUSPENDED", capReached: true }, []],
    ["on a release that a directive withdraws", { releaseStanding: "WITHDRAWN" }, []],
    ["of a renewal of what was revoked", { replacedStatus: "REVOKED" }, []],
    ["for a use that the partner is authorized for", { holdsSameUse: true }, []],
    ["before the time to rebut is over", { intentToDenyEndsAt: future }, ["REBUTTAL_WINDOW_OPEN"]],
    ["in the time to rebut", { caseStatus: "INTENT_TO_DENY", intentToDenyEndsAt: future }, ["REBUTTAL_WINDOW_OPEN"]],
    ["without an intent to deny", { intentToDenyEndsAt: null }, ["REBUTTAL_WINDOW_OPEN"]],
    ["on a withdrawn release", { releasePhase: "WITHDRAWN" }, ["RELEASE_WITHDRAWN"]],
    ["by one who took a position", { official: { subject: "oncd-1", agency: "ONCD" } }, ["SIGNED_OWN_POSITION"]],
  ])("%s", (_how, change, expected) => {
    expect(blockers(denial, change)).toEqual(expected);
  });
});

describe("countersigning a phase advance", () => {
  it.each<[string, Change, string[]]>([
    ["from the review to the limited preview", { releasePhase: "UNDER_REVIEW" }, []],
    ["on a release limited for some", { releaseStanding: "LIMITED" }, []],
    ["while a directive postpones it", { advancePostponed: true }, ["RELEASE_POSTPONED"]],
    ["during a cyber review", { cyberReviewOpen: true }, ["CYBER_REVIEW_OPEN"]],
    ["with grave findings open", { findingsBlock: true }, ["CYBER_FINDINGS_OPEN"]],
    [
      "with all of it",
      { advancePostponed: true, cyberReviewOpen: true, findingsBlock: true },
      ["RELEASE_POSTPONED", "CYBER_REVIEW_OPEN", "CYBER_FINDINGS_OPEN"],
    ],
    ["on a suspended release", { releaseStanding: "SUSPENDED" }, ["RELEASE_NOT_IN_FORCE"]],
    ["on a withdrawn release", { releasePhase: "WITHDRAWN", releaseStanding: "WITHDRAWN" }, ["RELEASE_WITHDRAWN"]],
    [
      "denied while a directive postpones it",
      { advancePostponed: true, cyberReviewOpen: true, findingsBlock: true, outcome: "DENY", intentToDenyEndsAt: past },
      [],
    ],
  ])("%s", (_how, change, expected) => {
    expect(blockers(advance, change)).toEqual(expected);
  });
});

describe("refusing to countersign", () => {
  it.each<[string, Change, string[]]>([
    ["by an official who took no part", {}, []],
    ["at the cap, on a suspended release", { capReached: true, releaseStanding: "SUSPENDED" }, []],
    ["while the clock is stopped", { clockStopped: true }, ["CLOCK_STOPPED"]],
    [
      "of a denial whose time to rebut is over",
      { outcome: "DENY", caseStatus: "INTENT_TO_DENY", intentToDenyEndsAt: past },
      [],
    ],
    [
      "in the time to rebut",
      { outcome: "DENY", caseStatus: "INTENT_TO_DENY", intentToDenyEndsAt: future },
      ["REBUTTAL_WINDOW_OPEN"],
    ],
    ["by one who took a position", { official: { subject: "oncd-1", agency: "ONCD" } }, ["SIGNED_OWN_POSITION"]],
    [
      "by an agency that the policy doesn't name",
      { official: { subject: "x", agency: "OSTP" } },
      ["AGENCY_NOT_A_COUNTERSIGNER"],
    ],
    ["of an earlier revision", { namedRevision: 1 }, ["STALE_REVISION"]],
    ["twice", { decisionStatus: "REFUSED", caseStatus: "IN_DISPUTE" }, ["CASE_IN_DISPUTE", "NOT_STANDING"]],
    [
      "of a decision that is countersigned",
      { decisionStatus: "COUNTERSIGNED", caseStatus: "APPROVED" },
      ["NOT_STANDING"],
    ],
  ])("%s", (_how, change, expected) => {
    expect(blockersOfRefusing({ ...approval, ...change } as CountersigningFacts)).toEqual(expected);
  });
});
