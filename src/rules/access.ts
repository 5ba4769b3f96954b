import {
  type ConditionPredicate,
  type ConditionResult,
  contradictions,
  describePredicate,
  evaluate,
  type UseFacts,
} from "./conditions.ts";
import { inScope, type Measure, touchesEveryone } from "./directives.ts";
import { isOpenPhase } from "./lifecycles/release.ts";
import type {
  AuthorizationStatus,
  ConditionKind,
  EndUse,
  PartnerKind,
  PartnerStatus,
  ReleasePhase,
} from "./vocabulary.ts";

/** Why a use isn't allowed, or an authorization not effective. */
export const accessReasonCodes = [
  "RELEASE_NOT_OPEN",
  "RELEASE_WITHDRAWN",
  "SUSPENDED_BY_DIRECTIVE",
  "WITHDRAWN_BY_DIRECTIVE",
  "SUSPENDED_BY_DESIGNATION",
  "WITHDRAWN_BY_DESIGNATION",
  "PARTNER_NOT_ADMITTED",
  "PARTNER_SUSPENDED",
  "PARTNER_BARRED",
  "NO_AUTHORIZATION",
  "AUTHORIZATION_NOT_STARTED",
  "AUTHORIZATION_SUSPENDED",
  "AUTHORIZATION_REVOKED",
  "AUTHORIZATION_SURRENDERED",
  "AUTHORIZATION_EXPIRED",
  "AUTHORIZATION_SUPERSEDED",
  "CONDITION_NOT_MET",
  "CONDITION_UNKNOWN",
  "CONDITION_NEEDS_A_PERSON",
  "CONDITIONS_CONTRADICT",
  "LIMIT_NOT_MET",
  "LIMIT_UNKNOWN",
  "LIMIT_NEEDS_A_PERSON",
  "LIMIT_CONTRADICTS_CONDITIONS",
  "LIMITS_CONTRADICT",
] as const;
export type AccessReasonCode = (typeof accessReasonCodes)[number];

/** One reason against, in words that anyone concerned may read, and the record that it comes from. */
export interface AccessReason {
  readonly code: AccessReasonCode;
  readonly message: string;
  readonly directiveId?: string;
  readonly designationId?: string;
  readonly conditionId?: string;
}

/** A directive or a designation, with what a LIMIT asks of use. */
export interface AccessMeasure extends Measure {
  readonly id: string;
  readonly limits: readonly ConditionPredicate[];
}

/** What an authorization's effect is derived from. */
export interface EffectFacts {
  readonly now: Date;
  readonly release: { readonly phase: ReleasePhase };
  readonly partner: {
    readonly id: string;
    readonly status: PartnerStatus;
    readonly kind: PartnerKind;
    readonly jurisdiction: string;
  };
  /** The vendor's designations and the release's and vendor's directives: in force or not, in scope or not. */
  readonly designations: readonly AccessMeasure[];
  readonly directives: readonly AccessMeasure[];
  readonly authorization: {
    readonly status: AuthorizationStatus;
    /** The one end use that it allows. */
    readonly endUse: EndUse;
    readonly startsAt: Date;
    readonly expiresAt: Date;
  } | null;
  readonly conditions: readonly { readonly id: string; readonly predicate: ConditionPredicate }[];
}

/** What a check of access is decided by. */
export interface AccessFacts extends EffectFacts {
  readonly release: EffectFacts["release"] & {
    /** Whether the policy asks for an authorization in this phase; without one its conditions don't apply either. */
    readonly authorizationRequired: boolean;
  };
  /** How the model is used; the moment is `now`. */
  readonly use: Omit<UseFacts, "at"> & {
    /** The conditions, directives and designations, by id, whose free text a person has checked and found met. */
    readonly personChecked?: readonly string[] | null;
  };
}

/** One condition, or one limit of a directive or a designation, and what it comes to for the use that was asked about. */
export interface CheckedCondition {
  readonly conditionId?: string;
  readonly directiveId?: string;
  readonly designationId?: string;
  readonly kind: ConditionKind;
  readonly predicate: ConditionPredicate;
  readonly result: ConditionResult;
}

type Source = Pick<AccessReason, "conditionId" | "directiveId" | "designationId">;
/** A directive or a designation in force that touches the partner, and which of the two it is. */
export type MeasureInForce = AccessMeasure & { readonly source: Pick<Source, "directiveId" | "designationId"> };

/** Whether this use is allowed now: every reason against it, and every condition and limit with its result. */
export function evaluateAccess(facts: AccessFacts): {
  allowed: boolean;
  reasons: AccessReason[];
  conditions: CheckedCondition[];
} {
  const needed = facts.release.authorizationRequired;
  const applying = needed ? facts : { ...facts, conditions: [] };
  const conditions = checkedConditions(applying, { ...facts.use, at: facts.now }, facts.use.personChecked ?? []);
  const reasons = [
    ...reasonsOfRelease(facts),
    ...reasonsOfPartner(facts, needed),
    ...(needed ? reasonsOfAuthorization(facts) : []),
    ...conditions.flatMap(reasonOfCondition),
    ...reasonsOfContradiction(applying),
  ];
  return { allowed: reasons.length === 0, reasons, conditions };
}

/**
 * Whether an authorization is effective now, however it is used: of its conditions and limits only those stand against
 * it that no use for its own end use can meet.
 */
export function effectiveNow(facts: EffectFacts): { effective: boolean; reasons: AccessReason[] } {
  const reasons = [
    ...reasonsOfRelease(facts),
    ...reasonsOfPartner(facts, true),
    ...reasonsOfAuthorization(facts),
    ...reasonsAgainstEveryUse(facts),
  ];
  return { effective: reasons.length === 0, reasons };
}

/** A partner like any other: what touches everybody touches it, and nothing else is asked of it. */
const anyone: EffectFacts["partner"] = { id: "", status: "ADMITTED", kind: "ENTERPRISE", jurisdiction: "" };

/**
 * Whether a release is used by anybody at all, where its policy asks for no authorization: what touches some partners
 * alone leaves it to others. How many use it, and who, nobody knows.
 */
export function usedByAnyone(facts: Pick<EffectFacts, "now" | "release" | "directives" | "designations">): boolean {
  const forAll = (measures: readonly AccessMeasure[]) => measures.filter(({ scope }) => touchesEveryone(scope));
  const { directives, designations } = facts;
  const asked: EffectFacts = {
    ...facts,
    partner: anyone,
    directives: forAll(directives),
    designations: forAll(designations),
    authorization: null,
    conditions: [],
  };
  return reasonsOfRelease(asked).length === 0 && reasonsAgainstEveryUse(asked).length === 0;
}

/** The conditions and limits that no use can meet: by themselves, for the authorization's end use, or taken together. */
function reasonsAgainstEveryUse(facts: EffectFacts): AccessReason[] {
  const use = { at: facts.now, endUse: facts.authorization?.endUse ?? null };
  const unmet = checkedConditions(facts, use, []).filter(({ result }) => result === "NOT_MET");
  return [...unmet.flatMap(reasonOfCondition), ...reasonsOfContradiction(facts)];
}

function reasonsOfRelease(facts: EffectFacts): AccessReason[] {
  const reasons: AccessReason[] = [];
  const { phase } = facts.release;
  if (phase === "WITHDRAWN")
    reasons.push({ code: "RELEASE_WITHDRAWN", message: "The vendor has withdrawn the release." });
  else if (!isOpenPhase(phase)) {
    reasons.push({ code: "RELEASE_NOT_OPEN", message: `The release is ${phase}: partners may not use it yet.` });
  }
  for (const { effect, source } of measuresInForce(facts)) {
    if (effect !== "SUSPEND" && effect !== "WITHDRAW") continue;
    const by = source.directiveId === undefined ? "DESIGNATION" : "DIRECTIVE";
    const verb = effect === "SUSPEND" ? "suspends" : "withdraws";
    const message = `A ${by.toLowerCase()} ${verb} the release for this partner.`;
    reasons.push({ code: `${effect === "SUSPEND" ? "SUSPENDED" : "WITHDRAWN"}_BY_${by}`, message, ...source });
  }
  return reasons;
}

/** Where no authorization is needed a partner needn't be admitted, but a bar and a suspension still hold. */
function reasonsOfPartner({ partner }: EffectFacts, admissionNeeded: boolean): AccessReason[] {
  switch (partner.status) {
    case "BARRED":
      return [{ code: "PARTNER_BARRED", message: "The partner is barred." }];
    case "SUSPENDED":
      return [{ code: "PARTNER_SUSPENDED", message: "The partner is suspended." }];
    case "REGISTERED":
      return admissionNeeded ? [{ code: "PARTNER_NOT_ADMITTED", message: "The partner isn't admitted." }] : [];
    case "ADMITTED":
      return [];
  }
}

function reasonsOfAuthorization({ authorization, now }: EffectFacts): AccessReason[] {
  if (authorization === null) {
    return [{ code: "NO_AUTHORIZATION", message: "The partner holds no authorization for this release." }];
  }
  const { status, startsAt, expiresAt } = authorization;
  const reasons: AccessReason[] = [];
  if (status !== "ACTIVE" && status !== "EXPIRED") {
    reasons.push({ code: `AUTHORIZATION_${status}`, message: `The authorization is ${status.toLowerCase()}.` });
  }
  if (now < startsAt) {
    const message = `The authorization starts at ${startsAt.toISOString()}.`;
    reasons.push({ code: "AUTHORIZATION_NOT_STARTED", message });
  }
  // The clock alone ends an authorization: its status may not have been moved yet.
  if (status === "EXPIRED" || now >= expiresAt) {
    const message = `The authorization expired at ${expiresAt.toISOString()}.`;
    reasons.push({ code: "AUTHORIZATION_EXPIRED", message });
  }
  return reasons;
}

function checkedConditions(facts: EffectFacts, use: UseFacts, personChecked: readonly string[]): CheckedCondition[] {
  const check = (predicate: ConditionPredicate, id: string, source: Source): CheckedCondition => {
    const found = evaluate(predicate, use);
    const result = found === "PERSON_CHECKS" && personChecked.includes(id) ? "MET" : found;
    return { ...source, kind: predicate.kind, predicate, result };
  };
  return [
    ...facts.conditions.map(({ id, predicate }) => check(predicate, id, { conditionId: id })),
    ...limiting(facts).flatMap(({ id, limits, source }) => limits.map((limit) => check(limit, id, source))),
  ];
}

function reasonOfCondition(checked: CheckedCondition): AccessReason[] {
  const { predicate, result, conditionId, directiveId, designationId } = checked;
  if (result === "MET") return [];
  const what = conditionId === undefined ? "LIMIT" : "CONDITION";
  const asked = `A ${what.toLowerCase()} asks for ${describePredicate(predicate)}`;
  const source = { conditionId, directiveId, designationId };
  if (result === "NOT_MET")
    return [{ code: `${what}_NOT_MET`, message: `${asked}: this use doesn't meet it.`, ...source }];
  if (result === "UNKNOWN") {
    return [{ code: `${what}_UNKNOWN`, message: `${asked}: say how the model is used to have it checked.`, ...source }];
  }
  return [{ code: `${what}_NEEDS_A_PERSON`, message: `${asked}: a person must check it.`, ...source }];
}

/** One reason for each directive or designation that a contradiction involves; one for conditions that exclude each other. */
function reasonsOfContradiction(facts: EffectFacts): AccessReason[] {
  const conditions = facts.conditions.map(({ predicate }) => predicate);
  const measures = limiting(facts);
  const limits = measures.flatMap((measure) => measure.limits);
  return contradictions(conditions, limits).flatMap(({ kind, left, right }): AccessReason[] => {
    if (right.length === 0) {
      const message = `The authorization's conditions on ${kind} can't all be met.`;
      return [{ code: "CONDITIONS_CONTRADICT", message }];
    }
    const code = left.length === 0 ? "LIMITS_CONTRADICT" : "LIMIT_CONTRADICTS_CONDITIONS";
    const other = left.length === 0 ? "other limits" : "the authorization's conditions";
    const message = `What is limited on ${kind} and what ${other} allow can't both be met.`;
    const involved = measures.filter((measure) => measure.limits.some((limit) => right.includes(limit)));
    return involved.map(({ source }) => ({ code, message, ...source }));
  });
}

/** The LIMITs in force that touch this partner in this phase, in the order of their kind and id. */
export function limiting(facts: EffectFacts): MeasureInForce[] {
  return measuresInForce(facts).filter(({ effect }) => effect === "LIMIT");
}

/** The directives and designations in force that touch this partner in this phase. */
function measuresInForce({ directives, designations, release, partner }: EffectFacts): MeasureInForce[] {
  const subject = {
    jurisdiction: partner.jurisdiction,
    partnerKind: partner.kind,
    partnerId: partner.id,
    phase: release.phase,
  };
  return [
    ...directives.map((each) => ({ ...each, source: { directiveId: each.id } })),
    ...designations.map((each) => ({ ...each, source: { designationId: each.id } })),
  ].filter(({ status, scope }) => status === "IN_FORCE" && inScope(scope, subject));
}
