import { createHash } from "node:crypto";
import { canonical } from "../../ledger/canonical.ts";
import { type EffectFacts, limiting } from "../../rules/access.ts";
import type { ConditionPredicate } from "../../rules/conditions.ts";

/** What asks something of use: a condition, or the LIMIT of a directive or a designation. */
interface Asked {
  readonly predicate: ConditionPredicate;
}

/** What an authorization allows, as its token says it: with these changed, a token says what holds no longer. */
export interface Terms {
  readonly authorizedUntil: string;
  readonly conditions: readonly (Asked & { readonly id: string })[];
  readonly limits: readonly (Asked & { readonly directiveId?: string; readonly designationId?: string })[];
}

/** The terms that an authorization stands under: its conditions, and the LIMITs in force that touch its partner. */
export function termsOf(facts: EffectFacts): Terms {
  return {
    authorizedUntil: facts.authorization?.expiresAt.toISOString() ?? "",
    conditions: facts.conditions.map(({ id, predicate }) => ({ id, predicate })),
    limits: limiting(facts).flatMap(({ source, limits }) => limits.map((predicate) => ({ ...source, predicate }))),
  };
}

/** SHA-256 over the terms' canonical form, in hex: the same for the same terms. */
export const digestOf = (terms: Terms): string => createHash("sha256").update(canonical(terms)).digest("hex");
