import type { DataSource } from "typeorm";
import type { Turns } from "./turns.ts";

/** The one database of a process, ready for use. */
export interface Database {
  /** Where concurrency is promised ("postgres") and where all connections share one session ("embedded"). */
  readonly kind: "embedded" | "postgres";
  /** TypeORM's, for changes: entities, transactions, locks. */
  readonly source: DataSource;
  /**
   * Runs one statement on any free connection, past TypeORM: for reads outside of a change. Inside a change every
   * read goes through its transaction; from here it would not see the change, and on the embedded database would wait
   * for it.
   */
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Its connections now: how many are open, how many of them idle, and how many wait for one. */
  connections(): { readonly open: number; readonly idle: number; readonly waiting: number };
  /** Turns at changing: fewer than there are connections, so that changes which wait for locks never stop the reads. */
  readonly changes: Turns;
  /** Waits for what is running and closes every connection, and the embedded database with them. */
  close(): Promise<void>;
}
