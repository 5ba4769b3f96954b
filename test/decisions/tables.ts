import type { Graph } from "../support/graph.ts";

/** The content of every table, as a digest by table's name: two that are equal are the same rows. */
export async function tablesOf({ database }: Graph): Promise<Record<string, string>> {
  const tables = await database.asOwner<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = current_schema() order by 1",
  );
  const digests = tables.map(
    ({ name }) =>
      `select '${name}' as name, md5(coalesce(string_agg(t::text, chr(10) order by t::text), '')) as digest from "${name}" t`,
  );
  const rows = await database.asOwner<{ name: string; digest: string }>(digests.join(" union all "));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}
