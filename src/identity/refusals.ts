import { GraphQLError } from "graphql";

/** Why a token was not taken: stable, and no more than the caller needs to put it right. */
export type TokenFault = "TOKEN_MALFORMED" | "TOKEN_INVALID" | "TOKEN_EXPIRED" | "TOKEN_REVOKED";

const advice: Record<TokenFault, string> = {
  TOKEN_MALFORMED: "The Authorization header is not `Bearer <token>`. Send an access token, or no header at all.",
  TOKEN_INVALID: "This token is not an access token for this graph. Get one from its issuer for its audience.",
  TOKEN_EXPIRED: "This token has expired. Get a new one and try again.",
  TOKEN_REVOKED: "This identity has been revoked. Ask an administrator.",
};

/** The refusal of a request whose token is not taken. */
export const tokenRefused = (reason: TokenFault): GraphQLError =>
  new GraphQLError(advice[reason], { extensions: { code: "UNAUTHENTICATED", reason } });

/** Why a connection is over that an administrator has ended: nothing is revoked. */
export const disconnected = (): GraphQLError =>
  new GraphQLError("An administrator has ended your connections. Connect again, and go on from your last cursor.", {
    extensions: { code: "DISCONNECTED" },
  });

/** The refusal of an action that needs a known caller. */
export const notSignedIn = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: "UNAUTHENTICATED" } });

/** The refusal of a caller who is known and may not. `detail` names what was asked, never what is stored. */
export const forbidden = (message: string, detail: Readonly<Record<string, unknown>> = {}): GraphQLError =>
  new GraphQLError(message, { extensions: { ...detail, code: "FORBIDDEN" } });

/** The refusal while the issuer's keys can't be had: nothing is granted, and the caller may try again. */
export const identityUnavailable = (cause: unknown): GraphQLError =>
  new GraphQLError("The issuer of your token can't be reached, so it can't be checked. Try again shortly.", {
    originalError: cause instanceof Error ? cause : null,
    extensions: { code: "IDENTITY_UNAVAILABLE", retryAfterSeconds: 5 },
  });
