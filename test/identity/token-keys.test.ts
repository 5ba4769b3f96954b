import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calculateJwkThumbprint, createLocalJWKSet, type JWK, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { tokenIssuer } from "../../src/identity/token-issuer.ts";
import { publicTokenKeysFrom, tokenKeyFrom } from "../../src/identity/token-keys.ts";

const pem = (curve: "ed25519" | "P-256" | "P-384" | "rsa"): string => {
  const { privateKey } =
    curve === "ed25519"
      ? generateKeyPairSync("ed25519")
      : curve === "rsa"
        ? generateKeyPairSync("rsa", { modulusLength: 2048 })
        : generateKeyPairSync("ec", { namedCurve: curve });
  return privateKey.export({ format: "pem", type: "pkcs8" }) as string;
};

describe("a key of tokens", () => {
  it.each(["ed25519", "P-256"] as const)(
    "signs what its public half verifies, named by its thumbprint: %s",
    async (curve) => {
      const key = tokenKeyFrom(pem(curve).replaceAll("\n", "\\n"));
      expect(key.shown).toMatchObject({ alg: curve === "ed25519" ? "EdDSA" : "ES256", use: "sig" });
      expect(key.shown).not.toHaveProperty("d");
      expect(key.shown.kid).toBe(await calculateJwkThumbprint(key.shown as JWK));
      const issuer = tokenIssuer({ issuer: "https://a.example", signing: key, earlier: [] }, null);
      const token = await issuer?.sign("x+jwt", { sub: "someone" });
      const keys = createLocalJWKSet({ keys: [...(issuer?.keys ?? [])] as JWK[] });
      const { payload, protectedHeader } = await jwtVerify(String(token), keys, { issuer: "https://a.example" });
      expect(payload.sub).toBe("someone");
      expect(protectedHeader).toEqual({ alg: key.shown.alg, typ: "x+jwt", kid: key.shown.kid });
    },
  );

  it.each([
    ["no key", "secret words", /must be a PEM/],
    ["another curve", pem("P-384"), /another kind/],
    ["RSA", pem("rsa"), /another kind/],
  ])("is not made of %s, whose text is never repeated", (_, text, message) => {
    expect(() => tokenKeyFrom(text)).toThrow(message);
    expect(() => tokenKeyFrom(text)).not.toThrow(/secret/);
  });

  it("that signed before is still shown, by what makes it and nothing else", () => {
    const [before, now] = [tokenKeyFrom(pem("P-256")), tokenKeyFrom(pem("ed25519"))];
    const shown = { ...before.shown, kid: "their own", alg: "none", x5c: ["…"] };
    const earlier = publicTokenKeysFrom(JSON.stringify({ keys: [shown, now.shown] }));
    expect(earlier).toEqual([before.shown, now.shown]);
    expect(tokenIssuer({ issuer: "https://a.example", signing: now, earlier }, null)?.keys).toEqual([
      now.shown,
      before.shown,
    ]);
  });

  it.each([
    ["no JSON", "keys", /is no JSON/],
    ["no set", "[]", /must be a key set/],
    ["a private key", '{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "x", "d": "d"}]}', /holds a private key/],
    ["a key that isn't one", '{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "x"}]}', /can't be read/],
    ["nothing", '{"keys": [null]}', /another kind/],
  ])("is not read from %s", (_, text, message) => {
    expect(() => publicTokenKeysFrom(text)).toThrow(message);
  });
});

describe("the issuer of tokens", () => {
  it("keeps a key of its own on somebody's own machine, and has none elsewhere", () => {
    const nothing = { issuer: null, signing: null, earlier: [] };
    expect(tokenIssuer(nothing, null)).toBeNull();
    const folder = mkdtempSync(join(tmpdir(), "countersign-keys-"));
    try {
      const made = tokenIssuer(nothing, folder);
      expect(tokenIssuer(nothing, folder)?.keys).toEqual(made?.keys);
      const path = join(folder, "authorization-signing-key.pem");
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(readFileSync(path, "utf8")).toMatch(/^-----BEGIN PRIVATE KEY-----/);
      writeFileSync(path, "");
      expect(() => tokenIssuer(nothing, folder)).toThrow(`${path} must be a PEM`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("is named as configured, or by where its server listens", () => {
    const signing = tokenKeyFrom(pem("ed25519"));
    const unnamed = tokenIssuer({ issuer: null, signing, earlier: [] }, null);
    expect(() => unnamed?.name).toThrow("no name");
    // Nobody reaches it by this one.
    unnamed?.listensOn("http://0.0.0.0:4000");
    expect(unnamed?.isNamed).toBe(false);
    unnamed?.listensOn("http://127.0.0.1:4000");
    expect(unnamed?.name).toBe("http://127.0.0.1:4000");
    const named = tokenIssuer({ issuer: "https://a.example", signing, earlier: [] }, null);
    named?.listensOn("http://127.0.0.1:4000");
    expect(named?.name).toBe("https://a.example");
  });
});
