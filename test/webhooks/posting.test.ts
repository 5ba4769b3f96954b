import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { rangesFrom } from "../../src/webhooks/forbidden.ts";
import { type Posting, post } from "../../src/webhooks/post.ts";
import type { Resolve } from "../../src/webhooks/settings.ts";

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

async function listen(server: Pick<Server, "listen" | "address" | "close">): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(server);
  return (server.address() as AddressInfo).port;
}

/** A web server on this machine's loopback; counts what reaches it. */
async function receiver(answer: (respond: import("node:http").ServerResponse) => void) {
  const seen = { requests: 0 };
  const server = createServer((_request, response) => {
    seen.requests += 1;
    answer(response);
  });
  const port = await listen(server);
  open.push({ close: () => server.closeAllConnections() });
  return { seen, port, url: `http://127.0.0.1:${port}/in` };
}

interface Certified {
  readonly key: string;
  readonly cert: string;
}

/** A certificate for this machine's loopback that nobody else vouches for; null where there is no openssl to make one. */
function selfSigned(): Certified | null {
  const folder = mkdtempSync(join(tmpdir(), "countersign-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const kind = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"];
  try {
    execFileSync("openssl", [...kind, ...subject, "-keyout", key, "-out", cert], { stdio: "ignore" });
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const sent = (url: string, more: Partial<Posting> = {}): Posting => ({
  url,
  headers: { "webhook-id": "chg_1" },
  body: "{}",
  timeoutMs: 60_000,
  signal: new AbortController().signal,
  ...more,
});
const onLoopback = { allowLoopback: true };
const standsFor = (...answers: string[][]): Resolve & { asked: number } => {
  const resolve = Object.assign(
    async () => {
      resolve.asked += 1;
      return answers[Math.min(resolve.asked, answers.length) - 1] as string[];
    },
    { asked: 0 },
  );
  return resolve;
};

describe("posting to a receiver", () => {
  it("takes any 2xx for an acknowledgement, and says what else it answered", async () => {
    for (const [status, outcome] of [
      [200, "ACKNOWLEDGED"],
      [204, "ACKNOWLEDGED"],
      [299, "ACKNOWLEDGED"],
      [400, "REFUSED"],
      [404, "REFUSED"],
      [500, "REFUSED"],
      [410, "GONE"],
    ] as const) {
      const { url } = await receiver((response) => response.writeHead(status).end());
      expect(await post(onLoopback, sent(url))).toEqual({ outcome, status, retryAfter: null });
    }
  });

  it.each([301, 302, 303, 307, 308])("follows no redirect (%s)", async (status) => {
    const other = await receiver((response) => response.writeHead(204).end());
    const { url } = await receiver((response) => response.writeHead(status, { location: other.url }).end());
    expect(await post(onLoopback, sent(url))).toMatchObject({ outcome: "REDIRECTED", status });
    expect(other.seen.requests).toBe(0);
  });

  it("reads `Retry-After` as seconds or as a date, and nothing else", async () => {
    const asked = async (text: string) => {
      const { url } = await receiver((response) => response.writeHead(503, { "retry-after": text }).end());
      return (await post(onLoopback, sent(url))).retryAfter;
    };
    expect(await asked("120")).toBe(120_000);
    expect(await asked("Sun, 06 Nov 1994 08:49:37 GMT")).toBe(0);
    expect(await asked(new Date(Date.now() + 3_600_000).toUTCString())).toBeGreaterThan(3_000_000);
    expect(await asked("soon")).toBeNull();
    expect(await asked("-5")).toBeNull();
  });

  it("reads nothing of an answer's body, however much there is", async () => {
    let written = 0;
    const chunk = Buffer.alloc(1 << 20);
    const { url } = await receiver((response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && written < 512) {
          written += 1;
          if (!response.write(chunk)) return void response.once("drain", more);
        }
      };
      more();
    });
    expect(await post(onLoopback, sent(url))).toMatchObject({ outcome: "ACKNOWLEDGED" });
    expect(written).toBeLessThan(512);
  });

  it("refuses an answer whose head has no end, or that is none", async () => {
    for (const text of [`HTTP/1.1 200 OK\r\nx: ${"y".repeat(100_000)}\r\n\r\n`, "nonsense\r\n\r\n"]) {
      const server = createTcpServer((socket) => {
        socket.on("error", () => undefined);
        socket.end(text);
      });
      const port = await listen(server as never);
      expect(await post(onLoopback, sent(`http://127.0.0.1:${port}/`))).toMatchObject({ outcome: "UNREACHABLE" });
    }
  });

  it("takes an answer that would speak another protocol for a refusal, and goes on", async () => {
    const server = createTcpServer((socket) => {
      socket.on("error", () => undefined);
      socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n");
    });
    const port = await listen(server as never);
    expect(await post(onLoopback, sent(`http://127.0.0.1:${port}/`))).toEqual({
      outcome: "REFUSED",
      status: 101,
      retryAfter: null,
    });
  });

  it("waits for no look-up that heeds no end", async () => {
    const stuck = { allowLoopback: false, resolve: (() => new Promise(() => undefined)) as Resolve };
    const cut = new AbortController();
    const posting = post(stuck, sent("https://hooks.example.org/", { signal: cut.signal }));
    cut.abort(new Error("cut"));
    await expect(posting).rejects.toThrow("cut");
    expect(await post(stuck, sent("https://hooks.example.org/", { timeoutMs: 50 }))).toMatchObject({
      outcome: "TIMED_OUT",
    });
  });

  it("waits for nobody for longer than it is told", async () => {
    const silent = createTcpServer((socket) => socket.on("error", () => undefined));
    open.push({ close: () => undefined });
    const port = await listen(silent as never);
    const reply = await post(onLoopback, sent(`http://127.0.0.1:${port}/`, { timeoutMs: 50 }));
    expect(reply).toMatchObject({ outcome: "TIMED_OUT", status: null });
    const slow: Resolve = (_name, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("cancelled"))));
    expect(
      await post({ allowLoopback: false, resolve: slow }, sent("https://hooks.example.org/", { timeoutMs: 50 })),
    ).toMatchObject({
      outcome: "TIMED_OUT",
    });
  });

  it("says where nobody listens, and where a name stands for nothing", async () => {
    const { url, port } = await receiver((response) => response.end());
    open.splice(0).forEach((each) => void each.close());
    expect(port).toBeGreaterThan(0);
    expect(await post(onLoopback, sent(url))).toMatchObject({ outcome: "UNREACHABLE" });
    const unknown: Resolve = () => Promise.reject(new Error("ENOTFOUND"));
    expect(await post({ ...onLoopback, resolve: unknown }, sent("https://hooks.example.org/"))).toMatchObject({
      outcome: "NAME_UNKNOWN",
    });
    expect(await post({ ...onLoopback, resolve: standsFor([]) }, sent("https://hooks.example.org/"))).toMatchObject({
      outcome: "NAME_UNKNOWN",
    });
  });

  it("refuses a receiver that doesn't speak TLS", async () => {
    const { port } = await receiver((response) => response.end());
    expect(await post(onLoopback, sent(`https://127.0.0.1:${port}/`))).toMatchObject({ outcome: "TLS_FAILED" });
  });

  const certified = selfSigned();
  it.skipIf(certified === null)("refuses a receiver that signed its certificate itself", async () => {
    let requests = 0;
    const server = createTlsServer(certified as Certified, (_request, response) => {
      requests += 1;
      response.end();
    });
    server.on("tlsClientError", () => undefined);
    const port = await listen(server);
    expect(await post(onLoopback, sent(`https://127.0.0.1:${port}/`))).toMatchObject({ outcome: "TLS_FAILED" });
    expect(requests).toBe(0);
  });
});

describe("what a name stands for", () => {
  it.each([
    ["loopback", ["127.0.0.1"]],
    ["a private network", ["10.1.2.3"]],
    ["a cloud's metadata", ["169.254.169.254"]],
    ["an address in an address", ["::ffff:10.0.0.1"]],
    ["a public address and one that isn't", ["93.184.215.14", "192.168.0.1"]],
  ])("is refused where it is %s, before anything is sent", async (_what, addresses) => {
    const settings = { allowLoopback: false, resolve: standsFor(addresses) };
    expect(await post(settings, sent("https://hooks.example.org/"))).toEqual({
      outcome: "ADDRESS_FORBIDDEN",
      status: null,
      retryAfter: null,
    });
  });

  it("is asked once, and the connection goes to what was checked, whatever the name says next", async () => {
    const { seen, port } = await receiver((response) => response.writeHead(204).end());
    const resolve = standsFor(["127.0.0.1"], ["10.0.0.1"]);
    const reply = await post({ ...onLoopback, resolve }, sent(`http://hooks.localhost:${port}/`));
    expect([reply.outcome, seen.requests, resolve.asked]).toEqual(["ACKNOWLEDGED", 1, 1]);
    expect((await post({ ...onLoopback, resolve }, sent(`http://hooks.localhost:${port}/`))).outcome).toBe(
      "ADDRESS_FORBIDDEN",
    );
    expect(seen.requests).toBe(1);
  });

  it("is refused for a name of this machine where that isn't allowed, stored or not", async () => {
    const { seen, url } = await receiver((response) => response.end());
    expect((await post({ allowLoopback: false }, sent(url))).outcome).toBe("ADDRESS_FORBIDDEN");
    expect(seen.requests).toBe(0);
  });

  it("is refused where the configuration forbids it, by its address and by a name among whose addresses it is", async () => {
    const { seen, port, url } = await receiver((response) => response.writeHead(204).end());
    const settings = { ...onLoopback, forbidden: rangesFrom("127.0.0.0/8", []) };
    expect((await post(settings, sent(url))).outcome).toBe("ADDRESS_FORBIDDEN");
    const named = sent(`http://hooks.localhost:${port}/`);
    for (const addresses of [["127.0.0.1"], ["::1", "127.0.0.1"]]) {
      expect((await post({ ...settings, resolve: standsFor(addresses) }, named)).outcome).toBe("ADDRESS_FORBIDDEN");
    }
    expect(seen.requests).toBe(0);
    expect((await post({ ...onLoopback, resolve: standsFor(["127.0.0.1"]) }, named)).outcome).toBe("ACKNOWLEDGED");
  });
});
