import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { packFolder, unpackInto } from "../../../src/database/embedded/tar.ts";

const parent = mkdtempSync(join(tmpdir(), "countersign-tar-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const folder = join(parent, "original");
mkdirSync(join(folder, "base/empty"), { recursive: true });
writeFileSync(join(folder, "base/1247"), Buffer.alloc(8192, 7));
writeFileSync(join(folder, "nothing"), "");
writeFileSync(join(folder, "short"), "PG");

describe("the archive of a folder", () => {
  it("unpacks to the same files and folders, the empty ones too", () => {
    const copy = join(parent, "copy");
    mkdirSync(copy);
    unpackInto(copy, packFolder(folder));
    expect(readdirSync(copy, { recursive: true }).sort()).toEqual(readdirSync(folder, { recursive: true }).sort());
    for (const name of ["base/1247", "nothing", "short"]) {
      expect(readFileSync(join(copy, name))).toEqual(readFileSync(join(folder, name)));
    }
  });

  it("is a tar archive for other programs too", () => {
    const path = join(parent, "base.tar");
    writeFileSync(path, packFolder(folder));
    const names = execFileSync("tar", ["-tf", path], { encoding: "utf8" }).trim().split("\n");
    expect(names.sort()).toEqual(["base/", "base/1247", "base/empty/", "nothing", "short"]);
  });

  it("is refused when it is cut short, inside a file or before its end", () => {
    const archive = packFolder(folder);
    const copy = join(parent, "cut");
    mkdirSync(copy);
    expect(() => unpackInto(copy, archive.subarray(0, 3000))).toThrow("ends inside base/1247");
    expect(() => unpackInto(copy, archive.subarray(0, archive.length - 1024))).toThrow("ends before its last block");
  });
});
