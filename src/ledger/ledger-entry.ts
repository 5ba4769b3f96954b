import { Column, Entity, PrimaryColumn } from "typeorm";

/** What a ledger entry commits to, each under its own salt. */
export interface EntrySalts {
  readonly type: string;
  readonly subject: string;
  readonly actor: string;
  readonly payload: string;
  readonly restricted: string;
  readonly audience: string;
}

/** The record that an entry is about. */
export interface EntrySubject {
  readonly type: string;
  readonly id: string;
  /** The case's revision, where the subject has revisions. */
  readonly revision: number | null;
}

/** Who did it, and in which request. `subject` is null when the system itself did. */
export interface EntryActor {
  readonly subject: string | null;
  readonly agency: string | null;
  readonly org: string | null;
  readonly tokenId: string | null;
  readonly correlationId: string;
  /** By which mutation: it would tell a partner what the panel does, so it goes with who acted. */
  readonly mutation: string;
}

/** What everyone in the entry's audience may read. */
export interface EntryPayload {
  readonly outcome: "APPLIED";
  readonly from: string | null;
  readonly to: string | null;
  readonly legalBasis: string | null;
  /** The subject's stored state after the change, by property, without what is restricted. */
  readonly state: Readonly<Record<string, unknown>>;
}

/** What officials and auditors alone may read: the rest of the subject's state, and the reasoning that is kept nowhere else. */
export interface EntryRestricted {
  readonly state: Readonly<Record<string, unknown>>;
  readonly rationale: string | null;
}

/**
 * One change of one subject, append-only. `body` is the canonical text that is hashed; the clear values beside it can
 * be proved against its commitments with their salts.
 */
@Entity("ledger_entry")
export class LedgerEntry {
  /** Contiguous from 1, in commit order. */
  @PrimaryColumn("int8") seq!: number;
  @Column("varchar") id!: string;
  @Column("timestamptz") at!: Date;
  @Column("varchar") operationId!: string;
  @Column("text") body!: string;
  /** RFC 6962 leaf hash of the body: SHA-256(0x00 || body). */
  @Column("bytea") leafHash!: Buffer;
  /** Tags of those who may read it, set by the writer. */
  @Column("varchar", { array: true }) audience!: string[];
  @Column("varchar") type!: string;
  @Column("varchar") subjectType!: string;
  @Column("varchar") subjectId!: string;
  @Column("int4", { nullable: true }) subjectRevision!: number | null;
  @Column("jsonb") actor!: EntryActor;
  @Column("jsonb") payload!: EntryPayload;
  @Column("jsonb") restricted!: EntryRestricted;
  @Column("jsonb") salts!: EntrySalts;
}
