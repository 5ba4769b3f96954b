import { GraphQLError } from "graphql";
import { sql } from "../../graph/sql.ts";
import { rootAbove, rootOfFull } from "../merkle/growing-tree.ts";
import { hashLength } from "../merkle/hashes.ts";
import { type FullSubtree, fullSubtrees, type Leaves } from "../merkle/paths.ts";
import { type TileNodes, type TreeSource, tileLevels, tileOf, tileWidth } from "./tile.ts";

/** How many full tiles that aren't stored yet are put together for one answer; beyond, the tree is still being built. */
const mostMissing = 64;

/** Where the nodes of a full subtree stand that are stored: beside each other, in one tile. */
function nodesOf({ level, index }: FullSubtree): TileNodes {
  const storey = Math.floor(level / tileLevels);
  const width = 2 ** (level - storey * tileLevels);
  return { storey, first: index * width, end: (index + 1) * width };
}

/** The whole numbers from the first up to, and without, the last. */
const from = (first: number, end: number): number[] => Array.from({ length: end - first }, (_, at) => first + at);

const nodeKey = (storey: number, node: number): string => `${storey} ${node}`;

/**
 * Reads hashes of the tree above the ledger's entries. What isn't a full tile yet is read from the tile's parts: leaves
 * from the entries themselves, the nodes above from the roots of full tiles. So the work for a node grows with the
 * number of storeys alone, the logarithm of the ledger's length to the base of 256.
 */
export class TreeReader {
  readonly #source: TreeSource;

  constructor(source: TreeSource) {
    this.#source = source;
  }

  /** How many entries the ledger has now. */
  async size(): Promise<number> {
    const [tail] = await this.#source.query<{ size: number }>("select last_seq as size from ledger_tail");
    return tail?.size ?? 0;
  }

  /** The root of the tree at a size that the ledger has reached. */
  async root(size: number): Promise<Uint8Array> {
    return rootAbove(await this.edge(size));
  }

  /** The roots of the full subtrees at a size, the largest first: what a growing tree goes on from. */
  edge(size: number): Promise<Uint8Array[]> {
    return this.#subtreeRoots(fullSubtrees({ start: 0, end: size }));
  }

  /** The hash of each node, named by the leaves below it: of a proof's path. */
  async hashes(path: readonly Leaves[]): Promise<Uint8Array[]> {
    const parts = path.map(fullSubtrees);
    const roots = await this.#subtreeRoots(parts.flat());
    let at = 0;
    return parts.map(({ length }) => {
      at += length;
      return rootAbove(roots.slice(at - length, at));
    });
  }

  async #subtreeRoots(subtrees: readonly FullSubtree[]): Promise<Uint8Array[]> {
    const wanted = subtrees.map(nodesOf);
    const known = new Map<string, Uint8Array>();
    await this.#load(wanted, known);
    return wanted.map(({ storey, first, end }) => {
      const nodes: Uint8Array[] = [];
      for (let node = first; node < end; node += 1) nodes.push(known.get(nodeKey(storey, node)) as Uint8Array);
      return rootOfFull(nodes);
    });
  }

  async #load(wanted: readonly TileNodes[], known: Map<string, Uint8Array>): Promise<void> {
    if (wanted.length === 0) return;
    const stored = await this.#storedTiles(wanted);
    const parts: TileNodes[] = [];
    for (const nodes of wanted) {
      const tile = stored.get(nodeKey(nodes.storey, tileOf(nodes.first)));
      if (tile) take(tile, nodes, known);
      else parts.push(nodes);
    }
    await Promise.all([
      this.#loadLeaves(
        parts.filter(({ storey }) => storey === 0),
        known,
      ),
      this.#loadRoots(
        parts.filter(({ storey }) => storey > 0),
        known,
      ),
    ]);
  }

  async #storedTiles(wanted: readonly TileNodes[]): Promise<Map<string, Buffer>> {
    const tiles = new Map(wanted.map(({ storey, first }) => [nodeKey(storey, tileOf(first)), [storey, tileOf(first)]]));
    const { text, values } = sql`select t.level, t.index, t.hashes
      from unnest(${[...tiles.values()].map(([storey]) => storey)}::int4[],
                  ${[...tiles.values()].map(([, index]) => index)}::int8[]) w (level, index)
      join ledger_tile t on t.level = w.level and t.index = w.index`;
    const rows = await this.#source.query<{ level: number; index: number; hashes: Buffer }>(text, values);
    return new Map(rows.map(({ level, index, hashes }) => [nodeKey(level, index), hashes]));
  }

  async #loadLeaves(wanted: readonly TileNodes[], known: Map<string, Uint8Array>): Promise<void> {
    if (wanted.length === 0) return;
    // By each number: of a range PostgreSQL doesn't know that it is short, and reads the table.
    const numbers = wanted.flatMap(({ first, end }) => from(first + 1, end + 1));
    const { text, values } =
      sql`select e.seq, e.leaf_hash as hash from ledger_entry e where e.seq = any(${numbers}::int8[])`;
    const rows = await this.#source.query<{ seq: number; hash: Buffer }>(text, values);
    for (const { seq, hash } of rows) known.set(nodeKey(0, seq - 1), hash);
    const lost = missingOf(wanted, known)[0];
    if (lost !== undefined) throw new Error(`The ledger has no entry ${lost.node + 1}, and later ones.`);
  }

  async #loadRoots(wanted: readonly TileNodes[], known: Map<string, Uint8Array>): Promise<void> {
    if (wanted.length === 0) return;
    const tiles = wanted.flatMap(({ storey, first, end }) =>
      from(first, end).map((index) => [storey - 1, index] as const),
    );
    const { text, values } = sql`select t.level, t.index, t.root
      from unnest(${tiles.map(([level]) => level)}::int4[], ${tiles.map(([, index]) => index)}::int8[]) w (level, index)
      join ledger_tile t on t.level = w.level and t.index = w.index`;
    const rows = await this.#source.query<{ level: number; index: number; root: Buffer }>(text, values);
    for (const { level, index, root } of rows) known.set(nodeKey(level + 1, index), root);
    await this.#compute(missingOf(wanted, known), known);
  }

  /** Puts together what has been appended since tiles were last stored. */
  async #compute(missing: readonly Missing[], known: Map<string, Uint8Array>): Promise<void> {
    if (missing.length > mostMissing) throw beingBuilt();
    const below = missing.map(({ storey, node }) => ({
      storey: storey - 1,
      first: node * tileWidth,
      end: (node + 1) * tileWidth,
    }));
    await this.#load(below, known);
    for (const [at, { storey, first, end }] of below.entries()) {
      const nodes: Uint8Array[] = [];
      for (let node = first; node < end; node += 1) nodes.push(known.get(nodeKey(storey, node)) as Uint8Array);
      const { node } = missing[at] as Missing;
      known.set(nodeKey(storey + 1, node), rootOfFull(nodes));
    }
  }
}

interface Missing {
  readonly storey: number;
  readonly node: number;
}

function missingOf(wanted: readonly TileNodes[], known: ReadonlyMap<string, Uint8Array>): Missing[] {
  const missing: Missing[] = [];
  for (const { storey, first, end } of wanted) {
    for (let node = first; node < end; node += 1) if (!known.has(nodeKey(storey, node))) missing.push({ storey, node });
  }
  return missing;
}

function take(tile: Buffer, { storey, first, end }: TileNodes, known: Map<string, Uint8Array>): void {
  for (let node = first; node < end; node += 1) {
    const at = (node % tileWidth) * hashLength;
    known.set(nodeKey(storey, node), tile.subarray(at, at + hashLength));
  }
}

const beingBuilt = (): GraphQLError =>
  new GraphQLError("The tree above the ledger's entries is still being built. Ask again shortly.", {
    extensions: { code: "SERVICE_UNAVAILABLE", retryAfterSeconds: 5 },
  });
