import { generateKeyPairSync } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/**
 * The PEM of a signing key that is kept in a file of its own, readable by its owner alone; an Ed25519 key is made where
 * there is no such file. Throws what the file system throws.
 */
export function keptKey(path: string): string {
  if (!existsSync(path)) makeKey(path);
  return readFileSync(path, "utf8");
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
