import type { EvidenceKind } from "./evidence.ts";

/** The sum that a comparison starts from. */
export const startingPoint = 0.6;

/** What each kind of evidence adds to the sum, or takes from it, for as much of it as there is. */
export const evidenceWeights: Readonly<Record<EvidenceKind, number>> = {
  covered: 0.66,
  coveredLess: 1.19,
  own: 0.01,
  ownWords: 0.24,
  ownLeftBoth: -0.24,
  sharesAndLacks: -1.05,
  within: 0.16,
  commonMore: -1.5,
  commonLittle: -1.7,
  commonShared: 0.6,
  placeShared: 0.66,
  placeBoth: -4.6,
  placeOne: -0.59,
  numberBoth: -4.3,
  numberOne: -0.34,
  numberShared: 0.94,
  doesOther: -1.27,
  doesMore: 0,
  oneWordOtherTrade: -1.21,
  bySound: 1.09,
  bySpelling: 0.27,
  byInitials: 2,
  bySpaces: 0.67,
  unsure: -0.09,
  replaced: -1.2,
  wholeMuch: 2.15,
  lettersLeast: 0,
  oneWord: -0.67,
  nothingPaired: 3.16,
  formOther: -1.39,
  formSame: -0.32,
  otherScriptOwn: 1.69,
  bracketed: -0.23,
  asideBoth: -5.4,
  asideOne: -2.41,
};
