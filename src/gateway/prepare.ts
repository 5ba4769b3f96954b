import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema } from "graphql";
import { conditionKey, decided, type Operation, operationOf } from "./operation.ts";
import { Recent } from "./recent.ts";
import { tooLargeError } from "./steps.ts";
import { coerceVariables } from "./variables.ts";
import { writtenOut } from "./written-out.ts";

/** One operation to run. `rootValue` is a subscription's event; it has no use elsewhere. */
export interface ExecutionRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly context: unknown;
  readonly rootValue?: unknown;
}

export interface PreparationOptions {
  /** How many selections the remembered operations may have together, written out; 25,000 unless told, about 50 MB. */
  readonly remembered?: number;
  /** How many selections an operation may have, written out; 2,000 unless told. */
  readonly selectionLimit?: number;
}

/** An operation ready to run with these variables, or the answer to one that can't run. */
export type Prepared<Variant> =
  | { readonly refusal: ExecutionResult }
  | { readonly refusal: null; readonly variant: Variant; readonly variables: Readonly<Record<string, unknown>> };

/** What is known of one operation of a document. */
interface Known {
  readonly operation: Operation;
  readonly tooLarge: boolean;
  /** Stands for the operation among what is remembered. */
  readonly key: number;
}

interface Remembered<Variant> {
  readonly variant: Variant;
  readonly selections: number;
}

/**
 * Prepares operations: finds the one that is meant, refuses one that is too large, coerces its variables, and remembers
 * what `make` made of it with its `@skip` and `@include` decided. What is remembered is bounded by its size, not its
 * number: compiled, an operation takes about 2 kB for each selection that it has written out.
 */
export function preparer<Variant extends object>(
  schema: GraphQLSchema,
  { remembered = 25_000, selectionLimit = 2_000 }: PreparationOptions,
  make: (operation: Operation, selections: number) => Variant,
): (request: Omit<ExecutionRequest, "context">) => Prepared<Variant> {
  const documents = new WeakMap<DocumentNode, Map<string, Known>>();
  const variants = new Recent<string, Remembered<Variant>>(remembered, ({ selections }) => selections + 1);
  let known = 0;
  const knownOf = (document: DocumentNode, name: string): Known | null => {
    const operations = documents.get(document) ?? new Map<string, Known>();
    documents.set(document, operations);
    const found = operations.get(name);
    if (found) return found;
    const operation = operationOf(document, name);
    if (!operation) return null;
    known += 1;
    const one = { operation, tooLarge: writtenOut(schema, operation) > selectionLimit, key: known };
    operations.set(name, one);
    return one;
  };
  const variantOf = ({ operation, key }: Known, variables: Readonly<Record<string, unknown>>): Variant =>
    variants.remember(`${key}:${conditionKey(operation, variables)}`, () => {
      const chosen = decided(operation, variables);
      const selections = writtenOut(schema, chosen);
      return { variant: make(chosen, selections), selections };
    }).variant;

  return ({ document, operationName, variables }) => {
    const found = knownOf(document, operationName ?? "");
    if (!found) return { refusal: execute({ schema, document, operationName }) as ExecutionResult };
    if (found.tooLarge) return { refusal: { errors: [tooLargeError(selectionLimit)] } };
    const definitions = found.operation.operation.variableDefinitions ?? [];
    const { coerced, errors } = coerceVariables(schema, definitions, variables ?? {});
    if (errors) return { refusal: { errors } };
    return { refusal: null, variant: variantOf(found, coerced), variables: coerced };
  };
}
