import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/**
 * `npm run test:node -- 20.19 22 24 [-- vitest arguments…]`: the test command under each of those Node versions. The
 * binary of a version comes from the npm registry (the platform packages behind the package `node`), without an install
 * script, into node_modules/.cache. Exits 1 when any of them failed; without a version it takes all that are supported.
 */

const supported = ["20.19", "22", "24"];
const platform = process.platform === "win32" ? "win" : process.platform;

const separator = process.argv.indexOf("--", 2);
const asked = process.argv.slice(2, separator === -1 ? undefined : separator);
const vitestArguments = separator === -1 ? [] : process.argv.slice(separator + 1);

const failed = (asked.length > 0 ? asked : supported).filter((version) => !testOn(version));
console.log(failed.length > 0 ? `Failed on Node ${failed.join(", ")}` : "Passed on every Node asked for");
process.exitCode = failed.length > 0 ? 1 : 0;

function testOn(version: string): boolean {
  const node = nodeBinary(version);
  const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
  console.log(`\n== Node ${stdout.trim()}`);
  const env = { ...process.env, PATH: [join(node, ".."), process.env.PATH].join(delimiter) };
  const run = spawnSync(node, ["node_modules/vitest/vitest.mjs", "run", ...vitestArguments], { env, stdio: "inherit" });
  return run.status === 0;
}

/** The path of the newest Node of a version range; installed when it isn't there yet. */
function nodeBinary(version: string): string {
  const folder = resolve("node_modules/.cache", `node-${version}`);
  const name = `node-${platform}-${process.arch}`;
  const binary = join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const install = ["install", "--prefix", folder, "--no-save", "--no-package-lock", `${name}@${version}`];
  const { status } = spawnSync("npm", install, { stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0 || !existsSync(binary)) throw new Error(`No Node ${version} could be installed as ${name}`);
  return binary;
}
