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
import type { Finding, Outcome } from "./outcomes.ts";
import type { ExecutionRequest } from "./prepare.ts";
import { SharedResult } from "./shared-result.ts";

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

/** What a reading has in common with others. */
export interface Sharing {
  /** Makes what resolvers get for someone who is shown the same, and is nobody in particular. */
  readonly contexts: Contexts;
  /** What finds the outcomes of events, by their cursors, for one reader. */
  readonly reader: () => Finding;
}

export const isOpen = (opened: ExecutionResult | Events): opened is Events => Symbol.asyncIterator in opened;

export const isPlaced = (events: Events): events is PlacedEvents => "endAt" in events;

/** Reads what one operation follows, for whoever the contexts are: its events, and of each the result. */
export class Reading {
  readonly #parts: Parts;
  readonly #request: Omit<ExecutionRequest, "context">;
  readonly #refusal: (context: unknown) => ExecutionResult | null;
  readonly #sharing: Sharing | null;

  /** `refusal` says why a context's holder may not read this; null for whoever may. */
  constructor(
    parts: Parts,
    request: Omit<ExecutionRequest, "context">,
    refusal: (context: unknown) => ExecutionResult | null,
    sharing: Sharing | null = null,
  ) {
    this.#sharing = sharing;
    this.#parts = parts;
    this.#request = request;
    this.#refusal = refusal;
  }

  /** The same, with results that others may have found and are given. */
  with(sharing: Sharing): Reading {
    return new Reading(this.#parts, this.#request, this.#refusal, sharing);
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
    // A place that came from this ledger needs no mark to be known by.
    const after = behind && encodePosition({ ...behind, mark: null });
    const opened = await this.open(contexts, openedBehind(document, operation, after));
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
    const found = this.#sharing?.reader() ?? null;
    const resultOf = (event: unknown) => this.#outcomeOf(event, contexts, found);
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

  async #outcomeOf(event: unknown, contexts: Contexts, found: Finding | null): Promise<Outcome> {
    const { cursorOf, turns } = this.#parts;
    const cursor = cursorOf(event);
    const shared = this.#sharing;
    if (cursor === null || shared === null || found === null) {
      return turns.take(() => this.#computed(event, cursor, contexts));
    }
    if (contexts !== shared.contexts) {
      // What is found for all is for whoever may still follow.
      const own = await turns.take(() => orRefusal(contexts));
      if (own instanceof GraphQLError) return own;
    }
    return found(cursor, (begins) =>
      turns.take(() => {
        begins();
        return this.#computed(event, cursor, shared.contexts);
      }),
    );
  }

  async #computed(event: unknown, cursor: string | null, contexts: Contexts): Promise<Outcome> {
    const context = await orRefusal(contexts);
    if (context instanceof GraphQLError) return context;
    const { document, operationName, variables } = this.#request;
    const { run, isLast } = this.#parts;
    const result = await run({ document, operationName, variables, context, rootValue: event });
    if (cursor === null) return result;
    const told = { ...result, extensions: { cursor, ...(isLast(event) ? { last: true } : {}) } };
    return this.#sharing === null || told.errors ? told : new SharedResult(told);
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
