import type { MatchReason } from "../vocabulary.ts";
import type { Pair } from "./pair-terms.ts";
import type { Term } from "./terms.ts";

/** Why two names match as far as they do. */
export interface NameMatchReason {
  readonly code: MatchReason;
  /** A sentence with the words that it is about. */
  readonly says: string;
}

/** Why the words of two names score as they do, for it and against it, with the words themselves. */
export function reasonsOf(one: readonly Term[], other: readonly Term[], pairs: readonly Pair[]): NameMatchReason[] {
  const inOrder = [...pairs].sort((a, b) => a.from[0]! - b.from[0]!);
  const reasons: NameMatchReason[] = [];
  const same = inOrder.filter(({ by }) => by === "SAME").map(({ from }) => said(one, from));
  if (same.length > 0) reasons.push({ code: "SHARED_WORDS", says: `Both have: ${[...new Set(same)].join(", ")}.` });
  for (const pair of inOrder) {
    const reason = reasonOf(pair, said(one, pair.from), said(other, pair.to));
    if (reason !== null && !reasons.some(({ says }) => says === reason.says)) reasons.push(reason);
  }
  if (inOrder.some(({ to }, index) => index > 0 && to[0]! < inOrder[index - 1]!.to[0]!)) {
    reasons.push({ code: "OTHER_ORDER", says: "The words stand in another order." });
  }
  return [...reasons, ...reasonsAgainst(one, other, pairs)];
}

const said = (terms: readonly Term[], places: readonly number[]): string =>
  [...new Set(places.map((at) => terms[at]!.said))].join(" ");

function reasonOf({ by }: Pair, one: string, other: string): NameMatchReason | null {
  switch (by) {
    case "SAME":
      return null;
    case "MEANING":
      return one === other ? null : { code: "SAME_MEANING", says: `"${one}" and "${other}" mean the same.` };
    case "SOUND":
      return {
        code: "SAME_SOUND",
        says: `"${one}" and "${other}" are one word, transliterated or inflected otherwise.`,
      };
    case "SPELLING":
      return { code: "SIMILAR_SPELLING", says: `"${one}" is written much like "${other}".` };
    case "SPACES":
      return { code: "OTHER_SPACES", says: `"${one}" and "${other}" are much alike when written without spaces.` };
    case "INITIALS":
      return { code: "INITIALS", says: initialsSay(one, other) };
  }
}

const initialsSay = (one: string, other: string): string => {
  const [short, long] = one.includes(" ") ? [other, one] : [one, other];
  return `"${short}" are the initials of "${long}", with the words between and behind.`;
};

/** What only one of the names has, and what that means where it is a number or a place. */
function reasonsAgainst(one: readonly Term[], other: readonly Term[], pairs: readonly Pair[]): NameMatchReason[] {
  const left = (terms: readonly Term[], taken: readonly number[]) => terms.filter((_, index) => !taken.includes(index));
  const ofOne = left(
    one,
    pairs.flatMap(({ from }) => from),
  );
  const ofOther = left(
    other,
    pairs.flatMap(({ to }) => to),
  );
  const words = (terms: readonly Term[]) => [...new Set(terms.map((term) => term.said))].join(", ");
  const of = (kind: Term["kind"]) => [ofOne, ofOther].map((terms) => terms.filter((term) => term.kind === kind));
  const reasons: NameMatchReason[] = [];
  const [numbersOne = [], numbersOther = []] = of("NUMBER");
  if (numbersOne.length > 0 && numbersOther.length > 0)
    reasons.push({
      code: "OTHER_NUMBER",
      says: `The numbers differ: ${words(numbersOne)} and ${words(numbersOther)}.`,
    });
  const [placesOne = [], placesOther = []] = of("PLACE");
  if (placesOne.length > 0 && placesOther.length > 0)
    reasons.push({ code: "OTHER_PLACE", says: `The places differ: ${words(placesOne)} and ${words(placesOther)}.` });
  if (ofOne.length > 0)
    reasons.push({ code: "UNMATCHED_WORDS", says: `Only the partner's name has: ${words(ofOne)}.` });
  if (ofOther.length > 0)
    reasons.push({ code: "UNMATCHED_WORDS", says: `Only the listed name has: ${words(ofOther)}.` });
  return reasons;
}
