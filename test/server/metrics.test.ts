import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLinked } from "../../src/processes/linked.ts";
import { Meter } from "../../src/server/meter.ts";
import type { RunningServer } from "../../src/server/server.ts";
import { describeOn } from "../support/describe-on.ts";
import { anyPort, type Graph, gatewayOfOwn, scrapersToken, silent, startGraph } from "../support/graph.ts";
import { story } from "../support/story.ts";
import { follow } from "../support/subscriber.ts";

interface Scraped {
  readonly status: number;
  readonly text: string;
}

const scrape = (url: string, headers: Record<string, string> = {}): Promise<Scraped> =>
  new Promise((resolve, reject) => {
    request(`${url}/metrics`, { headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on("error", reject)
      .end();
  });

const scraper = { authorization: `Bearer ${scrapersToken}` };

/** The values of a metric's lines, by their labels. */
const valuesOf = (text: string, name: string): Record<string, number> =>
  Object.fromEntries(
    text.split("\n").flatMap((line) => {
      const [, found, labels = "", value] = /^(\w+)(?:\{([^}]*)\})? (\S+)$/.exec(line) ?? [];
      return found === name ? [[labels, Number(value)]] : [];
    }),
  );

describeOn(["postgres"], "the metrics of a graph", (kind) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(kind);
  });
  afterAll(() => graph?.stop());

  it("count operations by root field and outcome, refusals and errors by code", async () => {
    const { people } = story(graph);
    await people.auditor.ask("{ releases { totalCount } }");
    await people.auditor.ask("{ releases { totalCount } partners { totalCount } }");
    await people.partner.send("{ doesNotExist }");
    const input = { org: "metered-labs", name: "Metered Labs (fictional)" };
    await people.commerce.mutate("enrolVendor", input);
    await people.commerce.mutate("enrolVendor", { ...input, idempotencyKey: randomUUID() });
    // An alias puts a message where a code is read: it is counted and not repeated.
    await people.commerce.send(
      "mutation ($i: EnrolVendorInput!) { enrolVendor(input: $i) { refusals { code: message } } }",
      { i: { idempotencyKey: randomUUID(), ...input } },
    );
    await people.partner.send("mutation ($i: EnrolVendorInput!) { enrolVendor(input: $i) { refusals { code } } }", {
      i: { idempotencyKey: randomUUID(), ...input },
    });
    const { status, text } = await scrape(graph.url, scraper);
    expect(status).toBe(200);
    const operations = valuesOf(text, "countersign_operations_total");
    expect(operations).toMatchObject({
      'operation="query releases",outcome="ok"': 1,
      'operation="query *",outcome="ok"': 1,
      'operation="mutation enrolVendor",outcome="ok"': 1,
      'operation="mutation enrolVendor",outcome="refused"': 2,
      'operation="mutation enrolVendor",outcome="failed"': 1,
      'operation="none",outcome="failed"': 1,
    });
    expect(valuesOf(text, "countersign_refusals_total")).toEqual({
      'mutation="enrolVendor",code="DUPLICATE"': 1,
      'mutation="enrolVendor",code="OTHER"': 1,
    });
    expect(valuesOf(text, "countersign_errors_total")).toEqual({
      'code="FORBIDDEN"': 1,
      'code="GRAPHQL_VALIDATION_FAILED"': 1,
    });
    expect(valuesOf(text, "countersign_operation_duration_seconds_count")).toMatchObject({
      'operation="query releases"': 1,
    });
    expect(text).not.toContain("doesNotExist");
  });

  it("tell how many follow, what was sent to them, and the state of the pool", async () => {
    const token = await graph.people.tokenFor({ roles: ["auditor"] });
    const followed = follow("socket", graph.url, token, "subscription { changes { type } }", {});
    const first = followed.next();
    await expect
      .poll(async () => valuesOf((await scrape(graph.url, scraper)).text, "countersign_feed_followers")[""])
      .toBeGreaterThan(0);
    const { people } = story(graph);
    await people.commerce.mutate("enrolVendor", { org: "second-metered", name: "Second Metered (fictional)" });
    expect((await first)?.data?.changes.type).toBe("VendorEnrolled");
    const { text } = await scrape(graph.url, scraper);
    expect(valuesOf(text, "countersign_subscriptions")[""]).toBe(1);
    expect(valuesOf(text, "countersign_sockets")[""]).toBe(1);
    expect(valuesOf(text, "countersign_events_total")).toEqual({ 'subscription="changes"': 1 });
    expect(valuesOf(text, "countersign_pool_connections")[""]).toBeGreaterThan(0);
    expect(valuesOf(text, "countersign_pool_waiting")[""]).toBe(0);
    expect(valuesOf(text, "countersign_feed_lag_entries")[""]).toBe(0);
    await followed.stop();
  });

  it("are for who proves to be a scraper, and without a token for a development server's own machine alone", async () => {
    expect((await scrape(graph.url)).status).toBe(404);
    expect((await scrape(graph.url, { authorization: "Bearer another token" })).status).toBe(404);
    expect((await scrape(graph.url, { ...scraper, forwarded: "for=x" })).status).toBe(200);
    const { verifier } = graph.people;
    const started = (developmentTokens: (() => Promise<Record<string, string>>) | null): Promise<RunningServer> =>
      startLinked(anyPort, graph.services, { verifier, developmentTokens }, silent, gatewayOfOwn());
    const [development, real] = [await started(async () => ({})), await started(null)];
    try {
      expect((await scrape(development.url)).text).toContain("countersign_operations_total");
      expect((await scrape(development.url, { "x-forwarded-for": "192.0.2.1" })).status).toBe(404);
      expect((await scrape(real.url)).status).toBe(404);
    } finally {
      await development.stop();
      await real.stop();
    }
  });
});

describe("a meter", () => {
  it("leaves out a figure that can't be had now, and counts on", async () => {
    const meter = new Meter([
      { name: "lost", help: "Lost.", type: "gauge", read: () => Promise.reject(new Error("down")) },
      {
        name: "broken",
        help: "Broken.",
        type: "gauge",
        read: () => {
          throw new Error("at once");
        },
      },
      { name: "held", help: "Held.", type: "counter", read: () => 7 },
    ]);
    const text = await meter.text();
    expect(valuesOf(text, "lost")).toEqual({});
    expect(valuesOf(text, "broken")).toEqual({});
    expect(valuesOf(text, "held")).toEqual({ "": 7 });
    expect(valuesOf(await meter.text(), "held")).toEqual({ "": 7 });
  });
});
