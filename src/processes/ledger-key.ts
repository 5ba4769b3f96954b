import type { Config } from "../config.ts";
import { ledgerKeysOf } from "./services.ts";

/**
 * Tells the key that verifies what is signed with the configured one, as `LEDGER_VERIFIER_KEYS` takes it: so that every node can
 * know a new key before the first one signs with it. Throws where none is configured.
 */
export function runLedgerKey(
  { ledger, database }: Pick<Config, "database" | "ledger">,
  tell: (line: string) => void,
): void {
  const keys = ledgerKeysOf(ledger, database);
  if (keys === null) {
    throw new Error(
      "No key signs this ledger's checkpoints: set LEDGER_ORIGIN, and LEDGER_SIGNING_KEY or LEDGER_SIGNING_KEY_FILE.",
    );
  }
  tell(keys.signing.verifier);
}
