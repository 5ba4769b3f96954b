import { ApolloServer, type ApolloServerPlugin, type HTTPGraphQLHead } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { type FormattedExecutionResult, type OperationDefinitionNode, OperationTypeNode } from "graphql";
import { correlationId } from "./correlation.ts";
import { type Cost, costOf, refuseOverBudget } from "./cost.ts";
import { refused, statusOf } from "./error-codes.ts";
import { type Gateway, withReadableErrors } from "./gateway.ts";
import type { Log } from "./log.ts";
import { type MaskedRequest, presentError } from "./masking.ts";
import type { Meter } from "./meter.ts";
import type { OutageLog } from "./outage-log.ts";

/** One operation over HTTP: the context that its resolvers get, and what is learnt of it for its log line. */
export interface HttpOperation extends MaskedRequest {
  readonly context: object;
  operationName: string | null;
}

/** What Apollo Server is given for a context: it makes a copy, and a copy of this still holds the operation itself. */
export interface Carrier {
  readonly operation: HttpOperation;
}

export interface GraphqlSettings {
  readonly gateway: Gateway;
  readonly log: Log;
  readonly outages: OutageLog;
  /** Null where cost is not counted: in a subgraph, which answers the gateway alone. */
  readonly costBudget: number | null;
  /** Whether an operation that doesn't fit the schema is told so without the schema's names. */
  readonly schemaHidden: boolean;
  readonly meter: Meter;
}

/** Apollo Server over the gateway, with everything switched off that this server does itself or never does. */
export function graphqlServer({
  gateway,
  log,
  outages,
  costBudget,
  schemaHidden,
  meter,
}: GraphqlSettings): ApolloServer<Carrier> {
  const requests = new WeakMap<object, MaskedRequest>();
  const requestOf = (error: unknown): MaskedRequest =>
    requests.get(error as object) ?? { correlationId: correlationId(undefined, false), log, outages };
  return new ApolloServer<Carrier>({
    gateway: withReadableErrors(gateway),
    logger: log,
    nodeEnv: "production",
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    introspection: true, // whether it is on is decided in limits.ts, before Apollo Server sees the operation
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    validationOptions: { maxErrors: 10 },
    formatError: (_, error) => presentError(error, requestOf(error), { schemaHidden }),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      operations(costBudget, requests, meter),
    ],
  });
}

/** What is done for every operation: its own context, its cost, its errors' correlation id. */
const operations = (
  costBudget: number | null,
  requests: WeakMap<object, MaskedRequest>,
  meter: Meter,
): ApolloServerPlugin<Carrier> => ({
  requestDidStart: async (started) => {
    const { operation } = started.contextValue;
    let cost: Cost | null = null;
    const began = performance.now();
    // Resolvers get the context itself: Apollo Server's copy of it would have lost its private fields.
    (started as { contextValue: object }).contextValue = operation.context;
    return {
      didResolveOperation: async ({ schema, document, operation: resolved, operationName, request }) => {
        operation.operationName = operationName;
        const runnable = runnableOperation(resolved, request.operationName);
        if (costBudget === null) return;
        cost = costOf({ schema, document, operation: runnable, variables: request.variables ?? {} });
        refuseOverBudget(cost, costBudget);
      },
      didEncounterErrors: async ({ errors }) => {
        for (const error of errors) requests.set(error, operation);
      },
      willSendResponse: async ({ response, operation: resolved }) => {
        if (response.body.kind !== "single") return;
        const extensions = cost === null ? undefined : { cost: { requested: cost.requested, budget: costBudget } };
        response.body.singleResult.extensions = extensions;
        giveStatus(response.http, response.body.singleResult);
        meter.operation(resolved ?? null, response.body.singleResult, (performance.now() - began) / 1_000);
      },
    };
  },
});

/**
 * An operation that was refused whole answers with its refusal's own status, for Apollo Server knows 400 alone for these;
 * so does one that found nothing at all because the database is out of reach.
 */
function giveStatus(http: HTTPGraphQLHead, { data, errors }: FormattedExecutionResult): void {
  if (errors === undefined) return;
  const [first] = errors;
  const lost = errors.every(({ extensions }) => extensions?.code === "SERVICE_UNAVAILABLE") && nothingIn(data);
  if (data !== undefined && !lost) return;
  const status = statusOf(first?.extensions?.code);
  if (status !== 400) http.status = status;
  if (status === 401) http.headers.set("www-authenticate", "Bearer");
  if (status === 503) http.headers.set("retry-after", String(first?.extensions?.retryAfterSeconds ?? 5));
}

/** Whether an answer holds nothing: of what was asked at the root, all is null. */
const nothingIn = (data: FormattedExecutionResult["data"]): boolean =>
  Object.values(data ?? {}).every((value) => value === null);

function runnableOperation(
  operation: OperationDefinitionNode | undefined,
  asked: string | null | undefined,
): OperationDefinitionNode {
  if (!operation) {
    const advice =
      asked == null ? "Say by `operationName` which operation to run." : "It has no operation of that `operationName`.";
    throw refused("OPERATION_RESOLUTION_FAILURE", `Nothing in this document to run. ${advice}`);
  }
  if (operation.operation === OperationTypeNode.SUBSCRIPTION) {
    throw refused("BAD_REQUEST", "A subscription needs a stream: it can't be answered by one response.");
  }
  return operation;
}
