import { resolve } from "node:path";
import type { Role } from "./identity/actor.ts";
import { type ClaimNames, defaultClaimNames, rolesByName } from "./identity/claim-names.ts";
import { isLoopback } from "./identity/loopback.ts";
import { tokenSigningFrom } from "./identity/token-key-settings.ts";
import type { TokenSigning } from "./identity/token-keys.ts";
import { defaultAuditLogDays, leastAttemptDays } from "./ledger/attempts/prune-attempts.ts";
import { type LedgerSigning, signingFrom } from "./ledger/notes/key-settings.ts";
import { defaultScreeningMaxAgeDays } from "./rules/screening/admission.ts";
import { type AddressRange, rangesFrom } from "./webhooks/forbidden.ts";
import { secretsKeysFrom } from "./webhooks/key-settings.ts";
import { defaultWebhookLogDays } from "./webhooks/settings.ts";

/** Where the rows are kept: in a folder that this process holds, or in a PostgreSQL server. */
export type DatabaseConfig =
  | { readonly kind: "embedded"; readonly folder: string; readonly poolSize: number }
  | {
      readonly kind: "postgres";
      /** Connects as the server's role. */
      readonly url: string;
      /** Connects as the owner of the tables, who runs migrations; null when the server's role does. */
      readonly migrationUrl: string | null;
      readonly poolSize: number;
    };

/** Whose tokens are believed, and which of their claims name an actor. */
export interface IssuerConfig {
  readonly url: string;
  readonly audience: string;
}

/** What is set from outside about webhooks. */
export interface WebhookConfig {
  /**
   * Keys of 32 bytes for their secrets: the first seals, each opens. Where none is set one is made on the embedded database, and
   * elsewhere there are no webhooks.
   */
  readonly keys: readonly Buffer[];
  /** Whether they may send to this machine's loopback: with development identities alone. */
  readonly allowLoopback: boolean;
  /** What they may not send to, besides what isn't public. */
  readonly forbidden: readonly AddressRange[];
  /** How many days attempts are kept in the delivery log. */
  readonly logDays: number;
  /** Whether this process delivers, or leaves it to others. */
  readonly sending: boolean;
}

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Everything that can be set from outside. */
export interface Config {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly host: string;
  readonly database: DatabaseConfig;
  /** Null only with development identities. */
  readonly issuer: IssuerConfig | null;
  readonly claims: ClaimNames;
  /** Tokens for every role, given out to anyone who asks: only on a loopback host, embedded, without an issuer. */
  readonly developmentIdentities: boolean;
  /** Whether an empty database is given a demonstration's records: with development identities alone. */
  readonly demonstration: boolean;
  /** The proof that a gateway and its subgraphs share, at least 32 characters; null when not set. */
  readonly gatewaySecret: string | null;
  /** Path of the gateway's configuration; null when not set. */
  readonly subgraphs: string | null;
  readonly introspection: boolean;
  /** How long a stopping server goes on answering with its readiness off, ms: until load balancers have noticed. */
  readonly drainDelay: number;
  /** Over how long a stopping server closes its sockets and streams, ms: so that they don't all come to another at once. */
  readonly drainSpread: number;
  /** How much may wait for the reader of one socket or stream, and for how long, before it is closed as too slow. */
  readonly readerBounds: { readonly bytes: number; readonly messages: number; readonly patienceMs: number };
  /** How often what falls due is looked for, in seconds; 0, and this process leaves it to others. */
  readonly sweepSeconds: number;
  /** What signs the ledger's checkpoints. */
  readonly ledger: LedgerSigning;
  /** How often what the ledger has grown by is verified and signed, in seconds; 0, and this process does it once. */
  readonly ledgerSeconds: number;
  /** What signs authorizations' tokens, and in whose name. */
  readonly tokens: TokenSigning;
  /** How many days refused attempts are kept in the audit log. */
  readonly auditLogDays: number;
  /** How many days after a screening list was last imported no partner is admitted on it any more. */
  readonly screeningMaxAgeDays: number;
  readonly webhooks: WebhookConfig;
  /** What proves a scraper of the metrics, at least 16 characters; null, and only a development server answers one. */
  readonly metricsToken: string | null;
  readonly logLevel: LogLevel;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The settings can't be used as they are; the message lists every mistake, one a line. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(`The configuration can't be used:\n${mistakes.map((mistake) => `- ${mistake}`).join("\n")}`);
    this.mistakes = mistakes;
  }
}

/** Reads one variable at a time and gathers what is wrong with them. Messages never repeat a secret's value. */
class Reader {
  readonly mistakes: string[] = [];
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  text(name: string): string | null {
    const value = this.#env[name]?.trim();
    return value === undefined || value === "" ? null : value;
  }

  integer(name: string, fallback: number, least: number, most: number): number {
    const value = this.text(name);
    if (value === null) return fallback;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    this.mistakes.push(`${name} must be a whole number from ${least} to ${most}, not "${value}".`);
    return fallback;
  }

  oneOf<Value extends string>(name: string, values: readonly Value[], fallback: Value): Value {
    const value = this.text(name);
    if (value === null) return fallback;
    const known = values.find((candidate) => candidate === value);
    if (known !== undefined) return known;
    this.mistakes.push(`${name} must be one of ${values.join(", ")}, not "${value}".`);
    return fallback;
  }

  postgresUrl(name: string): string | null {
    const value = this.text(name);
    if (value === null || isPostgresUrl(value)) return value;
    this.mistakes.push(`${name} must be a PostgreSQL address such as postgres://user@host:5432/database.`);
    return value;
  }
}

/** Reads the settings from the environment. Throws ConfigurationError with every mistake at once. */
export function readConfig(env: Environment = process.env): Config {
  const read = new Reader(env);
  const host = read.text("HOST") ?? "127.0.0.1";
  const database = databaseFrom(read);
  const issuer = issuerFrom(read);
  const embedded = database.kind === "embedded";
  refuseOpenDoors(read, { host, embedded });
  const subgraphs = read.text("SUBGRAPHS");
  const developmentIdentities = embedded && issuer === null && isLoopback(host);
  const config: Config = {
    port: read.integer("PORT", 4000, 0, 65_535),
    host,
    database,
    issuer,
    claims: {
      roles: read.text("OIDC_ROLES_CLAIM") ?? defaultClaimNames.roles,
      org: read.text("OIDC_ORG_CLAIM") ?? defaultClaimNames.org,
      roleNames: roleNamesFrom(read),
    },
    developmentIdentities,
    demonstration: demonstrationFrom(read, developmentIdentities),
    gatewaySecret: secretFrom(read, "GATEWAY_SECRET", 32),
    subgraphs,
    introspection: read.oneOf("INTROSPECTION", ["on", "off"], embedded ? "on" : "off") === "on",
    // One process on its own folder has no other that could take over: nothing is won by waiting.
    drainDelay: read.integer("DRAIN_DELAY_MS", embedded && subgraphs === null ? 0 : 3_000, 0, 60_000),
    drainSpread: read.integer("DRAIN_SPREAD_MS", embedded && subgraphs === null ? 0 : 3_000, 0, 60_000),
    readerBounds: {
      bytes: read.integer("READER_BUFFER_BYTES", 262_144, 1_024, 67_108_864),
      messages: read.integer("READER_BUFFER_EVENTS", 128, 1, 100_000),
      patienceMs: read.integer("READER_PATIENCE_SECONDS", 10, 1, 600) * 1_000,
    },
    sweepSeconds: read.integer("SWEEP_SECONDS", 5, 0, 3_600),
    ledger: ledgerFrom(read, embedded),
    ledgerSeconds: read.integer("LEDGER_SECONDS", 5, 0, 3_600),
    tokens: tokensFrom(read, embedded),
    auditLogDays: read.integer("AUDIT_LOG_DAYS", defaultAuditLogDays, leastAttemptDays, 36_500),
    screeningMaxAgeDays: read.integer("SCREENING_MAX_AGE_DAYS", defaultScreeningMaxAgeDays, 1, 3_650),
    webhooks: webhooksFrom(read, developmentIdentities),
    metricsToken: secretFrom(read, "METRICS_TOKEN", 16),
    logLevel: read.oneOf("LOG_LEVEL", logLevels, "info"),
  };
  if (read.mistakes.length > 0) throw new ConfigurationError(read.mistakes);
  return config;
}

/** A demonstration's people are development identities: nobody else's database is given any of them. */
function demonstrationFrom(read: Reader, developmentIdentities: boolean): boolean {
  const wanted = read.oneOf("DEMONSTRATION", ["on", "off"], developmentIdentities ? "on" : "off") === "on";
  if (wanted && !developmentIdentities) {
    read.mistakes.push(
      "DEMONSTRATION is for the embedded database on a loopback host without OIDC_ISSUER: leave it out.",
    );
  }
  return wanted;
}

function webhooksFrom(read: Reader, developmentIdentities: boolean): WebhookConfig {
  const allowLoopback = read.oneOf("WEBHOOK_LOOPBACK", ["on", "off"], "off") === "on";
  if (allowLoopback && !developmentIdentities) {
    read.mistakes.push(
      "WEBHOOK_LOOPBACK is for the embedded database on a loopback host without OIDC_ISSUER: leave it out.",
    );
  }
  return {
    keys: secretsKeysFrom(read.text("WEBHOOK_SECRETS_KEY"), read.mistakes),
    allowLoopback,
    forbidden: rangesFrom(read.text("WEBHOOK_FORBIDDEN"), read.mistakes),
    logDays: read.integer("WEBHOOK_LOG_DAYS", defaultWebhookLogDays, 1, 3_650),
    sending: read.oneOf("WEBHOOK_SENDING", ["on", "off"], "on") === "on",
  };
}

/** Reads where the database is and nothing else, for the TypeORM command line. Throws ConfigurationError. */
export function readDatabaseConfig(env: Environment = process.env): DatabaseConfig {
  const read = new Reader(env);
  const database = databaseFrom(read);
  if (read.mistakes.length > 0) throw new ConfigurationError(read.mistakes);
  return database;
}

/** Reads where the database is and what signs the ledger, and nothing else. Throws ConfigurationError. */
export function readLedgerConfig(env: Environment = process.env): Pick<Config, "database" | "ledger"> {
  const read = new Reader(env);
  const database = databaseFrom(read);
  const ledger = ledgerFrom(read, database.kind === "embedded");
  if (read.mistakes.length > 0) throw new ConfigurationError(read.mistakes);
  return { database, ledger };
}

/** Whether a start that fails shows where in the code it failed: for who looks into the program itself. */
export const showsStacks = (env: Environment = process.env): boolean =>
  ["debug", "trace"].includes(env.LOG_LEVEL?.trim() ?? "");

function databaseFrom(read: Reader): DatabaseConfig {
  const url = read.postgresUrl("DATABASE_URL");
  const migrationUrl = read.postgresUrl("MIGRATION_DATABASE_URL");
  const poolSize = read.integer("DATABASE_POOL", 10, 1, 500);
  if (url !== null) return { kind: "postgres", url, migrationUrl, poolSize };
  if (migrationUrl !== null) {
    read.mistakes.push("MIGRATION_DATABASE_URL is set without DATABASE_URL: set both, or neither.");
  }
  return { kind: "embedded", folder: resolve(read.text("DATA_DIR") ?? "./data"), poolSize };
}

function issuerFrom(read: Reader): IssuerConfig | null {
  const url = read.text("OIDC_ISSUER");
  const audience = read.text("OIDC_AUDIENCE");
  if (url !== null && !isIssuerUrl(url)) {
    read.mistakes.push(`OIDC_ISSUER must be an https address (http only on a loopback host), not "${url}".`);
  }
  if (url !== null && audience === null) {
    read.mistakes.push("OIDC_ISSUER is set without OIDC_AUDIENCE: name the audience that tokens must be for.");
  }
  if (url === null && audience !== null) {
    read.mistakes.push("OIDC_AUDIENCE is set without OIDC_ISSUER: name the issuer whose tokens are believed.");
  }
  return url === null || audience === null ? null : { url, audience };
}

function ledgerFrom(read: Reader, embedded: boolean): LedgerSigning {
  const settings = {
    origin: read.text("LEDGER_ORIGIN"),
    key: read.text("LEDGER_SIGNING_KEY"),
    keyFile: read.text("LEDGER_SIGNING_KEY_FILE"),
    verifierKeys: read.text("LEDGER_VERIFIER_KEYS"),
  };
  return signingFrom(settings, embedded, read.mistakes);
}

function tokensFrom(read: Reader, embedded: boolean): TokenSigning {
  const settings = {
    issuer: read.text("AUTHORIZATION_ISSUER"),
    key: read.text("AUTHORIZATION_SIGNING_KEY"),
    keyFile: read.text("AUTHORIZATION_SIGNING_KEY_FILE"),
    verifierKeys: read.text("AUTHORIZATION_VERIFIER_KEYS"),
  };
  return tokenSigningFrom(settings, embedded, read.mistakes);
}

/** The issuer's own names for roles, in lower case, as tokens' roles are compared. */
function roleNamesFrom(read: Reader): Readonly<Record<string, Role>> {
  const text = read.text("OIDC_ROLE_NAMES");
  if (text === null) return defaultClaimNames.roleNames;
  const named = new Map<string, Role>();
  for (const [name, value] of Object.entries(objectIn(read, "OIDC_ROLE_NAMES", text))) {
    const role = typeof value === "string" ? rolesByName.get(value.toLowerCase()) : undefined;
    const known = [...rolesByName.values()].join(", ");
    if (role === undefined) read.mistakes.push(`OIDC_ROLE_NAMES must name one of ${known} for "${name}".`);
    else if (named.has(name.toLowerCase())) read.mistakes.push(`OIDC_ROLE_NAMES names "${name}" twice.`);
    else named.set(name.toLowerCase(), role);
  }
  return Object.fromEntries(named);
}

function objectIn(read: Reader, name: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // What isn't JSON is told like what isn't an object.
  }
  read.mistakes.push(`${name} must be a JSON object such as {"cs-reviewers": "oncd"}.`);
  return {};
}

function secretFrom(read: Reader, name: string, least: number): string | null {
  const secret = read.text(name);
  if (secret !== null && secret.length < least) {
    read.mistakes.push(`${name} must have at least ${least} characters; it has ${secret.length}.`);
  }
  return secret;
}

/** Without an issuer anyone may take any role: that is for one person's own machine and throw-away data alone. */
function refuseOpenDoors(read: Reader, { host, embedded }: { host: string; embedded: boolean }): void {
  if (read.text("OIDC_ISSUER") !== null) return;
  if (!embedded) {
    read.mistakes.push(
      "DATABASE_URL needs OIDC_ISSUER and OIDC_AUDIENCE: a real database is served to verified tokens.",
    );
  } else if (!isLoopback(host)) {
    read.mistakes.push(
      `HOST ${host} is reachable from elsewhere and needs OIDC_ISSUER and OIDC_AUDIENCE; ` +
        "development identities exist on a loopback host only, such as 127.0.0.1.",
    );
  }
}

function isIssuerUrl(value: string): boolean {
  const url = parseUrl(value);
  if (url === null || url.username !== "" || url.search !== "" || url.hash !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
}

/** Socket addresses (`postgres://user@/database?host=/run/postgresql`) have no host, which URL can't parse. */
function isPostgresUrl(value: string): boolean {
  return /^postgres(ql)?:\/\//.test(value) && parseUrl(value.replace(/@\//, "@socket/")) !== null;
}

function parseUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null;
}
