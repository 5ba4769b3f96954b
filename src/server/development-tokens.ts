import type { IncomingHttpHeaders } from "node:http";
import { mostDevelopmentPartners } from "../identity/development.ts";
import { refused } from "./error-codes.ts";

/** Gives a token for each development person by name, and for so many partners' people. */
export type DevelopmentTokens = (partners?: number) => Promise<Readonly<Record<string, string>>>;

/** How many partners' people a request asks tokens for: `?partners=N`, 2 unless told. Throws BAD_REQUEST for what is no such number. */
export function partnersAskedFor(url = ""): number {
  const asked = new URLSearchParams(url.split("?", 2)[1]).get("partners") ?? "2";
  const number = /^\d{1,3}$/.test(asked) ? Number(asked) : Number.NaN;
  if (number >= 1 && number <= mostDevelopmentPartners) return number;
  throw refused("BAD_REQUEST", `partners must be a whole number from 1 to ${mostDevelopmentPartners}.`);
}

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
