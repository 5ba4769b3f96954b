import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isScalarType,
  Kind,
  type OperationDefinitionNode,
} from "graphql";
import { refused } from "./error-codes.ts";

/**
 * The document with its subscription going on behind a cursor: what `Last-Event-ID` asks for, whose sender can't change
 * the operation that it began with. Throws BAD_USER_INPUT for no cursor, BAD_REQUEST where nothing here resumes.
 */
export function resumedAfter(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  cursor: string,
): DocumentNode {
  const [field] = operation.selectionSet.selections;
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  if (field?.kind !== Kind.FIELD || !fields[field.name.value]?.args.some(({ name }) => name === "after")) {
    throw refused(
      "BAD_REQUEST",
      "Only a subscription with `after`, named in the operation itself, goes on from a cursor.",
    );
  }
  const type = schema.getType("Cursor");
  if (isScalarType(type)) type.parseValue(cursor);
  const others = (field.arguments ?? []).filter(({ name }) => name.value !== "after");
  const after = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: "after" },
    value: { kind: Kind.STRING, value: cursor },
  } as const;
  const resumed: FieldNode = { ...field, arguments: [...others, after] };
  const changed = { ...operation, selectionSet: { ...operation.selectionSet, selections: [resumed] } };
  return { ...document, definitions: document.definitions.map((node) => (node === operation ? changed : node)) };
}
