import { GraphQLError } from "graphql";
import { type SubgraphAnswerError, SubgraphUnavailable } from "./subgraph-client.ts";

/** An error that a subgraph gave, as our client may see it, standing in the data where the value would be. */
export class UpstreamError extends GraphQLError {
  /** What of the error's path lies below the null that it made, in the plan's response keys. */
  readonly below: readonly (string | number)[];

  constructor(
    message: string,
    extensions: Readonly<Record<string, unknown>>,
    below: readonly (string | number)[] = [],
  ) {
    super(message, { extensions: { ...extensions } });
    this.below = below;
  }
}

/** One subgraph, as far as its errors are concerned. */
export interface ErrorSource {
  readonly name: string;
  readonly external: boolean;
  /** Whether a code is one that clients know. */
  readonly isKnownCode: (code: unknown) => boolean;
}

const hidden = new Set(["http", "stacktrace", "exception", "correlationId"]);

/** The error for one field: a coded one of ours as it is, an outsider's code in our words, anything else masked. */
export function fieldError(
  source: ErrorSource,
  error: SubgraphAnswerError,
  below: readonly (string | number)[],
): UpstreamError {
  const { code } = error.extensions;
  if (!source.isKnownCode(code))
    return new UpstreamError("Something went wrong.", { code: "INTERNAL_SERVER_ERROR" }, below);
  if (source.external) return new UpstreamError(`The subgraph "${source.name}" refused this field.`, { code }, below);
  const shown = Object.entries(error.extensions).filter(([name]) => !hidden.has(name));
  return new UpstreamError(error.message, Object.fromEntries(shown), below);
}

const aboutTheCaller = new Set<unknown>([
  "UNAUTHENTICATED",
  "IDENTITY_UNAVAILABLE",
  "SERVICE_UNAVAILABLE",
  "BAD_USER_INPUT",
]);

/** The error for everything that a subgraph was asked and gave nothing of. */
export function requestError(source: ErrorSource, failure: unknown): UpstreamError {
  const [first] = Array.isArray(failure) ? (failure as readonly SubgraphAnswerError[]) : [];
  if (first && !source.external && aboutTheCaller.has(first.extensions.code)) return fieldError(source, first, []);
  return new UpstreamError(`The subgraph "${source.name}" can't be reached now. Try again shortly.`, {
    code: "SUBGRAPH_UNAVAILABLE",
    subgraph: source.name,
  });
}

/** What the log says about a failed request. */
export function reasonOf(failure: unknown): string {
  if (failure instanceof SubgraphUnavailable) return failure.message;
  if (Array.isArray(failure))
    return (failure as readonly SubgraphAnswerError[]).map(({ message }) => message).join("; ");
  return failure instanceof Error ? failure.message : String(failure);
}
