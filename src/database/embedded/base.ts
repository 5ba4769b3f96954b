import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { openEngine } from "./engine.ts";
import { packFolder, unpackInto } from "./tar.ts";

const partialPrefix = "postgres.partial-";

/**
 * Path of the prepared data folder, packed: an empty database as initdb makes it, shut down cleanly. Made by the
 * build for the installed version of PGlite; opening it takes a third of initdb's time and memory.
 */
function baseArchivePath(): string {
  const built = import.meta.url.endsWith(".ts") ? "../../../dist/embedded/" : "../../../embedded/";
  return fileURLToPath(new URL(`${built}base-pglite-${pgliteVersion()}.tar.gz`, import.meta.url));
}

/** Makes the prepared data folder where it is missing. Gives its path, and whether it had to be made. */
export async function prepareBaseArchive(): Promise<{ path: string; made: boolean }> {
  const path = baseArchivePath();
  if (existsSync(path)) return { path, made: false };
  const folder = mkdtempSync(join(tmpdir(), "countersign-base-"));
  try {
    await initialise(folder);
    mkdirSync(dirname(path), { recursive: true });
    const partial = `${path}.${process.pid}`;
    writeFileSync(partial, gzipSync(packFolder(folder), { level: 9 }));
    renameSync(partial, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { path, made: true };
}

/**
 * Gives the data folder inside `parent`, made from the prepared one (or by initdb where that is missing). It appears
 * under its name only when it is whole, so a process killed half-way leaves nothing that looks like a database.
 */
export async function dataFolder(parent: string, archive = baseArchivePath()): Promise<string> {
  const folder = join(parent, "postgres");
  removePartial(parent);
  if (existsSync(join(folder, "PG_VERSION"))) return folder;
  const partial = mkdtempSync(join(parent, partialPrefix));
  if (existsSync(archive)) unpackInto(partial, gunzipSync(readFileSync(archive)));
  else await initialise(partial);
  renameSync(partial, folder);
  return folder;
}

/** Runs initdb into an empty folder, and shuts down cleanly. */
async function initialise(folder: string): Promise<void> {
  const engine = await openEngine(folder);
  await engine.close();
  rmSync(join(folder, "postmaster.pid"), { force: true });
}

function removePartial(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (name.startsWith(partialPrefix)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function pgliteVersion(): string {
  const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  return (JSON.parse(readFileSync(join(dirname(entry), "../package.json"), "utf8")) as { version: string }).version;
}
