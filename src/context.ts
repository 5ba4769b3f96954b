import type { Sql } from "sql-template-tag";
import type { Database } from "./database/database.ts";
import type { LedgerTail } from "./feed/tail.ts";
import type { Asked } from "./graph/asked.ts";
import type { BatchCount } from "./graph/batched.ts";
import type { Ids } from "./graph/ids.ts";
import type { Actor } from "./identity/actor.ts";
import { admission } from "./identity/revocation.ts";
import type { TokenIssuer } from "./identity/token-issuer.ts";
import type { RefusedAttempts } from "./ledger/attempts/refused-attempts.ts";
import type { LedgerKeys } from "./ledger/notes/ledger-keys.ts";
import type { WebhookSettings } from "./webhooks/settings.ts";

/** What time it is. `fixed` is null in production, where the database's clock counts; tests set it. */
export interface Clock {
  readonly fixed: Date | null;
}

/** The clock of the database that is asked. */
export const databaseClock: Clock = Object.freeze({ fixed: null });

/** What every operation of one process shares. */
export interface Services {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The end of the ledger, which whoever follows the feed reads. */
  readonly tail: LedgerTail;
  /** How many days a screening list is good for; as the configuration has it where it isn't said. */
  readonly screeningMaxAgeDays?: number;
  /** The keys of the ledger's checkpoints; without any, none are signed. */
  readonly ledgerKeys?: LedgerKeys | null;
  /** What signs authorizations' tokens; without it, none are offered. */
  readonly tokens?: TokenIssuer | null;
  /** The audit log of what was refused; without one, nothing is noted. */
  readonly attempts?: RefusedAttempts;
  /** How many days that is kept; as the configuration has it where it isn't said. */
  readonly auditLogDays?: number;
  /** What webhooks are registered and delivered with; without a key for their secrets there are none. */
  readonly webhooks?: WebhookSettings | null;
  /** What loaders read, counted for metrics. */
  readonly batches?: BatchCount;
}

/** Makes a room's loaders for one operation. */
export type LoaderFactory<Loaders> = (context: Context) => Loaders;

/**
 * What a use case or a resolver gets: who asks, the database, the clock, and loaders that live as long as one
 * operation (or one event of a subscription). Nothing here is global.
 */
export class Context {
  readonly actor: Actor;
  readonly correlationId: string;
  readonly services: Services;
  #asked: Asked | null = null;
  #admitted: Promise<Date> | null = null;
  #loaders = new Map<unknown, unknown>();

  constructor(services: Services, actor: Actor, correlationId: string) {
    this.services = services;
    this.actor = actor;
    this.correlationId = correlationId;
  }

  /**
   * Reads, once per operation, whether the actor has been revoked, and the time that the operation runs at.
   * Throws UNAUTHENTICATED for a revoked subject, token or organisation.
   */
  now(): Promise<Date> {
    const admitted = this.#admitted ?? admission(this.services, this.actor);
    this.#admitted = admitted;
    return admitted;
  }

  /** Takes a time from a statement that has itself checked for revocation, in place of one more round trip. */
  admittedAt(now: Date): void {
    this.#admitted ??= Promise.resolve(now);
  }

  /** What the operation asks of stored objects; null where that isn't known: then all of them is read. */
  get asked(): Asked | null {
    return this.#asked;
  }

  set asked(asked: Asked) {
    this.#asked = asked;
  }

  /** Runs one read outside of a change. */
  query<Row>(statement: Sql): Promise<Row[]> {
    return this.services.database.query<Row>(statement.text, statement.values);
  }

  /** The room's loaders of this operation, made at first use. */
  loaders<Loaders>(factory: LoaderFactory<Loaders>): Loaders {
    let made = this.#loaders.get(factory) as Loaders | undefined;
    if (made === undefined) {
      made = factory(this);
      this.#loaders.set(factory, made);
    }
    return made;
  }

  /**
   * Forgets what was loaded and goes on at the time of the change: called after a commit, so that the answer shows what
   * is stored, and nothing that was made just now seems yet to come. Without a time, nothing was changed.
   */
  goOnAfter(changedAt: Date | null): void {
    this.#loaders.clear();
    if (changedAt !== null) this.#admitted = Promise.resolve(changedAt);
  }
}

/** Notes what an operation asks of stored objects, for what it reads with this context. */
export const tellAsked = (context: Context, asked: Asked): void => {
  context.asked = asked;
};
