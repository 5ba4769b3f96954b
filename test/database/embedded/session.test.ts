import { mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { dataFolder } from "../../../src/database/embedded/base.ts";
import { openEngine } from "../../../src/database/embedded/engine.ts";
import { queryMessage, startupMessage } from "../../../src/database/embedded/frontend.ts";
import { type Engine, SessionServer } from "../../../src/database/embedded/session.ts";
import { describeOn } from "../../support/describe-on.ts";
import { soon } from "../../support/soon.ts";

const idleLimit = 400;
const folder = mkdtempSync(join(tmpdir(), "countersign-session-"));
const address = { host: folder, port: 5432, user: "postgres", database: "postgres", ssl: false };
const clients: pg.Client[] = [];
const pools: pg.Pool[] = [];
let engine: PGlite;
let server: SessionServer;

beforeAll(async () => {
  engine = await openEngine(await dataFolder(folder));
  server = new SessionServer(engine, (error) => Promise.reject(error), idleLimit);
  await server.listen(join(folder, ".s.PGSQL.5432"));
  const client = await connected();
  await client.query("create table note (id int primary key, text text)");
});
afterEach(async () => {
  await Promise.all([...clients.splice(0), ...pools.splice(0)].map((one) => one.end()));
});
afterAll(async () => {
  await server.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

describeOn(["embedded"], "connections that share one session", () => {
  it("each get the answers to their own statements, though these arrive in pieces", async () => {
    // One connection each, so that statements queue up behind one another and not in the test.
    const pool = Array.from({ length: 8 }, () => {
      const one = new pg.Pool({ ...address, max: 1 });
      one.on("error", () => {});
      pools.push(one);
      return one;
    });
    const statements: ((n: number) => [string, unknown[]])[] = [
      (n: number) => ["select $1::int as n", [n]],
      (n: number) => ["select $1::int as n, length($2::text) as size", [n, "x".repeat(300_000)]],
      (n: number) => ["select $1::int as n, 1 / ($1::int - $1::int) as impossible", [n]],
      (n: number) => ["select $1::int as n, repeat('y', 400000) as much", [n]],
    ];
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        const statement = statements[n % 4] as (typeof statements)[number];
        const client = pool[n % 8] as pg.Pool;
        const [text, values] = statement(n);
        return client.query(text, values).then(
          ({ rows }) => rows[0].n,
          (error: Error) => error.message,
        );
      }),
    );
    expect(answers).toEqual(answers.map((_, n) => (n % 4 === 2 ? "division by zero" : n)));
  });

  it("keeps a statement that has half arrived apart from what another sends meanwhile", async () => {
    const slow = await rawConnection();
    const text = queryMessage("select 'slow' as who");
    slow.write(text.subarray(0, 9));
    await pause(20);
    const quick = await connected();
    expect((await quick.query("select $1::text as who", ["quick"])).rows).toEqual([{ who: "quick" }]);
    const answer = nextData(slow);
    slow.write(text.subarray(9));
    expect((await answer).toString()).toContain("slow");
    slow.destroy();
  });

  it("wait for a transaction to end, and see nothing of it before", async () => {
    const [writer, reader] = await Promise.all([connected(), connected()]);
    await writer.query("begin");
    await writer.query("insert into note values (1, 'draft')");
    let read: unknown = "waiting";
    const reading = reader.query("select text from note where id = 1").then(({ rows }) => {
      read = rows;
    });
    await writer.query("update note set text = 'final' where id = 1");
    expect(read).toBe("waiting");
    await writer.query("commit");
    await reading;
    expect(read).toEqual([{ text: "final" }]);
  });

  it("don't slip a statement into another's transaction, which rolls back alone", async () => {
    const [writer, other] = await Promise.all([connected(), connected()]);
    await writer.query("begin");
    await writer.query("insert into note values (2, 'undone')");
    const inserting = other.query("insert into note values (3, 'kept')");
    await writer.query("rollback");
    await inserting;
    expect(await texts([2, 3])).toEqual(["kept"]);
  });

  it("run many transactions at once without a deadlock or a lost update", async () => {
    await (await connected()).query("insert into note values (10, '0')");
    const workers = await Promise.all(Array.from({ length: 6 }, connected));
    await Promise.all(
      workers.map(async (client) => {
        for (let round = 0; round < 20; round++) {
          await client.query("begin");
          const { rows } = await client.query("select text::int as n from note where id = 10 for update");
          await client.query("update note set text = $1 where id = 10", [String(rows[0].n + 1)]);
          await client.query("commit");
        }
      }),
    );
    expect(await texts([10])).toEqual(["120"]);
  });

  it("keep the session through a failed transaction until it is rolled back", async () => {
    const [failing, other] = await Promise.all([connected(), connected()]);
    await failing.query("begin");
    await failing.query("insert into note values (20, 'undone')");
    await expect(failing.query("select 1 / 0")).rejects.toThrow("division by zero");
    const inserting = other.query("insert into note values (21, 'kept')");
    await expect(failing.query("select 1")).rejects.toThrow("current transaction is aborted");
    await failing.query("rollback");
    await inserting;
    expect(await texts([20, 21])).toEqual(["kept"]);
  });

  it("nest savepoints", async () => {
    const client = await connected();
    await client.query("begin");
    await client.query("insert into note values (30, 'outer')");
    await client.query("savepoint inner_part");
    await expect(client.query("insert into note values (30, 'again')")).rejects.toThrow("duplicate key");
    await client.query("rollback to savepoint inner_part");
    await client.query("commit");
    expect(await texts([30])).toEqual(["outer"]);
  });
});

describeOn(["embedded"], "a connection that ends", () => {
  it("inside a transaction is rolled back, and the session goes to the next", async () => {
    const dying = await rawConnection();
    await exchange(dying, "begin");
    await exchange(dying, "insert into note values (40, 'undone')");
    const waiting = (await connected()).query("insert into note values (41, 'kept')");
    dying.destroy();
    await waiting;
    expect(await texts([40, 41])).toEqual(["kept"]);
  });

  it("with its last statement still on the way leaves no transaction open", async () => {
    for (let round = 0; round < 20; round++) {
      const dying = await rawConnection();
      dying.write(queryMessage("begin"));
      dying.write(queryMessage("insert into note values (42, 'undone')"));
      dying.destroy();
      await (await connected()).query("select 1");
      expect(await texts([42])).toEqual([]);
    }
  });

  it("while it waits for its turn takes its statement back", async () => {
    const holder = await connected();
    await holder.query("begin");
    const dying = await rawConnection();
    dying.write(queryMessage("insert into note values (43, 'undone')"));
    await pause(20);
    dying.destroy();
    await pause(20);
    await holder.query("commit");
    expect(await texts([43])).toEqual([]);
  });

  it("in the middle of a batch of messages leaves the session usable", async () => {
    const dying = await rawConnection();
    const parse = Buffer.from("P\0\0\0\x1b\0select broken from note\0\0\0", "latin1");
    parse.writeInt32BE(parse.length - 1, 1);
    // Parse and flush without the sync that would end the batch; the statement fails.
    const failed = nextData(dying);
    dying.write(Buffer.concat([parse, Buffer.from("H\0\0\0\x04", "latin1")]));
    expect((await failed).toString()).toContain('column "broken" does not exist');
    dying.destroy();
    expect((await (await connected()).query("select $1::int as n", [7])).rows).toEqual([{ n: 7 }]);
  });
});

describeOn(["embedded"], "a transaction left idle", () => {
  it("is ended with its reason when others wait, so that waiting for oneself doesn't last for ever", async () => {
    const [holder, ...others] = await Promise.all(Array.from({ length: 6 }, connected));
    const lost = new Promise<Error>((resolve) => holder?.on("error", resolve));
    await holder?.query("begin");
    await holder?.query("insert into note values (50, 'undone')");
    const started = performance.now();
    // Others that come later don't put off the end.
    await Promise.all(
      others.map(async (other, i) => {
        await pause((i * idleLimit) / 5);
        await other.query("select 1");
      }),
    );
    expect(performance.now() - started).toBeGreaterThan(idleLimit * 0.9);
    expect(await lost).toMatchObject({ code: "25P03", message: expect.stringContaining("one session") });
    clients.splice(clients.indexOf(holder as pg.Client), 1);
    expect(await texts([50])).toEqual([]);
  });

  it("is left alone while nobody waits", async () => {
    const holder = await connected();
    await holder.query("begin");
    await pause(idleLimit * 1.5);
    await holder.query("insert into note values (51, 'kept')");
    await holder.query("commit");
    expect(await texts([51])).toEqual(["kept"]);
  });
});

describeOn(["embedded"], "a client that isn't one of ours", () => {
  it("hears that there is no encryption and goes on without", async () => {
    const socket = connect(join(folder, ".s.PGSQL.5432"));
    const answer = nextData(socket);
    socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
    expect((await answer).toString()).toBe("N");
    const greeting = nextData(socket);
    socket.write(startupMessage());
    expect((await greeting)[0]).toBe("R".charCodeAt(0));
    socket.destroy();
  });

  it.each([
    ["another protocol", "GET / HTTP/1.1\r\n\r\n"],
    ["an older version", "\0\0\0\x08\0\x02\0\0"],
    ["a request to cancel", "\0\0\0\x10\x04\xd2\x16\x2e\0\0\0\0\0\0\0\0"],
  ])("is cut off: %s", async (_, bytes) => {
    const socket = connect(join(folder, ".s.PGSQL.5432"));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.write(Buffer.from(bytes, "latin1"));
    if (bytes.startsWith("GET")) socket.end();
    await closed;
    expect((await (await connected()).query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  });
});

it("reports an engine that fails, once, and runs nothing more on it", async () => {
  const crashed = vi.fn();
  const exec = vi.fn<Engine["execProtocolRawStream"]>();
  const broken = new SessionServer({ execProtocolRawStream: exec, isInTransaction: () => false }, crashed);
  broken.run("select 1");
  await soon(() => expect(exec).toHaveBeenCalledTimes(1));
  exec.mockRejectedValueOnce(new Error("unreachable"));
  broken.run("select 2");
  await soon(() => expect(crashed).toHaveBeenCalledTimes(1));
  broken.run("select 3");
  await pause(20);
  expect(exec).toHaveBeenCalledTimes(2);
  expect(crashed).toHaveBeenCalledTimes(1);
});

async function connected(): Promise<pg.Client> {
  const client = new pg.Client(address);
  await client.connect();
  clients.push(client);
  return client;
}

async function texts(ids: number[]): Promise<string[]> {
  const { rows } = await (await connected()).query("select text from note where id = any ($1) order by id", [ids]);
  return rows.map((row) => row.text);
}

async function rawConnection(): Promise<Socket> {
  const socket = connect(join(folder, ".s.PGSQL.5432"));
  const greeting = nextData(socket);
  socket.write(startupMessage());
  await greeting;
  return socket;
}

async function exchange(socket: Socket, sql: string): Promise<void> {
  const answer = nextData(socket);
  socket.write(queryMessage(sql));
  await answer;
}

function nextData(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    socket.once("data", resolve);
    socket.once("error", reject);
  });
}
