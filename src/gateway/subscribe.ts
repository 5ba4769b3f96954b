import { createSourceEventStream, type ExecutionResult, GraphQLError, type GraphQLSchema } from "graphql";
import { endable } from "../graph/endable.ts";
import type { CompiledExecutorOptions, Executor } from "./execute.ts";
import { rootFieldOf } from "./operation.ts";
import { type ExecutionRequest, preparer } from "./prepare.ts";
import { missingScopes, scopedFields } from "./scopes.ts";

/** A subscription to open. */
export interface SubscriptionRequest extends Omit<ExecutionRequest, "context" | "rootValue"> {
  /**
   * Makes what resolvers get: once to open the subscription, and anew for each event, so that what an event joins is as
   * fresh as the event. A GraphQLError that it throws ends the subscription.
   */
  readonly contexts: () => Promise<unknown>;
}

/** The results of a subscription, one for each event, or the one result that says why there are none. */
export type Subscribed = ExecutionResult | AsyncIterableIterator<ExecutionResult, void>;

/** Opens subscriptions, whatever they come over. Expects a valid operation with one root field. */
export type Subscriber = (request: SubscriptionRequest) => Promise<Subscribed>;

export interface SubscriberOptions extends CompiledExecutorOptions {
  /** The place of an event in the feed, which its result carries as `extensions.cursor`; null for none. */
  readonly cursorOf?: (event: unknown) => string | null;
}

export const isStream = (subscribed: Subscribed): subscribed is AsyncIterableIterator<ExecutionResult, void> =>
  Symbol.asyncIterator in subscribed;

/** The one field of a subscription was left out by `@skip` or `@include`. */
export const nothingToFollow = (): GraphQLError =>
  new GraphQLError("A subscription follows one field: this one leaves it out.", {
    extensions: { code: "BAD_REQUEST" },
  });

/** Opens subscriptions on a schema, each event's result computed by `run`. */
export function subscriber(schema: GraphQLSchema, run: Executor, options: SubscriberOptions = {}): Subscriber {
  const { scopes, cursorOf = () => null } = options;
  const prepare = preparer(schema, options, (operation) => ({
    empty: rootFieldOf(operation) === null,
    scoped: scopes ? scopedFields(schema, scopes.required, operation) : [],
  }));
  return async (request) => {
    const prepared = prepare(request);
    if (prepared.refusal) return prepared.refusal;
    if (prepared.variant.empty) return { errors: [nothingToFollow()] };
    const { document, operationName, variables, contexts } = request;
    const opening = await orRefusal(contexts);
    if (opening instanceof GraphQLError) return { errors: [opening] };
    if (scopes && prepared.variant.scoped.length > 0) {
      const errors = missingScopes(prepared.variant.scoped, scopes.holder(opening as never));
      if (errors.length > 0) return { errors };
    }
    const source = await createSourceEventStream({
      schema,
      document,
      operationName,
      variableValues: variables,
      contextValue: opening,
    });
    if (!(Symbol.asyncIterator in source)) return source;
    return endable(async function* results(ended) {
      const events = source[Symbol.asyncIterator]();
      ended.addEventListener("abort", () => void events.return?.());
      try {
        for (let next = await events.next(); !next.done; next = await events.next()) {
          const context = await orRefusal(contexts);
          if (context instanceof GraphQLError) return yield { errors: [context] };
          const result = await run({ document, operationName, variables, context, rootValue: next.value });
          const cursor = cursorOf(next.value);
          yield cursor === null ? result : { ...result, extensions: { cursor } };
        }
      } finally {
        await events.return?.();
      }
    });
  };
}

async function orRefusal(contexts: SubscriptionRequest["contexts"]): Promise<unknown> {
  try {
    return await contexts();
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}
