import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import pg from "pg";
import { thisMachine } from "./machine.ts";
import { type Accuracy, accuracyAt, bestAccuracy } from "./screening/accuracy.ts";
import { type LabelledPair, pairsOfFile, pairsOfList } from "./screening/labelled-pairs.ts";
import { setsOfList, setsOfOrganisations } from "./screening/labelled-sets.ts";
import { loadMatcher } from "./screening/matchers.ts";
import { timed } from "./screening/timed.ts";
import { tokenSetRatio } from "./screening/token-set-ratio.ts";
import { trigramScore } from "./screening/trigrams.ts";

/**
 * `npm run screening -- --list consolidated.csv [--before <folder of another build's dist> --per-kind 900 --names 1000]`:
 * how well names are matched on labelled pairs, and how long it takes to screen one against the whole list on PostgreSQL;
 * beside plain scores, and beside the matcher of another build.
 */

const { values } = parseArgs({
  options: {
    list: { type: "string" },
    before: { type: "string" },
    "per-kind": { type: "string", default: "900" },
    "per-part": { type: "string", default: "1200" },
    names: { type: "string", default: "1000" },
    database: { type: "string", default: process.env.BENCH_DATABASE_URL ?? "postgres://127.0.0.1:5432/postgres" },
  },
});
if (values.list === undefined) throw new Error("Give the list as --list consolidated.csv.");
const { list } = values;
const shipped = await loadMatcher("shipped", new URL("../dist/", import.meta.url));
const before = values.before === undefined ? null : await loadMatcher("before", folderUrl(values.before));

const sets = [
  ...setsOfList(list, Number(values["per-part"])),
  ...setsOfOrganisations(new URL("screening/organisations.txt", import.meta.url).pathname),
];
const { heldOut } = pairsOfList(list, Number(values["per-kind"]));
const byHand = pairsOfFile(
  new URL("screening/known-organisations.csv", import.meta.url).pathname,
  "organisations known to many",
);
const text = `# Screening

${machine(await versionOf(values.database))}

## Labelled pairs

Each set has three parts that share no organisation: the weights are fitted on the first, where a hit begins is chosen on the
second, and the third is counted here. How the sets are made: [decision 44](../../docs/decisions/0044-screening-weighed.md).
${before === null ? "" : '"Before" is the matcher of another build, at its threshold. '}Plain scores are at their best threshold.

${setsText()}
"Aliases" are set against the nearest names of other parties, some of which are one organisation that is listed twice. Much of
what is missed in two scripts are Chinese, Japanese and Korean names of Western brands, and names in other words.

Repeat it with \`npm run screening -- --list consolidated.csv\` in \`bench/\`; \`npm run screening-fit\` fits the weights again.

${accuracyText("As decision 28 counted: of listed parties, a third of the aliases with nothing in common", heldOut)}
${accuracyText("Organisations known to many, written by hand, most of them in their own script; hard ones that are fitted on, so no proof", byHand)}
${kindsText(sets.flatMap(({ of }) => of.report))}
## Time

${await timesText(sets.slice(0, 2).flatMap(({ of }) => of.report))}`;
const results = new URL("results/", import.meta.url);
mkdirSync(results, { recursive: true });
writeFileSync(new URL("screening.md", results), text);
console.log(text);

function machine(postgresql: string): string {
  const { date, processor, cores, system, node } = thisMachine(postgresql);
  return `${date}, ${processor}, ${cores} cores, ${system}, Node ${node}, PostgreSQL ${postgresql}.`;
}

/** The third part of every set in one line: what plain scores come to at their best threshold, and what is shipped. */
function setsText(): string {
  const lines = sets.map(({ name, of: { report: pairs } }) => {
    const scored = (score: (one: string, other: string) => number) =>
      pairs.map(({ left, right }) => score(left, right));
    const best = [trigramScore, tokenSetRatio].map((score) => bestAccuracy(scored(score), pairs).f1.toFixed(3));
    const old = before === null ? "" : accuracyAt(scored(before.score), pairs, before.threshold).f1.toFixed(3);
    const { precision, recall, f1 } = accuracyAt(scored(shipped.score), pairs, shipped.threshold);
    const shares = [precision, recall, f1].map((share) => share.toFixed(3)).join(" | ");
    const same = pairs.filter((pair) => pair.same).length;
    return `| ${name} | ${pairs.length.toLocaleString("en")} | ${same.toLocaleString("en")} | ${best.join(" | ")} | ${old} | ${shares} |`;
  });
  return `| set | pairs | of one | trigrams F1 | token-set F1 | before F1 | precision | recall | F1 |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
${lines.join("\n")}
`;
}

function accuracyText(title: string, pairs: readonly LabelledPair[]): string {
  const same = pairs.filter((pair) => pair.same).length;
  const scored = (score: (one: string, other: string) => number) => pairs.map(({ left, right }) => score(left, right));
  const rows = [
    row("trigrams, at their best threshold", bestAccuracy(scored(trigramScore), pairs)),
    row("token-set ratio, at its best threshold", bestAccuracy(scored(tokenSetRatio), pairs)),
    ...[before, shipped].flatMap((matcher) =>
      matcher === null
        ? []
        : [row(`${matcher.name}, at its threshold`, accuracyAt(scored(matcher.score), pairs, matcher.threshold))],
    ),
  ];
  return `${title}: ${pairs.length.toLocaleString("en")} pairs, ${same.toLocaleString("en")} of one organisation.

| | threshold | precision | recall | F1 |
|---|---:|---:|---:|---:|
${rows.join("\n")}
`;
}

function row(name: string, { threshold, precision, recall, f1 }: Accuracy): string {
  return `| ${name} | ${threshold.toFixed(2)} | ${[precision, recall, f1].map((share) => share.toFixed(3)).join(" | ")} |`;
}

/** How many of each kind are told right. */
function kindsText(pairs: readonly LabelledPair[]): string {
  const kinds = [...new Set(pairs.map(({ kind }) => kind))];
  const rows = kinds.map((kind) => {
    const of = pairs.filter((pair) => pair.kind === kind);
    const right = ({ left, right: other, same }: LabelledPair) =>
      shipped.score(left, other) >= shipped.threshold === same;
    return `| ${kind} | ${of[0]?.same ? "same" : "different"} | ${of.length} | ${((of.filter(right).length / of.length) * 100).toFixed(0)}% |`;
  });
  return `| what they are | label | pairs | told right |\n|---|---|---:|---:|\n${rows.join("\n")}\n`;
}

async function timesText(pairs: readonly LabelledPair[]): Promise<string> {
  const step = Math.max(1, Math.floor(pairs.length / Number(values.names)));
  const names = pairs.filter((_, at) => at % step === 0).map(({ left }) => left);
  const searched = pairs.filter(({ same }, at) => same && at % 2 === 0);
  const lines: string[] = [];
  let p95Before: number | null = null;
  let found = "";
  for (const matcher of [before, shipped]) {
    if (matcher === null) continue;
    const { p50, p95, most, parties, listed, hits, reached } = await timed(
      matcher,
      list,
      values.database,
      names,
      searched,
    );
    const ratio = matcher === shipped && p95Before !== null ? (p95 / p95Before).toFixed(2) : "";
    if (matcher === before) p95Before = p95;
    lines.push(
      `| ${matcher.name} | ${[p50, p95, most].map((ms) => ms.toFixed(1)).join(" | ")} | ${ratio} | ${hits.toFixed(2)} |`,
    );
    found = `${parties.toLocaleString("en")} parties by ${listed.toLocaleString("en")} readings of their names.`;
    if (reached !== null)
      found += ` Of the counted pairs of one organisation that score a hit, the search brings ${(reached * 100).toFixed(1)}% before the scoring.`;
  }
  return `One name after another on one connection, its reading, the search and the scoring included: ${names.length} names of the counted
pairs, after as many that don't count, against ${found}

| | p50 ms | p95 ms | most ms | p95 to before | hits a name |
|---|---:|---:|---:|---:|---:|
${lines.join("\n")}

The names are listed ones or those written otherwise, so that each has hits of its own.
`;
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query("show server_version");
  await client.end();
  return rows[0].server_version.split(" ")[0];
}

function folderUrl(path: string): URL {
  return new URL(`${path.replace(/\/$/, "")}/`, `file://${process.cwd()}/`);
}
