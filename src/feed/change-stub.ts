import { Field, ID, ObjectType } from "type-graphql";
import { keyed, Node } from "../graph/node.ts";

/** A ledger entry as every other room knows it: by its key. */
@keyed
@ObjectType("Change", { implements: Node })
export class ChangeStub extends Node {
  @Field(() => ID) override id!: string;
}
