import "reflect-metadata";
import { randomBytes } from "node:crypto";
import { inflateSync } from "node:zlib";
import { decodeJwt } from "jose";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Context } from "../../src/context.ts";
import { type Place, placesFor, type Wanted } from "../../src/decisions/tokens/places.ts";
import { StatusLists } from "../../src/decisions/tokens/status-list.ts";
import type { TokenIssuer } from "../../src/identity/token-issuer.ts";
import { auditor } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { soon } from "../support/soon.ts";
import { done } from "../support/story.ts";
import { type Setting, setting } from "./setting.ts";

const VALID = 0;
const SUSPENDED = 2;
const CHANGED = 3;

describeOn(["postgres"], "places in status lists", (kind) => {
  let here: Setting;
  let authorizationId: string;
  beforeAll(async () => {
    here = await setting(kind);
    ({ authorizationId } = await here.authorized());
  });
  afterAll(() => here?.stop());

  /** What one node asks of the database with. */
  const node = () => new Context(here.graph.services, auditor, "places");
  /** Terms that nobody has: each asks for a place of its own. */
  const wanted = (count: number): Wanted[] =>
    Array.from({ length: count }, () => ({ authorizationId, terms: randomBytes(32).toString("hex") }));
  const shown = ({ list, place }: Place) => `${list}/${place}`;

  it("are given out by two nodes at once, each to one, though they draw the same lots, and to each in the order asked", async () => {
    const [ours, theirs] = [wanted(1_000), wanted(1_000)];
    const [given, givenThere] = await Promise.all([placesFor(node(), ours), placesFor(node(), theirs)]);
    expect(new Set([...given, ...givenThere].map(shown)).size).toBe(2_000);
    const back = [...ours, ...theirs].reverse();
    expect((await placesFor(node(), back)).map(shown)).toEqual([...given, ...givenThere].reverse().map(shown));
  });

  it("are the same for the same terms, whoever asks at the same moment", async () => {
    const both = wanted(300);
    const nodes = await Promise.all(
      [both, both.toReversed(), both].map(async (asked) => {
        const places = await placesFor(node(), asked);
        return new Map(asked.map(({ terms }, at) => [terms, shown(places[at] as Place)]));
      }),
    );
    for (const each of nodes) expect(each).toEqual(new Map(nodes[0]));
  });

  it("are given out although PostgreSQL ends the statement for a deadlock", async () => {
    const [first, second] = wanted(2).sort((one, other) => (one.terms < other.terms ? -1 : 1)) as [Wanted, Wanted];
    const { config } = here.graph.database;
    const crossing = new pg.Client({ connectionString: (config as { migrationUrl?: string }).migrationUrl });
    await crossing.connect();
    try {
      // Only the other one looks for deadlocks.
      await crossing.query("set deadlock_timeout = '1h'");
      const take = (place: number, { terms }: Wanted) =>
        crossing.query(
          "insert into authorization_token (list, place, authorization_id, terms) values (1000000, $1, $2, decode($3, 'hex'))",
          [place, authorizationId, terms],
        );
      await crossing.query("begin");
      await take(1, second);
      const placing = placesFor(node(), [first, second]);
      const waiting =
        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'into authorization_token'";
      await soon(async () => expect((await here.graph.database.query(waiting)).length).toBe(1));
      await take(2, first);
      await crossing.query("commit");
      expect(await placing).toEqual([
        expect.objectContaining({ list: 1_000_000, place: 2 }),
        expect.objectContaining({ list: 1_000_000, place: 1 }),
      ]);
    } finally {
      await crossing.end();
    }
  });
});

describeOn(["postgres"], "a status list as a node reads it", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
  });
  afterAll(() => here?.stop());

  /** One node's lists, with what it asked the database. */
  function reading(pageOfEntries?: number) {
    const { services } = here.graph;
    const asked: string[] = [];
    const query = (text: string, values?: unknown[]) => {
      asked.push(text);
      return services.database.query(text, values);
    };
    const database = { ...services.database, query: query as never };
    const lists = new StatusLists({ ...services, database }, services.tokens as TokenIssuer, pageOfEntries);
    return {
      asked,
      /** How often it has read a whole list. */
      wholes: () => asked.filter((text) => /as "placedAt"/.test(text) && !/k\.authorization_id in/.test(text)).length,
      statuses: async () => {
        const found = await lists.list(1);
        const { lst } = decodeJwt(found?.token as string).status_list as { lst: string };
        const bytes = inflateSync(Buffer.from(lst, "base64url"));
        return (place: number) => ((bytes[place >> 2] as number) >> ((place & 3) * 2)) & 3;
      },
    };
  }
  const holding = async () => {
    const made = await here.authorized();
    const asked = "query T($id: ID!) { authorization(id: $id) { token } }";
    const { authorization } = await here.people.vendor.ask(asked, { id: made.authorizationId });
    const { idx } = (decodeJwt(authorization.token).status as { status_list: { idx: number } }).status_list;
    return { ...made, idx };
  };
  const suspend = async (authorizationId: string) =>
    done(
      await here.people.commerce.mutate("suspendAuthorization", {
        authorizationId,
        reason: "DIVERSION",
        legalBasis: "Test",
      }),
    );
  const disconnect = async (times: number) => {
    const input = { kind: "SUBJECT", value: "test|nobody", reason: "It hangs." };
    for (let time = 0; time < times; time += 1) {
      done(await here.people.administrator.mutate("disconnectActor", input));
    }
  };

  it("shows every place that was given out, before it was read and after, and is read whole once", async () => {
    const { authorizationId, idx } = await holding();
    const context = new Context(here.graph.services, auditor, "places");
    const more = (count: number) =>
      placesFor(
        context,
        Array.from({ length: count }, () => ({ authorizationId, terms: randomBytes(32).toString("hex") })),
      );
    const node = reading();
    const given = await more(1_000);
    const statuses = await node.statuses();
    expect(statuses(idx)).toBe(VALID);
    expect(given.filter(({ place }) => statuses(place) !== CHANGED)).toEqual([]);
    const later = await more(450);
    await soon(async () => {
      const now = await node.statuses();
      expect(later.filter(({ place }) => now(place) !== CHANGED)).toEqual([]);
      expect(now(idx)).toBe(VALID);
    });
    expect(node.wholes()).toBe(1);
    await suspend(authorizationId);
    await soon(async () => {
      const now = await node.statuses();
      expect([...given, ...later].filter(({ place }) => now(place) !== SUSPENDED)).toEqual([]);
    });
    expect(node.wholes()).toBe(1);
  });

  it("follows what is recorded page by page, and is read whole again only where that is too much", async () => {
    const [one, other] = [await holding(), await holding()];
    const node = reading(2);
    expect((await node.statuses())(one.idx)).toBe(VALID);
    expect(node.wholes()).toBe(1);
    await disconnect(3);
    await suspend(one.authorizationId);
    await disconnect(6);
    await suspend(other.authorizationId);
    node.asked.length = 0;
    await soon(async () => {
      const now = await node.statuses();
      expect([now(one.idx), now(other.idx)]).toEqual([SUSPENDED, SUSPENDED]);
    });
    expect(node.wholes()).toBe(0);
    done(await here.people.commerce.mutate("reinstateAuthorization", { authorizationId: one.authorizationId }));
    await disconnect(50);
    await soon(async () => expect((await node.statuses())(one.idx)).toBe(VALID));
    expect(node.wholes()).toBe(1);
  });
});
