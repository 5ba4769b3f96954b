import { join } from "node:path";
import { keptKey } from "../../identity/kept-key.ts";
import { type SigningKey, signingKeyFrom } from "./note-keys.ts";

const fileName = "ledger-signing-key.pem";

/**
 * The signing key of a ledger on somebody's own machine: kept beside its embedded database, readable by its owner alone,
 * and made where there is none. Throws an Error that names the file where it holds no key.
 */
export function ownKey(folder: string, origin: string): SigningKey {
  const path = join(folder, fileName);
  try {
    return signingKeyFrom(keptKey(path), origin);
  } catch (error) {
    throw new Error(`${path} ${(error as Error).message}: put back what it held, or set LEDGER_SIGNING_KEY.`);
  }
}
