import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startLinked } from "./contenders.ts";
import { startIssuer } from "./issuer.ts";
import { thisMachine } from "./machine.ts";
import { audience, type Match, matches } from "./subscribers/audience.ts";
import { subscribersDatabase } from "./subscribers/data.ts";
import { measure, type Part } from "./subscribers/part.ts";
import { recordedTexts, servedByBare, servedByCountersign } from "./subscribers/servers.ts";
import { headingOf, tableOf } from "./subscribers/table.ts";

/**
 * `npm run subscribers [-- --subscribers 1000,5000 --match one-percent,all --rate 50 --seconds 15 …]`: how long after its
 * commit a change reaches its subscribers, and what they cost, on one node and beside a bare `ws` server that sends the same
 * bytes to the same sockets.
 */
const { values } = parseArgs({
  options: {
    subscribers: { type: "string", default: "1000,5000" },
    match: { type: "string", default: matches.join(",") },
    rate: { type: "string", default: "50" },
    seconds: { type: "string", default: "15" },
    "warm-up": { type: "string", default: "5" },
    pool: { type: "string", default: "10" },
    name: { type: "string", default: "subscribers" },
    database: {
      type: "string",
      default: process.env.BENCH_DATABASE_URL ?? `postgres://${userInfo().username}@127.0.0.1:5432/postgres`,
    },
  },
});
const counts = values.subscribers.split(",").map((text) => whole("subscribers", text));
const wanted = values.match.split(",").map((text) => {
  const known = matches.find((match) => match === text);
  if (!known) throw new Error(`--match is of ${matches.join(", ")}: not "${text}".`);
  return known;
});

const issuer = await startIssuer();
const database = await subscribersDatabase(values.database);
const around = {
  databaseUrl: database.url,
  poolSize: whole("pool", values.pool),
  issuer: issuer.url,
  audience: issuer.audience,
};
const folder = mkdtempSync(join(tmpdir(), "countersign-subscribers-"));
const sections: string[] = [];
try {
  for (const match of wanted) {
    for (const count of counts) {
      sections.push(await compare(count, match).catch((error: unknown) => failed(count, match, error)));
    }
  }
} finally {
  rmSync(folder, { recursive: true });
  issuer.stop();
}
write();

/** Both servers with the same subscribers and the same changes. */
async function compare(count: number, match: Match): Promise<string> {
  const subscribers = audience(count, match);
  const signed = new Map<string, Promise<string>>();
  const tokens = await Promise.all(
    subscribers.map(({ person }) => {
      const token = signed.get(person.subject) ?? issuer.tokenOf(person);
      signed.set(person.subject, token);
      return token;
    }),
  );
  const part: Part = {
    ...{ match, subscribers, tokens },
    databaseUrl: database.url,
    perSecond: whole("rate", values.rate),
    seconds: whole("seconds", values.seconds),
    warmUp: whole("warm-up", values["warm-up"]),
  };
  console.log(`${count} subscribers, ${match}: Countersign …`);
  const linked = servedByCountersign(() => startLinked(around), issuer.token);
  const ours = await measure(linked, part);
  const texts = await recordedTexts(ours, linked, part);
  console.log(`${count} subscribers, ${match}: the bare server …`);
  const bare = await measure(servedByBare(texts, join(folder, "texts.json"), database.url), part);
  const bytes = texts[0]?.text.length ?? 0;
  const section = tableOf({ count, match, people: signed.size, rate: part.perSecond, bytes, ours, bare });
  console.log(`\n${section}`);
  return section;
}

/** Says what is wrong with one comparison, and lets the others go on: the run fails in the end. */
function failed(count: number, match: Match, error: unknown): string {
  console.error(error);
  process.exitCode = 1;
  return `${headingOf(count, match)}\n\n**Failed**: ${(error as Error).message}\n`;
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new Error(`--${name} is a whole number, at least 1: not "${text}".`);
}

function write(): void {
  const { date, processor, cores, node, postgresql, countersign } = thisMachine(database.version);
  const text = `# Subscribers

${date}, ${cores} cores (${processor}), Node ${node}, PostgreSQL ${postgresql.split(" ", 1)[0]}, Countersign ${countersign}; PostgreSQL, the server, the
clients and the writer on the same machine. ${values.rate} changes/s for ${values.seconds} s after ${values["warm-up"]} s of warm-up. \`npm run subscribers\`.

${sections.join("\n")}`;
  const results = new URL("results/", import.meta.url);
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL(`${values.name}.md`, results), text);
}
