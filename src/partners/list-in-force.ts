import type { Context } from "../context.ts";
import { sql } from "../graph/sql.ts";
import { ScreeningList } from "./screening-list.ts";

/** The version of the screening list that is in force; null where none was ever imported. Takes no lock. */
export async function readListInForce(context: Context): Promise<ScreeningList | null> {
  const [pointed] = await context.query<{ listId: string | null }>(sql`select list_id as "listId" from screening`);
  if (!pointed?.listId) return null;
  return context.services.database.source.manager.findOneByOrFail(ScreeningList, { id: pointed.listId });
}
