import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import { story } from "../support/story.ts";
import { type CuttingProxy, cuttingProxy } from "./cutting-proxy.ts";
import { type Load, startLoad } from "./load.ts";
import { seeded, seedOf } from "./random.ts";

const cuts = 1_000;

describeOn(["postgres"], `readers whose connections are cut ${cuts} times`, (kind) => {
  let graph: Graph;
  let proxy: CuttingProxy;
  let load: Load;
  beforeAll(async () => {
    graph = await startGraph(kind);
    proxy = await cuttingProxy({ host: "127.0.0.1", port: Number(new URL(graph.url).port) });
    load = await startLoad({
      tell: story(graph),
      writeTo: () => graph.url,
      readFrom: () => `http://127.0.0.1:${proxy.port}`,
      tokenFor: (role, { org, subject } = {}) => graph.people.tokenFor({ roles: [role], org, subject }),
    });
  });
  afterAll(async () => {
    await load?.stop();
    await proxy?.stop();
    await graph?.stop();
  });

  it("are told each event once and in order", { timeout: 600_000 }, async () => {
    const random = seeded(seedOf("sockets cut"));
    let cut = 0;
    let writing: Promise<void> | null = null;
    while (cut < cuts) {
      writing ??= load.write(1).finally(() => {
        writing = null;
      });
      await pause(random() * 60);
      cut += proxy.cut(random() < 0.2 ? "one" : "all", random);
    }
    await writing;
    const size = await load.judge();
    console.info(`readers' connections cut ${cut} times:`, size);
    expect(size.breaks).toBeGreaterThan(cuts / 40);
  });
});
