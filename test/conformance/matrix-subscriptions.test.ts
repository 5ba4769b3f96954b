import { beforeAll, describe, expect, it, vi } from "vitest";
import { encodePosition } from "../../src/ledger/cursor.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import type { Fact } from "../support/matrix-facts.ts";
import { facts } from "../support/matrix-facts.ts";
import { subscriptions } from "../support/matrix-schema.ts";
import { type History, readHistory, subscriptionRules, type Told, toldTo } from "../support/matrix-subscriptions.ts";
import { refusedPeople, type Viewpoint, viewpoints } from "../support/matrix-viewpoints.ts";
import type { Person } from "../support/people.ts";
import { type Followed, follow } from "../support/subscriber.ts";
import { populate } from "../support/world.ts";

const names = subscriptions.map(({ name }) => name);

describe("the matrix's rules", () => {
  it("say who may follow every subscription of the schema, and no other", () => {
    expect(Object.keys(subscriptionRules).sort()).toEqual([...names].sort());
  });

  it("say what the schema says of who may follow", () => {
    for (const { name, description } of subscriptions) {
      expect(/Requires `/.test(description ?? ""), name).toBe(subscriptionRules[name]?.roles !== "EVERYONE");
    }
  });
});

const documentOf = (name: string): string => {
  const record = subscriptionRules[name]!.record;
  const event = record ? `cursor type change { id } record: ${record.field} { id }` : "cursor type change: id";
  return `subscription S($after: Cursor) { told: ${name}(after: $after) { ${event} } }`;
};

/** Where a reader begins: before the ledger's first entry, which only the table has, or where this process began to keep them. */
const beginnings = ["the table", "memory"] as const;
type Beginning = (typeof beginnings)[number];

describeOn(["postgres"], "the matrix of roles and subscriptions", (kind) => {
  let known: ReadonlyMap<string, Fact>;
  let history: History;
  let kept = 0;
  const refusals = new Map<string, unknown>();
  const told = new Map<string, { cursor: string; told: Told }[]>();
  const keyOf = (viewpoint: Viewpoint, name: string, from: Beginning): string => [viewpoint.name, name, from].join();

  /** Everything until the stream is over. */
  async function collect(reader: Followed, key: string): Promise<void> {
    const events = (await reader.rest()).map(({ data, errors, extensions }) => {
      if (errors) throw new Error(`${key}: ${JSON.stringify(errors)}`);
      const { cursor, type, change, record = null } = data.told;
      expect(extensions).toEqual({ cursor });
      return { cursor, told: { change: change.id ?? change, type, record: record?.id ?? null } };
    });
    told.set(key, events);
  }

  /** Follows everything as everyone, until all have heard what there is and wait for more; then the server stops. */
  async function followAll(graph: Graph): Promise<void> {
    const open: Promise<void>[] = [];
    const begin = async (person: Person | null, name: string, after: number): Promise<Followed> => {
      const token = person && (await graph.people.tokenFor(person));
      return follow("events", graph.url, token, documentOf(name), {
        after: encodePosition({ sequence: after, id: null }),
      });
    };
    for (const viewpoint of viewpoints) {
      for (const name of names) {
        for (const from of beginnings) {
          const reader = await begin(viewpoint.person, name, from === "memory" ? kept : 0);
          open.push(collect(reader, keyOf(viewpoint, name, from)));
        }
      }
    }
    for (const [who, person] of Object.entries(refusedPeople)) {
      for (const name of names) {
        const reader =
          typeof person === "string"
            ? follow("events", graph.url, person, documentOf(name), {
                after: encodePosition({ sequence: 0, id: null }),
              })
            : await begin(person, name, 0);
        refusals.set(`${who}, ${name}`, await reader.next().catch((error: Error) => error.message));
        await reader.stop();
      }
    }
    const head = history.entries.at(-1)!.seq;
    await vi.waitFor(() => expect(graph.services.tail.following).toBe(open.length + 1), { timeout: 120_000 });
    expect(graph.services.tail.entriesAfter(head)).toEqual([]);
    await graph.stop();
    await Promise.all(open);
  }

  beforeAll(async () => {
    const graph = await startGraph(kind);
    kept = await graph.services.tail.head();
    // Whoever follows makes the process keep what comes.
    const auditor = await graph.people.tokenFor({ roles: ["auditor"] });
    const keeper = follow("events", graph.url, auditor, documentOf("changes"));
    const keeping = collect(keeper, "the keeper");
    await vi.waitFor(() => expect(graph.services.tail.following).toBe(1));
    await populate(graph);
    known = new Map((await facts(graph.database)).map((fact) => [fact.id, fact]));
    history = await readHistory(graph.database);
    await followAll(graph);
    await keeping;
  }, 240_000);

  it("tells of everything that may be told of", () => {
    expect(told.get("the keeper")?.map((event) => event.told.change)).toEqual(
      history.entries.filter(({ seq }) => seq > kept).map(({ id }) => id),
    );
    for (const name of names) {
      const all = told.get(`an auditor,${name},the table`)?.length ?? 0;
      expect(all, name).toBeGreaterThan(5);
      const some = viewpoints.filter(({ name: who }) => (told.get(`${who},${name},the table`)?.length ?? 0) < all);
      expect(some.length, name).toBeGreaterThan(5);
    }
  });

  it.each(viewpoints)("tells $name exactly what it may see, in the ledger's order, each once", (viewpoint) => {
    for (const name of names) {
      for (const from of beginnings) {
        const events = told.get(keyOf(viewpoint, name, from));
        const expected = toldTo(viewpoint, subscriptionRules[name]!, history, known, from === "memory" ? kept : 0);
        expect(
          events?.map((event) => event.told),
          `${name} from ${from}`,
        ).toEqual(expected);
        expect(new Set(events?.map(({ cursor }) => cursor)).size, name).toBe(expected.length);
      }
    }
  });

  it.each(Object.keys(refusedPeople))("tells %s nothing at all", (who) => {
    for (const name of names) {
      const refusal = JSON.stringify(refusals.get(`${who}, ${name}`));
      expect(refusal, name).toMatch(/UNAUTHENTICATED|401/);
      expect(refusal, name).not.toContain('"data"');
    }
  });
});
