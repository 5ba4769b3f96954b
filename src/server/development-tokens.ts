import type { IncomingHttpHeaders } from "node:http";
import { refused } from "./error-codes.ts";

const localNames = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Throws FORBIDDEN unless a request for the development tokens came to this machine by a local name: a page whose own
 * name was pointed at the loopback address says that name as its Host, and a page of another site says its Origin.
 */
export function refuseForeignPages({ host, origin, ...headers }: IncomingHttpHeaders, port: number): void {
  const local = localNames.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
  const sameOrigin = origin === undefined || local.some((name) => origin === `http://${name}`);
  const sameSite = [undefined, "same-origin", "none"].includes(headers["sec-fetch-site"] as string | undefined);
  if (host !== undefined && local.includes(host.toLowerCase()) && sameOrigin && sameSite) return;
  throw refused("FORBIDDEN", "Development tokens are handed out on this machine alone, by its local name.");
}
