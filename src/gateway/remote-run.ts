import type { QueryPlanner } from "@graphql-hive/router-query-planner";
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  OperationTypeNode,
} from "graphql";
import { documentOf, type Operation, operationOf } from "./operation.ts";
import { clientKey, type Plan, planKey, planOperation } from "./plan.ts";
import { type Data, type IsOfType, isData } from "./plan-data.ts";
import { type PlannedSubgraph, runPlan } from "./plan-run.ts";
import { type ExecutionRequest, type PreparationOptions, preparer } from "./prepare.ts";
import { missingScopes, type RequiredScopes, type ScopedField, type ScopeHolder, scopedFields } from "./scopes.ts";
import { goesOn, joined, literalError, type OpenLiteral, openLiterals, stepsOf } from "./steps.ts";
import { UpstreamError } from "./upstream-error.ts";

export interface RemoteGraph {
  readonly schema: GraphQLSchema;
  readonly planner: QueryPlanner;
  readonly required: RequiredScopes;
}

/** A step of an operation, ready to run. */
export interface PlannedStep {
  readonly document: DocumentNode;
  readonly plan: Plan;
}

interface Variant {
  /** Null until planned, and again after planning failed. */
  steps: Promise<readonly PlannedStep[]> | null;
  readonly plan: () => Promise<readonly PlannedStep[]>;
  readonly literals: readonly OpenLiteral[];
  readonly scoped: readonly ScopedField[];
}

/** Runs an operation for a holder of scopes, asking subgraphs on the caller's behalf. */
export type RemoteExecutor = (
  request: Omit<ExecutionRequest, "context">,
  holder: ScopeHolder,
  subgraph: (name: string) => PlannedSubgraph,
) => Promise<ExecutionResult>;

const planningMs = 2_000;

/**
 * Runs operations over subgraphs elsewhere: plans them, asks, and shapes the answer by the API's schema as graphql-js
 * does. A mutation's fields run one after the other, each to its end, and none is sent twice. A scope that the holder
 * lacks refuses the operation.
 */
export function remoteExecutor(graph: RemoteGraph, options: PreparationOptions): RemoteExecutor {
  const { schema, required } = graph;
  const isOfType = typesOf(schema);
  const prepare = preparer(schema, options, (operation): Variant => {
    return {
      steps: null,
      plan: () => Promise.all(stepsOf(operation).map((step) => planned(graph, step.operation))),
      literals: openLiterals(schema, operation),
      scoped: scopedFields(schema, required, operation),
    };
  });

  return async (request, holder, subgraph) => {
    const prepared = prepare(request);
    if (prepared.refusal) return prepared.refusal;
    const { variant, variables: coerced } = prepared;
    const { scoped, literals } = variant;
    const errors = missingScopes(scoped, holder);
    if (errors.length > 0) return { errors };
    const invalid = literalError(literals, coerced);
    if (invalid) return { errors: [invalid] };
    if (operationOf(request.document, request.operationName)?.operation.operation === OperationTypeNode.SUBSCRIPTION) {
      return { errors: [notOverHttp()] };
    }
    let steps: readonly PlannedStep[];
    try {
      variant.steps ??= variant.plan();
      steps = await variant.steps;
    } catch (error) {
      variant.steps = null;
      return { errors: [unplannable(error)] };
    }
    const variables = (request.variables ?? {}) as Data;
    const results: ExecutionResult[] = [];
    for (const step of steps) {
      const data = await runPlan({ plan: step.plan, variables, subgraph, isOfType });
      const result = shaped(schema, step.document, variables, data);
      results.push(result);
      if (!goesOn(result)) break;
    }
    return joined(results);
  };
}

function notOverHttp(): GraphQLError {
  return new GraphQLError("Subscribe over WebSocket or server-sent events.", { extensions: { code: "BAD_REQUEST" } });
}

/** The refusal of an operation that the planner has no plan for, in time or at all. */
export const unplannable = (cause: unknown): GraphQLError =>
  new GraphQLError("This operation can't be planned.", { originalError: cause as Error });

/** Plans one step of an operation, within a bounded time. */
export async function planned({ schema, planner }: RemoteGraph, operation: Operation): Promise<PlannedStep> {
  const plan = await planOperation(planner, schema, operation, AbortSignal.timeout(planningMs));
  return { document: documentOf(operation), plan };
}

/** Which objects a type's name stands for, by the API's schema. */
export function typesOf(schema: GraphQLSchema): IsOfType {
  return (object, condition) => {
    if (object === condition) return true;
    const type = schema.getType(object);
    const general = schema.getType(condition);
    return isObjectType(type) && isAbstractType(general) && schema.isSubType(general, type);
  };
}

/** What a plan found, as the operation asks for it. */
export function shaped(schema: GraphQLSchema, document: DocumentNode, variables: Data, data: Data): ExecutionResult {
  const result = execute({
    schema,
    document,
    rootValue: data,
    variableValues: variables,
    fieldResolver: (source, _args, _context, info) =>
      isData(source) ? source[planKey(info.fieldNodes[0]!)] : undefined,
    typeResolver: (value) => (isData(value) && typeof value.__typename === "string" ? value.__typename : undefined),
  }) as ExecutionResult;
  return result.errors ? { ...result, errors: result.errors.map(relocated) } : result;
}

/** The error at the path where it arose, which may lie below the null that reached us. */
function relocated(error: GraphQLError): GraphQLError {
  const origin = error.originalError;
  if (!(origin instanceof UpstreamError) || origin.below.length === 0) return error;
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    path: [...(error.path ?? []), ...origin.below.map(clientKey)],
    originalError: origin,
    extensions: error.extensions,
  });
}
