import { randomUUID } from "node:crypto";
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from "jose";
import { defaultClaimNames } from "./claim-names.ts";
import type { KeySource } from "./issuer-keys.ts";
import { createVerifier, type Verifier } from "./tokens.ts";

/** The people that a development server knows. All of them, and their organisations, are made up. */
const people = {
  oncd: { role: "oncd" },
  "oncd-2": { role: "oncd" },
  ostp: { role: "ostp" },
  "ostp-2": { role: "ostp" },
  commerce: { role: "commerce" },
  "commerce-2": { role: "commerce" },
  defense: { role: "defense" },
  "defense-2": { role: "defense" },
  vendor: { role: "vendor", org: "example-labs" },
  "vendor-2": { role: "vendor", org: "second-labs" },
  partner: { role: "partner", org: "acme-research" },
  "partner-2": { role: "partner", org: "globex-health" },
  auditor: { role: "auditor" },
  administrator: { role: "administrator" },
} as const satisfies Record<string, { role: string; org?: string }>;
export type DevelopmentPerson = keyof typeof people;

const issuer = "urn:countersign:development";
const audience = "urn:countersign";

export interface DevelopmentIdentities {
  /** A fresh token for each person, valid for 24 hours or until the process ends. */
  tokens(): Promise<Record<DevelopmentPerson, string>>;
  /** Takes these tokens and no others. */
  readonly verifier: Verifier;
}

/** Identities for trying the graph out: signed with a key that lives in this process's memory alone. */
export async function developmentIdentities(): Promise<DevelopmentIdentities> {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA");
  const kid = randomUUID();
  const keyFor = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: "EdDSA", use: "sig" }] });
  const keys: KeySource = { keyFor, edition: () => keyFor, check: async () => {} };
  const tokenFor = (name: string, { role, org }: { role: string; org?: string }): Promise<string> =>
    new SignJWT({ [defaultClaimNames.roles]: [role], [defaultClaimNames.org]: org })
      .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(`dev|${name}`)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime("24h")
      .sign(privateKey);
  return {
    tokens: async () => {
      const entries = Object.entries(people).map(
        async ([name, person]) => [name, await tokenFor(name, person)] as const,
      );
      return Object.fromEntries(await Promise.all(entries)) as Record<DevelopmentPerson, string>;
    },
    verifier: createVerifier({ issuer, audience, keys }),
  };
}
