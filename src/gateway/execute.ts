import { type ExecutionResult, execute, type GraphQLError, type GraphQLSchema } from "graphql";
import type { Asked } from "../graph/asked.ts";
import { askedOf } from "./asked.ts";
import { type Compiled, compilable, compile } from "./compile.ts";
import { documentOf, type Operation } from "./operation.ts";
import { type ExecutionRequest, type PreparationOptions, preparer } from "./prepare.ts";
import { missingScopes, type ScopeCheck, type ScopedField, scopedFields } from "./scopes.ts";
import { goesOn, joined, literalError, type OpenLiteral, openLiterals, type Step, stepsOf } from "./steps.ts";

export type Executor = (request: ExecutionRequest) => ExecutionResult | Promise<ExecutionResult>;

export interface CompiledExecutorOptions extends PreparationOptions {
  /** The scopes that the graph asks for: an operation that lacks one isn't run at all. */
  readonly scopes?: ScopeCheck;
  /**
   * How many selections, written out, an operation may have to be compiled: 500 unless told. Compiling takes about
   * 65 µs for each, in which nothing else runs; a larger operation is interpreted by graphql-js.
   */
  readonly compileLimit?: number;
  /** Tells what resolvers get, before they run, what the operation asks of stored objects. */
  readonly tellAsked?: (context: never, asked: Asked) => void;
}

interface Variant {
  readonly steps: readonly Compiled[];
  /** Of an operation with several steps: judged before the first one runs. */
  readonly literals: readonly OpenLiteral[];
  readonly scoped: readonly ScopedField[];
  readonly asked: Asked;
}

/**
 * Runs operations compiled by graphql-jit, with the answers of graphql-js, which coerces variables and literals and
 * answers questions about the schema. A mutation's fields run one after the other. For a subscription's event give the
 * event as `rootValue`. Expects a schema whose abstract types tell their type at once and never throw, as those of
 * `link` and `federated` do.
 */
export function compiledExecutor(schema: GraphQLSchema, options: CompiledExecutorOptions = {}): Executor {
  const { scopes, compileLimit = 500, tellAsked } = options;
  const target = compilable(schema);
  const prepare = preparer(schema, options, (operation, selections): Variant => {
    const steps = stepsOf(operation);
    const compiled = ({ aboutSchema, operation: part }: Step): Compiled | null =>
      aboutSchema || selections > compileLimit ? null : compile(target, part);
    return {
      steps: steps.map((step) => compiled(step) ?? interpreted(schema, step.operation)),
      literals: steps.length > 1 ? openLiterals(schema, operation) : [],
      scoped: scopes ? scopedFields(schema, scopes.required, operation) : [],
      asked: askedOf(schema, operation),
    };
  });
  return (request) => {
    const prepared = prepare(request);
    if (prepared.refusal) return prepared.refusal;
    const { context, rootValue } = request;
    const { steps, literals, scoped, asked } = prepared.variant;
    if (scopes && scoped.length > 0) {
      const errors = missingScopes(scoped, scopes.holder(context as never));
      if (errors.length > 0) return { errors };
    }
    tellAsked?.(context as never, asked);
    if (steps.length === 1) {
      const result = steps[0]!(rootValue, context, prepared.variables);
      return result instanceof Promise ? result.then(tidied) : tidied(result);
    }
    const error = literalError(literals, prepared.variables);
    return error ? { errors: [error] } : inOrder(steps, (step) => step(rootValue, context, prepared.variables));
  };
}

async function inOrder(
  steps: readonly Compiled[],
  run: (step: Compiled) => ExecutionResult | Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  const results: ExecutionResult[] = [];
  for (const step of steps) {
    const result = tidied(await run(step));
    results.push(result);
    if (!goesOn(result)) break;
  }
  return joined(results);
}

/** For what asks about the schema, and what graphql-jit can't compile. */
function interpreted(schema: GraphQLSchema, operation: Operation): Compiled {
  const document = documentOf(operation);
  return (rootValue, contextValue, variableValues) =>
    execute({ schema, document, rootValue, contextValue, variableValues });
}

/** The result with errors as graphql-js makes them: one for each null, and none without extensions. */
function tidied(result: ExecutionResult): ExecutionResult {
  if (!result.errors) return result;
  const nulls = new Set<string>();
  const errors = result.errors.filter(({ path }) => {
    if (!path) return true;
    const place = JSON.stringify(nulledPlace(result.data, path));
    if (nulls.has(place)) return false;
    nulls.add(place);
    return true;
  });
  return { ...result, errors: errors.map(asGraphQLError) };
}

/** The part of an error's path that is null in the answer: the whole path, or what the null spread to. */
export function nulledPlace(data: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  let value = data;
  for (let depth = 0; depth < path.length; depth += 1) {
    if (value === null || value === undefined) return path.slice(0, depth);
    value = (value as Record<string | number, unknown>)[path[depth]!];
  }
  return path;
}

/** graphql-jit's errors are made without a constructor, and have no extensions where nothing was said. */
function asGraphQLError(error: GraphQLError): GraphQLError {
  if (error.extensions) return error;
  return Object.create(error, { extensions: { value: {}, enumerable: true } }) as GraphQLError;
}
