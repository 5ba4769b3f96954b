import type { Term } from "./deadlines.ts";
import type { PolicyDocument } from "./policy.ts";
import { clocksOf } from "./policy-clocks.ts";
import type { Agency } from "./vocabulary.ts";

/** The events of a case that deadlines follow from which run on clocks of their own: nothing stops them. */
export interface UnstoppedFacts {
  /** The requests for information that await their answer. */
  readonly requests: readonly { readonly agency: Agency; readonly requestedAt: Date }[];
  /** When the decision was countersigned that stands and may be appealed; null where none does. */
  readonly appealableSince: Date | null;
  /** When the appeal was filed that awaits its decision; null without one. */
  readonly appealFiledAt: Date | null;
}

/** A deadline that nothing stops, with the agency whose it is, where it is one's. */
export interface UnstoppedTerm extends Pick<Term, "kind" | "event" | "from" | "days"> {
  readonly agency: Agency | null;
}

/** What is under way about a case that nothing stops: each deadline with the event that it counts from, and its days. */
export function unstoppedTerms(policy: PolicyDocument, facts: UnstoppedFacts): UnstoppedTerm[] {
  const clocks = clocksOf(policy);
  const { appealableSince, appealFiledAt } = facts;
  const terms = facts.requests.map(
    ({ agency, requestedAt: from }): UnstoppedTerm => ({
      kind: "INFORMATION",
      event: "INFORMATION_REQUESTED",
      from,
      days: clocks.information,
      agency,
    }),
  );
  const own = { agency: null };
  if (appealableSince) {
    terms.push({ ...own, kind: "APPEAL", event: "COUNTERSIGNED", from: appealableSince, days: clocks.appeal });
  }
  if (appealFiledAt) {
    const days = clocks.appealDecision;
    terms.push({ ...own, kind: "APPEAL_DECISION", event: "APPEAL_FILED", from: appealFiledAt, days });
  }
  return terms;
}
