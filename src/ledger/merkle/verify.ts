import { nodeHash } from "./hashes.ts";

/** That a leaf is in a tree. */
export interface Inclusion {
  /** Which leaf, from 0. */
  readonly leaf: number;
  readonly leafHash: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
  readonly hashes: readonly Uint8Array[];
}

/** That a tree goes on from an earlier one. */
export interface Consistency {
  readonly from: number;
  readonly fromRoot: Uint8Array;
  readonly to: number;
  readonly root: Uint8Array;
  readonly hashes: readonly Uint8Array[];
}

/** Whether a proof shows that the leaf is in the tree: RFC 9162, section 2.1.3.2. */
export function includes({ leaf, leafHash, size, root, hashes }: Inclusion): boolean {
  if (!(Number.isSafeInteger(leaf) && leaf >= 0 && leaf < size)) return false;
  let node = leaf;
  let last = size - 1;
  let hash = leafHash;
  for (const sibling of hashes) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && equal(hash, root);
}

/** Whether a proof shows that the later tree begins with all of the earlier one: RFC 9162, section 2.1.4.2. */
export function goesOnFrom({ from, fromRoot, to, root, hashes }: Consistency): boolean {
  if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from > 0 && from <= to)) return false;
  if (from === to) return hashes.length === 0 && equal(fromRoot, root);
  const path = isPowerOfTwo(from) ? [fromRoot, ...hashes] : hashes;
  const [first, ...rest] = path;
  if (first === undefined || hashes.length === 0) return false;
  let node = from - 1;
  let last = to - 1;
  while (isOdd(node)) {
    node = half(node);
    last = half(last);
  }
  let earlier = first;
  let later = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      earlier = nodeHash(sibling, earlier);
      later = nodeHash(sibling, later);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      later = nodeHash(later, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && equal(earlier, fromRoot) && equal(later, root);
}

// Sizes go past 2^31, where JavaScript's bit operators end.
const isOdd = (number: number): boolean => number % 2 === 1;
const half = (number: number): number => Math.floor(number / 2);

function isPowerOfTwo(number: number): boolean {
  let rest = number;
  while (rest % 2 === 0) rest /= 2;
  return rest === 1;
}

const equal = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
