import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "closing-lines-"));
  symlinkSync(resolve("node_modules"), join(project, "node_modules"));
  for (const file of ["reporter.ts", "describe-on.ts"]) cpSync(`test/support/${file}`, join(project, "support", file));
});

afterAll(() => rmSync(project, { recursive: true }));

const header = `
  import { beforeAll, describe, expect, it } from "vitest";
  import { describeOn } from "./support/describe-on.ts";
`;

/** A test run over one file of that text: its exit code and what it wrote. */
function runOf(text: string, postgresUrl: string | null) {
  const config = {
    test: { include: ["*.test.ts"], reporters: ["default", "./support/reporter.ts"], provide: { postgresUrl } },
  };
  writeFileSync(join(project, "vitest.config.mjs"), `export default ${JSON.stringify(config)};`);
  writeFileSync(join(project, "story.test.ts"), header + text);
  const options = ["node_modules/vitest/vitest.mjs", "run", "--root", project];
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
  const { status, stdout } = spawnSync(process.execPath, options, { encoding: "utf8", env });
  return { status, stdout, lastLine: stdout.trimEnd().split("\n").at(-1) };
}

const onBoth = `describeOn(["embedded", "postgres"], "the store", (kind) => {
  it("keeps what it is given", () => expect(kind).toBeTypeOf("string"));
  describe("once closed", () => { it("refuses", () => {}); });
});`;

describe("the closing lines of a run", () => {
  it("say how much ran on which database", () => {
    const { status, stdout, lastLine } = runOf(onBoth, "postgres://somewhere");
    expect(stdout).toContain("\nRan on embedded: 1 suite, 2 tests\nRan on postgres: 1 suite, 2 tests\n");
    expect(stdout).not.toContain("Skipped:");
    expect({ status, lastLine }).toEqual({ status: 0, lastLine: "4 passed, 0 failed" });
  });

  it("name each suite that was skipped for want of PostgreSQL", () => {
    const { status, stdout, lastLine } = runOf(onBoth, null);
    expect(stdout).toContain(
      "\nSkipped:\n  story.test.ts > the store (on postgres): no PostgreSQL was found (2 tests)\n",
    );
    expect(stdout).not.toContain("Ran on postgres");
    expect({ status, lastLine }).toEqual({ status: 0, lastLine: "2 passed, 0 failed, 2 skipped" });
  });

  it("name a test that was skipped by itself, with its reason", () => {
    const { stdout, lastLine } = runOf(`it("a", () => {}); it("b", (test) => test.skip("rain"));`, null);
    expect(stdout).toContain("\nSkipped:\n  story.test.ts > b: rain (1 test)\n");
    expect(lastLine).toBe("1 passed, 0 failed, 1 skipped");
  });

  it.each([
    ["a failed test", `it("a", () => {}); it("b", () => expect(1).toBe(2));`, "1 passed, 1 failed"],
    ["a file that doesn't load", `throw new Error("no");`, "0 passed, 1 failed"],
    [
      "a hook that throws",
      `it("a", () => {}); describe("b", () => { beforeAll(() => { throw 1; }); it("c", () => {}); });`,
      "1 passed, 1 failed, 1 skipped",
    ],
    ["an unhandled error", `it("a", () => { void Promise.reject(new Error("no")); });`, "1 passed, 1 failed"],
    ["only skipped tests", `it.skip("a", () => {});`, "0 passed, 1 failed, 1 skipped"],
  ])("count %s as a failure", (_, text, expected) => {
    const { status, lastLine } = runOf(text, null);
    expect({ status, lastLine }).toEqual({ status: 1, lastLine: expected });
  });

  it("name what failed, with the first line of its error", () => {
    const { stdout } = runOf(
      `describe("a", () => { it("b", () => { throw new Error("no rain\\nno sun"); }); });
       describe("c", () => { beforeAll(() => { throw new Error("no stage"); }); it("d", () => {}); });`,
      null,
    );
    expect(stdout).toContain("\nFailed:\n  story.test.ts > c: no stage\n  story.test.ts > a > b: no rain\n\n");
  });
});
