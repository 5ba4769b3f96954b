import type { Context } from "../../context.ts";
import { typeOfId } from "../../graph/ids.ts";
import { any, type Sql, sql } from "../../graph/sql.ts";
import { refuseRevoked, revoked } from "../../identity/revocation.ts";
import { readsRestricted, rowAccess } from "../../identity/visibility.ts";
import { type AccessFacts, evaluateAccess } from "../../rules/access.ts";
import { phaseRules } from "../../rules/policy.ts";
import type { EndUse } from "../../rules/vocabulary.ts";
import { effectFacts, type FactsRow, factsColumns, type PolicyRow, policyColumn } from "./access-facts.ts";
import { holdsAPlace } from "./authorization.ts";

/** A partner, a release and a use of it. */
export interface AccessQuestion {
  readonly releaseId: string;
  readonly partnerId: string;
  readonly endUse: EndUse;
  readonly use?: Omit<AccessFacts["use"], "endUse"> | null;
}

/** What a question comes to, and when: at a moment, and at an entry of the ledger. */
export interface AccessAnswer extends ReturnType<typeof evaluateAccess> {
  readonly releaseId: string;
  readonly partnerId: string;
  /** The authorization that was judged. */
  readonly authorizationId: string | null;
  readonly at: Date;
  readonly lastSeq: number;
}

type CheckedRow = FactsRow & PolicyRow & { now: Date; lastSeq: number; revoked: boolean; found: boolean };

/**
 * Answers questions, at least one, in their order and from one snapshot; null for what isn't the actor's to know. Throws
 * UNAUTHENTICATED for a revoked actor.
 */
export async function answersTo(
  context: Context,
  questions: readonly AccessQuestion[],
): Promise<(AccessAnswer | null)[]> {
  const rows = await factsOf(context, questions);
  refuseRevoked(rows[0]?.revoked);
  context.admittedAt((rows[0] as CheckedRow).now);
  return rows.map((row, at) => (row.found ? answerTo(questions[at] as AccessQuestion, row) : null));
}

function answerTo({ releaseId, partnerId, endUse, use }: AccessQuestion, row: CheckedRow): AccessAnswer {
  const facts = effectFacts(row, row.now);
  const { authorizationRequired } = phaseRules({ phases: row.phases }, row.phase);
  const checked = evaluateAccess({
    ...facts,
    release: { ...facts.release, authorizationRequired },
    use: { ...use, endUse },
  });
  const { authorizationId, now: at, lastSeq } = row;
  return { ...checked, releaseId, partnerId, authorizationId, at, lastSeq };
}

/**
 * Everything the answers hang on, from one snapshot in one round trip: the time, the actor's revocation, the ledger's
 * tail, and for each question the release and the partner as far as the actor may see them, and the partner's latest
 * authorization.
 */
function factsOf(context: Context, questions: readonly AccessQuestion[]): Promise<CheckedRow[]> {
  const { actor, services } = context;
  const release = rowAccess("Release", "r", actor);
  const partner = rowAccess("Partner", "p", actor);
  // A vendor sees a public release of another, and a partner that came to itself: what is between those two is not its own.
  const concerned = readsRestricted(actor) ? sql`true` : any([release.asVendor, partner.asPartner]);
  // Each record is looked up by its key, whatever PostgreSQL thinks of how many questions there are.
  return context.query<CheckedRow>(
    sql`select admitted.*, p.id is not null as found, ${policyColumn} as phases, ${factsColumns}
        from (select coalesce(${services.clock.fixed}::timestamptz, date_trunc('milliseconds', clock_timestamp())) as now,
                ${revoked(actor)} as revoked, (select last_seq from ledger_tail) as "lastSeq") admitted
        cross join ${asked(questions)} q
        left join lateral (select * from release r where r.id = q.release_id and (${release.visible}) limit 1) r on true
        left join lateral (select * from partner p where p.id = q.partner_id and r.id is not null
          and (${partner.visible}) and (${concerned}) limit 1) p on true
        left join lateral (select * from "authorization" held
          where held.release_id = r.id and held.partner_id = p.id and held.end_use = q.end_use
          order by ${holdsAPlace(sql`held`, sql`admitted.now`)} desc, held.issued_at desc limit 1) a on true
        order by q.nr`,
  );
}

/** The questions as rows. What is no id of its type is asked for as none: the database doesn't take every text. */
function asked(questions: readonly AccessQuestion[]): Sql {
  const idOf = (type: "Release" | "Partner", id: string): string => (typeOfId(id) === type ? id : "");
  const releases = questions.map(({ releaseId }) => idOf("Release", releaseId));
  const partners = questions.map(({ partnerId }) => idOf("Partner", partnerId));
  const endUses = questions.map(({ endUse }) => endUse);
  if (questions.length === 1) {
    return sql`(select ${releases[0]}::varchar as release_id, ${partners[0]}::varchar as partner_id,
      ${endUses[0]}::varchar as end_use, 1 as nr)`;
  }
  return sql`(select * from unnest(${releases}::varchar[], ${partners}::varchar[], ${endUses}::varchar[])
    with ordinality each(release_id, partner_id, end_use, nr))`;
}
