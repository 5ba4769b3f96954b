import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { Checkpoint, ConsistencyProof, InclusionProof } from "./proof-types.ts";
import { checkpoint, consistencyProof, inclusionProof } from "./proofs.ts";
import { SequenceNumber } from "./sequence-number.ts";

@Resolver()
export class ProofQueries {
  @Query(() => Checkpoint, {
    nullable: true,
    description: "The ledger's tree as it stands now, signed: of every entry that was recorded before you asked.",
  })
  checkpoint(@Ctx() context: Context) {
    return checkpoint(context);
  }

  @Query(() => InclusionProof, {
    nullable: true,
    description: "Proves that an entry is in the ledger's tree: hashes alone, for everyone.",
  })
  inclusionProof(
    @Arg("sequence", () => SequenceNumber, { description: "The entry's number: `sequence` of its Change." })
    sequence: number,
    @Arg("treeSize", () => SequenceNumber, {
      nullable: true,
      description: "The tree's size: of the checkpoint that you have. Left out: every entry that there is.",
    })
    treeSize: number | null | undefined,
    @Ctx() context: Context,
  ) {
    return inclusionProof(context, sequence, treeSize);
  }

  @Query(() => ConsistencyProof, {
    nullable: true,
    description: "Proves that the ledger's tree begins with an earlier one: that nothing was changed since.",
  })
  consistencyProof(
    @Arg("fromSize", () => SequenceNumber, { description: "The earlier tree's size: of the checkpoint that you kept." })
    fromSize: number,
    @Arg("toSize", () => SequenceNumber, {
      nullable: true,
      description: "The later tree's size. Left out: every entry that there is.",
    })
    toSize: number | null | undefined,
    @Ctx() context: Context,
  ) {
    return consistencyProof(context, fromSize, toSize);
  }
}
