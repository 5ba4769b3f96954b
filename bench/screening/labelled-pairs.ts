import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { chance, oneOf, shuffled } from "./chance.ts";
import { changed } from "./changed-names.ts";
import { TrigramIndex } from "./trigrams.ts";

/** Two names, and whether one organisation has both. */
export interface LabelledPair {
  readonly left: string;
  readonly right: string;
  readonly same: boolean;
  /** How the pair came about. */
  readonly kind: string;
}

/** Pairs to look at while the rules are made, and pairs that are only ever counted. */
export interface LabelledPairs {
  readonly tuning: readonly LabelledPair[];
  readonly heldOut: readonly LabelledPair[];
}

/** A listed party, or any organisation, with its names. */
export interface Party {
  readonly id: string;
  readonly source: string;
  readonly names: readonly string[];
}

/** Lists of persons, whose names are another matter. */
const ofPersons = /Denied Persons/;
/** What the list has where a name should be: an address, a sentence. */
const noName =
  /\d{4,}|\b(road|street|floor|room|building no|district|address|str\.|po box|see also)\b|[.;:].*[.;:].*[.;:]/i;
const longestName = 110;

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/** Legal forms and the like, by which two names of one organisation may differ and still be one name. */
const forms =
  /\b(limited liability company|public joint stock company|open joint stock company|closed joint stock company|joint stock company|joint stock|obshchestvo s ogranichennoi otvetstvennostyu|aktsionernoe obshchestvo|publichnoe|otkrytoe|zakrytoe|company|limited|ltd|co|llc|ooo|oao|zao|ao|pao|jsc|pjsc|ojsc|cjsc|inc|incorporated|corp|corporation|gmbh|sa|sarl|srl|fze|fzco|dmcc|pte|pvt|the|group)\b/g;
/** A name in small letters without its legal forms, for comparing by trigrams. */
export const withoutForms = (name: string): string => name.toLowerCase().replace(/[.,]/g, "").replace(forms, " ");
const bare = (name: string): string => plain(withoutForms(name));

/** The parties of a file in the layout of the Consolidated Screening List, without the lists of persons. */
export function partiesOf(path: string): Party[] {
  const rows = parse(readFileSync(path), { columns: true, bom: true, relax_quotes: true }) as Record<string, string>[];
  const parties: Party[] = [];
  for (const row of rows) {
    if (ofPersons.test(row.source as string)) continue;
    const names = [row.name as string, ...(row.alt_names ?? "").split(/;\s*/)]
      .map((name) => name.trim())
      .filter((name) => name.length > 2 && name.length <= longestName && !noName.test(name));
    const different = [...new Map(names.map((name) => [plain(name), name])).values()];
    if (different.length > 0) parties.push({ id: row._id as string, source: row.source as string, names: different });
  }
  return parties;
}

/** Which half a party belongs to: by its id, so that no party is in both. */
const isHeldOut = (id: string): boolean => (createHash("sha256").update(id).digest()[0] as number) % 2 === 1;

/**
 * Labelled pairs from a screening list in the layout of the Consolidated Screening List: two names of one party; a name
 * and the same with changes; and names of two parties that are near each other by their trigrams. `perKind` of each, the
 * parties drawn by chance, in each half.
 */
export function pairsOfList(path: string, perKind: number): LabelledPairs {
  const parties = partiesOf(path);
  const owners = parties.flatMap((party) => party.names.map((name) => ({ party, name })));
  const index = new TrigramIndex(owners.map(({ name }) => withoutForms(name)));
  const half = (heldOut: boolean): LabelledPair[] => {
    const next = chance(heldOut ? 2 : 1);
    const own = shuffled(
      parties.filter(({ id }) => isHeldOut(id) === heldOut),
      next,
    );
    return [
      ...aliases(own, perKind, next),
      ...own.slice(0, Math.ceil(perKind / 3)).map(({ names }) => changed(names[0] as string, next)),
      ...neighbours(own, owners, index, nearest, Math.ceil(perKind / 3), next, heldOut),
      ...neighbours(own, owners, index, further, perKind, next, heldOut),
    ];
  };
  return { tuning: half(false), heldOut: half(true) };
}

function aliases(parties: readonly Party[], most: number, next: () => number): LabelledPair[] {
  const several = parties.filter(({ names }) => names.length > 1).slice(0, most);
  return several.map(({ names }) => {
    const [left, right] = shuffled(names, next) as [string, string];
    return { left, right, same: true, kind: "two names of one party" };
  });
}

interface Nearness {
  readonly kind: string;
  /** The least score by trigrams. */
  readonly least: number;
  /** Which of the nearest, from the nearest on. */
  readonly from: number;
  readonly to: number;
}

const nearest: Nearness = { kind: "nearest names of two parties", least: 0.3, from: 0, to: 3 };
const further: Nearness = { kind: "names of two parties with a little in common", least: 0.02, from: 20, to: 1000 };

function neighbours(
  parties: readonly Party[],
  owners: readonly { readonly party: Party; readonly name: string }[],
  index: TrigramIndex,
  { kind, least, from, to }: Nearness,
  most: number,
  next: () => number,
  heldOut: boolean,
): LabelledPair[] {
  const pairs: LabelledPair[] = [];
  for (const party of parties) {
    if (pairs.length === most) break;
    const left = oneOf(party.names, next);
    const near = index.nearest(withoutForms(left), least, to * 4).filter(({ index: at }) => {
      const other = owners[at]!.party;
      return other.source === party.source && isHeldOut(other.id) === heldOut && !areOne(party, other);
    });
    const found = near.slice(from, to);
    if (found.length === 0) continue;
    const right = owners[oneOf(found, next).index]!.name;
    pairs.push({ left, right, same: false, kind });
  }
  return pairs;
}

/** Whether two rows can be of one organisation, listed twice: they share a name but for its legal form. */
export function areOne(one: Party, other: Party): boolean {
  if (one.id === other.id) return true;
  const names = new Set(one.names.map(bare));
  return other.names.some((name) => names.has(bare(name)));
}

/** The pairs of a file: `left,right,same`. */
export function pairsOfFile(path: string, kind: string): LabelledPair[] {
  const rows = parse(readFileSync(path), { columns: true, bom: true }) as Record<string, string>[];
  return rows.map(({ left, right, same }) => ({ left: left!, right: right!, same: same === "1", kind }));
}
