import { Column, DataSource, Entity, PrimaryColumn } from "typeorm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { dataSourceOptions } from "../../src/database/data-source.ts";
import { type FreshDatabase, freshDatabase, quietLog } from "../support/database.ts";
import { describeOn } from "../support/describe-on.ts";

@Entity("sample_note")
class SampleNote {
  @PrimaryColumn("int8") id!: number;
  @Column("varchar") legalBasis!: string;
  @Column("timestamptz") writtenAt!: Date;
  @Column("date", { nullable: true }) heldOn!: string | null;
  @Column("varchar", { array: true, default: [] }) seenBy!: string[];
}

describeOn(["embedded", "postgres"], "the database", (kind) => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase(kind);
    await database.asOwner(
      `create table sample_note (id int8 primary key, legal_basis varchar not null, written_at timestamptz not null,
         held_on date, seen_by varchar[] not null default '{}')`,
    );
    if (kind === "postgres") {
      await database.asOwner("grant select, insert, update, delete on sample_note to public");
    }
  });
  afterAll(() => database.drop());

  it("has every migration", async () => {
    const rows = await database.query<{ name: string }>("select name from migrations order by id");
    expect(rows.map((row) => row.name)).toEqual(database.source.migrations.map((migration) => migration.name));
  });

  it("says which kind it is", () => {
    expect(database.kind).toBe(kind);
  });

  it("reads int8 as a number, a date as its text and timestamptz as a Date", async () => {
    const [row] = await database.query(
      `select 9007199254740991::int8 as "int8", count(*) as count, date '2026-03-29' as date,
         timestamptz '2026-03-29 01:30:00.125+00' as at, 1.10::numeric as numeric, null::int8 as nothing`,
    );
    expect(row).toEqual({
      int8: Number.MAX_SAFE_INTEGER,
      count: 1,
      date: "2026-03-29",
      at: new Date("2026-03-29T01:30:00.125Z"),
      numeric: "1.10",
      nothing: null,
    });
  });

  it("fails rather than round an integer that a number can't hold", async () => {
    await expect(database.query("select 9007199254740993::int8 as n")).rejects.toThrow(RangeError);
    expect(await database.query("select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("binds parameters", async () => {
    const hostile = `'; drop table sample_note; --`;
    expect(await database.query("select $1::text as text, $2::int[] as list", [hostile, [1, 2]])).toEqual([
      { text: hostile, list: [1, 2] },
    ]);
  });

  it("maps an entity's camelCase properties to snake_case columns, with the same values both ways", async () => {
    const { host, port } = database.source.options.extra as { host: string; port: number };
    const connection =
      database.config.kind === "postgres"
        ? ({ kind: "postgres", as: "server", url: database.config.url, poolSize: 1 } as const)
        : ({ kind: "embedded", host, port, poolSize: 1 } as const);
    const options = { ...dataSourceOptions(connection, quietLog), entities: [SampleNote] };
    const source = await new DataSource(options).initialize();
    const note = Object.assign(new SampleNote(), {
      id: 2 ** 40,
      legalBasis: "an order",
      writtenAt: new Date("2026-10-25T00:59:59.999Z"),
      heldOn: "2024-02-29",
      seenBy: ["ONCD", "OSTP"],
    });
    await source.manager.insert(SampleNote, note);
    expect(await source.manager.findOneByOrFail(SampleNote, { id: note.id })).toEqual(note);
    await source.destroy();
    expect(await database.query("select legal_basis from sample_note")).toEqual([{ legal_basis: "an order" }]);
  });

  it("undoes a change that throws, all of it", async () => {
    const change = database.source.transaction(async (tx) => {
      await tx.query("insert into sample_note (id, legal_basis, written_at) values (100, 'x', now())");
      throw new Error("no");
    });
    await expect(change).rejects.toThrow("no");
    expect(await database.query("select from sample_note where id = 100")).toEqual([]);
  });

  it("lets many changes and reads run at once", async () => {
    await database.query("insert into sample_note (id, legal_basis, written_at) values (200, '0', now())");
    const change = () =>
      database.source.transaction(async (tx) => {
        const [row] = await tx.query("select legal_basis from sample_note where id = 200 for update");
        await tx.query("update sample_note set legal_basis = $1 where id = 200", [String(Number(row.legal_basis) + 1)]);
      });
    const read = () => database.query("select legal_basis from sample_note where id = 200");
    await Promise.all(Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? change() : read())));
    expect(await read()).toEqual([{ legal_basis: "20" }]);
  });
});
