import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { type Load, startLoad } from "./load.ts";

/** Seconds by which the nodes' clocks are wrong. */
const wrongBy = [30, -30] as const;

/** What a node runs first: its clock is wrong by so many seconds from then on. */
const shifted = (seconds: number) =>
  `data:text/javascript,${encodeURIComponent(`
    const Right = Date;
    const now = () => Right.now() + ${seconds * 1000};
    globalThis.Date = class Date extends Right {
      constructor(...parts) { parts.length === 0 ? super(now()) : super(...parts); }
      static now() { return now(); }
    };`)}`;

describeOn(["postgres"], "two nodes whose clocks are a minute apart", () => {
  let cluster: Cluster;
  let load: Load;
  beforeAll(async () => {
    cluster = await startCluster({
      serverUrl: inject("postgresUrl") as string,
      nodes: 2,
      environment: (node) => ({ NODE_OPTIONS: `--import ${shifted(wrongBy[node]!)}` }),
    });
    const { tell, anyNode, tokenFor } = cluster;
    load = await startLoad({ tell, addresses: [anyNode], tokenFor });
  });
  afterAll(async () => {
    await load?.stop();
    await cluster?.stop();
  });

  it("tell one story: each change once, each event once and in order, in the database's time", async () => {
    await load.write(20);
    const size = await load.judge();
    expect(cluster.faults()).toEqual([]);
    console.info("clocks a minute apart:", size);
    const rows = await cluster.asOwner<{ wrong: number; backwards: number }>(`
      select count(*) filter (where abs(extract(epoch from now() - at)) > 1800)::int as wrong,
             count(*) filter (where at < before)::int as backwards
        from (select at, lag(at) over (order by seq) as before from ledger_entry) entries`);
    expect(rows).toEqual([{ wrong: 0, backwards: 0 }]);
  });
});
