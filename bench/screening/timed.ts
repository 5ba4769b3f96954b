import "reflect-metadata";
import pg from "pg";
import type { LabelledPair } from "./labelled-pairs.ts";
import type { Matcher } from "./matchers.ts";

/** How long a build takes to screen a name, ms, and what comes of it. */
export interface Times {
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
  readonly parties: number;
  readonly listed: number;
  /** For each name. */
  readonly hits: number;
  /** The share of the pairs that score a hit whose other name the search brings; null for a build without such a search. */
  readonly reached: number | null;
}

/** Whoever screens with a build's own code, on a database of its own with the list in force, which is dropped then. */
export async function timed(
  { name, dist, score, threshold }: Matcher,
  list: string,
  server: string,
  names: readonly string[],
  pairs: readonly LabelledPair[],
): Promise<Times> {
  const database = `countersign_bench_screening_${name}`;
  await onServer(server, `drop database if exists ${database}`, `create database ${database}`);
  const url = new URL(server);
  url.pathname = `/${database}`;
  const built = <Module>(path: string): Promise<Module> =>
    import(new URL(`src/${path}.js`, dist).href) as Promise<Module>;
  const { Context } = await built<typeof import("../../src/context.ts")>("context");
  const { openServices } = await built<typeof import("../../src/processes/services.ts")>("processes/services");
  const importing = await built<typeof import("../../src/partners/import-screening-list.ts")>(
    "partners/import-screening-list",
  );
  const reading = await built<typeof import("../../src/partners/screening-file.ts")>("partners/screening-file");
  const screening = await built<typeof import("../../src/partners/screen-partner.ts")>("partners/screen-partner");
  const { systemActor } = await built<typeof import("../../src/identity/actor.ts")>("identity/actor");
  const { createLog } = await built<typeof import("../../src/server/log.ts")>("server/log");
  const services = await openServices(
    { database: { kind: "postgres", url: url.href, migrationUrl: null, poolSize: 2 } },
    createLog({ level: "error" }),
  );
  try {
    const context = new Context(services, systemActor, "bench");
    const { list: version } = await importing.importScreeningList(context, await reading.readScreeningFile(list));
    // What a change would do, but for storing: the hits are only counted.
    const tx = {
      query: (statement: Parameters<typeof context.query>[0]) => context.query(statement),
      newId: () => "sch_0",
      insert: async (_entity: unknown, row: object) => row,
      record: () => {},
      now: new Date(),
    } as never;
    const screen = (legalName: string) => screening.screenPartner(tx, { id: "ptn_0", legalName }, version.id);
    for (const each of names) await screen(each);
    const times: number[] = [];
    let hits = 0;
    for (const each of names) {
      const begun = performance.now();
      hits += (await screen(each)).length;
      times.push(performance.now() - begun);
    }
    times.sort((a, b) => a - b);
    return {
      p50: times[Math.floor(times.length * 0.5)] as number,
      p95: times[Math.floor(times.length * 0.95)] as number,
      most: times.at(-1) as number,
      parties: version.partyCount,
      listed: version.nameCount,
      hits: hits / names.length,
      reached: await reachedBy(
        dist,
        context,
        version.id,
        pairs.filter((pair) => score(pair.left, pair.right) >= threshold),
      ),
    };
  } finally {
    await services.database.close();
    await onServer(server, `drop database if exists ${database}`);
  }
}

async function reachedBy(
  dist: URL,
  context: { query: import("../../src/context.ts").Context["query"] },
  listId: string,
  pairs: readonly LabelledPair[],
): Promise<number | null> {
  const search = (await import(new URL("src/partners/listed-matches.js", dist).href).catch(() => null)) as
    | typeof import("../../src/partners/listed-matches.ts")
    | null;
  if (search === null) return null;
  const { readName } = (await import(
    new URL("src/rules/screening/read-name.js", dist).href
  )) as typeof import("../../src/rules/screening/read-name.ts");
  let reached = 0;
  // One of the two is as the list has it; a pair written otherwise on that side is found by its other name or not at all.
  const isFound = async (looked: string, listed: string) =>
    (await search.candidatesOf(context, readName(looked), listId)).some(({ name }) => name === listed);
  for (const { left, right } of pairs) if ((await isFound(left, right)) || (await isFound(right, left))) reached += 1;
  return reached / pairs.length;
}

async function onServer(server: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}
