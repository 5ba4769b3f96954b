import { pino } from "pino";
import type { Config } from "../config.ts";
import { openDatabase } from "../database/open-database.ts";
import { exportLedger } from "../ledger/export/export-ledger.ts";
import { createLog } from "../server/log.ts";
import { ProgressBar } from "./progress-bar.ts";
import { ledgerKeysOf } from "./services.ts";

/**
 * Writes the whole ledger to a file that can be verified by itself, and tells what is in it. Throws where the file can't be
 * written, or a server holds the embedded database (FolderInUseError).
 */
export async function runLedgerExport(path: string, settings: Pick<Config, "database" | "ledger">): Promise<void> {
  const bar = new ProgressBar(process.stderr);
  const log = createLog({ level: "warn", destination: pino.destination(2) });
  const database = await openDatabase(settings.database, log);
  try {
    const keys = ledgerKeysOf(settings.ledger, settings.database);
    const { entries, checkpoint } = await exportLedger(database, keys, path, (share) => bar.show("exporting", share));
    bar.end();
    process.stdout.write(`${path}: ${entries} entries, ${checkpoint === null ? "unsigned" : "with this checkpoint"}\n`);
    if (checkpoint !== null) process.stdout.write(`\n${checkpoint}`);
  } finally {
    bar.end();
    await database.close();
  }
}
