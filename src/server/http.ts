import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Endings } from "../feed/endings.ts";
import { answer, answerError, answerJson } from "./answers.ts";
import { correlationHeader, correlationId } from "./correlation.ts";
import { type DevelopmentTokens, partnersAskedFor, refuseForeignPages } from "./development-tokens.ts";
import { answerDocument, type PublishedDocuments } from "./documents.ts";
import { refused } from "./error-codes.ts";
import { answerEvents, type EventStreamSettings } from "./event-stream.ts";
import { refuseUnproved } from "./gateway-proof.ts";
import { graphiqlPath, graphiqlPolicy, loadQueryPage, type QueryPage } from "./graphiql.ts";
import { answerOperation, type GraphqlRoute } from "./graphql-route.ts";
import type { Readiness } from "./health.ts";
import type { Log } from "./log.ts";
import type { MaskedRequest } from "./masking.ts";
import { answerMetrics, type MetricsRoute } from "./metrics-route.ts";
import type { OutageLog } from "./outage-log.ts";

export interface Routes {
  readonly graphql: GraphqlRoute;
  /** Where subscriptions are streamed as server-sent events. */
  readonly events: EventStreamSettings;
  /** The secret that requests for a subgraph must prove; null for what clients reach. */
  readonly gatewayProof: string | null;
  /** Whether a browser that opens /graphql gets the page for queries. */
  readonly queryPage: boolean;
  readonly developmentTokens: DevelopmentTokens | null;
  /** What everyone may read besides the graph; null where nothing is published. */
  readonly documents: PublishedDocuments | null;
  /** What ends connections behind a place in the ledger: for a gateway that has none. */
  readonly endings: ((after: number | null) => Promise<Endings>) | null;
  readonly metrics: MetricsRoute;
  readonly readiness: () => Promise<Readiness>;
  readonly log: Log;
  readonly outages: OutageLog;
}

/** One request under way: where its answer goes, and what its log line says. */
interface Exchange extends MaskedRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly noted: Record<string, unknown>;
}

type Handler = (exchange: Exchange) => Promise<void>;
interface Route {
  readonly methods: readonly string[];
  readonly handle: Handler;
}

/** The listener of all routes, not yet listening. `draining` ends each connection with its answer. */
export function httpServer(routes: Routes, draining: () => boolean): Server {
  const table = routeTable(routes);
  const server = createServer((request, response) => {
    const exchange = exchangeOf(request, response, routes);
    if (draining()) response.setHeader("connection", "close");
    const started = performance.now();
    response.once("close", () => logAnswer(exchange, started));
    dispatch(table, exchange).catch((error: unknown) => answerError(response, error, exchange));
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  server.keepAliveTimeout = 65_000; // longer than a load balancer's, so that it is not we who cut
  return server;
}

function exchangeOf(
  request: IncomingMessage,
  response: ServerResponse,
  { gatewayProof, log, outages }: Routes,
): Exchange {
  const id = correlationId(request.headers[correlationHeader], gatewayProof !== null);
  const [path = "/"] = (request.url ?? "/").split("?", 1);
  response.setHeader(correlationHeader, id);
  return { request, response, path, noted: {}, correlationId: id, log, outages };
}

/** Asked every few seconds by machines. */
const quiet = /^\/(healthz|readyz|metrics|graphql\/endings|status-lists\/\d+)$/;

function logAnswer({ request, response, path, noted, correlationId, log }: Exchange, started: number): void {
  const ms = Math.round((performance.now() - started) * 10) / 10;
  const line = {
    correlationId,
    method: request.method,
    path: path.slice(0, 200),
    status: response.statusCode,
    ms,
    ...noted,
  };
  if (quiet.test(path)) log.debug(line, "answered");
  else log.info(line, response.writableFinished ? "answered" : "the client left");
}

async function dispatch(table: (path: string) => Route | undefined, exchange: Exchange): Promise<void> {
  const route = table(exchange.path);
  if (!route) throw refused("NOT_FOUND", "There is nothing here. The graph is at /graphql.");
  if (!route.methods.includes(exchange.request.method ?? "")) {
    const allow = route.methods.join(", ");
    throw refused("METHOD_NOT_ALLOWED", `Use ${allow} here.`, { allow });
  }
  await route.handle(exchange);
}

const reading = ["GET", "HEAD"];

function routeTable(routes: Routes): (path: string) => Route | undefined {
  const pages = routes.queryPage ? queryPages() : null;
  const table = new Map<string, Route>([
    ["/graphql", { methods: ["GET", "POST"], handle: graphqlHandler(routes, pages) }],
    ["/graphql/stream", { methods: ["GET", "POST"], handle: eventsHandler(routes) }],
    ["/healthz", { methods: reading, handle: async ({ response }) => answerJson(response, 200, { status: "ok" }) }],
    [
      "/metrics",
      { methods: reading, handle: ({ request, response }) => answerMetrics(routes.metrics, request, response) },
    ],
    ["/readyz", { methods: reading, handle: readinessHandler(routes.readiness) }],
  ]);
  if (routes.endings) table.set("/graphql/endings", { methods: ["GET"], handle: endingsHandler(routes) });
  if (routes.developmentTokens)
    table.set("/dev/tokens", { methods: ["GET"], handle: tokensHandler(routes.developmentTokens) });
  const page: Route | undefined = pages ? { methods: reading, handle: pages.file } : undefined;
  return (path) =>
    table.get(path) ?? (path.startsWith(graphiqlPath) ? page : undefined) ?? documentRoute(routes.documents, path);
}

function documentRoute(documents: PublishedDocuments | null, path: string): Route | undefined {
  const read = documents?.(path);
  if (!read) return undefined;
  return {
    methods: reading,
    handle: async ({ request, response }) => {
      const document = await read(new URL(request.url ?? "/", "http://local").searchParams);
      if (document === null) throw refused("NOT_FOUND", "There is no such document.");
      answerDocument(request, response, document);
    },
  };
}

function graphqlHandler({ graphql, gatewayProof }: Routes, pages: { page: Handler } | null): Handler {
  return async (exchange) => {
    const { request, response, noted } = exchange;
    if (gatewayProof !== null) refuseUnproved(request.headers, gatewayProof);
    if (pages && request.method === "GET" && request.headers.accept?.includes("text/html")) return pages.page(exchange);
    await answerOperation(graphql, request, response, exchange, noted);
  };
}

const eventsHandler =
  ({ events, gatewayProof }: Routes): Handler =>
  async (exchange) => {
    const { request, response, noted } = exchange;
    if (gatewayProof !== null) refuseUnproved(request.headers, gatewayProof);
    await answerEvents(events, request, response, exchange, noted);
  };

const endingsHandler =
  ({ endings, gatewayProof }: Routes): Handler =>
  async ({ request, response }) => {
    if (gatewayProof === null || endings === null) throw refused("NOT_FOUND", "There is nothing here.");
    refuseUnproved(request.headers, gatewayProof);
    const after = new URL(request.url ?? "/", "http://local").searchParams.get("after");
    if (after !== null && !/^\d{1,15}$/.test(after)) throw refused("BAD_REQUEST", "`after` is a sequence number.");
    answerJson(response, 200, await endings(after === null ? null : Number(after)));
  };

const readinessHandler =
  (readiness: Routes["readiness"]): Handler =>
  async ({ response }) => {
    const found = await readiness();
    answerJson(response, found.ready ? 200 : 503, {
      status: found.ready ? "ready" : "not ready",
      checks: found.checks,
    });
  };

const tokensHandler =
  (tokens: DevelopmentTokens): Handler =>
  async ({ request, response }) => {
    refuseForeignPages(request.headers, request.socket.localPort ?? 0);
    answerJson(response, 200, await tokens(partnersAskedFor(request.url)));
  };

function queryPages(): { page: Handler; file: Handler } {
  let loading: Promise<QueryPage> | null = null;
  const load = (): Promise<QueryPage> => {
    loading ??= loadQueryPage();
    return loading;
  };
  const policy = { "content-security-policy": graphiqlPolicy };
  return {
    page: async ({ response }) => {
      const { html } = await load();
      answer(response, 200, html, { "content-type": "text/html; charset=utf-8", ...policy });
    },
    file: async ({ response, path }) => {
      const file = (await load()).files.get(path);
      if (!file) throw refused("NOT_FOUND", "There is no such file. Open /graphql in a browser.");
      const kept = { "cache-control": "public, max-age=31536000, immutable", "content-encoding": "gzip" };
      answer(response, 200, file.body, { "content-type": file.type, ...kept, ...policy });
    },
  };
}
