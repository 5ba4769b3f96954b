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
}

/** The columns of a FeedEntry, over `e`. */
export const feedColumns: Sql = sql`e.seq as "sequence", e.id, e.type, e.subject_type as "subjectType",
  e.subject_id as "subjectId", e.payload->>'to' as "to", e.audience,
  case when e.subject_type = 'Revocation' then jsonb_build_object('kind', e.payload->'state'->'kind',
    'value', e.payload->'state'->'value') end as "names"`;
