import type { Actor } from "../identity/actor.ts";
import { defaultClaimNames } from "../identity/claim-names.ts";
import { actorFrom } from "../identity/claims.ts";
import { type DevelopmentPerson, developmentPeople, developmentSubject } from "../identity/development.ts";
import type { Agency, PartnerKind } from "../rules/vocabulary.ts";
import { lastToRegister } from "./landmarks.ts";

/** The vendors, by organisation. The first two are named by the public record of June 2026, the third is made up. */
export const vendors = {
  openai: "OpenAI",
  anthropic: "Anthropic",
  "example-labs": "Example Labs (fictional)",
} as const satisfies Record<string, string>;
export type VendorOrg = keyof typeof vendors;

/** A made-up organisation that wants access. */
interface PartnerFacts {
  readonly legalName: string;
  readonly kind: PartnerKind;
  readonly jurisdiction: string;
}

const partner = (name: string, kind: PartnerKind, jurisdiction = "US"): PartnerFacts => ({
  legalName: `${name} (fictional)`,
  kind,
  jurisdiction,
});

/** The partners, by organisation. `globex-health`, the development person partner-2's, is left to register itself. */
export const partners = {
  "acme-research": partner("Acme Research", "SECURITY_RESEARCH"),
  "blue-ridge-savings": partner("Blue Ridge Savings", "ENTERPRISE"),
  "cedar-valley-water": partner("Cedar Valley Water", "CRITICAL_INFRASTRUCTURE"),
  "harbor-hospitals": partner("Harbor City Hospitals", "NONPROFIT"),
  "kensington-cyber": partner("Kensington Cyber Clinic", "SECURITY_RESEARCH", "GB"),
  "lakeside-university": partner("Lakeside University", "ACADEMIC"),
  "northwind-grid": partner("Northwind Grid Operations", "CRITICAL_INFRASTRUCTURE"),
  "obsidian-brokers": partner("Obsidian Trade Brokers", "ENTERPRISE", "AE"),
  "polar-robotics": partner("Polar Station Robotics", "ENTERPRISE", "CA"),
  "prairie-code": partner("Prairie Code Foundation", "NONPROFIT"),
  "quayside-logistics": partner("Quayside Logistics", "ENTERPRISE"),
  "rheintal-maschinenbau": partner("Rheintal Maschinenbau", "ENTERPRISE", "DE"),
  "state-records": partner("State Records Office", "GOVERNMENT"),
  "tidewater-shipyards": partner("Tidewater Shipyards", "ENTERPRISE"),
  "sunrise-tutoring": partner("Sunrise Tutoring", "ENTERPRISE"),
  "meadow-clinic": { legalName: lastToRegister, kind: "NONPROFIT", jurisdiction: "US" },
} as const satisfies Record<string, PartnerFacts>;
export type PartnerOrg = keyof typeof partners;

/** An agency's first official, who takes positions and measures, or its second, who countersigns. */
export const official = (agency: Agency, which: 1 | 2 = 1): Actor => {
  const name = `${agency.toLowerCase()}${which === 1 ? "" : "-2"}` as keyof typeof developmentPeople;
  return actorOf(developmentSubject(name), developmentPeople[name]);
};

/** The person who acts for an organisation: the one whom development tokens are for, where there is one. */
export function personOf(role: "vendor" | "partner", org: VendorOrg | PartnerOrg): Actor {
  const known = Object.entries<DevelopmentPerson>(developmentPeople).find(
    ([, person]) => person.role === role && person.org === org,
  );
  return actorOf(known ? developmentSubject(known[0]) : `demonstration|${org}`, { role, org });
}

const endOfTime = 253_402_300_799;

function actorOf(subject: string, { role, org }: DevelopmentPerson): Actor {
  const { roles, org: organisation } = defaultClaimNames;
  return actorFrom({ sub: subject, exp: endOfTime, [roles]: [role], [organisation]: org }, defaultClaimNames);
}
