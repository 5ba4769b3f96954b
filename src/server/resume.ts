import { type DocumentNode, type GraphQLSchema, isScalarType, Kind, type OperationDefinitionNode } from "graphql";
import { openedBehind } from "../gateway/after.ts";
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
  const [field, another] = operation.selectionSet.selections;
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  if (another || field?.kind !== Kind.FIELD || !fields[field.name.value]?.args.some(({ name }) => name === "after")) {
    throw refused(
      "BAD_REQUEST",
      "Only a subscription with `after`, named in the operation itself, goes on from a cursor.",
    );
  }
  const type = schema.getType("Cursor");
  if (isScalarType(type)) type.parseValue(cursor);
  return openedBehind(document, operation, cursor);
}
