import { tokenKeyFrom } from "../../src/identity/token-keys.ts";
import { signingKeyFrom } from "../../src/ledger/notes/note-keys.ts";

/** The key of the tests' tokens: an Ed25519 key that is the same in every run. */
export const testTokenKey = tokenKeyFrom(
  signingKeyFrom(Buffer.alloc(32, 9).toString("base64"), "countersign.test/tokens").privateKey.export({
    format: "pem",
    type: "pkcs8",
  }) as string,
);
