import type { Match } from "./audience.ts";
import type { Measured } from "./part.ts";

/** Both servers with the same subscribers and changes. */
export interface Compared {
  readonly count: number;
  readonly match: Match;
  /** How many different people they are. */
  readonly people: number;
  /** How many changes were due in a second. */
  readonly rate: number;
  /** Bytes of an event. */
  readonly bytes: number;
  readonly ours: Measured;
  readonly bare: Measured;
}

const heads = [
  "",
  "events/s",
  "p50 ms",
  "p99 ms",
  "at most ms",
  "CPU ms, 1,000 events",
  "PostgreSQL's",
  "of a core",
  "kB a subscriber",
  "before them MB",
];

/** A section of the results, in Markdown. */
export function tableOf({ count, match, people, rate, bytes, ours, bare }: Compared): string {
  const rows = [
    ["Countersign, linked", ...figuresOf(ours)],
    ["a bare `ws` server", ...figuresOf(bare)],
  ];
  const aligned = heads.map((_, index) => (index === 0 ? "---" : "---:"));
  const notes = [...notesOf("Countersign", ours), ...notesOf("The bare server", bare)];
  return `${headingOf(count, match)}

${people} people; an event is ${bytes} bytes; changes/s: ${ours.changesPerSecond.toFixed(1)} and ${bare.changesPerSecond.toFixed(1)}, of ${rate} that were due.

${[heads, aligned, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n")}

${[ratioOf(ours, bare), ...notes].join("\n")}
`;
}

/** A section's heading, in Markdown. */
export const headingOf = (count: number, match: Match): string =>
  `## ${count.toLocaleString("en")} subscribers, a change matches ${match === "all" ? "all" : "1 %"}`;

function ratioOf(ours: Measured, bare: Measured): string {
  const ratio = quantile(ours, 0.99) / quantile(bare, 0.99);
  return Number.isFinite(ratio) ? `p99 to the bare server's: × ${ratio.toFixed(2)}.` : "No p99 to compare.";
}

function figuresOf(measured: Measured): string[] {
  return [
    measured.eventsPerSecond.toFixed(0),
    ...[...[0.5, 0.99, 1].map((share) => quantile(measured, share)), measured.cpu, measured.databaseCpu].map(
      (figure) => (Number.isFinite(figure) ? figure.toFixed(1) : ""),
    ),
    `${(measured.busy * 100).toFixed(0)} %`,
    measured.memoryEach.toFixed(1),
    measured.memoryBefore.toFixed(0),
  ];
}

const quantile = ({ checked: { latencies } }: Measured, share: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;

/** Whether it kept up, and what came where it didn't. */
function notesOf(name: string, { checked, closed }: Measured): string[] {
  const { expected, delivered, behind } = checked;
  const said = (count: number): string => count.toLocaleString("en");
  if (delivered === expected && behind === 0)
    return [`${name} delivered all ${said(expected)} events, each once and in order.`];
  const missing =
    delivered < expected
      ? `${said(delivered)} of ${said(expected)} events had come when the run stopped waiting; the figures are of those`
      : `all ${said(expected)} events came in the end`;
  const first = closed[0];
  const ended = first ? ` It closed ${said(closed.length)} sockets, the first with ${first.code} ${first.reason}.` : "";
  return [
    `**${name} didn't keep up**: a second after the last change ${said(behind)} events were still to come; ${missing}.${ended} What came was in order, without a gap.`,
  ];
}
