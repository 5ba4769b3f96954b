/** One set of rows. */
export interface FillStatement {
  readonly what: string;
  readonly sql: string;
}

const vendors = 20;
/** Of a hundred applications the last five, by the time of their submission, are still open: history only grows. */
const closedShare = 0.95;

/** An id in the form of Countersign's own: a type's prefix and 26 characters that sort by the order of making. */
const id = (prefix: string, number: string): string => `'${prefix}_' || lpad((${number})::text, 26, '0')`;
const pick = (values: readonly string[], number: string): string =>
  `(array[${values.map((value) => `'${value}'`).join(", ")}])[1 + (${number}) % ${values.length}]`;

const agencies = ["ONCD", "OSTP", "COMMERCE", "DEFENSE"];
const partnerKinds = ["ENTERPRISE", "GOVERNMENT", "CRITICAL_INFRASTRUCTURE", "ACADEMIC", "NONPROFIT"];
const jurisdictions = ["US", "GB", "CA", "DE", "JP"];
const endUses = ["CYBER_DEFENSE", "VULNERABILITY_RESEARCH", "SOFTWARE_ENGINEERING", "HEALTH", "FINANCE"];
const deployments = ["VENDOR_HOSTED", "DEDICATED_CLOUD", "GOVERNMENT_CLOUD", "ON_PREMISES"];

/**
 * The rows of a register that has run for a year with this many applications: releases of 20 vendors, each with 100 to
 * 200 applications of different partners; 95 of 100 decided (nine in ten approved, with an authorization), the latest
 * ones in review, where each agency but Commerce may have taken its position. Only what the two queries read is made:
 * no ledger entries, no earlier revisions, no conditions.
 */
export function fillStatements(applications: number): readonly FillStatement[] {
  const releases = Math.max(100, Math.floor(applications / 200));
  const partners = Math.max(500, Math.floor(applications / 20));
  const closed = Math.floor(applications * closedShare);
  const begin = `(date_trunc('day', now()) - interval '400 days')`;
  const policy = `(select id from policy where key = 'expedited-preview' order by version desc limit 1)`;
  return [
    {
      what: "vendors",
      sql: `insert into vendor (id, org, name, name_skeleton, enrolled_at)
        select ${id("ven", "v")}, 'vendor-' || v, 'Vendor ' || v || ' (fictional)', 'vendor ' || v || ' (fictional)', ${begin}
          from generate_series(0, ${vendors - 1}) v`,
    },
    {
      what: "partners",
      sql: `insert into partner (id, org, legal_name, name_skeleton, kind, jurisdiction, status, revision, registered_at, admitted_at)
        select ${id("ptn", "p")}, 'partner-' || p, 'Partner ' || p || ' (fictional)', 'partner ' || p || ' (fictional)',
            ${pick(partnerKinds, "p")}, ${pick(jurisdictions, "p")}, 'ADMITTED', 1,
            ${begin} + p * interval '20 days' / ${partners}, ${begin} + interval '21 days'
          from generate_series(0, ${partners - 1}) p`,
    },
    {
      what: "releases",
      sql: `insert into release (id, vendor_id, policy_id, name, model_version, description, safeguards, phase, revision, registered_at, public_since)
        select ${id("rel", "r")}, ${id("ven", `r % ${vendors}`)}, ${policy}, 'Model ' || r, '1.' || r % 10,
            'A general model that writes and runs code, finds faults in it, and works for hours by itself.',
            'Classifiers on inputs and outputs, named users only, logs kept for a year.',
            'LIMITED_PREVIEW', 1, ${begin} + r * interval '28 days' / ${releases}, ${begin} + interval '30 days'
          from generate_series(0, ${releases - 1}) r`,
    },
    {
      what: "applications",
      sql: `insert into application (id, release_id, policy_id, partner_id, revision, status, end_use, end_use_statement,
            deployment, named_users, user_jurisdictions, submitted_at, last_submitted_at, accepted_at, due_at, closed_at)
        select ${id("app", "i")}, ${id("rel", `i % ${releases}`)}, ${policy},
            ${id("ptn", `((i / ${releases}) * 249 + i % ${releases}) % ${partners}`)}, 1, status, ${pick(endUses, `i / ${releases}`)},
            'Our engineers look for faults in the systems that we run, report them to their makers and mend them (case ' || i || ').',
            ${pick(deployments, "i / 7")}, 1 + i % 200, array[${pick(jurisdictions, "i")}],
            at, at, case when status <> 'SUBMITTED' then at + interval '1 day' end,
            case when not done then at + interval '16 days' end, case when done then at + interval '8 days' end
          from (${cases(applications, releases, closed, begin)}) made`,
    },
    {
      what: "referrals",
      sql: `insert into referral (id, case_id, case_type, case_revision, agency, seat, referred_at, delivered_at, due_at, closed_at)
        select ${id("ref", "substr(a.id, 5)::bigint * 4 + g")}, a.id, 'Application', 1, ${pick(agencies, "g")},
            case when g < 2 then 'REQUIRED' else 'DEEMABLE' end, a.accepted_at, a.accepted_at, a.accepted_at + interval '5 days', a.closed_at
          from application a cross join generate_series(0, 3) g where a.accepted_at is not null order by a.id, g`,
    },
    {
      what: "positions",
      sql: `insert into position (id, case_id, case_type, case_revision, agency, official, kind, reason, recorded_at)
        select ${id("pos", "substr(a.id, 5)::bigint * 4 + g")}, a.id, 'Application', 1, ${pick(agencies, "g")},
            lower(${pick(agencies, "g")}) || '-official', kind, case when kind = 'OBJECT' then 'END_USE_CONCERN' end,
            a.accepted_at + (g + 1) * interval '6 hours'
          from application a cross join generate_series(0, 3) g
            cross join lateral (select case when a.status = 'DENIED' and g < 2 then 'OBJECT' else 'CONCUR' end as kind) said
          where a.accepted_at is not null
            and (a.status <> 'IN_REVIEW' or (g <> 2 and g < substr(a.id, 5)::bigint % 5))
          order by a.id, g`,
    },
    {
      what: "decisions",
      sql: `insert into decision (id, case_id, case_type, case_revision, outcome, basis, status, legal_basis, reasons, proposed_at,
            awaited_since, due_at, countersigned_at, countersigned_agency, countersigned_by)
        select ${id("dec", "substr(id, 5)::bigint")}, id, 'Application', 1,
            case when status = 'DENIED' then 'DENY' else 'APPROVE' end, 'PANEL',
            case when closed_at is null then 'PROPOSED' else 'COUNTERSIGNED' end, 'Executive Order (fictional), section 4',
            case when status = 'DENIED' then array['END_USE_CONCERN'] else array[]::varchar[] end,
            accepted_at + interval '6 days', accepted_at + interval '6 days',
            case when closed_at is null then accepted_at + interval '8 days' end, closed_at, case when closed_at is not null then 'DEFENSE' end,
            case when closed_at is not null then 'defense-countersigner' end
          from application where status in ('APPROVED', 'DENIED', 'AWAITING_COUNTERSIGNATURE') order by id`,
    },
    {
      what: "authorizations",
      sql: `insert into "authorization" (id, partner_id, release_id, application_id, decision_id, status, end_use, legal_basis, issued_at, expires_at)
        select ${id("aut", "substr(id, 5)::bigint")}, partner_id, release_id, id, ${id("dec", "substr(id, 5)::bigint")}, 'ACTIVE',
            end_use, 'Executive Order (fictional), section 4', closed_at, closed_at + interval '2 years'
          from application where status = 'APPROVED' order by id`,
    },
  ];
}

/** Each application's number, status and time of submission. */
const cases = (applications: number, releases: number, closed: number, begin: string): string =>
  `select i, i < ${closed} as done, ${begin} + interval '31 days' + i * (interval '360 days' / ${applications}) as at,
     case when i < ${closed} then case when (i / ${releases}) % 10 = 9 then 'DENIED' else 'APPROVED' end
       else ${pick(["IN_REVIEW", "IN_REVIEW", "IN_REVIEW", "IN_REVIEW", "AWAITING_COUNTERSIGNATURE", "IN_REVIEW", "SUBMITTED"], "i")} end as status
   from generate_series(0, ${applications - 1}) i order by i`;
