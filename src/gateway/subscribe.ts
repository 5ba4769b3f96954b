import { createSourceEventStream, type ExecutionResult, GraphQLError, type GraphQLSchema } from "graphql";
import { Turns } from "../database/turns.ts";
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
  /** Whether a stream ends behind an event, which its result says as `extensions.last`: nothing is missing then. */
  readonly isLast?: (event: unknown) => boolean;
}

export const isStream = (subscribed: Subscribed): subscribed is AsyncIterableIterator<ExecutionResult, void> =>
  Symbol.asyncIterator in subscribed;

/** The one field of a subscription was left out by `@skip` or `@include`. */
export const nothingToFollow = (): GraphQLError =>
  new GraphQLError("A subscription follows one field: this one leaves it out.", {
    extensions: { code: "BAD_REQUEST" },
  });

/** How many events' results are computed at once: one change may concern every follower, and others ask meanwhile. */
const eventsAtOnce = 4;

/** Opens subscriptions on a schema, each event's result computed by `run`. */
export function subscriber(schema: GraphQLSchema, run: Executor, options: SubscriberOptions = {}): Subscriber {
  const { scopes, cursorOf = () => null, isLast = () => false } = options;
  const turns = new Turns(eventsAtOnce);
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
    const events = source[Symbol.asyncIterator]();
    const resultOf = async (event: unknown): Promise<ExecutionResult | GraphQLError> => {
      const context = await orRefusal(contexts);
      if (context instanceof GraphQLError) return context;
      return run({ document, operationName, variables, context, rootValue: event });
    };
    async function* results(): AsyncGenerator<ExecutionResult, void, void> {
      try {
        for (let next = await events.next(); !next.done; next = await events.next()) {
          const { value: event } = next;
          const result = await turns.take(() => resultOf(event));
          if (result instanceof GraphQLError) return yield { errors: [result] };
          const cursor = cursorOf(event);
          yield cursor === null
            ? result
            : { ...result, extensions: { cursor, ...(isLast(event) ? { last: true } : {}) } };
        }
      } finally {
        await events.return?.();
      }
    }
    return endable(results, () => void events.return?.());
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
