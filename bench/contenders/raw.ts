import pg from "pg";
import { bodyOf, listen, officialsOnly, settings } from "./contender.ts";

/**
 * What is left when nothing is general: node:http, one statement that PostgreSQL turns into the JSON of the answer, and
 * the check of the token. No GraphQL; the path names the query, the body gives its variables.
 */

const inbox = `select json_build_object('data', json_build_object('referrals', json_build_object('nodes',
    coalesce(json_agg(node order by place), '[]'))))::text as body
  from (select row_number() over (order by coalesce(t.due_at, 'infinity'), t.id) as place, json_build_object(
      'id', t.id, 'agency', t.agency, 'seat', t.seat, 'referredAt', t.referred_at, 'dueAt', t.due_at,
      'case', json_build_object('__typename', 'Application', 'id', a.id,
        'positions', json_build_object('nodes', said.nodes),
        'status', a.status, 'endUse', a.end_use, 'endUseStatement', a.end_use_statement, 'deployment', a.deployment,
        'namedUsers', a.named_users, 'dueAt', a.due_at,
        'partner', json_build_object('id', p.id, 'legalName', p.legal_name, 'kind', p.kind, 'jurisdiction', p.jurisdiction,
          'status', p.status),
        'release', json_build_object('id', r.id, 'name', r.name, 'modelVersion', r.model_version, 'phase', r.phase,
          'vendor', json_build_object('id', v.id, 'name', v.name)))) as node
    from (select * from referral t where t.agency = 'COMMERCE'
        and t.closed_at is null
        and (select c.status = 'IN_REVIEW' and w.phase <> 'WITHDRAWN' from review_case c
              join release w on w.id = c.release_id where c.id = t.case_id)
        and (select s.id from position s where s.case_id = t.case_id and s.agency = t.agency
              and s.case_revision = t.case_revision limit 1) is null
      order by coalesce(t.due_at, 'infinity'), t.id limit $1) t
    join application a on a.id = t.case_id and a.submitted_at is not null
    join partner p on p.id = a.partner_id
    join release r on r.id = a.release_id and r.registered_at is not null
    join vendor v on v.id = r.vendor_id
    cross join lateral (
      select coalesce(json_agg(json_build_object('agency', s.agency, 'kind', s.kind, 'recordedAt', s.recorded_at)
          order by s.recorded_at desc, s.id desc), '[]') as nodes
        from (select * from position s where s.case_id = a.id order by s.recorded_at desc, s.id desc limit 4) s) said) rows`;

const releases = `select json_build_object('data', json_build_object('releases', json_build_object('nodes',
    coalesce(json_agg(node order by place), '[]'))))::text as body
  from (select row_number() over (order by coalesce(r.registered_at, '-infinity') desc, r.id desc) as place, json_build_object(
      'id', r.id, 'name', r.name, 'modelVersion', r.model_version, 'phase', r.phase, 'registeredAt', r.registered_at,
      'applications', json_build_object('nodes', asked.nodes)) as node
    from (select * from release r where r.registered_at is not null
      order by coalesce(r.registered_at, '-infinity') desc, r.id desc limit $1) r
    cross join lateral (
      select coalesce(json_agg(json_build_object('id', a.id, 'status', a.status, 'endUse', a.end_use,
          'deployment', a.deployment, 'namedUsers', a.named_users, 'submittedAt', a.submitted_at,
          'decision', case when d.id is null then null else json_build_object('id', d.id, 'outcome', d.outcome,
            'status', d.status, 'legalBasis', d.legal_basis, 'proposedAt', d.proposed_at,
            'countersignedAt', d.countersigned_at) end,
          'authorization', case when h.id is null then null else json_build_object('id', h.id,
            'status', case when h.status in ('ACTIVE', 'SUSPENDED') and h.expires_at <= now() then 'EXPIRED' else h.status end,
            'endUse', h.end_use, 'issuedAt', h.issued_at, 'expiresAt', h.expires_at) end)
        order by coalesce(a.submitted_at, '-infinity') desc, a.id desc), '[]') as nodes
      from (select * from application a where a.release_id = r.id and a.status = 'APPROVED' and a.submitted_at is not null
        order by coalesce(a.submitted_at, '-infinity') desc, a.id desc limit 10) a
      left join decision d on d.case_id = a.id and d.case_revision = a.revision and d.status in ('PROPOSED', 'COUNTERSIGNED')
      left join "authorization" h on h.application_id = a.id) asked) rows`;

const statements: Readonly<Record<string, string>> = { "/inbox": inbox, "/releases": releases };

const given = settings();
const check = await officialsOnly(given);
const pool = new pg.Pool({ connectionString: given.databaseUrl, max: given.poolSize });

listen(async (request, response) => {
  try {
    await check(request.headers.authorization);
    const { variables } = JSON.parse(await bodyOf(request)) as { variables: { first: number } };
    const { rows } = await pool.query<{ body: string }>(statements[request.url ?? ""] ?? "", [variables.first]);
    response.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end(rows[0]?.body);
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}, given);
