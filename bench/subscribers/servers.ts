import { writeFileSync } from "node:fs";
import type { RunningContender } from "../contenders.ts";
import { freePort, startNode } from "../processes.ts";
import { type BareSettings, bareVariable, type RecordedText } from "./bare.ts";
import { check } from "./check.ts";
import { cursorIn, isRight } from "./event.ts";
import type { Measured, Part } from "./part.ts";
import type { Heard } from "./readers.ts";
import { heardBy, opening, type Served, untilCame, withReaders } from "./served.ts";

const longestReplay = 60_000;

/** Countersign as it ships. */
export const servedByCountersign = (start: () => Promise<RunningContender>, token: string): Served => ({
  title: "Countersign, linked",
  start,
  newest: (url) => newestCursor(url, token),
  told: (changed) => changed,
  isRight,
});

/** The cursor of the last change, as a reader of the graph learns it. */
async function newestCursor(url: string, token: string): Promise<string | null> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: "{ changes(first: 1, orderBy: SEQUENCE_DESC) { nodes { cursor } } }" }),
  });
  const { data, errors } = (await response.json()) as {
    data?: { changes: { nodes: { cursor: string }[] } };
    errors?: unknown;
  };
  if (!data) throw new Error(JSON.stringify(errors));
  return data.changes.nodes[0]?.cursor ?? null;
}

/** What was sent of each change; of those that nobody got, what a subscriber gets that asks for them later. */
export async function recordedTexts(
  { checked, written, after }: Measured,
  served: Served,
  part: Part,
): Promise<RecordedText[]> {
  const sent = checked.texts;
  const later = sent.includes(null)
    ? check(written, [{}], await replayed(served, part, after, written.length), (text, place) =>
        isRight(text, written[place]!),
      ).texts
    : sent;
  return written.map(({ releaseId, applicationId }, place) => {
    const text = sent[place] ?? later[place];
    if (text == null) throw new Error(`Nothing came of change ${place}, and nothing when it was asked for.`);
    return { releaseId, applicationId, text };
  });
}

/** What one official gets who comes later and is alone. */
async function replayed(served: Served, part: Part, after: string | null, events: number): Promise<Heard> {
  const official = part.subscribers.findIndex(({ person }) => person.role === "commerce");
  const subscribers = [{ person: part.subscribers[official]!.person, filter: {} }];
  return withReaders(served, async (running, readers) => {
    readers.tell(opening(running, { subscribers, tokens: [part.tokens[official]!] }, { after, events }));
    await readers.says("opened", longestReplay);
    await untilCame(readers, events);
    return heardBy(readers);
  });
}

/** The bare server, with the texts that it sends in a file. */
export const servedByBare = (texts: readonly RecordedText[], file: string, databaseUrl: string): Served => ({
  title: "A bare `ws` server",
  start: async () => {
    writeFileSync(file, JSON.stringify(texts));
    const settings: BareSettings = { port: await freePort(), databaseUrl, texts: file };
    const program = new URL("bare.ts", import.meta.url).pathname;
    return { port: settings.port, processes: [startNode([program], { [bareVariable]: JSON.stringify(settings) })] };
  },
  newest: async () => null,
  told: (changed, place) => {
    const { text, ...about } = texts[place]!;
    return { ...changed, ...about, cursor: cursorIn(text) };
  },
  isRight: (text, _, place) => text === texts[place]!.text,
});
