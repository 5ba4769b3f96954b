import type { Services } from "../context.ts";
import { noTokens, statusListPath } from "../decisions/tokens/authorization-token.ts";
import { StatusLists } from "../decisions/tokens/status-list.ts";
import type { TokenIssuer } from "../identity/token-issuer.ts";
import type { PublishedDocument, PublishedDocuments } from "../server/documents.ts";
import { refused } from "../server/error-codes.ts";

const keysPath = "/.well-known/jwks.json";
/** A list's number as it is written: nothing else leads to it. */
const numbered = /^[1-9]\d{0,5}$/;

/**
 * What whoever verifies authorizations' tokens reads: the public keys, and the status lists. Where no tokens are signed
 * the paths say so, as NOT_CONFIGURED.
 */
export function publishedTokens(services: Services): PublishedDocuments {
  const { tokens } = services;
  const lists = tokens ? new StatusLists(services, tokens) : null;
  return (path) => {
    const number = path.startsWith(statusListPath("")) ? path.slice(statusListPath("").length) : null;
    if (path !== keysPath && (number === null || !numbered.test(number))) return undefined;
    return async (query) => {
      if (!tokens?.isNamed || !lists) throw noTokens();
      if (number === null) return keySet(tokens);
      if (query.has("time")) {
        throw refused("NOT_CONFIGURED", "No list of an earlier moment is kept. Ask for it without `time`.");
      }
      return statusList(lists, Number(number));
    };
  };
}

function keySet({ keys }: TokenIssuer): PublishedDocument {
  return {
    type: "application/jwk-set+json",
    body: JSON.stringify({ keys }),
    edition: keys.map(({ kid }) => kid.slice(0, 11)).join("-"),
    // A key is shown before it signs by whoever rotates with care; for the others a verifier asks again.
    cacheControl: "public, max-age=60",
  };
}

async function statusList(lists: StatusLists, number: number): Promise<PublishedDocument | null> {
  const found = await lists.list(number);
  if (found === null) return null;
  // Kept by whoever likes, and asked about each time: nobody shows what was true a minute ago.
  const { token: body, edition } = found;
  return { type: "application/statuslist+jwt", body, edition, cacheControl: "public, no-cache" };
}
