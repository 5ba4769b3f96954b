import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { dataFolder } from "../../../src/database/embedded/base.ts";
import { type Embedded, openEmbedded } from "../../../src/database/embedded/embedded.ts";
import { FolderInUseError } from "../../../src/database/embedded/folder-lock.ts";
import { quietLog } from "../../support/database.ts";
import { describeOn } from "../../support/describe-on.ts";
import { soon } from "../../support/soon.ts";
import { built, type Child, runChild } from "./child.ts";

let folder: string;
const children: Child[] = [];
const opened: Embedded[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-embedded-"));
});
afterEach(async () => {
  await Promise.all([
    ...children.splice(0).map((child) => child.kill()),
    ...opened.splice(0).map((one) => one.close()),
  ]);
  rmSync(folder, { recursive: true, force: true });
});

describeOn(["embedded"], "the embedded database", () => {
  it("keeps what it was given when it is closed and opened again, and leaves no socket behind", async () => {
    const first = await open();
    await ask(first, "create table note (text text)");
    await ask(first, "insert into note values ('kept')");
    await first.close();
    expect(readdirSync(join(folder, "run"))).toEqual(["lock.1"]);
    expect(await ask(await open(), "select text from note")).toEqual([{ text: "kept" }]);
  });

  it("has the extension for look-alike names, which a migration creates", async () => {
    const database = await open();
    await ask(database, "create extension pg_trgm");
    expect(await ask(database, "select similarity('word', 'words') > 0.5 as alike")).toEqual([{ alike: true }]);
  });

  it("is refused to a second process while one has it, and to none after that was killed", async () => {
    const holder = serving();
    await holder.line();
    await expect(open()).rejects.toThrow(FolderInUseError);
    await expect(open()).rejects.toThrow(`is open in process ${holder.pid} `);
    const second = serving();
    expect(await second.line()).toMatchObject({ refused: expect.stringContaining(`process ${holder.pid} `) });
    await holder.kill();
    await (await open()).close();
  });

  it("goes to exactly one of several processes that start on an empty folder at once", async () => {
    const contenders = Array.from({ length: 3 }, serving);
    const answers = await Promise.all(contenders.map((child) => child.line()));
    expect(answers.filter((answer) => (answer as { ready?: boolean }).ready === true)).toHaveLength(1);
    await Promise.all(contenders.map((child) => child.finish()));
    expect(await ask(await open(), "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("has every row that was acknowledged when its process was killed, again and again", async () => {
    let acknowledged = 0;
    for (let round = 0; round < 3; round++) {
      const child = writing();
      // Lets it run a different number of statements each time, then kills it between any two of them.
      for (let lines = 0; lines < 5 + round * 20; lines++) acknowledged = (await child.line()) as number;
      await child.kill();
    }
    const [row] = await ask(await open(), "select max(n) as last, count(*)::int as rows from counted");
    expect(row.last).toBeGreaterThanOrEqual(acknowledged);
    expect(row.rows).toBe(row.last);
  });

  it("starts its engine again when that fails, with all that was committed", async () => {
    const log = { ...quietLog, error: vi.fn() };
    const database = await open(log);
    await ask(database, "create table note (text text)");
    await ask(database, "insert into note values ('kept')");
    // COPY from the client isn't for the embedded database: it ends the engine.
    await expect(ask(database, "copy note from stdin")).rejects.toThrow();
    await soon(async () => expect(await ask(database, "select text from note")).toEqual([{ text: "kept" }]));
    expect(log.error).toHaveBeenCalledWith(expect.anything(), "the embedded database failed and is started again");
  });

  it("says what is wrong when its data can't be opened, and lets go of the folder", async () => {
    mkdirSync(join(folder, "postgres"));
    writeFileSync(join(folder, "postgres", "PG_VERSION"), "9\n");
    await expect(open()).rejects.toThrow(`The embedded database in ${join(folder, "postgres")} doesn't open`);
    rmSync(join(folder, "postgres"), { recursive: true });
    expect(await ask(await open(), "select 1 as one")).toEqual([{ one: 1 }]);
  });
});

describeOn(["embedded"], "the data folder", () => {
  it("is made by initdb where no prepared one was built", async () => {
    const made = await dataFolder(folder, join(folder, "none.tar.gz"));
    expect(existsSync(join(made, "PG_VERSION"))).toBe(true);
    expect(await ask(await open(), "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("is whole or absent: what a killed process left half-made is thrown away", async () => {
    const half = join(folder, "postgres.partial-abc");
    mkdirSync(half);
    writeFileSync(join(half, "PG_VERSION"), "18\n");
    await dataFolder(folder);
    expect(readdirSync(folder)).toEqual(["postgres"]);
  });
});

async function open(log = quietLog): Promise<Embedded> {
  const database = await openEmbedded(folder, log);
  opened.push(database);
  return database;
}

// biome-ignore lint/suspicious/noExplicitAny: rows of whatever the statement selects
async function ask({ host, port }: Embedded, sql: string): Promise<any[]> {
  const client = new pg.Client({ host, port, user: "postgres", database: "postgres", ssl: false });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const openInChild = () => `
  const { openEmbedded } = await import(${built("src/database/embedded/embedded.js")});
  const log = { info() {}, warn() {}, error() {} };
  const open = () => openEmbedded(${JSON.stringify(folder)}, log);`;

/** Opens the database and says so, or why not; closes it when its input ends. */
function serving(): Child {
  return keep(`${openInChild()}
    const database = await open().catch((error) => error);
    say(database instanceof Error ? { refused: database.message } : { ready: true });
    await asked;
    if (!(database instanceof Error)) await database.close();`);
}

/** Counts upwards in a table, one transaction a number, and says each number after its commit. */
function writing(): Child {
  return keep(`${openInChild()}
    const { default: pg } = await import("pg");
    const { host, port } = await open();
    const client = new pg.Client({ host, port, user: "postgres", database: "postgres", ssl: false });
    await client.connect();
    await client.query("create table if not exists counted (n int primary key)");
    for (;;) {
      const { rows } = await client.query("insert into counted select coalesce(max(n), 0) + 1 from counted returning n");
      say(rows[0].n);
    }`);
}

function keep(script: string): Child {
  const child = runChild(script);
  children.push(child);
  return child;
}
