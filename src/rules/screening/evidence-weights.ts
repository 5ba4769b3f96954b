import type { EvidenceKind } from "./evidence.ts";

/** The sum that a comparison starts from. */
export const startingPoint = 1.28;

/** What each kind of evidence adds to the sum, or takes from it, for as much of it as there is. */
export const evidenceWeights: Readonly<Record<EvidenceKind, number>> = {
  covered: 0.19,
  coveredLess: 1.16,
  own: 0.23,
  ownWords: 0.28,
  ownLeftBoth: -0.75,
  sharesAndLacks: -0.76,
  within: 0.32,
  commonMore: -1.25,
  commonLittle: -1.7,
  commonShared: 0.6,
  placeShared: 0.45,
  placeBoth: -4.6,
  placeOne: -0.35,
  numberBoth: -4.3,
  numberOne: -0.56,
  numberShared: 1,
  doesOther: -1.38,
  doesMore: -0.08,
  oneWordOtherTrade: -1.12,
  bySound: 1.17,
  bySpelling: 0.33,
  byInitials: 2.04,
  bySpaces: 0.57,
  unsure: -0.09,
  replaced: -1.2,
  wholeMuch: 1.92,
  lettersLeast: -0.06,
  oneWord: -0.61,
  nothingPaired: 2.89,
  formOther: -1.39,
  formSame: -0.4,
  otherScriptOwn: 1.46,
  bracketed: -0.3,
  asideBoth: -5.4,
  asideOne: -2.47,
};
