import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LedgerEntry } from "../../src/ledger/ledger-entry.ts";
import { partnersSubgraph } from "../../src/partners/subgraph.ts";
import { official, partnerOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { problemsOf } from "../support/entry-problems.ts";
import { openRoom, type Room } from "../support/room.ts";
import { aPartner } from "../support/rows.ts";

const acme = { legalName: "Acme", kind: "ENTERPRISE", jurisdiction: "US" };
const commerce = official("COMMERCE");
const measure = { reason: "DIVERSION", legalBasis: "15 CFR 744.11" };

const entriesOf = ({ services }: Room): Promise<LedgerEntry[]> =>
  services.database.source.manager.find(LedgerEntry, { order: { seq: "ASC" } });

describeOn(["postgres", ...embeddedWhenWhole], "the ledger's entries", (kind) => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom(kind, partnersSubgraph());
    const { partner } = await room.change(partnerOf("acme"), "registerPartner", acme, "partner { id }");
    await room.change(commerce, "admitPartner", { partnerId: partner.id }, "");
    const name = { partnerId: partner.id, revision: 1, legalName: 'Acmé "Söhne" \\\\ / & Co' };
    await room.change(partnerOf("acme"), "amendPartner", name, "");
    await room.change(commerce, "barPartner", { partnerId: partner.id, ...measure }, "");
    await room.change(commerce, "unbarPartner", { partnerId: partner.id, note: "Wrong." }, "");
  });
  afterAll(() => room?.close());

  it("commit to what is stored, each under salts of its own, and hash what they commit to", async () => {
    const entries = await entriesOf(room);
    expect(entries.map(({ type }) => type)).toEqual([
      "PartnerRegistered",
      "PartnerAdmitted",
      "PartnerAmended",
      "PartnerBarred",
      "PartnerUnbarred",
    ]);
    expect(entries.map(problemsOf)).toEqual(entries.map(() => []));
    const salts = entries.flatMap((entry) => Object.values(entry.salts));
    expect(new Set(salts).size).toBe(6 * entries.length);
  });

  it("tell nothing in the body beyond their place and their commitments", async () => {
    for (const entry of await entriesOf(room)) {
      const names = [
        "actor",
        "at",
        "audience",
        "id",
        "operationId",
        "payload",
        "restricted",
        "seq",
        "subject",
        "type",
        "version",
      ];
      expect(Object.keys(JSON.parse(entry.body))).toEqual(names);
      // Each longer than what a commitment's letters would spell by chance.
      for (const secret of [entry.subjectId, entry.type, "acme|one", "Acme Research", "COMMERCE"])
        expect(entry.body).not.toContain(secret);
    }
  });

  it("keep the record as it stood after the change, and who made it in which request", async () => {
    const [registered] = await entriesOf(room);
    expect(registered).toMatchObject({
      seq: 1,
      subjectType: "Partner",
      subjectRevision: 1,
      actor: {
        subject: "acme|one",
        agency: null,
        org: "acme",
        tokenId: "token-of-acme|one",
        mutation: "registerPartner",
      },
      payload: {
        outcome: "APPLIED",
        from: null,
        to: "REGISTERED",
        state: { org: "acme", legalName: "Acme", status: "REGISTERED", revision: 1, admittedAt: null },
      },
      restricted: { state: { nameFlags: [], statusReason: null, statusLegalBasis: null }, rationale: null },
    });
    expect(registered?.actor.correlationId).toMatch(/^request-/);
  });

  describe("can't be rewritten", () => {
    // The embedded database knows one role, which owns the tables.
    const serverOnly: (name: string, test: () => Promise<void>) => void = kind === "postgres" ? it : () => {};

    it.each(["ledger_entry", "position", "policy"])(
      "in %s by its owner: no update, no delete, no truncate",
      async (table) => {
        await someRowOf(table);
        const before = await room.database.query(`select * from ${table}`);
        for (const statement of [`update ${table} set id = id`, `delete from ${table}`, `truncate ${table} cascade`]) {
          await expect(room.database.asOwner(statement)).rejects.toThrow(/is append-only/);
        }
        expect(before.length).toBeGreaterThan(0);
        expect(await room.database.query(`select * from ${table}`)).toEqual(before);
      },
    );

    serverOnly("by the server's role, which lacks the right before any trigger asks", async () => {
      for (const statement of [
        "update ledger_entry set type = 'X'",
        "delete from ledger_entry",
        "truncate ledger_entry",
      ]) {
        await expect(room.database.query(statement)).rejects.toThrow(/permission denied/);
      }
    });

    it("so that nothing takes an entry's number or id twice", async () => {
      const copy = (seq: string, id: string) =>
        room.database.query(
          `insert into ledger_entry select ${seq}, ${id}, at, operation_id, body, leaf_hash, audience, type, subject_type,
             subject_id, subject_revision, actor, payload, restricted, salts from ledger_entry where seq = 1`,
        );
      await expect(copy("1", "'chg_copy'")).rejects.toThrow(/ledger_entry_pkey/);
      await expect(copy("1000", "id")).rejects.toThrow(/ledger_entry_id_key/);
    });

    const someRowOf = async (table: string): Promise<void> => {
      if (table === "policy") {
        const row =
          "insert into policy (id, key, version, document, published_at) values ('pol_1', 'k', 1, '{}', now())";
        await room.database.query(`${row} on conflict do nothing`);
      }
      if (table === "position") {
        await room.database.query(
          `insert into position (id, case_id, case_type, case_revision, agency, official, kind, recorded_at)
           values ('pos_1', 'app_1', 'Application', 1, 'ONCD', 'someone', 'CONCUR', now()) on conflict do nothing`,
        );
      }
    };
  });
});

describeOn(["postgres"], "the ledger under concurrent changes", (kind) => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom(kind, partnersSubgraph());
  });
  afterAll(() => room?.close());

  it("stays without gaps, in the order of commits, whatever is refused in between", async () => {
    const partners = await Promise.all(
      Array.from({ length: 50 }, (_, index) => aPartner(room, `org-${index}`, { status: "REGISTERED" })),
    );
    let done = false;
    const gaps: object[] = [];
    let reads = 0;
    const watch = async (): Promise<void> => {
      while (!done) {
        const [seen] = await room.database.query<{ entries: number; last: number }>(
          "select count(*)::int as entries, coalesce(max(seq), 0)::int as last from ledger_entry",
        );
        reads += 1;
        if (seen && seen.entries !== seen.last) gaps.push(seen);
      }
    };
    const watching = watch();
    const answers = await Promise.all(
      partners.map(({ id: partnerId }, index) =>
        // Every third is refused: a partner that isn't barred can't be unbarred.
        index % 3 === 0
          ? room.refused(commerce, "unbarPartner", { partnerId, note: "None." })
          : room.refused(commerce, "admitPartner", { partnerId }),
      ),
    );
    done = true;
    await watching;
    expect(answers.filter((refusals) => refusals.length > 0)).toHaveLength(17);
    expect(reads).toBeGreaterThan(1);
    expect(gaps).toEqual([]);
    const entries = await entriesOf(room);
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 33 }, (_, index) => index + 1));
    const times = entries.map(({ at }) => at.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(entries.flatMap(problemsOf)).toEqual([]);
    const [tail] = await room.database.query<object>('select last_seq as "lastSeq" from ledger_tail');
    expect(tail).toEqual({ lastSeq: 33 });
  });
});
