/** What V8's profiler writes, as far as it is read here. Times are in µs. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Processor time by where it was spent, in ms. */
export interface Spent {
  readonly total: number;
  readonly byFunction: ReadonlyMap<string, number>;
  readonly byPart: ReadonlyMap<string, number>;
}

const idle = "(idle)";

/** Adds up the samples between two moments after the profile's start, idle time left out. */
export function spent({ nodes, samples, timeDeltas }: CpuProfile, from: number, to: number): Spent {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const byFunction = new Map<string, number>();
  const byPart = new Map<string, number>();
  let at = 0;
  let total = 0;
  for (const [index, node] of samples.entries()) {
    const delta = timeDeltas[index] ?? 0;
    at += delta;
    const frame = frames.get(node);
    if (!frame || at < from || at > to || frame.functionName === idle) continue;
    const ms = delta / 1000;
    total += ms;
    const place = placeOf(frame.url);
    const name = `${frame.functionName || "(anonymous)"}${place === "" ? "" : ` ${place}:${frame.lineNumber + 1}`}`;
    byFunction.set(name, (byFunction.get(name) ?? 0) + ms);
    const part = partOf(frame);
    byPart.set(part, (byPart.get(part) ?? 0) + ms);
  }
  return { total, byFunction, byPart };
}

/** A file as a reader knows it: its package and path, or ours below dist/. */
function placeOf(url: string): string {
  const path = url.replace(/^file:\/\//, "");
  return /.*\/node_modules\/(.*)/.exec(path)?.[1] ?? /.*\/dist\/(src\/.*)/.exec(path)?.[1] ?? path;
}

/** The package, our folder, or what of the engine the time was spent in. */
function partOf({ functionName, url }: CpuProfile["nodes"][number]["callFrame"]): string {
  const place = placeOf(url);
  if (functionName === "(garbage collector)") return "garbage collection";
  if (place === "")
    return functionName === "(program)" ? "the engine, outside of JavaScript" : "the engine's own functions";
  if (place.startsWith("node:")) return "Node";
  if (place.startsWith("src/")) return place.split("/").slice(0, 2).join("/");
  return /^(@[^/]+\/[^/]+|[^/]+)/.exec(place)?.[1] ?? place;
}

const shown = { parts: 16, functions: 30 };

/** The profile's top, in Markdown. */
export function profileText({ total, byFunction, byPart }: Spent, requests: number): string {
  return `${(total / 1000).toFixed(1)} s on the main thread for ${requests} requests: ${(total / requests).toFixed(1)} ms each.

${table("part", byPart, total, shown.parts)}
${table("function, by its own time", byFunction, total, shown.functions)}`;
}

function table(what: string, times: ReadonlyMap<string, number>, total: number, rows: number): string {
  const sorted = [...times].sort(([, a], [, b]) => b - a).slice(0, rows);
  const lines = sorted.map(([name, ms]) => `| ${name.replaceAll("|", "\\|")} | ${((ms / total) * 100).toFixed(1)}% |`);
  return `| ${what} | share |\n|---|---:|\n${lines.join("\n")}\n`;
}
