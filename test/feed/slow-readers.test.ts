import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startLinked } from "../../src/processes/linked.ts";
import type { OutletBounds } from "../../src/server/outlet.ts";
import { describeOn } from "../support/describe-on.ts";
import { following, readers } from "../support/feed.ts";
import { anyPort, type Graph, startGraph } from "../support/graph.ts";
import { soon } from "../support/soon.ts";
import { done, type Story, story } from "../support/story.ts";
import { transports } from "../support/subscriber.ts";
import { returningReader } from "./returning-reader.ts";

const repeated = Array.from({ length: 14 }, (_, n) => `d${n}: description s${n}: safeguards`).join(" ");
/** An event of a quarter of a megabyte: more than any buffer on the way has room for, a few times over. */
const large = `subscription L($after: Cursor) { told: releaseStatusChanged(after: $after) {
  cursor type change { subjectId } release { ${repeated} } } }`;
const text = "x".repeat(10_000);
const directives = 14;

describeOn(["postgres"], "one that reads slower than others who follow the same", (kind) => {
  let graph: Graph;
  let tell: Story;
  let releaseId: string;
  beforeAll(async () => {
    graph = await startGraph(kind);
    tell = story(graph);
    await tell.vendor();
    const content = { name: "Aurora", modelVersion: "1.0", policyKey: "expedited-preview" };
    const input = { ...content, description: text, safeguards: text };
    const { release } = done(await tell.people.vendor.mutate("registerRelease", input, "release { id }"));
    releaseId = release.id;
  });
  afterAll(() => graph?.stop());

  /** A node that holds so little for a reader, and what it says of slow ones. */
  async function startNode(readerBounds: OutletBounds) {
    const slow: string[] = [];
    const log = pino({ level: "info" }, { write: (line: string) => void (/too slow/.test(line) && slow.push(line)) });
    const identities = { verifier: graph.people.verifier, developmentTokens: null };
    const server = await startLinked({ ...anyPort, readerBounds }, graph.services, identities, log);
    return { url: server.url, slow, stop: () => server.stop() };
  }

  it.each([
    ["and is waited for", 60_000, false],
    ["and is closed for it", 100, true],
  ])("%s misses nothing, is told nothing twice, and keeps nobody", async (_, patienceMs, isClosed) => {
    const node = await startNode({ bytes: 65_536, messages: 128, patienceMs });
    const from = await following(graph).here();
    const begin = async (transport: (typeof transports)[number], n: number) => {
      const token = await graph.people.tokenFor({ ...readers.commerce, subject: `test|reader ${n}` });
      return returningReader({ transport, token, query: large, from, node: () => node.url });
    };
    const quick = await Promise.all(transports.map((transport, n) => begin(transport, n)));
    const slow = await Promise.all([...transports, ...transports].map((transport, n) => begin(transport, 10 + n)));
    const release = slow.map((reader) => reader.hold());
    await soon(() => expect([...quick, ...slow].every(({ connections }) => connections === 1)).toBe(true));
    const expected: string[] = [];
    for (let n = 0; n < directives; n += 1) {
      const directiveId = await tell.directive(releaseId);
      done(await tell.people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));
      expected.push(`DirectiveIssued ${directiveId}`, `DirectiveLifted ${directiveId}`);
    }
    await soon(() => expect(quick.map(({ told }) => told.length)).toEqual([2 * directives, 2 * directives]));
    const closed = slow.length + quick.flatMap(({ ends }) => ends).length;
    if (isClosed) await soon(() => expect(node.slow.length).toBeGreaterThanOrEqual(closed));
    for (const each of release) each();
    await soon(() => expect(slow.map(({ told }) => told.length)).toEqual(slow.map(() => 2 * directives)));
    const over = [...quick, ...slow].map((reader) => reader.finish());
    await node.stop();
    await Promise.all(over);
    for (const reader of [...quick, ...slow]) {
      expect(reader.told.map(({ type, change }) => `${type} ${change.subjectId}`)).toEqual(expected);
      expect(reader.problems).toEqual([]);
    }
    for (const { connections } of slow) expect(connections > 1).toBe(isClosed);
  });
});
