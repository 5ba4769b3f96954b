import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { startFixture } from "./fixture.ts";
import { startProcess } from "./process.ts";

const check = (name: string, outcome: () => Promise<unknown>) => ({ name, check: outcome });

describe("health", () => {
  it("is told apart from readiness", async () => {
    let database = true;
    const server = await startFixture({
      ready: [check("database", () => (database ? Promise.resolve() : Promise.reject(new Error("10.0.0.7 refused"))))],
    });
    expect((await server.send("/readyz")).body).toEqual({
      status: "ready",
      checks: { database: "ok", identity: "ok" },
    });
    database = false;
    const unready = await server.send("/readyz");
    expect(unready.status).toBe(503);
    expect(unready.body).toEqual({ status: "not ready", checks: { database: "failed", identity: "ok" } });
    expect(JSON.stringify(server.lines)).toContain("10.0.0.7 refused");
    expect((await server.send("/healthz")).body).toEqual({ status: "ok" });
    expect((await server.send("/healthz", { method: "HEAD" })).text).toBe("");
    await server.stop();
  });

  it("does not wait for a check that never ends, and asks once for many who ask", async () => {
    let asked = 0;
    const server = await startFixture({
      ready: [
        check("stuck", () => {
          asked += 1;
          return new Promise(() => {});
        }),
      ],
    });
    const answers = await Promise.all(Array.from({ length: 5 }, () => server.send("/readyz")));
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
    expect(asked).toBe(1);
    await server.stop();
  });
});

describe("stopping", () => {
  it("turns readiness off, finishes what is under way, and takes nothing new", async () => {
    const server = await startFixture({ settings: { drainDelay: 3_000 } });
    const slow = server.ask("{ slow(milliseconds: 3300) }");
    await server.ask("{ viewer { subject } }");
    const stopped = server.stop();
    const unready = await server.send("/readyz");
    expect(unready.status).toBe(503);
    expect(unready.headers.get("connection")).toBe("close");
    expect((await server.ask("{ viewer { subject } }")).status).toBe(200);
    expect((await slow).body.data).toEqual({ slow: "done" });
    await stopped;
    await expect(server.send("/healthz")).rejects.toThrow();
  });

  it("waits for no connection on which nothing was ever sent", async () => {
    const server = await startFixture();
    const silent = connect(server.port, "127.0.0.1").resume();
    await once(silent, "connect");
    await server.ask("{ viewer { subject } }");
    const closed = once(silent, "close");
    await server.stop();
    await closed;
    expect(server.lines.map(({ msg }) => msg)).not.toContain(
      "requests did not finish in time: their connections are cut",
    );
  });

  it("happens once, however often it is asked for", async () => {
    const server = await startFixture();
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
  });

  it("lets the port be taken again, and a taken port is an error that names it", async () => {
    const server = await startFixture();
    await expect(startFixture({ settings: { port: server.port } })).rejects.toThrow(/EADDRINUSE/);
    await server.stop();
    const again = await startFixture({ settings: { port: server.port } });
    await again.stop();
  });

  it.each(["SIGTERM", "SIGINT"] as const)(
    "at %s ends the process with 0 after the answer under way",
    async (signal) => {
      const server = await startProcess();
      const answer = fetch(`${server.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: "{ slow(milliseconds: 500) }" }),
      });
      await fetch(`${server.url}/healthz`);
      const code = server.end(signal);
      expect(await (await answer).json()).toMatchObject({ data: { slow: "done" } });
      expect(await code).toBe(0);
    },
  );

  it.each(["SIGTERM", "SIGINT"] as const)(
    "goes on answering with readiness off until load balancers have noticed, and a %s meanwhile ends it at once",
    async (signal) => {
      const server = await startProcess(60_000);
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      server.signal("SIGTERM");
      await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status).toBe(503);
      const answer = await fetch(`${server.url}/graphql?query={viewer{subject}}`, {
        headers: { "apollo-require-preflight": "1" },
      });
      expect(await answer.json()).toMatchObject({ data: { viewer: { subject: null } } });
      expect(await server.end(signal)).toBe(1);
    },
  );
});
