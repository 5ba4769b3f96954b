/** The leaves from `start` up to, and without, `end`, counted from 0: those below one node of a tree. */
export interface Leaves {
  readonly start: number;
  readonly end: number;
}

/** A subtree that is full: 2^`level` leaves from `index` * 2^`level` on. Level 0 are the leaves themselves. */
export interface FullSubtree {
  readonly level: number;
  readonly index: number;
}

/** The largest power of two below a size of at least 2: as many leaves stand left of its root. */
function split(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/**
 * The nodes whose hashes prove that a leaf is in the tree of that size, lowest first: RFC 9162's PATH(m, D_n), named by
 * the leaves below them. Throws a RangeError for a leaf that the tree doesn't have.
 */
export function inclusionPath(leaf: number, size: number): Leaves[] {
  if (!(Number.isSafeInteger(leaf) && leaf >= 0 && leaf < size)) {
    throw new RangeError(`A tree of ${size} has no leaf ${leaf}.`);
  }
  const path: Leaves[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + split(end - start);
    path.push(leaf < middle ? { start: middle, end } : { start, end: middle });
    if (leaf < middle) end = middle;
    else start = middle;
  }
  return path.reverse();
}

/**
 * The nodes whose hashes prove that the tree of size `to` goes on from the one of size `from`, lowest first: RFC 9162's
 * PROOF(m, D_n), named by the leaves below them; none where the sizes are equal. Throws a RangeError unless
 * 0 < from <= to.
 */
export function consistencyPath(from: number, to: number): Leaves[] {
  if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from > 0 && from <= to)) {
    throw new RangeError(`A tree of ${to} doesn't go on from one of ${from}.`);
  }
  const path: Leaves[] = [];
  let start = 0;
  let end = to;
  while (end !== from) {
    const middle = start + split(end - start);
    path.push(from <= middle ? { start: middle, end } : { start, end: middle });
    if (from <= middle) end = middle;
    else start = middle;
  }
  // The earlier tree is a subtree of the later one: whoever verifies has its root.
  if (start > 0) path.push({ start, end });
  return path.reverse();
}

/** The full subtrees that make up some leaves below one node, from left to right, each smaller than the one before. */
export function fullSubtrees({ start, end }: Leaves): FullSubtree[] {
  const subtrees: FullSubtree[] = [];
  for (let at = start; at < end; ) {
    let level = 0;
    while (2 ** (level + 1) <= end - at) level += 1;
    subtrees.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return subtrees;
}
