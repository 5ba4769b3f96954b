import { blockingSeverity } from "./findings.ts";
import { openPhases } from "./lifecycles/release.ts";
import { type PolicyDocument, phaseRules, subjectOf } from "./policy.ts";
import { clocksOf } from "./policy-clocks.ts";

/** What happened to one place of a policy between two versions of it. */
export const policyChangeKinds = ["ADDED", "REMOVED", "CHANGED"] as const;
export type PolicyChangeKind = (typeof policyChangeKinds)[number];

/** One place in which two policies differ. */
export interface PolicyChange {
  readonly kind: PolicyChangeKind;
  /** What the place is called, from the outside in: ["panel", "DEFENSE", "seat"]. */
  readonly path: readonly string[];
  /** The values as text; null where there is none, and for "any number". */
  readonly before: string | null;
  readonly after: string | null;
}

/** What an item of a list is known by, so that another order is no change. A list that isn't named here is a set. */
const knownBy: Readonly<Record<string, string>> = {
  sources: "cite",
  holidays: "date",
  panel: "agency",
  ladder: "level",
  criteria: "code",
};

/** What every version has, and what says which one it is. */
const ownOfAVersion = ["key", "version"];

/** Where `after` says something else than `before`, in the document's order; what was removed first. */
export function policyChanges(before: PolicyDocument, after: PolicyDocument): PolicyChange[] {
  const one = leavesOf(before);
  const other = leavesOf(after);
  const changes: PolicyChange[] = [];
  for (const [place, { path, text }] of one) {
    if (!other.has(place)) changes.push({ kind: "REMOVED", path, before: text, after: null });
  }
  for (const [place, { path, text }] of other) {
    const was = one.get(place);
    if (was === undefined) changes.push({ kind: "ADDED", path, before: null, after: text });
    else if (was.text !== text) changes.push({ kind: "CHANGED", path, before: was.text, after: text });
  }
  return changes;
}

interface Leaf {
  readonly path: readonly string[];
  readonly text: string | null;
}

/** Every value of a policy by its place. What may be left out counts as what it then comes to. */
function leavesOf(policy: PolicyDocument): Map<string, Leaf> {
  const phases = Object.fromEntries(openPhases.map((phase) => [phase, phaseRules(policy, phase)]));
  const leaves = new Map<string, Leaf>();
  const cyberReview = { blockingSeverity: blockingSeverity(policy) };
  const programmePolicies = policy.programmePolicies ?? null;
  const said = {
    ...policy,
    appliesTo: subjectOf(policy),
    programmePolicies,
    phases,
    clocks: clocksOf(policy),
    cyberReview,
  };
  for (const [name, value] of Object.entries(said)) {
    if (!ownOfAVersion.includes(name)) collect(value, [name], leaves);
  }
  return leaves;
}

function collect(value: unknown, path: readonly string[], leaves: Map<string, Leaf>): void {
  if (value === undefined) return;
  const key = knownBy[path[0] as string];
  if (Array.isArray(value) && path.length === 1 && key !== undefined) {
    collectItems(value, key, path, leaves);
  } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const [name, inner] of Object.entries(value)) collect(inner, [...path, name], leaves);
  } else {
    leaves.set(JSON.stringify(path), { path, text: textOf(value) });
  }
}

/** Items of a list by what they are known by; the second of one name counts as its second. */
function collectItems(
  items: readonly Readonly<Record<string, unknown>>[],
  key: string,
  path: readonly string[],
  leaves: Map<string, Leaf>,
): void {
  const seen = new Map<string, number>();
  for (const { [key]: name, ...rest } of items) {
    const known = String(name);
    const count = (seen.get(known) ?? 0) + 1;
    seen.set(known, count);
    collect(rest, [...path, count === 1 ? known : `${known} (${count})`], leaves);
  }
}

function textOf(value: unknown): string | null {
  if (value === null) return null;
  if (Array.isArray(value) && value.length === 0) return "(none)";
  return Array.isArray(value) ? [...value].sort().join(", ") : String(value);
}
