import type { Context } from "../context.ts";
import { type Sql, sql } from "../graph/sql.ts";
import { change } from "../ledger/change.ts";
import { fingerprint } from "../ledger/commitment.ts";
import type { Tx } from "../ledger/tx.ts";
import { readName, searchText } from "../rules/screening/read-name.ts";
import type { ListedNameKind } from "../rules/vocabulary.ts";
import type { ListedParty } from "./listed-party.ts";
import { screeningAudience, screenPartner } from "./screen-partner.ts";
import type { ScreeningFile } from "./screening-file.ts";
import type { ScreeningHit } from "./screening-hit.ts";
import { ScreeningList } from "./screening-list.ts";

/** What an import came to. */
export interface ScreeningImport {
  /** False where the same file is in force already: then nothing was done. */
  readonly imported: boolean;
  readonly list: ScreeningList;
  readonly partnersScreened: number;
  readonly hits: readonly ScreeningHit[];
}

/** How far an import has come. */
export type ImportProgress = (step: "storing" | "screening", share: number) => void;

/** Rows of one statement. */
const batchSize = 1_000;

/**
 * Puts a list in force in place of the one before, and screens every partner that isn't barred against it, all in one
 * change. The file that is in force already changes nothing. What a hit says outlives the list that raised it.
 */
export async function importScreeningList(
  context: Context,
  file: ScreeningFile,
  progress: ImportProgress = () => {},
): Promise<ScreeningImport> {
  const before = await inForce(context);
  if (before?.sha256 === file.sha256) return { imported: false, list: before, partnersScreened: 0, hits: [] };
  const { sha256 } = file;
  let done: ScreeningImport | null = null;
  // The same file may come into force again, after another: so the key says after which.
  const input = { idempotencyKey: `screening:${sha256}:${before?.id ?? "first"}`, sha256 };
  const { refusals } = await change(context, "importScreeningList", input, async (tx) => {
    done = await store(tx, file, progress);
    return { listId: done.list.id };
  });
  if (refusals[0]) throw new Error(`The list was not imported: ${refusals[0].message}`);
  if (done !== null) return done;
  // Another process imported the same file meanwhile.
  return { imported: false, list: (await inForce(context)) as ScreeningList, partnersScreened: 0, hits: [] };
}

async function inForce(context: Context): Promise<ScreeningList | null> {
  const [pointed] = await context.query<{ listId: string | null }>(sql`select list_id as "listId" from screening`);
  if (!pointed?.listId) return null;
  return context.services.database.source.manager.findOneByOrFail(ScreeningList, { id: pointed.listId });
}

async function store(tx: Tx, file: ScreeningFile, progress: ImportProgress): Promise<ScreeningImport> {
  const id = tx.newId("ScreeningList");
  const names = file.parties.flatMap(namesOf);
  // The list must be there for its parties to refer to; what it changes is known when the one before is locked.
  const uncounted = { partiesAdded: 0, partiesRemoved: 0, partiesChanged: 0 };
  const list = await tx.insert(ScreeningList, {
    id,
    sha256: file.sha256,
    sources: sourcesOf(file.parties),
    partyCount: file.parties.length,
    nameCount: names.length,
    rowsSkipped: file.skipped.length,
    ...uncounted,
    importedAt: tx.now,
  });
  const total = file.parties.length + names.length;
  let stored = 0;
  const inBatches = async <Row>(rows: readonly Row[], statement: (some: readonly Row[]) => Sql) => {
    for (let from = 0; from < rows.length; from += batchSize) {
      const some = rows.slice(from, from + batchSize);
      await tx.query(statement(some));
      stored += some.length;
      progress("storing", stored / total);
    }
  };
  await inBatches(file.parties, (some) => insertParties(id, some));
  await inBatches(names, (some) => insertNames(id, some));

  const [locked] = await tx.query<{ listId: string | null }>(
    sql`select list_id as "listId" from screening where id = 1 for update`,
  );
  const previous = locked?.listId ?? null;
  await tx.update(ScreeningList, list, await comparedWith(tx, id, previous));
  await tx.query(sql`update screening set list_id = ${id}`);
  tx.record(ScreeningList, { type: "ScreeningListImported", subject: list, audience: screeningAudience });
  const screened = await screenAll(tx, id, progress);
  if (previous !== null) await tx.query(sql`delete from listed_party where list_id = ${previous}`);
  return { imported: true, list, ...screened };
}

interface ListedName {
  readonly partyId: string;
  readonly ordinal: number;
  readonly kind: ListedNameKind;
  readonly name: string;
  readonly searchText: string;
}

/** What a party is looked for by: each name and alias, once for every way to read it. */
function namesOf(party: ListedParty): ListedName[] {
  const found: ListedName[] = [];
  for (const [index, name] of [party.name, ...party.aliases].entries()) {
    const kind = index === 0 ? "PRIMARY" : "ALIAS";
    for (const text of new Set(readName(name).map(searchText))) {
      if (found.some((known) => known.searchText === text && known.name === name)) continue;
      found.push({ partyId: party.sourceId, ordinal: found.length, kind, name, searchText: text });
    }
  }
  return found;
}

function sourcesOf(parties: readonly ListedParty[]): { source: string; parties: number }[] {
  const counts = new Map<string, number>();
  for (const { source } of parties) counts.set(source, (counts.get(source) ?? 0) + 1);
  return [...counts]
    .map(([source, count]) => ({ source, parties: count }))
    .sort((a, b) => (a.source < b.source ? -1 : 1));
}

const insertParties = (listId: string, some: readonly ListedParty[]): Sql =>
  sql`insert into listed_party (list_id, id, fingerprint, party)
      select ${listId}, * from unnest(${some.map(({ sourceId }) => sourceId)}::varchar[],
        ${some.map(fingerprint)}::varchar[], ${some.map((party) => JSON.stringify(party))}::jsonb[])`;

const insertNames = (listId: string, some: readonly ListedName[]): Sql =>
  sql`insert into listed_name (list_id, party_id, ordinal, kind, name, search_text)
      select ${listId}, * from unnest(${some.map(({ partyId }) => partyId)}::varchar[],
        ${some.map(({ ordinal }) => ordinal)}::int4[], ${some.map(({ kind }) => kind)}::varchar[],
        ${some.map(({ name }) => name)}::varchar[], ${some.map((each) => each.searchText)}::varchar[])`;

/** How many parties are new, gone and changed since the list before; all are new on the first. */
async function comparedWith(
  tx: Tx,
  id: string,
  previous: string | null,
): Promise<Pick<ScreeningList, "partiesAdded" | "partiesRemoved" | "partiesChanged">> {
  const [counts] = await tx.query<{ partiesAdded: number; partiesRemoved: number; partiesChanged: number }>(
    sql`select count(*) filter (where old.id is null)::int as "partiesAdded",
               count(*) filter (where new.id is null)::int as "partiesRemoved",
               count(*) filter (where new.fingerprint <> old.fingerprint)::int as "partiesChanged"
        from (select * from listed_party where list_id = ${id}) new
        full join (select * from listed_party where list_id = ${previous}) old on old.id = new.id`,
  );
  return counts as NonNullable<typeof counts>;
}

async function screenAll(
  tx: Tx,
  listId: string,
  progress: ImportProgress,
): Promise<Pick<ScreeningImport, "partnersScreened" | "hits">> {
  const partners = await tx.query<{ id: string; legalName: string }>(
    sql`select id, legal_name as "legalName" from partner where status <> 'BARRED' order by id`,
  );
  const hits: ScreeningHit[] = [];
  for (const [index, partner] of partners.entries()) {
    hits.push(...(await screenPartner(tx, partner, listId)));
    progress("screening", (index + 1) / partners.length);
  }
  return { partnersScreened: partners.length, hits };
}
