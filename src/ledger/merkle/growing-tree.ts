import { emptyRoot, nodeHash } from "./hashes.ts";

/** The root above some nodes of one height, or of a falling one, from left to right. The empty tree's for none. */
export function rootAbove(nodes: readonly Uint8Array[]): Uint8Array {
  let root = nodes.at(-1) ?? emptyRoot;
  for (let at = nodes.length - 2; at >= 0; at -= 1) root = nodeHash(nodes[at] as Uint8Array, root);
  return root;
}

/** The root of a full subtree above its 2^n nodes. */
export function rootOfFull(nodes: readonly Uint8Array[]): Uint8Array {
  let row = nodes;
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < row.length; at += 2) above.push(nodeHash(row[at] as Uint8Array, row[at + 1] as Uint8Array));
    row = above;
  }
  return row[0] as Uint8Array;
}

/** A tree that leaves are added to, which keeps no more than its right edge: memory grows with the logarithm of its size. */
export class GrowingTree {
  /** The roots of the full subtrees, the largest first: as many as the size has ones in binary. */
  readonly #edge: Uint8Array[];
  #size: number;

  /** Goes on from a size, with the roots of its full subtrees, the largest first; empty unless told. */
  constructor(size = 0, edge: readonly Uint8Array[] = []) {
    this.#size = size;
    this.#edge = [...edge];
  }

  get size(): number {
    return this.#size;
  }

  /** Adds a leaf by its hash. */
  add(leaf: Uint8Array): void {
    let node = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      node = nodeHash(this.#edge.pop() as Uint8Array, node);
    }
    this.#edge.push(node);
    this.#size += 1;
  }

  /** The root now. */
  root(): Uint8Array {
    return rootAbove(this.#edge);
  }
}
