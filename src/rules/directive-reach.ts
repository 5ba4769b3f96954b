import { type AccessMeasure, type EffectFacts, effectiveNow, usedByAnyone } from "./access.ts";
import { blockersOfAdvance, inPhase, inScope, type Measure, touchesEveryone } from "./directives.ts";
import { isOpenPhase } from "./lifecycles/release.ts";
import type { ReleasePhase } from "./vocabulary.ts";

/** A directive as it would be worded. */
export type Wording = Pick<AccessMeasure, "effect" | "scope" | "limits">;

/** As it would be if it came into force now. */
const ordered = (wording: Wording): AccessMeasure => ({ ...wording, id: "previewed", status: "IN_FORCE" });

/** What a directive would do to an authorization: null for one out of its scope. */
export function reachOn(wording: Wording, facts: EffectFacts): { readonly ceases: boolean } | null {
  const { partner, release } = facts;
  const { jurisdiction, kind: partnerKind, id: partnerId } = partner;
  if (!inScope(wording.scope, { jurisdiction, partnerKind, partnerId, phase: release.phase })) return null;
  const under = { ...facts, directives: [...facts.directives, ordered(wording)] };
  return { ceases: effectiveNow(facts).effective && !effectiveNow(under).effective };
}

/** A release as it stands, with what is in force on it. */
export interface ReachedRelease extends Pick<EffectFacts, "now" | "directives" | "designations"> {
  readonly release: { readonly phase: ReleasePhase; readonly authorizationRequired: boolean };
}

/** Those who use a release without an authorization, and so can't be counted. */
export interface Uncounted {
  /** Whether it would touch all of them, or those that its scope names. */
  readonly everyone: boolean;
  /** Whether those whom it touches use the release now and couldn't any more. */
  readonly ceases: boolean;
}

/** Whether partners use a release without an authorization, so that nobody knows who they are. */
export function usedUncounted({ release }: ReachedRelease): boolean {
  return isOpenPhase(release.phase) && !release.authorizationRequired;
}

/** What a directive would do to those who use a release without an authorization: null where none does, or it touches none. */
export function uncountedOn(wording: Wording, facts: ReachedRelease): Uncounted | null {
  if (!usedUncounted(facts) || !inPhase(wording.scope, facts.release.phase)) return null;
  // Of one whom it touches: as if it touched everybody.
  const under = { ...facts, directives: [...facts.directives, { ...ordered(wording), scope: null }] };
  return {
    everyone: touchesEveryone(wording.scope),
    ceases: usedByAnyone(facts) && !usedByAnyone(under),
  };
}

/** What a directive would do to a phase advance that is open: null where it keeps it from nothing. */
export function advanceBlockedBy(
  wording: Wording,
  { measures, phase }: { readonly measures: readonly Measure[]; readonly phase: ReleasePhase },
): { readonly already: boolean } | null {
  if (blockersOfAdvance([ordered(wording)], phase).length === 0) return null;
  return { already: blockersOfAdvance(measures, phase).length > 0 };
}
