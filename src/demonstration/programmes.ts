import { enrolInProgramme } from "../releases/programmes/enrol-in-programme.ts";
import { openProgramme } from "../releases/programmes/open-programme.ts";
import { type PartnerOrg, personOf, type VendorOrg } from "./cast.ts";
import { type Deed, madeUp } from "./storyline.ts";

/** The programmes, by the names that the story calls them. This one is named by the public record. */
export const programmes = {
  "trusted-access-for-cyber": { vendor: "openai", name: "Trusted Access for Cyber" },
} as const satisfies Record<string, { vendor: VendorOrg; name: string }>;
export type ProgrammeName = keyof typeof programmes;

/** Opens a vendor's programme; whom it is for, and how it is reviewed, is fiction. */
export const open =
  (programme: ProgrammeName): Deed =>
  async ({ act, keep }) => {
    const { vendor, name } = programmes[programme];
    const { programmeId } = await act(personOf("vendor", vendor), openProgramme, {
      name,
      description: `For organisations that defend networks and look for vulnerabilities. ${madeUp}`,
      partnerKinds: ["SECURITY_RESEARCH", "CRITICAL_INFRASTRUCTURE"],
      endUses: ["CYBER_DEFENSE", "VULNERABILITY_RESEARCH"],
      policyKey: "trusted-access",
    });
    keep(`programme:${programme}`, programmeId);
  };

/** Enrols a partner in a programme. */
export const enrolIn =
  (programme: ProgrammeName, org: PartnerOrg): Deed =>
  async ({ act, find }) => {
    await act(personOf("vendor", programmes[programme].vendor), enrolInProgramme, {
      programmeId: find(`programme:${programme}`),
      org,
      reason: `The vendor knows its work. ${madeUp}`,
      legalBasis: "An agreement between the vendor and the organisation (made up for the demonstration)",
    });
  };
