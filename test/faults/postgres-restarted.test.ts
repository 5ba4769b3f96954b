import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type PrivatePostgres, startPrivatePostgres } from "../support/postgres.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { saidWhen } from "./excused.ts";
import { type Load, startLoad } from "./load.ts";
import { seeded, seedOf } from "./random.ts";

const rounds = 6;

describeOn(["postgres"], "a PostgreSQL that is restarted under load", () => {
  let postgres: PrivatePostgres | null;
  let cluster: Cluster;
  let load: Load;
  beforeAll(async () => {
    postgres = await startPrivatePostgres();
    if (postgres === null) return;
    cluster = await startCluster({ serverUrl: postgres.url, nodes: 2 });
    const { tell, anyNode, tokenFor } = cluster;
    load = await startLoad({ tell, writeTo: anyNode, readFrom: anyNode, tokenFor });
  });
  afterAll(async () => {
    await load?.stop();
    await cluster?.stop();
    await postgres?.stop();
  });

  it("loses nothing, has nothing done twice, and every reader is told each event once and in order", {
    timeout: 600_000,
  }, async ({ skip }) => {
    if (postgres === null) return skip("the programs of PostgreSQL aren't installed");
    const random = seeded(seedOf("PostgreSQL restarted"));
    for (let round = 0; round < rounds; round += 1) {
      const writing = load.write(6);
      // Whatever fails first is told; what it stops is not.
      writing.catch(() => undefined);
      await pause(random() * 300);
      await (round % 2 === 0 ? postgres.restart() : postgres.crash());
      await writing;
    }
    const size = await load.judge();
    console.info(`PostgreSQL restarted ${rounds} times:`, size);
    await cluster.expectSound(saidWhen("PostgreSQL is stopped"));
    expect(size.triedAgain).toBeGreaterThan(0);
  });
});
