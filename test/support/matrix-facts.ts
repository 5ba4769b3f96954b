import type { NodeType } from "../../src/graph/ids.ts";
import type { FreshDatabase } from "./database.ts";
import { changeReaders, type Readers } from "./matrix-changes.ts";

/** What the rules ask about one record: read from the tables, by none of the code under test. */
export interface Fact {
  readonly id: string;
  readonly type: NodeType;
  /** The organisations whose it is as vendor, or that it is known to as vendors. */
  readonly vendors: readonly string[];
  /** The organisation whose it is as partner. */
  readonly partners: readonly string[];
  /** Whether it has left its maker's desk: submitted, registered. */
  readonly shared: boolean;
  /** Whether it is in the public register. */
  readonly listed: boolean;
  /** Whether it is of a countersigned decision. */
  readonly stands: boolean;
  /** Which of a case's parties its content is for; null where that is no question. */
  readonly contentFor: readonly ("VENDOR" | "PARTNER")[] | null;
  /** For a change: who may read it. */
  readonly readers: ReadonlySet<string>;
  /** For a change: the organisation of who made it. */
  readonly madeBy: string | null;
}

const none = "array[]::varchar[]";

const statement = `
  with rel as (select r.id, v.id as vendor_id, v.org, r.registered_at is not null as shared, r.public_since is not null as listed
                 from release r join vendor v on v.id = r.vendor_id),
       ven as (select v.id, v.org, exists (select 1 from rel where rel.vendor_id = v.id and rel.listed) as listed from vendor v),
       cas as (select c.id, rel.org as vendor, p.org as partner from review_case c join rel on rel.id = c.release_id
                 left join partner p on p.id = c.partner_id),
       content (id, readers) as (
         select id, case when reason_withheld then ${none} else array['VENDOR', 'PARTNER']::varchar[] end from hold
         union all select id, array[addressee] from information_request),
       fact (id, type, vendors, partners, shared, listed, stands) as (
  select id, 'Vendor', array[org], ${none}, true, listed, true from ven
  union all select id, 'Policy', ${none}, ${none}, true, true, true from policy
  union all select id, 'Release', array[org], ${none}, shared, listed, true from rel
  union all select a.id, 'PhaseAdvance', array[rel.org], ${none}, true, false, true from phase_advance a join rel on rel.id = a.release_id
  union all select d.id, 'Directive', array[rel.org], ${none}, true, d.status = 'IN_FORCE' and rel.listed, true
    from directive d join rel on rel.id = d.release_id
  union all select d.id, 'Directive', array[ven.org], ${none}, true, d.status = 'IN_FORCE' and ven.listed, true
    from directive d join ven on ven.id = d.vendor_id
  union all select d.id, 'Designation', array[ven.org], ${none}, true, d.status = 'IN_FORCE' and ven.listed, true
    from designation d join ven on ven.id = d.vendor_id
  union all select p.id, 'Partner', array(select distinct rel.org from application a join rel on rel.id = a.release_id
    where a.partner_id = p.id and a.submitted_at is not null), array[p.org], true, false, true from partner p
  union all select a.id, 'Application', array[cas.vendor], array[cas.partner], a.submitted_at is not null, false, true
    from application a join cas on cas.id = a.id
  union all select a.id, 'ApplicationRevision', array[cas.vendor], array[cas.partner], a.submitted_at is not null, false, true
    from application_revision a join cas on cas.id = a.application_id
  union all select x.id, x.type, array[cas.vendor], array[cas.partner], true, false, x.stands from cas join (
      select id, 'Referral' as type, case_id, false as stands from referral
      union all select id, 'Position', case_id, false from position
      union all select id, 'Dispute', case_id, false from dispute
      union all select id, 'LadderDecision', case_id, false from ladder_decision
      union all select id, 'Vote', case_id, false from vote
      union all select id, 'Hold', case_id, true from hold
      union all select id, 'InformationRequest', case_id, true from information_request
      union all select id, 'Decision', case_id, countersigned_at is not null from decision
      union all select c.id, 'Condition', c.case_id, exists (select 1 from decision d
        where (c.id = any(d.condition_ids) or c.root_id = any(d.condition_ids)) and d.countersigned_at is not null) from condition c
      union all select g.id, 'ConditionChange', g.case_id,
        (g.status = 'CONSENTED' and exists (select 1 from decision d join condition c on c.id in (g.condition_id, g.new_condition_id)
          where (c.id = any(d.condition_ids) or c.root_id = any(d.condition_ids)) and d.countersigned_at is not null))
        or (g.status = 'RULED' and exists (select 1 from decision d where d.id = g.decision_id and d.countersigned_at is not null))
        from condition_change g
    ) x on x.case_id = cas.id
  union all select b.id, 'Rebuttal', case when cas.partner is null then array[cas.vendor] else ${none} end, array[cas.partner],
      true, false, true from rebuttal b join cas on cas.id = b.case_id
  union all select p.id, 'Appeal', case when cas.partner is null then array[cas.vendor] else ${none} end, array[cas.partner],
      true, false, true from appeal p join cas on cas.id = p.case_id
  union all select a.id, 'Authorization', array[rel.org], array[p.org], true, false, true
    from "authorization" a join rel on rel.id = a.release_id join partner p on p.id = a.partner_id
  union all select y.id, 'CyberReview', array[rel.org], ${none}, true, false, true
    from cyber_review y join rel on rel.id = y.release_id
  union all select f.id, 'Finding', array[rel.org], ${none}, true, false, true
    from finding f join cyber_review y on y.id = f.review_id join rel on rel.id = y.release_id
  union all select s.id, 'EnforcementStatement', array[rel.org], ${none}, true, false, true
    from enforcement_statement s join rel on rel.id = s.release_id
  union all select a.id, 'EnforcementAttestation', array[coalesce(rel.org, ven.org)], ${none}, true, false, true
    from enforcement_attestation a left join directive d on d.id = a.directive_id
      left join designation g on g.id = a.designation_id
      left join rel on rel.id = d.release_id left join ven on ven.id = coalesce(d.vendor_id, g.vendor_id)
  union all select n.id, 'Nomination', array[rel.org], ${none}, true, false, true
    from nomination n join rel on rel.id = n.release_id
  union all select g.id, 'Programme', array[ven.org], array(select distinct e.org from enrolment e where e.programme_id = g.id),
    true, false, true from programme g join ven on ven.id = g.vendor_id
  union all select e.id, 'Enrolment', array[ven.org], array[e.org], true, false, true
    from enrolment e join programme g on g.id = e.programme_id join ven on ven.id = g.vendor_id
  union all select id, 'ScreeningList', ${none}, ${none}, true, false, true from screening_list
  union all select id, 'ScreeningHit', ${none}, ${none}, true, false, true from screening_hit
  union all select id, 'Webhook', array[coalesce(org, 'agency:' || agency, 'auditors')], ${none}, true, false, true from webhook
  union all select id, 'Revocation', ${none}, ${none}, true, false, true from revocation)
  select id, type, vendors, array_remove(partners, null) as partners, shared, listed, stands, content.readers as "contentFor"
    from fact left join content using (id)`;

type Row = Omit<Fact, "readers" | "madeBy">;

/** Every record of the world, changes of the ledger among them. */
export async function facts({ asOwner }: Pick<FreshDatabase, "asOwner">): Promise<readonly Fact[]> {
  const rows = await asOwner<Row>(statement);
  const records = rows.map((row) => ({ ...row, readers: new Set<string>(), madeBy: null }));
  return [...records, ...(await changeFacts(asOwner, new Map(records.map((fact) => [fact.id, fact]))))];
}

interface Entry {
  readonly id: string;
  readonly seq: number;
  readonly type: string;
  readonly subjectId: string;
  readonly org: string | null;
  readonly state: Readonly<Record<string, unknown>>;
}

async function changeFacts(asOwner: FreshDatabase["asOwner"], known: ReadonlyMap<string, Fact>): Promise<Fact[]> {
  const entries = await asOwner<Entry>(`select id, seq, type, subject_id as "subjectId", actor->>'org' as org,
    payload->'state' as state from ledger_entry order by seq`);
  // What was public is asked of the ledger itself: a release, and with it its vendor, is from one entry on.
  const publicFrom = new Set<string>();
  // Which authorizations were held when is asked of the ledger too.
  const held = new Map<string, Entry["state"]>();
  return entries.map(({ id, type, subjectId, org, state }) => {
    if (subjectId.startsWith("aut_")) {
      if (state.status === "ACTIVE" || state.status === "SUSPENDED") held.set(subjectId, state);
      else held.delete(subjectId);
    }
    const authorizers = [...held.values()]
      .filter(({ partnerId }) => partnerId === subjectId)
      .flatMap(({ releaseId }) => known.get(String(releaseId))?.vendors ?? []);
    if (typeof state.publicSince === "string")
      for (const each of [subjectId, state.vendorId]) publicFrom.add(String(each));
    const kind = changeReaders[type];
    if (!kind) throw new Error(`No rule says who reads ${type}`);
    const { vendors = [], partners = [] } = known.get(subjectId) ?? {};
    const target = kind === "RELEASE" ? subjectId : String(state.releaseId ?? state.vendorId);
    const isPublic = publicFrom.has(target);
    const told = kind !== "DEADLINE" ? kind : /^(app|adv)_/.test(subjectId) ? "PARTIES" : "PANEL";
    const readers = new Set(readersOf(told, { state, vendors, partners, authorizers, isPublic }));
    return {
      id,
      type: "Change" as const,
      vendors,
      partners,
      shared: true,
      listed: false,
      stands: true,
      contentFor: null,
      readers,
      madeBy: org,
    };
  });
}

interface Told {
  readonly state: Readonly<Record<string, unknown>>;
  readonly vendors: readonly string[];
  readonly partners: readonly string[];
  readonly authorizers: readonly string[];
  readonly isPublic: boolean;
}

function readersOf(
  kind: Exclude<Readers, "DEADLINE">,
  { state, vendors, partners, authorizers, isPublic }: Told,
): string[] {
  const vendor = vendors.map((org) => `vendor:${org}`);
  const partner = partners.map((org) => `partner:${org}`);
  const everyone = isPublic ? ["everyone"] : [];
  switch (kind) {
    case "EVERYONE":
      return ["officials", "everyone"];
    case "PANEL":
      return ["officials"];
    case "PARTNER":
      return ["officials", ...partner];
    case "AUTHORIZERS":
      return authorizers.map((vendorOrg) => `vendor:${vendorOrg}`);
    case "VENDOR":
      return ["officials", ...vendor];
    case "PARTIES":
      return ["officials", ...vendor, ...partner];
    case "PARTIES_ALONE":
      return [...vendor, ...partner];
    case "RELEASE":
      return state.registeredAt == null ? vendor : ["officials", ...vendor, ...everyone];
    case "SUBMITTED":
      return state.submittedAt == null ? partner : ["officials", ...vendor, ...partner];
    case "DIRECTIVE":
      return ["officials", ...vendor, ...(state.inForceSince == null ? [] : everyone)];
    case "DESIGNATION":
      return ["officials", ...vendor, ...everyone];
    case "OWNER":
      return vendors.flatMap((owner) => (/^agency:/.test(owner) ? [owner] : [`vendor:${owner}`, `partner:${owner}`]));
    case "ADMINISTRATORS":
      return ["administrators"];
  }
}
