/** Why a mutation did nothing, in closed codes. */
export const refusalCodes = {
  NOT_FOUND: "No such record, or none that you may see.",
  INVALID_INPUT: "A value is out of bounds or contradicts another; `field` says which.",
  ILLEGAL_TRANSITION: "The record's state does not allow this action; `from` and `attempted` say which.",
  STALE_REVISION: "The case has a newer revision than the one named: read it, then decide again.",
  BLOCKED: "Something else stands in the way; `blockers` lists it.",
  CAP_REACHED: "The phase's cap on partners is reached; the case waits for a place.",
  DUPLICATE: "Such a record is open already.",
  ALREADY_DONE: "This was done before.",
  IDEMPOTENCY_KEY_REUSED: "This idempotency key was used with another input: choose a new one.",
} as const;
export type RefusalCode = keyof typeof refusalCodes;

/** Whether something is one of the codes. */
export const isRefusalCode = (code: unknown): code is RefusalCode =>
  typeof code === "string" && Object.hasOwn(refusalCodes, code);
