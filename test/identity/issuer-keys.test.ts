import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type IssuerKeysOptions, issuerKeys, KeysUnavailable } from "../../src/identity/issuer-keys.ts";
import { createVerifier, type Verifier } from "../../src/identity/tokens.ts";
import { startFixture } from "../server/fixture.ts";
import { audience, startIssuer, type TestIssuer } from "../support/issuer.ts";

let issuer: TestIssuer;
beforeEach(async () => {
  issuer = await startIssuer();
});
afterEach(() => issuer.stop());

const verifierWith = (options: IssuerKeysOptions = {}): Verifier =>
  createVerifier({
    issuer: issuer.url,
    audience,
    keys: issuerKeys(issuer.url, { allowLoopbackHttp: true, ...options }),
  });
const bearer = async (subject: string): Promise<string> => `Bearer ${await issuer.tokenFor("oncd", { subject })}`;
const code = (code: string) => ({ extensions: { code } });

describe("the issuer's keys", () => {
  it("are fetched once for many tokens that come at once", async () => {
    const verifier = verifierWith();
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, index) => bearer(`official-${index}`)));
    await Promise.all(tokens.map((token) => verifier.verify(token)));
    expect(issuer.keyFetches()).toBe(1);
  });

  it("are not fetched again for tokens with unknown key ids, however many come", async () => {
    const verifier = verifierWith();
    await verifier.verify(await bearer("official"));
    for (let index = 0; index < 50; index += 1) {
      const forged = await issuer.sign({ sub: "x" }, { kid: `unknown-${index}` });
      await expect(verifier.verify(`Bearer ${forged}`)).rejects.toMatchObject(code("UNAUTHENTICATED"));
    }
    expect(issuer.keyFetches()).toBe(1);
  });

  it("are fetched again when the issuer signs with a new key", async () => {
    const verifier = verifierWith({ cooldown: 0 });
    await verifier.verify(await bearer("before"));
    await issuer.rotateKey();
    expect((await verifier.verify(await bearer("after"))).subject).toBe("after");
    expect(issuer.keyFetches()).toBe(2);
  });

  it("no longer count once the issuer has taken them away", async () => {
    const verifier = verifierWith({ maxAge: 0 });
    const withdrawn = await bearer("withdrawn");
    await issuer.rotateKey();
    await expect(verifier.verify(withdrawn)).rejects.toMatchObject(code("UNAUTHENTICATED"));
  });

  it("are not trusted for longer than their age allows, even where nothing newer can be had", async () => {
    const verifier = verifierWith({ maxAge: 0 });
    await verifier.verify(await bearer("before"));
    const late = await bearer("late");
    issuer.down();
    await expect(verifier.verify(late)).rejects.toMatchObject(code("IDENTITY_UNAVAILABLE"));
  });
});

describe("a key that the issuer takes away", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  it("ends the tokens that it signed, remembered or not, once the minute's fetch has come", async () => {
    const verifier = verifierWith();
    const withdrawn = await bearer("withdrawn");
    await verifier.verify(withdrawn);
    await issuer.rotateKey();
    expect((await verifier.verify(withdrawn)).subject).toBe("withdrawn");
    vi.advanceTimersByTime(60_000);
    await expect
      .poll(() => verifier.verify(withdrawn).catch((error: unknown) => error))
      .toMatchObject({ extensions: { code: "UNAUTHENTICATED", reason: "TOKEN_INVALID" } });
    expect((await verifier.verify(await bearer("renewed"))).subject).toBe("renewed");
    expect(issuer.keyFetches()).toBe(2);
  });

  it("ends them at once where another token makes the new keys known", async () => {
    const verifier = verifierWith({ cooldown: 0 });
    const withdrawn = await bearer("withdrawn");
    await verifier.verify(withdrawn);
    await issuer.rotateKey();
    await verifier.verify(await bearer("renewed"));
    await expect(verifier.verify(withdrawn)).rejects.toMatchObject(code("UNAUTHENTICATED"));
  });

  it("ends them after five minutes where the issuer can't be reached", async () => {
    const verifier = verifierWith();
    const withdrawn = await bearer("withdrawn");
    await verifier.verify(withdrawn);
    issuer.down();
    vi.advanceTimersByTime(299_000);
    expect((await verifier.verify(withdrawn)).subject).toBe("withdrawn");
    vi.advanceTimersByTime(1_000);
    await expect(verifier.verify(withdrawn)).rejects.toMatchObject(code("IDENTITY_UNAVAILABLE"));
  });

  it("is not looked for before the minute is over, and keys that stay as they are forget nothing", async () => {
    const keys = issuerKeys(issuer.url, { allowLoopbackHttp: true });
    await keys.check();
    const edition = keys.edition();
    expect(edition).not.toBeNull();
    vi.advanceTimersByTime(59_999);
    expect(issuer.keyFetches()).toBe(1);
    vi.advanceTimersByTime(1);
    await expect.poll(() => issuer.keyFetches()).toBe(2);
    // A third fetch follows only when the second has been taken in.
    const pass = () => void vi.advanceTimersByTime(60_000);
    await expect.poll(() => pass() ?? issuer.keyFetches()).toBe(3);
    expect(keys.edition()).toBe(edition);
  });
});

describe("while the issuer is down", () => {
  it("nothing is granted, the client hears that it may try again, and recovery needs nobody", async () => {
    const server = await startFixture({ verifier: verifierWith({ retryAfter: 0 }) });
    const token = await issuer.tokenFor("oncd");
    issuer.down();
    const refused = await server.ask("{ viewer { subject } }", { token });
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("5");
    expect(refused.body).toEqual({
      errors: [expect.objectContaining({ extensions: { code: "IDENTITY_UNAVAILABLE", retryAfterSeconds: 5 } })],
    });
    expect(refused.text).not.toContain(issuer.url);
    expect((await server.send("/readyz")).body).toEqual({ status: "not ready", checks: { identity: "failed" } });
    expect((await server.ask("{ viewer { subject } }")).status).toBe(200);
    issuer.up();
    expect((await server.ask("{ viewer { subject } }", { token })).status).toBe(200);
    expect((await server.send("/readyz")).status).toBe(200);
    await server.stop();
  });

  it("it is asked at most once in each pause, not once for each token", async () => {
    const keys = issuerKeys(issuer.url, { allowLoopbackHttp: true, retryAfter: 60_000 });
    const verifier = createVerifier({ issuer: issuer.url, audience, keys });
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, index) => bearer(`official-${index}`)));
    issuer.down();
    for (const token of tokens)
      await expect(verifier.verify(token)).rejects.toMatchObject(code("IDENTITY_UNAVAILABLE"));
    issuer.up();
    await expect(verifier.verify(tokens[0])).rejects.toMatchObject(code("IDENTITY_UNAVAILABLE"));
    expect(issuer.keyFetches()).toBe(0);
  });

  it("tokens verified before go on counting", async () => {
    const verifier = verifierWith();
    const token = await bearer("known");
    await verifier.verify(token);
    issuer.down();
    expect((await verifier.verify(token)).subject).toBe("known");
  });
});

describe("an issuer that can't be believed", () => {
  let server: Server;
  let answer: (url: string) => { status?: number; headers?: Record<string, string>; body: string };
  let url: string;
  beforeEach(async () => {
    server = createServer((request, response) => {
      const { status = 200, headers = {}, body } = answer(request.url ?? "");
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const check = (): Promise<void> => issuerKeys(url, { allowLoopbackHttp: true, timeout: 5_000 }).check();

  /** An issuer that can be believed, to be spoilt one answer at a time. */
  const honest = (path: string, more: Record<string, unknown> = {}) => ({
    body: JSON.stringify(path.endsWith("jwks") ? { keys: [] } : { issuer: url, jwks_uri: `${url}/jwks`, ...more }),
  });
  const isDiscovery = (path: string): boolean => path.startsWith("/.well-known/");

  it("but one that can be gives its keys", async () => {
    answer = honest;
    await expect(check()).resolves.toBeUndefined();
  });

  it.each<[string, typeof answer]>([
    ["speaks for another issuer", (path) => honest(path, { issuer: "https://other.example" })],
    ["names keys outside https", (path) => honest(path, { jwks_uri: "http://keys.example/jwks" })],
    ["names a file for its keys", (path) => honest(path, { jwks_uri: "file:///etc/passwd" })],
    ["names no place for its keys", (path) => honest(path, { jwks_uri: undefined })],
    [
      "redirects",
      (path) => (isDiscovery(path) ? { status: 302, headers: { location: "/elsewhere" }, body: "" } : honest(path)),
    ],
    [
      "redirects to its keys",
      (path) => (path === "/jwks" ? { status: 302, headers: { location: "/moved-jwks" }, body: "" } : honest(path)),
    ],
    ["answers with an error", (path) => ({ ...honest(path), status: 500 })],
    ["answers nonsense", () => ({ body: "<html>" })],
    ["answers null", () => ({ body: "null" })],
    ["answers too much", (path) => honest(path, { padding: "x".repeat(600_000) })],
    ["answers with a key set that is none", (path) => (path === "/jwks" ? { body: '{"keys":"none"}' } : honest(path))],
  ])("because it %s gives no keys", async (_, found) => {
    answer = found;
    await expect(check()).rejects.toBeInstanceOf(KeysUnavailable);
  });

  it("because it doesn't answer in time gives no keys", async () => {
    server.removeAllListeners("request");
    await expect(check()).rejects.toBeInstanceOf(KeysUnavailable);
  });

  it.each(["http://issuer.example", "ftp://127.0.0.1", "issuer", "http://127.0.0.1.evil.example"])(
    "can't be configured: %s",
    (address) => {
      expect(() => issuerKeys(address, { allowLoopbackHttp: true })).toThrow(TypeError);
    },
  );

  it("is not read over plain HTTP unless that is allowed", () => {
    expect(() => issuerKeys(url)).toThrow(TypeError);
  });
});
