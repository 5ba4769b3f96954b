import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import {
  buildSchema,
  type DocumentNode,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  type TypeNode,
  validate,
} from "graphql";
import { afterAll, beforeAll, expect, it } from "vitest";
import { encodePosition } from "../../src/ledger/cursor.ts";
import { taken } from "../support/breadth.ts";
import { withoutMarks } from "../support/cursors.ts";
import { type DatabaseKind, describeOn } from "../support/describe-on.ts";
import { serveEvaluations } from "../support/external-evaluations.ts";
import { type Answer, type Caller, caller, countingIds, type Graph, startGraph } from "../support/graph.ts";
import { facts } from "../support/matrix-facts.ts";
import { readHistory, subscriptionRules, toldTo } from "../support/matrix-subscriptions.ts";
import { viewpoint } from "../support/matrix-viewpoints.ts";
import type { Person } from "../support/people.ts";
import { posted, rawEvents } from "../support/raw-events.ts";
import { type Apart, startApart } from "../support/subgraph-apart.ts";
import { generateQuery } from "../support/subgraph-operations.ts";
import { follow } from "../support/subscriber.ts";
import { populate, type World } from "../support/world.ts";
import { compareAnswers } from "./differential.ts";

/** One of the operations that the project documents. */
interface DocumentedOperation {
  readonly file: string;
  readonly source: string;
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
}

const operations = readdirSync("schema/operations", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".graphql"))
  .sort()
  .map((file): DocumentedOperation => {
    const source = readFileSync(join("schema/operations", file), "utf8");
    const document = parse(source);
    const [definition] = document.definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${file} begins with no operation.`);
    return { file, source, document, definition };
  });
const queries = operations.filter(({ definition }) => definition.operation === OperationTypeNode.QUERY);
const mutations = operations.filter(({ definition }) => definition.operation === OperationTypeNode.MUTATION);
/** Those that follow the feed; a stream with an end of its own has a test of its own. */
const subscriptions = operations.filter(
  ({ definition }) => definition.operation === OperationTypeNode.SUBSCRIPTION && followedIn(definition) !== undefined,
);
const schema = buildSchema(readFileSync("schema/api.graphql", "utf8"));

const everyone: readonly (Person | null)[] = [
  null,
  { roles: ["commerce"] },
  { roles: ["oncd"] },
  { roles: ["vendor"], org: "example-labs" },
  { roles: ["vendor", "partner"], org: "dual-works" },
  { roles: ["partner"], org: "acme-research" },
  { roles: ["auditor"] },
  { roles: ["administrator"] },
];

/** Whoever a query is published for: where nobody is of that role, an official. */
const publishedFor = (file: string): Person | null => {
  const role = file.split(sep)[0]!;
  return role === "public" ? null : (everyone.find((person) => person?.roles.includes(role)) ?? { roles: ["oncd"] });
};

describeOn(["postgres"], "linked and apart, on the same rows, clock and ids", (kind) => {
  let graph: Graph;
  let world: World;
  let policyId: string;
  let apart: Apart;
  let toldLinked: readonly Told[];

  beforeAll(async () => {
    graph = await startGraph(kind, countingIds());
    ({ world, told: toldLinked } = await tellStory(graph, graph.url));
    const [policy] = await graph.database.query<{ id: string }>("select id from policy order by id limit 1");
    policyId = policy!.id;
    apart = await startApart(graph.services, graph.people.verifier);
  }, 240_000);
  afterAll(async () => {
    await apart?.stop();
    await graph?.stop();
  });

  /** The same person's ways to both. */
  const waysOf = async (person: Person | null): Promise<readonly [Caller, Caller]> => {
    if (person === null) return [caller(graph.url, null), caller(apart.url, null)];
    const token = await graph.people.tokenFor(person);
    return [caller(graph.url, async () => token), caller(apart.url, async () => token)];
  };

  const recordIds = (): readonly string[] => {
    const { vendors, releases, partners, applications, authorizations, directives, designations, revocations } = world;
    const known = [vendors, releases, partners, applications, authorizations, directives, designations, revocations];
    return [...known.flatMap((ids) => Object.values(ids).slice(0, 2)), "rel_00000000000000000000009999", "no id"];
  };

  it.each(queries)("answer $file alike, whoever asks", async (query) => {
    const { source, definition } = query;
    const answered = new Set<string>();
    const known = variablesFor(definition, world, policyId, recordIds());
    const number = queries.indexOf(query);
    // Whoever it is published for asks for every fourth record, and every fourth of all readers for every eighth.
    const readers = [
      { person: publishedFor(query.file), every: 4 },
      ...everyone.filter((_, index) => taken(index + number, 4)).map((person) => ({ person, every: 8 })),
    ];
    for (const [index, { person, every }] of readers.entries()) {
      const [linked, remote] = await waysOf(person);
      const asked = known.length > 4 ? known.filter((_, place) => taken(place + index + number, every)) : known;
      for (const variables of asked) {
        const [one, other] = await Promise.all([linked.send(source, variables), remote.send(source, variables)]);
        expect(compareAnswers(one, other), JSON.stringify({ person, variables })).toEqual([]);
        expect(other.status).toBe(one.status);
        answered.add(JSON.stringify(one.data));
      }
    }
    expect(answered.size).toBeGreaterThan(0);
  });

  it.each(subscriptions)("bring $file alike, whoever follows", async ({ source, definition }) => {
    const rule = followedIn(definition)!;
    const [history, known] = [await readHistory(graph.database), await facts(graph.database)];
    const byId = new Map(known.map((fact) => [fact.id, fact]));
    let all = 0;
    for (const name of ["the public", "COMMERCE", "a vendor", "one that is both", "a partner", "an auditor"]) {
      const { person } = viewpoint(name);
      const token = person && (await graph.people.tokenFor(person));
      const told = toldTo(viewpoint(name), rule, history, byId).slice(-12);
      const [first] = told;
      const before = first ? history.entries.find(({ id }) => id === first.change)!.seq - 1 : 0;
      const after = encodePosition({ sequence: before, id: null });
      const ways = [graph.url, apart.url].map((url) => follow("events", url, token, source, { after }));
      const [linked, remote] = await Promise.all(ways.map((way) => way.take(told.length)));
      linked!.forEach((event, place) => {
        expect(compareAnswers(event, remote![place]!), JSON.stringify({ name, event })).toEqual([]);
        expect(remote![place]!.extensions).toEqual(event.extensions);
      });
      await Promise.all(ways.map((way) => way.stop()));
      all += told.length;
    }
    expect(all).toBeGreaterThan(5);
  });

  it("refuse to follow alike", async () => {
    const tokens = await Promise.all(everyone.map((person) => person && graph.people.tokenFor(person)));
    const asked: [string, Record<string, unknown>?][] = [
      ...recordIds().map((id): [string, Record<string, unknown>] => [
        `subscription ($id: ID) { mine: ${followedBy(id)}: $id) { cursor } }`,
        { id },
      ]),
      ["subscription ($after: Cursor) { changes(after: $after) { id } }", { after: "nope" }],
      ["subscription ($after: Cursor) { changes(after: $after) { id } }", { after: encodePosition(farAhead) }],
      [`subscription { changes(after: "nope") { id } }`],
      ["subscription ($filter: ChangeFilter) { changes(filter: $filter) { id } }", { filter: { types: ["no name"] } }],
      [`subscription { mine: changes(filter: { types: ["no name"] }) { id } }`],
      ["subscription ($filter: ChangeFilter) { changes(filter: $filter) { id } }", { filter: { types: 1, more: 2 } }],
      ["subscription { changes { id } releaseStatusChanged { cursor } }"],
      ["subscription ($off: Boolean!) { changes @skip(if: $off) { id } }", { off: true }],
      ["subscription { changes @skip(if: true) { id } }"],
      ["subscription { changes { nothing } }"],
      ["{ viewer { subject } }"],
    ];
    const codes = new Set<unknown>();
    for (const token of tokens) {
      for (const [query, variables = {}] of asked) {
        const headers = {
          accept: "text/event-stream, application/json",
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        };
        const [one, other] = await Promise.all(
          [graph.url, apart.url].map(async (url) => {
            const answer = await rawEvents(`${url}/graphql/stream`, posted(query, { variables }, headers));
            if (answer.status !== 200) return { status: answer.status, ...JSON.parse(await answer.text()) };
            await answer.leave();
            return { status: 200 };
          }),
        );
        expect(compareAnswers(one, other), `${query} ${JSON.stringify(variables)}`).toEqual([]);
        expect(withoutPlaces(other), query).toEqual(withoutPlaces(one));
        for (const { extensions } of one.errors ?? []) codes.add(extensions.code);
      }
    }
    const expected = ["BAD_REQUEST", "BAD_USER_INPUT", "CURSOR_UNKNOWN", "GRAPHQL_VALIDATION_FAILED", "NOT_FOUND"];
    expect([...codes].sort()).toEqual(expected);
  });

  it("answer generated queries alike, whoever asks", async () => {
    const first = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
    const count = Number(process.env.GENERATED ?? 20);
    const ways = await Promise.all(everyone.map(waysOf));
    const literals = { ID: recordIds().map((id) => `"${id}"`), DateTime: ['"2026-07-01T00:00:00Z"'] };
    let whole = 0;
    for (let seed = first; seed < first + count; seed += 1) {
      const { query, variables } = generateQuery(schema, { seed, literals, depth: 4, omit: ["after"] });
      expect(validate(schema, parse(query)), query).toEqual([]);
      const [linked, remote] = ways[seed % ways.length]!;
      const [one, other] = await Promise.all([linked.send(query, variables), remote.send(query, variables)]);
      expect(compareAnswers(one, other), `SEED=${seed} ${query} ${JSON.stringify(variables)}`).toEqual([]);
      if (!one.errors) whole += 1;
    }
    expect(whole).toBeGreaterThan(count / 10);
  }, 240_000);

  it("refuse what is within the limits as it is sent and not once every type of a case is written out", async () => {
    const [linked, remote] = await waysOf({ roles: ["auditor"] });
    const leaf = `viewerCanRecordPosition viewerCanCountersign
      positions(first: 1) { nodes { id caseRevision agency official kind reason rationale recordedAt } pageInfo { hasNextPage endCursor startCursor } totalCount }
      referrals(first: 1) { nodes { id caseRevision agency seat referredAt dueAt awaiting overdue } pageInfo { hasNextPage endCursor startCursor } totalCount }`;
    const twice = (below: string): string =>
      `referrals(first: 1) { nodes { case { ${below} } } } again: referrals(first: 2) { nodes { case { ${below} } } }`;
    const large = `{ ${twice(twice(twice(leaf)))} }`;
    const one = await linked.send(large);
    expect(one).toMatchObject({ errors: [{ extensions: { code: "OPERATION_TOO_LARGE", limit: 2_000 } }] });
    expect(compareAnswers(one, await remote.send(large))).toEqual([]);
  });

  it("say of a record that leads to one hidden from the reader that there is none, and give its key alone where that is asked", async () => {
    const hidden = world.releases.exampleLimited;
    const { asOwner } = graph.database;
    const rows = await asOwner<{ at: Date }>("select public_since as at from release where id = $1", [hidden]);
    await asOwner("update release set public_since = null where id = $1", [hidden]);
    try {
      const [linked, remote] = await waysOf({ roles: ["partner"], org: "acme-research" });
      const all = "applications(first: 100) { nodes { id";
      const asked = (of: string) => `{ ${all} release { ${of} } } } authorizations { nodes { release { ${of} } } } }`;
      const selections: [string, object | null][] = [
        ["id", { id: hidden }],
        ["id __typename ... on Node { id }", { id: hidden, __typename: "Release" }],
        ["id name @skip(if: true)", { id: hidden }],
        ["name", null],
        ["id name", null],
        ["id applications { totalCount } vendor { name }", null],
        ["... on Node { id ... on Release { phase } }", null],
        ["policy { key }", null],
      ];
      for (const [selection, release] of selections) {
        const one = await linked.send(asked(selection));
        expect(one.errors, selection).toBeUndefined();
        expect(compareAnswers(one, await remote.send(asked(selection))), selection).toEqual([]);
        expect(one.data.applications.nodes, selection).toContainEqual({ id: expect.any(String), release });
        expect(one.data.authorizations.nodes, selection).toContainEqual({ release });
      }
      // What stubs add is no secret of the owner's: it follows the visibility of what it lists.
      const added = asked("id applications { totalCount }");
      expect(compareAnswers(await linked.send(added), await remote.send(added))).toEqual([]);
    } finally {
      await asOwner("update release set public_since = $2 where id = $1", [hidden, rows[0]!.at]);
    }
  });

  it("hold the register of releases joined with a vendor's own evaluations, whose subgraph somebody else runs", async () => {
    const [release] = Object.values(world.releases);
    const vendors = await serveEvaluations({
      [release!]: [{ id: "e1", suite: "cyber range", score: 0.25, passed: true }],
    });
    const joined = await startApart(graph.services, graph.people.verifier, [
      { name: "evaluations", url: vendors.url, external: true },
    ]);
    try {
      const token = await graph.people.tokenFor({ roles: ["auditor"] });
      const auditor = caller(joined.url, async () => token);
      const source = `query ($id: ID!) {
        release(id: $id) { id name evaluations { suite score passed } vendor { id } }
        evaluations(scoreAtLeast: 0.2) { suite release { name standing } }
      }`;
      const { name, standing, vendor } = (
        await auditor.ask("query ($id: ID!) { release(id: $id) { name standing vendor { id } } }", { id: release })
      ).release;
      expect(await auditor.ask(source, { id: release })).toEqual({
        release: { id: release, name, evaluations: [{ suite: "cyber range", score: 0.25, passed: true }], vendor },
        evaluations: [{ suite: "cyber range", release: { name, standing } }],
      });
      expect(JSON.stringify(vendors.headers)).not.toContain(token);

      await vendors.close();
      const { data, errors } = await auditor.send(source, { id: release });
      expect(data.release).toEqual({ id: release, name, evaluations: null, vendor });
      expect(errors).toContainEqual(
        expect.objectContaining({
          path: ["release", "evaluations"],
          extensions: expect.objectContaining({ code: "SUBGRAPH_UNAVAILABLE" }),
        }),
      );
    } finally {
      await joined.stop();
    }
  });

  it("tell the same story by mutations, each documented one among them", async () => {
    const remote = await toldApart(kind);
    expect(remote.length).toBe(toldLinked.length);
    toldLinked.forEach((step, position) => {
      const answers = [step.answer, remote[position]!.answer].map(withoutSecrets);
      expect(compareAnswers(answers[0]!, answers[1]!), JSON.stringify(step)).toEqual([]);
    });
    const sent = new Set(toldLinked.map(({ file }) => file));
    expect(mutations.map(({ file }) => file).filter((file) => !sent.has(file))).toEqual([]);
  }, 480_000);
});

const farAhead = { sequence: 9_999_999, id: null };

/** A subscription that the record narrows, up to its id. */
function followedBy(id: string): string {
  if (id.startsWith("ven")) return "releaseStatusChanged(vendorId";
  if (id.startsWith("ptn")) return "authorizationStatusChanged(partnerId";
  if (id.startsWith("app")) return "decisionRecorded(caseId";
  if (id.startsWith("aut")) return "authorizationStatusChanged(authorizationId";
  return "applicationStatusChanged(releaseId";
}

/** What the matrix knows of the subscription that an operation follows. */
function followedIn({ selectionSet }: OperationDefinitionNode) {
  const [root] = selectionSet.selections;
  return subscriptionRules[root?.kind === Kind.FIELD ? root.name.value : ""];
}

/** An answer without the secrets and salts that are made for it: two are never the same. */
const withoutSecrets = <Given>(answer: Given): Given =>
  JSON.parse(withoutMarks(JSON.stringify(answer)).replace(/whsec_[A-Za-z0-9+/]{40,}=*/g, "whsec_…"));

/** An answer without where in the document its errors are, which the gateway's subgraphs don't know. */
const withoutPlaces = ({ errors, ...answer }: { readonly errors?: readonly Record<string, unknown>[] }) => ({
  ...answer,
  errors: errors?.map(({ locations, ...error }) => error),
});

/** The variables to send an operation with: none, or for one that takes an id a set for each record. */
function variablesFor(
  { variableDefinitions = [] }: OperationDefinitionNode,
  { releases, partners, vendors, applications }: World,
  policyId: string,
  ids: readonly string[],
): readonly Record<string, unknown>[] {
  const firstOf = (known: Readonly<Record<string, string>>): string => Object.values(known)[0]!;
  const fixed: Record<string, unknown> = {
    releaseId: firstOf(releases),
    partnerId: firstOf(partners),
    vendorId: firstOf(vendors),
    endUse: "CYBER_DEFENSE",
    applicationId: firstOf(applications),
    versionId: policyId,
    from: "2026-06-01T00:00:00.000Z",
    to: "2026-12-01T00:00:00.000Z",
    agency: "DEFENSE",
    sequence: 5,
    fromSize: 4,
    at: "2026-06-20T14:00:00.000Z",
    questions: Object.values(releases).flatMap((releaseId) =>
      Object.values(partners).map((partnerId) => ({ releaseId, partnerId, endUse: "CYBER_DEFENSE" })),
    ),
  };
  /** What previews take. */
  const inputs: Record<string, unknown> = {
    PreviewDirectiveInput: {
      releaseId: firstOf(releases),
      effect: "SUSPEND",
      force: "ORDER",
      reason: "NATIONAL_SECURITY",
      legalBasis: "A test.",
    },
    PreviewDesignationInput: { vendorId: firstOf(vendors), legalBasis: "A test." },
  };
  const variables: Record<string, unknown> = {};
  let record = false;
  for (const { variable, type, defaultValue } of variableDefinitions) {
    const name = variable.name.value;
    if (name in fixed) variables[name] = fixed[name];
    else if (nameOf(type) in inputs) variables[name] = inputs[nameOf(type)];
    else if (nameOf(type) === "ID") record = true;
    else if (type.kind === Kind.NON_NULL_TYPE && !defaultValue) throw new Error(`No value is known for $${name}.`);
  }
  return record ? ids.map((id) => ({ ...variables, id })) : [variables];
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

/** One step of a story: the documented operation it was told by, where it was, and what came of it. */
interface Told {
  readonly file: string | null;
  readonly said: string;
  readonly answer: Pick<Answer, "data" | "errors">;
}

/** Tells the world's story on a database of its own, through the gateway of the graph apart, and gives every answer. */
async function toldApart(kind: DatabaseKind): Promise<readonly Told[]> {
  const graph = await startGraph(kind, countingIds());
  const apart = await startApart(graph.services, graph.people.verifier);
  try {
    return (await tellStory(graph, apart.url)).told;
  } finally {
    await apart.stop();
    await graph.stop();
  }
}

/** Tells the world's story to the graph at `url`, and then each documented mutation that it had no use for. */
async function tellStory(graph: Graph, url: string): Promise<{ world: World; told: readonly Told[] }> {
  const told: Told[] = [];
  const uses = new Map<string, number>();
  const tellingAs = (person: Person | null): Caller => {
    const token = person && graph.people.tokenFor(person);
    return telling(caller(url, token && (() => token)), told, uses);
  };
  const world = await populate({ ...graph, url, everyone: tellingAs(null), as: tellingAs });
  for (const { file, source, definition } of mutations) {
    if (told.some((step) => step.file === file)) continue;
    const role = file.split(sep)[0]!;
    const person = { roles: [role === "agency" ? "oncd" : role], org: "example-labs" };
    const input = sampleOf(schema.getType(nameOf(definition.variableDefinitions![0]!.type)) as GraphQLInputType);
    const answer = await caller(url, () => graph.people.tokenFor(person)).send(source, { input });
    told.push({ file, said: source, answer });
  }
  return { world, told };
}

/**
 * A caller that notes every answer. Where a mutation is documented, its documented operation is sent before its first use
 * and every fourth one: the story's own then repeats it by its key.
 */
function telling(way: Caller, told: Told[], uses: Map<string, number>): Caller {
  const send: Caller["send"] = async (said, variables) => {
    const answer = await way.send(said, variables);
    told.push({ file: null, said, answer });
    return answer;
  };
  return {
    send,
    ask: async (said, variables) => {
      const { data, errors } = await send(said, variables);
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    mutate: async (name, given, selection) => {
      const input = { idempotencyKey: randomUUID(), ...given };
      for (const { file, source, definition } of mutations) {
        const [root] = definition.selectionSet.selections;
        if (root?.kind !== Kind.FIELD || root.name.value !== name) continue;
        const before = uses.get(file) ?? 0;
        uses.set(file, before + 1);
        if (!taken(before, 4)) continue;
        told.push({ file, said: source, answer: await way.send(source, { input }) });
      }
      const payload = await way.mutate(name, input, selection);
      told.push({ file: null, said: `${name} ${selection ?? ""}`, answer: { data: payload } });
      return payload;
    },
  };
}

/** A value of an input type that names no record: what the story has no use for is sent with it, and refused. */
function sampleOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType);
  if (isListType(type)) return [sampleOf(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return Object.fromEntries(required.map((field) => [field.name, sampleOf(field.type)]));
  }
  const samples: Record<string, unknown> = { Int: 1, Float: 1, Boolean: true, ID: "rel_00000000000000000000009999" };
  return samples[type.name] ?? "2026-08-01T00:00:00Z";
}
