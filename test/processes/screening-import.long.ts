import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runForText } from "../support/process.ts";

/** The whole list, where this machine has it: it isn't part of the project. */
const wholeList = "../shared/data/screening/consolidated.csv";

const folder = mkdtempSync(join(tmpdir(), "countersign-import-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("countersign screening import, on the embedded database", () => {
  it.skipIf(!existsSync(wholeList))(
    `reads the whole Consolidated Screening List (${wholeList}, where there is one)`,
    async () => {
      const settings = { DATA_DIR: join(folder, "whole") };
      const { code, stdout } = await runForText(["screening", "import", wholeList], settings);
      expect(code).toBe(0);
      expect(stdout).toContain("13994 parties added");
      expect(stdout).not.toContain("Warning");
    },
  );
});
