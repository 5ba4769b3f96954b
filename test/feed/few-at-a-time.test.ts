import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Context } from "../../src/context.ts";
import { LedgerTail } from "../../src/feed/tail.ts";
import { followChanges } from "../../src/ledger/follow-changes.ts";
import { official } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Graph, silent, startGraph } from "../support/graph.ts";
import { type Story, story } from "../support/story.ts";

/** How many changes may wait with a reader that takes none. */
const few = 25;
const vendors = 70;

describeOn(["postgres"], "what waits with a reader of changes", (kind) => {
  let graph: Graph;
  let tell: Story;
  beforeAll(async () => {
    graph = await startGraph(kind);
    tell = story(graph);
  });
  afterAll(() => graph?.stop());

  it.each([
    ["that are kept", 10_000],
    ["that lie further back than what is kept", 1],
  ])("is few of them, and all come in order, of those %s", async (_, kept) => {
    const read: number[] = [];
    const database = {
      ...graph.database,
      query: async <Row>(text: string, values?: readonly unknown[]): Promise<Row[]> => {
        const rows = await graph.database.query<Row>(text, values);
        // A reader's own: the rows of changes with what they say.
        if (rows.some((row) => "leafHash" in (row as object))) read.push(rows.length);
        return rows;
      },
    };
    const tail = new LedgerTail(graph.database, silent, { kept, pollMs: 5 });
    const start = await tail.head();
    const forget = tail.watch(() => undefined);
    for (let n = 0; n < vendors; n += 1) await tell.vendor({ org: `labs-${kept}-${n}`, name: `Labs ${n} (fictional)` });
    const end = start + vendors;
    await expect.poll(() => tail.known).toBe(end);
    const context = new Context({ ...graph.services, database, tail }, official("COMMERCE"), "a request");
    const reader = await followChanges(context, {}, { sequence: start, id: null });
    const sequences: number[] = [];
    while (sequences.at(-1) !== end) {
      const { value } = await reader.next();
      sequences.push(value!.sequence);
      const taken = sequences.length;
      const waiting = read.reduce((sum, rows) => sum + rows, 0) - taken;
      expect(waiting).toBeLessThan(few);
    }
    forget();
    await reader.return?.();
    await tail.stop();
    expect(sequences).toEqual(Array.from({ length: vendors }, (_, at) => start + 1 + at));
    expect(read.length).toBeGreaterThan(vendors / few);
  });
});
