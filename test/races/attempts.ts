import { type Attempt, type Came, official, partner } from "./arena.ts";
import type { SeededCase } from "./seeds.ts";

type Of<Keys extends keyof SeededCase> = Pick<SeededCase, Keys>;

/** Whether an attempt was done. */
export const isDone = ({ refusals }: Came): boolean => refusals.length === 0;

/** Why an attempt was refused: its blockers, or the codes that have none. Empty where it was done. */
export const whyNot = ({ refusals }: Came): string[] =>
  refusals.map(({ code, blockers }: { code: string; blockers: string[] }) => blockers[0] ?? code);

export const countersigning = ({ decisionId }: Of<"decisionId">, by = official("ONCD")): Attempt => ({
  by,
  mutation: "countersignDecision",
  input: { decisionId, revision: 1 },
  shown: "decision { id status } authorization { id }",
});

export const refusing = ({ decisionId }: Of<"decisionId">, by = official("OSTP")): Attempt => ({
  by,
  mutation: "refuseCountersignature",
  input: { decisionId, revision: 1, reason: "NEW_INFORMATION" },
});

export const concurring = ({ caseId }: Of<"caseId">, by = official("DEFENSE")): Attempt => ({
  by,
  mutation: "recordPosition",
  input: { caseId, revision: 1, kind: "CONCUR" },
  shown: "position { id }",
});

export const objecting = ({ caseId }: Of<"caseId">, by = official("DEFENSE")): Attempt => ({
  ...concurring({ caseId }, by),
  input: { caseId, revision: 1, kind: "OBJECT", reason: "DIVERSION_RISK" },
});

export const withdrawing = ({ caseId, org }: Of<"caseId" | "org">): Attempt => ({
  by: partner(org),
  mutation: "withdrawApplication",
  input: { applicationId: caseId },
});

export const amending = ({ caseId, org }: Of<"caseId" | "org">): Attempt => ({
  by: partner(org),
  mutation: "amendApplication",
  input: { applicationId: caseId, revision: 1, namedUsers: 3 },
});

export const accepting = ({ caseId }: Of<"caseId">, by = official("COMMERCE")): Attempt => ({
  by,
  mutation: "acceptApplication",
  input: { applicationId: caseId, revision: 1 },
});

export const returning = ({ caseId }: Of<"caseId">): Attempt => ({
  by: official("COMMERCE", "two"),
  mutation: "returnApplication",
  input: { applicationId: caseId, revision: 1, reason: "INCOMPLETE", note: "Say more." },
});

export const designating = (vendorId: string): Attempt => ({
  by: official("DEFENSE", "two"),
  mutation: "designateSupplyChainRisk",
  input: { vendorId, legalBasis: "41 U.S.C. 4713" },
  shown: "designation { id }",
});

export const suspendingRelease = (releaseId: string): Attempt => ({
  by: official("COMMERCE"),
  mutation: "issueDirective",
  input: { releaseId, effect: "SUSPEND", force: "ORDER", reason: "CYBER_INCIDENT", legalBasis: "Test order" },
  shown: "directive { id }",
});

export const barring = ({ partnerId }: Of<"partnerId">): Attempt => ({
  by: official("COMMERCE"),
  mutation: "barPartner",
  input: { partnerId, reason: "LISTED_PARTY", legalBasis: "Test" },
});

/** Ends an authorization, or holds it up. */
export const measuring = (mutation: "revokeAuthorization" | "suspendAuthorization", id: string): Attempt => ({
  by: official("COMMERCE", "two"),
  mutation,
  input: { authorizationId: id, reason: "DIVERSION", legalBasis: "Test" },
});

export const holding = ({ caseId }: Of<"caseId">, by = official("COMMERCE", "two")): Attempt => ({
  by,
  mutation: "placeHold",
  input: { caseId, revision: 1, reason: "LEGAL_REVIEW", owner: "ONCD", reviewAt: inDays(5) },
  shown: "hold { id }",
});

export const releasing = (holdId: string, by = official("COMMERCE", "two")): Attempt => ({
  by,
  mutation: "releaseHold",
  input: { holdId },
});

export const asking = ({ caseId }: Of<"caseId">, by = official("ONCD", "two")): Attempt => ({
  by,
  mutation: "requestInformation",
  input: { caseId, revision: 1, addressee: "PARTNER", topic: "END_USERS", question: "Who are they?" },
  shown: "informationRequest { id }",
});

export const answering = (informationRequestId: string, { org }: Of<"org">, answer = "Our own staff."): Attempt => ({
  by: partner(org),
  mutation: "answerInformationRequest",
  input: { informationRequestId, answer },
  shown: "informationRequest { answer }",
});

export const closing = (informationRequestId: string): Attempt => ({
  by: official("ONCD", "two"),
  mutation: "closeInformationRequest",
  input: { informationRequestId },
});

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
