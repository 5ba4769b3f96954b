import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sql } from "../../src/graph/sql.ts";
import { type Actor, publicActor } from "../../src/identity/actor.ts";
import { admission, type RevocationKind, refuseRevoked, revoked } from "../../src/identity/revocation.ts";

const actor: Actor = {
  subject: "vendor|7",
  roles: new Set(["PUBLIC", "VENDOR"] as const),
  agency: null,
  org: "example-labs",
  tokenId: "token-7",
  expiresAt: new Date(),
};

let postgres: PGlite;
let statements = 0;
const database = {
  query: async <Row>(text: string, values: readonly unknown[]): Promise<Row[]> => {
    statements += 1;
    return (await postgres.query<Row>(text, [...values])).rows;
  },
};
const admitted = (asked: Actor, fixed: Date | null = null) => admission({ database, clock: { fixed } }, asked);
const revoke = (kind: RevocationKind, value: string) =>
  postgres.query("insert into revocation values (gen_random_uuid(), $1, $2, 'left', 'dev|administrator', now())", [
    kind,
    value,
  ]);

beforeAll(async () => {
  postgres = await PGlite.create();
  await postgres.exec(`create table revocation (id varchar primary key, kind varchar not null, value varchar not null,
    reason text not null, revoked_by varchar not null, revoked_at timestamptz not null, unique (kind, value))`);
});
beforeEach(() => postgres.exec("truncate revocation"));
afterAll(() => postgres.close());

describe("admission of an operation", () => {
  it("gives the database's time, to the millisecond, in one statement", async () => {
    statements = 0;
    const now = await admitted(actor);
    expect(statements).toBe(1);
    expect(Math.abs(now.getTime() - Date.now())).toBeLessThan(5_000);
    const [stored] = (
      await postgres.query<{ same: boolean }>(
        "select $1::timestamptz = date_trunc('milliseconds', $1::timestamptz) as same",
        [now],
      )
    ).rows;
    expect(stored?.same).toBe(true);
  });

  it("gives the clock's time where that is fixed", async () => {
    const fixed = new Date("2026-06-01T12:00:00.123Z");
    expect(await admitted(actor, fixed)).toEqual(fixed);
  });

  it.each<[RevocationKind, string]>([
    ["SUBJECT", "vendor|7"],
    ["TOKEN", "token-7"],
    ["ORGANISATION", "example-labs"],
  ])("refuses a revoked %s", async (kind, value) => {
    await revoke(kind, value);
    await expect(admitted(actor)).rejects.toMatchObject({
      extensions: { code: "UNAUTHENTICATED", reason: "TOKEN_REVOKED" },
    });
  });

  it("is not refused for what bears the same name in another kind", async () => {
    await revoke("TOKEN", "vendor|7");
    await revoke("SUBJECT", "example-labs");
    await revoke("ORGANISATION", "token-7");
    await expect(admitted(actor)).resolves.toBeInstanceOf(Date);
  });

  it("is not refused for another's revocation, nor is an actor without token id or organisation", async () => {
    await revoke("SUBJECT", "vendor|8");
    await revoke("ORGANISATION", "null");
    await expect(admitted({ ...actor, org: null, tokenId: null })).resolves.toBeInstanceOf(Date);
    await expect(admitted(publicActor)).resolves.toBeInstanceOf(Date);
  });

  it("takes a name for a name, whatever is in it", async () => {
    await expect(admitted({ ...actor, subject: "x') or true --" })).resolves.toBeInstanceOf(Date);
  });

  it.each([[[]], [[{ now: new Date(), revoked: null }]], [[{ now: new Date() }]]])(
    "fails closed when the database answers %j",
    async (rows) => {
      const database = { query: async () => rows as never };
      const asked = admission({ database, clock: { fixed: null } }, actor);
      await expect(asked).rejects.toMatchObject({ extensions: { code: "UNAUTHENTICATED" } });
    },
  );
});

describe("a statement that asks for revocation itself", () => {
  it("holds the condition beside its own parameters", async () => {
    await revoke("SUBJECT", "vendor|7");
    const statement = sql`select ${"before"}::text as before, ${revoked(actor)} as revoked, ${7}::int as after`;
    const [row] = await database.query<{ before: string; revoked: boolean; after: number }>(
      statement.text,
      statement.values,
    );
    expect(row).toEqual({ before: "before", revoked: true, after: 7 });
    expect(() => refuseRevoked(row?.revoked)).toThrow(/revoked/);
  });

  it.each([true, null, undefined])("is refused when its answer is %j", (answer) => {
    expect(() => refuseRevoked(answer)).toThrow();
  });

  it("is let through when its answer is false", () => {
    expect(() => refuseRevoked(false)).not.toThrow();
  });
});
