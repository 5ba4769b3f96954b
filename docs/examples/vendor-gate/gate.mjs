import { setTimeout as pause } from "node:timers/promises";
import { inflateSync } from "node:zlib";
import { createRemoteJWKSet, jwtVerify } from "jose";

/**
 * A vendor's gate: says whether a customer may use a release now, from the token of its authorization alone, and follows
 * the status lists that tokens name. Everything is in memory when a request comes; what isn't known lets nobody in.
 * docs/enforcing.md documents what is verified here.
 */

/**
 * How a model is used, as far as the vendor knows: what is left out or null is unknown, and meets no condition.
 * @typedef {object} Use
 * @property {string | null} [endUse]
 * @property {number | null} [namedUsers]
 * @property {string[] | null} [userJurisdictions] of every user, ISO 3166-1 alpha-2
 * @property {string | null} [deployment]
 * @property {number | null} [requestsPerDay]
 * @property {number | null} [logRetentionDays]
 * @property {number | null} [reportEveryDays]
 * @property {boolean | null} [onwardTransfer]
 * @property {string[] | null} [personChecked] ids of the conditions, directives and designations whose free text a person
 *   has found met
 */

/**
 * @typedef {object} Verdict
 * @property {boolean} allowed
 * @property {string[]} reasons each why not, as a code; empty exactly when it is allowed
 */

/**
 * A condition or a limit as a token shows it.
 * @typedef {{ kind: string, id?: string, directive?: string, designation?: string, max: number, days: number, allowed: string[], at: string }} Condition
 */

/**
 * A token that is held: what it says, the reasons why it isn't valid that were told last, and whether it took the place
 * of one under other terms, which is still to be told.
 * @typedef {{ claims: any, told: string, moved: boolean }} Held
 */

/**
 * A status list: when what was fetched stops being trusted, by this process's own clock, and what says so then.
 * @typedef {{ bytes: Uint8Array, etag: string, iat: number, exp: number, until: number, lapse: NodeJS.Timeout | undefined }} List
 */

const algorithms = ["EdDSA", "ES256"];
const statuses = ["VALID", "INVALID", "SUSPENDED", "CHANGED"];
/** More than any list says, bytes: what would unpack to more is refused. */
const longestList = 1 << 20;

/** How much older an edition of a list may be than the last one, seconds: every node signs anew each second. */
const mostBehind = 2;
/** How long a list that isn't known yet may take, ms: a server that has just started reads it whole. */
const firstAnswerMs = 5_000;
/** How long the keys may take, ms: no list is looked at meanwhile. */
const keysMs = 1_000;

/** Whether a number is known; nothing else is one. @param {unknown} value @returns {value is number} */
const isKnown = (value) => typeof value === "number" && Number.isFinite(value) && value >= 0;

/** @param {unknown} value @param {unknown[]} allowed */
const isOneOf = (value, allowed) => typeof value === "string" && allowed.includes(value);

/** Whether a use meets a condition, by its kind. @type {Record<string, (condition: Condition, use: Use) => boolean>} */
const met = {
  NAMED_USERS_AT_MOST: ({ max }, { namedUsers }) => isKnown(namedUsers) && namedUsers <= max,
  REQUESTS_PER_DAY_AT_MOST: ({ max }, { requestsPerDay }) => isKnown(requestsPerDay) && requestsPerDay <= max,
  LOG_RETENTION_DAYS: ({ days }, { logRetentionDays }) => isKnown(logRetentionDays) && logRetentionDays >= days,
  REPORT_EVERY_DAYS: ({ days }, { reportEveryDays }) => isKnown(reportEveryDays) && reportEveryDays <= days,
  USER_JURISDICTIONS: ({ allowed }, { userJurisdictions: all }) =>
    Array.isArray(all) && all.length > 0 && all.every((each) => isOneOf(each, allowed)),
  END_USES: ({ allowed }, { endUse }) => isOneOf(endUse, allowed),
  DEPLOYMENTS: ({ allowed }, { deployment }) => isOneOf(deployment, allowed),
  EXPIRES_AT: ({ at }) => Date.now() < Date.parse(at),
  NO_ONWARD_TRANSFER: (_, { onwardTransfer }) => onwardTransfer === false,
  FREE_TEXT: ({ id, directive, designation }, { personChecked }) =>
    Array.isArray(personChecked) && isOneOf(id ?? directive ?? designation, personChecked),
};

/** What this gate doesn't know is met by nothing. @param {Condition} condition @param {Use} use */
const isMet = (condition, use) => Object.hasOwn(met, condition.kind) && met[condition.kind](condition, use);

/**
 * Opens a gate. Close it when the program ends.
 * @param {object} settings
 * @param {string} settings.issuer who issues tokens, exactly as their `iss` says
 * @param {string} settings.vendorId the vendor's own id, which tokens are for
 * @param {number} [settings.pollMs] how often each status list is asked for
 * @param {number} [settings.answerMs] how long an answer may take
 * @param {number} [settings.trustedMs] how long a list's last answer counts, from when it was asked for; after it nobody is
 *   let in
 * @param {(authorizationId: string, reasons: string[]) => void} [settings.onStopped] told when a held token isn't valid any
 *   more, and again for other reasons; told anew at the next answer where it throws. STATUS_CHANGED says as well that a token
 *   was taken in place of one under other terms: what was begun under the earlier ones ends
 * @param {(error: unknown) => void} [settings.onError] told what goes wrong meanwhile; what isn't known lets nobody in
 */
export function openGate({
  issuer,
  vendorId,
  pollMs = 250,
  answerMs = 300,
  trustedMs = 800,
  onStopped = () => {},
  onError = () => {},
}) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`), { timeoutDuration: keysMs });
  /** @type {Map<string, List>} by their address */
  const lists = new Map();
  /** What is asked of each list: one question at a time. @type {Map<string, { asking: Promise<void>, next: Promise<void> | null }>} */
  const lines = new Map();
  /** @type {Map<string, Held>} by the authorization's id */
  const held = new Map();
  const closing = new AbortController();

  /**
   * Fetches a list anew, once nobody else does: so that an earlier answer never takes the place of a later one. Those who
   * wait share the next answer.
   * @param {string} uri
   * @returns {Promise<void>}
   */
  function refresh(uri) {
    const line = lines.get(uri) ?? { asking: Promise.resolve(), next: null };
    lines.set(uri, line);
    line.next ??= line.asking.then(() => {
      line.next = null;
      const answered = ask(uri);
      line.asking = answered.catch(() => {});
      return answered;
    });
    return line.next;
  }

  /** Asks for a list; one that hasn't changed is a 304 of a few bytes. @param {string} uri */
  async function ask(uri) {
    const asked = performance.now();
    const known = lists.get(uri);
    const headers = { accept: "application/statuslist+jwt", ...(known && { "if-none-match": known.etag }) };
    const signal = AbortSignal.timeout(known ? answerMs : firstAnswerMs);
    const response = await fetch(uri, { headers, redirect: "error", signal });
    if (response.status === 304 && known) {
      trust(uri, known, asked);
      return;
    }
    if (response.status !== 200) throw new Error(`${uri} answered ${response.status}`);
    const { payload } = await jwtVerify(await response.text(), keys, {
      ...{ issuer, subject: uri, typ: "statuslist+jwt", algorithms },
      requiredClaims: ["iat", "exp"],
    });
    const { bits, lst } = /** @type {{ bits: number, lst: string }} */ (payload.status_list);
    if (bits !== 2) throw new Error(`${uri} has ${bits} bits for each token`);
    const [iat, exp] = [Number(payload.iat), Number(payload.exp)];
    if (known && iat < known.iat - mostBehind) throw new Error(`${uri} is older than what it said before`);
    const bytes = inflateSync(Buffer.from(lst, "base64url"), { maxOutputLength: longestList });
    const etag = response.headers.get("etag") ?? "";
    clearTimeout(known?.lapse);
    trust(uri, { bytes, etag, iat, exp, until: 0, lapse: undefined }, asked);
    if (!known) follow(uri).catch(onError);
  }

  /**
   * Goes by a list until it has had no answer for long enough, or its own signature runs out, and tells what it changes:
   * now, and when that time comes.
   * @param {string} uri @param {List} list @param {number} asked when
   */
  function trust(uri, list, asked) {
    const now = performance.now();
    list.until = Math.min(asked + trustedMs, now + list.exp * 1_000 - Date.now());
    lists.set(uri, list);
    clearTimeout(list.lapse);
    list.lapse = setTimeout(() => noticeAll(uri), Math.max(0, list.until - now) + 5).unref();
    noticeAll(uri);
  }

  /** Asks for a list again and again: whatever becomes of one, the others are asked for. @param {string} uri */
  async function follow(uri) {
    for (let took = 0; ; ) {
      await pause(Math.max(0, pollMs - took), null, { signal: closing.signal }).catch(() => {});
      if (closing.signal.aborted) return;
      const began = performance.now();
      await refresh(uri).catch(onError);
      noticeAll(uri);
      took = performance.now() - began;
    }
  }

  /** @param {string} uri */
  function noticeAll(uri) {
    for (const [id, each] of held) if (each.claims.status.status_list.uri === uri) notice(id, each);
  }

  /** Tells whoever serves the customer that it must stop. @param {string} id @param {Held} each */
  function notice(id, each) {
    const reasons = reasonsOf(each.claims);
    const told = reasons.join(", ");
    const said = reasons.length === 0 && each.moved ? ["STATUS_CHANGED"] : reasons;
    if (said.length > 0 && (each.moved || told !== each.told)) {
      try {
        onStopped(id, said);
      } catch (error) {
        onError(error);
        return;
      }
    }
    each.moved = false;
    each.told = told;
  }

  /** Why a token isn't valid now, whatever the use. */
  function reasonsOf(/** @type {any} */ { exp, status }) {
    const { uri, idx } = status.status_list;
    if (exp * 1000 <= Date.now()) return ["TOKEN_EXPIRED"];
    const list = lists.get(uri);
    if (!list || performance.now() > list.until) return ["STATUS_UNKNOWN"];
    const byte = list.bytes[Math.floor(idx / 4)];
    const found = byte === undefined ? "UNKNOWN" : statuses[(byte >> ((idx % 4) * 2)) & 3];
    return found === "VALID" ? [] : [`STATUS_${found}`];
  }

  return {
    /**
     * Takes the token of an authorization, in place of an earlier one, and gives the authorization's id. Throws for a
     * token that isn't this issuer's for this vendor, and where its list isn't to be had.
     * @param {string} token
     */
    async hold(token) {
      const { payload } = await jwtVerify(token, keys, {
        ...{ issuer, audience: vendorId, typ: "countersign-authorization+jwt", algorithms },
        requiredClaims: ["sub", "iat", "exp", "status", "authorization", "release", "end_use", "conditions", "limits"],
      });
      const claims = /** @type {any} */ (payload);
      const id = /** @type {string} */ (claims.authorization);
      const { uri, idx } = claims.status.status_list;
      // No other address is ever asked, whatever a token says.
      if (!uri.startsWith(`${issuer}/status-lists/`)) throw new Error("The token's status list is elsewhere.");
      if (!Number.isSafeInteger(idx) || idx < 0) throw new Error("The token has no place in its status list.");
      await refresh(uri);
      const earlier = held.get(id);
      // Of two that were fetched at once the later one counts, whichever comes first.
      if (earlier && earlier.claims.iat > claims.iat) return id;
      const from = earlier?.claims.status.status_list;
      // What was begun under other terms must end, though the new ones are good.
      const moved =
        earlier !== undefined && (earlier.moved || (earlier.told === "" && (from.uri !== uri || from.idx !== idx)));
      const each = { claims, told: earlier?.told ?? "", moved };
      held.set(id, each);
      notice(id, each);
      return id;
    },

    /**
     * Whether a use under an authorization is allowed now. Asks nobody: call it for each request.
     * @param {string} authorizationId
     * @param {{ releaseId: string, partnerId: string, use?: Use | null }} asked who uses what, and how
     * @returns {Verdict}
     */
    check(authorizationId, { releaseId, partnerId, use: known }) {
      const claims = held.get(authorizationId)?.claims;
      if (!claims) return { allowed: false, reasons: ["NO_TOKEN"] };
      const use = known ?? {};
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
      closing.abort();
      await Promise.allSettled([...lines.values()].map(({ asking, next }) => next ?? asking));
      for (const { lapse } of lists.values()) clearTimeout(lapse);
    },
  };
}
