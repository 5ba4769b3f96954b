import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Ending, type Endings, mostEndings } from "../../src/feed/endings.ts";
import { type AskEndings, RemoteEndings } from "../../src/gateway/endings.ts";
import { proofHeader } from "../../src/gateway/proof.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import { done, type Story, story } from "../support/story.ts";
import { type Apart, gatewaySecret, startApart } from "../support/subgraph-apart.ts";

const ending = (sequence: number): Ending => ({
  sequence,
  type: "ActorDisconnected",
  names: { kind: "SUBJECT", value: `test|${sequence}` },
});

/** A subgraph with these endings, which can be away, and what it was asked. */
function aSubgraph(endings: readonly Ending[] = []) {
  const subgraph = { endings: [...endings], away: false, asked: [] as (number | null)[] };
  const ask: AskEndings = async (after): Promise<Endings> => {
    subgraph.asked.push(after);
    if (subgraph.away) throw new Error("away");
    const behind = after === null ? [] : subgraph.endings.filter(({ sequence }) => sequence > after);
    return { head: subgraph.endings.at(-1)?.sequence ?? 0, entries: behind.slice(0, mostEndings) };
  };
  return Object.assign(subgraph, { ask });
}

describe("what ends connections, as a gateway without a database hears of it", () => {
  const log = () => ({ info: vi.fn(), warn: vi.fn() });
  const numbers = (endings: readonly Ending[]) => endings.map(({ sequence }) => sequence);

  it("is what came since someone listens, each once and in order, however much it is", async () => {
    const subgraph = aSubgraph([ending(1), ending(2)]);
    const remote = new RemoteEndings(subgraph.ask, log(), 1);
    expect(await remote.head()).toBe(2);
    const heard: number[] = [];
    const leave = remote.watch((endings) => heard.push(...numbers(endings)));
    const many = Array.from({ length: mostEndings * 2 + 1 }, (_, at) => ending(at + 3));
    subgraph.endings.push(...many);
    await expect.poll(() => heard.length).toBe(many.length);
    expect(heard).toEqual(numbers(many));
    expect(remote.known).toBe(many.length + 2);
    leave();
  });

  it("is asked for again from the same place where the subgraph was away, which is logged once", async () => {
    const subgraph = aSubgraph([ending(1)]);
    const told = log();
    const remote = new RemoteEndings(subgraph.ask, told, 1);
    await remote.head();
    const heard: number[] = [];
    const leave = remote.watch((endings) => heard.push(...numbers(endings)));
    subgraph.away = true;
    const before = subgraph.asked.length;
    await expect.poll(() => subgraph.asked.length).toBeGreaterThan(before + 3);
    await expect(remote.head()).rejects.toThrow("away");
    subgraph.endings.push(ending(5));
    subgraph.away = false;
    await expect.poll(() => heard).toEqual([5]);
    await expect.poll(() => told.info.mock.calls.length).toBe(1);
    expect(told.warn).toHaveBeenCalledTimes(1);
    leave();
  });

  it("isn't asked for while nobody listens, and begins at the end that there is then", async () => {
    const subgraph = aSubgraph([ending(1)]);
    const remote = new RemoteEndings(subgraph.ask, log(), 1);
    const heard: number[] = [];
    const leave = remote.watch((endings) => heard.push(...numbers(endings)));
    await expect.poll(() => remote.known).toBe(1);
    leave();
    subgraph.endings.push(ending(2));
    const again = remote.watch((endings) => heard.push(...numbers(endings)));
    await expect.poll(() => remote.known).toBe(2);
    subgraph.endings.push(ending(3));
    await expect.poll(() => heard).toEqual([3]);
    again();
  });

  it("tells the end to all who ask at once by an answer that was asked for after them", async () => {
    const subgraph = aSubgraph([ending(1)]);
    const remote = new RemoteEndings(subgraph.ask, log(), 1);
    const first = remote.head();
    await expect.poll(() => subgraph.asked.length).toBe(1);
    const later = [remote.head(), remote.head(), remote.head()];
    expect(await Promise.all([first, ...later])).toEqual([1, 1, 1, 1]);
    expect(subgraph.asked.length).toBe(2);
  });
});

describeOn(["postgres"], "the ledger's subgraph, asked for what ends connections", (kind) => {
  let graph: Graph;
  let apart: Apart;
  let tell: Story;
  beforeAll(async () => {
    graph = await startGraph(kind);
    apart = await startApart(graph.services, graph.people.verifier);
    tell = story(graph);
  });
  afterAll(async () => {
    await apart?.stop();
    await graph?.stop();
  });

  const asked = async (url: string, query = "", headers: Record<string, string> = { [proofHeader]: gatewaySecret }) => {
    const response = await fetch(`${url}/endings${query}`, { headers });
    return { status: response.status, body: (await response.json()) as Endings };
  };

  it("tells its gateway alone", async () => {
    const ledger = apart.subgraphs.ledger as string;
    expect((await asked(ledger, "", {})).status).toBe(403);
    expect((await asked(ledger, "?after=-1")).status).toBe(400);
    expect((await asked(apart.subgraphs.partners as string)).status).toBe(404);
    for (const { url } of [apart, graph]) expect((await asked(`${url}/graphql`)).status).toBe(404);
  });

  it("tells the ledger's end, and behind a place whom its entries name and nothing else", async () => {
    const ledger = apart.subgraphs.ledger as string;
    await tell.vendor();
    const { body: before } = await asked(ledger);
    expect(before).toEqual({ head: expect.any(Number), entries: [] });
    const input = { kind: "ORGANISATION", value: "labs", reason: "It hangs." };
    done(await tell.people.administrator.mutate("disconnectActor", input));
    await tell.vendor({ org: "other", name: "Other (fictional)" });
    const { body } = await asked(ledger, `?after=${before.head}`);
    const named = { type: "ActorDisconnected", names: { kind: "ORGANISATION", value: "labs" } };
    expect(body.entries).toEqual([{ sequence: before.head + 1, ...named }]);
    expect(body.head).toBeGreaterThan(before.head + 1);
    expect((await asked(ledger, `?after=${body.head}`)).body).toEqual({ head: body.head, entries: [] });
  });
});
