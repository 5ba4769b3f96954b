import type { PolicyDocument } from "./policy.ts";

/** Every clock of a policy, in days that are counted as the policy counts. */
export interface PolicyClocks {
  /** From the submission to the referral. */
  readonly refer: number;
  /** From the referral to the agency's position. */
  readonly position: number;
  /** From the referral to the reminder. */
  readonly remind: number;
  /** By which a referral is extended, once. */
  readonly extension: number;
  /** From the submission to the decision, in all. */
  readonly total: number;
  /** From an information request to its lapse. */
  readonly information: number;
  /** From the intent to deny to the end of the time to rebut. */
  readonly intentToDeny: number;
  /** From a rebuttal to its decision. */
  readonly rebuttal: number;
  /** From a decision to the end of the time to appeal. */
  readonly appeal: number;
  /** From an appeal to its decision. */
  readonly appealDecision: number;
  /** From when a case comes to await its countersignature to that: 2 at least, for the reminder goes out a day before. */
  readonly countersign: number;
}

/**
 * The clocks of a policy, with what it leaves open: the reminder after two thirds of the agencies' time, an extension of
 * one third, as long to answer a request as to rebut, as long to decide a rebuttal as the ladder's first level has, as
 * long to decide an appeal as an agency has for its position, and as long to countersign as to refer, 2 days at least.
 */
export function clocksOf({ clocks, ladder }: Pick<PolicyDocument, "clocks" | "ladder">): PolicyClocks {
  const third = Math.floor(clocks.position / 3);
  return {
    ...clocks,
    remind: clocks.remind ?? Math.max(1, clocks.position - Math.max(1, third)),
    extension: clocks.extension ?? Math.max(1, third),
    information: clocks.information ?? clocks.intentToDeny,
    rebuttal: clocks.rebuttal ?? ladder[0]?.days ?? clocks.position,
    appealDecision: clocks.appealDecision ?? clocks.position,
    countersign: clocks.countersign ?? Math.max(2, clocks.refer),
  };
}
