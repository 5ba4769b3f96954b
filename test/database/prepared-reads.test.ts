import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { PreparedReads } from "../../src/database/prepared-reads.ts";
import { createLog } from "../../src/server/log.ts";
import { type FreshDatabase, freshDatabase } from "../support/database.ts";
import { describeOn } from "../support/describe-on.ts";

describeOn(["postgres"], "reads as prepared statements", (kind) => {
  let database: FreshDatabase;
  let url: string;
  let pool: pg.Pool;
  const lines: { msg?: string }[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => void lines.push(JSON.parse(line)) } });

  beforeAll(async () => {
    database = await freshDatabase(kind);
    const { config } = database;
    if (config.kind !== "postgres") throw new Error("This is about PostgreSQL.");
    url = config.url;
    await database.asOwner("create table noted (id int4 primary key, said text)");
    await database.asOwner("grant select on noted to public");
    await database.asOwner("insert into noted values (1, 'first'), (2, 'second')");
  });
  afterAll(() => database?.drop());
  // One connection for each test: names that a test gave are gone with it.
  beforeEach(() => {
    pool = new pg.Pool({ connectionString: url, max: 1 });
    // A pool has ended before PostgreSQL has let its connections go, which the drop then ends.
    pool.on("error", () => {});
  });
  afterEach(() => pool.end());

  const names = async (): Promise<string[]> =>
    (await pool.query("select name from pg_prepared_statements order by name")).rows.map(({ name }) => name);

  /** A text as it is when it has come often: prepared. */
  const often = async (reads: PreparedReads, text: string, values: readonly unknown[]): Promise<unknown> => {
    for (const _ of [1, 2, 3]) await reads.query(text, values);
    return reads.query(text, values);
  };

  it("prepare a text that comes often once, whatever its values, and one that doesn't not at all", async () => {
    const reads = new PreparedReads(pool, log);
    for (const id of [1, 2, 1]) await reads.query("select said from noted where id = $1", [id]);
    expect(await reads.query("select said from noted where id = $1", [2])).toEqual([{ said: "second" }]);
    await reads.query("select id from noted", []);
    expect(await names()).toEqual([expect.stringMatching(/^countersign_[\w-]{43}$/)]);
  });

  it("take no other process's statement for theirs where a pooler has both on one connection", async () => {
    const [one, other] = [new PreparedReads(pool, log), new PreparedReads(pool, log)];
    const [first, second] = [
      "select said from noted where id = $1",
      "select 'hidden ' || said as said from noted where id = $1",
    ];
    expect(await often(one, first, [1])).toEqual([{ said: "first" }]);
    expect(await often(other, second, [1])).toEqual([{ said: "hidden first" }]);
    expect(await one.query(first, [2])).toEqual([{ said: "second" }]);
    expect(await often(other, first, [2])).toEqual([{ said: "second" }]);
    expect(await names()).toHaveLength(2);
  });

  it("answer on when a table has changed under a statement", async () => {
    const all = "select * from noted where id = $1";
    const reads = new PreparedReads(pool, log);
    expect(await often(reads, all, [1])).toEqual([{ id: 1, said: "first" }]);
    await database.asOwner("alter table noted add column by text");
    expect(await reads.query(all, [1])).toEqual([{ id: 1, said: "first", by: null }]);
    expect(await often(reads, all, [2])).toEqual([{ id: 2, said: "second", by: null }]);
    expect(lines).toEqual([]);
  });

  it("answer on without names, and say so once, where the connection has lost them", async () => {
    const reads = new PreparedReads(pool, log);
    const text = "select said from noted where id = $1 and true";
    await often(reads, text, [1]);
    await pool.query("deallocate all");
    expect(await reads.query(text, [1])).toEqual([{ said: "first" }]);
    expect(await often(reads, "select 1 as one", [])).toEqual([{ one: 1 }]);
    expect(await names()).toEqual([]);
    expect(lines.map(({ msg }) => msg)).toEqual([expect.stringContaining("can't be prepared")]);
  });

  it("give a text that comes often now the place of the one longest unused, but not each time", async () => {
    let now = 0;
    const reads = new PreparedReads(pool, log, () => now);
    const text = (n: number) => `select said from noted where id = ${n}`;
    const prepared = async (n: number) => {
      const before = (await names()).length;
      await often(reads, text(n), []);
      return (await names()).length > before;
    };
    for (let n = 0; n < 300; n += 1) expect(await prepared(n)).toBe(true);
    await reads.query(text(0), []);
    expect(await prepared(300)).toBe(true);
    expect(await prepared(301)).toBe(false);
    now = 5_000;
    expect(await prepared(302)).toBe(true);
    now = 10_000;
    // Those longest unused, 1 and 2, have lost their places; what came again since has not.
    await pool.query("deallocate all");
    const named = async (n: number) => {
      await reads.query(text(n), []).catch(() => []);
      return (await names()).length > 0;
    };
    expect(await named(1)).toBe(false);
    expect(await named(2)).toBe(false);
  });

  it("fail as the statement fails", async () => {
    const reads = new PreparedReads(pool, log);
    await expect(reads.query("select 1 / $1::int4", [0])).rejects.toMatchObject({ code: "22012" });
    await expect(reads.query("select said from nowhere", [])).rejects.toMatchObject({ code: "42P01" });
  });
});
