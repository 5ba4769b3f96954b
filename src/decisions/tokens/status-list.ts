import { createHash } from "node:crypto";
import { setImmediate as othersFirst } from "node:timers/promises";
import { promisify } from "node:util";
import { deflate } from "node:zlib";
import { GraphQLError } from "graphql";
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
/** How long an answer may take, ms: what took longer to read isn't given out. */
const answeredWithin = 500;
/** The same for who asks for a list that this process hasn't read yet: all of it is read, then what has changed since. */
const wholeWithin = 10_000;
/** After how long a list is given up whose reading doesn't end, ms: the connection may be dead. */
const givenUpAfter = 3_000;
/**
 * How long a signed list is good for, seconds, and when it is signed anew although nothing in it changed: so soon that
 * whoever follows a list on several nodes can tell an earlier edition from a later one.
 */
const lifetime = 60;
const renewedAfter = 1;
/** How often whoever follows a list asks for it anew, seconds: the least that the claim can say. */
const timeToLive = 1;
/** How many of the ledger's entries one statement looks through for what they touch, and how many do; after more all is read anew. */
const entriesAtOnce = 2_000;
const mostPages = 25;
/** How long after the moment in its row a place may come to be seen, ms: longer than a statement may take. */
const seenWithin = 60_000;
/** What an authorization's effect is derived from, as subjects of the ledger's entries. */
const concerning = ["Authorization", "Release", "Partner", "Directive", "Designation"];
/** After how many places others get their turn, while a list is computed. */
const atOnce = 200;

/** A status list as it is published: a signed token, and the name of this edition. */
export interface StatusList {
  readonly token: string;
  readonly edition: string;
}

/** An entry of the ledger: by its id as well, so that another ledger under the same numbers is seen. */
interface Entry {
  readonly seq: number;
  /** Null before the first. */
  readonly id: string | null;
}

interface Looked {
  readonly now: Date;
  /** The same by the database's clock, where the graph's is another. */
  readonly lookedAt: Date;
  readonly head: number;
  readonly headId: string | null;
  /** Whether the ledger still has the entry that was its last when the list was read. */
  readonly continues: boolean;
  /** How many places were given out at the moment that was asked about, or later. */
  readonly recent: number;
  /** The subjects of the first entries that were recorded since; null where there are too many to look through. */
  readonly subjects: readonly string[] | null;
}

/** What there is to take over: of all places, or of some. */
interface Changes {
  readonly rows: readonly StatusRow[];
  readonly whole: boolean;
}

/** A list, and the moment by this process's own clock at which it was asked of the database. */
interface Found {
  readonly list: StatusList | null;
  readonly began: number;
}

type StatusRow = FactsRow & { readonly place: number; readonly terms: string; readonly placedAt: Date };

const compress = promisify(deflate);

const late = (): GraphQLError =>
  new GraphQLError("The database takes too long to say what holds. Ask again.", {
    extensions: { code: "SERVICE_UNAVAILABLE" },
  });

/** One list as a process knows it. */
class KnownList {
  #statuses = new StatusArray(placesInList, tokenStatuses.SUSPENDED);
  /** The places that are known to be given out, each with when time alone next changes what it says, ms. */
  readonly #dueAt = new Map<number, number>();
  /** The first of these times. */
  #firstDue = Number.POSITIVE_INFINITY;
  /** The ledger's last entry when it was read; null before that. */
  #head: Entry | null = null;
  /** The places that were given out at `#since` or later, with when they were: all that one given out earlier could be missing from. */
  readonly #recent = new Map<number, number>();
  /** Up to when all places are known, ms. */
  #since = Number.NEGATIVE_INFINITY;
  /** When the latest place that is known was given out, ms. */
  #placedAt = Number.NEGATIVE_INFINITY;
  /** When it was last found true, by this process's own clock. */
  checkedAt = Number.NEGATIVE_INFINITY;
  /** When it was last asked of the database, by the same. */
  beganAt = Number.NEGATIVE_INFINITY;
  underWay: Promise<Found> | null = null;
  #published: (StatusList & { readonly signedAt: number; readonly lst: string }) | null = null;

  constructor(
    readonly list: number,
    readonly pageOfEntries: number,
  ) {}

  /** Brings it up to what the database says now. Gives null for a list in which there is nothing. */
  async refresh({ database, clock }: Services, issuer: TokenIssuer): Promise<StatusList | null> {
    const query = <Row>(statement: Sql): Promise<Row[]> => database.query<Row>(statement.text, statement.values);
    const [looked] = await query<Looked>(this.#look(clock.fixed));
    const { now, lookedAt, head, headId } = looked as Looked;
    const { rows: changed, whole } = await this.#read(query, looked as Looked);
    if (whole && changed.length === 0) return null;
    if (whole) this.#forget();
    // What is recorded meanwhile is read twice: the head is older than the rows.
    this.#head = { seq: head, id: headId };
    for (const [at, row] of changed.entries()) {
      if (at % atOnce === atOnce - 1) await othersFirst();
      this.#take(row, now);
    }
    this.#forgetOlder(Math.min(this.#placedAt, lookedAt.getTime() - seenWithin));
    return this.#publish(issuer, now, changed.length > 0);
  }

  async #read(query: <Row>(statement: Sql) => Promise<Row[]>, looked: Looked): Promise<Changes> {
    const { now, head, recent, continues } = looked;
    const all = async () => ({ rows: await query<StatusRow>(rows(this.list, sql`true`)), whole: true });
    // A database that was restored from what it was before has other entries, or places that are none.
    if (this.#head === null || looked.subjects === null || !continues || this.#recent.size > recent) return all();
    const subjects = new Set(looked.subjects);
    for (let seen = this.#head.seq + this.pageOfEntries; seen < head; seen += this.pageOfEntries) {
      const [page] = await query<Pick<Looked, "subjects">>(
        sql`select ${subjectsBehind(seen, this.pageOfEntries)} as subjects`,
      );
      for (const subject of page?.subjects ?? []) subjects.add(subject);
    }
    const since = recent > this.#recent.size ? new Date(this.#since) : null;
    const due = this.#dueBy(now.getTime());
    if (subjects.size === 0 && since === null && due.length === 0) return { rows: [], whole: false };
    const some = await query<StatusRow>(rows(this.list, touchedBy(this.list, [...subjects], since, due)));
    const known = new Set([...this.#recent.keys(), ...some.filter(this.#isRecent).map(({ place }) => place)]).size;
    return known < recent ? all() : { rows: some, whole: false };
  }

  readonly #isRecent = ({ placedAt }: StatusRow): boolean => placedAt.getTime() >= this.#since;

  /** What has changed, in one snapshot. */
  #look(fixed: Date | null): Sql {
    const seen = this.#head?.seq ?? null;
    const since = Number.isFinite(this.#since) ? new Date(this.#since) : null;
    return sql`select coalesce(${fixed}::timestamptz, date_trunc('milliseconds', clock_timestamp())) as now,
      clock_timestamp() as "lookedAt", ${ledgerHead} as head,
      (select e.id from ledger_entry e where e.seq = ${ledgerHead}) as "headId",
      (select e.id from ledger_entry e where e.seq = ${seen ?? 0}::int8) is not distinct from ${this.#head?.id ?? null}::varchar as continues,
      (select count(*)::int4 from authorization_token k where k.list = ${this.list} and k.placed_at >= ${since}::timestamptz) as recent,
      case when ${ledgerHead} - ${seen}::int8 <= ${mostPages * this.pageOfEntries}
        then ${subjectsBehind(seen, this.pageOfEntries)} end as subjects`;
  }

  #forget(): void {
    this.#statuses = new StatusArray(placesInList, tokenStatuses.SUSPENDED);
    this.#dueAt.clear();
    this.#firstDue = Number.POSITIVE_INFINITY;
    this.#recent.clear();
    this.#since = Number.NEGATIVE_INFINITY;
    this.#placedAt = Number.NEGATIVE_INFINITY;
  }

  /** From now on only places that were given out at that moment or later are asked about. */
  #forgetOlder(since: number): void {
    this.#since = since;
    for (const [place, placedAt] of this.#recent) if (placedAt < since) this.#recent.delete(place);
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
    this.#statuses.set(row.place, tokenStatus(effectiveNow(facts).reasons, sameTerms));
    const dueAt = nextMoment(facts);
    this.#dueAt.set(row.place, dueAt);
    this.#firstDue = Math.min(this.#firstDue, dueAt);
    const placedAt = row.placedAt.getTime();
    if (placedAt >= this.#since) this.#recent.set(row.place, placedAt);
    this.#placedAt = Math.max(this.#placedAt, placedAt);
  }

  async #publish(issuer: TokenIssuer, now: Date, changed: boolean): Promise<StatusList> {
    const iat = Math.floor(now.getTime() / 1000);
    const known = this.#published;
    const age = known === null ? Number.POSITIVE_INFINITY : iat - known.signedAt;
    if (known !== null && !changed && age >= 0 && age < renewedAfter) return known;
    const uri = `${issuer.name}${statusListPath(this.list)}`;
    const unchanged = known !== null && !changed;
    const lst = unchanged ? known.lst : (await compress(this.#statuses.bytes, { level: 9 })).toString("base64url");
    const claims = { sub: uri, iat, exp: iat + lifetime, ttl: timeToLive, status_list: { bits: statusBits, lst } };
    const token = await issuer.sign("statuslist+jwt", claims);
    const edition = createHash("sha256").update(token).digest("base64url").slice(0, 22);
    this.#published = { token, edition, signedAt: iat, lst };
    return this.#published;
  }

  get published(): StatusList | null {
    return this.#published;
  }

  /** Whether all of it was read once. */
  get isRead(): boolean {
    return this.#head !== null;
  }
}

/**
 * The status lists of one process, each computed from the rows that an authorization's effect is derived from, by the
 * graph's own definition of it. Any number of nodes may: none of them writes anything. What is given out was asked of the
 * database a tenth of a second before it was asked for, or later, and took half a second at most; where the database can't
 * be asked, nothing is given out.
 */
export class StatusLists {
  readonly #services: Services;
  readonly #issuer: TokenIssuer;
  readonly #pageOfEntries: number;
  readonly #known = new Map<number, KnownList>();
  readonly #latest: LatestList;

  /** `pageOfEntries`: how many of the ledger's entries one statement looks through for what they touch. */
  constructor(services: Services, issuer: TokenIssuer, pageOfEntries: number = entriesAtOnce) {
    this.#services = services;
    this.#issuer = issuer;
    this.#pageOfEntries = pageOfEntries;
    this.#latest = new LatestList(services);
  }

  /**
   * The list of that number as it stands now, or null where there is none. Those who ask at once share the answer. Throws
   * SERVICE_UNAVAILABLE where the database takes too long.
   */
  async list(number: number): Promise<StatusList | null> {
    const asked = performance.now();
    const known = this.#known.get(number) ?? new KnownList(number, this.#pageOfEntries);
    if (asked - known.checkedAt < trustedMs) return known.published;
    const within = known.isRead ? answeredWithin : wholeWithin;
    return inTime(within, this.#since(known, asked - trustedMs), () => {
      if (performance.now() - known.beganAt >= givenUpAfter) this.#drop(known);
    });
  }

  /** The list as the database had it at `moment` or later: what is under way since before isn't enough. */
  async #since(known: KnownList, moment: number): Promise<StatusList | null> {
    if (!known.isRead && !(await this.#latest.reaches(known.list, moment))) return null;
    // Who asked at once has it by now.
    const list = this.#known.get(known.list) ?? known;
    this.#known.set(list.list, list);
    for (;;) {
      list.underWay ??= this.#refresh(list).finally(() => {
        list.underWay = null;
      });
      const found = await list.underWay;
      if (found.began >= moment) return found.list;
    }
  }

  async #refresh(known: KnownList): Promise<Found> {
    let sound = false;
    try {
      // What changes while a whole list is read is read after it.
      for (let attempt = 0; attempt < 3; attempt += 1) {
        sound = false;
        const began = performance.now();
        known.beganAt = began;
        const list = await known.refresh(this.#services, this.#issuer);
        if (list === null) return { list, began };
        sound = true;
        if (performance.now() - began > answeredWithin) continue;
        known.checkedAt = began;
        return { list, began };
      }
      throw late();
    } finally {
      // Nothing is kept of a list that there isn't, nor of one that was read by half.
      if (!sound) this.#drop(known);
    }
  }

  #drop(known: KnownList): void {
    if (this.#known.get(known.list) === known) this.#known.delete(known.list);
  }
}

/** Which list is the last: so that those who ask for others, as anyone may, cost nothing. */
class LatestList {
  readonly #services: Services;
  #list = 0;
  /** When that was asked of the database. */
  #beganAt = Number.NEGATIVE_INFINITY;
  #underWay: { readonly read: Promise<void>; readonly began: number } | null = null;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Whether there is a list of that number, as of `moment` or later. */
  async reaches(list: number, moment: number): Promise<boolean> {
    while (list > this.#list && this.#beganAt < moment) {
      const began = performance.now();
      if (this.#underWay === null || began - this.#underWay.began > givenUpAfter) {
        this.#underWay = { read: this.#read(began), began };
      }
      await this.#underWay.read;
    }
    return list <= this.#list;
  }

  async #read(began: number): Promise<void> {
    try {
      const { text, values } = sql`select coalesce(max(list), 0) as latest from authorization_token`;
      const [found] = await this.#services.database.query<{ latest: number }>(text, values);
      this.#list = Number(found?.latest);
      this.#beganAt = began;
    } finally {
      if (this.#underWay?.began === began) this.#underWay = null;
    }
  }
}

/** What `answer` comes to; where that takes longer than `within` ms, `giveUp` is told and SERVICE_UNAVAILABLE thrown. */
async function inTime<Value>(within: number, answer: Promise<Value>, giveUp: () => void): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      giveUp();
      reject(late());
    }, within);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

const ledgerHead = sql`(select last_seq from ledger_tail)`;

/** The subjects of so many entries behind one, as far as an effect hangs on them. */
const subjectsBehind = (seen: number | null, entries: number): Sql =>
  sql`(select coalesce(array_agg(distinct e.subject_id), '{}') from ledger_entry e
    where e.seq > ${seen}::int8 and e.seq <= ${seen === null ? null : seen + entries}::int8 and e.subject_type = any(${concerning}::varchar[]))`;

const rows = (list: number, which: Sql): Sql =>
  sql`select k.place, encode(k.terms, 'hex') as terms, k.placed_at as "placedAt", ${factsColumns}
    from authorization_token k join "authorization" a on a.id = k.authorization_id
      join release r on r.id = a.release_id join partner p on p.id = a.partner_id
    where k.list = ${list} and ${which}`;

/** The authorizations that records with these ids touch, the places whose time has come, and what was given a place since. */
const touchedBy = (list: number, subjects: readonly string[], since: Date | null, due: readonly number[]): Sql => {
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
      where t.list = ${list} and t.placed_at >= ${since}::timestamptz)`;
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
