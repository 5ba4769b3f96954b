import type { Refused } from "./public-api.ts";
import type { Setting } from "./setting.ts";

export const agencies = ["oncd", "ostp", "commerce", "defense"] as const;

/** A partner that the demo brought along. */
export interface Newcomer {
  /** The development person. */
  readonly name: string;
  readonly id: string;
  readonly legalName: string;
}

/** The person's organisation as a partner: registered and admitted, unless an earlier demo did that. */
export async function admittedPartner({ as }: Setting, name: string): Promise<Newcomer> {
  const person = as(name);
  const legalName = `Demo Partner ${name.replace("partner-", "").padStart(2, "0")} (fictional)`;
  const selection = "id legalName status";
  const { partners } = await person.ask(`{ partners(first: 1) { nodes { ${selection} } } }`);
  const registration = { legalName, kind: "ENTERPRISE", jurisdiction: "US" };
  const partner =
    partners.nodes[0] ?? (await person.do("registerPartner", registration, `partner { ${selection} }`)).partner;
  if (partner.status === "REGISTERED") await as("commerce").do("admitPartner", { partnerId: partner.id });
  return { name, id: partner.id, legalName: partner.legalName };
}

/** An application of the partner to the release, before the panel. Gives its id. */
export async function applied({ as }: Setting, partner: Newcomer, releaseId: string, endUse: string): Promise<string> {
  const wanted = {
    releaseId,
    endUse,
    endUseStatement: "Made up for the demo.",
    deployment: "VENDOR_HOSTED",
    namedUsers: 25,
    userJurisdictions: ["US"],
  };
  const { application } = await as(partner.name).do("submitApplication", { new: wanted }, "application { id }");
  await as("commerce").do("acceptApplication", { applicationId: application.id, revision: 1 });
  return application.id;
}

/** Every agency's position on a case, in the panel's order; a plain concurrence unless told. */
export async function heard(
  { as }: Setting,
  caseId: string,
  said: Partial<Record<(typeof agencies)[number], Record<string, unknown>>> = {},
): Promise<void> {
  for (const agency of agencies) {
    await as(agency).do("recordPosition", { caseId, revision: 1, kind: "CONCUR", ...said[agency] });
  }
}

/** Tries to countersign what is proposed for a case: gives the authorization, or the refusals. */
export async function countersigned(
  { as }: Setting,
  caseId: string,
  by: string,
): Promise<{ authorization: { id: string } | null; refusals: readonly Refused[] }> {
  const asked = "query Proposal($id: ID!) { node(id: $id) { ... on Case { decision { id caseRevision } } } }";
  const { decision } = (await as(by).ask(asked, { id: caseId })).node;
  const signed = { decisionId: decision.id, revision: decision.caseRevision };
  return as(by).attempt("countersignDecision", signed, "authorization { id }");
}

/** What the vendor is answered about one partner. */
export interface Checked {
  readonly allowed: boolean;
  readonly reasons: readonly { readonly code: string }[];
}

/** What the vendor is answered, now, about each partner's use by `users` people. */
export function checkAccess(
  { as }: Setting,
  releaseId: string,
  partners: readonly Newcomer[],
  users: number,
): Promise<readonly Checked[]> {
  const asked = `query Check($releaseId: ID!, $partnerId: ID!, $users: Int!) {
    checkAccess(releaseId: $releaseId, partnerId: $partnerId, endUse: CYBER_DEFENSE, use: { namedUsers: $users }) {
      allowed reasons { code } } }`;
  const check = ({ id: partnerId }: Newcomer) => as("vendor").ask(asked, { releaseId, partnerId, users });
  return Promise.all(partners.map(async (partner) => (await check(partner)).checkAccess));
}
