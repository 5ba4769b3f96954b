import { createHash } from "node:crypto";

// RFC 9162, sections 2.1.1, 2.1.3.1 and 2.1.4.1, word for word and as slow as they read: what the tree's code is held against.

const sha256 = (...parts: Uint8Array[]): Buffer => createHash("sha256").update(Buffer.concat(parts)).digest();

/** The largest power of two below n. */
const k = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1);

/** MTH(D_n), over leaves that are hashed already. */
export function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const n = leaves.length;
  if (n === 0) return sha256();
  if (n === 1) return leaves[0] as Uint8Array;
  return sha256(Uint8Array.of(1), naiveRoot(leaves.slice(0, k(n))), naiveRoot(leaves.slice(k(n))));
}

/** PATH(m, D_n). */
export function naivePath(m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  const n = leaves.length;
  if (n === 1) return [];
  const left = leaves.slice(0, k(n));
  const right = leaves.slice(k(n));
  return m < k(n) ? [...naivePath(m, left), naiveRoot(right)] : [...naivePath(m - k(n), right), naiveRoot(left)];
}

/** PROOF(m, D_n). */
export const naiveProof = (m: number, leaves: readonly Uint8Array[]): Uint8Array[] => subproof(m, leaves, true);

function subproof(m: number, leaves: readonly Uint8Array[], whole: boolean): Uint8Array[] {
  const n = leaves.length;
  if (m === n) return whole ? [] : [naiveRoot(leaves)];
  const left = leaves.slice(0, k(n));
  const right = leaves.slice(k(n));
  return m <= k(n)
    ? [...subproof(m, left, whole), naiveRoot(right)]
    : [...subproof(m - k(n), right, false), naiveRoot(left)];
}
