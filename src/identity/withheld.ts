import { Directive, Field, ObjectType } from "type-graphql";
import { graphEnum } from "../graph/enums.ts";
import type { NodeType } from "../graph/ids.ts";
import type { Actor } from "./actor.ts";
import { readsRestricted } from "./visibility.ts";

const withheldReasonEnum = graphEnum("WithheldReason", "Why a field's value is not shown.", {
  PANEL_DELIBERATION: "It would show which agency took which view.",
  OFFICIAL_IDENTITY: "It names an official.",
  ACTOR_IDENTITY: "It says who acted, and that was none of your organisation's people.",
  OFFICIAL_RATIONALE: "It is the government's internal reasoning.",
  COMMERCIALLY_CONFIDENTIAL: "It is the vendor's confidential information.",
  PARTNERS_CONCERNED: "It would show which partners a measure is about.",
  PARTNER_MEASURE: "It says why a measure was taken on the partner, and on what basis.",
  ASKED_OF_ANOTHER: "It was asked of the case's other party.",
  NAME_SCREENING: "It is what officials may want to look at about a name.",
  LIST_SCREENING: "It is what officials look at about names that match listed parties.",
  SECURITY_FINDINGS: "It would show weaknesses, mended or not.",
  OF_THE_APPLICANT: "It would show what whoever brought the case did since.",
});
type WithheldReason = keyof typeof withheldReasonEnum;

/** A field whose value the reader may not see, and why: null is never silent. */
@Directive("@shareable")
@ObjectType("Withheld", { description: "A field whose value is not shown to you, and why." })
export class Withheld {
  @Field(() => String, { description: "The field's name on this object." })
  field!: string;

  @Field(() => withheldReasonEnum, { description: "Why it is not shown." })
  because!: WithheldReason;
}

type Reader = "VENDOR" | "PARTNER";
interface FieldRule {
  readonly because: WithheldReason;
  /** Who sees the field besides officials and auditors: the row's own vendor, its own partner; it may hang on the row. */
  readonly also: readonly Reader[] | ((row: Readonly<Record<string, unknown>>) => readonly Reader[]);
  /** For a stored value that the graph shows under another name: that field's. */
  readonly as?: string;
}

const deliberation: FieldRule = { because: "PANEL_DELIBERATION", also: [] };
const identity: FieldRule = { because: "OFFICIAL_IDENTITY", also: [] };
const ownRationale: FieldRule = { because: "OFFICIAL_RATIONALE", also: ["VENDOR"] };
const partnersConcerned: FieldRule = { because: "PARTNERS_CONCERNED", also: ["VENDOR"] };
const partnerMeasure: FieldRule = { because: "PARTNER_MEASURE", also: ["PARTNER"] };
const nameScreening: FieldRule = { because: "NAME_SCREENING", also: [] };
const listScreening: FieldRule = { because: "LIST_SCREENING", also: [] };
const officialRationale: FieldRule = { because: "OFFICIAL_RATIONALE", also: [] };
const ofTheAddressee: FieldRule = {
  because: "ASKED_OF_ANOTHER",
  also: ({ addressee }) => (addressee === "VENDOR" ? ["VENDOR"] : ["PARTNER"]),
};
const securityFindings: FieldRule = { because: "SECURITY_FINDINGS", also: ["VENDOR"] };
const ofTheVendor: FieldRule = { because: "COMMERCIALLY_CONFIDENTIAL", also: ["VENDOR"] };

/** Who brought a phase advance is the vendor; else it is the partner. */
const ofTheApplicant: FieldRule = {
  because: "OF_THE_APPLICANT",
  also: ({ caseType }) => (caseType === "PhaseAdvance" ? ["VENDOR"] : ["PARTNER"]),
};

/** The fields that a reader of the row may still not see, by type. Everything else follows the row. */
const fieldRules: Partial<Record<NodeType, Readonly<Record<string, FieldRule>>>> = {
  Vendor: { nameFlags: nameScreening },
  Release: {
    description: ofTheVendor,
    safeguards: ofTheVendor,
    phaseAdvances: ofTheVendor,
    cyberReviews: securityFindings,
    enforcement: ofTheVendor,
    nominations: ofTheVendor,
  },
  CyberReview: { openedBy: identity, concludedBy: identity },
  Finding: { recordedBy: identity },
  PhaseAdvance: { referrals: deliberation, positions: deliberation, disputes: deliberation },
  Partner: {
    nameFlags: nameScreening,
    statusReason: partnerMeasure,
    statusLegalBasis: partnerMeasure,
    screeningHits: listScreening,
  },
  Application: { referrals: deliberation, positions: deliberation, disputes: deliberation, nominated: ofTheVendor },
  Directive: {
    issuedBy: identity,
    liftedBy: identity,
    rationale: ownRationale,
    scope: partnersConcerned,
    answer: ofTheVendor,
    unenforceable: ofTheVendor,
    attestation: ofTheVendor,
    attestations: ofTheVendor,
  },
  Designation: {
    designatedBy: identity,
    liftedBy: identity,
    rationale: ownRationale,
    scope: partnersConcerned,
    unenforceable: ofTheVendor,
    attestation: ofTheVendor,
    attestations: ofTheVendor,
  },
  Condition: { proposedBy: deliberation, positionId: { ...deliberation, as: "position" } },
  Hold: {
    reason: {
      because: "OFFICIAL_RATIONALE",
      also: ({ reasonWithheld }) => (reasonWithheld ? [] : ["VENDOR", "PARTNER"]),
    },
    note: officialRationale,
    placedBy: identity,
    releasedBy: identity,
    releaseNote: officialRationale,
  },
  InformationRequest: {
    question: ofTheAddressee,
    answer: ofTheAddressee,
    answeredBy: ofTheAddressee,
    closingNote: ofTheAddressee,
    requestedBy: identity,
    endedBy: identity,
  },
  Rebuttal: { decidedBy: identity, decidedAgency: deliberation },
  Appeal: { decidedBy: identity, decidedAgency: deliberation },
  ConditionChange: {
    reason: officialRationale,
    proposedAgency: deliberation,
    proposedBy: identity,
    answeredBy: identity,
    answerReason: officialRationale,
  },
  Decision: {
    countersignedBy: identity,
    countersignedAgency: deliberation,
    refusedBy: identity,
    appealableUntil: ofTheApplicant,
  },
};

/**
 * Stored references that aren't in the graph as they are, and name a record that a reader of the row may not see: what a
 * rebuttal is against and an appeal led to, before it is countersigned; what the panel's decision came from.
 */
const hiddenReferences: Partial<Record<NodeType, readonly string[]>> = {
  Decision: ["sourceId"],
  Rebuttal: ["decisionId"],
  Appeal: ["proposalId"],
};

/** Whether a stored value is for officials and auditors alone, whoever else reads the row or its entries. */
export const isRestricted = (type: NodeType, property: string): boolean =>
  property in (fieldRules[type] ?? {}) || (hiddenReferences[type]?.includes(property) ?? false);

interface ReadRow {
  asVendor?: boolean;
  asPartner?: boolean;
  withheld?: readonly Withheld[];
}

const nothingWithheld: readonly Withheld[] = Object.freeze([]);

/** Whether what is withheld of a row of this type hangs on the row itself, which must then be read whole. */
export const withholdsByRow = (type: NodeType): boolean =>
  Object.values(fieldRules[type] ?? {}).some(({ also }) => typeof also === "function");

/** Whether the actor sees every field of the rows of this type that it sees. */
export const concealsNothing = (type: NodeType, actor: Actor): boolean =>
  fieldRules[type] === undefined || readsRestricted(actor);

/** Takes from a row the values that its reader may not see, and lists them as `withheld`. Changes the row in place. */
export function conceal<Row extends object>(type: NodeType, row: Row, actor: Actor): Row {
  const read = row as Row & ReadRow & Record<string, unknown>;
  read.withheld = nothingWithheld;
  if (concealsNothing(type, actor)) return row;
  const withheld: Withheld[] = [];
  for (const [field, { because, also, as = field }] of Object.entries(fieldRules[type] ?? {})) {
    const readers = typeof also === "function" ? also(read) : also;
    if (read.asVendor && readers.includes("VENDOR")) continue;
    if (read.asPartner && readers.includes("PARTNER")) continue;
    if (Object.hasOwn(read, field)) (read as Record<string, unknown>)[field] = null;
    withheld.push({ field: as, because });
  }
  read.withheld = withheld;
  return row;
}
