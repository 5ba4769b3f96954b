import { randomBytes } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { secretsKeysFrom } from "./key-settings.ts";
import { keyBytes } from "./secret-box.ts";

const fileName = "webhook-secrets-key";

/**
 * What seals webhooks' secrets on somebody's own machine: kept beside its embedded database, readable by its owner alone, and
 * made where there is none. Throws an Error that names the file where it holds no key.
 */
export function ownSecretsKey(folder: string): readonly Buffer[] {
  const path = join(folder, fileName);
  if (!existsSync(path)) makeKey(path);
  const keys = secretsKeysFrom(readFileSync(path, "utf8"), []);
  if (keys.length === 0) throw new Error(`${path} holds no key: put back what it held, or set WEBHOOK_SECRETS_KEY.`);
  return keys;
}

/** Written aside first, so that no half of a key is ever taken for one; another that was there first stays. */
function makeKey(path: string): void {
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, `${randomBytes(keyBytes).toString("base64")}\n`, { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
}
