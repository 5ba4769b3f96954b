import type { ConditionPredicate, FieldProblem } from "./conditions.ts";
import { isJurisdiction } from "./jurisdictions.ts";
import {
  type DesignationStatus,
  type DirectiveEffect,
  type DirectiveStatus,
  type PartnerKind,
  partnerKinds,
  type ReleasePhase,
  type ReleaseStanding,
  releasePhases,
  releaseStandings,
} from "./vocabulary.ts";

/**
 * Whom a directive or a designation touches: partners that match every part given, each by any of its values. Where
 * a scope is expected, null is everyone. Plain data: stored as it stands.
 */
export interface DirectiveScope {
  /** Where the partner is established, as ISO 3166-1 alpha-2 codes. */
  jurisdictions?: string[];
  partnerKinds?: PartnerKind[];
  partnerIds?: string[];
  /** The phases of the release in which it applies: of those that a measure can touch. */
  phases?: ReleasePhase[];
}

/** A scope as it is proposed: what is absent or null is not restricted. */
export type ScopeInput = {
  readonly [part in keyof DirectiveScope]: Readonly<DirectiveScope[part]> | readonly string[] | null;
};

/** Whom a scope is tried on. */
export interface ScopeSubject {
  readonly jurisdiction: string;
  readonly partnerKind: PartnerKind;
  readonly partnerId: string;
  readonly phase: ReleasePhase;
}

/** What a directive and a designation have in common, as far as the rules need it. */
export interface Measure {
  readonly effect: DirectiveEffect;
  readonly status: DirectiveStatus | DesignationStatus;
  readonly scope: DirectiveScope | null;
}

const known: { readonly [part in keyof Required<DirectiveScope>]: (value: string) => boolean } = {
  jurisdictions: isJurisdiction,
  partnerKinds: (value) => (partnerKinds as readonly string[]).includes(value),
  partnerIds: (value) => value.trim() !== "" && value.length <= 100,
  phases: (value) => (releasePhases as readonly string[]).includes(value),
};
/** In a draft nobody but the vendor sees the release, and a withdrawn one nobody uses: a measure touches neither. */
const untouched: readonly string[] = ["DRAFT", "WITHDRAWN"] satisfies ReleasePhase[];

const parts = Object.keys(known) as (keyof DirectiveScope)[];

/**
 * The scope that `input` states, or what is wrong with it. No input is everyone; a scope that restricts nothing, or a
 * part with no values, is refused: it could be meant for nobody as well as for all.
 */
export function parseScope(
  input: ScopeInput | null | undefined,
): { scope: DirectiveScope | null; problems?: undefined } | { scope?: undefined; problems: FieldProblem[] } {
  if (input == null) return { scope: null };
  const given = parts.filter((part) => (input[part] ?? null) !== null);
  if (given.length === 0) {
    return { problems: [{ field: "scope", message: "A scope must restrict something: leave it out for everyone" }] };
  }
  const problems: FieldProblem[] = [];
  const scope: Record<string, string[]> = {};
  for (const part of given) {
    const values = [...new Set<string>(input[part])].sort();
    const unknown = values.find((value) => !known[part](value));
    if (values.length === 0) problems.push({ field: part, message: `${part} must name at least one value` });
    if (values.length > 1000) problems.push({ field: part, message: `${part} may name at most 1000 values` });
    if (unknown !== undefined) problems.push({ field: part, message: `${unknown} is not a value of ${part}` });
    if (part === "phases") problems.push(...problemsOfPhases(values));
    scope[part] = values;
  }
  return problems.length > 0 ? { problems } : { scope: scope as DirectiveScope };
}

function problemsOfPhases(phases: readonly string[]): FieldProblem[] {
  const named = phases.filter((phase) => untouched.includes(phase));
  if (named.length === 0) return [];
  const message = `No measure touches a release in ${named.join(" or ")}: name phases from REGISTERED to GENERAL_AVAILABILITY`;
  return [{ field: "phases", message }];
}

/**
 * What is wrong with a directive's parts taken together: a LIMIT needs limits, and nothing else takes them; what
 * POSTPONE blocks is the release's, not a partner's.
 */
export function directiveProblems(directive: {
  readonly effect: DirectiveEffect;
  readonly scope: DirectiveScope | null;
  readonly limits: readonly ConditionPredicate[];
}): FieldProblem[] {
  const { effect, scope, limits } = directive;
  const problems: FieldProblem[] = [];
  if (effect === "LIMIT" && limits.length === 0) {
    problems.push({ field: "limits", message: "LIMIT needs at least one limit that use must meet" });
  }
  if (effect !== "LIMIT" && limits.length > 0) {
    problems.push({ field: "limits", message: `${effect} takes no limits: leave them out, or order a LIMIT` });
  }
  if (effect === "POSTPONE" && !touchesEveryone(scope)) {
    problems.push({
      field: "scope",
      message: "POSTPONE blocks the release's phase advances: scope it by phases alone",
    });
  }
  return problems;
}

/** Whether a scope tells no partner from another: in the phases that it applies in, it touches everybody. */
export function touchesEveryone(scope: DirectiveScope | null): boolean {
  return scope === null || !(scope.jurisdictions || scope.partnerKinds || scope.partnerIds);
}

/** Whether a scope touches this partner in this phase of the release. */
export function inScope(scope: DirectiveScope | null, subject: ScopeSubject): boolean {
  if (scope === null) return true;
  return (
    (scope.jurisdictions?.includes(subject.jurisdiction) ?? true) &&
    (scope.partnerKinds?.includes(subject.partnerKind) ?? true) &&
    (scope.partnerIds?.includes(subject.partnerId) ?? true) &&
    inPhase(scope, subject.phase)
  );
}

/**
 * Whether a release may be used now: the strictest measure in force that touches everybody in this phase; one that
 * touches some partners shows as LIMITED, since others may go on. POSTPONE limits no use, and shows as POSTPONED.
 */
export function standingOf(measures: readonly Measure[], phase: ReleasePhase): ReleaseStanding {
  if (phase === "WITHDRAWN") return "WITHDRAWN";
  const standings = measures
    .filter((measure) => measure.status === "IN_FORCE" && inPhase(measure.scope, phase))
    .map(({ effect, scope }) => (touchesEveryone(scope) ? standingUnder[effect] : "LIMITED"));
  return standings.reduce(
    (strictest, each) => (strictness(each) > strictness(strictest) ? each : strictest),
    "IN_FORCE",
  );
}

/** Whether a measure in force blocks the release's phase advances; a stricter standing may hide a postponement. */
export function isAdvancePostponed(measures: readonly Measure[], phase: ReleasePhase): boolean {
  return measures.some(
    ({ effect, status, scope }) => effect === "POSTPONE" && status === "IN_FORCE" && inPhase(scope, phase),
  );
}

/** What of the measures in force on a release keeps it from advancing: each with what it is. */
export type AdvanceBlocker = "RELEASE_POSTPONED" | "RELEASE_SUSPENDED" | "RELEASE_WITHDRAWN";

/** Everything in force on a release that keeps it from advancing; empty when nothing does. */
export function blockersOfAdvance(measures: readonly Measure[], phase: ReleasePhase): AdvanceBlocker[] {
  const standing = standingOf(measures, phase);
  const blockers: AdvanceBlocker[] = [];
  // A stricter standing can hide a postponement, so that is asked for by itself.
  if (isAdvancePostponed(measures, phase)) blockers.push("RELEASE_POSTPONED");
  if (standing === "SUSPENDED") blockers.push("RELEASE_SUSPENDED");
  if (standing === "WITHDRAWN") blockers.push("RELEASE_WITHDRAWN");
  return blockers;
}

const standingUnder: Readonly<Record<DirectiveEffect, ReleaseStanding>> = {
  POSTPONE: "POSTPONED",
  LIMIT: "LIMITED",
  SUSPEND: "SUSPENDED",
  WITHDRAW: "WITHDRAWN",
};

function strictness(standing: ReleaseStanding): number {
  return releaseStandings.indexOf(standing);
}

/** Whether a scope applies in this phase of the release. */
export function inPhase(scope: DirectiveScope | null, phase: ReleasePhase): boolean {
  return scope?.phases?.includes(phase) ?? true;
}
