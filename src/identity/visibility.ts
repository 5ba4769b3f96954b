import type { NodeType } from "../graph/ids.ts";
import { any, raw, type Sql, sql } from "../graph/sql.ts";
import type { Agency } from "../rules/vocabulary.ts";
import type { Actor } from "./actor.ts";

/**
 * Who may see which row, for every type of the graph, in one place. Each rule is SQL over the row's alias, so that
 * existence and visibility are asked in one statement and a hidden row is a row that isn't there.
 */
interface RowRule {
  /** What officials of every agency see; auditors see everything. */
  readonly official: Sql;
  /** What officials of this one agency see besides. */
  readonly agency?: (agency: Agency) => Sql;
  /** What administrators see beside the public register: nothing of the review. */
  readonly administrator?: Sql;
  /** What is in the public register. */
  readonly everyone?: Sql;
  /** What the vendor with this `org` sees as its own. */
  readonly vendor?: (org: string) => Sql;
  /** What the partner with this `org` sees as its own. */
  readonly partner?: (org: string) => Sql;
}

const vendorOf = (org: string): Sql => sql`(select v0.id from vendor v0 where v0.org = ${org})`;
const partnerOf = (org: string): Sql => sql`(select p0.id from partner p0 where p0.org = ${org})`;
const releasesOf = (org: string): Sql => sql`(select r0.id from release r0 where r0.vendor_id = ${vendorOf(org)})`;
const publicRelease = (column: Sql): Sql =>
  sql`exists (select 1 from release r1 where r1.id = ${column} and r1.public_since is not null)`;
const publicVendor = (column: Sql): Sql =>
  sql`exists (select 1 from release r1 where r1.vendor_id = ${column} and r1.public_since is not null)`;
const casesOfVendor = (column: Sql, org: string): Sql =>
  sql`exists (select 1 from review_case c0 where c0.id = ${column} and c0.submitted_at is not null
    and c0.release_id in ${releasesOf(org)})`;
const casesOfPartner = (column: Sql, org: string): Sql =>
  sql`exists (select 1 from review_case c0 where c0.id = ${column} and c0.partner_id = ${partnerOf(org)})`;
const decided = (alias: Sql): Sql => sql`${alias}.countersigned_at is not null`;

/** What an applicant brings: its own and officials' alone. A phase advance's applicant is the vendor. */
const ofTheApplicant = (row: Sql): RowRule => ({
  official: sql`true`,
  vendor: (org) => sql`${row}.case_type = 'PhaseAdvance' and ${casesOfVendor(sql`${row}.case_id`, org)}`,
  partner: (org) => casesOfPartner(sql`${row}.case_id`, org),
});

const rules: Record<NodeType, (row: Sql) => RowRule> = {
  Vendor: (v) => ({
    official: sql`true`,
    everyone: publicVendor(sql`${v}.id`),
    vendor: (org) => sql`${v}.org = ${org}`,
  }),
  Policy: () => ({ official: sql`true`, everyone: sql`true` }),
  Release: (r) => ({
    official: sql`${r}.registered_at is not null`,
    everyone: sql`${r}.public_since is not null`,
    vendor: (org) => sql`${r}.vendor_id = ${vendorOf(org)}`,
  }),
  PhaseAdvance: (a) => ({ official: sql`true`, vendor: (org) => sql`${a}.release_id in ${releasesOf(org)}` }),
  Directive: (d) => ({
    official: sql`true`,
    everyone: sql`${d}.status = 'IN_FORCE' and (${publicRelease(sql`${d}.release_id`)} or ${publicVendor(sql`${d}.vendor_id`)})`,
    vendor: (org) => sql`${d}.vendor_id = ${vendorOf(org)} or ${d}.release_id in ${releasesOf(org)}`,
  }),
  Designation: (d) => ({
    official: sql`true`,
    everyone: sql`${d}.status = 'IN_FORCE' and ${publicVendor(sql`${d}.vendor_id`)}`,
    vendor: (org) => sql`${d}.vendor_id = ${vendorOf(org)}`,
  }),
  Partner: (p) => ({
    official: sql`true`,
    vendor: (org) => sql`exists (select 1 from application a0 where a0.partner_id = ${p}.id
      and a0.submitted_at is not null and a0.release_id in ${releasesOf(org)})`,
    partner: (org) => sql`${p}.org = ${org}`,
  }),
  ScreeningList: () => ({ official: sql`true` }),
  ScreeningHit: () => ({ official: sql`true` }),
  Application: (a) => ({
    official: sql`${a}.submitted_at is not null`,
    vendor: (org) => sql`${a}.submitted_at is not null and ${a}.release_id in ${releasesOf(org)}`,
    partner: (org) => sql`${a}.partner_id = ${partnerOf(org)}`,
  }),
  ApplicationRevision: (a) => ({
    official: sql`${a}.submitted_at is not null`,
    vendor: (org) => sql`${a}.submitted_at is not null and ${casesOfVendor(sql`${a}.application_id`, org)}`,
    partner: (org) => casesOfPartner(sql`${a}.application_id`, org),
  }),
  Referral: () => ({ official: sql`true` }),
  Position: () => ({ official: sql`true` }),
  Dispute: () => ({ official: sql`true` }),
  Condition: (c) => {
    // A wording holds or held since a countersignature: what was reworded before it never bound anyone.
    const inForce = sql`exists (select 1 from condition o join decision d1 on o.id = any(d1.condition_ids)
      where o.root_id = ${c}.root_id and ${decided(sql`d1`)}
        and (${c}.ended_at is null or ${c}.ended_at >= d1.countersigned_at))`;
    return {
      official: sql`true`,
      vendor: (org) => sql`${casesOfVendor(sql`${c}.case_id`, org)} and ${inForce}`,
      partner: (org) => sql`${casesOfPartner(sql`${c}.case_id`, org)} and ${inForce}`,
    };
  },
  Decision: (d) => ({
    official: sql`true`,
    vendor: (org) => sql`${casesOfVendor(sql`${d}.case_id`, org)} and ${decided(d)}`,
    partner: (org) => sql`${casesOfPartner(sql`${d}.case_id`, org)} and ${decided(d)}`,
  }),
  Hold: (h) => ({
    official: sql`true`,
    vendor: (org) => casesOfVendor(sql`${h}.case_id`, org),
    partner: (org) => casesOfPartner(sql`${h}.case_id`, org),
  }),
  InformationRequest: (q) => ({
    official: sql`true`,
    vendor: (org) => casesOfVendor(sql`${q}.case_id`, org),
    partner: (org) => casesOfPartner(sql`${q}.case_id`, org),
  }),
  LadderDecision: () => ({ official: sql`true` }),
  Vote: () => ({ official: sql`true` }),
  Rebuttal: ofTheApplicant,
  Appeal: ofTheApplicant,
  ConditionChange: (c) => {
    const consented = sql`${c}.status = 'CONSENTED' and exists (select 1 from condition c2
      join condition o on o.root_id = c2.root_id join decision d1 on o.id = any(d1.condition_ids)
      where c2.id = ${c}.condition_id and ${decided(sql`d1`)})`;
    const ruled = sql`${c}.status = 'RULED' and exists (select 1 from decision d1
      where d1.id = ${c}.decision_id and ${decided(sql`d1`)})`;
    const holds = sql`(${consented} or ${ruled})`;
    return {
      official: sql`true`,
      vendor: (org) => sql`${casesOfVendor(sql`${c}.case_id`, org)} and ${holds}`,
      partner: (org) => sql`${casesOfPartner(sql`${c}.case_id`, org)} and ${holds}`,
    };
  },
  Authorization: (a) => ({
    official: sql`true`,
    vendor: (org) => sql`${a}.release_id in ${releasesOf(org)}`,
    partner: (org) => sql`${a}.partner_id = ${partnerOf(org)}`,
  }),
  Change: (e) => ({
    official: sql`${e}.audience @> array['officials']::varchar[]`,
    agency: (agency) => sql`${e}.audience @> array[${agencyTag(agency)}]::varchar[]`,
    administrator: sql`${e}.audience @> array['administrators']::varchar[]`,
    everyone: sql`${e}.audience @> array['public']::varchar[]`,
    vendor: (org) => sql`${e}.audience @> array[${vendorTag(org)}]::varchar[]`,
    partner: (org) => sql`${e}.audience @> array[${partnerTag(org)}]::varchar[]`,
  }),
  CyberReview: (c) => ({ official: sql`true`, vendor: (org) => sql`${c}.release_id in ${releasesOf(org)}` }),
  Finding: (f) => ({
    official: sql`true`,
    vendor: (org) => sql`exists (select 1 from cyber_review y0 where y0.id = ${f}.review_id
      and y0.release_id in ${releasesOf(org)})`,
  }),
  EnforcementStatement: (s) => ({ official: sql`true`, vendor: (org) => sql`${s}.release_id in ${releasesOf(org)}` }),
  EnforcementAttestation: (a) => ({
    official: sql`true`,
    vendor: (org) => sql`exists (select 1 from directive d0 where d0.id = ${a}.directive_id
        and (d0.vendor_id = ${vendorOf(org)} or d0.release_id in ${releasesOf(org)}))
      or exists (select 1 from designation g0 where g0.id = ${a}.designation_id and g0.vendor_id = ${vendorOf(org)})`,
  }),
  Nomination: (n) => ({ official: sql`true`, vendor: (org) => sql`${n}.release_id in ${releasesOf(org)}` }),
  Programme: (p) => ({
    official: sql`true`,
    vendor: (org) => sql`${p}.vendor_id = ${vendorOf(org)}`,
    partner: (org) => sql`exists (select 1 from enrolment e0 where e0.programme_id = ${p}.id and e0.org = ${org})`,
  }),
  Enrolment: (e) => ({
    official: sql`true`,
    vendor: (org) =>
      sql`exists (select 1 from programme g0 where g0.id = ${e}.programme_id and g0.vendor_id = ${vendorOf(org)})`,
    partner: (org) => sql`${e}.org = ${org}`,
  }),
  Revocation: () => ({ official: sql`false`, administrator: sql`true` }),
  Webhook: (w) => ({
    official: sql`false`,
    agency: (agency) => sql`${w}.agency = ${agency}`,
    vendor: (org) => sql`${w}.org = ${org}`,
    partner: (org) => sql`${w}.org = ${org}`,
  }),
};

/** The ledger's audience tag of a vendor and of a partner, by organisation. */
export const vendorTag = (org: string): string => `vendor:${org}`;
export const partnerTag = (org: string): string => `partner:${org}`;

/** The tag of what only one agency's officials read. */
export const agencyTag = (agency: Agency): string => `agency:${agency}`;

/** The tags of the entries that an actor may read, by which the feed judges in memory; null for all of them. */
export function audienceTags({ roles, agency, org }: Actor): readonly string[] | null {
  if (roles.has("AUDITOR")) return null;
  const tags = ["public"];
  if (agency !== null) tags.push("officials", agencyTag(agency));
  if (roles.has("ADMINISTRATOR")) tags.push("administrators");
  if (org !== null && roles.has("VENDOR")) tags.push(vendorTag(org));
  if (org !== null && roles.has("PARTNER")) tags.push(partnerTag(org));
  return tags;
}

/** How one actor stands to the rows of one type. */
export interface RowAccess {
  /** Whether the row exists for the actor. */
  readonly visible: Sql;
  /** Whether the actor sees the row as its vendor's own, or as its partner's own: which fields depends on it. */
  readonly asVendor: Sql;
  readonly asPartner: Sql;
}

/** The row rule of a type for an actor, over the given alias. */
export function rowAccess(type: NodeType, alias: string, actor: Actor): RowAccess {
  const rule = rules[type](raw(alias));
  const nobody = sql`false`;
  const asVendor = actor.org !== null && actor.roles.has("VENDOR") ? (rule.vendor?.(actor.org) ?? nobody) : nobody;
  const asPartner = actor.org !== null && actor.roles.has("PARTNER") ? (rule.partner?.(actor.org) ?? nobody) : nobody;
  if (actor.roles.has("AUDITOR")) return { visible: sql`true`, asVendor, asPartner };
  const visible = [asVendor, asPartner].filter((condition) => condition !== nobody);
  if (rule.everyone) visible.push(rule.everyone);
  if (actor.agency !== null) visible.push(rule.official, ...(rule.agency ? [rule.agency(actor.agency)] : []));
  if (rule.administrator && actor.roles.has("ADMINISTRATOR")) visible.push(rule.administrator);
  return { visible: any(visible), asVendor, asPartner };
}

/** Whether the actor is an official or an auditor: who sees what is restricted. */
export const readsRestricted = (actor: Actor): boolean => actor.agency !== null || actor.roles.has("AUDITOR");
