/** Tables whose rows are never changed or removed: the server's role may read and add, nothing else. */
export const appendOnlyTables: readonly string[] = ["position", "ledger_entry", "policy"];
