import { ledgerKeys } from "../../src/ledger/notes/ledger-keys.ts";
import { signingKeyFrom } from "../../src/ledger/notes/note-keys.ts";

/** The key of the tests' ledgers: the same in every run, so that guides show the same signatures. */
export const testLedgerKeys = ledgerKeys(
  signingKeyFrom(Buffer.alloc(32, 7).toString("base64"), "countersign.test/ledger"),
  [],
);
