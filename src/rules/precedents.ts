import type { ConditionKind, DecisionOutcome, Deployment, EndUse, PartnerKind } from "./vocabulary.ts";

/** What two applications are compared in. */
export const likenessFacets = [
  "END_USE",
  "JURISDICTION",
  "PARTNER_KIND",
  "POLICY",
  "PROGRAMME",
  "DEPLOYMENT",
  "USER_JURISDICTIONS",
  "CONDITION_KINDS",
] as const;
export type LikenessFacet = (typeof likenessFacets)[number];

/** What each facet counts at most, against the others that can be compared. */
const weights: Readonly<Record<LikenessFacet, number>> = {
  END_USE: 30,
  JURISDICTION: 20,
  PARTNER_KIND: 10,
  POLICY: 10,
  PROGRAMME: 10,
  DEPLOYMENT: 10,
  USER_JURISDICTIONS: 10,
  CONDITION_KINDS: 10,
};

/** What an application is compared by. */
export interface LikenessFacts {
  readonly endUse: EndUse;
  /** Where the applicant is established: ISO 3166-1 alpha-2. */
  readonly jurisdiction: string;
  readonly partnerKind: PartnerKind;
  /** The policy's key: its versions count as one. */
  readonly policyKey: string;
  /** The trusted-access programme that it was made under; null for none. */
  readonly programmeId: string | null;
  readonly deployment: Deployment;
  readonly userJurisdictions: readonly string[];
  /** Of the decision; before it, of what is proposed. Null where nothing is proposed yet, and so nothing compared. */
  readonly conditionKinds: readonly ConditionKind[] | null;
}

/** What a facet adds to a likeness, of how much. */
export interface LikenessPart {
  readonly facet: LikenessFacet;
  readonly points: number;
  readonly of: number;
}

/** How alike two applications are, 0 to 100, and what that is made of. Facets that can't be compared count for neither. */
export function likenessOf(one: LikenessFacts, other: LikenessFacts): { score: number; parts: LikenessPart[] } {
  const parts: LikenessPart[] = likenessFacets.flatMap((facet) => {
    const share = shareOf(facet, one, other);
    return share === null ? [] : [{ facet, points: Math.round(weights[facet] * share), of: weights[facet] }];
  });
  const sum = (of: (part: LikenessPart) => number) => parts.reduce((total, part) => total + of(part), 0);
  return { score: Math.round((100 * sum(({ points }) => points)) / sum((part) => part.of)), parts };
}

function shareOf(facet: LikenessFacet, one: LikenessFacts, other: LikenessFacts): number | null {
  switch (facet) {
    case "END_USE":
      return Number(one.endUse === other.endUse);
    case "JURISDICTION":
      return Number(one.jurisdiction === other.jurisdiction);
    case "PARTNER_KIND":
      return Number(one.partnerKind === other.partnerKind);
    case "POLICY":
      return Number(one.policyKey === other.policyKey);
    case "PROGRAMME":
      return one.programmeId || other.programmeId ? Number(one.programmeId === other.programmeId) : null;
    case "DEPLOYMENT":
      return Number(one.deployment === other.deployment);
    case "USER_JURISDICTIONS":
      return shared(one.userJurisdictions, other.userJurisdictions);
    case "CONDITION_KINDS":
      return one.conditionKinds && other.conditionKinds && shared(one.conditionKinds, other.conditionKinds);
  }
}

/** How much of what either has both have: 1 where neither has anything. */
function shared(one: readonly string[], other: readonly string[]): number {
  const either = new Set([...one, ...other]);
  if (either.size === 0) return 1;
  return [...either].filter((each) => one.includes(each) && other.includes(each)).length / either.size;
}

/** What was decided of an application. */
export interface Treatment {
  readonly outcome: DecisionOutcome;
  readonly conditionKinds: readonly ConditionKind[];
}

/** An application that was decided. */
export interface Decided {
  readonly id: string;
  readonly facts: LikenessFacts;
  readonly treatment: Treatment;
}

/** In what a treatment differs from what it is held against. */
export type TreatmentDifference =
  | { readonly kind: "OUTCOME"; readonly expected: DecisionOutcome; readonly found: DecisionOutcome }
  | { readonly kind: "CONDITION_ADDED" | "CONDITION_MISSING"; readonly condition: ConditionKind };

/** What cases are held against: what was decided of the one that is asked about, or what most that are like it got. */
export type TreatmentMeasure = "THIS_CASE" | "MOST_LIKE_CASES";

/**
 * Which of the decided cases are like cases (of the same end use, jurisdiction, kind of partner and policy) that were
 * treated differently: with another outcome, or approved under other kinds of conditions. They are held against what was
 * decided of the case itself; while that is open, against what most of the like cases got, the latest where two are
 * equally many. `decided` comes with the latest first.
 */
export function treatedDifferently(
  asked: { readonly facts: LikenessFacts; readonly treatment: Treatment | null },
  decided: readonly Decided[],
): { measure: TreatmentMeasure; differences: ReadonlyMap<string, TreatmentDifference[]> } {
  const alike = decided.filter(({ facts }) => areAlike(facts, asked.facts));
  const measure = asked.treatment ? "THIS_CASE" : "MOST_LIKE_CASES";
  const expected = asked.treatment ?? mostCommon(alike.map(({ treatment }) => treatment));
  const differences = new Map<string, TreatmentDifference[]>();
  if (expected !== null) {
    for (const { id, treatment } of alike) {
      const found = differencesOf(expected, treatment);
      if (found.length > 0) differences.set(id, found);
    }
  }
  return { measure, differences };
}

const areAlike = (one: LikenessFacts, other: LikenessFacts): boolean =>
  one.endUse === other.endUse &&
  one.jurisdiction === other.jurisdiction &&
  one.partnerKind === other.partnerKind &&
  one.policyKey === other.policyKey;

function differencesOf(expected: Treatment, found: Treatment): TreatmentDifference[] {
  if (expected.outcome !== found.outcome) {
    return [{ kind: "OUTCOME", expected: expected.outcome, found: found.outcome }];
  }
  const only = (one: Treatment, other: Treatment) =>
    [...new Set(one.conditionKinds)].filter((kind) => !other.conditionKinds.includes(kind)).sort();
  return [
    ...only(found, expected).map((condition) => ({ kind: "CONDITION_ADDED" as const, condition })),
    ...only(expected, found).map((condition) => ({ kind: "CONDITION_MISSING" as const, condition })),
  ];
}

/** The treatment that most got; of several the first. Null for none. */
function mostCommon(treatments: readonly Treatment[]): Treatment | null {
  const counted = new Map<string, { treatment: Treatment; count: number }>();
  for (const treatment of treatments) {
    const name = JSON.stringify([treatment.outcome, [...new Set(treatment.conditionKinds)].sort()]);
    const known = counted.get(name) ?? { treatment, count: 0 };
    counted.set(name, { ...known, count: known.count + 1 });
  }
  const [most] = [...counted.values()].sort((one, other) => other.count - one.count);
  return most?.treatment ?? null;
}
