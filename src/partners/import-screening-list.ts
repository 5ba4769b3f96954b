import type { Context } from "../context.ts";
import { type Sql, sql } from "../graph/sql.ts";
import { change } from "../ledger/change.ts";
import { fingerprint } from "../ledger/commitment.ts";
import type { Tx } from "../ledger/tx.ts";
import { matcherVersion } from "../rules/screening/match-names.ts";
import { readListInForce } from "./list-in-force.ts";
import { insertNames, namesOf } from "./listed-names.ts";
import type { ListedParty } from "./listed-party.ts";
import { keepPartyChanges } from "./listed-party-changes.ts";
import { matchAll, screenAll } from "./screen-all.ts";
import { screeningAudience } from "./screen-partner.ts";
import type { ScreeningFile } from "./screening-file.ts";
import type { ScreeningHit } from "./screening-hit.ts";
import { ScreeningList } from "./screening-list.ts";
import { refuseSmaller } from "./smaller-list.ts";

/** What an import came to. */
export interface ScreeningImport {
  /** False where the same file is in force already: then nothing was done, but for what `confirmed` says. */
  readonly imported: boolean;
  /** Whether the list's age counts from now: it is another file, or somebody said that its source publishes the same still. */
  readonly confirmed: boolean;
  readonly list: ScreeningList;
  readonly hits: readonly ScreeningHit[];
}

/** How far an import has come; it goes on when this returns. No lock is held in either step. */
export type ImportProgress = (step: "storing" | "screening", share: number) => void | Promise<void>;

/** How a list is imported. */
export interface ImportOptions {
  readonly key?: string | null;
  /** Whether a file may list much less than a large list in force. */
  readonly acceptSmaller?: boolean;
  /** Whether whoever imports says that the source publishes this very file still: an unchanged one proves it not. */
  readonly stillPublished?: boolean;
}

/** Rows of one statement. */
const batchSize = 1_000;

/**
 * Puts a list in force in place of the one before, and screens every partner that isn't barred against it, all in one
 * change. The file that is in force already changes nothing, and its age goes on, unless somebody says that its source
 * publishes it still: then it is confirmed as of now. Where names were matched otherwise when it came, all are screened
 * again, and its age goes on as well. What a hit says outlives the list that raised it. An import with a `key` of its own
 * happens once, whatever is in force. Throws SmallerListError for a file that lists much less than a large list in force,
 * unless that is accepted.
 */
export async function importScreeningList(
  context: Context,
  file: ScreeningFile,
  progress: ImportProgress = () => {},
  { key = null, acceptSmaller = false, stillPublished = false }: ImportOptions = {},
): Promise<ScreeningImport> {
  const before = await readListInForce(context);
  if (key === null && before?.sha256 === file.sha256 && before.matcher === matcherVersion)
    return stillPublished ? confirm(context, before) : { imported: false, confirmed: false, list: before, hits: [] };
  const judge = (current: ListInForce | null) => {
    if (!acceptSmaller && current !== null && current.sha256 !== file.sha256) refuseSmaller(current.partyCount, file);
  };
  judge(before);
  const { sha256 } = file;
  let done: ScreeningImport | null = null;
  // The same file may come into force again, after another: so the key says after which.
  const input = { idempotencyKey: key ?? `screening:${sha256}:${before?.id ?? "first"}`, sha256 };
  const { refusals } = await change(context, "importScreeningList", input, async (tx) => {
    done = await store(tx, file, judge, progress);
    return { listId: done.list.id };
  });
  if (refusals[0]) throw new Error(`The list was not imported: ${refusals[0].message}`);
  const stored = done as ScreeningImport | null;
  if (stored !== null) {
    if (stored.confirmed || !stillPublished) return stored;
    const { confirmed, list } = await confirm(context, stored.list);
    return { ...stored, confirmed, list };
  }
  // Another process imported the same file meanwhile, or it was done under this key before.
  return { imported: false, confirmed: false, list: (await readListInForce(context)) as ScreeningList, hits: [] };
}

/** Says that the list in force is still what its source publishes. */
async function confirm(context: Context, { id, confirmedAt }: ScreeningList): Promise<ScreeningImport> {
  const input = { idempotencyKey: `screening-confirmed:${id}:${confirmedAt.toISOString()}` };
  await change(context, "confirmScreeningList", input, async (tx) => {
    const list = await tx.lockKnown(ScreeningList, id);
    await tx.update(ScreeningList, list, { confirmedAt: tx.now });
    tx.record(ScreeningList, { type: "ScreeningListConfirmed", subject: list, audience: screeningAudience });
    return { listId: id };
  });
  return { imported: false, confirmed: true, list: (await readListInForce(context)) as ScreeningList, hits: [] };
}

type ListInForce = Pick<ScreeningList, "sha256" | "partyCount" | "confirmedAt">;

async function store(
  tx: Tx,
  file: ScreeningFile,
  judge: (current: ListInForce | null) => void,
  progress: ImportProgress,
): Promise<ScreeningImport> {
  const id = tx.newId("ScreeningList");
  const names = file.parties.flatMap(namesOf);
  // The list must be there for its parties to refer to; what it changes is known when the one before is locked.
  const parties = { partiesAdded: 0, partiesRemoved: 0, partiesChanged: 0 };
  const screened = { partnersScreened: 0, hitsRaised: 0, hitsOnAdmitted: 0, hitsDelisted: 0 };
  const list = await tx.insert(ScreeningList, {
    id,
    sha256: file.sha256,
    sources: sourcesOf(file.parties),
    partyCount: file.parties.length,
    nameCount: names.length,
    rowsSkipped: file.skipped.length,
    ...parties,
    ...screened,
    matcher: matcherVersion,
    importedAt: tx.now,
    confirmedAt: tx.now,
  });
  const total = file.parties.length + names.length;
  let stored = 0;
  const inBatches = async <Row>(rows: readonly Row[], statement: (some: readonly Row[]) => Sql) => {
    for (let from = 0; from < rows.length; from += batchSize) {
      const some = rows.slice(from, from + batchSize);
      await tx.query(statement(some));
      stored += some.length;
      await progress("storing", stored / total);
    }
  };
  await inBatches(file.parties, (some) => insertParties(id, some));
  await inBatches(names, (some) => insertNames(id, some));
  // Whoever registers meanwhile goes on: nothing is locked yet.
  const matches = await matchAll(tx, id, (share) => progress("screening", share));

  const [locked] = await tx.query<{ listId: string | null }>(
    sql`select list_id as "listId" from screening where id = 1 for update`,
  );
  const previous = locked?.listId ?? null;
  // Another may have come into force since the file was judged.
  const [replaced] = await tx.query<ListInForce>(
    sql`select sha256, party_count as "partyCount", confirmed_at as "confirmedAt" from screening_list where id = ${previous}`,
  );
  judge(replaced ?? null);
  await tx.query(sql`update screening set list_id = ${id}`);
  const { hits, ...report } = await screenAll(tx, id, matches);
  const compared = await keepPartyChanges(tx, id, previous);
  const hitsDelisted = await delistedHits(tx, id, previous);
  // The same file proves nothing, however its names were matched.
  const proven = replaced === undefined || replaced.sha256 !== file.sha256;
  const confirmedAt = proven ? list.confirmedAt : replaced.confirmedAt;
  await tx.update(ScreeningList, list, { ...compared, ...report, hitsDelisted, confirmedAt });
  tx.record(ScreeningList, { type: "ScreeningListImported", subject: list, audience: screeningAudience });
  if (previous !== null) await tx.query(sql`delete from listed_party where list_id = ${previous}`);
  return { imported: true, confirmed: proven, list, hits };
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

/** How many hits that aren't found false are for a party that this version no longer lists. */
async function delistedHits(tx: Tx, id: string, previous: string | null): Promise<number> {
  const [row] = await tx.query<{ hits: number }>(
    sql`select count(*)::int as hits from screening_hit h where h.status <> 'FALSE_MATCH'
          and exists (select 1 from listed_party old where old.list_id = ${previous} and old.id = h.party_id)
          and not exists (select 1 from listed_party new where new.list_id = ${id} and new.id = h.party_id)`,
  );
  return row?.hits ?? 0;
}
