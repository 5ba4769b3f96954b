import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { lockFolder } from "../../src/database/embedded/folder-lock.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { ProgressBar } from "../../src/processes/progress-bar.ts";
import { type FreshDatabase, freshDatabase, quietLog, withoutList } from "../support/database.ts";
import { describeOn } from "../support/describe-on.ts";
import { runForText } from "../support/process.ts";
import { listFile } from "../support/screening-rows.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-import-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const counted = async ({ query }: Pick<Database, "query">) =>
  (
    await query<object>(`select (select count(*)::int from screening_list) as lists,
      (select count(*)::int from listed_party) as parties, (select count(*)::int from screening_hit) as hits`)
  )[0];

describe("countersign screening import, on the embedded database", () => {
  const rows: Record<string, string>[] = [
    { _id: "F-1", name: "Orlan Optics", alt_names: "Orlan Optika" },
    { _id: "F-2", name: "Kestrel Shipping" },
    { _id: "F-2", name: "Another" },
    { _id: "F-4", name: "" },
  ];
  const settings = () => ({ DATA_DIR: join(folder, "data") });
  const run = (path: string) => runForText(["screening", "import", path], settings());

  it("puts a list in force, warns of rows that it skips by their lines, and says of the same file that it is", async () => {
    const path = written("good.csv", listFile(rows));
    const first = await run(path);
    expect([first.code, first.stdout.replaceAll(path, "FILE")]).toEqual([
      0,
      expect.stringMatching(
        new RegExp(
          [
            "^FILE: 2 listed parties",
            "Warning: 2 rows were skipped; mend them and import the file again:",
            "  line 4: Its _id F-2 is that of line 3, which is kept\\.",
            "  line 5: It has no name\\.",
            "  2  A list \\(fictional\\)",
            "In force as scl_\\w+, with 3 names: 2 parties added, 0 removed, 0 changed\\.",
            "0 partners screened, 0 hits raised\\.",
            "Done in [\\d.]+ s\\.\n$",
          ].join("\n"),
        ),
      ),
    ]);
    const again = await run(path);
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(
      /This file is in force already, as scl_\w+ since \S+\. Nothing was changed, and its age still counts from \S+: .*--still-published\./,
    );
    const said = await runForText(["screening", "import", path, "--still-published"], settings());
    expect(said.stdout).toMatch(/that its source publishes it still is on record, nothing else was changed\./);
    const database = await openDatabase({ kind: "embedded", folder: settings().DATA_DIR, poolSize: 2 }, quietLog);
    expect(await counted(database)).toEqual({ lists: 1, parties: 2, hits: 0 });
    await database.query("update screening_list set matcher = 1");
    await database.close();
    const anew = await run(path);
    expect(anew.stdout).toMatch(
      /This file was in force already, and its names are matched anew; its age still counts from \S+: .*--still-published\.\n[\s\S]*In force as scl_\w+, with 3 names: 0 parties added, 0 removed, 0 changed\./,
    );
  });

  it("ends with 1 for a file that can't be used, says why, and doesn't so much as open the database", async () => {
    const files: [string, RegExp][] = [
      [written("cut.csv", listFile(rows.slice(0, 2)).slice(0, -8)), /ends in the middle of the row on line 3/],
      [written("columns.csv", "id,title\n1,Orlan\n"), /lacks _id, source/],
      [join(folder, "none.csv"), /There is no such file/],
    ];
    const DATA_DIR = join(folder, "untouched");
    for (const [path, why] of files) {
      const { code, stdout, stderr } = await runForText(["screening", "import", path], { DATA_DIR });
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr.trimEnd().split("\n").at(-1)).toMatch(why);
      expect(existsSync(DATA_DIR)).toBe(false);
    }
  });

  it.each([
    [
      ["screening", "import"],
      /screening takes: import <file> \[--accept-smaller\] \[--still-published\], or compare <file> \[--wrong\]/,
    ],
    [["screening", "import", "x", "y"], /Unknown: y/],
  ])("says what it takes when told %j", async (words, why) => {
    const { code, stderr } = await runForText(words, settings());
    expect(code).toBe(1);
    expect(stderr).toMatch(why);
    expect(stderr).toContain("Usage: countersign");
  });

  it("tells which parties a version added, changed and in what, and removed: some of each, and how many more", async () => {
    const DATA_DIR = join(folder, "changed");
    const importing = async (name: string, rows: Record<string, string>[]) =>
      (await runForText(["screening", "import", written(name, listFile(rows))], { DATA_DIR })).stdout;
    const party = (at: number) => ({ _id: `L-${100 + at}`, name: `Listed ${at}` });
    const many = Array.from({ length: 40 }, (_, at) => party(at));
    const first = await importing("changes-1.csv", many);
    expect(first).toContain("40 parties added");
    expect(first).not.toContain("  added");
    const next = [
      { ...party(0), name: "Renamed", alt_names: "Listed 0" },
      { ...party(1), federal_register_notice: "91 FR 2" },
      ...many.slice(2, 20),
      { _id: "N-1", name: "Newcomer" },
    ];
    const second = await importing("changes-2.csv", next);
    const told = second.slice(second.indexOf("In force as"), second.indexOf("0 partners screened"));
    expect(told.replaceAll(/scl_\w+/g, "LIST").split("\n")).toEqual([
      "In force as LIST, with 22 names: 1 parties added, 20 removed, 2 changed.",
      "  added  Newcomer (A list (fictional))",
      "  changed  Renamed (A list (fictional)): aliases, name, before: Listed 0",
      "  changed  Listed 1 (A list (fictional)): federal register notice",
      ...many.slice(20, 35).map(({ name }) => `  removed  ${name} (A list (fictional))`),
      "  … and 5 more",
      '  What both versions say of each: screeningList(id: "LIST") { partyChanges }.',
      "",
    ]);
  });

  it("refuses a file that lists much less than a large list in force, unless it is told to accept that", async () => {
    const many = Array.from({ length: 1_000 }, (_, at) => ({ _id: `L-${at}`, name: `Listed Party ${at}` }));
    const DATA_DIR = join(folder, "large");
    const importing = (path: string, ...more: string[]) =>
      runForText(["screening", "import", path, ...more], { DATA_DIR });
    expect((await importing(written("large.csv", listFile(many)))).code).toBe(0);
    const short = written("short.csv", listFile(many.slice(0, 899)));
    const refused = await importing(short);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /lists 899 parties where 1000 are in force\. Nothing was changed\. .*--accept-smaller/,
    );
    expect((await importing(short, "--accept-smaller")).stdout).toContain("101 removed");
  });

  it("refuses a folder that another process holds, and says what to do", async () => {
    const lock = await lockFolder(settings().DATA_DIR);
    try {
      const { code, stderr } = await run(written("good.csv", listFile(rows)));
      expect(code).toBe(1);
      expect(stderr).toMatch(/is open in process \d+ .*Stop that process, or set DATA_DIR/);
    } finally {
      await lock.release();
    }
  });
});

describeOn(["postgres"], "countersign screening import", (kind) => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase(kind);
    await withoutList(database);
  });
  afterAll(() => database?.drop());

  it("imports as the server's role, beside a server, and tells which partners matched", async () => {
    if (database.config.kind !== "postgres") throw new Error("This is about PostgreSQL.");
    await database.query(
      `insert into partner (id, org, legal_name, name_skeleton, kind, jurisdiction, status, revision, registered_at)
       values ('ptn_01h455vb4pex5vsknk084sn02q', 'orlan', 'Orlan Optics Ltd', 'x', 'ENTERPRISE', 'US', 'REGISTERED', 1, now())`,
    );
    const path = written("postgres.csv", listFile([{ _id: "F-1", name: "Orlan Optics" }]));
    const { code, stdout } = await runForText(["screening", "import", path], { DATABASE_URL: database.config.url });
    expect(code).toBe(0);
    expect(stdout).toContain(
      "1 partner screened, 1 hit raised.\n  0.990  Orlan Optics Ltd  ~  Orlan Optics (A list (fictional))\n",
    );
    expect(await counted(database)).toEqual({ lists: 1, parties: 1, hits: 1 });
  });
});

describe("the progress of an import", () => {
  const shown = (isTTY: boolean, step: number) => {
    const written: string[] = [];
    let now = 0;
    const bar = new ProgressBar({ isTTY, write: (text) => written.push(text) }, () => now);
    for (let percent = 0; percent <= 100; percent += 10) {
      bar.show("storing", percent / 100);
      now += step;
    }
    bar.end();
    return written;
  };

  it("is a bar on a terminal, which is taken off at the end", () => {
    const written = shown(true, 100);
    expect(written).toHaveLength(12);
    expect(written[5]).toContain(`${"█".repeat(15)}${"░".repeat(15)} 50%`);
    expect(written.at(-1)).toBe("\r\u001b[K");
  });

  it("is drawn no more often than can be seen, but to its end", () => {
    expect(shown(true, 1).map((text) => /(\d+%)$/.exec(text)?.[1])).toEqual(["0%", "100%", undefined]);
  });

  it("is a line every five seconds elsewhere, and nothing for what is quick", () => {
    expect(shown(false, 2_500)).toEqual([
      "storing 20%\n",
      "storing 40%\n",
      "storing 60%\n",
      "storing 80%\n",
      "storing 100%\n",
    ]);
    expect(shown(false, 100)).toEqual([]);
  });
});
