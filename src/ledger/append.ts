import type { EntityManager } from "typeorm";
import type { Ids, NodeType } from "../graph/ids.ts";
import { canonical } from "./canonical.ts";
import { commitment, newSalt } from "./commitment.ts";
import {
  type EntryActor,
  type EntryPayload,
  type EntryRestricted,
  type EntrySubject,
  LedgerEntry,
} from "./ledger-entry.ts";
import { leafHash } from "./merkle/hashes.ts";

/** An entry before it has its place in the ledger. */
export interface EntryDraft {
  readonly type: string;
  readonly subject: EntrySubject;
  readonly actor: EntryActor;
  readonly payload: EntryPayload;
  readonly restricted: EntryRestricted;
  readonly audience: readonly string[];
}

/** On which PostgreSQL tells every process that something was appended, and nothing of what it is. */
export const ledgerChannel = "countersign_ledger";

const names = ["type", "subject", "actor", "payload", "restricted", "audience"] as const;

/** The ledger's end, locked: the sequence number of its last entry, and the time of the next ones. */
export interface Tail {
  readonly lastSeq: number;
  /** Never before the entry before it, whatever the clocks say. */
  readonly at: Date;
}

/** Locks the ledger's tail: sequence numbers are given in commit order, without gaps. The last lock of a change. */
export async function lockTail(manager: EntityManager, fixedNow: Date | null): Promise<Tail> {
  const [tail] = (await manager.query(
    `select last_seq as "lastSeq",
            greatest(last_at, coalesce($1::timestamptz, date_trunc('milliseconds', clock_timestamp()))) as at
       from ledger_tail where id = 1 for update`,
    [fixedNow],
  )) as [Tail];
  return tail;
}

/**
 * Numbers a change's entries from the locked tail on, and stores them. With `notify` every process that listens is told
 * at the commit, by the statement that moves the tail: appending transactions wait for one another as it is, so the lock
 * that PostgreSQL takes to commit a notification keeps nobody else.
 */
export async function append(
  manager: EntityManager,
  ids: Ids,
  operationId: string,
  drafts: readonly EntryDraft[],
  { lastSeq, at }: Tail,
  notify = false,
): Promise<void> {
  const entries = drafts.map((draft, index) =>
    entryFrom(draft, { seq: lastSeq + index + 1, id: ids.next("Change" satisfies NodeType), at, operationId }),
  );
  await manager.insert(LedgerEntry, entries as never);
  const seq = lastSeq + entries.length;
  const told = notify ? ` returning pg_notify('${ledgerChannel}', '')` : "";
  await manager.query(`update ledger_tail set last_seq = $1, last_at = $2 where id = 1${told}`, [seq, at]);
}

interface Place {
  readonly seq: number;
  readonly id: string;
  readonly at: Date;
  readonly operationId: string;
}

function entryFrom(draft: EntryDraft, place: Place): LedgerEntry {
  const { type, subject, actor, payload, restricted, audience } = draft;
  const values = { type, subject, actor, payload, restricted, audience };
  const salts = Object.fromEntries(names.map((name) => [name, newSalt()])) as unknown as LedgerEntry["salts"];
  const commitments = Object.fromEntries(names.map((name) => [name, commitment(salts[name], name, values[name])]));
  const body = canonical({ version: 1, ...place, at: place.at.toISOString(), ...commitments });
  return {
    seq: place.seq,
    id: place.id,
    at: place.at,
    operationId: place.operationId,
    body,
    leafHash: leafHash(body),
    audience: [...draft.audience],
    type,
    subjectType: subject.type,
    subjectId: subject.id,
    subjectRevision: subject.revision,
    actor,
    payload,
    restricted,
    salts,
  };
}
