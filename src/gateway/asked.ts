import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { Asked, Use } from "../graph/asked.ts";
import type { Entity } from "./graph-map.ts";
import { requiredFields } from "./keys.ts";
import { documentOf, type Operation } from "./operation.ts";
import type { Subgraph } from "./subgraph.ts";

type Field = GraphQLField<unknown, unknown>;

/** What an operation needs of the objects of each type, whatever way it comes to them. */
export function askedOf(schema: GraphQLSchema, operation: Operation): Asked {
  const asked = new Map<string, Map<string, Use> | null>();
  const note = (type: GraphQLObjectType, name: string): void => {
    const known = asked.get(type.name);
    const field = type.getFields()[name];
    if (known === null || !field) return;
    const properties = readBy(field);
    if (properties === null) return void asked.set(type.name, null);
    const uses = known ?? new Map<string, Use>();
    for (const property of properties) uses.set(property, "read");
    if (!field.resolve && !uses.has(name)) uses.set(name, "shown");
    asked.set(type.name, uses);
  };
  const types = new TypeInfo(schema);
  visit(
    documentOf(operation),
    visitWithTypeInfo(types, {
      Field({ name }) {
        const parent = types.getParentType();
        if (isObjectType(parent)) note(parent, name.value);
        else if (isAbstractType(parent)) for (const type of schema.getPossibleTypes(parent)) note(type, name.value);
      },
    }),
  );
  return asked;
}

/** The properties that a field's resolver reads; none where it has no resolver, null where it doesn't say. */
function readBy({ resolve, extensions }: Field): readonly string[] | null {
  const { reads } = extensions as { readonly reads?: readonly string[] };
  return reads ?? (resolve ? null : []);
}

/**
 * The extensions of a linked field: with what is read of its object, which in another subgraph than the owner's is the key
 * and what the field requires.
 */
export function withReads(entity: Entity, subgraph: Subgraph, field: Field): Field["extensions"] {
  const { reads: _, ...others } = field.extensions;
  const reads = subgraph === entity.owner ? ownReads(field) : foreignReads(entity, subgraph, field);
  return reads === null ? others : { ...others, reads };
}

const ownReads = (field: Field): readonly string[] | null => (field.resolve ? readBy(field) : [field.name]);

function foreignReads(entity: Entity, subgraph: Subgraph, field: Field): readonly string[] | null {
  const own = entity.owner.schema.getType(entity.type) as GraphQLObjectType;
  const names = [...entity.keyIn.get(subgraph)!, ...requiredFields(field).map(({ name }) => name.value)];
  const properties = names.map((name) => ownReads(own.getFields()[name]!));
  return properties.includes(null) ? null : properties.flatMap((each) => each!);
}
