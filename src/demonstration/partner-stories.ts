import { admitPartner } from "../partners/admit-partner.ts";
import { barPartner } from "../partners/bar-partner.ts";
import { registerPartner } from "../partners/register-partner.ts";
import { suspendPartner } from "../partners/suspend-partner.ts";
import { official, type PartnerOrg, partners, personOf } from "./cast.ts";
import { ago, type Day, type Deed, type Storyline } from "./storyline.ts";

const register =
  (org: PartnerOrg): Deed =>
  async ({ act, keep }) => {
    const { partnerId } = await act(personOf("partner", org), registerPartner, partners[org]);
    keep(`partner:${org}`, partnerId);
  };

const admit =
  (org: PartnerOrg): Deed =>
  async ({ act, find }) => {
    await act(official("COMMERCE"), admitPartner, { partnerId: find(`partner:${org}`) });
  };

const legalBasis = "15 CFR 744.11, applied by analogy (made up for the demonstration)";

const suspend =
  (org: PartnerOrg): Deed =>
  async ({ act, find }) => {
    const measure = { reason: "REVIEW_INCOMPLETE" as const, legalBasis };
    await act(official("COMMERCE"), suspendPartner, { partnerId: find(`partner:${org}`), ...measure });
  };

const bar =
  (org: PartnerOrg): Deed =>
  async ({ act, find }) => {
    const measure = { reason: "DIVERSION" as const, legalBasis };
    await act(official("COMMERCE"), barPartner, { partnerId: find(`partner:${org}`), ...measure });
  };

/** What becomes of a partner after its admission. */
const later: Partial<Record<PartnerOrg, readonly Day[]>> = {
  "quayside-logistics": [ago(3, suspend("quayside-logistics"))],
  "obsidian-brokers": [ago(5, bar("obsidian-brokers"))],
};
/** Those that nobody has admitted yet. */
const newcomers: readonly PartnerOrg[] = ["sunrise-tutoring", "meadow-clinic"];

/** Partners in every status. */
export const partnerStories: readonly Storyline[] = (Object.keys(partners) as PartnerOrg[])
  .filter((org) => !newcomers.includes(org))
  .map((org) => ({
    name: `partner-${org}`,
    days: [ago(30, register(org)), ago(29, admit(org)), ...(later[org] ?? [])],
  }));

/** Partners that came in the last days, the very last of whom ends the story. */
export const newcomerStories: readonly Storyline[] = [
  { name: "partner-sunrise-tutoring", days: [ago(2, register("sunrise-tutoring"))] },
  { name: "partner-meadow-clinic", days: [ago(0, register("meadow-clinic"))] },
];
