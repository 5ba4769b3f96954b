/**
 * Common words, by their meanings in common.ts, that translators put for one another: a "scientific production association"
 * is a "research and production association" as often. Each line: meanings that any of them may stand for.
 */
const lines: readonly string[] = [
  "science research",
  "air airlines",
  "space aerospace",
  "military defense",
  "trade commerce",
  "production manufacturing",
  "technical technology",
  "electric power",
  "electric energy",
  "ship shipbuilding",
  "ship shipping",
  "maritime shipping",
  "maritime offshore",
  "iron steel",
  "fund foundation",
  "battalion brigade",
  "instrument device",
  "machine mechanical",
  "board council",
  "business commerce",
  "commission committee",
  "agency authority",
  "bureau office",
];

const near = new Map<string, Set<string>>();
for (const line of lines) {
  const meanings = line.split(" ");
  for (const one of meanings) {
    const known = near.get(one) ?? new Set();
    near.set(one, known);
    for (const other of meanings) if (other !== one) known.add(other);
  }
}

/** Whether a translator may put the one meaning where another puts the other. Alike both ways. */
export const areNear = (one: string, other: string): boolean => near.get(one)?.has(other) === true;
