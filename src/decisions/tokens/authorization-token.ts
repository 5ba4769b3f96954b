import type DataLoader from "dataloader";
import { GraphQLError } from "graphql";
import type { Context } from "../../context.ts";
import { batched } from "../../graph/batched.ts";
import { sql } from "../../graph/sql.ts";
import type { TokenIssuer } from "../../identity/token-issuer.ts";
import { holdingAuthorizationStatuses } from "../../rules/lifecycles/authorization.ts";
import type { AuthorizationStatus } from "../../rules/vocabulary.ts";
import { effectFacts, type FactsRow, factsColumns } from "../authorizations/access-facts.ts";
import { type Place, placesFor } from "./places.ts";
import { digestOf, type Terms, termsOf } from "./terms.ts";

/** The `typ` in the header of an authorization's token. */
const authorizationTokenType = "countersign-authorization+jwt";

/** The longest that a token is good for, seconds: whoever follows no status list stops within a day. */
const longestSeconds = 86_400;

/** The path of a status list, behind the issuer's address. */
export const statusListPath = (list: number | string): string => `/status-lists/${list}`;

interface TokenRow extends FactsRow {
  readonly authorizationId: string;
  readonly expiresAt: Date;
  readonly releaseId: string;
  readonly vendorId: string;
  readonly legalBasis: string;
  /** The words of its conditions, by their ids. */
  readonly texts: Readonly<Record<string, string>>;
  /** The places that its tokens have, by the digest of their terms. */
  readonly places: readonly (Place & { readonly terms: string })[];
}

/** What a token is made of, but for its place. */
interface Prepared {
  readonly row: TokenRow;
  readonly terms: Terms;
  readonly digest: string;
}

/** The refusal where no tokens are offered. */
export const noTokens = (): GraphQLError =>
  new GraphQLError(
    "This graph signs no tokens: its operator sets AUTHORIZATION_ISSUER and AUTHORIZATION_SIGNING_KEY. `checkAccess` answers without.",
    { extensions: { code: "NOT_CONFIGURED" } },
  );

/**
 * The tokens of authorizations, by id: null for one that has ended. One statement for those that were given a place
 * before, one more where some weren't. Says nothing of visibility: ask for authorizations that the actor may see. Throws
 * NOT_CONFIGURED where no key signs.
 */
export const tokenLoader = (context: Context): DataLoader<string, string | null> =>
  batched<string, string | null>(context, async (ids) => {
    const issuer = context.services.tokens;
    if (!issuer?.isNamed) throw noTokens();
    const now = await context.now();
    const prepared = (await rowsOf(context, ids)).flatMap((row) => prepare(row, now));
    const places = await placesOf(context, prepared);
    const tokens = new Map<string, string>();
    await Promise.all(
      prepared.map(async (each, at) => {
        tokens.set(each.row.authorizationId, await sign(issuer, each, places[at] as Place, now));
      }),
    );
    return ids.map((id) => tokens.get(id) ?? null);
  });

const rowsOf = (context: Context, ids: readonly string[]): Promise<TokenRow[]> =>
  context.query<TokenRow>(
    sql`select ${factsColumns}, r.id as "releaseId", r.vendor_id as "vendorId", a.legal_basis as "legalBasis",
        (select coalesce(jsonb_object_agg(c.id, c.text), '{}') from decision dec join condition o on o.id = any(dec.condition_ids)
          join condition c on c.root_id = o.root_id and c.ended_at is null where dec.id = a.decision_id) as texts,
        (select coalesce(jsonb_agg(jsonb_build_object('terms', encode(k.terms, 'hex'), 'list', k.list, 'place', k.place)), '[]')
          from authorization_token k where k.authorization_id = a.id) as places
      from "authorization" a join release r on r.id = a.release_id join partner p on p.id = a.partner_id
      where a.id = any(${[...ids]}::varchar[])`,
  );

function prepare(row: TokenRow, now: Date): Prepared[] {
  const facts = effectFacts(row, now);
  const status = facts.authorization?.status as AuthorizationStatus;
  if (!(holdingAuthorizationStatuses as readonly AuthorizationStatus[]).includes(status)) return [];
  const terms = termsOf(facts);
  return [{ row, terms, digest: digestOf(terms) }];
}

/** The place of each, given out where it has none under these terms. */
async function placesOf(context: Context, prepared: readonly Prepared[]): Promise<Place[]> {
  const known = prepared.map(({ row, digest }) => row.places.find(({ terms }) => terms === digest));
  const without = prepared.filter((_, at) => known[at] === undefined);
  if (without.length === 0) return known as Place[];
  const wanted = without.map(({ row, digest }) => ({ authorizationId: row.authorizationId, terms: digest }));
  const given = await placesFor(context, wanted);
  return known.map((place) => place ?? (given.shift() as Place));
}

const seconds = (time: Date): number => Math.floor(time.getTime() / 1000);

/** The claims are documented in docs/enforcing.md: a change of theirs is one for every vendor's gate. */
function sign(issuer: TokenIssuer, { row, terms }: Prepared, { list, place }: Place, now: Date): Promise<string> {
  const iat = seconds(now);
  return issuer.sign(authorizationTokenType, {
    sub: row.partnerId,
    aud: row.vendorId,
    jti: `${row.authorizationId}.${list}.${place}.${iat}`,
    iat,
    exp: Math.min(seconds(row.expiresAt), iat + longestSeconds),
    status: { status_list: { idx: place, uri: `${issuer.name}${statusListPath(list)}` } },
    authorization: row.authorizationId,
    authorized_until: terms.authorizedUntil,
    release: row.releaseId,
    phase: row.phase,
    end_use: row.endUse,
    legal_basis: row.legalBasis,
    conditions: terms.conditions.map(({ id, predicate }) => ({ id, ...predicate, text: row.texts[id] })),
    limits: terms.limits.map(({ directiveId, designationId, predicate }) => ({
      ...(directiveId === undefined ? { designation: designationId } : { directive: directiveId }),
      ...predicate,
    })),
  });
}
