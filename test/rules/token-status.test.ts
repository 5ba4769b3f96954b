import { describe, expect, it } from "vitest";
import { accessReasonCodes } from "../../src/rules/access.ts";
import { StatusArray, type TokenStatus, tokenStatus, tokenStatuses } from "../../src/rules/token-status.ts";

const final = [
  "RELEASE_WITHDRAWN",
  "AUTHORIZATION_REVOKED",
  "AUTHORIZATION_SURRENDERED",
  "AUTHORIZATION_EXPIRED",
  "AUTHORIZATION_SUPERSEDED",
];

describe("a token's status", () => {
  it("is valid only without any reason against it, under the terms that it shows", () => {
    expect(tokenStatus([], true)).toBe(tokenStatuses.VALID);
    expect(tokenStatus([], false)).toBe(tokenStatuses.CHANGED);
  });

  it.each(accessReasonCodes)("is for good or for now, whatever its terms, under %s", (code) => {
    const expected = final.includes(code) ? tokenStatuses.INVALID : tokenStatuses.SUSPENDED;
    for (const same of [true, false]) expect(tokenStatus([{ code }], same)).toBe(expected);
  });

  it("is for good once any reason is", () => {
    const reasons = [{ code: "PARTNER_SUSPENDED" }, { code: "AUTHORIZATION_REVOKED" }] as const;
    expect(tokenStatus(reasons, true)).toBe(tokenStatuses.INVALID);
  });
});

describe("an array of statuses", () => {
  it("is the specification's example, byte for byte", () => {
    const array = new StatusArray(12, tokenStatuses.VALID);
    const statuses: TokenStatus[] = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3];
    for (const [index, status] of statuses.entries()) array.set(index, status);
    expect(Buffer.from(array.bytes).toString("hex")).toBe("c944f9");
    expect(statuses.map((_, index) => array.get(index))).toEqual(statuses);
  });

  it("begins as one status, and changes in one place", () => {
    const array = new StatusArray(8, tokenStatuses.SUSPENDED);
    array.set(5, tokenStatuses.CHANGED);
    array.set(5, tokenStatuses.INVALID);
    expect(Array.from({ length: 8 }, (_, index) => array.get(index))).toEqual([2, 2, 2, 2, 2, 1, 2, 2]);
  });
});
