import type { Context } from "../context.ts";
import { sql } from "../graph/sql.ts";
import { change } from "../ledger/change.ts";
import type { Tx } from "../ledger/tx.ts";
import { matcherVersion } from "../rules/screening/match-names.ts";
import { readListInForce } from "./list-in-force.ts";
import { insertNames, namesOf } from "./listed-names.ts";
import type { ListedParty } from "./listed-party.ts";
import { type ScreenedAll, screenAll } from "./screen-all.ts";
import { screeningAudience } from "./screen-partner.ts";
import { ScreeningList } from "./screening-list.ts";

/** Parties of one statement. */
const batchSize = 500;

/**
 * Reads the names of the list in force anew and screens every partner that isn't barred, in one change, where an older
 * release read them: by its keys names would be missed that are found now. What the list says, its age and the hits that
 * there are stay. Null where there is nothing to do, or another process has done it. Throws BUSY where another holds the
 * list for longer than a change waits: it may be doing the same, or import a list.
 */
export async function matchListAgain(context: Context): Promise<ScreenedAll | null> {
  const list = await readListInForce(context);
  if (list === null || list.matcher >= matcherVersion) return null;
  let done: ScreenedAll | null = null;
  // A key of its own: whether there is anything to do is known under the list's lock.
  const input = { idempotencyKey: `screening-matched-again:${context.services.ids.operation()}` };
  const { refusals } = await change(context, "matchScreeningListAgain", input, async (tx) => {
    done = await matchAgain(tx, list.id);
    return { listId: list.id };
  });
  if (refusals[0]) throw new Error(`The list was not matched again: ${refusals[0].message}`);
  return done;
}

async function matchAgain(tx: Tx, id: string): Promise<ScreenedAll | null> {
  const [locked] = await tx.query<{ listId: string | null }>(
    sql`select list_id as "listId" from screening where id = 1 for update`,
  );
  if (locked?.listId !== id) return null;
  const list = await tx.lockKnown(ScreeningList, id);
  if (list.matcher >= matcherVersion) return null;
  const nameCount = await readNamesAgain(tx, id);
  const screened = await screenAll(tx, id);
  await tx.update(ScreeningList, list, { matcher: matcherVersion, nameCount });
  tx.record(ScreeningList, { type: "ScreeningListMatchedAgain", subject: list, audience: screeningAudience });
  return screened;
}

/** Takes away what the list's parties are looked for by, and stores it as names are read now. How many there are. */
async function readNamesAgain(tx: Tx, listId: string): Promise<number> {
  await tx.query(sql`delete from listed_name where list_id = ${listId}`);
  let count = 0;
  let after = "";
  for (;;) {
    const parties = await tx.query<Pick<ListedParty, "sourceId" | "name" | "aliases">>(
      sql`select id as "sourceId", party ->> 'name' as name, party -> 'aliases' as aliases from listed_party
          where list_id = ${listId} and id > ${after} order by id limit ${batchSize}`,
    );
    const last = parties.at(-1);
    if (last === undefined) return count;
    const names = parties.flatMap(namesOf);
    await tx.query(insertNames(listId, names));
    count += names.length;
    after = last.sourceId;
  }
}
