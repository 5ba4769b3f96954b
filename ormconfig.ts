import "reflect-metadata";
import { pino } from "pino";
import { DataSource } from "typeorm";
import { readDatabaseConfig } from "./src/config.ts";
import { dataSourceOptions, EmbeddedDataSource } from "./src/database/data-source.ts";

/*
 * For the TypeORM command line, after `npm run build`:
 *
 *   npx typeorm migration:show -d dist/ormconfig.js
 *
 * It reads DATABASE_URL (or MIGRATION_DATABASE_URL, the owner's, where that is set), else the embedded database in
 * DATA_DIR, which no server may hold meanwhile.
 */
const config = readDatabaseConfig();
const log = pino();

export const source =
  config.kind === "embedded"
    ? new EmbeddedDataSource(config, log)
    : new DataSource(
        dataSourceOptions({ kind: "postgres", as: "owner", url: config.migrationUrl ?? config.url, poolSize: 2 }, log),
      );
