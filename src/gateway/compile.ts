import {
  type ArgumentNode,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLInputType,
  GraphQLScalarType,
  GraphQLSchema,
  Kind,
  TypeInfo,
  type ValueNode,
  type VariableDefinitionNode,
  valueFromAST,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { compileQuery, isCompiledQuery } from "graphql-jit";
import { documentOf, type Operation } from "./operation.ts";
import { invalidArgument } from "./steps.ts";

type Variables = Readonly<Record<string, unknown>>;

/** A compiled operation, run with coerced variables. Where they make a literal invalid, nothing of it runs. */
export type Compiled = (
  rootValue: unknown,
  context: unknown,
  variables: Variables,
) => ExecutionResult | Promise<ExecutionResult>;

/** Stands for every variable in what is compiled: their values are coerced before, by graphql itself. */
const coerced = new GraphQLScalarType({ name: "CoercedValue__", parseValue: (value) => value });

/** The schema as graphql-jit is given it. */
export function compilable(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, types: [...config.types, coerced], assumeValid: true });
}

interface Literal {
  /** The variable that stands for it. */
  readonly name: string;
  readonly argument: string;
  readonly node: ValueNode;
  readonly type: GraphQLInputType;
  /** The value, where it is the same for every run and can't be changed by one. */
  readonly constant: { readonly value: unknown } | null;
}

/**
 * Compiles an operation whose `@skip` and `@include` are decided; null where graphql-jit can't. No literal of the client
 * reaches the compiler, which writes them into JavaScript and gets some of them wrong (and executes one form of string):
 * each becomes a variable, coerced by graphql. Expects a schema of `compilable`.
 */
export function compile(schema: GraphQLSchema, operation: Operation): Compiled | null {
  const literals: Literal[] = [];
  const document = withoutLiterals(schema, operation, literals);
  const compiled = compileQuery(schema, document, operation.operation.name?.value ?? "", {
    disablingCapturingStackErrors: true,
  });
  if (!isCompiledQuery(compiled)) return null;
  const { query } = compiled;
  if (literals.length === 0) return query;
  return (rootValue, context, variables) => {
    const all: Record<string, unknown> = { ...variables };
    for (const { name, argument, node, type, constant } of literals) {
      const value = constant ? constant.value : valueFromAST(node, type, variables);
      if (value === undefined) return { errors: [invalidArgument(argument)] };
      all[name] = value;
    }
    return query(rootValue, context, all);
  };
}

function withoutLiterals(schema: GraphQLSchema, operation: Operation, literals: Literal[]): DocumentNode {
  const types = new TypeInfo(schema);
  const prefix = freePrefix(operation);
  const document: DocumentNode = visit(
    documentOf(operation),
    visitWithTypeInfo(types, {
      Argument(node): ArgumentNode | undefined {
        const type = types.getInputType();
        if (node.value.kind === Kind.VARIABLE || !type) return undefined;
        const name = `${prefix}${literals.length}`;
        literals.push({
          name,
          argument: node.name.value,
          node: node.value,
          type,
          constant: constantOf(node.value, type),
        });
        return { ...node, value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name }, loc: node.value.loc } };
      },
    }),
  );
  const names = [
    ...(operation.operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value),
    ...literals.map(({ name }) => name),
  ];
  const definitions = document.definitions.map((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? { ...node, variableDefinitions: names.map(anyVariable) } : node,
  );
  return { ...document, definitions };
}

function freePrefix({ operation }: Operation): string {
  const taken = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  let prefix = "literal_";
  while (taken.some((name) => name.startsWith(prefix))) prefix = `_${prefix}`;
  return prefix;
}

function anyVariable(name: string): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
    type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: coerced.name } },
  };
}

function constantOf(node: ValueNode, type: GraphQLInputType): Literal["constant"] {
  if (node.kind === Kind.LIST || node.kind === Kind.OBJECT) return null;
  const value = valueFromAST(node, type);
  return value === null || ["string", "number", "boolean"].includes(typeof value) ? { value } : null;
}
