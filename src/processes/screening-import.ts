import { pino } from "pino";
import type { DatabaseConfig } from "../config.ts";
import { Context } from "../context.ts";
import { systemActor } from "../identity/actor.ts";
import { type ImportOptions, importScreeningList, type ScreeningImport } from "../partners/import-screening-list.ts";
import { readPartyChanges, type ToldPartyChange } from "../partners/listed-party-changes.ts";
import { readScreeningFile, type SkippedRow } from "../partners/screening-file.ts";
import type { ScreeningList } from "../partners/screening-list.ts";
import { createLog } from "../server/log.ts";
import { ProgressBar } from "./progress-bar.ts";
import { openServices } from "./services.ts";

/** How many skipped rows and hits are listed one by one; the rest is counted. */
const listedAtMost = 50;
/** And how many parties that were added, changed or removed, of each. */
const changesAtMost = 15;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Reads a screening list from a file into the database, screens every partner against it, and tells what came of it.
 * Throws where the file can't be used (ScreeningFileError), lists much less than a large list in force and that isn't
 * accepted (SmallerListError), or a server holds the embedded database (FolderInUseError);
 * nothing is changed then.
 */
export async function runScreeningImport(
  path: string,
  database: DatabaseConfig,
  said: Pick<ImportOptions, "acceptSmaller" | "stillPublished"> = {},
): Promise<void> {
  const started = performance.now();
  const bar = new ProgressBar(process.stderr);
  try {
    // The file is judged before the database is touched.
    const file = await readScreeningFile(path, (share) => bar.show("reading", share));
    bar.end();
    say(`${path}: ${counted(file.parties.length, "listed party", "listed parties")}`);
    tellSkipped(file.skipped);
    // What this prints is for a person; the log's warnings go beside it.
    const services = await openServices({ database }, createLog({ level: "warn", destination: pino.destination(2) }));
    try {
      const context = new Context(services, systemActor, "screening import");
      const done = await importScreeningList(context, file, (step, share) => bar.show(step, share), said);
      bar.end();
      // Of a first list, or of another list altogether, the counts say it all.
      const some = done.imported && done.list.partiesAdded < done.list.partyCount;
      tell(done, some ? await readPartyChanges(context, done.list.id, changesAtMost) : []);
    } finally {
      await services.database.close();
    }
  } finally {
    bar.end();
  }
  say(`Done in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

function tellSkipped(skipped: readonly SkippedRow[]): void {
  if (skipped.length === 0) return;
  say(`Warning: ${counted(skipped.length, "row was", "rows were")} skipped; mend them and import the file again:`);
  for (const { line, problem } of skipped.slice(0, listedAtMost)) say(`  line ${line}: ${problem}`);
  if (skipped.length > listedAtMost) say(`  … and ${skipped.length - listedAtMost} more`);
}

function tell({ imported, confirmed, list, hits }: ScreeningImport, changes: readonly ToldPartyChange[]): void {
  const goesOn =
    `its age still counts from ${list.confirmedAt.toISOString()}: import a file that ` +
    "was downloaded today. If its source publishes this very file still, say so with --still-published.";
  if (!imported) {
    const since = `This file is in force already, as ${list.id} since ${list.importedAt.toISOString()}`;
    say(
      confirmed
        ? `${since}: that its source publishes it still is on record, nothing else was changed.`
        : `${since}. Nothing was changed, and ${goesOn}`,
    );
    return;
  }
  if (!confirmed) say(`This file was in force already, and its names are matched anew; ${goesOn}`);
  for (const { source, parties } of list.sources) say(`  ${parties}  ${source}`);
  say(
    `In force as ${list.id}, with ${list.nameCount} names: ${list.partiesAdded} parties added, ` +
      `${list.partiesRemoved} removed, ${list.partiesChanged} changed.`,
  );
  tellChanges(list, changes);
  say(
    `${counted(list.partnersScreened, "partner", "partners")} screened, ${counted(hits.length, "hit", "hits")} raised` +
      `${list.hitsOnAdmitted > 0 ? `, ${list.hitsOnAdmitted} on admitted partners` : ""}.`,
  );
  for (const { score, screenedName, matchedName, party } of hits.slice(0, listedAtMost)) {
    say(`  ${score.toFixed(3)}  ${screenedName}  ~  ${matchedName} (${party.source})`);
  }
  if (hits.length > listedAtMost) say(`  … and ${hits.length - listedAtMost} more`);
  if (list.hitsDelisted > 0) {
    say(
      `${counted(list.hitsDelisted, "hit is", "hits are")} for parties that are no longer listed: see screeningHits(filter: {stillListed: false}).`,
    );
  }
}

/** A line for each of the first changes of each kind, and where the others are. */
function tellChanges(list: ScreeningList, changes: readonly ToldPartyChange[]): void {
  if (changes.length === 0) return;
  for (const { kind, changed, name, nameBefore, source } of changes) {
    const what =
      changed.length === 0 ? "" : `: ${changed.map((field) => field.toLowerCase().replaceAll("_", " ")).join(", ")}`;
    const renamed = nameBefore === null || nameBefore === name ? "" : `, before: ${nameBefore}`;
    say(`  ${kind.toLowerCase()}  ${name} (${source})${what}${renamed}`);
  }
  const more = list.partiesAdded + list.partiesRemoved + list.partiesChanged - changes.length;
  if (more > 0) say(`  … and ${more} more`);
  say(`  What both versions say of each: screeningList(id: "${list.id}") { partyChanges }.`);
}

const counted = (count: number, one: string, several: string): string => `${count} ${count === 1 ? one : several}`;
