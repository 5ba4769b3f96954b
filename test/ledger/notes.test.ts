import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifyCheckpoint } from "@sigstore/verify/dist/tlog/checkpoint.js";
import { describe, expect, it } from "vitest";
import { openCheckpoint, signCheckpoint } from "../../src/ledger/notes/checkpoint-note.ts";
import { noteKeyFrom, signingKeyFrom } from "../../src/ledger/notes/note-keys.ts";
import { ownKey } from "../../src/ledger/notes/own-key.ts";
import { NoteError, openNote, signNote } from "../../src/ledger/notes/signed-note.ts";

/** The example of Go's package golang.org/x/mod/sumdb/note, whose format C2SP's signed-note is. */
const published = {
  verifier: "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
  seed: Buffer.from("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", "base64").subarray(1).toString("base64"),
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature:
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
};
const note = `${published.text}\n${published.signature}`;
const seedOf = (number: number): string => Buffer.alloc(32, number).toString("base64");
const key = signingKeyFrom(seedOf(1), "example.test/ledger");
const other = signingKeyFrom(seedOf(2), "example.test/ledger");

describe("a signed note", () => {
  it("is the published one, from the published key", () => {
    const signing = signingKeyFrom(published.seed, "PeterNeumann");
    expect(signing.verifier).toBe(published.verifier);
    expect(signNote(published.text, signing)).toBe(note);
  });

  it("is believed where a known key has signed it, beside others that are passed over", () => {
    const known = noteKeyFrom(published.verifier);
    expect(openNote(note, [known])).toEqual({ text: published.text, signedBy: known });
    const beside = signNote(published.text, other).split("\n\n")[1];
    expect(openNote(`${published.text}\n${beside}${published.signature}`, [known]).signedBy).toBe(known);
  });

  it.each<[what: string, note: string, message: RegExp]>([
    [
      "by nobody who is known",
      signNote(published.text, other),
      /None of the known keys has signed it: .*example\.test/,
    ],
    ["over another text", note.replace("answer", "Answer"), /isn't that key's over this text/],
    ["by a line that is cut", note.slice(0, -5), /no signatures/],
    ["by a line that is none", `${published.text}\nPeterNeumann said so\n`, /isn't one/],
    ["by nobody", published.text, /no signatures/],
    ["with a control character", `a\u0007b\n\n${published.signature}`, /control characters/],
    ["at great length", `${"a".repeat(70_000)}\n\n${published.signature}`, /longer than/],
  ])("isn't believed when it is signed %s", (_what, given, message) => {
    expect(() => openNote(given, [noteKeyFrom(published.verifier)])).toThrow(message);
    expect(() => openNote(given, [noteKeyFrom(published.verifier)])).toThrow(NoteError);
  });
});

describe("a key", () => {
  it("is read from a seed and from a PEM, on lines or on one", () => {
    const pair = generateKeyPairSync("ed25519");
    const pem = pair.privateKey.export({ format: "pem", type: "pkcs8" }) as string;
    const one = signingKeyFrom(pem, "a");
    expect(signingKeyFrom(pem.replaceAll("\n", "\\n"), "a").verifier).toBe(one.verifier);
    expect(noteKeyFrom(one.verifier)).toMatchObject({ name: "a", keyId: one.keyId });
    const seed = pair.privateKey.export({ format: "der", type: "pkcs8" }).subarray(-32).toString("base64");
    expect(signingKeyFrom(seed, "a").verifier).toBe(one.verifier);
  });

  it("isn't read from what is none, and its text isn't repeated", () => {
    const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export({ format: "pem", type: "pkcs8" });
    for (const text of [
      rsa as string,
      "-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----",
      "secret",
      "",
    ]) {
      let message = "none";
      try {
        signingKeyFrom(text, "a");
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).toMatch(/^(is a PEM that holds no private key|holds a key of another kind|must be a PEM)/);
      expect(message).not.toContain("secret");
    }
    for (const verifier of [
      "a",
      "a+00000000+AQ==",
      `a+00000000+${noteKeyFrom(key.verifier).verifier.split("+").slice(2).join("+")}`,
    ]) {
      expect(() => noteKeyFrom(verifier)).toThrow();
    }
  });

  it("of somebody's own machine is made once, for its owner alone", () => {
    const folder = mkdtempSync(join(tmpdir(), "countersign-key-"));
    try {
      const made = ownKey(folder, "example.test/own");
      expect(ownKey(folder, "example.test/own").verifier).toBe(made.verifier);
      const path = join(folder, "ledger-signing-key.pem");
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(readFileSync(path, "utf8")).toContain("BEGIN PRIVATE KEY");
      writeFileSync(path, "");
      expect(() => ownKey(folder, "example.test/own")).toThrow(path);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("a checkpoint", () => {
  const root = createHash("sha256").update("root").digest();
  const head = { origin: key.name, size: 20_852_163, root };

  it("has the form of C2SP's tlog-checkpoint, and sigstore's verifier believes it", () => {
    const signed = signCheckpoint(head, key);
    expect(signed.split("\n").slice(0, 4)).toEqual([key.name, "20852163", root.toString("base64"), ""]);
    const entry = { inclusionProof: { checkpoint: { envelope: signed } } };
    const trusted = { logID: Buffer.from(key.keyId, "hex"), baseURL: key.name, publicKey: key.publicKey };
    expect(verifyCheckpoint(entry as never, [trusted] as never)).toMatchObject({
      origin: key.name,
      logSize: 20_852_163n,
      logHash: root,
    });
    expect(() => verifyCheckpoint(entry as never, [{ ...trusted, publicKey: other.publicKey }] as never)).toThrow();
  });

  it("is believed under any of the keys that sign and have signed", () => {
    for (const by of [key, other]) {
      expect(openCheckpoint(signCheckpoint(head, by), [key, other])).toEqual({ ...head, signedBy: by });
    }
    expect(() => openCheckpoint(signCheckpoint(head, other), [key])).toThrow(/None of the known keys/);
  });

  it.each([
    ["a size that is none", `${key.name}\n-1\n${root.toString("base64")}\n`, /no size/],
    ["a size with a zero before it", `${key.name}\n01\n${root.toString("base64")}\n`, /no size/],
    ["a root that is too short", `${key.name}\n1\nAAAA\n`, /32 bytes/],
    ["another log's name", `example.test/other\n1\n${root.toString("base64")}\n`, /is of example.test\/other/],
  ])("isn't believed with %s, though it is signed", (_what, text, message) => {
    expect(() => openCheckpoint(signNote(text, key), [key])).toThrow(message);
  });
});
