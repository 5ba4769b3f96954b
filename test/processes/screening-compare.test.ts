import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accuracyOf, compareNames } from "../../src/rules/screening/compare-names.ts";
import { hitThreshold } from "../../src/rules/screening/match-names.ts";
import { runForText } from "../support/process.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-compare-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
// A database that can't be reached: comparing needs none.
const settings = { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" };
const compare = (...words: string[]) => runForText(["screening", "compare", ...words], settings);

const pairs = `note,right,left,same
"a comma, quoted",Orlan Optics GmbH,"Orlan Optics Co., Ltd.",1
,ООО «Орлан»,Orlan LLC,TRUE
,Kestrel,Orlan,1
,General Trading LLC,Trading Company LLC,0
,Orlan,Orlan Works,false
`;

describe("countersign screening compare", () => {
  it("tells precision, recall and F1 of labelled pairs at the shipped threshold", async () => {
    const { code, stdout } = await compare(written("pairs.csv", pairs));
    expect([code, stdout]).toEqual([
      0,
      `5 pairs, 3 of one organisation; 3 hits at the threshold of ${hitThreshold}.\nprecision 0.667  recall 0.667  F1 0.667\n`,
    ]);
  });

  it("shows what it gets wrong, and why, when told", async () => {
    const { stdout } = await compare(written("wrong.csv", pairs), "--wrong");
    expect(stdout.split("\n").slice(0, -3)).toEqual([
      "missed  0.000  Orlan  ~  Kestrel",
      expect.stringMatching(/^false hit {2}0\.\d{3} {2}Orlan Works {2}~ {2}Orlan$/),
      "    Both have: orlan.",
      "    Only the partner's name has: works.",
    ]);
  });

  it.each([
    [
      "lines.csv",
      'left,right,same\na,"b\nb",1\n\n,b,1\na,,0\na,b,maybe\n',
      [
        "lines.csv can't be used:",
        "  line 5: It has no left name.",
        "  line 6: It has no right name.",
        "  line 7: Its label is none: `same` is 1 or 0, true or false.",
      ],
    ],
    [
      "header.csv",
      "left,other\na,b\n",
      ["header.csv: its first line lacks right, same. Begin the file with the line left,right,same."],
    ],
    [
      "empty.csv",
      "",
      ["empty.csv: its first line lacks left, right, same. Begin the file with the line left,right,same."],
    ],
    ["none.csv", "left,right,same\n", ["none.csv has no pair. Give one a line, after the header."]],
    [
      "latin.csv",
      Buffer.from([0x6c, 0xe9]),
      ["latin.csv: it isn't UTF-8. Give a CSV file with the header left,right,same."],
    ],
    ["quote.csv", 'left,right,same\n"a,b,1\n', [expect.stringMatching(/^quote\.csv: Quote Not Closed/)]],
  ])(
    "refuses %s and says by the line what is wrong",
    async (name, content, said) => {
      const path = written(name, content);
      const { code, stdout, stderr } = await compare(path);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr.trimEnd().replace(`${folder}/`, "").split("\n")).toEqual(said);
    },
    30_000,
  );

  it("says that there is no such file, and how it is called", async () => {
    const missing = await compare(join(folder, "missing.csv"));
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining("there is no such file")]);
    for (const words of [[], ["a", "--right"], ["a", "--wrong", "b"]]) {
      const { code, stderr } = await compare(...words);
      expect([code, stderr]).toEqual([1, expect.stringContaining("Usage: countersign")]);
    }
  });
});

describe("accuracy", () => {
  const of = (text: string) =>
    accuracyOf(text.split(" ").map((pair) => ({ same: pair[0] === "s", hit: pair[1] === "h" })));

  it.each([
    ["sh sh dn", { pairs: 3, same: 2, hits: 2, precision: 1, recall: 1, f1: 1 }],
    ["sh sn dh dn", { pairs: 4, same: 2, hits: 2, precision: 0.5, recall: 0.5, f1: 0.5 }],
    ["sn dn", { pairs: 2, same: 1, hits: 0, precision: null, recall: 0, f1: 0 }],
    ["dh", { pairs: 1, same: 0, hits: 1, precision: 0, recall: null, f1: 0 }],
    ["dn", { pairs: 1, same: 0, hits: 0, precision: null, recall: null, f1: null }],
  ])("of %s (same or different, hit or none)", (pairs, accuracy) => {
    expect(of(pairs)).toEqual(accuracy);
  });

  it("comes from a comparison that says whether it reaches the threshold", () => {
    expect(compareNames("Orlan Ltd", "Orlan")).toMatchObject({ score: 0.99, hit: true });
    expect(compareNames("Orlan", "Kestrel")).toEqual({ score: 0, reasons: [], hit: false });
  });
});
