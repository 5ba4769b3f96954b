import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
} from "graphql";
import type { Turns } from "../database/turns.ts";
import { endable } from "../graph/endable.ts";
import { encodePosition, type LedgerPosition } from "../ledger/cursor.ts";
import { openedBehind } from "./after.ts";
import type { OpenedSteps, Step, Steps } from "./crowd.ts";
import type { Executor } from "./execute.ts";
import { operationOf } from "./operation.ts";
import type { ExecutionRequest } from "./prepare.ts";

type Events = AsyncIterableIterator<unknown, void>;

/** A stream of events that tells how far it is in a feed. */
interface PlacedEvents extends Events {
  readonly place: LedgerPosition;
  endAt(place: LedgerPosition): void;
}

/** Makes what resolvers get. A GraphQLError that it throws says why there is nothing to get. */
type Contexts = () => Promise<unknown>;

interface Parts {
  readonly schema: GraphQLSchema;
  readonly run: Executor;
  readonly cursorOf: (event: unknown) => string | null;
  readonly isLast: (event: unknown) => boolean;
  /** Turns at computing results. */
  readonly turns: Turns;
}

export const isOpen = (opened: ExecutionResult | Events): opened is Events => Symbol.asyncIterator in opened;

export const isPlaced = (events: Events): events is PlacedEvents => "endAt" in events;

/** Reads what one operation follows, for whoever the contexts are: its events, and of each the result. */
export class Reading {
  readonly #parts: Parts;
  readonly #request: Omit<ExecutionRequest, "context">;
  readonly #refusal: (context: unknown) => ExecutionResult | null;

  /** `refusal` says why a context's holder may not read this; null for whoever may. */
  constructor(
    parts: Parts,
    request: Omit<ExecutionRequest, "context">,
    refusal: (context: unknown) => ExecutionResult | null,
  ) {
    this.#parts = parts;
    this.#request = request;
    this.#refusal = refusal;
  }

  /** The events, or why there are none; by another document, where it is opened by one. */
  async open(contexts: Contexts, document: DocumentNode): Promise<Events | ExecutionResult> {
    const context = await orRefusal(contexts);
    if (context instanceof GraphQLError) return { errors: [context] };
    const { operationName, variables } = this.#request;
    return (
      this.#refusal(context) ??
      ((await createSourceEventStream({
        schema: this.#parts.schema,
        document,
        operationName,
        variableValues: variables,
        contextValue: context,
      })) as Events | ExecutionResult)
    );
  }

  /** Why there is nothing to get for whoever it is now; null where there is. */
  async refusal(contexts: Contexts): Promise<ExecutionResult | null> {
    const context = await orRefusal(contexts);
    return context instanceof GraphQLError ? { errors: [context] } : this.#refusal(context);
  }

  /** The results behind a place in the feed, or from now on. */
  async from(contexts: Contexts, behind: LedgerPosition | null): Promise<OpenedSteps> {
    const { document, operationName } = this.#request;
    const { operation } = operationOf(document, operationName)!;
    const opened = await this.open(contexts, openedBehind(document, operation, behind && encodePosition(behind)));
    return isOpen(opened) ? this.steps(opened as PlacedEvents, contexts) : opened;
  }

  /** The results of a feed's events. */
  steps(events: PlacedEvents, contexts: Contexts): Steps {
    const each = this.#each(events, contexts, (event, result, isEnd): Step => {
      const { cursor: place } = event as { readonly cursor: LedgerPosition };
      return { place, result, isEnd };
    });
    return {
      ...each,
      get place() {
        return events.place;
      },
      endAt: (place) => events.endAt(place),
    };
  }

  /** The results of any events. */
  results(events: Events, contexts: Contexts): AsyncIterableIterator<ExecutionResult, void> {
    return this.#each(events, contexts, (_event, result) => result);
  }

  #each<Value>(
    events: Events,
    contexts: Contexts,
    told: (event: unknown, result: ExecutionResult, isEnd: boolean) => Value,
  ): AsyncIterableIterator<Value, void> {
    const { turns } = this.#parts;
    const resultOf = (event: unknown) => turns.take(() => this.#resultOf(event, contexts));
    async function* values(): AsyncGenerator<Value, void, void> {
      try {
        for (let next = await events.next(); !next.done; next = await events.next()) {
          const { value: event } = next;
          const result = await resultOf(event);
          const isEnd = result instanceof GraphQLError;
          yield told(event, isEnd ? { errors: [result] } : result, isEnd);
          if (isEnd) return;
        }
      } finally {
        await events.return?.();
      }
    }
    return endable(values, () => void events.return?.());
  }

  async #resultOf(event: unknown, contexts: Contexts): Promise<ExecutionResult | GraphQLError> {
    const context = await orRefusal(contexts);
    if (context instanceof GraphQLError) return context;
    const { document, operationName, variables } = this.#request;
    const { run, cursorOf, isLast } = this.#parts;
    const result = await run({ document, operationName, variables, context, rootValue: event });
    const cursor = cursorOf(event);
    if (cursor === null) return result;
    return { ...result, extensions: { cursor, ...(isLast(event) ? { last: true } : {}) } };
  }
}

async function orRefusal(contexts: Contexts): Promise<unknown> {
  try {
    return await contexts();
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}
