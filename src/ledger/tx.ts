import { type EntityManager, type ObjectLiteral, QueryFailedError } from "typeorm";
import type { Context } from "../context.ts";
import { type NodeType, typeOfId } from "../graph/ids.ts";
import { type Identified, type Stored, shapeOf } from "../graph/records.ts";
import { notFound, type Refusal, Refused } from "../graph/refusal.ts";
import { type Sql, sql } from "../graph/sql.ts";
import type { Actor } from "../identity/actor.ts";
import { refuseRevoked, revoked } from "../identity/revocation.ts";
import { rowAccess } from "../identity/visibility.ts";
import { isRestricted } from "../identity/withheld.ts";
import { append, type EntryDraft, lockTail } from "./append.ts";

/** What a use case records about one subject that it changed. */
export interface Recorded {
  /** What happened, in the past tense. */
  readonly type: string;
  readonly subject: Identified & { revision?: number; caseRevision?: number };
  readonly from?: string | null;
  readonly to?: string | null;
  readonly legalBasis?: string | null;
  /** Why, where the subject's record doesn't keep it: for officials and auditors alone. */
  readonly rationale?: string | null;
  /** Who may read it: `officials`, `public`, and `vendorTag`, `partnerTag`. */
  readonly audience: readonly string[];
}

type LockMode = "pessimistic_write" | "pessimistic_read";

/** One change: everything it reads and writes goes through its transaction. */
export class Tx {
  readonly context: Context;
  readonly actor: Actor;
  readonly manager: EntityManager;
  #now: Date;
  readonly #mutation: string;
  readonly #drafts: EntryDraft[] = [];
  readonly #conflicts = new Map<string, Refusal>();

  constructor(context: Context, manager: EntityManager, mutation: string, now: Date) {
    this.context = context;
    this.actor = context.actor;
    this.manager = manager;
    this.#mutation = mutation;
    this.#now = now;
  }

  /**
   * The time of the change, by the database's clock: when its last lock was got. So what it writes is never dated
   * before what another change, which held the same lock, has written.
   */
  get now(): Date {
    return this.#now;
  }

  newId(type: NodeType): string {
    return this.context.services.ids.next(type);
  }

  query<Row>(statement: Sql): Promise<Row[]> {
    return this.manager.query(statement.text, statement.values as unknown[]);
  }

  /** Locks the record for writing, if the actor may see it. Refuses with NOT_FOUND otherwise. */
  lock<Row extends Identified>(entity: Stored<Row>, id: string, field: readonly string[]): Promise<Row> {
    return this.#find(entity, id, field, "pessimistic_write");
  }

  /** Locks the record against writers (`FOR SHARE`), if the actor may see it. Refuses with NOT_FOUND otherwise. */
  share<Row extends Identified>(entity: Stored<Row>, id: string, field: readonly string[]): Promise<Row> {
    return this.#find(entity, id, field, "pessimistic_read");
  }

  /** The record without a lock: to learn the keys that the lock order needs first. Lock, then read again. */
  peek<Row extends Identified>(entity: Stored<Row>, id: string, field: readonly string[]): Promise<Row> {
    return this.#find(entity, id, field, null);
  }

  /** Locks a record that the change itself leads to, whether or not the actor may see it. Throws if it is gone. */
  async lockKnown<Row extends Identified>(
    entity: Stored<Row>,
    id: string,
    mode: LockMode = "pessimistic_write",
  ): Promise<Row> {
    const found = this.manager.getRepository<ObjectLiteral>(entity).findOneOrFail({ where: { id }, lock: { mode } });
    const row = (await found) as Row;
    await this.#readClock();
    return row;
  }

  /** Locks a record for writing unless another change holds it: null then, and where it is gone. */
  async lockUnlessHeld<Row extends Identified>(entity: Stored<Row>, id: string): Promise<Row | null> {
    const lock = { mode: "pessimistic_write", onLocked: "skip_locked" } as const;
    const row = await this.manager.getRepository<ObjectLiteral>(entity).findOne({ where: { id }, lock });
    await this.#readClock();
    return row as Row | null;
  }

  /** Stores a new record. */
  async insert<Row extends Identified>(entity: Stored<Row>, row: Omit<Row, "withheld">): Promise<Row> {
    const made = Object.assign(new entity(), row);
    await this.manager.insert(entity, made as never);
    return made;
  }

  /** Stores new values of a record, and shows them on the object given. */
  async update<Row extends Identified>(entity: Stored<Row>, row: Row, values: Partial<Row>): Promise<void> {
    await this.manager.update(entity, row.id, values as never);
    Object.assign(row, values);
  }

  /** Says what a violated unique constraint means to the person who asked. */
  onConflict(constraint: string, answer: Refusal): void {
    this.#conflicts.set(constraint, answer);
  }

  /** Records a changed subject, as it stands now, for the ledger. */
  record<Row extends Identified>(entity: Stored<Row>, recorded: Recorded): void {
    const { type, subject, from = null, to = null, legalBasis = null, rationale = null, audience } = recorded;
    const shape = shapeOf(this.context.services.database, entity);
    const state: Record<string, unknown> = {};
    const restricted: Record<string, unknown> = {};
    for (const property of shape.properties) {
      const value = plain((subject as unknown as Record<string, unknown>)[property]);
      (isRestricted(shape.type, property) ? restricted : state)[property] = value;
    }
    const { subject: by, agency, org, tokenId } = this.actor;
    this.#drafts.push({
      type,
      subject: { type: shape.type, id: subject.id, revision: subject.revision ?? subject.caseRevision ?? null },
      actor: { subject: by, agency, org, tokenId, correlationId: this.context.correlationId, mutation: this.#mutation },
      payload: { outcome: "APPLIED", from, to, legalBasis, state },
      restricted: { state: restricted, rationale },
      audience: [...new Set(audience)],
    });
  }

  /**
   * Appends what was recorded: the transaction's last act. Under the tail's lock it asks once more whether the actor
   * has been revoked, so that nothing of a revoked actor stands in the ledger behind the revocation. Throws
   * UNAUTHENTICATED then.
   */
  async finish(operationId: string): Promise<void> {
    if (this.#drafts.length === 0) return;
    const { ids, clock, database } = this.context.services;
    const tail = await lockTail(this.manager, clock.fixed);
    await this.#refuseRevoked();
    await append(this.manager, ids, operationId, this.#drafts, tail, database.kind === "postgres");
  }

  /** The refusal that a database error stands for, where the use case announced one. */
  refusalFor(error: unknown): Refusal | null {
    if (!(error instanceof QueryFailedError)) return null;
    const { code, constraint } = error.driverError as { code?: string; constraint?: string };
    return code === "23505" && constraint ? (this.#conflicts.get(constraint) ?? null) : null;
  }

  async #find<Row extends Identified>(
    entity: Stored<Row>,
    id: string,
    field: readonly string[],
    mode: LockMode | null,
  ): Promise<Row> {
    const { type } = shapeOf(this.context.services.database, entity);
    if (typeOfId(id) !== type) throw new Refused(notFound(words(type), field));
    const { visible } = rowAccess(type, "t", this.actor);
    const { text, parameters } = named(visible);
    const found = this.manager
      .createQueryBuilder<ObjectLiteral>(entity, "t")
      .where("t.id = :id", { id })
      .andWhere(`(${text})`, parameters);
    if (mode) found.setLock(mode, undefined, ["t"]);
    const row = (await found.getOne()) as Row | null;
    if (!row) throw new Refused(notFound(words(type), field));
    if (mode) await this.#readClock();
    return row;
  }

  async #readClock(): Promise<void> {
    if (this.context.services.clock.fixed) return;
    const [read] = await this.query<{ now: Date }>(sql`select date_trunc('milliseconds', clock_timestamp()) as now`);
    if (read && read.now > this.#now) this.#now = read.now;
  }

  async #refuseRevoked(): Promise<void> {
    if (this.actor.subject === null) return;
    const [read] = await this.query<{ revoked: boolean }>(sql`select ${revoked(this.actor)} as revoked`);
    refuseRevoked(read?.revoked);
  }
}

/** The JSON form of a stored value: dates as RFC 3339, absent as null. */
const plain = (value: unknown): unknown =>
  value === undefined ? null : value instanceof Date ? value.toISOString() : value;

const words = (type: string): string => type.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();

/** The statement with TypeORM's named parameters. */
function named(statement: Sql): { text: string; parameters: Record<string, unknown> } {
  const parameters: Record<string, unknown> = {};
  const text = statement.strings.map((part, index) => (index === 0 ? part : `:visible${index - 1}${part}`)).join("");
  statement.values.forEach((value, index) => {
    parameters[`visible${index}`] = value;
  });
  return { text, parameters };
}
