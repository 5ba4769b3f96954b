import type { IncomingMessage, ServerResponse } from "node:http";
import { GraphQLError } from "graphql";
import { statusOf } from "./error-codes.ts";
import { type MaskedRequest, presentError } from "./masking.ts";

/** What every answer says to a browser: take it for what it is, keep it from other sites, send no trace of it. */
const always: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
};

type Headers = Readonly<Record<string, string>>;

/** Sends one complete answer. Answers are not kept by anyone unless `headers` says otherwise. */
export function answer(response: ServerResponse, status: number, body: string | Buffer, headers: Headers): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    "cache-control": "no-store",
    ...always,
    ...headers,
    // A 304 speaks of a body that the client has.
    ...(status === 304 ? {} : { "content-length": Buffer.byteLength(body) }),
  });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

/** Sends JSON. */
export function answerJson(response: ServerResponse, status: number, value: unknown, headers: Headers = {}): void {
  answer(response, status, `${JSON.stringify(value)}\n`, {
    "content-type": "application/json; charset=utf-8",
    ...headers,
  });
}

/** Sends an error in the shape of a GraphQL answer, masked like any other. */
export function answerError(response: ServerResponse, error: unknown, masked: MaskedRequest): void {
  const shown = presentError(error, masked);
  const status = statusOf(shown.extensions?.code);
  answerJson(
    response,
    status,
    { errors: [shown] },
    { "content-type": errorType(response.req), ...hints(error, status) },
  );
}

/** The GraphQL-over-HTTP media type where the client takes it, else JSON. */
const errorType = ({ headers }: IncomingMessage): string =>
  headers.accept?.includes("application/graphql-response+json")
    ? "application/graphql-response+json; charset=utf-8"
    : "application/json; charset=utf-8";

function hints(error: unknown, status: number): Headers {
  const extensions = error instanceof GraphQLError ? error.extensions : {};
  if (status === 401)
    return { "www-authenticate": extensions.reason === undefined ? "Bearer" : 'Bearer error="invalid_token"' };
  if (status === 405) return { allow: String(extensions.allow) };
  if (status === 503) return { "retry-after": String(extensions.retryAfterSeconds ?? 5) };
  return {};
}
