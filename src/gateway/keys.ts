import {
  type ConstDirectiveNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from "graphql";

/** The federation directives of one name on a type or field. */
export function directivesNamed(
  element: { readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] } | null },
  name: string,
): readonly ConstDirectiveNode[] {
  return element.astNode?.directives?.filter((directive) => directive.name.value === name) ?? [];
}

/** A directive's string argument, or null. */
export function stringArgument(directive: ConstDirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}

/** The selection that a `fields` argument of `@key` or `@requires` writes. Throws for one that doesn't parse. */
export function fieldSet(fields: string): SelectionSetNode {
  const definition = parse(`{ ${fields} }`, { noLocation: true }).definitions[0]!;
  if (definition.kind !== Kind.OPERATION_DEFINITION) throw new Error(`"${fields}" is not a set of fields.`);
  return definition.selectionSet;
}

/** The fields of a selection, which must have nothing but fields. */
export function fieldsOf(selection: SelectionSetNode): readonly FieldNode[] {
  return selection.selections.map((field) => {
    if (field.kind !== Kind.FIELD || field.alias) throw new Error("A set of fields may hold nothing but plain fields.");
    return field;
  });
}

/** The keys of an entity type as its subgraph declares them, each a list of field names; empty where it is no entity. */
function keysOf(type: GraphQLObjectType): readonly (readonly string[])[] {
  return directivesNamed(type, "key").map((key) =>
    fieldsOf(fieldSet(stringArgument(key, "fields") ?? "")).map((field) => {
      if (field.selectionSet) throw new Error(`The key of ${type.name} is nested: a key's fields must be leaves.`);
      return field.name.value;
    }),
  );
}

/** The entity types of a subgraph's schema with their keys. */
export function entitiesOf(schema: GraphQLSchema): ReadonlyMap<string, readonly (readonly string[])[]> {
  const entities = new Map<string, readonly (readonly string[])[]>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    const keys = keysOf(type);
    if (keys.length > 0) entities.set(type.name, keys);
  }
  return entities;
}

/** What a field's `@requires` names, as plain fields. */
export function requiredFields(field: GraphQLField<unknown, unknown>): readonly FieldNode[] {
  return directivesNamed(field, "requires").flatMap((directive) =>
    fieldsOf(fieldSet(stringArgument(directive, "fields") ?? "")),
  );
}
