import type { FreshDatabase } from "./database.ts";

/** Digests of every table, the ledger's tail and the idempotency keys among them: equal exactly when nothing was written. */
export async function everyTable({ asOwner }: Pick<FreshDatabase, "asOwner">): Promise<Record<string, string>> {
  const tables = await asOwner<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const digests = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by t::text)), '') as digest
         from "${name}" t`,
  );
  const rows = await asOwner<{ name: string; digest: string }>(digests.join(" union all "));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}
