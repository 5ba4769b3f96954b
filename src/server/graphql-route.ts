import type { IncomingMessage, ServerResponse } from "node:http";
import { type ApolloServer, HeaderMap, type HTTPGraphQLRequest } from "@apollo/server";
import type { Actor } from "../identity/actor.ts";
import type { Verifier } from "../identity/tokens.ts";
import { answer } from "./answers.ts";
import { type Allowance, readOperation } from "./body.ts";
import type { ByteBudget } from "./byte-budget.ts";
import type { Carrier, HttpOperation } from "./graphql.ts";
import { type Limits, refuseLargeVariables } from "./limits.ts";
import type { MaskedRequest } from "./masking.ts";

/** What a caller's context may be made from, besides the actor. */
export interface RequestInfo {
  readonly correlationId: string;
  /** The Authorization header as it came, for subgraphs that verify it again. */
  readonly authorization: string | undefined;
}

/** Makes what resolvers get: once for each operation. May throw a coded refusal. */
export type MakeContext = (actor: Actor, request: RequestInfo) => object | Promise<object>;

export interface GraphqlRoute {
  readonly apollo: ApolloServer<Carrier>;
  readonly verifier: Verifier;
  readonly makeContext: MakeContext;
  readonly limits: Limits;
  /** Throws for a document over the limits. */
  readonly holdToLimits: (source: string) => void;
  /** The longest body, in bytes. */
  readonly bodyLimit: number;
  /** Room for the large bodies of all requests under way. */
  readonly bodies: ByteBudget;
}

/** The only headers that reach Apollo Server and the gateway: identity is never among them. */
const passedHeaders = ["accept", "content-type", "apollo-require-preflight", "x-apollo-operation-name"];

/**
 * Answers one operation: its size is checked first, then who asks, and only then is it given to Apollo Server.
 * Throws the refusal, for the caller to send; notes the operation's name and actor in `noted` for the log.
 */
export async function answerOperation(
  route: GraphqlRoute,
  request: IncomingMessage,
  response: ServerResponse,
  masked: MaskedRequest,
  noted: Record<string, unknown>,
): Promise<void> {
  const lease = route.bodies.lease();
  try {
    const sent = await operationOf(request, { limit: route.bodyLimit, lease });
    await answerSent(route, sent, request, response, masked, noted);
  } finally {
    lease.end();
  }
}

async function answerSent(
  { apollo, verifier, makeContext, limits, holdToLimits }: GraphqlRoute,
  sent: Sent,
  request: IncomingMessage,
  response: ServerResponse,
  masked: MaskedRequest,
  noted: Record<string, unknown>,
): Promise<void> {
  const { authorization } = request.headers;
  if (sent.query !== null) holdToLimits(sent.query);
  refuseLargeVariables(sent.variables, limits);
  const actor = await verifier.verify(authorization);
  noted.subject = actor.subject;
  const context = await makeContext(actor, { correlationId: masked.correlationId, authorization });
  const operation: HttpOperation = { ...masked, context, operationName: null };
  const answered = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: sent.forApollo,
    context: async () => ({ operation }),
  });
  noted.operation = operation.operationName?.slice(0, 100);
  if (answered.body.kind !== "complete") throw new Error("an operation was answered in parts");
  answer(response, answered.status ?? 200, answered.body.string, Object.fromEntries(answered.headers));
}

interface Sent {
  readonly query: string | null;
  readonly variables: unknown;
  readonly forApollo: HTTPGraphQLRequest;
}

async function operationOf(request: IncomingMessage, allowance: Allowance): Promise<Sent> {
  const headers = new HeaderMap();
  for (const name of passedHeaders) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  const method = request.method ?? "";
  if (method === "POST") {
    const body = await readOperation(request, allowance);
    return { query: body.query, variables: body.variables, forApollo: { method, headers, search: "", body } };
  }
  const url = request.url ?? "";
  const search = url.includes("?") ? url.slice(url.indexOf("?")) : "";
  // Variables in an address are short enough: Node's limit on headers holds for it.
  return {
    query: new URLSearchParams(search).get("query"),
    variables: null,
    forApollo: { method, headers, search, body: undefined },
  };
}
