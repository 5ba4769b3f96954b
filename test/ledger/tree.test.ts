import "reflect-metadata";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GrowingTree } from "../../src/ledger/merkle/growing-tree.ts";
import { consistencyPath, inclusionPath } from "../../src/ledger/merkle/paths.ts";
import { goesOnFrom, includes } from "../../src/ledger/merkle/verify.ts";
import { appendTiles } from "../../src/ledger/tree/append-tiles.ts";
import type { TreeSource } from "../../src/ledger/tree/tile.ts";
import { TreeReader } from "../../src/ledger/tree/tree-reader.ts";
import { type FreshDatabase, freshDatabase } from "../support/database.ts";
import { describeOn } from "../support/describe-on.ts";

const leafOf = (seq: number): Buffer => createHash("sha256").update(String(seq)).digest();

describeOn(["postgres"], "the tree above the ledger's entries", (kind) => {
  let database: FreshDatabase;
  const roots: Uint8Array[] = [];
  const tree = new GrowingTree();
  roots[0] = tree.root();

  /** Entries of which nothing counts but the hashes. */
  const grow = async (upTo: number): Promise<void> => {
    await database.query(
      `insert into ledger_entry
       select n, 'chg_' || n, now(), 'opr', '', sha256(n::text::bytea), '{}', 'T', 'T', 'x', null, '{}', '{}', '{}', '{}'
         from generate_series((select last_seq + 1 from ledger_tail), $1::int8) n`,
      [upTo],
    );
    await database.query("update ledger_tail set last_seq = $1", [upTo]);
    for (let seq = tree.size + 1; seq <= upTo; seq += 1) {
      tree.add(leafOf(seq));
      roots[seq] = tree.root();
    }
  };
  const counting = (): TreeSource & { rows: number; statements: number } => {
    const counted = {
      rows: 0,
      statements: 0,
      query: async <Row>(text: string, values?: readonly unknown[]): Promise<Row[]> => {
        const rows = await database.query<Row>(text, values);
        counted.statements += 1;
        counted.rows += rows.length;
        return rows;
      },
    };
    return counted;
  };
  const shows = async (leaf: number, size: number): Promise<boolean> => {
    const hashes = await new TreeReader(database).hashes(inclusionPath(leaf, size));
    return includes({ leaf, leafHash: leafOf(leaf + 1), size, root: roots[size] as Uint8Array, hashes });
  };
  const follows = async (from: number, to: number): Promise<boolean> => {
    const hashes = await new TreeReader(database).hashes(consistencyPath(from, to));
    return goesOnFrom({ from, fromRoot: roots[from] as Uint8Array, to, root: roots[to] as Uint8Array, hashes });
  };

  beforeAll(async () => {
    database = await freshDatabase(kind);
  });
  afterAll(() => database?.drop());

  it("is read from the entries while no tile of it is full or stored", async () => {
    const reader = new TreeReader(database);
    expect(await reader.root(0)).toEqual(roots[0]);
    await grow(600);
    for (const size of [1, 2, 255, 256, 257, 511, 512, 600]) expect(await reader.root(size)).toEqual(roots[size]);
    expect(await shows(300, 600)).toBe(true);
    expect(await appendTiles(database)).toBe(2);
    for (const size of [1, 2, 255, 256, 257, 511, 512, 600]) expect(await reader.root(size)).toEqual(roots[size]);
  });

  it("isn't put together for one answer where much of it isn't stored yet", async () => {
    await grow(66_300);
    await expect(new TreeReader(database).root(66_300)).rejects.toMatchObject({
      extensions: { code: "SERVICE_UNAVAILABLE" },
    });
  });

  it("is stored tile by tile by any number of nodes at once, each tile once", async () => {
    await Promise.all([appendTiles(database), appendTiles(database), appendTiles(database)]);
    const stored = await database.query(
      "select level, count(*)::int as tiles, max(index)::int as last from ledger_tile group by 1 order by 1",
    );
    expect(stored).toEqual([
      { level: 0, tiles: 258, last: 257 },
      { level: 1, tiles: 1, last: 0 },
    ]);
    expect(await appendTiles(database)).toBe(0);
  });

  it("proves entries and earlier sizes over storeys, full tiles and parts of them, also past what is stored", async () => {
    await grow(67_000);
    const reader = new TreeReader(database);
    for (const size of [65_535, 65_536, 65_537, 66_048, 66_300, 67_000])
      expect(await reader.root(size)).toEqual(roots[size]);
    for (const [leaf, size] of [
      [0, 67_000],
      [66_999, 67_000],
      [65_535, 65_536],
      [65_536, 65_537],
      [40_000, 66_305],
      [66_400, 66_600],
    ] as const) {
      expect(await shows(leaf, size), `${leaf} of ${size}`).toBe(true);
    }
    for (const [from, to] of [
      [1, 67_000],
      [600, 67_000],
      [65_536, 67_000],
      [65_537, 66_305],
      [66_303, 67_000],
      [67_000, 67_000],
    ] as const) {
      expect(await follows(from, to), `${from} to ${to}`).toBe(true);
    }
  });

  it("takes as much work for a proof in a large tree as in a small one", async () => {
    await appendTiles(database);
    const work = async (leaf: number, size: number) => {
      const source = counting();
      await new TreeReader(source).hashes(inclusionPath(leaf, size));
      return source;
    };
    // At most one part of a tile for each storey beside the right edge, and the leaf's own tile.
    for (const [leaf, size] of [
      [5, 67_000],
      [66_990, 67_000],
      [40_000, 66_999],
    ] as const) {
      const { rows, statements } = await work(leaf, size);
      expect(statements).toBeLessThanOrEqual(3);
      expect(rows).toBeLessThanOrEqual(2 * 256 + 4);
    }
  });

  it("can't be rewritten, by the server or by the tables' owner", async () => {
    for (const table of ["ledger_tile", "ledger_checkpoint", "ledger_verification"]) {
      for (const statement of [`update ${table} set root = root`, `delete from ${table}`, `truncate ${table}`]) {
        await expect(database.query(statement)).rejects.toThrow(/permission denied/);
      }
    }
    await expect(database.asOwner("update ledger_tile set index = index")).rejects.toThrow(/is append-only/);
    await expect(database.asOwner("delete from ledger_tile")).rejects.toThrow(/is append-only/);
    await expect(database.asOwner("truncate ledger_tile")).rejects.toThrow(/is append-only/);
  });

  it("isn't stored over a gap in the entries", async () => {
    await database.query("update ledger_tail set last_seq = last_seq + 600");
    await expect(appendTiles(database)).rejects.toThrow(/gap/);
  });
});
