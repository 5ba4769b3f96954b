import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";

/**
 * Measured on Node 20: the default of 160 MB of buffers costs 160 MB of memory and gains nothing at this size. The
 * engine makes no checkpoints by itself, so few log segments are worth keeping for the next round.
 */
const settings = ["shared_buffers=32MB", "wal_buffers=1MB", "max_connections=5", "min_wal_size=32MB"];

/**
 * Opens PGlite on a folder, made by initdb where it is empty. Rejects with what the engine printed when it can't.
 * Extensions are made available; migrations create them.
 */
export async function openEngine(folder: string): Promise<PGlite> {
  const printed: string[] = [];
  const keep = (line: string) => {
    printed.push(line);
    if (printed.length > 20) printed.shift();
    return false;
  };
  try {
    return await PGlite.create({
      dataDir: folder,
      extensions: { pg_trgm },
      startParams: [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ["-c", setting])],
      onStderr: keep,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error([`The embedded database in ${folder} doesn't open: ${reason}`, ...printed].join("\n"));
  }
}
