import type { QueryPlanner } from "@graphql-hive/router-query-planner";
import { buildSchema, type GraphQLScalarType, type GraphQLSchema, isScalarType } from "graphql";
import { type Composition, CompositionError, compose } from "./compose.ts";
import type { ApolloGateway, GatewayInterface } from "./gateway-interface.ts";
import type { PlannedSubgraph } from "./plan-run.ts";
import type { PreparationOptions } from "./prepare.ts";
import { proofHeader } from "./proof.ts";
import { type RemoteExecutor, remoteExecutor } from "./remote-run.ts";
import { type RemoteSubscriber, remoteSubscriber } from "./remote-subscribe.ts";
import { requiredScopes, type ScopeHolder } from "./scopes.ts";
import { SubgraphClient } from "./subgraph-client.ts";
import { openStream, type SubgraphStream } from "./subgraph-stream.ts";
import type { Subscribed, SubscriptionRequest } from "./subscribe.ts";
import { reasonOf } from "./upstream-error.ts";

/** A subgraph that runs elsewhere. */
export interface RemoteSubgraph {
  readonly name: string;
  readonly url: string;
  /** Its SDL; asked of the subgraph itself where absent. */
  readonly sdl?: string;
  /** Somebody else runs it: it may only add to the graph, and gets neither the caller's token nor our secret. */
  readonly external?: boolean;
}

/** What a request hands on to the subgraphs. */
export interface Caller {
  /** The Authorization header as it came; goes to our own subgraphs alone. */
  readonly authorization: string | null;
  readonly correlationId: string;
}

/** What the gateway tells its operator. */
export interface GatewayLog {
  info(detail: Readonly<Record<string, unknown>>, message: string): void;
  warn(detail: Readonly<Record<string, unknown>>, message: string): void;
  error(detail: Readonly<Record<string, unknown>>, message: string): void;
}

export interface RemoteGatewayOptions extends PreparationOptions {
  readonly subgraphs: readonly RemoteSubgraph[];
  /** What `x-countersign-gateway` holds. */
  readonly secret: string;
  readonly holder: (context: never) => ScopeHolder;
  readonly caller: (context: never) => Caller;
  /** Whether a code is one of those that clients know. */
  readonly isKnownCode: (code: unknown) => boolean;
  readonly log: GatewayLog;
  /** The graph's own scalars, so that a malformed value is refused before anything is asked. */
  readonly scalars?: readonly GraphQLScalarType[];
  /** How long a subgraph may take, in milliseconds; 10,000 unless told. */
  readonly timeoutMs?: number;
  /** How long a subgraph's answer may be, in bytes; 16 MiB unless told. */
  readonly maxAnswerBytes?: number;
  /** How long a subgraph's stream of events may be silent, ms; 30,000 unless told: it sends a sign of life every 12 s. */
  readonly silenceMs?: number;
  /** How often the subgraphs are asked for their SDL, in milliseconds; 10,000 unless told. */
  readonly pollMs?: number;
  /** How long to wait between the first attempts, in milliseconds; 1,000 unless told. */
  readonly retryMs?: number;
}

const longestAnswer = 16 * 1024 * 1024;

/** Where a subgraph of ours streams events: beside where it answers operations. */
function streamUrl(url: string): URL {
  const stream = new URL(url);
  stream.pathname = `${stream.pathname.replace(/\/$/, "")}/stream`;
  return stream;
}

interface Graph extends Composition {
  readonly schema: GraphQLSchema;
  readonly run: RemoteExecutor;
  readonly subscribe: RemoteSubscriber;
}

type SchemaCallback = Parameters<ApolloGateway["onSchemaLoadOrUpdate"]>[0];

/**
 * The supergraph over subgraphs that run elsewhere, as Apollo Server's gateway. It starts once every subgraph has told
 * its SDL and they compose, and takes a changed one over while it runs; one that no longer composes changes nothing.
 * Needs the query planner's binary: Linux with glibc, or macOS. `load` throws CompositionError.
 */
export function remoteGateway(options: RemoteGatewayOptions): GatewayInterface {
  const gateway = new RemoteGateway(options);
  return {
    onSchemaLoadOrUpdate: (callback) => gateway.onSchema(callback),
    load: async () => {
      await gateway.start();
      return {
        executor: ({ document, operationName, request, context }) =>
          gateway.execute({ document, operationName, variables: request.variables }, context as never),
      };
    },
    stop: async () => gateway.stop(),
    subscribe: (request) => gateway.subscribe(request),
  };
}

class RemoteGateway {
  readonly #options: RemoteGatewayOptions;
  readonly #clients: ReadonlyMap<string, SubgraphClient>;
  readonly #callbacks = new Set<SchemaCallback>();
  readonly #sdls = new Map<string, string>();
  readonly #stopped = new AbortController();
  #graph: Graph | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RemoteGatewayOptions) {
    this.#options = options;
    const { timeoutMs = 10_000, maxAnswerBytes: maxBytes = longestAnswer } = options;
    this.#clients = new Map(
      options.subgraphs.map(({ name, url }) => [name, new SubgraphClient({ url, timeoutMs, maxBytes })]),
    );
    for (const { name, sdl } of options.subgraphs) if (sdl !== undefined) this.#sdls.set(name, sdl);
  }

  onSchema(callback: SchemaCallback): () => void {
    this.#callbacks.add(callback);
    if (this.#graph) callback(published(this.#graph));
    return () => void this.#callbacks.delete(callback);
  }

  async start(): Promise<void> {
    const { retryMs = 1_000, subgraphs, log } = this.#options;
    for (;;) {
      await this.#readSdls();
      const missing = subgraphs.filter(({ name }) => !this.#sdls.has(name)).map(({ name }) => name);
      if (this.#stopped.signal.aborted) throw new Error("The gateway was stopped before all subgraphs answered.");
      if (missing.length === 0) break;
      log.warn({ missing }, `waiting for subgraphs: ${missing.join(", ")}`);
      await this.#pause(retryMs);
    }
    this.#use(await this.#composed());
    log.info({ subgraphs: subgraphs.map(({ name }) => name) }, "the supergraph is composed");
    this.#schedule();
  }

  stop(): void {
    this.#stopped.abort();
    clearTimeout(this.#timer);
    for (const client of this.#clients.values()) client.close();
  }

  async execute(request: Parameters<RemoteExecutor>[0], context: never) {
    const caller = this.#options.caller(context);
    return this.#graph!.run(request, this.#options.holder(context), (name) => this.#planned(name, caller));
  }

  /** Each reader is followed alone: a subgraph sees who it is by the reader's own token. */
  async subscribe({ contexts, company: _, document, opening, ...asked }: SubscriptionRequest): Promise<Subscribed> {
    const request = { ...asked, document: opening ?? document };
    const context = (await contexts()) as never;
    const caller = this.#options.caller(context);
    return this.#graph!.subscribe(request, this.#options.holder(context), (name) => this.#planned(name, caller));
  }

  #planned(name: string, caller: Caller): PlannedSubgraph {
    const { isKnownCode, log, subgraphs } = this.#options;
    const subgraph = subgraphs.find((one) => one.name === name)!;
    const external = subgraph.external ?? false;
    return {
      name,
      external,
      isKnownCode,
      ask: (body) => this.#clients.get(name)!.send(body, this.#headers(external, caller)),
      follow: (body) => this.#follow(subgraph, body, this.#headers(external, caller)),
      note: (failure) => {
        log.warn(
          { subgraph: name, correlationId: caller.correlationId, reason: reasonOf(failure) },
          "a subgraph gave no answer",
        );
      },
    };
  }

  #follow({ url }: RemoteSubgraph, body: object, headers: Record<string, string>): Promise<SubgraphStream> {
    const { maxAnswerBytes: longestEvent = longestAnswer, silenceMs = 30_000 } = this.#options;
    return openStream({ url: streamUrl(url), silenceMs, longestEvent }, body, headers);
  }

  #headers(external: boolean, { authorization, correlationId }: Caller): Record<string, string> {
    if (external) return { "x-correlation-id": correlationId };
    return {
      "x-correlation-id": correlationId,
      [proofHeader]: this.#options.secret,
      ...(authorization === null ? {} : { authorization }),
    };
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#timer = setTimeout(resolve, ms);
      this.#stopped.signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  #schedule(): void {
    if (this.#stopped.signal.aborted) return;
    this.#timer = setTimeout(() => void this.#poll().finally(() => this.#schedule()), this.#options.pollMs ?? 10_000);
    this.#timer.unref();
  }

  async #poll(): Promise<void> {
    const { log } = this.#options;
    try {
      if (!(await this.#readSdls())) return;
      this.#use(await this.#composed());
      log.info({}, "the supergraph changed");
    } catch (error) {
      const problems = error instanceof CompositionError ? error.problems : [String(error)];
      log.error({ problems }, "the subgraphs no longer compose: the graph stays as it was");
    }
  }

  /** Asks each subgraph for its SDL; whether any differs from what was known. One that doesn't answer stays as known. */
  async #readSdls(): Promise<boolean> {
    const changes = await Promise.all(
      this.#options.subgraphs.map(async ({ name, sdl, external = false }) => {
        if (sdl !== undefined) return false;
        try {
          const headers = this.#headers(external, { authorization: null, correlationId: crypto.randomUUID() });
          const { data } = await this.#clients.get(name)!.send({ query: "{ _service { sdl } }" }, headers);
          const told = (data?._service as { sdl?: unknown } | null | undefined)?.sdl;
          if (typeof told !== "string") throw new Error("it told no SDL");
          const changed = this.#sdls.get(name) !== told;
          this.#sdls.set(name, told);
          return changed;
        } catch (error) {
          this.#options.log.warn(
            { subgraph: name, reason: reasonOf(error) },
            `subgraph "${name}" did not tell its SDL`,
          );
          return false;
        }
      }),
    );
    return changes.includes(true);
  }

  async #composed(): Promise<Graph> {
    const { subgraphs, scalars = [] } = this.#options;
    const composition = compose(
      subgraphs.map(({ name, url, external }) => ({ name, url, external, sdl: this.#sdls.get(name)! })),
    );
    const schema = buildSchema(composition.apiSdl, { assumeValidSDL: true });
    for (const scalar of scalars) takeParsing(schema, scalar);
    const planner = await plannerOf(composition.supergraphSdl);
    const required = requiredScopes(composition.supergraphSdl);
    const graph = { schema, planner, required };
    return {
      ...composition,
      schema,
      run: remoteExecutor(graph, this.#options),
      subscribe: remoteSubscriber(graph, this.#options),
    };
  }

  #use(graph: Graph): void {
    this.#graph = graph;
    for (const callback of this.#callbacks) callback(published(graph));
  }
}

function published({ schema, supergraphSdl }: Graph): Parameters<SchemaCallback>[0] {
  return { apiSchema: schema, coreSupergraphSdl: supergraphSdl };
}

/** Input is judged as the subgraphs will; what they answer is serialised already. */
function takeParsing(schema: GraphQLSchema, scalar: GraphQLScalarType): void {
  const own = schema.getType(scalar.name);
  if (!isScalarType(own)) return;
  own.parseValue = scalar.parseValue;
  own.parseLiteral = scalar.parseLiteral;
}

/** The planner is a binary: loaded only where a gateway over remote subgraphs runs. */
async function plannerOf(supergraphSdl: string): Promise<QueryPlanner> {
  const planning = await import("@graphql-hive/router-query-planner").catch((cause: unknown) => {
    throw new Error(
      "The query planner has no binary for this system: run the gateway on Linux with glibc or on macOS.",
      { cause },
    );
  });
  return new planning.QueryPlanner(supergraphSdl);
}
