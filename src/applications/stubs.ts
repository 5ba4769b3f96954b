import { Field, ID, ObjectType } from "type-graphql";
import { keyed, Node } from "../graph/node.ts";

/** The earlier rooms' types as this room knows them: by their keys. */
@keyed
@ObjectType("Partner", { implements: Node })
export class PartnerStub extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  override id!: string;
}

@keyed
@ObjectType("Release", { implements: Node })
export class ReleaseStub extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  override id!: string;
}

@keyed
@ObjectType("Policy", { implements: Node })
export class PolicyStub extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  override id!: string;
}

@keyed
@ObjectType("Programme", { implements: Node })
export class ProgrammeStub extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  override id!: string;
}

@keyed
@ObjectType("Nomination", { implements: Node })
export class NominationStub extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  override id!: string;
}
