import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "lint-rules-"));
  for (const path of ["biome.json", "scripts/rules-read-no-clock.grit"]) cpSync(path, join(project, path));
});

afterAll(() => rmSync(project, { recursive: true }));

/** What Biome says of that text at that path, or "" where it has nothing to say. */
function lint(path: string, text: string): string {
  const file = join(project, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const biome = resolve("node_modules/.bin/biome");
  const options = ["lint", "--colors=off", "--error-on-warnings", "--vcs-enabled=false", path];
  const { status, stderr, error } = spawnSync(biome, options, { cwd: project, encoding: "utf8" });
  if (error) throw error;
  return status === 0 ? "" : stderr;
}

it.each([
  ["Date.now()"],
  ["new Date()"],
  ["Math.random()"],
  ["DateTime.now()"],
  ["DateTime.utc()"],
  ["performance.now()"],
])("refuses %s in rules/, and nowhere else", (expression) => {
  const text = `export const moment = ${expression};\n`;
  expect(lint("src/rules/clock.ts", text)).toContain("rules/ reads no clock and draws no chance");
  expect(lint("src/server/clock.ts", text)).toBe("");
});

it("lets rules/ build a date from what it was given", () => {
  expect(lint("src/rules/clock.ts", "export const at = (ms: number) => new Date(ms);\n")).toBe("");
});

it.each(["fetch", "process", "setTimeout", "crypto"])("refuses the global %s in rules/", (name) => {
  expect(lint("src/rules/clock.ts", `export const outside = ${name};\n`)).toContain("noRestrictedGlobals");
});

it("lets config.ts alone read process.env", () => {
  const text = "export const port = process.env.PORT;\n";
  expect(lint("src/server/listen.ts", text)).toContain("noProcessEnv");
  expect(lint("ormconfig.ts", text)).toContain("noProcessEnv");
  expect(lint("src/config.ts", text)).toBe("");
});

it("reads parameter decorators", () => {
  const text = "export class A {\n  b(@Arg() c: string) {\n    return c;\n  }\n}\n";
  expect(lint("src/partners/a.ts", text)).toBe("");
});
