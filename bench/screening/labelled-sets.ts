import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import anyAscii from "any-ascii";
import { chance, oneOf, shuffled } from "./chance.ts";
import { areOne, type LabelledPair, type Party, partiesOf, withoutForms } from "./labelled-pairs.ts";
import { TrigramIndex, trigramScore } from "./trigrams.ts";
import { ofAnother, ofCommonWords, rareWords, writtenOtherwise } from "./written-otherwise.ts";

/** What a part of the pairs is for: the weights are fitted on one, the threshold chosen on another, the third is counted. */
export const parts = ["fit", "tune", "report"] as const;
export type Part = (typeof parts)[number];

/** Pairs of one origin, in parts that share no organisation. */
export interface LabelledSet {
  readonly name: string;
  readonly of: Readonly<Record<Part, readonly LabelledPair[]>>;
}

/** Which part an organisation belongs to, by a hash of what it is known by. */
function partOf(id: string): Part {
  const drawn = (createHash("sha256").update(id).digest()[0] as number) % 8;
  if (drawn % 2 === 1) return "report";
  return drawn === 6 ? "tune" : "fit";
}

const inParts = (make: (part: Part, next: () => number) => LabelledPair[]): LabelledSet["of"] =>
  Object.fromEntries(parts.map((part, at) => [part, make(part, chance(at + 11))])) as unknown as LabelledSet["of"];

const latin = (name: string): string => anyAscii(name.normalize("NFKC"));

/** From this trigram score on, in Latin letters and without legal forms, two names have something in common. */
const inCommon = 0.1;
const haveInCommon = (one: string, other: string): boolean =>
  trigramScore(withoutForms(latin(one)), withoutForms(latin(other))) >= inCommon;

interface Owned {
  readonly party: Party;
  readonly name: string;
}

/** The sets that are made of a screening list's file: its aliases, and its names written otherwise. */
export function setsOfList(path: string, perPart: number): LabelledSet[] {
  const parties = partiesOf(path);
  const owned = parties.flatMap((party) => party.names.map((name) => ({ party, name })));
  const index = new TrigramIndex(owned.map(({ name }) => withoutForms(latin(name))));
  const near = (left: string, party: Party, part: Part, from: number, to: number): string[] =>
    index
      .nearest(withoutForms(latin(left)), 0.15, to * 6)
      .map(({ index: at }) => owned[at] as Owned)
      .filter((other) => partOf(other.party.id) === part && !areOne(party, other.party))
      .slice(from, to)
      .map(({ name }) => name);
  const some = (part: Part, next: () => number): Party[] =>
    shuffled(
      parties.filter(({ id }) => partOf(id) === part),
      next,
    );
  return [
    {
      name: "aliases",
      of: inParts((part, next) => {
        const own = some(part, next);
        const pairs: LabelledPair[] = [];
        for (const { names } of own) {
          if (pairs.length === perPart) break;
          const [left, right] = shuffled(names, next);
          if (left === undefined || right === undefined || !haveInCommon(left, right)) continue;
          pairs.push({ left, right, same: true, kind: "two names of one party" });
        }
        const same = pairs.length;
        for (const party of shuffled(own, next)) {
          if (pairs.length >= 2 * same) break;
          const left = oneOf(party.names, next);
          const others = near(left, party, part, 0, next() < 0.5 ? 3 : 15);
          if (others.length === 0) continue;
          pairs.push({ left, right: oneOf(others, next), same: false, kind: "near names of two parties" });
        }
        return pairs;
      }),
    },
    {
      name: "written otherwise",
      of: inParts((part, next) => {
        const own = some(part, next);
        const words = rareWords(
          own.map(({ names }) => names[0] as string),
          2,
        );
        const pairs: LabelledPair[] = [];
        for (const party of own.slice(0, perPart)) {
          const name = oneOf(party.names, next);
          pairs.push(writtenOtherwise(name, next));
          if (next() < 0.1) {
            pairs.push(ofCommonWords(next));
            continue;
          }
          const other = next() < 0.5 ? ofAnother(name, words, next) : null;
          const [nearest] = near(name, party, part, 0, 2);
          if (other !== null)
            pairs.push(next() < 0.3 ? { ...other, right: writtenOtherwise(other.right, next).right } : other);
          else if (nearest !== undefined)
            pairs.push({ left: name, right: nearest, same: false, kind: "near names of two parties" });
        }
        return pairs;
      }),
    },
    {
      name: "further apart",
      of: inParts((part, next) => {
        const own = some(part, next);
        const pairs: LabelledPair[] = [];
        for (const party of own) {
          if (pairs.length >= perPart * 2) break;
          const [left, right] = shuffled(party.names, next);
          if (left === undefined) continue;
          if (right !== undefined && haveInCommon(left, right) && next() < 0.6)
            pairs.push({ left, right, same: true, kind: "two names of one party" });
          else pairs.push(writtenOtherwise(left, next));
          const others = near(left, party, part, 0, 40);
          const other = next() < 0.6 ? oneOf(own, next) : null;
          const name =
            other === null || areOne(other, party)
              ? others[Math.floor(next() * others.length)]
              : oneOf(other.names, next);
          if (name !== undefined) pairs.push({ left, right: name, same: false, kind: "any two parties" });
        }
        return pairs;
      }),
    },
  ];
}

/** Organisations known to many under their names in several languages: each line one, its names between bars. */
export function setsOfOrganisations(path: string): LabelledSet[] {
  const parties = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.split(" | ").map((name) => name.trim()))
    .map((names) => ({ id: names[0] as string, source: "", names }));
  const owned = parties.flatMap((party) => party.names.map((name) => ({ party, name })));
  const index = new TrigramIndex(owned.map(({ name }) => withoutForms(latin(name))));
  // Names of the organisations that are nearest by any of their names: also where those are in another script.
  const near = (left: string, party: Party, part: Part): string[] => {
    const found = index
      .nearest(withoutForms(latin(left)), 0.05, 40)
      .map(({ index: at }) => (owned[at] as Owned).party)
      .filter((other) => partOf(other.id) === part && other !== party);
    return [...new Set(found)].slice(0, 4).flatMap(({ names }) => names);
  };
  const make = (wanted: (left: string, right: string) => boolean) =>
    inParts((part, next) => {
      const own = parties.filter(({ id }) => partOf(id) === part);
      const pairs: LabelledPair[] = [];
      for (const party of own) {
        const [first, ...rest] = party.names;
        for (const name of rest) {
          const left = next() < 0.7 ? (first as string) : oneOf(party.names, next);
          if (left === name || !wanted(left, name)) continue;
          pairs.push({ left, right: name, same: true, kind: "two names of one organisation" });
          const others = near(next() < 0.7 ? (first as string) : name, party, part).filter((other) =>
            wanted(left, other),
          );
          if (others.length > 0)
            pairs.push({ left, right: oneOf(others, next), same: false, kind: "near names of two organisations" });
        }
        if (wanted(first as string, first as string)) {
          pairs.push(writtenOtherwise(first as string, next));
          const [other] = near(first as string, party, part);
          if (other !== undefined && wanted(first as string, other))
            pairs.push({ left: first as string, right: other, same: false, kind: "near names of two organisations" });
        }
      }
      return pairs;
    });
  const isLatin = (name: string): boolean => !/[^\p{Script=Latin}\p{Script=Common}]/u.test(name);
  return [
    { name: "known, in Latin letters", of: make((left, right) => isLatin(left) && isLatin(right)) },
    { name: "known, in two scripts", of: make((left, right) => isLatin(left) !== isLatin(right)) },
  ];
}
