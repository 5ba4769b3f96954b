import {
  type ExecutionResult,
  type FieldNode,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  Kind,
  OperationTypeNode,
  type SelectionNode,
  TypeInfo,
  type ValueNode,
  valueFromAST,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { documentOf, type Operation } from "./operation.ts";

/** One part of an operation that runs by itself. */
export interface Step {
  readonly operation: Operation;
  /** Whether it asks about the schema itself, which needs no subgraph. */
  readonly aboutSchema: boolean;
}

/**
 * The parts that an operation is run in, one after the other, each to its end: a mutation's fields, which must not
 * overlap, and apart from them what asks about the schema. Expects an operation whose conditions are decided.
 */
export function stepsOf(operation: Operation): readonly Step[] {
  const fields = rootFields(operation);
  const about = [...fields.values()].filter(isAboutSchema);
  const mutation = operation.operation.operation === OperationTypeNode.MUTATION;
  if (!mutation && about.length === 0) return [{ operation, aboutSchema: false }];
  const rest = [...fields.values()].filter((nodes) => !isAboutSchema(nodes));
  const parts = mutation ? rest.map((nodes) => [nodes]) : [rest];
  return [
    ...parts
      .filter((part) => part.length > 0)
      .map((part) => ({ operation: withRoot(operation, part.flat()), aboutSchema: false })),
    ...(about.length > 0 ? [{ operation: withRoot(operation, about.flat()), aboutSchema: true }] : []),
  ];
}

function isAboutSchema([node]: readonly FieldNode[]): boolean {
  return node !== undefined && (node.name.value === "__schema" || node.name.value === "__type");
}

function withRoot(operation: Operation, selections: readonly SelectionNode[]): Operation {
  const { selectionSet } = operation.operation;
  return { ...operation, operation: { ...operation.operation, selectionSet: { ...selectionSet, selections } } };
}

/** The root's fields by their keys, fragments opened; each fragment once, as it is executed. */
function rootFields({ operation, fragments }: Operation): ReadonlyMap<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  const collect = (selections: readonly SelectionNode[]): void => {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value;
        fields.set(key, [...(fields.get(key) ?? []), node]);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        collect(node.selectionSet.selections);
      } else if (!visited.has(node.name.value)) {
        visited.add(node.name.value);
        collect(fragments.get(node.name.value)?.selectionSet.selections ?? []);
      }
    }
  };
  collect(operation.selectionSet.selections);
  return fields;
}

/** The results of an operation's steps as one; null data of a step is null for all. */
export function joined(results: readonly ExecutionResult[]): ExecutionResult {
  if (results.length === 1) return results[0]!;
  const errors = results.flatMap((result) => result.errors ?? []);
  const failed = results.some(({ data }) => data === null || data === undefined);
  const data = failed ? null : Object.assign({}, ...results.map((result) => result.data));
  return errors.length > 0 ? { data, errors } : { data };
}

/** Whether the steps after this one may run: no null reached the root. */
export function goesOn({ data }: ExecutionResult): boolean {
  return data !== null && data !== undefined;
}

/** A literal that uses variables. */
export interface OpenLiteral {
  readonly argument: string;
  readonly node: ValueNode;
  readonly type: GraphQLInputType;
}

/** The literals of an operation's arguments that use variables. */
export function openLiterals(schema: GraphQLSchema, operation: Operation): readonly OpenLiteral[] {
  const types = new TypeInfo(schema);
  const literals: OpenLiteral[] = [];
  visit(
    documentOf(operation),
    visitWithTypeInfo(types, {
      Argument({ name, value }) {
        const type = types.getInputType();
        if (type && (value.kind === Kind.LIST || value.kind === Kind.OBJECT)) {
          literals.push({ argument: name.value, node: value, type });
        }
      },
    }),
  );
  return literals;
}

/** The error of a literal that its variables make invalid (null where the type forbids it): then nothing is run. */
export function literalError(
  literals: readonly OpenLiteral[],
  variables: Readonly<Record<string, unknown>>,
): GraphQLError | null {
  const invalid = literals.find(({ node, type }) => valueFromAST(node, type, variables) === undefined);
  return invalid ? invalidArgument(invalid.argument) : null;
}

/** The refusal of an operation for one of its arguments. */
export function invalidArgument(name: string): GraphQLError {
  return new GraphQLError(
    `The argument "${name}" is invalid with these variables: one that it uses is null or missing.`,
    {
      extensions: { code: "BAD_USER_INPUT" },
    },
  );
}

/** The refusal of an operation that is too large to be run safely. */
export function tooLargeError(limit: number): GraphQLError {
  return new GraphQLError(
    `An operation may have ${limit} selections, with fragments where they are spread and interfaces once for each of their types: ask for less at once.`,
    { extensions: { code: "OPERATION_TOO_LARGE", limit } },
  );
}
