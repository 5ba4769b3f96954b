import type { AccessReasonCode } from "./access.ts";

/**
 * What a status list says of an authorization's token, by the values of the Token Status List (IETF, OAuth): of them
 * INVALID is for good, and the others may pass. CHANGED is of the values that a list's publisher gives a meaning: the
 * authorization is effective under other terms than those that the token shows.
 */
export const tokenStatuses = { VALID: 0, INVALID: 1, SUSPENDED: 2, CHANGED: 3 } as const;
export type TokenStatus = (typeof tokenStatuses)[keyof typeof tokenStatuses];

/** Reasons against an authorization that nothing takes away again. */
const final: ReadonlySet<AccessReasonCode> = new Set<AccessReasonCode>([
  "RELEASE_WITHDRAWN",
  "AUTHORIZATION_REVOKED",
  "AUTHORIZATION_SURRENDERED",
  "AUTHORIZATION_EXPIRED",
  "AUTHORIZATION_SUPERSEDED",
]);

/** The status of a token: from every reason why its authorization isn't effective, and whether its terms still hold. */
export function tokenStatus(reasons: readonly { readonly code: AccessReasonCode }[], sameTerms: boolean): TokenStatus {
  if (reasons.some(({ code }) => final.has(code))) return tokenStatuses.INVALID;
  if (reasons.length > 0) return tokenStatuses.SUSPENDED;
  return sameTerms ? tokenStatuses.VALID : tokenStatuses.CHANGED;
}

/** How many bits a list gives each token. */
export const statusBits = 2;
const perByte = 8 / statusBits;

/** Statuses side by side, the first in the lowest bits of the first byte: as a status list holds them. */
export class StatusArray {
  readonly bytes: Uint8Array;

  /** So many, a multiple of four, all of them `status`. */
  constructor(length: number, status: TokenStatus) {
    this.bytes = new Uint8Array(length / perByte).fill(status * 0b01010101);
  }

  set(index: number, status: TokenStatus): void {
    const at = Math.floor(index / perByte);
    const shift = (index % perByte) * statusBits;
    this.bytes[at] = ((this.bytes[at] ?? 0) & ~(0b11 << shift)) | (status << shift);
  }

  get(index: number): TokenStatus {
    return (((this.bytes[Math.floor(index / perByte)] ?? 0) >> ((index % perByte) * statusBits)) & 0b11) as TokenStatus;
  }
}
