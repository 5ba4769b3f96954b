import type { FreshDatabase } from "./database.ts";

/**
 * Digests of every table, the ledger's tail and the idempotency keys among them: equal exactly when nothing was written. A
 * row is told by its place and the transaction that wrote it, so that one written over with what it said counts too.
 */
export async function everyTable({ asOwner }: Pick<FreshDatabase, "asOwner">): Promise<Record<string, string>> {
  const tables = await asOwner<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const digests = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) || ' ' || coalesce(sum(hashtextextended(t.ctid::text || ' ' || t.xmin::text, 0)), 0) as digest
         from "${name}" t`,
  );
  const rows = await asOwner<{ name: string; digest: string }>(digests.join(" union all "));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}
