import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { isLoopback } from "./loopback.ts";

/** Where the keys that tokens are verified with come from. */
export interface KeySource {
  readonly keyFor: JWTVerifyGetKey;
  /**
   * The key set that counts now: another object whenever the issuer's keys have changed, and null while none is trusted.
   * What was verified under another one must be verified again.
   */
  edition(): object | null;
  /** Resolves when a token could be verified now; throws KeysUnavailable when not. */
  check(): Promise<void>;
}

/** The issuer's keys can't be had: not the token's fault. */
export class KeysUnavailable extends Error {
  override name = "KeysUnavailable";
}

export interface IssuerKeysOptions {
  /** Lets an issuer on this machine's loopback be read over plain HTTP. */
  readonly allowLoopbackHttp?: boolean;
  /** How long fetched keys are trusted, ms: after it nothing is verified until they have been fetched anew. */
  readonly maxAge?: number;
  /** How long after a fetch the next one follows by itself, ms. */
  readonly refreshAfter?: number;
  /** The least time between two fetches that an unknown key id causes, and before one by itself is repeated, ms. */
  readonly cooldown?: number;
  /** The least time between a failed fetch and the next, ms. */
  readonly retryAfter?: number;
  /** The longest that one of the two fetches may take, ms. */
  readonly timeout?: number;
}

const largestAnswer = 512 * 1024;
const defaults = {
  allowLoopbackHttp: false,
  maxAge: 300_000,
  refreshAfter: 60_000,
  cooldown: 10_000,
  retryAfter: 2_000,
  timeout: 3_000,
};

/**
 * The keys of an OpenID Connect issuer, found by discovery. From the first use on they are fetched anew by themselves:
 * a key that the issuer has taken away ends within `refreshAfter` and two timeouts (66 seconds unless told), and within
 * `maxAge` (5 minutes) where the issuer can't be reached. Fetches are shared, limited in time and size, follow no
 * redirect, and never come more often than the options say, whatever tokens arrive.
 * Throws TypeError for an issuer that isn't an https URL.
 */
export function issuerKeys(issuer: string, options: IssuerKeysOptions = {}): KeySource {
  const settings = { ...defaults, ...options };
  const discovery = `${httpsUrl(issuer, settings.allowLoopbackHttp).href.replace(/\/$/, "")}/.well-known/openid-configuration`;
  let keys: ReturnType<typeof createLocalJWKSet> | null = null;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let failure: { readonly at: number; readonly error: KeysUnavailable } | null = null;
  let underWay: Promise<void> | null = null;
  let keysText = "";
  let next: NodeJS.Timeout | undefined;

  const fetchKeys = async (): Promise<void> => {
    try {
      const found = await fetchJson(discovery, settings.timeout);
      if (found.issuer !== issuer) throw new Error(`${discovery} speaks for another issuer`);
      const location = httpsUrl(String(found.jwks_uri), settings.allowLoopbackHttp);
      const set = (await fetchJson(location.href, settings.timeout)) as unknown as JSONWebKeySet;
      const text = JSON.stringify(set.keys);
      if (keys === null || text !== keysText) keys = createLocalJWKSet(set);
      keysText = text;
      fetchedAt = performance.now();
      failure = null;
    } catch (cause) {
      failure = { at: performance.now(), error: new KeysUnavailable(`no keys from ${issuer}`, { cause }) };
      throw failure.error;
    }
  };
  const refresh = (): Promise<void> => {
    if (failure && performance.now() - failure.at < settings.retryAfter) return Promise.reject(failure.error);
    underWay ??= fetchKeys().finally(() => {
      underWay = null;
      refreshIn(failure === null ? settings.refreshAfter : Math.max(settings.cooldown, settings.retryAfter));
    });
    return underWay;
  };
  const refreshIn = (milliseconds: number): void => {
    clearTimeout(next);
    next = setTimeout(() => void refresh().catch(() => undefined), milliseconds);
    next.unref();
  };
  const older = (age: number): boolean => performance.now() - fetchedAt >= age;
  const current = async (): Promise<NonNullable<typeof keys>> => {
    if (keys === null || older(settings.maxAge)) await refresh();
    if (keys === null) throw new KeysUnavailable(`no keys from ${issuer}`);
    return keys;
  };

  return {
    keyFor: async (header, token) => {
      const before = await current();
      try {
        return await before(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        if (keys === before && !older(settings.cooldown)) throw error;
        if (keys === before) await refresh();
        return (await current())(header, token);
      }
    },
    edition: () => (older(settings.maxAge) ? null : keys),
    check: async () => {
      await current();
    },
  };
}

function httpsUrl(text: string, allowLoopbackHttp: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const allowed =
    url?.protocol === "https:" || (url?.protocol === "http:" && allowLoopbackHttp && isLoopback(url.hostname));
  if (!url || !allowed)
    throw new TypeError(`An issuer and its keys are read over https, and ${text} is not an https URL.`);
  return url;
}

async function fetchJson(url: string, timeout: number): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    redirect: "error",
    signal: AbortSignal.timeout(timeout),
    headers: { accept: "application/json" },
  });
  if (response.status !== 200 || response.body === null) throw new Error(`${url} answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > largestAnswer) throw new Error(`${url} answered more than ${largestAnswer} bytes`);
    chunks.push(chunk);
  }
  const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  if (typeof parsed !== "object" || parsed === null) throw new Error(`${url} did not answer a JSON object`);
  return parsed as Record<string, unknown>;
}
