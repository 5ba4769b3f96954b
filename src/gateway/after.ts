import { type DocumentNode, type FieldNode, Kind, type OperationDefinitionNode, type ValueNode, visit } from "graphql";

/** The argument that says from where a subscription goes on. */
const argument = "after";

const valueIn = (field: FieldNode): ValueNode | null =>
  field.arguments?.find(({ name }) => name.value === argument)?.value ?? null;

/** The one field that an operation names itself; of several, which `@skip` may leave one of, none. */
const rootField = ({ selectionSet: { selections } }: OperationDefinitionNode): FieldNode | null =>
  selections.length === 1 && selections[0]?.kind === Kind.FIELD ? selections[0] : null;

/**
 * The document with its subscription going on behind a cursor, or from now on where that is null. Expects an operation
 * that names its root field itself, and not within a fragment; gives the document as it is otherwise.
 */
export function openedBehind(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  cursor: string | null,
): DocumentNode {
  const field = rootField(operation);
  if (!field) return document;
  const others = (field.arguments ?? []).filter(({ name }) => name.value !== argument);
  const after = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: argument },
    value: { kind: Kind.STRING, value: cursor ?? "" },
  } as const;
  const opened: FieldNode = { ...field, arguments: cursor === null ? others : [...others, after] };
  const changed = { ...operation, selectionSet: { ...operation.selectionSet, selections: [opened] } };
  return { ...document, definitions: document.definitions.map((node) => (node === operation ? changed : node)) };
}

/** Where an operation says from where it goes on: in one variable that says nothing else, or nowhere. */
export type SaidWhere = { readonly variable: string | null };

/** Where an operation says from where it goes on; null where it does so in its own text, or can't be told. */
export function saysWhere(document: DocumentNode, operation: OperationDefinitionNode): SaidWhere | null {
  const field = rootField(operation);
  if (!field) return null;
  const value = valueIn(field);
  if (value === null) return { variable: null };
  if (value.kind !== Kind.VARIABLE) return null;
  const variable = value.name.value;
  let uses = 0;
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => {
      if (name.value === variable) uses += 1;
    },
  });
  return uses === 1 ? { variable } : null;
}
