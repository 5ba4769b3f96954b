import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const sources = ["src", "ormconfig.ts", "package.json", "package-lock.json", "tsconfig.json"];
const product = "dist/.tsbuildinfo";

/**
 * Builds `dist/`, which the tests that start processes run, unless it is newer than every source. A build that
 * fails is told and stops nothing: the compiler emits all the same, and `npm run check` is what judges types.
 */
export function buildWhenStale(): void {
  const built = modifiedAt(product);
  if (sources.every((source) => newestIn(source) < built)) return;
  const build = spawnSync("npm", ["run", "--silent", "build"], { encoding: "utf8" });
  if (build.status !== 0) process.stderr.write("npm run build reports errors; the tests run on what it emitted.\n");
}

function newestIn(path: string): number {
  const modified = modifiedAt(path);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return modified;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newestIn(join(path, name))), modified);
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
