import { type Sql, sql } from "../graph/sql.ts";
import type { Named } from "../identity/revocation.ts";

/**
 * What the feed keeps of a ledger entry: enough to know whom it may concern, and nothing of what it says; of one that
 * ends an identity or its connections, whom it names.
 */
export interface FeedEntry {
  readonly sequence: number;
  readonly id: string;
  readonly type: string;
  readonly subjectType: string;
  readonly subjectId: string;
  /** The state that the subject reached, where it changed. */
  readonly to: string | null;
  readonly audience: readonly string[];
  /** Whom a revocation or disconnection names; null of every other entry. */
  readonly names: Named | null;
  /** What its subject belongs to, and always will. */
  readonly ties: Ties;
}

/** The ids of records by what they are; of a case, an application's or a phase advance's. What isn't known is left out. */
export interface Ties {
  readonly release?: string | null;
  readonly vendor?: string | null;
  readonly partner?: string | null;
  readonly case?: string | null;
  readonly authorization?: string | null;
}

/** The columns of a FeedEntry, over `e`. */
export const feedColumns: Sql = sql`e.seq as "sequence", e.id, e.type, e.subject_type as "subjectType",
  e.subject_id as "subjectId", e.payload->>'to' as "to", e.audience,
  case when e.subject_type = 'Revocation' then jsonb_build_object('kind', e.payload->'state'->'kind',
    'value', e.payload->'state'->'value') end as "names",
  jsonb_strip_nulls(jsonb_build_object('release', e.payload->'state'->'releaseId', 'vendor', e.payload->'state'->'vendorId',
    'partner', e.payload->'state'->'partnerId', 'case', e.payload->'state'->'caseId')) as "ties"`;

/** What each type of subject is itself, for those who follow what belongs to it. */
const itself: Readonly<Record<string, keyof Ties>> = {
  Release: "release",
  Vendor: "vendor",
  Partner: "partner",
  Application: "case",
  PhaseAdvance: "case",
  Authorization: "authorization",
};

/** Whether an entry may touch what belongs to certain records: not where its subject belongs to others of their kind. */
export const mayTouch = (entry: FeedEntry, narrowed: Ties): boolean => {
  for (const kind in narrowed) {
    const wanted = narrowed[kind as keyof Ties];
    const tied = itself[entry.subjectType] === kind ? entry.subjectId : entry.ties[kind as keyof Ties];
    if (wanted != null && tied != null && wanted !== tied) return false;
  }
  return true;
};
