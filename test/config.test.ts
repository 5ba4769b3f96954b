import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigurationError, readConfig, readDatabaseConfig } from "../src/config.ts";
import { signingKeyFrom } from "../src/ledger/notes/note-keys.ts";
import { testTokenKey } from "./support/token-keys.ts";

const issuer = { OIDC_ISSUER: "https://id.example.org", OIDC_AUDIENCE: "countersign" };
const seed = Buffer.alloc(32, 1).toString("base64");
const former = signingKeyFrom(Buffer.alloc(32, 2).toString("base64"), "a.example").verifier;
const tokenKey = testTokenKey.privateKey.export({ format: "pem", type: "pkcs8" }) as string;
const postgres = { DATABASE_URL: "postgres://server:hunter2@db.example.org/countersign" };
const real = { ...issuer, ...postgres };

describe("readConfig", () => {
  it("starts without any setting: embedded, on a loopback host, with development identities and introspection", () => {
    expect(readConfig({})).toEqual({
      port: 4000,
      host: "127.0.0.1",
      database: { kind: "embedded", folder: resolve("data"), poolSize: 10 },
      issuer: null,
      claims: { roles: "countersign_roles", org: "countersign_org", roleNames: {} },
      developmentIdentities: true,
      demonstration: true,
      gatewaySecret: null,
      subgraphs: null,
      introspection: true,
      drainDelay: 0,
      drainSpread: 0,
      readerBounds: { bytes: 262_144, messages: 128, patienceMs: 10_000 },
      sweepSeconds: 5,
      ledger: { origin: "countersign.localhost/ledger", signing: null, earlier: [] },
      ledgerSeconds: 5,
      tokens: { issuer: null, signing: null, earlier: [] },
      auditLogDays: 400,
      screeningMaxAgeDays: 30,
      webhooks: { keys: [], allowLoopback: false, forbidden: [], logDays: 30, sending: true },
      metricsToken: null,
      logLevel: "info",
    });
  });

  it("reads every setting", () => {
    expect(
      readConfig({
        ...issuer,
        ...postgres,
        PORT: "0",
        HOST: "0.0.0.0",
        MIGRATION_DATABASE_URL: "postgresql://owner@/countersign?host=/run/postgresql",
        DATABASE_POOL: "25",
        OIDC_ROLES_CLAIM: "roles",
        OIDC_ORG_CLAIM: "org",
        OIDC_ROLE_NAMES: '{"CS-Reviewers": "ONCD", "cs-companies": "partner"}',
        GATEWAY_SECRET: "s".repeat(32),
        SUBGRAPHS: "./gateway.json",
        INTROSPECTION: "on",
        DRAIN_DELAY_MS: "10000",
        DRAIN_SPREAD_MS: "20000",
        READER_BUFFER_BYTES: "65536",
        READER_BUFFER_EVENTS: "10",
        READER_PATIENCE_SECONDS: "60",
        SCREENING_MAX_AGE_DAYS: "7",
        LEDGER_SECONDS: "0",
        WEBHOOK_SECRETS_KEY: `${Buffer.alloc(32, 3).toString("base64")}, ${Buffer.alloc(32, 4).toString("base64url")}`,
        WEBHOOK_LOG_DAYS: "7",
        WEBHOOK_FORBIDDEN: "203.0.113.0/24",
        WEBHOOK_SENDING: "off",
        LOG_LEVEL: "debug",
      }),
    ).toEqual({
      port: 0,
      host: "0.0.0.0",
      database: {
        kind: "postgres",
        url: postgres.DATABASE_URL,
        migrationUrl: "postgresql://owner@/countersign?host=/run/postgresql",
        poolSize: 25,
      },
      issuer: { url: "https://id.example.org", audience: "countersign" },
      claims: { roles: "roles", org: "org", roleNames: { "cs-reviewers": "ONCD", "cs-companies": "PARTNER" } },
      developmentIdentities: false,
      demonstration: false,
      gatewaySecret: "s".repeat(32),
      subgraphs: "./gateway.json",
      introspection: true,
      drainDelay: 10_000,
      drainSpread: 20_000,
      readerBounds: { bytes: 65_536, messages: 10, patienceMs: 60_000 },
      sweepSeconds: 5,
      ledger: { origin: "countersign.localhost/ledger", signing: null, earlier: [] },
      ledgerSeconds: 0,
      tokens: { issuer: null, signing: null, earlier: [] },
      auditLogDays: 400,
      screeningMaxAgeDays: 7,
      webhooks: {
        keys: [Buffer.alloc(32, 3), Buffer.alloc(32, 4)],
        allowLoopback: false,
        forbidden: [[expect.objectContaining({ octets: [203, 0, 113, 0] }), 24]],
        logDays: 7,
        sending: false,
      },
      metricsToken: null,
      logLevel: "debug",
    });
  });

  it("takes an empty variable for one that isn't set", () => {
    expect(readConfig({ PORT: "", DATABASE_URL: " ", OIDC_ISSUER: "" })).toEqual(readConfig({}));
  });

  it("hides the schema by default where the database is real", () => {
    expect(readConfig({ ...issuer, ...postgres }).introspection).toBe(false);
  });

  it("goes on answering for a while by default where another server can take over", () => {
    expect(readConfig({ ...issuer, ...postgres })).toMatchObject({ drainDelay: 3_000, drainSpread: 3_000 });
    expect(readConfig({ SUBGRAPHS: "./gateway.json" }).drainDelay).toBe(3_000);
    expect(readConfig(issuer).drainDelay).toBe(0);
  });

  it("gives no development identities once there is an issuer, and no demonstration", () => {
    expect(readConfig(issuer)).toMatchObject({ developmentIdentities: false, demonstration: false });
  });

  it("demonstrates unless told not to", () => {
    expect(readConfig({ DEMONSTRATION: "off" })).toEqual({ ...readConfig({}), demonstration: false });
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ["a port that is no number", { PORT: "http" }, /PORT must be a whole number from 0 to 65535, not "http"/],
    ["a port past the last", { PORT: "65536" }, /PORT must be/],
    ["a port in another notation", { PORT: "0x50" }, /PORT must be/],
    ["an empty pool", { DATABASE_POOL: "0" }, /DATABASE_POOL must be a whole number from 1 to 500/],
    ["a negative delay", { DRAIN_DELAY_MS: "-1" }, /DRAIN_DELAY_MS must be a whole number from 0 to 60000, not "-1"/],
    ["a spread past a minute", { DRAIN_SPREAD_MS: "60001" }, /DRAIN_SPREAD_MS must be a whole number from 0 to 60000/],
    [
      "a buffer that holds nothing",
      { READER_BUFFER_BYTES: "0" },
      /READER_BUFFER_BYTES must be a whole number from 1024/,
    ],
    ["a buffer for no event", { READER_BUFFER_EVENTS: "0" }, /READER_BUFFER_EVENTS must be a whole number from 1 to/],
    ["no patience", { READER_PATIENCE_SECONDS: "0" }, /READER_PATIENCE_SECONDS must be a whole number from 1 to 600/],
    ["a delay past a minute", { DRAIN_DELAY_MS: "60001" }, /DRAIN_DELAY_MS must be/],
    [
      "a list that is never good",
      { SCREENING_MAX_AGE_DAYS: "0" },
      /SCREENING_MAX_AGE_DAYS must be a whole number from 1/,
    ],
    ["a list that is good for ever", { SCREENING_MAX_AGE_DAYS: "3651" }, /SCREENING_MAX_AGE_DAYS must be/],
    ["a log that forgets what is young", { AUDIT_LOG_DAYS: "29" }, /AUDIT_LOG_DAYS must be a whole number from 30/],
    ["a sweep an hour and a second apart", { SWEEP_SECONDS: "3601" }, /SWEEP_SECONDS must be/],
    ["a delay with its unit", { DRAIN_DELAY_MS: "3s" }, /DRAIN_DELAY_MS must be/],
    ["another database", { ...issuer, DATABASE_URL: "mysql://db/x" }, /DATABASE_URL must be a PostgreSQL address/],
    ["a word for a database", { ...issuer, DATABASE_URL: "postgres" }, /DATABASE_URL must be a PostgreSQL address/],
    ["a real database without an issuer", postgres, /DATABASE_URL needs OIDC_ISSUER and OIDC_AUDIENCE/],
    ["a reachable host without an issuer", { HOST: "0.0.0.0" }, /HOST 0\.0\.0\.0 is reachable from elsewhere/],
    ["every address without an issuer", { HOST: "::" }, /HOST :: is reachable from elsewhere/],
    ["an issuer without an audience", { OIDC_ISSUER: "https://id.example.org" }, /without OIDC_AUDIENCE/],
    ["an audience without an issuer", { OIDC_AUDIENCE: "countersign" }, /without OIDC_ISSUER/],
    ["an issuer in clear text", { ...issuer, OIDC_ISSUER: "http://id.example.org" }, /OIDC_ISSUER must be an https/],
    ["an issuer that is no address", { ...issuer, OIDC_ISSUER: "example" }, /OIDC_ISSUER must be an https/],
    ["an owner without a server", { MIGRATION_DATABASE_URL: "postgres://o@db/x" }, /without DATABASE_URL/],
    ["role names that aren't JSON", { ...issuer, OIDC_ROLE_NAMES: "cs=ONCD" }, /OIDC_ROLE_NAMES must be a JSON object/],
    ["a list of role names", { ...issuer, OIDC_ROLE_NAMES: "[]" }, /OIDC_ROLE_NAMES must be a JSON object/],
    ["a name for no role", { ...issuer, OIDC_ROLE_NAMES: '{"a": "BOSS"}' }, /must name one of .*ONCD.* for "a"/],
    ["a name for everyone", { ...issuer, OIDC_ROLE_NAMES: '{"a": "PUBLIC"}' }, /must name one of VENDOR, .* for "a"/],
    ["one name twice", { ...issuer, OIDC_ROLE_NAMES: '{"a": "ONCD", "A": "OSTP"}' }, /names "A" twice/],
    ["a short secret", { GATEWAY_SECRET: "short" }, /GATEWAY_SECRET must have at least 32 characters; it has 5/],
    [
      "a short token for scrapers",
      { METRICS_TOKEN: "short" },
      /METRICS_TOKEN must have at least 16 characters; it has 5/,
    ],
    ["a switch that is neither on nor off", { INTROSPECTION: "yes" }, /INTROSPECTION must be one of on, off/],
    ["a demonstration that is neither on nor off", { DEMONSTRATION: "yes" }, /DEMONSTRATION must be one of on, off/],
    [
      "a demonstration for real people",
      { ...issuer, DEMONSTRATION: "on" },
      /DEMONSTRATION is for the embedded database/,
    ],
    [
      "a key without the ledger's name",
      { ...real, LEDGER_SIGNING_KEY: seed },
      /LEDGER_SIGNING_KEY needs LEDGER_ORIGIN/,
    ],
    ["a ledger's name without a key", { ...real, LEDGER_ORIGIN: "a.example" }, /LEDGER_ORIGIN is set without/],
    ["a name that no note can hold", { LEDGER_ORIGIN: "our ledger" }, /LEDGER_ORIGIN must be printable ASCII/],
    ["a key that is none", { LEDGER_SIGNING_KEY: "hush" }, /LEDGER_SIGNING_KEY must be a PEM/],
    ["a key twice", { LEDGER_SIGNING_KEY: seed, LEDGER_SIGNING_KEY_FILE: "/x" }, /are both set/],
    ["a key's file that isn't there", { LEDGER_SIGNING_KEY_FILE: "/nowhere" }, /FILE \/nowhere can't be read: ENOENT/],
    ["a former key that is none", { LEDGER_VERIFIER_KEYS: "a+b+c" }, /LEDGER_VERIFIER_KEYS: "a\+b\+c" is no Ed25519/],
    [
      "a key of tokens without an issuer's name",
      { ...real, AUTHORIZATION_SIGNING_KEY: tokenKey },
      /AUTHORIZATION_SIGNING_KEY needs AUTHORIZATION_ISSUER/,
    ],
    [
      "an issuer of tokens without a key",
      { ...real, AUTHORIZATION_ISSUER: "https://a.example" },
      /AUTHORIZATION_ISSUER is set without AUTHORIZATION_SIGNING_KEY/,
    ],
    [
      "an issuer of tokens in clear text",
      { AUTHORIZATION_ISSUER: "http://a.example" },
      /AUTHORIZATION_ISSUER must be an https address/,
    ],
    [
      "an issuer's name that ends in a slash",
      { AUTHORIZATION_ISSUER: "https://a.example/" },
      /AUTHORIZATION_ISSUER must/,
    ],
    ["a key of tokens that is none", { AUTHORIZATION_SIGNING_KEY: "k" }, /AUTHORIZATION_SIGNING_KEY must be a PEM/],
    [
      "two keys of tokens",
      { AUTHORIZATION_SIGNING_KEY: tokenKey, AUTHORIZATION_SIGNING_KEY_FILE: "package.json" },
      /both set/,
    ],
    [
      "a file of no key",
      { AUTHORIZATION_SIGNING_KEY_FILE: "package.json" },
      /AUTHORIZATION_SIGNING_KEY_FILE must be a PEM/,
    ],
    ["no file", { AUTHORIZATION_SIGNING_KEY_FILE: "nowhere" }, /AUTHORIZATION_SIGNING_KEY_FILE nowhere can't be read/],
    ["no key set", { AUTHORIZATION_VERIFIER_KEYS: "[]" }, /AUTHORIZATION_VERIFIER_KEYS must be a key set/],
    ["another ledger's key", { LEDGER_ORIGIN: "b", LEDGER_VERIFIER_KEYS: former }, /names a key of a\.example/],
    [
      "a key for webhooks that is no key",
      { WEBHOOK_SECRETS_KEY: "hush" },
      /WEBHOOK_SECRETS_KEY must be 32 bytes in base64/,
    ],
    ["a key for webhooks that is cut", { WEBHOOK_SECRETS_KEY: seed.slice(4) }, /WEBHOOK_SECRETS_KEY must be 32 bytes/],
    [
      "webhooks to its own machine for real people",
      { ...issuer, WEBHOOK_LOOPBACK: "on" },
      /WEBHOOK_LOOPBACK is for the/,
    ],
    ["no range of addresses", { WEBHOOK_FORBIDDEN: "8.8.8.8" }, /WEBHOOK_FORBIDDEN: "8.8.8.8" is an address/],
    ["a delivery log that keeps nothing", { WEBHOOK_LOG_DAYS: "0" }, /WEBHOOK_LOG_DAYS must be a whole number from 1/],
    ["a level that isn't one", { LOG_LEVEL: "loud" }, /LOG_LEVEL must be one of trace, debug/],
  ])("refuses %s", (_, env, message) => {
    expect(() => readConfig(env)).toThrow(message);
    expect(() => readConfig(env)).toThrow(ConfigurationError);
  });

  it("reads who issues tokens, the key that signs and those that signed before", () => {
    const { tokens } = readConfig({
      ...real,
      AUTHORIZATION_ISSUER: "https://a.example",
      AUTHORIZATION_SIGNING_KEY: tokenKey.replaceAll("\n", "\\n"),
      AUTHORIZATION_VERIFIER_KEYS: JSON.stringify({ keys: [testTokenKey.shown] }),
    });
    expect(tokens).toMatchObject({
      issuer: "https://a.example",
      signing: { shown: testTokenKey.shown },
      earlier: [testTokenKey.shown],
    });
  });

  it("reads the ledger's name, the key that signs and those that signed before", () => {
    const { ledger } = readConfig({
      ...real,
      LEDGER_ORIGIN: "a.example",
      LEDGER_SIGNING_KEY: seed,
      LEDGER_VERIFIER_KEYS: `${former},\n ${former}`,
    });
    expect(ledger).toMatchObject({ origin: "a.example", signing: { name: "a.example" } });
    expect(ledger.earlier.map(({ verifier }) => verifier)).toEqual([former, former]);
  });

  it("names every mistake at once, and no secret", () => {
    const mistakes = mistakesOf({ ...postgres, PORT: "x", LOG_LEVEL: "y", GATEWAY_SECRET: "hush", OIDC_AUDIENCE: "a" });
    expect(mistakes).toHaveLength(5);
    expect(mistakes.join("\n")).not.toMatch(/hunter2|hush/);
  });
});

describe("readDatabaseConfig", () => {
  it("asks for no issuer, for the TypeORM command line serves nobody", () => {
    expect(readDatabaseConfig(postgres)).toEqual({
      kind: "postgres",
      url: postgres.DATABASE_URL,
      migrationUrl: null,
      poolSize: 10,
    });
  });

  it("refuses an address that isn't PostgreSQL's", () => {
    expect(() => readDatabaseConfig({ DATABASE_URL: "db.example.org" })).toThrow(ConfigurationError);
  });
});

function mistakesOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.mistakes;
    throw error;
  }
  return [];
}
