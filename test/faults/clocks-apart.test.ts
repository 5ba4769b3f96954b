import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { soon } from "../support/soon.ts";
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
      environment: (node) => ({ NODE_OPTIONS: `--import ${shifted(wrongBy[node]!)}`, LOG_LEVEL: "debug" }),
    });
    const { tell, anyNode, tokenFor } = cluster;
    load = await startLoad({ tell, writeTo: anyNode, readFrom: anyNode, tokenFor });
  });
  afterAll(async () => {
    await load?.stop();
    await cluster?.stop();
  });

  /** The database's own time. */
  const now = async (): Promise<Date> => {
    const [row] = await cluster.asOwner<{ now: Date }>("select clock_timestamp() as now");
    return row!.now;
  };

  it("tell one story: each change once, each event once and in order, in the database's time", {
    timeout: 600_000,
  }, async () => {
    const begun = await now();
    await load.write(20);
    const ended = await now();
    const rows = await cluster.asOwner<{ entries: number; outside: number }>(
      `select count(*)::int as entries,
              count(*) filter (where at < date_trunc('milliseconds', $1::timestamptz) or at > $2)::int as outside
         from ledger_entry where seq > (select max(seq) from ledger_entry where at < date_trunc('milliseconds', $1::timestamptz))`,
      [begun, ended],
    );
    expect(rows[0]?.entries).toBeGreaterThan(20 * 2 * load.writers.length);
    expect(rows[0]?.outside).toBe(0);
    const size = await load.judge();
    console.info("clocks a minute apart:", size);
    await cluster.expectSound();
    expect(size.connections).toBe(load.readers.length);
  });

  it.each([0, 1])("are so in what node %i logs", async (node) => {
    const before = cluster.linesOf(node).length;
    const begun = Date.now();
    await fetch(`${cluster.addressOf(node)}/graphql?query={__typename}`, {
      headers: { "x-apollo-operation-name": "T" },
    });
    const line = await soon(() => {
      const found = cluster.linesOf(node)[before];
      expect(found).toBeDefined();
      return found!;
    });
    const logged = Date.parse(JSON.parse(line).time) - wrongBy[node]! * 1000;
    expect(logged).toBeGreaterThanOrEqual(begun);
    expect(logged).toBeLessThanOrEqual(Date.now());
  });
});
