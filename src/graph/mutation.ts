import { type ClassType, Field, InputType, ObjectType } from "type-graphql";
import { Key } from "./bounds.ts";
import { Refusal } from "./refusal.ts";

/** The key that every mutation's input carries, for the field of that name. */
export const IdempotencyKey = (): PropertyDecorator => (target, property) => {
  Field(() => String, {
    description:
      "Of your choosing, 8 to 100 printable ASCII characters, a fresh one for each new change. The same key with the same input gives the first result again.",
  })(target, property as string);
  Key()(target, property);
};

/** What every mutation's input carries. */
@InputType()
export abstract class MutationInput {
  @IdempotencyKey()
  idempotencyKey!: string;
}

/** What every mutation answers with. */
@ObjectType()
export abstract class Payload {
  @Field(() => [Refusal], { description: "Why nothing was done; empty when it was." })
  refusals!: readonly Refusal[];
}

/**
 * The payload type of a mutation, `<Mutation>Payload`: its refusals, and each changed object, nullable, as it stands
 * after the change. The mutation's resolver gives the objects; one of another subgraph is given as its stub.
 */
export function payloadOf(
  mutation: string,
  objects: Readonly<Record<string, () => ClassType<object>>>,
): ClassType<Payload> {
  class MutationPayload extends Payload {}
  for (const [name, type] of Object.entries(objects)) {
    const description = `The ${name} as it stands now; null when refused.`;
    Field(() => type(), { nullable: true, description })(MutationPayload.prototype, name);
  }
  const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Payload`;
  ObjectType(name, { description: `What ${mutation} answers with.` })(MutationPayload);
  return MutationPayload;
}

/** The description of every mutation's only argument. */
export const inputArg = { description: "What to do, with the idempotency key." } as const;
