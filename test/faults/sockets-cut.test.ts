import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, it } from "vitest";
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
      addresses: [() => `http://127.0.0.1:${proxy.port}`],
      tokenFor: (role, { org, subject } = {}) => graph.people.tokenFor({ roles: [role], org, subject }),
    });
  });
  afterAll(async () => {
    await load?.stop();
    await proxy?.stop();
    await graph?.stop();
  });

  it("are told each event once and in order", async () => {
    const random = seeded(seedOf("sockets cut"));
    const begun = () => load.readers.reduce((sum, { connections }) => sum + connections, 0) - load.readers.length;
    let writing: Promise<void> | null = null;
    while (begun() < cuts) {
      writing ??= load.write(1).finally(() => {
        writing = null;
      });
      await pause(random() * 150);
      proxy.cut(random() < 0.2 ? "one" : "all", random);
    }
    await writing;
    const size = await load.judge();
    console.info(`readers cut ${cuts} times:`, size);
  });
});
