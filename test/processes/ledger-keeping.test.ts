import "reflect-metadata";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { signCheckpoint } from "../../src/ledger/notes/checkpoint-note.ts";
import { ledgerKeys } from "../../src/ledger/notes/ledger-keys.ts";
import { signingKeyFrom } from "../../src/ledger/notes/note-keys.ts";
import { LedgerMismatch } from "../../src/ledger/tree/checkpoints.ts";
import { verifyLedger } from "../../src/ledger/tree/verify-ledger.ts";
import { partnersSubgraph } from "../../src/partners/subgraph.ts";
import { keepLedger, startLedgerKeeping } from "../../src/processes/ledger-keeping.ts";
import { partnerOf } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { silent } from "../support/graph.ts";
import { testLedgerKeys } from "../support/ledger-keys.ts";
import { openRoom, type Room } from "../support/room.ts";

const options = { keys: testLedgerKeys, fixedNow: null };

describeOn(["postgres"], "the keeping of the ledger", (kind) => {
  let room: Room;
  let registered = 0;
  const register = async (count: number): Promise<void> => {
    for (const last = registered + count; registered < last; registered += 1) {
      const org = `org-${registered}`;
      await room.change(
        partnerOf(org),
        "registerPartner",
        { legalName: org, kind: "ENTERPRISE", jurisdiction: "US" },
        "",
      );
    }
  };
  const rows = (table: string) => room.database.query(`select size from ${table} order by size`);
  const services = () => ({ ...room.services, ledgerKeys: testLedgerKeys });

  beforeAll(async () => {
    room = await openRoom(kind, partnersSubgraph());
    await room.database.asOwner("alter table ledger_entry disable trigger user");
    await room.database.asOwner("alter table ledger_verification disable trigger user");
    await room.database.asOwner("alter table ledger_checkpoint disable trigger user");
    await register(12);
  });
  afterAll(() => room?.close());
  beforeEach(async () => {
    await room.database.asOwner("delete from ledger_verification");
    await room.database.asOwner("delete from ledger_checkpoint");
  });

  /** Changes the table past its triggers, looks, and puts back what was there. */
  const having = async (statements: readonly string[], look: () => Promise<void>): Promise<void> => {
    const { asOwner } = room.database;
    await asOwner("create table kept_entry as select * from ledger_entry");
    try {
      for (const statement of statements) await asOwner(statement);
      await look();
    } finally {
      await asOwner("delete from ledger_entry");
      await asOwner("insert into ledger_entry select * from kept_entry");
      await asOwner("drop table kept_entry");
      await asOwner("update ledger_tail set last_seq = (select max(seq) from ledger_entry)");
    }
  };

  it("verifies what is there, then what is new, keeps how far that is and signs it", async () => {
    await keepLedger(services(), silent);
    expect(await rows("ledger_verification")).toEqual([{ size: 12 }]);
    expect(await rows("ledger_checkpoint")).toEqual([{ size: 12 }]);
    await keepLedger(services(), silent);
    expect(await rows("ledger_verification")).toEqual([{ size: 12 }]);
    await register(2);
    const looked: number[] = [];
    const source = {
      query: <Row>(text: string, values?: readonly unknown[]) => {
        if (text.includes("restricted, audience, salts")) looked.push(values?.[0] as number);
        return room.database.query<Row>(text, values);
      },
    };
    expect(await verifyLedger(source, options)).toBe(14);
    expect(looked).toEqual([12]);
    expect(await rows("ledger_verification")).toEqual([{ size: 12 }, { size: 14 }]);
  });

  describe("finds", () => {
    const mangled: [what: string, statements: string[], where: RegExp][] = [
      [
        "a body's byte",
        ["update ledger_entry set body = overlay(body placing 'X' from 40) where seq = 5"],
        /^Entry 5 .*was changed/,
      ],
      ["an id", ["update ledger_entry set id = 'chg_other' where seq = 4"], /^Entry 4 .*its id is "chg_other"/],
      ["a time", ["update ledger_entry set at = at + interval '1 ms' where seq = 4"], /^Entry 4 .*its at is/],
      [
        "an operation",
        ["update ledger_entry set operation_id = 'opr_x' where seq = 4"],
        /^Entry 4 .*its operationId is/,
      ],
      ["a type", ["update ledger_entry set type = 'PartnerAdmitted' where seq = 2"], /^Entry 2 .*its type isn't/],
      ["a subject", ["update ledger_entry set subject_id = 'ptn_x' where seq = 2"], /^Entry 2 .*its subject isn't/],
      ["a revision", ["update ledger_entry set subject_revision = 9 where seq = 2"], /^Entry 2 .*its subject isn't/],
      [
        "who acted",
        [`update ledger_entry set actor = actor || '{"subject": "x"}' where seq = 7`],
        /^Entry 7 .*its actor isn't/,
      ],
      [
        "a payload",
        [`update ledger_entry set payload = payload || '{"to": "X"}' where seq = 7`],
        /^Entry 7 .*its payload isn't/,
      ],
      [
        "what is restricted",
        [`update ledger_entry set restricted = '{}' where seq = 7`],
        /^Entry 7 .*its restricted isn't/,
      ],
      [
        "who may read it",
        ["update ledger_entry set audience = '{public}' where seq = 7"],
        /^Entry 7 .*its audience isn't/,
      ],
      [
        "a salt",
        [`update ledger_entry set salts = salts || '{"type": "AAAAAAAAAAAAAAAAAAAAAA"}' where seq = 7`],
        /^Entry 7 .*its type isn't/,
      ],
      [
        "a leaf's hash",
        ["update ledger_entry set leaf_hash = sha256(leaf_hash) where seq = 7"],
        /^Entry 7 .*its leaf's hash isn't/,
      ],
      [
        "a body and its leaf's hash, changed together",
        [
          `update ledger_entry set body = replace(body, '"version":1', '"version":1,"x":2') where seq = 7`,
          "update ledger_entry set leaf_hash = sha256('\\x00'::bytea || convert_to(body, 'UTF8')) where seq = 7",
        ],
        /^Entry 7 .*its body holds/,
      ],
      ["a missing entry", ["delete from ledger_entry where seq = 6"], /lacks entry 6: the next is 7/],
      [
        "missing entries at the end",
        ["delete from ledger_entry where seq > 10"],
        /no entry 11|lacks entry 11|no entry \d+/,
      ],
      [
        "two entries that changed places",
        [
          "update ledger_entry set seq = 1000 where seq = 3",
          "update ledger_entry set seq = 3 where seq = 4",
          "update ledger_entry set seq = 4 where seq = 1000",
        ],
        /^Entry 3 .*its seq is 3, and its body says 4/,
      ],
    ];

    it.each(mangled)("%s, and says where", async (_what, statements, where) => {
      await having(statements, async () => {
        await expect(verifyLedger(room.database, options)).rejects.toThrow(where);
        expect(await rows("ledger_verification")).toEqual([]);
      });
      await expect(verifyLedger(room.database, options)).resolves.toBe(registered);
    });

    it.each(["verified", "signed"] as const)(
      "entries that were rewritten whole since the ledger was last %s",
      async (what) => {
        await keepLedger(services(), silent);
        await room.database.asOwner(`delete from ledger_${what === "verified" ? "checkpoint" : "verification"}`);
        const rewritten = [
          "update ledger_entry set body = e.body, leaf_hash = e.leaf_hash from (select body, leaf_hash from ledger_entry where seq = 2) e where seq = 3",
        ];
        await having(rewritten, async () => {
          await expect(verifyLedger(room.database, options)).rejects.toThrow(
            `The first ${registered} entries of the ledger aren't those that it had when it was last ${what}`,
          );
        });
      },
    );

    it("a ledger that became shorter", async () => {
      await keepLedger(services(), silent);
      const cut = ["delete from ledger_entry where seq > 10", "update ledger_tail set last_seq = 10"];
      await having(cut, async () => {
        await expect(verifyLedger(room.database, options)).rejects.toThrow(`has 10 entries, and had ${registered}`);
      });
    });

    it("a checkpoint that none of its keys has signed, or that isn't its row's", async () => {
      const stranger = signingKeyFrom(Buffer.alloc(32, 9).toString("base64"), testLedgerKeys.signing.name);
      await keepLedger({ ...services(), ledgerKeys: ledgerKeys(stranger, []) }, silent);
      await expect(verifyLedger(room.database, options)).rejects.toThrow(/can't be believed.*LEDGER_VERIFIER_KEYS/);
      await expect(
        verifyLedger(room.database, { ...options, keys: ledgerKeys(testLedgerKeys.signing, [stranger]) }),
      ).resolves.toBe(registered);
      const other = signCheckpoint({ origin: stranger.name, size: 3, root: Buffer.alloc(32) }, testLedgerKeys.signing);
      await room.database.asOwner("update ledger_checkpoint set note = $1", [other]);
      await expect(verifyLedger(room.database, options)).rejects.toThrow(/another size or root/);
    });
  });

  it("takes the readiness away while the ledger isn't what it was, and says why once", async () => {
    const said: string[] = [];
    const log = { ...silent, error: ({ err }: { err: Error }) => said.push(err.message), info: () => {} } as never;
    await having(["update ledger_entry set type = 'X' where seq = 2"], async () => {
      const keeping = startLedgerKeeping(services(), 0, log);
      await expect(keeping.ready.check()).rejects.toThrow(LedgerMismatch);
      await keeping.stop();
      expect(said).toEqual([expect.stringMatching(/^Entry 2 of the ledger was changed: its type isn't/)]);
    });
    const keeping = startLedgerKeeping(services(), 0, silent);
    await keeping.ready.check();
    await keeping.stop();
    expect(await rows("ledger_checkpoint")).toEqual([{ size: registered }]);
  });
});
