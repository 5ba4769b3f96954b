import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { type Load, startLoad } from "./load.ts";
import { seeded, seedOf } from "./random.ts";

/** How often a node is killed: in every test run, and in the long one. */
export const kills = { short: 20, long: 200 } as const;

/** Nodes that are killed at random points while clients write and follow. */
export function killedNodes(rounds: number): void {
  describeOn(["postgres"], `nodes killed in ${rounds} rounds`, () => {
    let cluster: Cluster;
    let load: Load;
    beforeAll(async () => {
      cluster = await startCluster({ serverUrl: inject("postgresUrl") as string, nodes: 2 });
      const { tell, anyNode, tokenFor } = cluster;
      load = await startLoad({ tell, writeTo: anyNode, readFrom: anyNode, tokenFor });
    });
    afterAll(async () => {
      await load?.stop();
      await cluster?.stop();
    });

    it("lose nothing, do nothing twice, and tell every reader each event once and in order", {
      timeout: rounds * 60_000,
    }, async () => {
      const random = seeded(seedOf("nodes killed"));
      for (let round = 0; round < rounds; round += 1) {
        const writing = load.write(5);
        // Whatever fails first is told; what it stops is not.
        writing.catch(() => undefined);
        await pause(random() * 150);
        // Both at once now and then: nobody answers for a while.
        const victims = random() < 0.2 ? [0, 1] : [random() < 0.5 ? 0 : 1];
        await Promise.all(victims.map((node) => cluster.kill(node)));
        await Promise.all(victims.map((node) => cluster.start(node)));
        await writing;
      }
      const size = await load.judge();
      console.info(`nodes killed in ${rounds} rounds:`, size);
      await cluster.expectSound();
      expect(size.triedAgain).toBeGreaterThan(0);
      expect(size.breaks).toBeGreaterThan(0);
    });
  });
}
