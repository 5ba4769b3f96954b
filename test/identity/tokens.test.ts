import { createHmac } from "node:crypto";
import { exportSPKI, generateKeyPair, importJWK, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issuerKeys } from "../../src/identity/issuer-keys.ts";
import { createVerifier } from "../../src/identity/tokens.ts";
import { startFixture, type TestServer } from "../server/fixture.ts";
import { audience, startIssuer, type TestIssuer } from "../support/issuer.ts";

const now = (): number => Math.floor(Date.now() / 1000);
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

let issuer: TestIssuer;
let server: TestServer;
beforeAll(async () => {
  issuer = await startIssuer();
  const keys = issuerKeys(issuer.url, { allowLoopbackHttp: true });
  server = await startFixture({ verifier: createVerifier({ issuer: issuer.url, audience, keys }) });
});
afterAll(async () => {
  await server.stop();
  await issuer.stop();
});

/** The claims of a token that would be taken, to be spoilt one at a time. */
const good = (): Record<string, unknown> => ({
  iss: issuer.url,
  aud: audience,
  sub: "official-1",
  exp: now() + 600,
  iat: now(),
  jti: "token-1",
  countersign_roles: ["oncd"],
});
const viewer = "{ viewer { subject roles } }";
const ask = (authorization: string) => server.ask(viewer, { headers: { authorization } });
const refusal = (reason: string) => ({ errors: [{ extensions: { code: "UNAUTHENTICATED", reason } }] });

describe("a token that the issuer gave for this audience", () => {
  it("makes its holder the actor of the request", async () => {
    const token = await issuer.tokenFor("oncd", { subject: "official-7" });
    const { status, body } = await server.ask(viewer, { token });
    expect(status).toBe(200);
    expect(body.data.viewer).toEqual({ subject: "official-7", roles: ["PUBLIC", "ONCD"] });
  });

  it("is taken until it expires, however often it has been taken before", async () => {
    const token = await issuer.sign({ ...good(), exp: now() + 1, sub: "short" });
    expect((await server.ask(viewer, { token })).status).toBe(200);
    expect((await server.ask(viewer, { token })).status).toBe(200);
    await expect.poll(async () => (await server.ask(viewer, { token })).status, { interval: 500 }).toBe(401);
  });

  it("may come five seconds early, as clocks differ", async () => {
    const early = await issuer.sign({ ...good(), nbf: now() + 3 });
    expect((await server.ask(viewer, { token: early })).status).toBe(200);
    const tooEarly = await issuer.sign({ ...good(), nbf: now() + 60 });
    expect((await server.ask(viewer, { token: tooEarly })).status).toBe(401);
  });

  it("is told by a claim where its issuer writes `typ: JWT` for every token", async () => {
    for (const claims of [{ scope: "graph" }, { client_id: "app" }, { typ: "Bearer" }, { token_use: "access" }]) {
      const token = await issuer.sign({ ...good(), ...claims }, { typ: "JWT" });
      expect((await server.ask(viewer, { token })).status).toBe(200);
    }
  });
});

describe("a verified token", () => {
  const counting = () => {
    let asked = 0;
    const source = issuerKeys(issuer.url, { allowLoopbackHttp: true });
    const keyFor: typeof source.keyFor = (...arguments_) => {
      asked += 1;
      return source.keyFor(...arguments_);
    };
    return { keys: { ...source, keyFor }, asked: () => asked };
  };

  it("is not verified again when it comes again, and gives the same actor", async () => {
    const { keys, asked } = counting();
    const verifier = createVerifier({ issuer: issuer.url, audience, keys });
    const authorization = `Bearer ${await issuer.tokenFor("oncd")}`;
    expect(await verifier.verify(authorization)).toBe(await verifier.verify(authorization));
    expect(asked()).toBe(1);
  });

  it("is forgotten when too many others have come since, and only then", async () => {
    const { keys, asked } = counting();
    const verifier = createVerifier({ issuer: issuer.url, audience, keys, cacheSize: 2 });
    const tokens = await Promise.all(["a", "b", "c"].map((subject) => issuer.tokenFor("oncd", { subject })));
    const [a, b, c] = tokens.map((token) => `Bearer ${token}`);
    for (const authorization of [a, b, a, c, a]) await verifier.verify(authorization);
    expect(asked()).toBe(3);
    await verifier.verify(b);
    expect(asked()).toBe(4);
  });

  it("that was refused is never remembered as taken", async () => {
    const { keys, asked } = counting();
    const verifier = createVerifier({ issuer: issuer.url, audience, keys });
    const forged = `Bearer ${await signedByStranger({})}`;
    for (const _ of [1, 2]) await expect(verifier.verify(forged)).rejects.toThrow();
    expect(asked()).toBe(2);
  });
});

describe("a request without a token", () => {
  it("comes from the public", async () => {
    const { status, body } = await server.ask(viewer);
    expect(status).toBe(200);
    expect(body.data.viewer).toEqual({ subject: null, roles: ["PUBLIC"] });
  });

  it("stays the public's whatever other headers say", async () => {
    const headers = {
      "x-user": "oncd",
      "x-agency": "ONCD",
      "x-forwarded-user": "oncd",
      "x-forwarded-for": "127.0.0.1",
    };
    expect((await server.ask(viewer, { headers })).body.data.viewer.roles).toEqual(["PUBLIC"]);
  });
});

describe("a forged or misdirected token is refused", () => {
  const forgeries: [string, () => Promise<string> | string][] = [
    ["with `alg: none`", () => `${encode({ alg: "none", typ: "at+jwt" })}.${encode(good())}.`],
    [
      "with `alg: none` and a signature",
      async () =>
        `${encode({ alg: "none", typ: "at+jwt" })}.${encode(good())}.${(await issuer.sign(good())).split(".")[2]}`,
    ],
    ["signed by HMAC with the issuer's public key", () => hmacWith(JSON.stringify(issuer.publicJwk()))],
    ["signed by HMAC with the issuer's public key as PEM", async () => hmacWith(await pemOfIssuer())],
    ["signed by another key under the issuer's key id", () => signedByStranger({})],
    ["signed by a key that it brings along", async () => signedByStranger({ jwk: strangersJwk })],
    ["signed by a key that it points to", async () => signedByStranger({ jku: "http://127.0.0.1:1/jwks" })],
    ["with claims changed after signing", async () => tampered(await issuer.sign(good()))],
    ["of another issuer", () => issuer.sign({ ...good(), iss: "https://issuer.example" })],
    ["of the issuer's address with a slash more", () => issuer.sign({ ...good(), iss: `${issuer.url}/` })],
    ["for another audience", () => issuer.sign({ ...good(), aud: "https://other.example" })],
    ["without audience", () => issuer.sign({ ...good(), aud: undefined })],
    ["without expiry", () => issuer.sign({ ...good(), exp: undefined })],
    ["with an expiry that is text", () => issuer.sign({ ...good(), exp: "never" as never })],
    ["without subject", () => issuer.sign({ ...good(), sub: undefined })],
    ["with a NUL in its subject", () => issuer.sign({ ...good(), sub: "official\0" })],
    ["with a NUL in its id", () => issuer.sign({ ...good(), jti: "token\0" })],
    ["with an id too long", () => issuer.sign({ ...good(), jti: "x".repeat(256) })],
    ["with an expiry past every date", () => issuer.sign({ ...good(), exp: 1e300 })],
    ["issued past every date", () => issuer.sign({ ...good(), iat: 1e300 })],
    ["with an empty subject", () => issuer.sign({ ...good(), sub: "" })],
    ["of no stated type", () => issuer.sign(good(), { typ: undefined })],
    ["of type `JWT` that nothing tells from an ID token", () => issuer.sign(good(), { typ: "JWT" })],
    ["that is an ID token as the issuer gives it", () => issuer.idToken("official-1")],
    ["that is an ID token by its nonce", () => issuer.sign({ ...good(), nonce: "n", scope: "openid" }, { typ: "JWT" })],
    [
      "that is an ID token by its hash",
      () => issuer.sign({ ...good(), at_hash: "h", scope: "openid" }, { typ: "JWT" }),
    ],
    ["that is a refresh token", () => issuer.sign({ ...good(), typ: "Refresh", scope: "graph" }, { typ: "JWT" })],
    ["that is a logout token", () => issuer.sign(good(), { typ: "logout+jwt" })],
    ["bound to a key that a bearer doesn't prove", () => issuer.sign({ ...good(), cnf: { jkt: "thumbprint" } })],
    ["with a critical header that isn't understood", () => criticalToken()],
  ];

  it.each(forgeries)("%s", async (_, forge) => {
    const { status, body, headers, text } = await ask(`Bearer ${await forge()}`);
    expect(status).toBe(401);
    expect(body).toMatchObject(refusal("TOKEN_INVALID"));
    expect(body.data).toBeUndefined();
    expect(headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
    expect(text).not.toMatch(/jose|signature|claim|issuer"|kid|alg/i);
  });

  it("after it expired, and says so", async () => {
    const { status, body } = await ask(`Bearer ${await issuer.sign({ ...good(), exp: now() - 6 })}`);
    expect(status).toBe(401);
    expect(body).toMatchObject(refusal("TOKEN_EXPIRED"));
  });

  it.each(["", "Bearer", "Bearer ", "Basic b25jZDpwYXNz", "Bearer a b", "oncd", `Bearer ${"a".repeat(9_000)}`])(
    "in a malformed header: %j",
    async (authorization) => {
      const { status, body } = await ask(authorization);
      expect(status).toBe(401);
      expect(body).toMatchObject(refusal("TOKEN_MALFORMED"));
    },
  );
});

describe("a token whose roles make no actor is refused", () => {
  it.each<[string, string[], string?]>([
    ["with no role", []],
    ["with unknown roles", ["root", "__proto__", "constructor"]],
    ["with `public` for a role", ["public"]],
    ["for two agencies", ["oncd", "ostp"]],
    ["for an agency and a vendor", ["oncd", "vendor"], "example-labs"],
    ["for an agency and the auditor", ["oncd", "auditor"]],
    ["for the auditor and the administrator", ["auditor", "administrator"]],
    ["for the administrator and a partner", ["administrator", "partner"], "acme-research"],
    ["for a vendor without organisation", ["vendor"]],
    ["for a partner with a strange organisation", ["partner"], "Acme' or 1=1"],
    ["for a partner with an organisation too long", ["partner"], "a".repeat(65)],
  ])("%s", async (_, roles, org) => {
    const token = await issuer.tokenFor(roles, { subject: "x", ...(org === undefined ? {} : { org }) });
    const { status, body } = await server.ask(viewer, { token });
    expect(status).toBe(403);
    expect(body.errors[0].extensions).toEqual({ code: "FORBIDDEN" });
  });

  it("but an organisation may be vendor and partner at once, and unknown roles beside a known one count for nothing", async () => {
    const both = await issuer.tokenFor(["Vendor", "PARTNER", "root"], { subject: "x", org: "example-labs" });
    expect((await server.ask(viewer, { token: both })).body.data.viewer.roles).toEqual(["PUBLIC", "VENDOR", "PARTNER"]);
  });
});

const stranger = await generateKeyPair("ES256", { extractable: true });
const strangersJwk = await crypto.subtle.exportKey("jwk", stranger.publicKey as never);

function signedByStranger(header: Record<string, unknown>): Promise<string> {
  return new SignJWT(good())
    .setProtectedHeader({ alg: "ES256", kid: issuer.publicJwk().kid, typ: "at+jwt", ...header })
    .sign(stranger.privateKey);
}

async function pemOfIssuer(): Promise<string> {
  return exportSPKI((await importJWK(issuer.publicJwk(), "ES256", { extractable: true })) as never);
}

function hmacWith(secret: string): string {
  const signed = `${encode({ alg: "HS256", typ: "at+jwt", kid: issuer.publicJwk().kid })}.${encode(good())}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

function tampered(token: string): string {
  const [header, , signature] = token.split(".");
  return `${header}.${encode({ ...good(), countersign_roles: ["commerce"] })}.${signature}`;
}

async function criticalToken(): Promise<string> {
  const [, payload, signature] = (await issuer.sign(good())).split(".");
  const header = encode({ alg: "ES256", typ: "at+jwt", kid: issuer.publicJwk().kid, crit: ["b64"], b64: true });
  return `${header}.${payload}.${signature}`;
}
