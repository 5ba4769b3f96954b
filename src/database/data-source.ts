import { DataSource, type DataSourceOptions } from "typeorm";
import { migrations } from "../migrations/index.ts";
import { type Connection, poolSettings } from "./connection.ts";
import { type Embedded, openEmbedded } from "./embedded/embedded.ts";
import { entities } from "./entities.ts";
import type { Log } from "./log.ts";
import { SnakeCaseNaming } from "./naming.ts";

/** The table in which TypeORM notes which migrations have run. */
export const migrationsTable = "migrations";

/** TypeORM's options for a connection: every entity, every migration, nothing made or changed by itself. */
export function dataSourceOptions(connection: Connection, log: Log): DataSourceOptions {
  return {
    type: "postgres",
    entities: [...entities],
    migrations: [...migrations],
    migrationsTableName: migrationsTable,
    migrationsTransactionMode: "each",
    namingStrategy: new SnakeCaseNaming(),
    synchronize: false,
    installExtensions: false,
    logging: false,
    // An idle connection whose backend died: the pool has dropped it, and makes another when one is needed.
    poolErrorHandler: (error: unknown) => log.warn({ err: error }, "a database connection was lost"),
    extra: poolSettings(connection),
  };
}

/** A DataSource that opens the embedded database in a folder when it is initialised, and closes it when destroyed. */
export class EmbeddedDataSource extends DataSource {
  readonly #folder: string;
  readonly #poolSize: number;
  readonly #log: Log;
  readonly #opening: Promise<Embedded> | null;
  #embedded: Embedded | null = null;

  /** `opening` is the folder's database where it is being opened already. */
  constructor(
    { folder, poolSize }: { folder: string; poolSize: number },
    log: Log,
    opening: Promise<Embedded> | null = null,
  ) {
    super(dataSourceOptions({ kind: "embedded", host: "", port: 0, poolSize }, log));
    this.#folder = folder;
    this.#poolSize = poolSize;
    this.#log = log;
    this.#opening = opening;
  }

  /** Throws FolderInUseError when another process holds the folder. */
  override async initialize(): Promise<this> {
    const embedded = await (this.#opening ?? openEmbedded(this.#folder, this.#log));
    this.#embedded = embedded;
    const { host, port } = embedded;
    const connection: Connection = { kind: "embedded", host, port, poolSize: this.#poolSize };
    this.setOptions({ extra: poolSettings(connection) });
    try {
      return await super.initialize();
    } catch (error) {
      await embedded.close();
      throw error;
    }
  }

  override async destroy(): Promise<void> {
    await super.destroy();
    await this.#embedded?.close();
  }
}
