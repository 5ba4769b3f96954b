import { type ClientRequest, request as httpRequest } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ByteBudget } from "../../src/server/byte-budget.ts";
import { startFixture } from "./fixture.ts";
import { startProcess } from "./process.ts";

const patient = new AbortController().signal;
const settled = async (work: Promise<unknown>): Promise<boolean> =>
  Promise.race([work.then(() => true), new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))]);

describe("a budget of bytes", () => {
  afterEach(() => void vi.useRealTimers());

  it("is given to those that fit, and to the others in their order as it comes back", async () => {
    const budget = new ByteBudget(10);
    const [first, second, third, last] = [budget.lease(), budget.lease(), budget.lease(), budget.lease()];
    await first.take(4, patient);
    await second.take(6, patient);
    const thirds = third.take(8, patient);
    const lasts = last.take(1, patient);
    first.end();
    expect(await settled(thirds)).toBe(false);
    expect(await settled(lasts), "a small one doesn't overtake").toBe(false);
    second.end();
    await Promise.all([thirds, lasts]);
    expect([second.held, third.held]).toEqual([false, true]);
  });

  it("comes back once, however often a lease ends", async () => {
    const budget = new ByteBudget(10);
    const lease = budget.lease();
    await lease.take(10, patient);
    lease.end();
    lease.end();
    await budget.lease().take(10, patient);
    expect(await settled(budget.lease().take(1, patient))).toBe(false);
  });

  it("isn't waited for without end, nor by who has left: those behind move up", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const budget = new ByteBudget(10, 1_000);
    const holder = budget.lease();
    await holder.take(6, patient);
    const leaving = new AbortController();
    const gone = budget.lease().take(10, leaving.signal);
    const next = budget.lease().take(4, patient);
    expect(await settled(next)).toBe(false);
    leaving.abort();
    await expect(gone).rejects.toMatchObject({ extensions: { code: "BUSY" } });
    await next;
    const late = budget.lease().take(1, patient);
    vi.advanceTimersByTime(1_000);
    await expect(late).rejects.toMatchObject({ extensions: { code: "BUSY" } });
    await expect(budget.lease().take(1, leaving.signal)).rejects.toMatchObject({ extensions: { code: "BUSY" } });
  });
});

const large = JSON.stringify({
  query: "query ($c: ID!) { release(id: $c) { id } }",
  variables: { c: "x".repeat(1_000_000) },
});

const stated = { "content-length": Buffer.byteLength(large) };

/** A request whose body the test writes, and the status that it is answered with. */
function open(url: string, length: Record<string, number>): { request: ClientRequest; status: Promise<unknown> } {
  const headers = { "content-type": "application/json", ...length };
  const request = httpRequest(`${url}/graphql`, { method: "POST", headers, agent: false });
  const status = new Promise((resolve, reject) => {
    request.once("response", (response) => resolve(response.resume().statusCode));
    request.once("error", reject);
  });
  return { request, status };
}

describe("large bodies", () => {
  it("fill the room that there is for them; small ones are answered meanwhile, and all when there is room again", async () => {
    const server = await startFixture();
    // Eight bodies that never end hold all of the room; half of them don't say how long they will be.
    const held = Array.from({ length: 8 }, (_, index) => open(server.url, index % 2 ? {} : stated));
    for (const { request } of held) request.write(large.slice(0, 200_000));
    const small = () => server.ask("{ viewer { subject } }");
    expect((await small()).status).toBe(200);
    const ninth = open(server.url, stated);
    ninth.request.end(large);
    const unread = Promise.race([
      ninth.status,
      small()
        .then(() => small())
        .then(() => "not yet"),
    ]);
    expect(await unread).toBe("not yet");
    // One of them leaves, the others go on to their end.
    const left = expect(held[0]!.status).rejects.toThrow();
    held[0]!.request.destroy();
    await left;
    expect(await ninth.status).toBe(200);
    for (const { request } of held.slice(1)) request.end(large.slice(200_000));
    expect(await Promise.all(held.slice(1).map(({ status }) => status))).toEqual(Array(7).fill(200));
    await server.stop();
  });

  it("leave memory bounded where two hundred come at once", async () => {
    const alone = await startProcess();
    const send = (): ReturnType<typeof open> => open(alone.url, stated);
    const small = send();
    small.request.end(large);
    await small.status;
    const before = await alone.peak();
    const sent = Array.from({ length: 200 }, send);
    for (const { request } of sent) request.write(large.slice(0, -1));
    await fetch(`${alone.url}/healthz`);
    for (const { request } of sent) request.end(large.slice(-1));
    expect(await Promise.all(sent.map(({ status }) => status))).toEqual(Array(200).fill(200));
    expect((await alone.peak()) - before).toBeLessThan(240 * 1_048_576);
    await alone.end("SIGTERM");
  });
});
