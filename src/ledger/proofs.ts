import { GraphQLError } from "graphql";
import type { Context } from "../context.ts";
import { consistencyPath, inclusionPath } from "./merkle/paths.ts";
import type { Checkpoint, ConsistencyProof, InclusionProof } from "./proof-types.ts";
import { signHead } from "./tree/checkpoints.ts";
import { TreeReader } from "./tree/tree-reader.ts";

const hex = (hash: Uint8Array): string => Buffer.from(hash).toString("hex");

/** Signs the tree above every entry that there is now. Throws NOT_CONFIGURED where no key signs. */
export async function checkpoint({ services }: Context): Promise<Checkpoint> {
  const keys = services.ledgerKeys;
  if (!keys) throw unsigned();
  const { size, root, note } = await signHead(services.database, keys);
  const verifierKeys = keys.known.map(({ verifier }) => verifier);
  return { origin: keys.signing.name, treeSize: size, rootHash: hex(root), note, verifierKeys };
}

const unsigned = (): GraphQLError =>
  new GraphQLError(
    "This graph signs no checkpoints: its operator sets LEDGER_ORIGIN and LEDGER_SIGNING_KEY. Proofs are given without.",
    { extensions: { code: "NOT_CONFIGURED" } },
  );

/** Proves that the entry of that number is in the tree of that size, or of every entry. Throws BAD_USER_INPUT. */
export async function inclusionProof(
  { services }: Context,
  sequence: number,
  askedSize: number | null | undefined,
): Promise<InclusionProof> {
  const reader = new TreeReader(services.database);
  const treeSize = await sizeWithin(reader, askedSize, "treeSize");
  if (sequence < 1 || sequence > treeSize) {
    throw badInput(`The tree of ${treeSize} entries has none with the number ${sequence}.`, "sequence");
  }
  const leaf = { start: sequence - 1, end: sequence };
  const path = inclusionPath(leaf.start, treeSize);
  const [rootHash, [leafHash, ...hashes]] = await Promise.all([reader.root(treeSize), reader.hashes([leaf, ...path])]);
  return {
    sequence,
    leafHash: hex(leafHash as Uint8Array),
    treeSize,
    rootHash: hex(rootHash),
    hashes: hashes.map(hex),
  };
}

/** Proves that the tree of one size, or of every entry, begins with the one of an earlier size. Throws BAD_USER_INPUT. */
export async function consistencyProof(
  { services }: Context,
  fromSize: number,
  askedSize: number | null | undefined,
): Promise<ConsistencyProof> {
  const reader = new TreeReader(services.database);
  const toSize = await sizeWithin(reader, askedSize, "toSize");
  if (fromSize < 1 || fromSize > toSize) {
    throw badInput(
      `A proof goes from a size of 1 or more to the same or a larger one, not from ${fromSize} to ${toSize}.`,
      "fromSize",
    );
  }
  const [fromRoot, toRoot, hashes] = await Promise.all([
    reader.root(fromSize),
    reader.root(toSize),
    reader.hashes(consistencyPath(fromSize, toSize)),
  ]);
  return { fromSize, fromRootHash: hex(fromRoot), toSize, toRootHash: hex(toRoot), hashes: hashes.map(hex) };
}

async function sizeWithin(reader: TreeReader, asked: number | null | undefined, argument: string): Promise<number> {
  const size = await reader.size();
  if (asked == null || asked <= size) return asked ?? size;
  throw badInput(
    `The ledger has ${size} entries, not ${asked}. Give a size that it has reached, or leave it out.`,
    argument,
  );
}

const badInput = (message: string, argument: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT", field: [argument] } });
