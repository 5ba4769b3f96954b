import { type ExecutionResult, type FieldNode, GraphQLError } from "graphql";
import { endable } from "../graph/endable.ts";
import { type Operation, rootFieldOf } from "./operation.ts";
import type { Data } from "./plan-data.ts";
import { followed, type PlannedSubgraph, runEvent, type SubscriptionPlan, subscriptionPlan } from "./plan-run.ts";
import { type ExecutionRequest, type PreparationOptions, preparer } from "./prepare.ts";
import { type PlannedStep, planned, type RemoteGraph, shaped, typesOf, unplannable } from "./remote-run.ts";
import { missingScopes, type ScopedField, type ScopeHolder, scopedFields } from "./scopes.ts";
import { literalError, type OpenLiteral, openLiterals } from "./steps.ts";
import { type SubgraphAnswer, type SubgraphAnswerError, SubgraphUnavailable } from "./subgraph-client.ts";
import type { SubgraphStream } from "./subgraph-stream.ts";
import { nothingToFollow, type Subscribed } from "./subscribe.ts";
import { fieldError, requestError } from "./upstream-error.ts";

/** Opens a subscription for a holder of scopes, following a subgraph on the caller's behalf. */
export type RemoteSubscriber = (
  request: Omit<ExecutionRequest, "context" | "rootValue">,
  holder: ScopeHolder,
  subgraph: (name: string) => PlannedSubgraph,
) => Promise<Subscribed>;

interface Variant {
  readonly operation: Operation;
  readonly literals: readonly OpenLiteral[];
  readonly scoped: readonly ScopedField[];
}

/**
 * Opens subscriptions over subgraphs elsewhere: the one that owns the field is followed, and for each of its events the
 * others are asked anew for what they add, so that it is as fresh as the event. Where the stream breaks off, so does the
 * subscription, with SUBGRAPH_UNAVAILABLE: its client goes on from the last cursor.
 */
export function remoteSubscriber(graph: RemoteGraph, options: PreparationOptions): RemoteSubscriber {
  const { schema, required } = graph;
  const isOfType = typesOf(schema);
  const prepare = preparer(
    schema,
    options,
    (operation): Variant => ({
      operation,
      literals: openLiterals(schema, operation),
      scoped: scopedFields(schema, required, operation),
    }),
  );
  return async (request, holder, subgraph) => {
    const prepared = prepare(request);
    if (prepared.refusal) return prepared.refusal;
    const { operation, literals, scoped } = prepared.variant;
    const followedField = rootFieldOf(operation);
    if (!followedField) return { errors: [nothingToFollow()] };
    const errors = missingScopes(scoped, holder);
    if (errors.length > 0) return { errors };
    const invalid = literalError(literals, prepared.variables);
    if (invalid) return { errors: [invalid] };
    const variables = (request.variables ?? {}) as Data;
    let step: PlannedStep;
    let parts: SubscriptionPlan;
    try {
      step = await planned(graph, operation);
      parts = subscriptionPlan(step.plan);
    } catch (error) {
      return { errors: [unplannable(error)] };
    }
    const source = subgraph(parts.primary.serviceName);
    const refusalOf = (errors: readonly SubgraphAnswerError[]): ExecutionResult => ({
      errors: errors.map((error) => refusalFrom(source, error, followedField)),
    });
    const resultOf = async (answer: SubgraphAnswer): Promise<ExecutionResult> => {
      const data = await runEvent({ plan: step.plan, variables, subgraph, isOfType }, parts, answer);
      const result = shaped(schema, step.document, variables, data);
      const { cursor, last } = answer;
      return cursor == null ? result : { ...result, extensions: { cursor, ...(last ? { last } : {}) } };
    };
    let stream: SubgraphStream;
    try {
      stream = await source.follow(followed({ variables }, parts.primary));
    } catch (failure) {
      return { errors: [brokenOff(source, failure)] };
    }
    if (!(Symbol.asyncIterator in stream)) return refusalOf(stream.errors);
    return resultsOf(stream, source, (answer) => (endsStream(answer) ? refusalOf(answer.errors) : resultOf(answer)));
  };
}

/** Whether an answer says why nothing follows, and is no event. */
const endsStream = ({ data, errors }: SubgraphAnswer): boolean =>
  data === null && errors.length > 0 && errors.every(({ path }) => path === null);

/** A subgraph's refusal of the whole subscription, at the field that the client asked for where the subgraph names one. */
function refusalFrom(source: PlannedSubgraph, error: SubgraphAnswerError, { alias, name }: FieldNode): GraphQLError {
  const { message, extensions } = fieldError(source, error, []);
  return new GraphQLError(message, { path: error.path === null ? null : [(alias ?? name).value], extensions });
}

/**
 * The results of what a subgraph streams. A feed has no end of its own: where the subgraph ends it without a reason that
 * concerns the reader, and without having called an event the last, it is going away, and its client goes on from the
 * last cursor once it is back.
 */
function resultsOf(
  stream: AsyncIterableIterator<SubgraphAnswer, void>,
  source: PlannedSubgraph,
  resultOf: (answer: SubgraphAnswer) => ExecutionResult | Promise<ExecutionResult>,
): AsyncIterableIterator<ExecutionResult, void> {
  async function* results(ended: AbortSignal) {
    try {
      for await (const answer of stream) {
        yield await resultOf(answer);
        if (endsStream(answer) || answer.last) return;
      }
      if (!ended.aborted) yield { errors: [brokenOff(source, new SubgraphUnavailable("ended the stream of events"))] };
    } catch (failure) {
      if (!ended.aborted) yield { errors: [brokenOff(source, failure)] };
    }
  }
  return endable(results, () => void stream.return?.());
}

function brokenOff(source: PlannedSubgraph, failure: unknown): GraphQLError {
  source.note(failure);
  return requestError(source, failure);
}
