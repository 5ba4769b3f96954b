import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { ArgumentValidationError } from "type-graphql";
import { isOutage } from "../database/outage.ts";
import { type ErrorCode, errorCodes, isErrorCode } from "./error-codes.ts";
import type { Log } from "./log.ts";
import type { OutageLog } from "./outage-log.ts";
import { withoutSchemaNames } from "./schema-names.ts";

/** The only extensions of a deliberate error that a client gets. */
const shownExtensions = [
  "reason",
  "action",
  "roles",
  "field",
  "fields",
  "limit",
  "allowed",
  "found",
  "requested",
  "budget",
  "heaviest",
  "subgraph",
  "retryAfterSeconds",
  "resumeFrom",
] as const;

const longestMessage = 1_000;
/** Of a longer one this much of its beginning stays: graphql-js names the place at fault behind the whole value. */
const beginning = 300;

/** One request, as far as its errors are concerned. */
export interface MaskedRequest {
  readonly correlationId: string;
  readonly log: Log;
  readonly outages: OutageLog;
}

/**
 * An error as a client may see it. Deliberate errors, with a code of the closed list, keep their message and the
 * extensions listed here; every other one becomes INTERNAL_SERVER_ERROR with the correlation id under which the log
 * has it. With `schemaHidden` the message of an operation that doesn't fit the schema names nothing of it.
 */
export function presentError(
  error: unknown,
  { correlationId, log, outages }: MaskedRequest,
  { schemaHidden = false } = {},
): GraphQLFormattedError {
  const located = error instanceof GraphQLError ? { locations: error.locations, path: error.path } : {};
  const shown = deliberate(error);
  if (shown) {
    const stops = shown.extensions.reason === "STOPPING";
    if (shown.code === "SERVICE_UNAVAILABLE" && !stops) outages.note({ correlationId, err: causeOf(error) });
    else if (stops || errorCodes[shown.code] < 500)
      log.debug({ correlationId, code: shown.code, path: located.path }, "refused");
    else log.warn({ correlationId, code: shown.code, path: located.path, err: causeOf(error) }, "refused");
    return {
      message: clean(schemaHidden && isAboutSchema(shown) ? withoutSchemaNames(shown.message) : shown.message),
      ...present(located),
      extensions: { ...shown.extensions, code: shown.code },
    };
  }
  log.error({ correlationId, path: located.path, err: causeOf(error) }, "an operation failed");
  return {
    message: "Something went wrong. Try again, and if it stays, report the correlation id.",
    ...present(located),
    extensions: { code: "INTERNAL_SERVER_ERROR", correlationId },
  };
}

interface Deliberate {
  readonly code: ErrorCode;
  readonly message: string;
  readonly extensions: Record<string, unknown>;
}

function deliberate(error: unknown): Deliberate | null {
  if (!(error instanceof GraphQLError)) return isOutage(error) ? outOfService : null;
  const invalid = argumentErrors(error);
  if (invalid) return invalid;
  const { code } = error.extensions ?? {};
  if (isErrorCode(code)) return { code, message: error.message, extensions: shownOf(error.extensions) };
  if (code === undefined && isVariableError(error))
    return { code: "BAD_USER_INPUT", message: error.message, extensions: {} };
  return isOutage(error) ? outOfService : null;
}

/** Of a change that was being committed nobody knows whether it was done; its key makes the repeat safe. */
const outOfService: Deliberate = {
  code: "SERVICE_UNAVAILABLE",
  message: "The graph can't reach its records now. Send it again shortly, a mutation with the same idempotencyKey.",
  extensions: { retryAfterSeconds: 5 },
};

/** Whether graphql-js said it of an operation or its variables: nothing has run then. */
const isAboutSchema = ({ code, message }: Deliberate): boolean =>
  code === "GRAPHQL_VALIDATION_FAILED" || (code === "BAD_USER_INPUT" && message.startsWith('Variable "$'));

/** A variable that doesn't fit its type is reported before anything runs: by the executor, without code or path. */
const isVariableError = ({ message, path, originalError }: GraphQLError): boolean =>
  path === undefined &&
  (originalError === undefined || originalError instanceof GraphQLError) &&
  message.startsWith('Variable "$');

const shownOf = (extensions: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    shownExtensions.filter((name) => extensions[name] !== undefined).map((name) => [name, extensions[name]]),
  );

/** What class-validator reports of one property; values and classes stay out. */
interface PropertyError {
  readonly property: string;
  readonly target?: object;
  readonly constraints?: Readonly<Record<string, string>>;
  readonly children?: readonly PropertyError[];
}

function argumentErrors(error: GraphQLError): Deliberate | null {
  const origin = error.originalError instanceof ArgumentValidationError ? error.originalError : error;
  const reported = origin.extensions?.validationErrors;
  if (!(origin instanceof ArgumentValidationError) || !Array.isArray(reported)) return null;
  const fields = (reported as PropertyError[]).flatMap((item) => fieldErrors(item, argumentOf(item))).slice(0, 20);
  const message = fields.map(({ field, message }) => `${field.join(".")}: ${message}`).join("; ");
  return { code: "BAD_USER_INPUT", message: message || "The input is not valid.", extensions: { fields } };
}

/** The name of the argument that a class of inputs is given as: `RegisterReleaseInput` as `input`; arguments have none. */
const argumentOf = ({ target }: PropertyError): readonly string[] =>
  target && /Input$/.test(target.constructor.name) ? ["input"] : [];

interface FieldError {
  readonly field: readonly string[];
  readonly message: string;
}

function fieldErrors({ property, constraints, children }: PropertyError, parent: readonly string[]): FieldError[] {
  const field = [...parent, property];
  const own = Object.values(constraints ?? {}).map((message) => ({ field, message }));
  return [...own, ...(children ?? []).flatMap((child) => fieldErrors(child, field))];
}

/**
 * Without the names that graphql-js suggests, and not longer than a message needs: a value that it repeats is cut by
 * itself, so that the place at fault stays, and the rest in its middle.
 */
const clean = (message: string): string => {
  const plain = message
    .replace(/ ?Did you mean [^?]*\?/g, "")
    .replace(/[^\s"]{200,}/g, (value) => `${value.slice(0, 100)}…`);
  if (plain.length <= longestMessage) return plain;
  return `${plain.slice(0, beginning)} … ${plain.slice(beginning - longestMessage)}`;
};

const present = ({ locations, path }: Partial<Pick<GraphQLError, "locations" | "path">>) => ({
  ...(locations ? { locations } : {}),
  ...(path ? { path } : {}),
});

const causeOf = (error: unknown): unknown =>
  error instanceof GraphQLError && error.originalError ? error.originalError : error;
