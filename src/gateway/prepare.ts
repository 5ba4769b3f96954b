import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema, getVariableValues } from "graphql";
import { conditionKey, decided, type Operation, operationOf, writtenOut } from "./operation.ts";
import { Recent } from "./recent.ts";
import { tooLargeError } from "./steps.ts";

/** One operation to run. `rootValue` is a subscription's event; it has no use elsewhere. */
export interface ExecutionRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly context: unknown;
  readonly rootValue?: unknown;
}

export interface PreparationOptions {
  /** How many documents are remembered; 1,000 unless told. */
  readonly cacheSize?: number;
  /** How many selections an operation may have, fragments written out; 5,000 unless told. */
  readonly selectionLimit?: number;
}

/** An operation ready to run with these variables, or the answer to one that can't run. */
export type Prepared<Variant> =
  | { readonly refusal: ExecutionResult }
  | { readonly refusal: null; readonly variant: Variant; readonly variables: Readonly<Record<string, unknown>> };

interface Known<Variant extends object> {
  /** Null where the document has no such operation. */
  readonly operation: Operation | null;
  readonly tooLarge: boolean;
  /** By what `@skip` and `@include` decide. */
  readonly variants: Recent<string, Variant>;
}

const operationsOfOneDocument = 16;
const variantsOfOneOperation = 16;

/**
 * Prepares operations: finds the one that is meant, refuses one that is too large, coerces its variables, and remembers
 * what `make` made of it with its `@skip` and `@include` decided.
 */
export function preparer<Variant extends object>(
  schema: GraphQLSchema,
  { cacheSize = 1_000, selectionLimit = 5_000 }: PreparationOptions,
  make: (operation: Operation) => Variant,
): (request: Omit<ExecutionRequest, "context">) => Prepared<Variant> {
  const documents = new Recent<DocumentNode, Recent<string, Known<Variant>>>(cacheSize);
  const knownOf = (document: DocumentNode, name: string): Known<Variant> =>
    documents
      .remember(document, () => new Recent(operationsOfOneDocument))
      .remember(name, () => {
        const operation = operationOf(document, name);
        const tooLarge = operation !== null && writtenOut(operation, selectionLimit) > selectionLimit;
        return { operation, tooLarge, variants: new Recent(variantsOfOneOperation) };
      });

  return ({ document, operationName, variables }) => {
    const { operation, tooLarge, variants } = knownOf(document, operationName ?? "");
    if (!operation) return { refusal: execute({ schema, document, operationName }) as ExecutionResult };
    if (tooLarge) return { refusal: { errors: [tooLargeError(selectionLimit)] } };
    const definitions = operation.operation.variableDefinitions ?? [];
    const { coerced, errors } = getVariableValues(schema, definitions, variables ?? {}, { maxErrors: 50 });
    if (errors) return { refusal: { errors } };
    const variant = variants.remember(conditionKey(operation, coerced), () => make(decided(operation, coerced)));
    return { refusal: null, variant, variables: coerced };
  };
}
