import { randomUUID } from "node:crypto";
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from "jose";
import { defaultClaimNames } from "./claim-names.ts";
import type { KeySource } from "./issuer-keys.ts";
import { createVerifier, type Verifier } from "./tokens.ts";

/** Who a development server's person is: made up, but for the two vendors whose names are of the public record. */
export interface DevelopmentPerson {
  readonly role: string;
  readonly org?: string;
}

/** The people that a development server knows. */
export const developmentPeople = {
  oncd: { role: "oncd" },
  "oncd-2": { role: "oncd" },
  ostp: { role: "ostp" },
  "ostp-2": { role: "ostp" },
  commerce: { role: "commerce" },
  "commerce-2": { role: "commerce" },
  defense: { role: "defense" },
  "defense-2": { role: "defense" },
  vendor: { role: "vendor", org: "openai" },
  "vendor-2": { role: "vendor", org: "anthropic" },
  partner: { role: "partner", org: "acme-research" },
  "partner-2": { role: "partner", org: "globex-health" },
  auditor: { role: "auditor" },
  administrator: { role: "administrator" },
} as const satisfies Record<string, DevelopmentPerson>;
type DevelopmentName = keyof typeof developmentPeople;

/** The subject of a development person's tokens. */
export const developmentSubject = (name: string): string => `dev|${name}`;

/** The most partners' people that there are tokens for. */
export const mostDevelopmentPartners = 50;

/** The people by name; `partner-3` and on, of organisations without a past, as far as they are asked for. */
function peopleWith(partners: number): Record<DevelopmentName, DevelopmentPerson> & Record<string, DevelopmentPerson> {
  const people: Record<string, DevelopmentPerson> = { ...developmentPeople };
  for (let number = 3; number <= partners; number += 1) {
    people[`partner-${number}`] = { role: "partner", org: `demo-partner-${String(number).padStart(2, "0")}` };
  }
  return people as Record<DevelopmentName, DevelopmentPerson>;
}

const issuer = "urn:countersign:development";
const audience = "urn:countersign";

export interface DevelopmentIdentities {
  /** A fresh token for each person, and for so many partners' people, valid for 24 hours or until the process ends. */
  tokens(partners?: number): Promise<Record<DevelopmentName, string> & Record<string, string>>;
  /** Takes these tokens and no others. */
  readonly verifier: Verifier;
}

/** Identities for trying the graph out: signed with a key that lives in this process's memory alone. */
export async function developmentIdentities(): Promise<DevelopmentIdentities> {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA");
  const kid = randomUUID();
  const keyFor = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: "EdDSA", use: "sig" }] });
  const keys: KeySource = { keyFor, edition: () => keyFor, check: async () => {} };
  const tokenFor = (name: string, { role, org }: DevelopmentPerson): Promise<string> =>
    new SignJWT({ [defaultClaimNames.roles]: [role], [defaultClaimNames.org]: org })
      .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(developmentSubject(name))
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime("24h")
      .sign(privateKey);
  return {
    tokens: async (partners = 0) => {
      const entries = Object.entries(peopleWith(partners)).map(
        async ([name, person]) => [name, await tokenFor(name, person)] as const,
      );
      return Object.fromEntries(await Promise.all(entries)) as Record<DevelopmentName, string>;
    },
    verifier: createVerifier({ issuer, audience, keys }),
  };
}
