import type { DataSource } from "typeorm";
import { appendOnlyTables, prunedTables } from "./append-only.ts";
import { migrationsTable } from "./data-source.ts";

/**
 * Gives the server's role what it needs and nothing more: rows of most tables may be read, added, changed and
 * removed; append-only tables may be read and added to, and the audit log thinned out; which migrations have run may be read. TRUNCATE, TRIGGER,
 * REFERENCES and the making of tables stay with the owner. Run by the owner after migrations, in one transaction; does
 * nothing where the server's role is the owner.
 */
export async function grantServerRights(owner: DataSource, role: string): Promise<void> {
  const [{ same, schema }] = await owner.query("select current_user = $1 as same, current_schema() as schema", [role]);
  if (same === true) return;
  const to = quoted(role);
  const within = quoted(schema);
  await owner.transaction(async (manager) => {
    const tables: { name: string }[] = await manager.query(
      "select tablename as name from pg_tables where schemaname = $1 order by tablename",
      [schema],
    );
    const views: { name: string }[] = await manager.query(
      "select viewname as name from pg_views where schemaname = $1 order by viewname",
      [schema],
    );
    await manager.query(`revoke all on all tables in schema ${within} from ${to}`);
    await manager.query(`grant usage on schema ${within} to ${to}`);
    await manager.query(`grant usage, select on all sequences in schema ${within} to ${to}`);
    for (const { name } of views) await manager.query(`grant select on ${within}.${quoted(name)} to ${to}`);
    for (const { name } of tables) await manager.query(`grant ${rightsOn(name)} on ${within}.${quoted(name)} to ${to}`);
  });
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function rightsOn(table: string): string {
  if (table === migrationsTable) return "select";
  if (prunedTables.includes(table)) return "select, insert, delete";
  return appendOnlyTables.includes(table) ? "select, insert" : "select, insert, update, delete";
}
