import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";
import Provider from "oidc-provider";
import { defaultClaimNames } from "../../src/identity/claim-names.ts";

/** What tokens of the issuer under test are for. */
export const audience = "https://countersign.example";

export interface TokenOptions {
  readonly org?: string;
  /** The token's `sub`; by default the first role's name. */
  readonly subject?: string;
  /** More claims, or others in place of the issuer's. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A real OpenID Connect provider on loopback, with the handles that tests of trust need. */
export interface TestIssuer {
  readonly url: string;
  /** An access token as the provider's token endpoint issues it, by client credentials. */
  tokenFor(roles: string | readonly string[], options?: TokenOptions): Promise<string>;
  /** An ID token as the provider issues it. */
  idToken(subject: string): Promise<string>;
  /** Any token at all, signed with the provider's current key. */
  sign(claims: JWTPayload, header?: Record<string, unknown>): Promise<string>;
  /** The current public key, as its JWKS has it. */
  publicJwk(): JWK;
  /** From now on another key signs, and the JWKS has that one alone. */
  rotateKey(): Promise<void>;
  /** Answers 503 to everything until `up`. */
  down(): void;
  up(): void;
  /** How often its keys have been fetched. */
  keyFetches(): number;
  stop(): Promise<void>;
}

interface Key {
  readonly privateKey: CryptoKey;
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}

/** Starts a provider with a key of its own on any free port of 127.0.0.1. */
export async function startIssuer(): Promise<TestIssuer> {
  const clients = new Map<string, Client>();
  let key = await newKey("key-1");
  let provider: Provider;
  let isDown = false;
  let keyFetches = 0;
  const server = createServer((request, response) => {
    if (request.url === "/jwks") keyFetches += 1;
    if (isDown) response.writeHead(503).end();
    else void provider.callback()(request, response);
  });
  const url = await listen(server);
  provider = providerFor(url, key, clients);

  return {
    url,
    tokenFor: (roles, options = {}) => requestToken(url, clients, typeof roles === "string" ? [roles] : roles, options),
    idToken: (subject) => issueIdToken(provider, clients, subject),
    sign: (claims, header = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: "ES256", kid: key.publicJwk.kid, typ: "at+jwt", ...header })
        .sign(key.privateKey),
    publicJwk: () => key.publicJwk,
    rotateKey: async () => {
      key = await newKey(`key-${crypto.randomUUID()}`);
      provider = providerFor(url, key, clients);
    },
    down: () => {
      isDown = true;
    },
    up: () => {
      isDown = false;
    },
    keyFetches: () => keyFetches,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function newKey(kid: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const facts = { kid, alg: "ES256", use: "sig" };
  return {
    privateKey,
    privateJwk: { ...(await exportJWK(privateKey)), ...facts },
    publicJwk: { ...(await exportJWK(publicKey)), ...facts },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** One client for each token: what it asks for becomes the token's claims. */
interface Client {
  readonly claims: Readonly<Record<string, unknown>>;
}

function providerFor(url: string, key: Key, clients: ReadonlyMap<string, Client>): Provider {
  return new Provider(url, {
    jwks: { keys: [key.privateJwk] },
    adapter: adapterFor(clients),
    ttl: { ClientCredentials: 3_600, IdToken: 3_600 },
    cookies: { keys: ["only for tests"] },
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({ scope: "graph", audience, accessTokenFormat: "jwt", accessTokenTTL: 3_600 }),
      },
    },
    formats: {
      customizers: {
        jwt: (_: unknown, token: { clientId: string }, jwt: { payload: Record<string, unknown> }) => {
          Object.assign(jwt.payload, clients.get(token.clientId)?.claims);
        },
      },
    },
  });
}

/** oidc-provider's storage interface: clients from the map, and everything else forgotten at once. */
const adapterFor = (clients: ReadonlyMap<string, Client>) => (name: string) => ({
  find: async (id: string) =>
    name === "Client" && clients.has(id)
      ? {
          client_id: id,
          client_secret: clientSecret,
          grant_types: ["client_credentials"],
          redirect_uris: [],
          response_types: [],
        }
      : undefined,
  upsert: async () => {},
  consume: async () => {},
  destroy: async () => {},
  revokeByGrantId: async () => {},
});

const clientSecret = "only-for-tests";

async function requestToken(
  url: string,
  clients: Map<string, Client>,
  roles: readonly string[],
  { org, subject, claims }: TokenOptions,
): Promise<string> {
  const id = crypto.randomUUID();
  const names = { [defaultClaimNames.roles]: roles, ...(org === undefined ? {} : { [defaultClaimNames.org]: org }) };
  clients.set(id, { claims: { sub: subject ?? roles[0], ...names, ...claims } });
  const response = await fetch(`${url}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${id}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials", resource: audience, scope: "graph" }),
  });
  const answer = (await response.json()) as { access_token?: string };
  if (answer.access_token === undefined) throw new Error(`the issuer gave no token: ${JSON.stringify(answer)}`);
  return answer.access_token;
}

async function issueIdToken(provider: Provider, clients: Map<string, Client>, subject: string): Promise<string> {
  clients.set(audience, { claims: {} });
  const client = await provider.Client.find(audience);
  if (!client) throw new Error("the issuer has no such client");
  const token = new provider.IdToken({ sub: subject }, { client });
  token.scope = "openid";
  token.set(defaultClaimNames.roles, ["oncd"]);
  return token.issue({ use: "idtoken" });
}
