import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** How many bytes a key has. */
export const keyBytes = 32;

const algorithm = "aes-256-gcm";
const version = "v1";
const nonceBytes = 12;
const tagBytes = 16;

/** Keeps webhooks' secrets sealed: what is stored can't be read, or moved to another webhook, without the key. */
export interface SecretBox {
  /** The secret as it is stored. `owner` names whose it is: it opens for no other. */
  seal(secret: string, owner: string): string;
  /** The secret of what was stored; throws an Error where no key opens it. */
  open(sealed: string, owner: string): string;
}

/**
 * A box of one or more keys of 32 bytes: the first one seals, each opens what it sealed. So a key is exchanged by putting
 * another before it. Throws TypeError without a key.
 */
export function secretBox(keys: readonly Buffer[]): SecretBox {
  const [first] = keys;
  if (first === undefined) throw new TypeError("A box needs a key.");
  const byName = new Map(keys.map((key) => [nameOf(key), key]));
  return {
    seal: (secret, owner) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, first, nonce).setAAD(Buffer.from(owner));
      const sealed = Buffer.concat([nonce, cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${version}.${nameOf(first)}.${sealed.toString("base64url")}`;
    },
    open: (sealed, owner) => {
      const [written, name, text] = sealed.split(".");
      const key = byName.get(name ?? "");
      if (written !== version || key === undefined || text === undefined) {
        throw new Error("No key of WEBHOOK_SECRETS_KEY opens a webhook's secret: put back the key that sealed it.");
      }
      const bytes = Buffer.from(text, "base64url");
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
        .setAAD(Buffer.from(owner))
        .setAuthTag(bytes.subarray(-tagBytes));
      const secret = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
      return Buffer.concat([secret, decipher.final()]).toString("utf8");
    },
  };
}

/** A name by which a key is found again, and which says nothing about it. */
const nameOf = (key: Buffer): string =>
  createHash("sha256").update("webhook-secrets").update(key).digest("hex").slice(0, 8);
