import { GraphQLError } from "graphql";

/**
 * Every code that an error may carry to a client, with the HTTP status of a request that is refused with it before
 * anything runs. An error with any other code, or none, is a fault: it is masked. Changing a code breaks clients.
 */
export const errorCodes = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_REQUEST: 400,
  BAD_USER_INPUT: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  OPERATION_RESOLUTION_FAILURE: 400,
  OPERATION_TOO_LARGE: 400,
  COST_EXCEEDED: 400,
  PERSISTED_QUERY_NOT_SUPPORTED: 400,
  CURSOR_UNKNOWN: 400,
  TOO_MANY_SUBSCRIPTIONS: 429,
  NOT_FOUND: 404,
  NOT_RECORDED: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  NOT_CONFIGURED: 501,
  BUSY: 503,
  SERVICE_UNAVAILABLE: 503,
  IDENTITY_UNAVAILABLE: 503,
  DISCONNECTED: 503,
  SLOW_READER: 503,
  SUBGRAPH_UNAVAILABLE: 503,
} as const;
export type ErrorCode = keyof typeof errorCodes;

/** Whether a code is one that a client may see. */
export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === "string" && Object.hasOwn(errorCodes, code);

/** The HTTP status of a request that is refused whole with a code; 500 for what is no refusal. */
export const statusOf = (code: unknown): number => (isErrorCode(code) ? errorCodes[code] : 500);

/**
 * The refusal of a request before it runs: what is wrong and what to do. `detail` goes to the client as extensions; the
 * status is the answer's.
 */
export const refused = (
  code: ErrorCode,
  message: string,
  detail: Readonly<Record<string, unknown>> = {},
): GraphQLError => new GraphQLError(message, { extensions: { ...detail, code, http: { status: errorCodes[code] } } });
