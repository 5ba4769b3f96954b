import { rootOfFull } from "../merkle/growing-tree.ts";
import { hashLength } from "../merkle/hashes.ts";
import { type TreeSource, tileWidth } from "./tile.ts";

/** How many tiles are made at once. */
const atOnce = 64;

interface FullTile {
  readonly index: number;
  readonly hashes: Buffer;
}

/**
 * Stores every tile that is full and isn't stored yet, storey by storey; gives how many. What a tile holds follows from
 * the entries alone, so any number of nodes may do this at once: the second to store a tile finds it there.
 */
export async function appendTiles(source: TreeSource, stopping?: AbortSignal): Promise<number> {
  let stored = 0;
  for (let storey = 0; ; storey += 1) {
    let [next, available] = await room(source, storey);
    while (next < available && !stopping?.aborted) {
      const tiles = await fullTiles(source, storey, next, Math.min(available, next + atOnce));
      await store(source, storey, tiles);
      stored += tiles.length;
      next += tiles.length;
    }
    if (available === 0 || stopping?.aborted) return stored;
  }
}

/** The first tile of a storey that isn't stored, and how many the storey could have. */
async function room(source: TreeSource, storey: number): Promise<[next: number, available: number]> {
  const below =
    storey === 0 ? "select last_seq from ledger_tail" : `select max(index) + 1 from ledger_tile where level = $1 - 1`;
  const [row] = await source.query<{ next: number; nodes: number }>(
    `select coalesce((select max(index) + 1 from ledger_tile where level = $1::int4), 0) as next,
            coalesce((${below}), 0) as nodes`,
    [storey],
  );
  return [row?.next ?? 0, Math.floor((row?.nodes ?? 0) / tileWidth)];
}

/** The hashes of some tiles that can be made, in order. Throws where one isn't whole. */
async function fullTiles(source: TreeSource, storey: number, first: number, end: number): Promise<FullTile[]> {
  const [from, to] = [first * tileWidth, end * tileWidth];
  const rows =
    storey === 0
      ? await source.query<FullTile>(
          `select (seq - 1) / ${tileWidth} as index, string_agg(leaf_hash, ''::bytea order by seq) as hashes
             from ledger_entry where seq > $1::int8 and seq <= $2::int8 group by 1 order by 1`,
          [from, to],
        )
      : await source.query<FullTile>(
          `select index / ${tileWidth} as index, string_agg(root, ''::bytea order by index) as hashes
             from ledger_tile where level = $3::int4 - 1 and index >= $1::int8 and index < $2::int8 group by 1 order by 1`,
          [from, to, storey],
        );
  const whole = rows.every(({ index, hashes }, at) => index === first + at && hashes.length === tileWidth * hashLength);
  if (!whole || rows.length !== end - first) {
    throw new Error(`The ledger has a gap between the entries ${from + 1} and ${to} of storey ${storey}.`);
  }
  return rows;
}

async function store(source: TreeSource, storey: number, tiles: readonly FullTile[]): Promise<void> {
  await source.query(
    `insert into ledger_tile (level, index, hashes, root)
     select $1::int4, t.index, t.hashes, t.root from unnest($2::int8[], $3::bytea[], $4::bytea[]) t (index, hashes, root)
     on conflict do nothing`,
    [
      storey,
      tiles.map(({ index }) => index),
      tiles.map(({ hashes }) => hashes),
      tiles.map(({ hashes }) => rootOfTile(hashes)),
    ],
  );
}

function rootOfTile(hashes: Buffer): Uint8Array {
  const nodes = Array.from({ length: tileWidth }, (_, at) => hashes.subarray(at * hashLength, (at + 1) * hashLength));
  return rootOfFull(nodes);
}
