import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import type { Machine } from "./report.ts";

const compared = [
  "@apollo/server",
  "@apollo/gateway",
  "@graphql-hive/gateway-runtime",
  "@graphql-hive/router-runtime",
  "mercurius",
  "postgraphile",
];

/** What the figures of a run depend on. */
export function thisMachine(postgresql: string): Machine {
  const { dependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const git = spawnSync("git", ["describe", "--always", "--dirty"], { cwd: import.meta.dirname, encoding: "utf8" });
  return {
    date: new Date().toISOString().slice(0, 16).replace("T", " "),
    processor: cpus()[0]?.model ?? "unknown processor",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    postgresql,
    countersign: git.stdout?.trim() || "unknown",
    packages: Object.fromEntries(compared.map((name) => [name, dependencies[name] ?? "missing"])),
  };
}
