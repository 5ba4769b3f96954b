import type { DirectiveScope } from "./directives.ts";
import { type EnforcementPart, enforcementParts } from "./release-vocabulary.ts";
import type { ConditionKind, DirectiveEffect } from "./vocabulary.ts";

/** What a vendor says of one part that a directive can be worded with. Plain data: stored as it stands. */
export interface StatedPart {
  readonly part: EnforcementPart;
  readonly enforceable: boolean;
  /** Where it isn't enforceable, why, and what the vendor would have to do instead. */
  readonly note: string | null;
}

/** One part of a directive's wording, and what the vendor has said of it: `enforceable` is null where it said nothing. */
export interface WordedPart {
  readonly part: EnforcementPart;
  readonly enforceable: boolean | null;
  readonly note: string | null;
}

const ofScope = {
  jurisdictions: "SCOPE_JURISDICTIONS",
  partnerKinds: "SCOPE_PARTNER_KINDS",
  partnerIds: "SCOPE_PARTNERS",
  phases: "SCOPE_PHASES",
} as const satisfies { readonly [part in keyof Required<DirectiveScope>]: EnforcementPart };

/** A LIMIT is done where its limits are. */
const ofEffect = {
  POSTPONE: ["EFFECT_POSTPONE"],
  LIMIT: [],
  SUSPEND: ["EFFECT_SUSPEND"],
  WITHDRAW: ["EFFECT_WITHDRAW"],
} as const satisfies Record<DirectiveEffect, readonly EnforcementPart[]>;

const ofLimit = (kind: ConditionKind): EnforcementPart => `LIMIT_${kind}` as EnforcementPart;

/** The parts that a directive is worded with, in the vocabulary's order: what its vendor must be able to do. */
export function partsOf(directive: {
  readonly effect: DirectiveEffect;
  readonly scope: DirectiveScope | null;
  readonly limits: readonly { readonly kind: ConditionKind }[];
}): EnforcementPart[] {
  const worded = new Set<EnforcementPart>(ofEffect[directive.effect]);
  for (const { kind } of directive.limits) worded.add(ofLimit(kind));
  for (const [name, part] of Object.entries(ofScope)) {
    if (directive.scope?.[name as keyof DirectiveScope] !== undefined) worded.add(part);
  }
  return enforcementParts.filter((part) => worded.has(part));
}

/** What the vendor has said of each of the parts. */
export function enforcementOf(parts: readonly EnforcementPart[], stated: readonly StatedPart[]): WordedPart[] {
  return parts.map((part) => stated.find((each) => each.part === part) ?? { part, enforceable: null, note: null });
}

/** Whole seconds from one moment to another; null while either is still to come. */
export function secondsBetween(from: Date | null, to: Date | null): number | null {
  return from === null || to === null ? null : Math.floor((to.getTime() - from.getTime()) / 1000);
}
