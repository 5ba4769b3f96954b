import { Field, ID, ObjectType } from "type-graphql";
import { keyed, Node } from "../graph/node.ts";

/** The earlier room's types as this room knows them: by their keys. */
@keyed
@ObjectType("Programme", { implements: Node })
export class ProgrammeStub extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  override id!: string;
}

@keyed
@ObjectType("Enrolment", { implements: Node })
export class EnrolmentStub extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  override id!: string;
}
