import { mkdirSync, writeFileSync } from "node:fs";
import type { Measurement } from "./measure.ts";

/** Where and with what a run was made. */
export interface Machine {
  readonly date: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  readonly postgresql: string;
  readonly countersign: string;
  readonly packages: Readonly<Record<string, string>>;
}

/** One contender's row of a table. */
export interface Row extends Measurement {
  readonly contender: string;
  readonly title: string;
  readonly statements: number;
}

/** One query at one size of the data. */
export interface Table {
  readonly query: string;
  readonly title: string;
  readonly applications: number;
  readonly databaseSize: string;
  readonly answerKb: number;
  readonly rows: readonly Row[];
}

/** Everything that a run found. */
export interface Report {
  readonly machine: Machine;
  readonly settings: Readonly<Record<string, number>>;
  readonly tables: readonly Table[];
}

const folder = new URL("results/", import.meta.url);

/** Writes `results/<name>.json` and `.md`. Gives the path of the second without its ending. */
export function writeReport(name: string, report: Report): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(new URL(`${name}.md`, folder), markdown(report));
  return new URL(name, folder).pathname;
}

function markdown({ machine, settings, tables }: Report): string {
  const { date, processor, cores, memoryGb, system, node, postgresql, countersign, packages } = machine;
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return `# ${date}

${processor}, ${cores} cores, ${memoryGb} GB, ${system}; Node ${node}, PostgreSQL ${postgresql}, Countersign ${countersign}; ${versions.join(", ")}.
Load generator and PostgreSQL on the same machine. ${Object.entries(settings)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ")}.

${tables.map(tableText).join("\n")}${growthText(tables)}`;
}

/** One table, in Markdown. */
export function tableText({ title, applications, databaseSize, answerKb, rows }: Table): string {
  const linked = rows.find(({ contender }) => contender === "linked");
  const head = [
    "",
    "requests/s",
    "p50 ms",
    "p99 ms",
    "CPU ms",
    "PostgreSQL CPU ms",
    "memory MB",
    "statements",
    "Countersign is",
  ];
  const lines = rows.map((row) => [
    row.title,
    row.perSecond.toFixed(row.perSecond < 10 ? 1 : 0),
    row.p50.toFixed(0),
    row.p99.toFixed(0),
    row.cpuPerRequest.toFixed(1),
    row.databaseCpuPerRequest?.toFixed(1) ?? "",
    row.memory.toFixed(0),
    row.statements.toFixed(row.statements % 1 === 0 ? 0 : 1),
    linked && row !== linked ? `× ${(linked.perSecond / row.perSecond).toFixed(2)}` : "",
  ]);
  const aligned = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return `## ${title}

${applications.toLocaleString("en")} applications (${databaseSize}), an answer of ${answerKb.toFixed(0)} kB. CPU is a request's.

${[head, aligned, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n")}
`;
}

/** How the medians grow from the smallest to the largest data. */
function growthText(tables: readonly Table[]): string {
  const sizes = [...new Set(tables.map(({ applications }) => applications))].sort((a, b) => a - b);
  const [small, large] = [sizes[0], sizes.at(-1)];
  if (small === undefined || large === undefined || small === large) return "";
  const lines = tables
    .filter(({ applications }) => applications === small)
    .flatMap(({ query, rows }) => {
      const later = tables.find((table) => table.query === query && table.applications === large);
      return rows.flatMap(({ contender, title, p50 }) => {
        const grown = later?.rows.find((row) => row.contender === contender);
        return grown
          ? [
              `| ${query} | ${title} | ${p50.toFixed(0)} | ${grown.p50.toFixed(0)} | × ${(grown.p50 / p50).toFixed(2)} |`,
            ]
          : [];
      });
    });
  const numbers = [small, large].map((size) => `p50 ms at ${size.toLocaleString("en")}`);
  return `
## As the data grows

| query | | ${numbers.join(" | ")} | |
|---|---|---:|---:|---:|
${lines.join("\n")}
`;
}
