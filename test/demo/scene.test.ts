import { afterAll, beforeAll, expect, it } from "vitest";
import { setScene } from "../../src/demo/setting.ts";
import { developmentIdentities } from "../../src/identity/development.ts";
import { startLinked } from "../../src/processes/linked.ts";
import { shipPolicies } from "../../src/releases/policies/ship-policies.ts";
import type { RunningServer } from "../../src/server/server.ts";
import { type FreshDatabase, freshDatabase } from "../support/database.ts";
import { servicesOf } from "../support/demonstration.ts";
import { describeOn } from "../support/describe-on.ts";
import { anyPort, gatewayOfOwn, silent } from "../support/graph.ts";

describeOn(["postgres"], "the demo, on a development server without a demonstration", (kind) => {
  let database: FreshDatabase;
  let server: RunningServer;
  beforeAll(async () => {
    database = await freshDatabase(kind);
    const services = servicesOf(database);
    await shipPolicies(services);
    const { verifier, tokens } = await developmentIdentities();
    server = await startLinked(anyPort, services, { verifier, developmentTokens: tokens }, silent, gatewayOfOwn());
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  it("waits for one that might be loading, and then says how to get one", async () => {
    const lines: string[] = [];
    await expect(setScene(server.url, (line) => lines.push(line), 100)).rejects.toThrow(
      "The server's database has no demonstration: start it with an empty DATA_DIR, and without DEMONSTRATION=off.",
    );
    expect(lines).toEqual(["The demonstration is being loaded …"]);
  });
});
