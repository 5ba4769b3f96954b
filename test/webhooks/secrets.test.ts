import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { afterAll, describe, expect, it } from "vitest";
import { ownSecretsKey } from "../../src/webhooks/own-key.ts";
import { secretBox } from "../../src/webhooks/secret-box.ts";
import { newSecret, signedHeaders } from "../../src/webhooks/signature.ts";

const [former, latter] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

describe("the box for secrets", () => {
  const secret = newSecret();

  it("opens what it sealed, and seals the same secret never alike", () => {
    const box = secretBox([former]);
    const sealed = [box.seal(secret, "whk_1"), box.seal(secret, "whk_1")];
    expect(sealed.map((each) => box.open(each, "whk_1"))).toEqual([secret, secret]);
    expect(sealed[0]).not.toBe(sealed[1]);
    expect(sealed[0]).not.toContain(secret.slice(6, 20));
  });

  it("opens for no other webhook, and nothing of which a character was changed", () => {
    const box = secretBox([former]);
    const sealed = box.seal(secret, "whk_1");
    expect(() => box.open(sealed, "whk_2")).toThrow();
    const start = sealed.lastIndexOf(".") + 1;
    for (const at of [start, start + 20, sealed.length - 20]) {
      const other = sealed[at] === "A" ? "B" : "A";
      expect(() => box.open(`${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`, "whk_1")).toThrow();
    }
  });

  it("opens what an earlier key sealed as long as that is named, and seals with the first", () => {
    const sealed = secretBox([former]).seal(secret, "whk_1");
    const both = secretBox([latter, former]);
    expect(both.open(sealed, "whk_1")).toBe(secret);
    expect(secretBox([latter]).open(both.seal(secret, "whk_1"), "whk_1")).toBe(secret);
    expect(() => secretBox([latter]).open(sealed, "whk_1")).toThrow(/WEBHOOK_SECRETS_KEY/);
    expect(() => secretBox([])).toThrow(TypeError);
  });
});

describe("the key on somebody's own machine", () => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-webhook-key-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is made once, for its owner alone, and told where it is none", () => {
    const made = ownSecretsKey(folder);
    expect(made[0]).toHaveLength(32);
    expect(ownSecretsKey(folder)).toEqual(made);
    const [name, ...others] = readdirSync(folder) as [string];
    expect(others).toEqual([]);
    const path = join(folder, name);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    writeFileSync(path, readFileSync(path, "utf8").slice(4));
    expect(() => ownSecretsKey(folder)).toThrow(`${path} holds no key`);
  });
});

describe("a signature", () => {
  it("is that of the specification's own library", () => {
    const [one, other] = [newSecret(), newSecret()];
    const at = new Date("2026-06-09T14:00:00.900Z");
    const message = { id: "chg_1", body: '{"type":"ReleaseRegistered","data":"é"}' };
    const headers = signedHeaders(message, [one, other], at);
    const expected = [one, other].map((secret) => new Webhook(secret).sign(message.id, at, message.body));
    expect(headers).toEqual({
      "webhook-id": "chg_1",
      "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
      "webhook-signature": expected.join(" "),
    });
  });
});
