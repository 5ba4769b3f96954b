import { Directive, Field, ID, InterfaceType } from "type-graphql";

/** What has a global id: the Relay object identification interface. */
@InterfaceType("Node", {
  description: "An object with a global id, which `node(id:)` finds again.",
  autoRegisterImplementations: false,
  resolveType: (value: { __typename?: string }) => value.__typename,
})
export abstract class Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  id!: string;
}

/** The directive that makes a type an entity found by its id from any subgraph. */
export const keyed = Directive('@key(fields: "id")');

/** An entity of another subgraph: its type and its key, completed by the subgraph that owns it. */
export interface Stub {
  readonly __typename: string;
  readonly id: string;
}

/** The stub of an entity, or null for none. */
export const stub = (type: string, id: string | null | undefined): Stub | null =>
  id == null ? null : { __typename: type, id };
