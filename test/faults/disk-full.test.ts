import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { caller } from "../support/graph.ts";
import { type PrivatePostgres, startPrivatePostgres } from "../support/postgres.ts";
import { soon } from "../support/soon.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { saidWhen } from "./excused.ts";
import { type Load, startLoad } from "./load.ts";
import { type SmallDisk, smallDisk } from "./small-disk.ts";

/** A log of few files, so that what is filled is soon felt. */
const shortLog = ["min_wal_size=4MB", "max_wal_size=8MB", "wal_recycle=off"];

describeOn(["postgres"], "a PostgreSQL whose disk is full", () => {
  let disk: SmallDisk | null;
  let postgres: PrivatePostgres | null = null;
  let cluster: Cluster;
  let load: Load;
  beforeAll(async () => {
    disk = smallDisk(256);
    if (disk === null) return;
    postgres = await startPrivatePostgres(disk.folder, shortLog);
    if (postgres === null) return;
    cluster = await startCluster({ serverUrl: postgres.url, nodes: 1 });
    const { tell, anyNode, tokenFor } = cluster;
    load = await startLoad({ tell, writeTo: anyNode, readFrom: anyNode, tokenFor });
  });
  afterAll(async () => {
    await load?.stop();
    await cluster?.stop();
    await postgres?.stop();
    disk?.remove();
  });

  /** A change's answer: the codes of its errors. */
  async function codesOfAChange(): Promise<string[]> {
    const org = randomUUID();
    const token = await cluster.tokenFor("partner", { org });
    const input = { idempotencyKey: org, legalName: `${org} (fictional)`, kind: "ENTERPRISE", jurisdiction: "US" };
    const { errors } = await caller(cluster.addressOf(0), async () => token).send(
      "mutation ($input: RegisterPartnerInput!) { registerPartner(input: $input) { refusals { code } } }",
      { input },
    );
    return (errors ?? []).map(({ extensions }) => String(extensions.code));
  }

  it("refuses changes with a code to try again, loses nothing, and goes on when there is room", {
    timeout: 600_000,
  }, async ({ skip }) => {
    if (disk === null) return skip("no file system can be mounted here");
    if (postgres === null) return skip("the programs of PostgreSQL aren't installed");
    await load.write(5);
    disk.fill();
    const writing = load.write(40);
    // Whatever fails first is told; what it stops is not.
    writing.catch(() => undefined);
    const seen = new Set<string>();
    await soon(async () => {
      for (const code of await codesOfAChange()) seen.add(code);
      expect([...seen]).toContain("SERVICE_UNAVAILABLE");
    });
    seen.delete("BUSY");
    expect([...seen]).toEqual(["SERVICE_UNAVAILABLE"]);
    disk.relieve();
    await postgres.revive();
    await writing;
    const size = await load.judge();
    console.info("a full disk:", size);
    await cluster.expectSound(saidWhen("its disk is full"));
    expect(size.triedAgain).toBeGreaterThan(0);
  });
});
