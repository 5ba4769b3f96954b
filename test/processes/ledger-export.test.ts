import "reflect-metadata";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportLedger } from "../../src/ledger/export/export-ledger.ts";
import { ledgerKeys } from "../../src/ledger/notes/ledger-keys.ts";
import { signingKeyFrom } from "../../src/ledger/notes/note-keys.ts";
import { partnersSubgraph } from "../../src/partners/subgraph.ts";
import { runLedgerVerify } from "../../src/processes/ledger-verify.ts";
import { official, partnerOf } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { testLedgerKeys } from "../support/ledger-keys.ts";
import { runForText } from "../support/process.ts";
import { openRoom, type Room } from "../support/room.ts";

const key = testLedgerKeys.signing.verifier;
const seed = Buffer.alloc(32, 7).toString("base64");
const stranger = signingKeyFrom(Buffer.alloc(32, 9).toString("base64"), testLedgerKeys.signing.name);

describeOn(["postgres"], "an export of the ledger", (kind) => {
  let room: Room;
  let folder: string;
  let whole: string;
  let lines: string[];
  let older: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "countersign-export-"));
    room = await openRoom(kind, partnersSubgraph());
    const register = async (org: string) => {
      const input = { legalName: `${org} "Söhne" \u{1f600}`, kind: "ENTERPRISE", jurisdiction: "US" };
      const { partner } = await room.change(partnerOf(org), "registerPartner", input, "partner { id }");
      await room.change(official("COMMERCE"), "admitPartner", { partnerId: partner.id }, "");
    };
    await register("one");
    await register("two");
    older = written("older.txt", (await exported("older.ndjson")).checkpoint as string);
    await register("three");
    await exported("whole.ndjson");
    whole = readFileSync(join(folder, "whole.ndjson"), "utf8");
    lines = whole.split("\n").slice(0, -1);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await room?.close();
  });

  const exported = (name: string, keys: typeof testLedgerKeys | null = testLedgerKeys) =>
    exportLedger(room.database, keys, join(folder, name), () => {});
  const written = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  /** What a verification says of a file, its path left out. */
  const verify = async (path: string, { keys = [key], checkpoint = null as string | null } = {}) => {
    const said: string[] = [];
    const right = await runLedgerVerify(path, { keys, checkpoint }, (line) => said.push(line.replaceAll(path, "FILE")));
    return { right, said };
  };
  const changed = (name: string, by: (lines: string[]) => string[]) => written(name, `${by([...lines]).join("\n")}\n`);

  it("verifies by itself against the ledger's key, and goes on from a checkpoint that was kept", async () => {
    const path = join(folder, "whole.ndjson");
    expect(lines).toHaveLength(8);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const root = /root ([0-9a-f]{64})/;
    expect(await verify(path)).toEqual({
      right: true,
      said: [expect.stringMatching(root), `It verifies: these are the entries that ${key} has signed.`],
    });
    expect(await verify(path, { checkpoint: older })).toMatchObject({
      right: true,
      said: expect.arrayContaining(["It goes on from the checkpoint of 4 entries."]),
    });
    expect(await verify(path, { keys: [] })).toMatchObject({
      right: true,
      said: expect.arrayContaining(["It agrees with itself. No signature was looked at: it may be of any ledger."]),
    });
  });

  it("finds any byte that was changed", async () => {
    const bytes = Buffer.from(whole);
    // The last line's signature in base64 has bits that stand for nothing: a decoder that took them would take two texts for one.
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const other = Buffer.from(bytes);
        other[at] = (other[at] as number) ^ mask;
        expect((await verify(written("byte.ndjson", other))).right, `byte ${at} ^ ${mask}`).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it("finds bytes that are no text, though read leniently they say the same", async () => {
    // A character that stands for an unreadable one, in its own bytes, and in others that a lenient reader takes for it.
    const [honest, changedBytes] = [Buffer.from([0xef, 0xbf, 0xbd]), Buffer.from([0xf1, 0xbf, 0xbd])];
    expect(changedBytes.toString("utf8")).toBe(honest.toString("utf8"));
    const third = Buffer.from(`${lines.slice(0, 2).join("\n")}\n`).length;
    const other = Buffer.concat([
      Buffer.from(whole).subarray(0, third),
      ...[changedBytes, Buffer.from(whole).subarray(third)],
    ]);
    const { right, said } = await verify(written("bytes.ndjson", other));
    expect(right).toBe(false);
    expect(said[0]).toBe("line 3, entry 2: its bytes are no UTF-8 text");
  });

  it("finds a file that was cut, wherever that was", async () => {
    const bytes = Buffer.from(whole);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), async (length) => {
        expect((await verify(written("cut.ndjson", bytes.subarray(0, length)))).right, `${length} bytes`).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it.each<[what: string, by: (lines: string[]) => string[], says: string[]]>([
    ["a missing entry", (all) => all.toSpliced(3, 1), ["line 4, entry 3: entry 3 is missing before it"]],
    ["missing entries", (all) => all.toSpliced(2, 3), ["line 3, entry 2: the entries 2 to 4 are missing before it"]],
    [
      "a missing last entry",
      (all) => all.toSpliced(6, 1),
      [
        "line 7: it says that there are 6 entries, and the file has 5",
        "line 7: its checkpoint is of 6 entries that aren't these",
      ],
    ],
    [
      "an entry that is there twice",
      (all) => all.toSpliced(3, 0, all[2] as string),
      ["line 4, entry 2: entry 2 stands where entry 3 should: it is there twice, or out of order"],
    ],
    [
      "entries that changed places",
      (all) => all.with(2, all[3] as string).with(3, all[2] as string),
      [
        "line 3, entry 2: entry 2 is missing before it",
        "line 4, entry 2: entry 2 stands where entry 4 should: it is there twice, or out of order",
      ],
    ],
    [
      "a value of another entry",
      (all) => all.with(2, (all[2] as string).replace("PartnerAdmitted", "PartnerBarred")),
      ["line 3, entry 2: its type isn't the one that its body commits to"],
    ],
    [
      "a body with another time",
      (all) => all.with(2, (all[2] as string).replace(/(\\"at\\":\\"2)0/, "$11")),
      [
        expect.stringMatching(/^line 3, entry 2: its at is "20.*", and its body says "21/) as never,
        "line 3, entry 2: its leaf's hash isn't its body's",
      ],
    ],
    ["a line that is none", (all) => all.with(4, "hello"), ["line 5, entry 4: it is no JSON"]],
    [
      "a line in another spelling",
      (all) => all.with(4, `${all[4]} `),
      ["line 5, entry 4: it isn't written as an export writes it"],
    ],
    ["a line behind the end", (all) => [...all, all[3] as string], ["line 9: it stands behind the export's end"]],
    ["no end", (all) => all.slice(0, -1), ["line 7: the file has no end: lines behind this one were cut off"]],
    [
      "another beginning",
      (all) => all.slice(1),
      [
        expect.stringMatching(/^line 1: it is no export of a ledger/) as never,
        "line 2, entry 1: entry 1 is missing before it",
      ],
    ],
  ])("says where it isn't right: %s", async (_what, by, says) => {
    const { right, said } = await verify(changed("changed.ndjson", by));
    expect(right).toBe(false);
    expect(said.slice(0, says.length)).toEqual(says);
    expect(said.at(-1)).toMatch(/^It does not verify: /);
  });

  it("finds a history that was forked since a checkpoint, though the ledger's own key has signed it", async () => {
    await room.database.asOwner("alter table ledger_entry disable trigger user");
    const forged = `update ledger_entry e set body = o.body, leaf_hash = o.leaf_hash from kept o where e.seq = 3 and o.seq = 4`;
    await room.database.asOwner("create table kept as select * from ledger_entry");
    await room.database.asOwner(forged);
    await exported("forked.ndjson");
    const { right, said } = await verify(join(folder, "forked.ndjson"), { checkpoint: older });
    expect(right).toBe(false);
    expect(said).toContain("the history was forked: the first 4 entries aren't those that the checkpoint was made of");
    await room.database.asOwner("delete from ledger_entry");
    await room.database.asOwner("insert into ledger_entry select * from kept");
  });

  it("finds entries that were taken away since a checkpoint", async () => {
    await exported("later.ndjson");
    const later = written("later.txt", JSON.parse(lines.at(-1) as string).end.checkpoint);
    const { said } = await verify(join(folder, "older.ndjson"), { checkpoint: later });
    expect(said).toContain("the checkpoint is of 6 entries, and the file has 4: later entries were taken away");
  });

  it("isn't believed under another key, or without a checkpoint", async () => {
    const path = join(folder, "whole.ndjson");
    expect((await verify(path, { keys: [stranger.verifier] })).said[0]).toMatch(
      /^line 8: its checkpoint can't be believed/,
    );
    expect((await verify(path, { keys: [stranger.verifier, key] })).right).toBe(true);
    await exported("unsigned.ndjson", null);
    expect((await verify(join(folder, "unsigned.ndjson"))).said[0]).toMatch(/^line 8: it has no checkpoint/);
  });

  it("verifies on under a former key once it was changed", async () => {
    await exported("rotated.ndjson", ledgerKeys(stranger, testLedgerKeys.known));
    const keys = [written("keys.txt", `# ours\n${stranger.verifier}\n${key}\n`)];
    expect((await verify(join(folder, "rotated.ndjson"), { keys, checkpoint: older })).right).toBe(true);
  });

  describe("from the command line", () => {
    const settings = () => ({
      DATABASE_URL: (room.database.config as { url: string }).url,
      LEDGER_ORIGIN: testLedgerKeys.signing.name,
      LEDGER_SIGNING_KEY: seed,
    });
    const nowhere = { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" };

    it("is written, and verified without any database", async () => {
      const path = join(folder, "told.ndjson");
      const exporting = await runForText(["ledger", "export", path], settings());
      expect([exporting.code, exporting.stdout]).toEqual([
        0,
        expect.stringMatching(/: 6 entries, with this checkpoint\n\ncountersign\.test\/ledger\n6\n/),
      ]);
      expect(readFileSync(path, "utf8")).toBe(whole);
      expect(exporting.stdout + exporting.stderr).not.toContain(seed);
      const verifying = await runForText(["ledger", "verify", path, "--key", key, "--checkpoint", older], nowhere);
      expect([verifying.code, verifying.stdout.split("\n").slice(1)]).toEqual([
        0,
        [
          `It verifies: these are the entries that ${key} has signed.`,
          "It goes on from the checkpoint of 4 entries.",
          "",
        ],
      ]);
      const broken = changed("broken.ndjson", (all) => all.toSpliced(3, 1));
      const { code, stdout } = await runForText(["ledger", "verify", broken, "--key", key], nowhere);
      expect([code, stdout.split("\n")[0]]).toEqual([2, "line 4, entry 3: entry 3 is missing before it"]);
    }, 60_000);

    it("tells the key that others need before the first node signs with it, without any database", async () => {
      const { code, stdout } = await runForText(["ledger", "key"], { ...settings(), ...nowhere });
      expect([code, stdout]).toEqual([0, `${key}\n`]);
    });

    it.each([
      [["key"], /set LEDGER_ORIGIN, and LEDGER_SIGNING_KEY/],
      [["key", "x"], /countersign ledger takes/],
      [["verify", "x.ndjson"], /countersign ledger takes/],
      [["verify", "x.ndjson", "--unsigned", "--key", key], /countersign ledger takes/],
      [["verify", "x.ndjson", "--key"], /countersign ledger takes/],
      [["export"], /countersign ledger takes/],
      [["burn", "x"], /countersign ledger takes/],
      [["verify", "/nowhere.ndjson", "--unsigned"], /ENOENT/],
      [["verify", "/nowhere.ndjson", "--key", "a+01234567+AA=="], /no Ed25519 verifier key/],
      [["verify", "/nowhere.ndjson", "--key", key, "--checkpoint", "/nothing"], /\/nothing can't be read/],
    ])(
      "says what it takes: %j",
      async (words, message) => {
        const { code, stderr } = await runForText(["ledger", ...words], nowhere);
        expect([code, stderr]).toEqual([1, expect.stringMatching(message)]);
      },
      60_000,
    );
  });
});
