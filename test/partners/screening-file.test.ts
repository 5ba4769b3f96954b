import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readScreeningFile, ScreeningFileError } from "../../src/partners/screening-file.ts";
import { header, listFile, listRow } from "../support/screening-rows.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-lists-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(content: string | Buffer): string {
  const path = join(folder, "list.csv");
  writeFileSync(path, content);
  return path;
}
const read = (content: string | Buffer) => readScreeningFile(written(content));

/** Why the file is refused. */
async function refusal(content: string | Buffer): Promise<string> {
  const error = await read(content).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ScreeningFileError);
  return (error as Error).message;
}

describe("a screening file", () => {
  it("gives each party with what its source says of it", async () => {
    const { parties, skipped, sha256 } = await read(
      listFile([
        {
          _id: "F-1",
          name: "Orlan Optics, Ltd.",
          alt_names: "Orlan Optika; OO; Orlan Optika",
          programs: "ONE; TWO",
          addresses: '1 "Harbour" Road,\nNowhere',
          federal_register_notice: "91 FR 1",
        },
      ]),
    );
    expect(skipped).toEqual([]);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(parties).toEqual([
      {
        sourceId: "F-1",
        source: "A list (fictional)",
        entityNumber: null,
        type: "Entity",
        programs: ["ONE", "TWO"],
        name: "Orlan Optics, Ltd.",
        aliases: ["Orlan Optika", "OO"],
        addresses: '1 "Harbour" Road,\nNowhere',
        federalRegisterNotice: "91 FR 1",
        startDate: null,
        endDate: null,
        licenseRequirement: null,
        remarks: null,
        sourceListUrl: null,
        sourceInformationUrl: null,
      },
    ]);
  });

  it.each<[string, (text: string) => string]>([
    ["a byte order mark", (text) => `\ufeff${text}`],
    ["line breaks of Windows", (text) => text.replaceAll("\n", "\r\n")],
    ["no line break at its end", (text) => text.trimEnd()],
    ["blank lines", (text) => text.replaceAll("\n", "\n\n")],
    [
      "another column before the others, and fewer of those",
      (text) => text.replace(/^(.+),ids$/m, "x,$1").replace(/^(F-.*),$/gm, "x,$1"),
    ],
  ])("may have %s", async (_what, changed) => {
    const { parties, skipped } = await read(
      changed(
        listFile([
          { _id: "F-1", name: "Orlan" },
          { _id: "F-2", name: "Ореl" },
        ]),
      ),
    );
    expect(parties.map(({ name }) => name)).toEqual(["Orlan", "Ореl"]);
    expect(skipped).toEqual([]);
  });

  it("is read right across the pieces that it comes in", async () => {
    const rows = Array.from({ length: 6_000 }, (_, index) => ({ _id: `F-${index}`, name: `Ёлка № ${index} 株式会社` }));
    const { parties } = await read(listFile(rows));
    expect(parties.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
  });

  it("leaves out rows that can't be read, each with its line and why, and takes odd quotation marks as they stand", async () => {
    const long = "x".repeat(1_001);
    const { parties, skipped } = await read(
      [
        header,
        listRow({ _id: "F-1", name: "Orlan", addresses: "on\nthree\nlines" }),
        listRow({ _id: "F-2", name: "" }),
        "F-3,too,short",
        listRow({ _id: "", name: "Kestrel" }),
        listRow({ _id: "F-1", name: "Orlan again" }),
        listRow({ _id: "F-6", name: "N" }).replace("N", '"an, "odd" one"'),
        listRow({ _id: "F-7", name: "---" }),
        listRow({ _id: "F-8", name: long }),
        listRow({ _id: "F-9", name: "No source", source: "" }),
        listRow({ _id: "F-10", name: "Tessera" }),
        "",
      ].join("\n"),
    );
    expect(parties.map(({ name }) => name)).toEqual(["Orlan", '"an, "odd" one"', "Tessera"]);
    expect(skipped).toEqual([
      { line: 5, problem: "It has no name." },
      { line: 6, problem: "It has 3 columns where the header has 29." },
      { line: 7, problem: "It has no _id." },
      { line: 8, problem: "Its _id F-1 is that of line 2, which is kept." },
      { line: 10, problem: "Its name has no letter or digit." },
      { line: 11, problem: "Its name has more than 1000 characters." },
      { line: 12, problem: "It has no source." },
    ]);
  });
});

const good = listFile([
  { _id: "F-1", name: "Orlan" },
  { _id: "F-2", name: "Kestrel" },
]);

describe("a file that is no screening list is refused, with what to do", () => {
  it.each<[string, string | Buffer, RegExp]>([
    ["nothing at all", "", /is empty\. Download the list again/],
    ["a header alone", `${header}\n`, /It lists no party: an empty list would let everyone pass/],
    ["bad rows alone", `${header}\nF-1,short\n`, /none can be read; line 2: It has 2 columns/],
    ["other columns", "id,title\n1,Orlan\n", /it lacks _id, source, .*Import the Consolidated Screening List as CSV/],
    ["other separators", good.replaceAll(",", ";"), /Are its columns separated by commas\?/],
    ["a column there twice", good.replace("call_sign", "name"), /names name twice/],
    ["a page of HTML", "<!doctype html>\n<p>Not found</p>\n", /not the header of a screening list/],
    [
      "Latin-1",
      Buffer.from(good.replace("Kestrel", "K\u00e9strel"), "latin1"),
      /Line 3 holds bytes that are no UTF-8.*Save the list as UTF-8/,
    ],
    ["UTF-16", Buffer.from(`\ufeff${good}`, "utf16le"), /It is UTF-16.*Save the list as UTF-8/],
    ["UTF-16 without its mark", Buffer.from(good, "utf16le"), /It holds NUL characters.*Save the list as UTF-8/],
    [
      "a character cut in two",
      Buffer.from(`${good}F-3,\u00e9`).subarray(0, -1),
      /Line 4 ends in the middle of a character/,
    ],
    [
      "a row cut short",
      good.trimEnd().slice(0, -8),
      /ends in the middle of the row on line 3: it was cut short\. Download/,
    ],
    ["a row cut short within quotes", `${good}F-3,"A list`, /a quotation mark is never closed.*cut short\. Download/],
    ["a quotation mark that swallows the rest", good.replace("F-1,", 'F-1,"'), /a quotation mark is never closed/],
    [
      "a row of more than a million characters",
      `${header}\nF-1,"${"x".repeat(1_000_001)}"\n`,
      /quotation mark is never closed/,
    ],
  ])("%s", async (_what, content, why) => {
    const message = await refusal(content);
    expect(message).toMatch(why);
    expect(message.startsWith(join(folder, "list.csv"))).toBe(true);
  });

  it("a path to nothing, or to a folder", async () => {
    await expect(readScreeningFile(join(folder, "none.csv"))).rejects.toThrow(/There is no such file\. Give the path/);
    await expect(readScreeningFile(folder)).rejects.toThrow(/is no file\. Give the path/);
  });
});
