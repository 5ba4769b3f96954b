import { Field, ObjectType } from "type-graphql";
import { SequenceNumber } from "./sequence-number.ts";

@ObjectType({
  simpleResolvers: true,
  description: "The ledger's tree as it stands, under a signature: whoever keeps it can prove later what was in it.",
})
export class Checkpoint {
  @Field(() => String, { description: "Which ledger it is of: the first line of `note`, and the name of its keys." })
  origin!: string;

  @Field(() => SequenceNumber, { description: "How many entries the tree is of: all from 1 to this number." })
  treeSize!: number;

  @Field(() => String, { description: "The hash at the tree's root (RFC 9162): SHA-256 in hex." })
  rootHash!: string;

  @Field(() => String, {
    description:
      "The checkpoint itself, to keep: C2SP's tlog-checkpoint, which is a signed note with an Ed25519 signature.",
  })
  note!: string;

  @Field(() => [String], {
    description:
      "The keys that have signed this ledger's checkpoints, the present one first, as C2SP's signed-note writes them. Trust those that you were given by another way.",
  })
  verifierKeys!: readonly string[];
}

@ObjectType({ simpleResolvers: true, description: "Proves that an entry is in the ledger's tree (RFC 9162, 2.1.3)." })
export class InclusionProof {
  @Field(() => SequenceNumber, {
    description: "The entry's number. In the tree it is the leaf of this number less one.",
  })
  sequence!: number;

  @Field(() => String, { description: "The entry's hash as a leaf, SHA-256 in hex: `leafHash` of its Change." })
  leafHash!: string;

  @Field(() => SequenceNumber, { description: "How many entries the tree is of." })
  treeSize!: number;

  @Field(() => String, { description: "The hash at the tree's root, in hex: as the checkpoint of this size has it." })
  rootHash!: string;

  @Field(() => [String], { description: "The hashes on the way to the root, lowest first, in hex." })
  hashes!: readonly string[];
}

@ObjectType({
  simpleResolvers: true,
  description: "Proves that the ledger's tree begins with an earlier one, unchanged (RFC 9162, 2.1.4).",
})
export class ConsistencyProof {
  @Field(() => SequenceNumber, { description: "How many entries the earlier tree is of." })
  fromSize!: number;

  @Field(() => String, { description: "The hash at the earlier tree's root, in hex." })
  fromRootHash!: string;

  @Field(() => SequenceNumber, { description: "How many entries the later tree is of." })
  toSize!: number;

  @Field(() => String, { description: "The hash at the later tree's root, in hex." })
  toRootHash!: string;

  @Field(() => [String], { description: "The hashes that lead from the one to the other, lowest first, in hex." })
  hashes!: readonly string[];
}
