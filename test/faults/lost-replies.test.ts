import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { type CuttingProxy, cuttingProxy } from "./cutting-proxy.ts";
import { type Load, startLoad } from "./load.ts";
import { seeded, seedOf } from "./random.ts";

describeOn(["postgres"], "commits whose replies are lost", () => {
  const random = seeded(seedOf("lost replies"));
  const lost = { replies: 0, commits: 0 };
  let losing = false;
  let toPostgres: CuttingProxy;
  let toNode: CuttingProxy;
  let cluster: Cluster;
  let load: Load;

  /** The answer to a request comes as far as the client's door. */
  const losesAnswers = () => ({
    fromServer: () => {
      if (!losing || random() > 0.2) return "pass" as const;
      lost.replies += 1;
      return "cut" as const;
    },
  });
  /** PostgreSQL does what it is told, and the node isn't told that it did. */
  const losesCommits = () => {
    let committing = false;
    return {
      fromClient: (part: Buffer) => {
        committing ||= losing && part.includes("COMMIT") && random() < 0.2;
        return "pass" as const;
      },
      fromServer: () => {
        if (!committing) return "pass" as const;
        lost.commits += 1;
        return "cut" as const;
      },
    };
  };

  beforeAll(async () => {
    const serverUrl = inject("postgresUrl") as string;
    toPostgres = await cuttingProxy(addressOf(serverUrl), losesCommits);
    cluster = await startCluster({
      serverUrl,
      nodes: 1,
      way: (url) => {
        const through = new URL(url);
        through.searchParams.delete("host");
        through.hostname = "127.0.0.1";
        through.port = String(toPostgres.port);
        return through.href;
      },
    });
    const { port } = new URL(cluster.addressOf(0));
    toNode = await cuttingProxy({ host: "127.0.0.1", port: Number(port) }, losesAnswers);
    const { tell, tokenFor } = cluster;
    load = await startLoad({ tell, addresses: [() => `http://127.0.0.1:${toNode.port}`], tokenFor });
  });
  afterAll(async () => {
    await load?.stop();
    await cluster?.stop();
    await Promise.all([toNode?.stop(), toPostgres?.stop()]);
  });

  it("are done once, however often they are sent, and every reader is told of them once", async () => {
    losing = true;
    await load.write(30);
    losing = false;
    const size = await load.judge();
    expect(cluster.faults()).toEqual([]);
    console.info("replies lost:", lost, size);
    expect(lost.replies).toBeGreaterThan(10);
    expect(lost.commits).toBeGreaterThan(10);
  });
});

/** Where a server listens: a folder of its unix socket, or a host. */
function addressOf(url: string): { path: string } | { host: string; port: number } {
  const { hostname, port, searchParams } = new URL(url);
  const folder = searchParams.get("host");
  if (folder?.startsWith("/")) return { path: `${folder}/.s.PGSQL.${port || 5432}` };
  return { host: hostname, port: Number(port || 5432) };
}
