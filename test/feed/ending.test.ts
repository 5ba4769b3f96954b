import "reflect-metadata";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { Context } from "../../src/context.ts";
import { LedgerTail } from "../../src/feed/tail.ts";
import { ledgerStart } from "../../src/ledger/cursor.ts";
import { followChanges } from "../../src/ledger/follow-changes.ts";
import { vendorOf } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Following, following, readers } from "../support/feed.ts";
import { type Graph, silent, startGraph } from "../support/graph.ts";
import type { Person } from "../support/people.ts";
import { rawSocket } from "../support/raw-socket.ts";
import { done, type Story, story } from "../support/story.ts";

const source = "subscription E($after: Cursor) { changes(after: $after) { cursor type sequence } }";
const revoked = { extensions: { code: "UNAUTHENTICATED", reason: "TOKEN_REVOKED" } };

describeOn(["postgres", "embedded"], "a subscription's end", (kind) => {
  let graph: Graph;
  let tell: Story;
  let feed: Following;
  let vendors = 0;
  beforeAll(async () => {
    graph = await startGraph(kind);
    tell = story(graph);
    feed = following(graph);
  });
  afterEach(() => feed?.stop());
  afterAll(() => graph?.stop());

  const revoke = async (kindOf: string, value: string) =>
    done(await tell.people.administrator.mutate("revokeActor", { kind: kindOf, value, reason: "Left." }));
  /** A change that every official may see. */
  const change = async () => {
    vendors += 1;
    await tell.vendor({ org: `labs-${vendors}`, name: `Labs ${vendors} (fictional)` });
  };

  it.each([
    ["person", "SUBJECT", "test|leaving", { roles: ["commerce"], subject: "test|leaving" }],
    ["token", "TOKEN", "lost-token", { roles: ["commerce"], subject: "test|other", tokenId: "lost-token" }],
    ["organisation", "ORGANISATION", "leaving-labs", { roles: ["vendor"], org: "leaving-labs" }],
  ])(
    "comes at once for a %s that is revoked, with the reason, and for nobody else",
    async (_, kindOf, value, person: Person) => {
      const staying = await feed.as(readers.commerce, source, { after: await feed.here() });
      // Each by a document of its own, so that each is followed by itself.
      const [first, second] = ["A", "B"].map((name) => source.replace("subscription E", `subscription ${name}`));
      const stream = await feed.as(person, first!, {});
      const token = await graph.people.tokenFor(person);
      const socket = await (await rawSocket(graph.url)).introduced({ authorization: `Bearer ${token}` });
      socket.subscribe("a", second!);
      // Of nothing but this is the end heard: no event comes after it.
      const before = graph.services.tail.following;
      const ended = stream.next();
      await expect.poll(() => graph.services.tail.following).toBeGreaterThanOrEqual(Math.min(3, before + 1));
      await revoke(kindOf, value);
      expect((await ended)?.errors).toMatchObject([revoked]);
      expect(await stream.next()).toBeNull();
      expect(await socket.hear()).toMatchObject({ type: "next", id: "a", payload: { errors: [revoked] } });
      expect(await socket.closed).toEqual({
        code: 4403,
        reason: "This identity has been revoked. Ask an administrator.",
      });
      await change();
      expect((await staying.next())?.data.changes.type).toBe("VendorEnrolled");
      const again = await feed.as(person, source, {});
      expect(await again.next().catch(({ message }: Error) => message)).toEqual({
        errors: [expect.objectContaining(revoked)],
      });
    },
  );

  it("comes before what is recorded with or after the revocation, for one that lags behind", async () => {
    const person = { roles: ["commerce"], subject: "test|lagging" };
    const after = await feed.here();
    await change();
    await revoke("SUBJECT", "test|lagging");
    const lagging = await feed.as(person, source, { after });
    const first = await lagging.next();
    expect(first?.data).toBeUndefined();
    expect(first?.errors).toMatchObject([revoked]);
  });

  it("comes for a revoked reader whose place lies before all that the process keeps, too", async () => {
    await change();
    const tail = new LedgerTail(graph.database, silent, { kept: 1, pollMs: 5 });
    const actor = vendorOf("labs-1", "far-behind");
    const context = new Context({ ...graph.services, tail }, actor, "a request");
    const read = await followChanges(context, {}, ledgerStart);
    const types: string[] = [];
    for (let next = await read.next(); types.push(next.value!.type) < 4; next = await read.next());
    expect(types).toEqual([...Array(3).fill("PolicyPublished"), "VendorEnrolled"]);
    // It waits at the end; another would begin before what is kept.
    const waiting = read.next();
    waiting.catch(() => undefined);
    await expect.poll(() => tail.following).toBe(1);
    await revoke("SUBJECT", actor.subject!);
    await expect(waiting).rejects.toMatchObject({ extensions: { code: "UNAUTHENTICATED" } });
    const late = await followChanges(new Context({ ...graph.services, tail }, actor, "another"), {}, ledgerStart);
    await expect(late.next()).rejects.toMatchObject({ extensions: { code: "UNAUTHENTICATED" } });
  });

  it("comes with its token's", async () => {
    const person = { roles: ["commerce"], expiresAt: new Date(Date.now() + 1_500) };
    for (const transport of ["socket", "events"] as const) {
      const reader = await feed.as(person, source, {}, transport);
      expect((await reader.next())?.errors).toMatchObject([
        { extensions: { code: "UNAUTHENTICATED", reason: "TOKEN_EXPIRED" } },
      ]);
    }
  });
});
