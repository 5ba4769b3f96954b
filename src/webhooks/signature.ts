import { createHmac, randomBytes } from "node:crypto";

/** How many random bytes a secret has: Standard Webhooks takes 24 to 64. */
const secretBytes = 32;
const prefix = "whsec_";

/** A new secret in the form of Standard Webhooks: `whsec_` and 32 random bytes in base64. */
export const newSecret = (): string => `${prefix}${randomBytes(secretBytes).toString("base64")}`;

/** A message as a receiver gets it. */
export interface Message {
  /** The same for every attempt, and for a replay. */
  readonly id: string;
  readonly body: string;
}

/**
 * The headers by which a receiver knows a message (Standard Webhooks 1.0, symmetric): its id, the time of this attempt in
 * seconds, and a signature by each of the secrets.
 */
export function signedHeaders({ id, body }: Message, secrets: readonly string[], at: Date): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}
