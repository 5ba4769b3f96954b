import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { deflate } from "node:zlib";
import type { Services } from "../../context.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import type { TokenIssuer } from "../../identity/token-issuer.ts";
import { type EffectFacts, effectiveNow, limiting } from "../../rules/access.ts";
import { StatusArray, statusBits, tokenStatus, tokenStatuses } from "../../rules/token-status.ts";
import { effectFacts, type FactsRow, factsColumns } from "../authorizations/access-facts.ts";
import { statusListPath } from "./authorization-token.ts";
import { placesInList } from "./places.ts";
import { digestOf, termsOf } from "./terms.ts";

/** How long what was read is taken for true, ms: so many askers cost the database ten statements a second. */
const trustedMs = 100;
/**
 * How long a signed list is good for, seconds, and when it is signed anew although nothing in it changed: so soon that
 * whoever follows a list on several nodes can tell an earlier edition from a later one.
 */
const lifetime = 60;
const renewedAfter = 1;
/** How often whoever follows a list asks for it anew, seconds: the least that the claim can say. */
const timeToLive = 1;
/** How many of the ledger's entries are looked through for what they touch; after more of them all is read anew. */
const mostEntries = 2_000;
/** What an authorization's effect is derived from, as subjects of the ledger's entries. */
const concerning = ["Authorization", "Release", "Partner", "Directive", "Designation"];

/** A status list as it is published: a signed token, and the name of this edition. */
export interface StatusList {
  readonly token: string;
  readonly edition: string;
}

interface Looked {
  readonly now: Date;
  readonly head: number;
  /** How many places are given out. */
  readonly given: number;
  /** The subjects of what was recorded since; null where that is too much to look through. */
  readonly subjects: readonly string[] | null;
}

type StatusRow = FactsRow & { readonly place: number; readonly terms: string; readonly placedAt: Date };

const compress = promisify(deflate);

/** One list as a process knows it. */
class KnownList {
  readonly statuses = new StatusArray(placesInList, tokenStatuses.SUSPENDED);
  /** The places that are known to be given out, each with when time alone next changes what it says, ms. */
  readonly #dueAt = new Map<number, number>();
  /** The first of these times. */
  #firstDue = Number.POSITIVE_INFINITY;
  /** The ledger's last entry when it was read; null before that. */
  #head: number | null = null;
  /** When the latest place that is known was given out. */
  #placedAt: Date | null = null;
  /** When it was last found true, by this process's own clock. */
  checkedAt = Number.NEGATIVE_INFINITY;
  underWay: Promise<StatusList | null> | null = null;
  #published: (StatusList & { readonly signedAt: number; readonly lst: string }) | null = null;

  constructor(readonly list: number) {}

  /** Brings it up to what the database says now. Gives null for a list in which there is nothing. */
  async refresh({ database, clock }: Services, issuer: TokenIssuer): Promise<StatusList | null> {
    const query = <Row>(statement: Sql): Promise<Row[]> => database.query<Row>(statement.text, statement.values);
    const [looked] = await query<Looked>(look(this.list, this.#head, clock.fixed));
    const { now, head, given } = looked as Looked;
    if (given === 0) return null;
    const changes = await this.#read(query, looked as Looked);
    // What is recorded meanwhile is read twice: the head is older than the rows.
    this.#head = head;
    for (const row of changes) this.#take(row, now);
    if (this.#dueAt.size < given) throw new Error(`Status list ${this.list} has ${given} places and shows fewer.`);
    return this.#publish(issuer, now, changes.length > 0);
  }

  async #read(query: <Row>(statement: Sql) => Promise<Row[]>, { now, given, subjects }: Looked): Promise<StatusRow[]> {
    if (this.#head === null || subjects === null) return query<StatusRow>(rows(this.list, sql`true`));
    const placedAfter = given > this.#dueAt.size ? this.#placedAt : null;
    const due = this.#dueBy(now.getTime());
    if (subjects.length === 0 && placedAfter === null && due.length === 0) return [];
    const some = await query<StatusRow>(rows(this.list, touchedBy(this.list, subjects, placedAfter, due)));
    const known = new Set([...this.#dueAt.keys(), ...some.map(({ place }) => place)]).size;
    return known < given ? query<StatusRow>(rows(this.list, sql`true`)) : some;
  }

  /** The places whose time has come. */
  #dueBy(now: number): number[] {
    if (now < this.#firstDue) return [];
    const due = [...this.#dueAt].filter(([, at]) => at <= now).map(([place]) => place);
    for (const place of due) this.#dueAt.set(place, Number.POSITIVE_INFINITY);
    this.#firstDue = Number.POSITIVE_INFINITY;
    for (const at of this.#dueAt.values()) this.#firstDue = Math.min(this.#firstDue, at);
    return due;
  }

  #take(row: StatusRow, now: Date): void {
    const facts = effectFacts(row, now);
    const sameTerms = digestOf(termsOf(facts)) === row.terms;
    this.statuses.set(row.place, tokenStatus(effectiveNow(facts).reasons, sameTerms));
    const dueAt = nextMoment(facts);
    this.#dueAt.set(row.place, dueAt);
    this.#firstDue = Math.min(this.#firstDue, dueAt);
    if (this.#placedAt === null || row.placedAt > this.#placedAt) this.#placedAt = row.placedAt;
  }

  async #publish(issuer: TokenIssuer, now: Date, changed: boolean): Promise<StatusList> {
    const iat = Math.floor(now.getTime() / 1000);
    const known = this.#published;
    const age = known === null ? Number.POSITIVE_INFINITY : iat - known.signedAt;
    if (known !== null && !changed && age >= 0 && age < renewedAfter) return known;
    const uri = `${issuer.name}${statusListPath(this.list)}`;
    const unchanged = known !== null && !changed;
    const lst = unchanged ? known.lst : (await compress(this.statuses.bytes, { level: 9 })).toString("base64url");
    const claims = { sub: uri, iat, exp: iat + lifetime, ttl: timeToLive, status_list: { bits: statusBits, lst } };
    const token = await issuer.sign("statuslist+jwt", claims);
    const edition = createHash("sha256").update(token).digest("base64url").slice(0, 22);
    this.#published = { token, edition, signedAt: iat, lst };
    return this.#published;
  }

  get published(): StatusList | null {
    return this.#published;
  }
}

/**
 * The status lists of one process, each computed from the rows that an authorization's effect is derived from, by the
 * graph's own definition of it. Any number of nodes may: none of them writes anything. What is given out was true within
 * the last tenth of a second; where the database can't be asked, nothing is.
 */
export class StatusLists {
  readonly #services: Services;
  readonly #issuer: TokenIssuer;
  readonly #known = new Map<number, KnownList>();

  constructor(services: Services, issuer: TokenIssuer) {
    this.#services = services;
    this.#issuer = issuer;
  }

  /** The list of that number as it stands now, or null where there is none. Those who ask at once share the answer. */
  async list(number: number): Promise<StatusList | null> {
    const known = this.#known.get(number) ?? new KnownList(number);
    this.#known.set(number, known);
    if (performance.now() - known.checkedAt < trustedMs) return known.published;
    known.underWay ??= this.#refresh(known).finally(() => {
      known.underWay = null;
    });
    return known.underWay;
  }

  async #refresh(known: KnownList): Promise<StatusList | null> {
    const began = performance.now();
    let found: StatusList | null = null;
    try {
      found = await known.refresh(this.#services, this.#issuer);
      known.checkedAt = began;
      return found;
    } finally {
      // Nothing is kept of a list that there isn't, nor of one that was read by half.
      if (found === null) this.#known.delete(known.list);
    }
  }
}

const ledgerHead = sql`(select last_seq from ledger_tail)`;

/** What has changed since the ledger's entry `seen`, in one snapshot. */
const look = (list: number, seen: number | null, fixed: Date | null): Sql =>
  sql`select coalesce(${fixed}::timestamptz, date_trunc('milliseconds', clock_timestamp())) as now, ${ledgerHead} as head,
    (select count(*)::int4 from authorization_token k where k.list = ${list}) as given,
    case when ${ledgerHead} - ${seen}::int8 <= ${mostEntries} then (select coalesce(array_agg(distinct e.subject_id), '{}')
      from ledger_entry e where e.seq > ${seen}::int8 and e.subject_type = any(${concerning}::varchar[])) end as subjects`;

const rows = (list: number, which: Sql): Sql =>
  sql`select k.place, encode(k.terms, 'hex') as terms, k.placed_at as "placedAt", ${factsColumns}
    from authorization_token k join "authorization" a on a.id = k.authorization_id
      join release r on r.id = a.release_id join partner p on p.id = a.partner_id
    where k.list = ${list} and ${which}`;

/**
 * The authorizations that records with these ids touch, the places whose time has come, and what was given a place about
 * when the last known was, or later.
 */
const touchedBy = (
  list: number,
  subjects: readonly string[],
  placedAfter: Date | null,
  due: readonly number[],
): Sql => {
  const ids = sql`any(${[...subjects]}::varchar[])`;
  return sql`k.authorization_id in (
    select h.id from "authorization" h where h.id = ${ids}
    union select h.id from "authorization" h where h.release_id = ${ids}
    union select h.id from "authorization" h where h.partner_id = ${ids}
    union select h.id from directive d join release v on v.id = d.release_id or v.vendor_id = d.vendor_id
      join "authorization" h on h.release_id = v.id where d.id = ${ids}
    union select h.id from designation d join release v on v.vendor_id = d.vendor_id
      join "authorization" h on h.release_id = v.id where d.id = ${ids}
    union select t.authorization_id from authorization_token t
      where t.list = ${list} and t.place = any(${[...due]}::int4[])
    union select t.authorization_id from authorization_token t
      where t.list = ${list} and t.placed_at > ${placedAfter}::timestamptz - interval '1 minute')`;
};

/** When time alone next changes what the facts come to, ms; infinity where it never does. */
function nextMoment(facts: EffectFacts): number {
  const { now, authorization } = facts;
  const predicates = [
    ...facts.conditions.map(({ predicate }) => predicate),
    ...limiting(facts).flatMap(({ limits }) => limits),
  ];
  const moments = predicates.map((each) => (each.kind === "EXPIRES_AT" ? Date.parse(each.at) : Number.NaN));
  if (authorization) moments.push(authorization.startsAt.getTime(), authorization.expiresAt.getTime());
  return moments.reduce((first, at) => (at > now.getTime() && at < first ? at : first), Number.POSITIVE_INFINITY);
}
