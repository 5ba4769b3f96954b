import { describe, expect, it } from "vitest";
import {
  blockersOfEligibility,
  blockersOfProgramme,
  type EligibilityFacts,
  type ProgrammeFacts,
} from "../../src/rules/programmes.ts";

const facts: ProgrammeFacts = {
  programme: {
    vendorId: "ven_1",
    status: "OPEN",
    partnerKinds: ["SECURITY_RESEARCH", "ENTERPRISE"],
    endUses: ["CYBER_DEFENSE"],
  },
  releaseVendorId: "ven_1",
  allowed: true,
  enrolment: "ENROLLED",
  partnerKind: "ENTERPRISE",
  endUse: "CYBER_DEFENSE",
};

describe("an application under a programme", () => {
  it.each<[string, Partial<ProgrammeFacts>, string[]]>([
    ["that is open, of one who is in it", {}, []],
    ["of another vendor", { releaseVendorId: "ven_2" }, ["PROGRAMME_OF_ANOTHER_VENDOR"]],
    ["that the release's policy doesn't allow", { allowed: false }, ["PROGRAMME_NOT_ALLOWED"]],
    ["that Commerce revoked", { programme: { ...facts.programme, status: "REVOKED" } }, ["PROGRAMME_REVOKED"]],
    ["of one whose enrolment Commerce revoked", { enrolment: "REVOKED" }, ["ENROLMENT_ENDED"]],
    ["that is closed", { programme: { ...facts.programme, status: "CLOSED" } }, ["PROGRAMME_CLOSED"]],
    ["of one whose enrolment has ended", { enrolment: "ENDED" }, ["ENROLMENT_ENDED"]],
    ["of one who is not in it", { enrolment: null }, ["ENROLMENT_ENDED"]],
    ["of a kind that it isn't for", { partnerKind: "ACADEMIC" }, ["PARTNER_KIND_NOT_ELIGIBLE"]],
    ["for a use that it isn't for", { endUse: "HEALTH" }, ["END_USE_NOT_ELIGIBLE"]],
    [
      "with all of it wrong",
      {
        programme: { ...facts.programme, status: "CLOSED" },
        releaseVendorId: "ven_2",
        allowed: false,
        enrolment: null,
        partnerKind: "ACADEMIC",
        endUse: "HEALTH",
      },
      [
        "PROGRAMME_OF_ANOTHER_VENDOR",
        "PROGRAMME_NOT_ALLOWED",
        "PROGRAMME_CLOSED",
        "ENROLMENT_ENDED",
        "PARTNER_KIND_NOT_ELIGIBLE",
        "END_USE_NOT_ELIGIBLE",
      ],
    ],
  ])("%s", (_which, change, expected) => {
    expect(blockersOfProgramme({ ...facts, ...change })).toEqual(expected);
  });
});

describe("what of a programme is asked again at an approval", () => {
  it.each<[string, Partial<EligibilityFacts>, string[]]>([
    ["nothing that still holds", {}, []],
    ["not that it is open", { programme: { ...facts.programme, status: "CLOSED" } }, []],
    ["that it isn't revoked", { programme: { ...facts.programme, status: "REVOKED" } }, ["PROGRAMME_REVOKED"]],
    ["that the organisation is in it", { enrolment: null }, ["ENROLMENT_ENDED"]],
    ["that it is for its kind", { partnerKind: "ACADEMIC" }, ["PARTNER_KIND_NOT_ELIGIBLE"]],
    ["that it is for the use", { endUse: "HEALTH" }, ["END_USE_NOT_ELIGIBLE"]],
  ])("is %s", (_what, change, expected) => {
    expect(blockersOfEligibility({ ...facts, ...change })).toEqual(expected);
  });
});
