import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { afterEach, describe, expect, it } from "vitest";
import configuration from "../../.dependency-cruiser.mjs";

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** The names of the rules that a project of these files breaks. */
async function broken(files: Record<string, string>): Promise<string[]> {
  const baseDir = mkdtempSync(join(tmpdir(), "import-rules-"));
  made.push(baseDir);
  symlinkSync(resolve("node_modules"), join(baseDir, "node_modules"));
  const everything = { "package.json": manifest, "test/support/there.ts": leaf, ...files };
  for (const [path, text] of Object.entries(everything)) {
    mkdirSync(dirname(join(baseDir, path)), { recursive: true });
    writeFileSync(join(baseDir, path), text);
  }
  const { options } = configuration;
  const { output } = await cruise(["src", "test"], {
    ...options,
    ruleSet: { forbidden: configuration.forbidden },
    validate: true,
    baseDir,
    preserveSymlinks: true,
  });
  const { violations } = (output as ICruiseResult).summary;
  return [...new Set(violations.map((violation) => violation.rule.name))];
}

const manifest = JSON.stringify({ dependencies: { luxon: "*", pg: "*" }, devDependencies: { vitest: "*" } });
const leaf = "export const there = 1;\n";
const imports = (path: string) => `import { there } from "${path}";\nexport const here = there;\n`;
const importsType = (path: string) => `import type { There } from "${path}";\nexport type Here = There;\n`;

const forbidden = [
  ["partners-import-no-later-room", imports("../decisions/b.ts"), "src/partners/a.ts", "src/decisions/b.ts"],
  ["releases-import-no-later-room", importsType("../applications/b.ts"), "src/releases/a.ts", "src/applications/b.ts"],
  ["applications-import-no-later-room", imports("../decisions/b.ts"), "src/applications/a.ts", "src/decisions/b.ts"],
  ["foundations-import-no-room", imports("../partners/b.ts"), "src/ledger/a.ts", "src/partners/b.ts"],
  ["foundations-import-no-room", importsType("../decisions/b.ts"), "src/identity/a.ts", "src/decisions/b.ts"],
  ["rooms-import-no-server", imports("../server/b.ts"), "src/decisions/a.ts", "src/server/b.ts"],
  ["nothing-leans-on-the-demonstration", imports("../demonstration/b.ts"), "src/server/a.ts", "src/demonstration/b.ts"],
  ["rules-are-pure", importsType("../ledger/b.ts"), "src/rules/a.ts", "src/ledger/b.ts"],
  ["rules-are-pure", imports("node:crypto"), "src/rules/a.ts", "src/rules/b.ts"],
  ["rules-are-pure", imports("pg"), "src/rules/a.ts", "src/rules/b.ts"],
  ["main-is-imported-by-nobody", imports("../main.ts"), "src/server/a.ts", "src/main.ts"],
  ["main-is-imported-by-nobody", imports("../src/main.ts"), "test/a.ts", "src/main.ts"],
  ["only-config-reads-the-environment", imports("node:process"), "src/server/a.ts", "src/server/b.ts"],
  ["source-imports-no-test", imports("../../test/support/there.ts"), "src/server/a.ts", "src/server/b.ts"],
  ["source-imports-no-dev-dependency", imports("vitest"), "src/server/a.ts", "src/server/b.ts"],
  ["no-elastic-licence", imports("@apollo/gateway"), "src/gateway/a.ts", "src/gateway/b.ts"],
  ["every-import-resolves", imports("./absent.ts"), "src/server/a.ts", "src/server/b.ts"],
  ["every-package-is-listed", imports("graphql"), "src/server/a.ts", "src/server/b.ts"],
] as const;

describe("the import rules", () => {
  it.each([
    ["rooms imported in their order", { "src/releases/a.ts": imports("../partners/b.ts"), "src/partners/b.ts": leaf }],
    ["a room that imports a foundation", { "src/partners/a.ts": imports("../ledger/b.ts"), "src/ledger/b.ts": leaf }],
    [
      "rules that import rules and luxon",
      { "src/rules/a.ts": `import "./b.ts";\nimport "luxon";`, "src/rules/b.ts": leaf },
    ],
    [
      "the one list of every room's entities",
      { "src/database/entities.ts": imports("../partners/b.ts"), "src/partners/b.ts": leaf },
    ],
    ["a test that imports source", { "test/a.ts": imports("../src/partners/b.ts"), "src/partners/b.ts": leaf }],
    ["decorated classes", { "src/partners/a.ts": "@d class A { @d b!: string; c(@d e: string) { return e; } }" }],
  ])("allow %s", async (_, files) => {
    expect(await broken(files as Record<string, string>)).toEqual([]);
  });

  it.each(forbidden)("forbid by %s: %j in %s", async (rule, text, path, other) => {
    expect(await broken({ [other]: leaf, [path]: text })).toContain(rule);
  });

  it("forbid a cycle, even of types alone or across three files", async () => {
    expect(await broken({ "src/graph/a.ts": importsType("./b.ts"), "src/graph/b.ts": importsType("./a.ts") })).toEqual([
      "no-cycles",
    ]);
    expect(
      await broken({
        "src/graph/a.ts": imports("./b.ts"),
        "src/graph/b.ts": imports("./c.ts"),
        "src/graph/c.ts": `export const late = () => import("./a.ts");`,
      }),
    ).toEqual(["no-cycles"]);
  });

  it("are each broken by a case above", () => {
    const shown = new Set<string>(["no-cycles", ...forbidden.map(([rule]) => rule)]);
    expect([...shown].sort()).toEqual(configuration.forbidden.map((rule) => rule.name).sort());
  });
});
