import { inflateSync } from "node:zlib";
import { createRemoteJWKSet, jwtVerify } from "jose";

/**
 * A vendor's gate: says whether a customer may use a release now, from the token of its authorization alone, and follows
 * the status lists that tokens name. Everything is in memory when a request comes; what isn't known lets nobody in.
 * docs/enforcing.md documents what is verified here.
 */

/**
 * How a model is used, as far as the vendor knows: what is left out is unknown, and meets no condition.
 * @typedef {object} Use
 * @property {string} [endUse]
 * @property {number} [namedUsers]
 * @property {string[]} [userJurisdictions] of every user, ISO 3166-1 alpha-2
 * @property {string} [deployment]
 * @property {number} [requestsPerDay]
 * @property {number} [logRetentionDays]
 * @property {number} [reportEveryDays]
 * @property {boolean} [onwardTransfer]
 * @property {string[]} [personChecked] ids of the conditions in free text that a person has found met
 */

/**
 * @typedef {object} Verdict
 * @property {boolean} allowed
 * @property {string[]} reasons each why not, as a code; empty exactly when it is allowed
 */

/** A condition or a limit as a token shows it. @typedef {{ kind: string, id?: string, max?: number, days?: number, allowed?: string[], at?: string }} Condition */

const algorithms = ["EdDSA", "ES256"];
const statuses = ["VALID", "INVALID", "SUSPENDED", "CHANGED"];
/** More than any list says, bytes: what would unpack to more is refused. */
const longestList = 1 << 20;

/** @param {number | undefined} value @param {number | undefined} most */
const atMost = (value, most = 0) => value !== undefined && value >= 0 && value <= most;

/** Whether a use meets a condition, by its kind. @type {Record<string, (condition: Condition, use: Use) => boolean>} */
const met = {
  NAMED_USERS_AT_MOST: ({ max }, use) => atMost(use.namedUsers, max),
  REQUESTS_PER_DAY_AT_MOST: ({ max }, use) => atMost(use.requestsPerDay, max),
  LOG_RETENTION_DAYS: ({ days = Number.POSITIVE_INFINITY }, use) => Number(use.logRetentionDays) >= days,
  REPORT_EVERY_DAYS: ({ days }, use) => atMost(use.reportEveryDays, days),
  USER_JURISDICTIONS: ({ allowed = [] }, { userJurisdictions: all = [] }) =>
    all.length > 0 && all.every((each) => allowed.includes(each)),
  END_USES: ({ allowed = [] }, use) => allowed.includes(String(use.endUse)),
  DEPLOYMENTS: ({ allowed = [] }, use) => allowed.includes(String(use.deployment)),
  EXPIRES_AT: ({ at = "" }) => Date.now() < Date.parse(at),
  NO_ONWARD_TRANSFER: (_, use) => use.onwardTransfer === false,
  FREE_TEXT: ({ id = "" }, use) => use.personChecked?.includes(id) === true,
};

/** What this gate doesn't know is met by nothing. @param {Condition} condition @param {Use} use */
const isMet = (condition, use) => Object.hasOwn(met, condition.kind) && met[condition.kind](condition, use);

/**
 * Opens a gate. Close it when the program ends.
 * @param {object} settings
 * @param {string} settings.issuer who issues tokens, exactly as their `iss` says
 * @param {string} settings.vendorId the vendor's own id, which tokens are for
 * @param {number} [settings.pollMs] how often each status list is asked for
 * @param {number} [settings.trustedMs] how long a list's last answer counts; after it nobody is let in
 * @param {(authorizationId: string, reasons: string[]) => void} [settings.onStopped] told once when a held token stops being valid
 */
export function openGate({ issuer, vendorId, pollMs = 250, trustedMs = 3_000, onStopped = () => {} }) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  /** @type {Map<string, { bytes: Uint8Array, etag: string, exp: number, until: number }>} by their address */
  const lists = new Map();
  /** @type {Map<string, { claims: any, stopped: boolean }>} by the authorization's id */
  const held = new Map();

  /** Fetches a list anew; one that hasn't changed is a 304 of a few bytes. @param {string} uri */
  async function refresh(uri) {
    const asked = performance.now();
    const known = lists.get(uri);
    const headers = { accept: "application/statuslist+jwt", ...(known && { "if-none-match": known.etag }) };
    const response = await fetch(uri, { headers, redirect: "error", signal: AbortSignal.timeout(trustedMs) });
    /** When a list stops being trusted: without an answer, or when its own signature runs out. @param {number} exp */
    const until = (exp) => Math.min(asked + trustedMs, performance.now() + exp * 1_000 - Date.now());
    if (response.status === 304 && known) {
      known.until = until(known.exp);
      return;
    }
    if (response.status !== 200) throw new Error(`${uri} answered ${response.status}`);
    const { payload } = await jwtVerify(await response.text(), keys, {
      ...{ issuer, subject: uri, typ: "statuslist+jwt", algorithms },
      requiredClaims: ["iat", "exp"],
    });
    const { bits, lst } = /** @type {{ bits: number, lst: string }} */ (payload.status_list);
    if (bits !== 2) throw new Error(`${uri} has ${bits} bits for each token`);
    const bytes = inflateSync(Buffer.from(lst, "base64url"), { maxOutputLength: longestList });
    const exp = Number(payload.exp);
    lists.set(uri, { bytes, etag: response.headers.get("etag") ?? "", exp, until: until(exp) });
  }

  /** Tells whoever serves the customer that it must stop. */
  function notice(/** @type {string} */ id, /** @type {{ claims: any, stopped: boolean }} */ each) {
    const reasons = reasonsOf(each.claims);
    if (reasons.length > 0 && !each.stopped) onStopped(id, reasons);
    each.stopped = reasons.length > 0;
  }

  /** Why a token isn't valid now, whatever the use. */
  function reasonsOf(/** @type {any} */ { exp, status }) {
    const { uri, idx } = status.status_list;
    if (exp * 1000 <= Date.now()) return ["TOKEN_EXPIRED"];
    const list = lists.get(uri);
    if (!list || performance.now() > list.until) return ["STATUS_UNKNOWN"];
    const byte = list.bytes[idx >> 2];
    const found = byte === undefined ? "UNKNOWN" : statuses[(byte >> ((idx & 3) * 2)) & 3];
    return found === "VALID" ? [] : [`STATUS_${found}`];
  }

  let closed = false;
  const polling = (async () => {
    while (!closed) {
      const began = performance.now();
      await Promise.allSettled([...lists.keys()].map(refresh));
      for (const [id, each] of held) notice(id, each);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, pollMs - (performance.now() - began))));
    }
  })();

  return {
    /**
     * Takes the token of an authorization, in place of an earlier one, and gives the authorization's id. Throws for a
     * token that isn't this issuer's for this vendor.
     * @param {string} token
     */
    async hold(token) {
      const { payload } = await jwtVerify(token, keys, {
        ...{ issuer, audience: vendorId, typ: "countersign-authorization+jwt", algorithms },
        requiredClaims: ["sub", "exp", "status", "authorization", "release", "end_use", "conditions", "limits"],
      });
      const claims = /** @type {any} */ (payload);
      const { uri } = claims.status.status_list;
      // No other address is ever asked, whatever a token says.
      if (!uri.startsWith(`${issuer}/status-lists/`)) throw new Error("The token's status list is elsewhere.");
      await refresh(uri);
      held.set(claims.authorization, { claims, stopped: reasonsOf(claims).length > 0 });
      return /** @type {string} */ (claims.authorization);
    },

    /**
     * Whether a use under an authorization is allowed now. Asks nobody: call it for each request.
     * @param {string} authorizationId
     * @param {{ releaseId: string, partnerId: string, use: Use }} asked who uses what, and how
     * @returns {Verdict}
     */
    check(authorizationId, { releaseId, partnerId, use }) {
      const claims = held.get(authorizationId)?.claims;
      if (!claims) return { allowed: false, reasons: ["NO_TOKEN"] };
      const reasons = reasonsOf(claims);
      if (claims.sub !== partnerId) reasons.push("OTHER_PARTNER");
      if (claims.release !== releaseId) reasons.push("OTHER_RELEASE");
      if (claims.end_use !== use.endUse) reasons.push("OTHER_END_USE");
      const unmet = [...claims.conditions, ...claims.limits].filter((each) => !isMet(each, use));
      reasons.push(...unmet.map(({ kind }) => `UNMET_${kind}`));
      return { allowed: reasons.length === 0, reasons };
    },

    /** Follows nothing any more. */
    async close() {
      closed = true;
      await polling;
    },
  };
}
