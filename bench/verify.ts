/** A contender's answer to one query. */
export interface Answer {
  /** As it came. */
  readonly text: string;
  /** Its `data` with what the contenders may write differently made equal: the order of keys, and how a time is written. */
  readonly canonical: string;
}

/** What a request is made of. */
export interface Ask {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Asks once. Throws for anything but a complete answer without errors. */
export async function ask({ url, headers, body }: Ask): Promise<Answer> {
  const response = await fetch(url, { method: "POST", headers, body });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`answered ${response.status}: ${text.slice(0, 1_000)}`);
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown };
  if (errors || data === null || data === undefined) throw new Error(`answered with errors: ${text.slice(0, 1_000)}`);
  return { text, canonical: JSON.stringify(canonical(data)) };
}

/** Throws, showing the place, unless two answers hold the same rows. */
export function refuseDifference(found: Answer, expected: Answer): void {
  if (found.canonical === expected.canonical) return;
  let at = 0;
  while (found.canonical[at] === expected.canonical[at]) at += 1;
  const around = ({ canonical: text }: Answer): string => text.slice(Math.max(0, at - 150), at + 150);
  throw new Error(`the answer differs:\n  found    … ${around(found)} …\n  expected … ${around(expected)} …`);
}

/** How many objects are in an answer, to show that it isn't an empty one. */
export const objectsIn = ({ canonical: text }: Answer): number => text.split('"id":').length - 1;

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value === "string" && time.test(value)) return new Date(value).toISOString();
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]));
}
