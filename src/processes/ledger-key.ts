import type { Config } from "../config.ts";

/**
 * Tells the key that verifies what is signed with the configured one, as `LEDGER_VERIFIER_KEYS` takes it: so that every node can
 * know a new key before the first one signs with it. Throws where none is configured.
 */
export function runLedgerKey({ ledger: { signing } }: Pick<Config, "ledger">, tell: (line: string) => void): void {
  if (signing === null) {
    throw new Error("No key is configured: set LEDGER_ORIGIN, and LEDGER_SIGNING_KEY or LEDGER_SIGNING_KEY_FILE.");
  }
  tell(signing.verifier);
}
