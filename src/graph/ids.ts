import { typeid } from "typeid-js";

/** The prefix of each type's ids, by type name: `rel_01h455vb4pex5vsknk084sn02q` is a Release. */
export const idPrefixes = {
  Vendor: "ven",
  Policy: "pol",
  Release: "rel",
  PhaseAdvance: "adv",
  Directive: "dir",
  Designation: "des",
  Partner: "ptn",
  ScreeningList: "scl",
  ScreeningHit: "sch",
  Application: "app",
  ApplicationRevision: "apr",
  Referral: "ref",
  Position: "pos",
  Condition: "con",
  Dispute: "dsp",
  Decision: "dec",
  Authorization: "aut",
  Hold: "hld",
  InformationRequest: "inq",
  LadderDecision: "lad",
  Vote: "vot",
  Rebuttal: "reb",
  Appeal: "apl",
  ConditionChange: "cch",
  Change: "chg",
  Revocation: "rvk",
  CyberReview: "cyr",
  Finding: "fnd",
  EnforcementStatement: "ens",
  EnforcementAttestation: "ena",
  Nomination: "nom",
  Programme: "prg",
  Enrolment: "enr",
  Webhook: "whk",
} as const;
export type NodeType = keyof typeof idPrefixes;

const typeByPrefix = new Map(Object.entries(idPrefixes).map(([type, prefix]) => [prefix as string, type as NodeType]));
const form = /^([a-z]{3})_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** Where new ids come from: UUIDv7 in TypeID form, so that ids sort by the time they were made. Tests give a seeded one. */
export interface Ids {
  next(type: NodeType): string;
  /** A new operation's id: shared by all ledger entries of one change. */
  operation(): string;
}

export const timeOrderedIds: Ids = {
  next: (type) => typeid(idPrefixes[type]).toString(),
  operation: () => typeid("opr").toString(),
};

/** The type that an id names, or null where it isn't the id of any type. Says nothing about existence. */
export function typeOfId(id: string): NodeType | null {
  const prefix = form.exec(id)?.[1];
  return (prefix && typeByPrefix.get(prefix)) || null;
}
