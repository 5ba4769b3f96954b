import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FolderInUseError, lockFolder } from "../../../src/database/embedded/folder-lock.ts";
import { built, type Child, runChild } from "./child.ts";

let folder: string;
const children: Child[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-lock-"));
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill()));
  rmSync(folder, { recursive: true, force: true });
});

describe("the lock on a data folder", () => {
  it("is refused to a second process, with the holder's number and what to do", async () => {
    const holder = await holding();
    const refusal = await lockFolder(folder).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(FolderInUseError);
    expect(refusal).toMatchObject({ pid: holder.pid, message: expect.stringContaining(`process ${holder.pid} `) });
    expect((refusal as Error).message).toMatch(/Stop that process, or set DATA_DIR .* or set DATABASE_URL/);
  });

  it("is refused within one process too", async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(`process ${process.pid} `);
    await lock.release();
  });

  it("is free again once released, and leaves no socket", async () => {
    await (await lockFolder(folder)).release();
    expect(readdirSync(join(folder, "run"))).toEqual(["lock.1"]);
    await (await lockFolder(folder)).release();
    expect(readdirSync(join(folder, "run"))).toEqual(["lock.2"]);
  });

  it("is free after its holder was killed, whose socket is removed", async () => {
    const holder = await holding();
    await holder.kill();
    expect(readdirSync(join(folder, "run")).filter((name) => name.endsWith(".lock"))).toHaveLength(1);
    const lock = await lockFolder(folder);
    expect(readdirSync(join(folder, "run")).filter((name) => name.endsWith(".lock"))).toHaveLength(1);
    await lock.release();
    expect(readdirSync(join(folder, "run"))).toEqual(["lock.2"]);
  });

  it("isn't taken for held when another process now has the dead holder's number", async () => {
    const holder = await holding();
    await holder.kill();
    rewriteClaim((claim) => ({ ...claim, pid: process.pid }));
    await (await lockFolder(folder)).release();
  });

  it.runIf(process.platform === "linux")("is still held when its socket's file has been cleaned away", async () => {
    const holder = await holding();
    for (const name of readdirSync(join(folder, "run"))) if (name.endsWith(".lock")) rmSync(join(folder, "run", name));
    await expect(lockFolder(folder)).rejects.toThrow(`process ${holder.pid} `);
    await holder.kill();
    await (await lockFolder(folder)).release();
  });

  it("is held by a process that is too busy to answer", async () => {
    const busy = runChild(`
      const { lockFolder } = await import(${built("src/database/embedded/folder-lock.js")});
      await lockFolder(${JSON.stringify(folder)});
      say("held");
      await new Promise((resolve) => setTimeout(resolve, 50));
      for (;;);`);
    children.push(busy);
    await busy.line();
    await expect(lockFolder(folder)).rejects.toThrow(`process ${busy.pid} `);
  });

  it("passes over a claim that was cut short, as a power loss leaves it", async () => {
    mkdirSync(join(folder, "run"));
    writeFileSync(join(folder, "run", "lock.7"), '{"pid": 12');
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(FolderInUseError);
    await lock.release();
    expect(readdirSync(join(folder, "run"))).toEqual(["lock.8"]);
  });

  it("gives sockets a short path when the folder's own is too long for one", async () => {
    const deep = join(folder, "x".repeat(120));
    const lock = await lockFolder(deep);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(lock.socketFolder, ".s.PGSQL.5432"), resolve));
    await expect(lockFolder(deep)).rejects.toThrow(FolderInUseError);
    await new Promise((resolve) => server.close(resolve));
    await lock.release();
    expect(() => readdirSync(lock.socketFolder)).toThrow("ENOENT");
  });

  it.each([
    ["a folder that was never held", async () => {}],
    ["a folder whose holder was killed", async () => await (await holding()).kill()],
  ])("goes to exactly one of many processes that start at once on %s", async (_, prepare) => {
    for (let round = 0; round < 3; round++) {
      await prepare();
      const contenders = Array.from({ length: 6 }, contend);
      const answers = await Promise.all(contenders.map((child) => child.line()));
      const winners = contenders.filter((_, i) => answers[i] === "held");
      expect(winners).toHaveLength(1);
      for (const answer of answers) {
        expect(answer === "held" || answer === `FolderInUseError ${winners[0]?.pid}`, String(answer)).toBe(true);
      }
      await Promise.all(contenders.map((child) => child.finish()));
    }
  });
});

async function holding(): Promise<Child> {
  const child = contend();
  expect(await child.line()).toBe("held");
  return child;
}

/** Tries for the lock once, says what came of it, and keeps it until its input ends. */
function contend(): Child {
  const child = runChild(`
    const { lockFolder } = await import(${built("src/database/embedded/folder-lock.js")});
    const lock = await lockFolder(${JSON.stringify(folder)}).catch((error) => error);
    say(lock instanceof Error ? lock.name + " " + lock.pid : "held");
    await asked;
    if (!(lock instanceof Error)) await lock.release();`);
  children.push(child);
  return child;
}

function rewriteClaim(change: (claim: object) => object): void {
  const run = join(folder, "run");
  const path = join(run, readdirSync(run).find((name) => name.startsWith("lock.")) as string);
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, "utf8")))));
}
