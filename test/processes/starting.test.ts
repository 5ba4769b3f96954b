import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audience, startIssuer } from "../support/issuer.ts";
import { runToEnd, startProcess } from "../support/process.ts";

let folder: string;
let port: number;
const taken = createServer();
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "countersign-start-"));
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  port = (taken.address() as AddressInfo).port;
});
afterAll(() => {
  taken.close();
  rmSync(folder, { recursive: true, force: true });
});

const issuer = { OIDC_ISSUER: "http://127.0.0.1:1", OIDC_AUDIENCE: audience };

describe("a start that fails", () => {
  it.each<[string, () => Record<string, string>, RegExp[]]>([
    [
      "two settings that are wrong",
      () => ({ PORT: "http", LOG_LEVEL: "loud" }),
      [
        /^The configuration can't be used:$/,
        /^- PORT must be a whole number from 0 to 65535, not "http"\.$/,
        /^- LOG_LEVEL must be one of .*, not "loud"\.$/,
      ],
    ],
    [
      "a database that refuses connections",
      () => ({ ...issuer, DATABASE_URL: "postgres://server:hunter2@localhost:1/x" }),
      [/^DATABASE_URL \(postgres:\/\/server@localhost:1\/x\) can't be used: connect ECONNREFUSED .*:1/],
    ],
    [
      "a port in use",
      () => ({ PORT: String(port), DATA_DIR: join(folder, "port") }),
      [/^PORT \d+ on 127\.0\.0\.1 is in use: .* set another PORT \(EADDRINUSE\)\.$/],
    ],
  ])("by %s is told in a line for each mistake, and ends with 1", async (_, env, lines) => {
    const { code, stderr } = await runToEnd(["start"], env());
    expect(stderr.trimEnd().split("\n")).toEqual(lines.map((line) => expect.stringMatching(line)));
    expect(code).toBe(1);
  });

  it("shows where in the code it failed at LOG_LEVEL=debug alone", async () => {
    writeFileSync(join(folder, "file"), "not a folder");
    const env = { DATA_DIR: join(folder, "file", "data") };
    const plain = await runToEnd(["start"], env);
    const debugging = await runToEnd(["start"], { ...env, LOG_LEVEL: "debug" });
    expect([plain.code, debugging.code]).toEqual([1, 1]);
    expect(plain.stderr.trimEnd().split("\n")).toEqual([expect.stringContaining("ENOTDIR")]);
    expect(debugging.stderr).toMatch(/ENOTDIR.*\n.*^ {4}at /ms);
  });
});

describe("a start while the issuer can't be reached", () => {
  it("is ready when it can be, and says until then what it waits for", async () => {
    const provider = await startIssuer();
    provider.down();
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
    const chosen = (free.address() as AddressInfo).port;
    await new Promise((resolve) => free.close(resolve));
    const env = { OIDC_ISSUER: provider.url, OIDC_AUDIENCE: audience, DATA_DIR: join(folder, "issuer") };
    const starting = startProcess(["start"], { ...env, PORT: String(chosen) });
    const readiness = async () => {
      const response = await fetch(`http://127.0.0.1:${chosen}/readyz`).catch(() => null);
      return response === null ? null : [response.status, await response.json()];
    };
    await expect
      .poll(readiness)
      .toEqual([503, { status: "not ready", checks: { database: "ok", ledger: "ok", identity: "failed" } }]);
    provider.up();
    const server = await starting;
    const said = server.lines.map((line) => JSON.parse(line));
    const [waiting, there, ready] = ["not ready: waiting for identity", "identity is there again", "ready"].map(
      (text) => said.flatMap(({ msg }, index) => (msg === text ? [index] : [])),
    );
    expect([waiting, there, ready]).toEqual([[expect.any(Number)], [expect.any(Number)], [expect.any(Number)]]);
    expect(waiting![0]).toBeLessThan(there![0] as number);
    expect(there![0]).toBeLessThan(ready![0] as number);
    expect(said[waiting![0] as number]).toMatchObject({
      level: "warn",
      check: "identity",
      err: { message: expect.any(String) },
    });
    expect((await readiness())?.[0]).toBe(200);
    expect(await server.end()).toBe(0);
    await provider.stop();
  });
});
