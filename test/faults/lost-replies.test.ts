import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { type CuttingProxy, cuttingProxy, type Target } from "./cutting-proxy.ts";
import { saidWhen } from "./excused.ts";
import { type Load, startLoad } from "./load.ts";
import { seeded, seedOf } from "./random.ts";

/** The share of answers, and of commits, whose reply is lost. */
const share = 0.2;

describeOn(["postgres"], "commits whose replies are lost", () => {
  const random = seeded(seedOf("replies lost"));
  const lost = { answers: 0, commits: 0 };
  let losing = false;
  let toPostgres: CuttingProxy;
  let cluster: Cluster;
  let load: Load;

  /** The answer to a request comes as far as the client's door. */
  const losesAnswers = () => ({
    fromServer: () => {
      if (!losing || random() > share) return "pass" as const;
      lost.answers += 1;
      return "cut" as const;
    },
  });
  /** PostgreSQL does what it is told, and the node isn't told that it did. */
  const losesCommits = () => {
    let committing = false;
    return {
      fromClient: (part: Buffer) => {
        committing ||= losing && part.includes("COMMIT") && random() < share;
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
    toPostgres = await cuttingProxy(whereIs(serverUrl), losesCommits);
    cluster = await startCluster({
      serverUrl,
      nodes: 1,
      look: losesAnswers,
      way: (url) => {
        const through = new URL(url);
        through.searchParams.delete("host");
        through.hostname = "127.0.0.1";
        through.port = String(toPostgres.port);
        return through.href;
      },
    });
    const { tell, anyNode, tokenFor } = cluster;
    load = await startLoad({ tell, writeTo: anyNode, readFrom: anyNode, tokenFor });
  });
  afterAll(async () => {
    await load?.stop();
    await cluster?.stop();
    await toPostgres?.stop();
  });

  it("are done once, however often they are sent, and every reader is told of them once", {
    timeout: 600_000,
  }, async () => {
    losing = true;
    await load.write(20);
    losing = false;
    const size = await load.judge();
    console.info("replies lost:", lost, size);
    await cluster.expectSound(saidWhen("connections are cut"));
    expect(lost.answers).toBeGreaterThan(10);
    expect(lost.commits).toBeGreaterThan(10);
    expect(size.triedAgain).toBeGreaterThan(10);
  });
});

/** Where a server listens: a folder of its unix socket, or a host. */
function whereIs(url: string): Target {
  const { hostname, port, searchParams } = new URL(url);
  const folder = searchParams.get("host");
  if (folder?.startsWith("/")) return { path: `${folder}/.s.PGSQL.${port || 5432}` };
  return { host: hostname, port: Number(port || 5432) };
}
