import { generateKeyPairSync } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type SigningKey, signingKeyFrom } from "./note-keys.ts";

const fileName = "ledger-signing-key.pem";

/**
 * The signing key of a ledger on somebody's own machine: kept beside its embedded database, readable by its owner alone,
 * and made where there is none. Throws an Error that names the file where it holds no key.
 */
export function ownKey(folder: string, origin: string): SigningKey {
  const path = join(folder, fileName);
  if (!existsSync(path)) makeKey(path);
  try {
    return signingKeyFrom(readFileSync(path, "utf8"), origin);
  } catch (error) {
    throw new Error(`${path} ${(error as Error).message}: put back what it held, or set LEDGER_SIGNING_KEY.`);
  }
}

/** Written aside first, so that no half of a key is ever taken for one; another that was there first stays. */
function makeKey(path: string): void {
  const { privateKey } = generateKeyPairSync("ed25519");
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, privateKey.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
}
