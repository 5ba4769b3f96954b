import type { FindingSeverity, PolicySubject } from "./release-vocabulary.ts";
import type { Agency, DayCount, LadderRule, ObjectionReason, ReleasePhase, Seat } from "./vocabulary.ts";

/** What a phase asks of a partner: how many may hold an authorization (null: any number), and whether one is needed. */
export interface PhaseRules {
  partnerCap: number | null;
  authorizationRequired: boolean;
}

/** One agency's seat on a policy's panel. */
export interface PanelSeat {
  agency: Agency;
  seat: Seat;
}

/** One level of the ladder that a dispute climbs. */
export interface LadderLevel {
  /** From 1, without gaps. */
  level: number;
  name: string;
  /** Whose officials act: CHAIR and SOLE name one agency, MAJORITY its voters. */
  decidedBy: Agency[];
  /** Days in which the level decides, counted as the policy counts. */
  days: number;
  /** Days in which its result may be taken to the next level; null on the last. */
  appealWithin: number | null;
  rule: LadderRule;
  /** For MAJORITY: what an equal vote gives. CHAIR_STANDS keeps the chair's result from the first level. */
  tie?: "CHAIR_STANDS";
}

/** The days and hours that a policy's deadlines follow. */
export interface PolicyClock {
  dayCount: DayCount;
  /** An IANA name, like "America/New_York". */
  timeZone: string;
  /** "HH:MM", the local time at which a day's work ends. */
  cutOff: string;
  /** The days without work, as "YYYY-MM-DD"; counted out on business days alone. */
  holidays: { date: string; name: string }[];
}

/** The template that a release is reviewed under. Plain data: stored as it stands, never changed once published. */
export interface PolicyDocument extends PolicyClock {
  /** Lower-case words joined by hyphens; the same in every version. */
  key: string;
  /** From 1. */
  version: number;
  title: string;
  summary: string;
  /** What the review rests on, with its citation. */
  legalBasis: string;
  /** Where the numbers come from. */
  sources: { cite: string; says: string }[];
  /** The phases in which partners may use a release. One that is left out has no cap and the usual need: see phaseRules. */
  phases: Partial<Record<ReleasePhase, PhaseRules>>;
  panel: PanelSeat[];
  /**
   * Days, counted by `dayCount`: to refer, to take a position, in all, to rebut an intent to deny, to appeal; and, where
   * the policy doesn't leave them to `clocksOf`, to a reminder, of an extension, to answer a request for information, to
   * decide a rebuttal, to decide an appeal, to countersign.
   */
  clocks: {
    refer: number;
    position: number;
    total: number;
    intentToDeny: number;
    appeal: number;
    remind?: number;
    extension?: number;
    information?: number;
    rebuttal?: number;
    appealDecision?: number;
    countersign?: number;
  };
  ladder: LadderLevel[];
  /** The agencies whose officials may countersign. */
  countersigners: Agency[];
  /** Calendar days from its countersignature that an authorization lasts. */
  authorizationDays: number;
  /** What an objection or a denial may rest on. */
  criteria: { code: ObjectionReason; says: string }[];
  /** What an agency's silence means, in words. */
  silence: string;
  /** What it is published for, the same in every version; left out, RELEASES. */
  appliesTo?: PolicySubject;
  /**
   * The policies for PROGRAMMES, by key, under which applications for its releases may be made instead; none where it is
   * empty, and any where it is left out. Only what is for RELEASES says it.
   */
  programmePolicies?: string[];
  /** From which severity on an open finding of a cyber review blocks a phase advance; left out, see blockingSeverity. */
  cyberReview?: { blockingSeverity: FindingSeverity };
}

/** What `policy` asks in `phase`; where it says nothing, no cap, and an authorization until general availability. */
export function phaseRules(policy: Pick<PolicyDocument, "phases">, phase: ReleasePhase): PhaseRules {
  return policy.phases[phase] ?? { partnerCap: null, authorizationRequired: phase !== "GENERAL_AVAILABILITY" };
}

/** What a policy is published for: releases where it doesn't say. */
export function subjectOf(policy: Pick<PolicyDocument, "appliesTo">): PolicySubject {
  return policy.appliesTo ?? "RELEASES";
}

/** Whether applications for the releases of `policy` may be made under a programme whose policy has this key. */
export function allowsProgramme(
  policy: Pick<PolicyDocument, "programmePolicies">,
  programmePolicyKey: string,
): boolean {
  return policy.programmePolicies?.includes(programmePolicyKey) ?? true;
}
