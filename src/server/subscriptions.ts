import {
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  validate,
} from "graphql";
import type { Connected } from "../feed/connected.ts";
import { Recent } from "../gateway/recent.ts";
import { isStream } from "../gateway/subscribe.ts";
import { isCommon } from "../graph/personal.ts";
import { type Actor, commonSightOf, sightOf } from "../identity/actor.ts";
import { tokenRefused } from "../identity/refusals.ts";
import { costOf, refuseOverBudget } from "./cost.ts";
import { refused } from "./error-codes.ts";
import type { Gateway } from "./gateway.ts";
import type { MakeContext } from "./graphql-route.ts";
import { type Limits, parseWithinLimits, refuseLargeVariables } from "./limits.ts";
import { type MaskedRequest, presentError } from "./masking.ts";
import type { Meter } from "./meter.ts";
import { resumedAfter } from "./resume.ts";
import { spread } from "./spread.ts";

export interface SubscriptionSettings {
  readonly gateway: Gateway;
  readonly makeContext: MakeContext;
  readonly limits: Limits;
  /** Null where cost is not counted. */
  readonly costBudget: number | null;
  readonly schemaHidden: boolean;
  readonly meter: Meter;
  /** Tells when an actor's connections are ended from outside; without it nothing but their token and the feed ends them. */
  readonly connected?: Connected | null;
  /** How many subscriptions one signed-in actor may have open here; 500 unless told. */
  readonly perActor?: number;
  /** How many all who aren't signed in may have open here together; 5,000 unless told. */
  readonly ofPublic?: number;
}

/** A subscription as a client sends it. */
export interface SentSubscription {
  readonly query: string;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  /** The cursor of the last event that a reconnecting reader has: it goes on behind it, whatever `after` it began with. */
  readonly resumeAfter?: string;
}

/** Who sends it, over what. */
export interface Follower {
  readonly actor: Actor;
  /** The Authorization header, for subgraphs that verify it again. */
  readonly authorization: string | undefined;
  readonly masked: MaskedRequest;
  /** What it comes over: a socket ends with all that it carries, a stream of events by itself. */
  readonly over: "socket" | "events";
}

/** What became of a subscription: its results as they come, or why there are none. Errors are as clients may see them. */
export type Opened =
  | { readonly errors: readonly GraphQLFormattedError[] }
  | AsyncIterableIterator<FormattedExecutionResult, void>;

/** Thrown by a subscription's results where the server stops: what follows is to be had elsewhere, behind the last of them. */
export class CutOff extends Error {
  override readonly name = "CutOff";
}

export const isOpen = (opened: Opened): opened is AsyncIterableIterator<FormattedExecutionResult, void> =>
  Symbol.asyncIterator in opened;

/** What ends a subscription from outside, from before it is open. */
interface Watch {
  /** Whether somebody has it end. */
  readonly isTaken: boolean;
  /** Has it end so from now on, or at once where that was said already. */
  take(ends: (reason: GraphQLError) => void): void;
  leave(): void;
}

interface Remembered {
  readonly document: DocumentNode;
  readonly length: number;
}

/** How many characters the documents that are remembered may have together, and one; read, they take about 50 times as much. */
const rememberedCharacters = 500_000;
const longestRemembered = 10_000;

const documentsRemembered = () => new Recent<string, Remembered>(rememberedCharacters, ({ length }) => length);

const longestTimer = 2_147_483_647;

/** Does something at a time, however far off; never where there is none. Gives what calls it off. */
export function atTime(time: Date | null, run: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    const left = time!.getTime() - Date.now();
    if (left <= 0) run();
    else timer = setTimeout(wait, Math.min(left, longestTimer)).unref();
  };
  if (time) wait();
  return () => clearTimeout(timer);
}

const stopping = (): GraphQLError =>
  refused("SERVICE_UNAVAILABLE", "This server is stopping. Open it again elsewhere.", { reason: "STOPPING" });

/**
 * Opens subscriptions for every transport: the limits, the cost, the masking of errors and the end of a token are the
 * same over WebSocket and server-sent events, and the same as for queries over HTTP.
 */
export class Subscriptions {
  readonly #settings: SubscriptionSettings;
  readonly #open = new Map<string, number>();
  /** What is open, over what, and what cuts it off. */
  readonly #streams = new Map<AsyncIterableIterator<unknown, void>, { over: Follower["over"]; cut: () => void }>();
  /** By their text, the documents that were valid. */
  #documents = documentsRemembered();
  #closed = false;
  #schema: GraphQLSchema | null = null;

  constructor(settings: SubscriptionSettings) {
    this.#settings = settings;
    settings.gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
      this.#schema = apiSchema;
      this.#documents = documentsRemembered();
    });
  }

  /** How many are open now. */
  get count(): number {
    let all = 0;
    for (const open of this.#open.values()) all += open;
    return all;
  }

  /** Opens no more, and cuts off what comes as server-sent events, spread over a time in ms: it isn't complete. */
  async endStreams(overMs: number): Promise<void> {
    this.#closed = true;
    const streams = [...this.#streams.values()].filter(({ over }) => over === "events");
    await spread(streams, overMs, ({ cut }) => cut());
  }

  /** Ends all that are open, as complete, and opens no more. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#streams.keys()].map((stream) => stream.return?.()));
  }

  /** Opens one. Never throws: what is wrong is what it gives. */
  async open(sent: SentSubscription, follower: Follower): Promise<Opened> {
    const present = (error: unknown): GraphQLFormattedError =>
      presentError(error, follower.masked, { schemaHidden: this.#settings.schemaHidden });
    const held = holderOf(follower.actor);
    let takes = false;
    // From before it is admitted: what names its actor from then on is heard of here or there.
    const watch = this.#watch(follower.actor);
    try {
      if (this.#closed) throw stopping();
      this.#take(held, follower.actor);
      takes = true;
      const { results, field } = await this.#results(sent, follower);
      if (isStream(results)) {
        if (this.#closed) {
          await results.return?.();
          throw stopping();
        }
        takes = false;
        const sends = (): void => this.#settings.meter.event(field);
        return this.#watched(results, follower, held, { present, sends, watch });
      }
      return { errors: (results.errors ?? []).map(present) };
    } catch (error) {
      return { errors: (Array.isArray(error) ? error : [error]).map(present) };
    } finally {
      if (takes) this.#give(held);
      if (!watch.isTaken) watch.leave();
    }
  }

  /** Has whoever opens something ended from outside, also before it is open. */
  #watch(actor: Actor): Watch {
    let end: ((reason: GraphQLError) => void) | null = null;
    let early: GraphQLError | null = null;
    const leave = this.#settings.connected?.add(actor, (reason) => {
      if (end === null) early ??= reason;
      else end(reason);
    });
    return {
      leave: () => leave?.(),
      get isTaken() {
        return end !== null;
      },
      take: (ends) => {
        end = ends;
        if (early !== null) ends(early);
      },
    };
  }

  async #results(sent: SentSubscription, { actor, authorization, masked }: Follower) {
    const { gateway, makeContext, limits, costBudget } = this.#settings;
    const { query, operationName, variables } = shapeOf(sent);
    const schema = this.#schema;
    if (!schema) throw new Error("The gateway has told no schema yet.");
    const document = this.#documentOf(query, schema);
    refuseLargeVariables(variables, limits);
    const operation = subscriptionIn(getOperationAST(document, operationName));
    if (costBudget !== null) refuseOverBudget(costOf({ schema, document, operation, variables }), costBudget);
    const { resumeAfter } = sent;
    const { correlationId } = masked;
    const results = await gateway.subscribe({
      document,
      opening: resumeAfter === undefined ? document : resumedAfter(schema, document, operation, resumeAfter),
      operationName,
      variables,
      contexts: async () => makeContext(actor, { correlationId, authorization }),
      // Together only where each one's own end is told from outside: what all are shown names nobody.
      company: this.#settings.connected
        ? (field) => {
            const { rights, anyone } = isCommon(field) ? commonSightOf(actor) : sightOf(actor);
            return { rights, contexts: async () => makeContext(anyone, { correlationId, authorization: undefined }) };
          }
        : null,
    });
    return { results, field: fieldOf(operation) };
  }

  /** The document of a text: read and validated once for all who send the same. */
  #documentOf(query: string, schema: GraphQLSchema): DocumentNode {
    const read = (): Remembered => {
      const document = parseWithinLimits(query, this.#settings.limits);
      const mistakes = validate(schema, document, undefined, { maxErrors: 10 });
      if (mistakes.length > 0) throw mistakes.map(invalid);
      return { document, length: query.length };
    };
    return (query.length > longestRemembered ? read() : this.#documents.remember(query, read)).document;
  }

  /** The results with their errors masked, until the token ends or an administrator ends it. */
  #watched(
    results: AsyncIterableIterator<ExecutionResult, void>,
    { actor, over: transport }: Follower,
    held: string,
    { present, sends, watch }: { present: (error: unknown) => GraphQLFormattedError; sends: () => void; watch: Watch },
  ): AsyncIterableIterator<FormattedExecutionResult, void> {
    let over: GraphQLError | null = null;
    let isCut = false;
    let returned = false;
    const cut = (): void => {
      isCut = true;
      void results.return?.();
    };
    this.#streams.set(results, { over: transport, cut });
    // Whether what came last says why nothing follows.
    let isTold = false;
    const endFor = (reason: GraphQLError): void => {
      over ??= reason;
      void results.return?.();
    };
    const forget = atTime(actor.expiresAt, () => endFor(tokenRefused("TOKEN_EXPIRED")));
    watch.take(endFor);
    const end = (): void => {
      forget();
      watch.leave();
      if (this.#streams.delete(results)) this.#give(held);
    };
    // By hand: a generator more for each event of each reader would be felt.
    let finished = false;
    const last = (errors?: readonly GraphQLFormattedError[]): IteratorResult<FormattedExecutionResult, void> => {
      finished = true;
      end();
      return errors ? { done: false, value: { errors } } : { done: true, value: undefined };
    };
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: async () => {
        if (finished) return last();
        try {
          const step = await results.next();
          if (step.done && isCut && !over) {
            last();
            throw new CutOff("This server stops.");
          }
          if (step.done) return last(over && !isTold ? [present(over)] : undefined);
          sends();
          // Nothing is copied of what most events are: data alone.
          if (!step.value.errors) {
            isTold = false;
            return step as IteratorResult<FormattedExecutionResult, void>;
          }
          const { errors, ...result } = step.value;
          isTold = !("data" in result);
          return { done: false, value: { ...result, errors: errors.map(present) } };
        } catch (error) {
          if (error instanceof CutOff) throw error;
          return last(returned ? undefined : [present(error)]);
        }
      },
      return: async () => {
        returned = true;
        end();
        await results.return?.();
        return last();
      },
    };
  }

  #take(held: string, { subject }: Actor): void {
    const { perActor = 500, ofPublic = 5_000 } = this.#settings;
    const open = this.#open.get(held) ?? 0;
    const allowed = subject === null ? ofPublic : perActor;
    if (open >= allowed) {
      const said =
        subject === null
          ? "As many subscriptions are open here as there is room for without signing in. Sign in, or try again later."
          : `You have ${open} subscriptions open here. End some first.`;
      throw refused("TOO_MANY_SUBSCRIPTIONS", said, { limit: "subscriptions", allowed });
    }
    this.#open.set(held, open + 1);
  }

  #give(held: string): void {
    const open = (this.#open.get(held) ?? 1) - 1;
    if (open > 0) this.#open.set(held, open);
    else this.#open.delete(held);
  }
}

/** The root field that a subscription follows; one within a fragment isn't named. */
const fieldOf = ({ selectionSet: { selections } }: OperationDefinitionNode): string =>
  selections[0]?.kind === Kind.FIELD ? selections[0].name.value : "*";

const holderOf = ({ subject, agency, org }: Actor): string => JSON.stringify([subject, agency, org]);

function shapeOf({ query, operationName, variables }: SentSubscription) {
  if (operationName != null && typeof operationName !== "string") {
    throw refused("BAD_REQUEST", "`operationName` is a string.");
  }
  if (variables != null && (typeof variables !== "object" || Array.isArray(variables))) {
    throw refused("BAD_REQUEST", "`variables` is an object.");
  }
  return { query, operationName: operationName ?? null, variables: (variables ?? {}) as Record<string, unknown> };
}

function subscriptionIn(operation: OperationDefinitionNode | null | undefined): OperationDefinitionNode {
  if (!operation) {
    throw refused("OPERATION_RESOLUTION_FAILURE", "Nothing in this document to run. Name one of its operations.");
  }
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
    throw refused("BAD_REQUEST", "Only subscriptions run here. Send queries and mutations by POST to /graphql.");
  }
  return operation;
}

const invalid = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, {
    nodes: error.nodes,
    extensions: { ...error.extensions, code: "GRAPHQL_VALIDATION_FAILED" },
  });
