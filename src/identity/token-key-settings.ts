import { readFileSync } from "node:fs";
import { isLoopback } from "./loopback.ts";
import { publicTokenKeysFrom, type TokenSigning, tokenKeyFrom } from "./token-keys.ts";

/** What is set from outside about authorizations' tokens, as it was written; null for what isn't set. */
export interface TokenSettings {
  readonly issuer: string | null;
  readonly key: string | null;
  readonly keyFile: string | null;
  readonly verifierKeys: string | null;
}

/** Reads the settings; adds to `mistakes` what is wrong with them, and never a key's own text. */
export function tokenSigningFrom(settings: TokenSettings, ownMachine: boolean, mistakes: string[]): TokenSigning {
  const { issuer, key, keyFile, verifierKeys } = settings;
  const keyed = key !== null || keyFile !== null;
  if (issuer !== null && !isBase(issuer)) {
    mistakes.push(
      `AUTHORIZATION_ISSUER must be an https address without a slash at its end (http only on a loopback host), not "${issuer}".`,
    );
  }
  if (issuer === null && keyed && !ownMachine) {
    mistakes.push(
      "AUTHORIZATION_SIGNING_KEY needs AUTHORIZATION_ISSUER: the address at which clients reach this server, such as https://countersign.example.gov.",
    );
  }
  if (issuer !== null && !keyed && !ownMachine) {
    mistakes.push(
      "AUTHORIZATION_ISSUER is set without AUTHORIZATION_SIGNING_KEY or AUTHORIZATION_SIGNING_KEY_FILE: set the key too.",
    );
  }
  const variable = keyFile === null ? "AUTHORIZATION_SIGNING_KEY" : "AUTHORIZATION_SIGNING_KEY_FILE";
  const text = textOf(settings, mistakes);
  const signing = text === null ? null : noting(mistakes, variable, () => tokenKeyFrom(text));
  const earlier =
    verifierKeys === null
      ? null
      : noting(mistakes, "AUTHORIZATION_VERIFIER_KEYS", () => publicTokenKeysFrom(verifierKeys));
  return { issuer, signing, earlier: earlier ?? [] };
}

/** Whether a text is an address that paths are put behind. */
function isBase(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username !== "" || url.search !== "" || url.hash !== "" || text.endsWith("/")) return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
}

function textOf({ key, keyFile }: TokenSettings, mistakes: string[]): string | null {
  if (key !== null && keyFile !== null) {
    mistakes.push("AUTHORIZATION_SIGNING_KEY and AUTHORIZATION_SIGNING_KEY_FILE are both set: keep one of them.");
  }
  if (keyFile === null) return key;
  try {
    return readFileSync(keyFile, "utf8");
  } catch (error) {
    mistakes.push(`AUTHORIZATION_SIGNING_KEY_FILE ${keyFile} can't be read: ${(error as NodeJS.ErrnoException).code}.`);
    return null;
  }
}

function noting<Value>(mistakes: string[], variable: string, read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    mistakes.push(`${variable} ${(error as Error).message}.`);
    return null;
  }
}
