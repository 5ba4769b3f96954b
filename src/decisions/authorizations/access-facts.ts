import { type Sql, sql } from "../../graph/sql.ts";
import { ofPolicyFollowed } from "../../releases/policies/latest-policy.ts";
import { measuresInForce } from "../../releases/register/standing.ts";
import type { AccessMeasure, EffectFacts } from "../../rules/access.ts";
import type { PolicyDocument } from "../../rules/policy.ts";
import type { AuthorizationStatus, EndUse, PartnerKind, PartnerStatus, ReleasePhase } from "../../rules/vocabulary.ts";
import { type Authorization, statusAt } from "./authorization.ts";

/** What a release, a partner and an authorization between them are judged by, as one row of SQL gives it. */
export interface FactsRow {
  readonly phase: ReleasePhase;
  readonly partnerId: string;
  readonly partnerStatus: PartnerStatus;
  readonly partnerKind: PartnerKind;
  readonly jurisdiction: string;
  readonly directives: readonly AccessMeasure[];
  readonly designations: readonly AccessMeasure[];
  readonly authorizationId: string | null;
  readonly status: AuthorizationStatus | null;
  readonly endUse: EndUse | null;
  readonly issuedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly conditions: EffectFacts["conditions"];
}

/** What else a check of access is judged by: the phases of the release's policy. */
export interface PolicyRow {
  readonly phases: PolicyDocument["phases"];
}

/** The column of a PolicyRow, over `r` (release). */
export const policyColumn: Sql = ofPolicyFollowed(sql`pol.document->'phases'`, sql`r.policy_id`);

/**
 * The columns of a FactsRow, over `r` (release), `p` (partner) and `a` (authorization, which may be missing). Only what
 * is in force is read, so what is derived from it is true as of the statement's own snapshot.
 */
export const factsColumns: Sql = sql`r.phase,
  p.id as "partnerId", p.status as "partnerStatus", p.kind as "partnerKind", p.jurisdiction,
  ${measuresInForce},
  a.id as "authorizationId", a.status, a.end_use as "endUse", a.issued_at as "issuedAt", a.expires_at as "expiresAt",
  (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'predicate', c.predicate) order by c.id), '[]')
    from decision dec join condition o on o.id = any(dec.condition_ids)
      join condition c on c.root_id = o.root_id and c.ended_at is null
    where dec.id = a.decision_id) as conditions`;

type IssuedColumns = Pick<Authorization, "status" | "endUse" | "issuedAt" | "expiresAt">;

/** As it is shown: a suspension ends with the authorization's time. */
const authorizationAt = (row: IssuedColumns, now: Date): EffectFacts["authorization"] => ({
  status: statusAt(row, now),
  endUse: row.endUse,
  startsAt: row.issuedAt,
  expiresAt: row.expiresAt,
});

/** The facts that the rules ask for. */
export function effectFacts(row: FactsRow, now: Date): EffectFacts {
  return {
    now,
    release: { phase: row.phase },
    partner: { id: row.partnerId, status: row.partnerStatus, kind: row.partnerKind, jurisdiction: row.jurisdiction },
    directives: row.directives,
    designations: row.designations,
    authorization: row.status === null ? null : authorizationAt(row as IssuedColumns, now),
    conditions: row.conditions,
  };
}
