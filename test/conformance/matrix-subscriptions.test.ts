import { getNamedType } from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import { isCommon } from "../../src/graph/personal.ts";
import { encodePosition } from "../../src/ledger/cursor.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import { oneOfEach, unknownId } from "../support/matrix-arena.ts";
import type { Fact } from "../support/matrix-facts.ts";
import { facts } from "../support/matrix-facts.ts";
import { sees } from "../support/matrix-rules.ts";
import { feeds as subscriptions } from "../support/matrix-schema.ts";
import {
  type History,
  narrowedBy,
  readHistory,
  subscriptionRules,
  type Told,
  toldTo,
} from "../support/matrix-subscriptions.ts";
import { refusedPeople, type Viewpoint, viewpoint, viewpoints } from "../support/matrix-viewpoints.ts";
import type { Person } from "../support/people.ts";
import { posted, rawEvents } from "../support/raw-events.ts";
import { soon } from "../support/soon.ts";
import { type Followed, follow } from "../support/subscriber.ts";
import { populate } from "../support/world.ts";

const names = subscriptions.map(({ name }) => name);

describe("the matrix's rules", () => {
  it("say who may follow every subscription of the schema, and no other", () => {
    expect(Object.keys(subscriptionRules).sort()).toEqual([...names].sort());
  });

  it("say what each argument takes", () => {
    expect(narrowed.filter(({ arg }) => !narrowedBy[arg])).toEqual([]);
    expect(new Set(narrowed.map(({ arg }) => arg)).size).toBe(Object.keys(narrowedBy).length);
  });

  it("are told alike to every agency's officials where they tell of a record, and nowhere else", () => {
    for (const name of names) expect(isCommon(name), name).toBe(subscriptionRules[name]!.record !== null);
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

/** How long a reader waits for its next event, ms: longer than the whole may take. */
const untilTheEnd = 600_000;

const auditor = viewpoint("an auditor");

/** Where a reader begins: before the ledger's first entry, which only the table has, or where this process began to keep them. */
const beginnings = ["the table", "memory"] as const;
type Beginning = (typeof beginnings)[number];

/** A subscription with one of its arguments, to be narrowed by. */
interface Narrowed {
  readonly name: string;
  readonly arg: string;
}
const narrowed: readonly Narrowed[] = subscriptions.flatMap(({ name, args }) =>
  args.filter(({ type }) => getNamedType(type).name === "ID").map((arg) => ({ name, arg: arg.name })),
);
const narrowedDocument = ({ name, arg }: Narrowed): string => {
  const { field } = subscriptionRules[name]!.record!;
  const event = `cursor type change { id } record: ${field} { id }`;
  return `subscription N($after: Cursor, $id: ID) { told: ${name}(after: $after, ${arg}: $id) { ${event} } }`;
};

describeOn(["postgres"], "the matrix of roles and subscriptions", (kind) => {
  let known: ReadonlyMap<string, Fact>;
  let history: History;
  let kept = 0;
  const refusals = new Map<string, unknown>();
  const narrowings: { who: string; name: string; arg: string; type: string; expected: string; got: string }[] = [];
  const told = new Map<string, { cursor: string; told: Told }[]>();
  const keyOf = (viewpoint: Viewpoint, name: string, from: Beginning): string => [viewpoint.name, name, from].join();

  /** Everything until the stream is over. */
  async function collect(reader: Followed, key: string): Promise<void> {
    const events: { cursor: string; told: Told }[] = [];
    told.set(key, events);
    for (let result = await reader.next(); result !== null; result = await reader.next()) {
      const { data, errors, extensions } = result;
      if (errors) throw new Error(`${key}: ${JSON.stringify(errors)}`);
      const { cursor, type, change, record = null } = data.told;
      expect(extensions).toEqual({ cursor });
      events.push({ cursor, told: { change: change.id ?? change, type, record: record?.id ?? null } });
    }
  }

  /** Some ids that narrow a subscription to less than all and more than nothing. */
  function idsFor({ name, arg }: Narrowed): string[] {
    const all = toldTo(auditor, subscriptionRules[name]!, history, known);
    const ids = new Set(all.flatMap(({ record }) => history.about.get(record!)!));
    return [...ids].filter((id) => narrowedBy[arg]!.includes(known.get(id)!.type)).slice(0, 3);
  }

  /** What an auditor is told behind a place of what belongs to a record. */
  const narrowedTo = (id: string, { name }: Narrowed, place: number): Told[] =>
    toldTo(auditor, subscriptionRules[name]!, history, known, place).filter(({ record }) =>
      history.about.get(record!)!.includes(id),
    );

  /** Asks everyone to follow one record that it sees, and one that it doesn't, and one that isn't there. */
  async function narrowAll(graph: Graph): Promise<void> {
    for (const viewpoint of viewpoints) {
      const token = viewpoint.person && (await graph.people.tokenFor(viewpoint.person));
      const headers = {
        accept: "text/event-stream, application/json",
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      };
      const ask = async (one: Narrowed, id: string): Promise<string> => {
        const answer = await rawEvents(
          `${graph.url}/graphql/stream`,
          posted(narrowedDocument(one), { variables: { id } }, headers),
        );
        if (answer.status !== 200) return answer.text();
        await answer.leave();
        return "followed";
      };
      for (const one of narrowed) {
        const all = [...known.values()].filter(({ type }) => narrowedBy[one.arg]!.includes(type));
        for (const fact of oneOfEach(all, viewpoint)) {
          const expected = sees(viewpoint, fact) ? "followed" : await ask(one, unknownId(fact.type));
          narrowings.push({ who: viewpoint.name, ...one, type: fact.type, expected, got: await ask(one, fact.id) });
        }
      }
    }
    await soon(() => expect(graph.services.tail.following).toBe(1));
  }

  /** Follows everything as everyone, until all have heard what there is and wait for more; then the server stops. */
  async function followAll(graph: Graph): Promise<void> {
    const open: Promise<void>[] = [];
    /** How many events each is to hear. */
    const due = new Map<string, number>();
    const begin = async (person: Person | null, name: string, after: number): Promise<Followed> => {
      const token = person && (await graph.people.tokenFor(person));
      const variables = { after: encodePosition({ sequence: after, id: null }) };
      return follow("events", graph.url, token, documentOf(name), variables, untilTheEnd);
    };
    for (const viewpoint of viewpoints) {
      for (const name of names) {
        for (const from of beginnings) {
          const place = from === "memory" ? kept : 0;
          const reader = await begin(viewpoint.person, name, place);
          open.push(collect(reader, keyOf(viewpoint, name, from)));
          const expected = toldTo(viewpoint, subscriptionRules[name]!, history, known, place);
          due.set(keyOf(viewpoint, name, from), expected.length);
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
    for (const one of narrowed) {
      for (const id of idsFor(one)) {
        for (const from of beginnings) {
          const token = await graph.people.tokenFor(auditor.person!);
          const place = from === "memory" ? kept : 0;
          const after = encodePosition({ sequence: place, id: null });
          const reader = follow("events", graph.url, token, narrowedDocument(one), { after, id }, untilTheEnd);
          const key = [one.name, one.arg, id, from].join();
          open.push(collect(reader, key));
          due.set(key, narrowedTo(id, one, place).length);
        }
      }
    }
    const head = history.entries.at(-1)!.seq;
    // What is missing then is for the tests to say.
    await soon(() => {
      for (const [key, count] of due) expect(told.get(key)!.length).toBeGreaterThanOrEqual(count);
    }).catch(() => {});
    expect(graph.services.tail.entriesAfter(head)).toEqual([]);
    await graph.stop();
    await Promise.all(open);
  }

  beforeAll(async () => {
    const graph = await startGraph(kind);
    kept = await graph.services.tail.head();
    // Whoever follows makes the process keep what comes.
    const token = await graph.people.tokenFor(auditor.person!);
    const keeper = follow("events", graph.url, token, documentOf("changes"), {}, untilTheEnd);
    const keeping = collect(keeper, "the keeper");
    await soon(() => expect(graph.services.tail.following).toBe(1));
    await populate(graph);
    known = new Map((await facts(graph.database)).map((fact) => [fact.id, fact]));
    history = await readHistory(graph.database);
    await narrowAll(graph);
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

  it("tells of nothing else where it is narrowed to one record", () => {
    for (const { name, arg } of narrowed) {
      const ids = idsFor({ name, arg });
      expect(ids.length, `${name} ${arg}`).toBeGreaterThan(0);
      for (const [id, from] of ids.flatMap((each) => beginnings.map((beginning) => [each, beginning] as const))) {
        const expected = narrowedTo(id, { name, arg }, from === "memory" ? kept : 0);
        const events = told.get([name, arg, id, from].join());
        expect(
          events?.map((event) => event.told),
          `${name} ${arg} ${id} from ${from}`,
        ).toEqual(expected);
      }
    }
  });

  it.each(viewpoints)(
    "lets $name follow a record that it sees, and tells of no other that it is there",
    ({ name: who }) => {
      const asked = narrowings.filter((each) => each.who === who);
      expect(asked.length).toBeGreaterThanOrEqual(narrowed.length);
      for (const { name, arg, type, expected, got } of asked) {
        expect(got, `${name} ${arg} ${type}`).toBe(expected);
        if (got !== "followed")
          expect(JSON.parse(got).errors, got).toMatchObject([{ extensions: { code: "NOT_FOUND", field: [arg] } }]);
      }
      // Everyone sees something to follow but not everything, except those from whom nothing is hidden.
      const followed = asked.filter(({ got }) => got === "followed").length;
      expect(followed).toBeGreaterThan(0);
      if (who !== "an auditor") expect(followed).toBeLessThan(asked.length);
    },
  );

  it.each(Object.keys(refusedPeople))("tells %s nothing at all", (who) => {
    for (const name of names) {
      const refusal = JSON.stringify(refusals.get(`${who}, ${name}`));
      expect(refusal, name).toMatch(/UNAUTHENTICATED|401/);
      expect(refusal, name).not.toContain('"data"');
    }
  });
});
