import { hash } from "node:crypto";

/** How many bytes a hash has. */
export const hashLength = 32;

/** The RFC 6962 hash of a Merkle tree's leaf: SHA-256 over a zero byte and the leaf. */
export const leafHash = (leaf: string): Buffer => hash("sha256", `\0${leaf}`, "buffer");

/** The RFC 6962 hash of an inner node: SHA-256 over a one byte and the hashes of its children. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const node = Buffer.allocUnsafe(1 + 2 * hashLength);
  node[0] = 1;
  node.set(left, 1);
  node.set(right, 1 + hashLength);
  return hash("sha256", node, "buffer");
}

/** The root of the tree without leaves: SHA-256 of nothing. */
export const emptyRoot: Buffer = hash("sha256", "", "buffer");
