import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** Whose tokens every contender believes: an issuer on loopback, found by discovery, with one ES256 key. */
export interface BenchIssuer {
  readonly url: string;
  readonly audience: string;
  /** An access token of an official of Commerce, good for a day. */
  readonly token: string;
  /** An access token of a vendor's person, good for a day. */
  vendorToken(org: string): Promise<string>;
  /** An access token of anyone with a role, and an organisation where it needs one, good for a day. */
  tokenOf(person: { readonly subject: string; readonly role: string; readonly org: string | null }): Promise<string>;
  stop(): void;
}

const audience = "https://countersign.example";
const keyId = "bench-1";

/** Starts the issuer on a port from the system. */
export async function startIssuer(): Promise<BenchIssuer> {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), kid: keyId, alg: "ES256", use: "sig" }];
  let url = "";
  const server = createServer((request, response) => {
    const found: Record<string, unknown> = {
      "/.well-known/openid-configuration": { issuer: url, jwks_uri: `${url}/jwks` },
      "/jwks": { keys },
    };
    const body = found[request.url ?? ""];
    response.writeHead(body ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sign = (subject: string, claims: JWTPayload) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", kid: keyId, typ: "at+jwt" })
      .setIssuer(url)
      .setAudience(audience)
      .setSubject(subject)
      .setJti(crypto.randomUUID())
      .setIssuedAt()
      .setExpirationTime("1d")
      .sign(privateKey);
  return {
    url,
    audience,
    token: await sign("commerce-official", { countersign_roles: ["commerce"] }),
    vendorToken: (org) => sign(`${org}-person`, { countersign_roles: ["vendor"], countersign_org: org }),
    tokenOf: ({ subject, role, org }) =>
      sign(subject, { countersign_roles: [role], ...(org === null ? {} : { countersign_org: org }) }),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
