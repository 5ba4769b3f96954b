import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { subgraphNames } from "../../src/processes/subgraph-names.ts";
import { type FreshDatabase, freshDatabase } from "../support/database.ts";
import { describeOn } from "../support/describe-on.ts";
import { serveEvaluations } from "../support/external-evaluations.ts";
import { type Caller, caller } from "../support/graph.ts";
import { audience, startIssuer, type TestIssuer } from "../support/issuer.ts";
import { type RunningProcess, startProcess } from "../support/process.ts";
import { soon } from "../support/soon.ts";

describeOn(["postgres"], "five subgraphs and a gateway, each a process, with a real issuer", () => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-apart-"));
  const secret = randomUUID();
  const running = new Map<string, RunningProcess>();
  let database: FreshDatabase;
  let issuer: TestIssuer;
  let evaluations: Awaited<ReturnType<typeof serveEvaluations>>;
  let releaseId: string;

  const as = (process: string, role: string, org?: string): Caller =>
    caller((running.get(process) as RunningProcess).url, () => issuer.tokenFor(role, { org }));

  beforeAll(async () => {
    [database, issuer] = await Promise.all([freshDatabase("postgres"), startIssuer()]);
    if (database.config.kind !== "postgres") throw new Error("The suite asked for PostgreSQL.");
    const env = {
      DATABASE_URL: database.config.url,
      MIGRATION_DATABASE_URL: database.config.migrationUrl as string,
      DATABASE_POOL: "3",
      OIDC_ISSUER: issuer.url,
      OIDC_AUDIENCE: audience,
      GATEWAY_SECRET: secret,
      WEBHOOK_SECRETS_KEY: Buffer.alloc(32, 7).toString("base64"),
    };
    const begun = [["start"], ...subgraphNames.map((name) => ["subgraph", name])].map(async (words) =>
      running.set(words.at(-1) as string, await startProcess(words, env)),
    );
    await Promise.all(begun);

    const { mutate } = as("start", "commerce");
    await mutate("enrolVendor", { org: "example-labs", name: "Example Labs (fictional)" });
    const input = {
      name: "Aurora",
      modelVersion: "1",
      description: "A model.",
      safeguards: "Classifiers.",
      policyKey: "eo12981",
    };
    const { release } = await as("start", "vendor", "example-labs").mutate("registerRelease", input, "release { id }");
    releaseId = release.id;
    evaluations = await serveEvaluations({ [releaseId]: [{ id: "e1", suite: "cyber", score: 0.5, passed: true }] });

    const file = join(folder, "subgraphs.json");
    const ours = subgraphNames.map((name) => ({ name, url: `${running.get(name)?.url}/graphql` }));
    const subgraphs = [...ours, { name: "evaluations", url: evaluations.url, external: true }];
    writeFileSync(file, JSON.stringify({ subgraphs }));
    running.set("gateway", await startProcess(["gateway"], { ...env, SUBGRAPHS: file, INTROSPECTION: "off" }));
  });

  afterAll(async () => {
    await Promise.all([...running.values()].map((each) => each.end()));
    await evaluations?.close();
    await issuer?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const both = `query Both($id: ID!) { release(id: $id) {
    name phase vendor { name org } policy { key } applications { totalCount } partnersAuthorized } viewer { roles org } }`;

  it("answer as the linked graph does", async () => {
    const vendor = ["vendor", "example-labs"] as const;
    const linked = await as("start", ...vendor).ask(both, { id: releaseId });
    expect(linked.release).toMatchObject({ name: "Aurora", vendor: { org: "example-labs" }, partnersAuthorized: 0 });
    expect(await as("gateway", ...vendor).ask(both, { id: releaseId })).toEqual(linked);
  });

  it("deliver to webhooks that were registered through the gateway, and to no address of this machine", async () => {
    const partner = as("gateway", "partner", "initech");
    const input = { url: "https://hooks.example.org/", types: ["PartnerRegistered"] };
    const { webhook, secret: shown } = await partner.mutate("registerWebhook", input, "webhook { id } secret");
    expect(shown).toMatch(/^whsec_/);
    await database.asOwner("update webhook set url = 'http://127.0.0.1:9/' where id = $1", [webhook.id]);
    await partner.mutate("registerPartner", {
      legalName: "Initech (fictional)",
      kind: "ENTERPRISE",
      jurisdiction: "US",
    });
    const log = "query L($id: ID!) { webhookAttempts(webhookId: $id) { nodes { outcome change { type } } } }";
    await soon(async () => {
      const { webhookAttempts } = await partner.ask(log, { id: webhook.id });
      expect(webhookAttempts.nodes[0]).toEqual({ outcome: "ADDRESS_FORBIDDEN", change: { type: "PartnerRegistered" } });
    });
  });

  it("run mutations through the gateway, each with its ledger entry", async () => {
    const { partner, refusals } = await as("gateway", "partner", "acme-research").mutate(
      "registerPartner",
      { legalName: "Acme Research (fictional)", kind: "ENTERPRISE", jurisdiction: "US" },
      "partner { id status }",
    );
    expect([partner.status, refusals]).toEqual(["REGISTERED", []]);
    const seen = await as("gateway", "auditor").ask(
      "query C($id: ID) { changes(filter: { subjectId: $id }) { nodes { type } } }",
      {
        id: partner.id,
      },
    );
    expect(seen.changes.nodes).toEqual([{ type: "PartnerRegistered" }]);
  });

  it("join a vendor's own subgraph, which gets neither the caller's token nor the secret", async () => {
    const asked = "query E($id: ID!) { release(id: $id) { name evaluations { suite score } } }";
    const { release } = await as("gateway", "oncd").ask(asked, { id: releaseId });
    expect(release).toEqual({ name: "Aurora", evaluations: [{ suite: "cyber", score: 0.5 }] });
    expect(evaluations.headers.length).toBeGreaterThan(0);
    for (const headers of evaluations.headers) {
      expect(headers).not.toHaveProperty("authorization");
      expect(Object.values(headers)).not.toContain(secret);
    }
  });

  it("refuse at the gateway what a role may not do", async () => {
    const document = `mutation { enrolVendor(input: { idempotencyKey: "12345678", org: "x", name: "X" }) { refusals { code } } }`;
    const { data, errors, status } = await as("gateway", "oncd").send(document);
    expect([data ?? null, errors?.map(({ extensions }) => extensions.code), status]).toEqual([
      null,
      ["FORBIDDEN"],
      403,
    ]);
  });

  it("answer nobody who comes past the gateway", async () => {
    const { status, errors } = await as("partners", "commerce").send("{ partners { totalCount } }");
    expect([status, errors?.[0]?.extensions.code]).toEqual([403, "FORBIDDEN"]);
  });

  it("go on without a subgraph that is down: its fields are null, with path and code", async () => {
    await running.get("applications")?.end();
    const { data, errors } = await as("gateway", "oncd").send(both, { id: releaseId });
    expect(data.release).toMatchObject({ name: "Aurora", applications: null, partnersAuthorized: 0 });
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [["release", "applications"], "SUBGRAPH_UNAVAILABLE"],
    ]);
  });

  it("stop cleanly when told to", async () => {
    for (const name of ["gateway", "start", "ledger"]) expect(await running.get(name)?.end()).toBe(0);
  });
});
