import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from "jose";
import { defaultClaimNames } from "../../src/identity/claim-names.ts";
import { createVerifier, type Verifier } from "../../src/identity/tokens.ts";

/** Someone who asks: as tokens say it. */
export interface Person {
  readonly roles: readonly string[];
  readonly org?: string;
  readonly subject?: string;
  readonly tokenId?: string;
  /** When the token ends; in 24 hours unless told. */
  readonly expiresAt?: Date;
}

/** Signs tokens for anyone, with the verifier that takes them. */
export interface People {
  readonly verifier: Verifier;
  tokenFor(person: Person): Promise<string>;
}

const issuer = "urn:countersign:test";
const audience = "urn:countersign";

/** People of one test file. Two tokens of the same person are different tokens. */
export async function people(): Promise<People> {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA");
  const keyFor = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: "test", alg: "EdDSA" }] });
  let tokens = 0;
  return {
    verifier: createVerifier({ issuer, audience, keys: { keyFor, edition: () => keyFor, check: async () => {} } }),
    tokenFor: ({ roles, org, subject, tokenId, expiresAt }) => {
      tokens += 1;
      return new SignJWT({ [defaultClaimNames.roles]: roles, [defaultClaimNames.org]: org })
        .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid: "test" })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subject ?? `test|${roles.join("+")}${org ? `|${org}` : ""}`)
        .setJti(tokenId ?? `token-${tokens}`)
        .setIssuedAt()
        .setExpirationTime(expiresAt ?? "24h")
        .sign(privateKey);
    },
  };
}
