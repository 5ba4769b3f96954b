import pg from "pg";
import type { AccessMeasure, EffectFacts } from "../../src/rules/access.ts";
import type { PolicyDocument } from "../../src/rules/policy.ts";
import { countersign } from "../countersign.ts";
import { bodyOf, listen, settings, tokenCheck } from "./contender.ts";

/**
 * What `checkAccess` comes to where nothing is general: node:http, the check of the token, the one statement that the
 * answer needs (whether the vendor's person is revoked, the release if it is its own, the partner if it came to it, what is
 * in force, the authorization, its conditions), and the rules, which are Countersign's.
 */
const statement = `select clock_timestamp() as now,
    exists (select 1 from revocation k where (k.kind = 'SUBJECT' and k.value = $5) or (k.kind = 'TOKEN' and k.value = $6)
      or (k.kind = 'ORGANISATION' and k.value = $4)) as revoked,
    r.phase, (select latest.document->'phases' from policy adopted join policy latest on latest.key = adopted.key
      where adopted.id = r.policy_id order by latest.version desc limit 1) as phases,
    p.status as "partnerStatus", p.kind, p.jurisdiction,
    (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'effect', d.effect, 'status', d.status, 'scope', d.scope,
        'limits', d.limits) order by d.id), '[]') from directive d
      where d.status = 'IN_FORCE' and (d.release_id = r.id or d.vendor_id = r.vendor_id)) as directives,
    (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'effect', g.effect, 'status', g.status, 'scope', g.scope,
        'limits', g.limits) order by g.id), '[]') from designation g
      where g.status = 'IN_FORCE' and g.vendor_id = r.vendor_id) as designations,
    a.status, a.issued_at as "issuedAt", a.expires_at as "expiresAt",
    (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'predicate', c.predicate) order by c.id), '[]')
      from decision d join condition o on o.id = any(d.condition_ids)
        join condition c on c.root_id = o.root_id and c.ended_at is null where d.id = a.decision_id) as conditions
  from release r join vendor v on v.id = r.vendor_id and v.org = $4 join partner p on p.id = $2
    left join lateral (select * from "authorization" h where h.release_id = r.id and h.partner_id = p.id and h.end_use = $3
      order by (h.status in ('ACTIVE', 'SUSPENDED') and h.expires_at > clock_timestamp()) desc, h.issued_at desc limit 1) a on true
  where r.id = $1 and exists (select 1 from application s join release w on w.id = s.release_id
    where s.partner_id = p.id and s.submitted_at is not null and w.vendor_id = v.id)`;

interface Row {
  readonly now: Date;
  readonly revoked: boolean;
  readonly phase: EffectFacts["release"]["phase"];
  readonly phases: PolicyDocument["phases"];
  readonly partnerStatus: EffectFacts["partner"]["status"];
  readonly kind: EffectFacts["partner"]["kind"];
  readonly jurisdiction: string;
  readonly directives: readonly AccessMeasure[];
  readonly designations: readonly AccessMeasure[];
  readonly status: NonNullable<EffectFacts["authorization"]>["status"] | null;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly conditions: EffectFacts["conditions"];
}

interface Asked {
  readonly releaseId: string;
  readonly partnerId: string;
  readonly endUse: NonNullable<EffectFacts["authorization"]>["endUse"];
  readonly use: object;
}

const given = settings();
const verifier = await tokenCheck(given);
const [{ evaluateAccess }, { phaseRules }] = await Promise.all([countersign.access(), countersign.policy()]);
const pool = new pg.Pool({ connectionString: given.databaseUrl, max: given.poolSize });

listen(async (request, response) => {
  try {
    const { subject, tokenId, org, roles } = await verifier.verify(request.headers.authorization);
    if (!roles.has("VENDOR")) throw new Error("For vendors.");
    const { variables } = JSON.parse(await bodyOf(request)) as { variables: Asked };
    const { releaseId, partnerId, endUse, use } = variables;
    const values = [releaseId, partnerId, endUse, org, subject, tokenId];
    const { rows } = await pool.query<Row>({ name: "access", text: statement, values });
    const body = JSON.stringify({
      data: { checkAccess: rows[0] ? answerTo(rows[0], { ...use, endUse }, partnerId) : null },
    });
    response.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end(body);
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}, given);

function answerTo(row: Row, use: Asked["use"] & Pick<Asked, "endUse">, partnerId: string) {
  if (row.revoked) throw new Error("Revoked.");
  const { now, phase, phases, kind, jurisdiction, directives, designations, conditions } = row;
  const { authorizationRequired } = phaseRules({ phases }, phase);
  const checked = evaluateAccess({
    ...{ now, directives, designations, conditions, use },
    release: { phase, authorizationRequired },
    partner: { id: partnerId, status: row.partnerStatus, kind, jurisdiction },
    authorization: row.status && {
      ...{ status: row.status, endUse: use.endUse, startsAt: row.issuedAt, expiresAt: row.expiresAt },
    },
  });
  return {
    allowed: checked.allowed,
    reasons: checked.reasons.map(({ code, message }) => ({ code, message })),
    conditions: checked.conditions.map(({ conditionId, directiveId, designationId, result }) => ({
      sourceId: conditionId ?? directiveId ?? designationId,
      result,
    })),
  };
}
