/** Tables whose rows are never changed or removed: the server's role may read and add, nothing else. */
export const appendOnlyTables: readonly string[] = [
  "position",
  "ladder_decision",
  "vote",
  "ledger_entry",
  "ledger_tile",
  "ledger_checkpoint",
  "ledger_verification",
  "policy",
  "enforcement_statement",
  "enforcement_attestation",
  "authorization_token",
];

/** Tables whose rows are never changed, and are thrown away once they are old: the database refuses it for younger ones. */
export const prunedTables: readonly string[] = ["refused_attempt"];
