import { type GraphQLEnumType, type GraphQLObjectType, getNamedType, isNonNullType } from "graphql";
import { afterAll, beforeAll, expect, it } from "vitest";
import { taken } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Arena, allows, openArena } from "../support/matrix-arena.ts";
import { Shown } from "../support/matrix-compare.ts";
import { narrowings, type Probe, probesOf } from "../support/matrix-filters.ts";
import { queryRules } from "../support/matrix-roots.ts";
import { typeRules } from "../support/matrix-rules.ts";
import { apiSchema, type Field, isConnection, isNode, listedIn, queries } from "../support/matrix-schema.ts";
import { type Ask, type RawAnswer, type Viewpoint, viewpoint, viewpoints } from "../support/matrix-viewpoints.ts";

interface Listed {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string }[];
}

/** Every list of records but those that begin from one. */
const lists = queries.filter(
  ({ type, args }) => isConnection(getNamedType(type)) && !args.some((arg) => isNonNullType(arg.type)),
);
/** Whether a field lists records: what lists values under a record is the record's own. */
const isRecordList = ({ type }: Field): boolean =>
  isConnection(getNamedType(type)) && isNode(listedIn(getNamedType(type)));
const nestedLists = Object.keys(typeRules).flatMap((name) =>
  Object.values((apiSchema.getType(name) as GraphQLObjectType).getFields())
    .filter((field) => isRecordList(field) && narrowings(field).length > 0)
    .map((field) => [name, field] as const),
);
const mayList = ({ name }: Field, viewpoint: Viewpoint): boolean => allows(queryRules[name]?.roles, viewpoint);
const orders = ({ args }: Field): string[] =>
  (getNamedType(args.find(({ name }) => name === "orderBy")?.type) as GraphQLEnumType)
    .getValues()
    .map(({ name }) => name);

/** A share of the viewpoints, beginning with the one of this number. */
const every = (step: number, from: number): readonly Viewpoint[] =>
  viewpoints.filter((_, index) => taken(index + step - from, step));

describeOn(["postgres"], "the matrix of roles and lists", (kind) => {
  let arena: Arena;
  const auditor = viewpoint("an auditor");

  beforeAll(async () => {
    arena = await openArena(kind);
  });
  afterAll(() => arena?.graph.stop());

  const typeOf = ({ type }: Field): string => getNamedType(type).name.replace(/Connection$/, "");

  /** What an auditor gets for every probe of a list, all pages of it: asked once for all viewpoints. */
  const probed = new Map<string, { args: string; answer: Listed }[]>();
  async function seenWhole(list: Field) {
    const known = probed.get(list.name) ?? [];
    probed.set(list.name, known);
    if (known.length > 0) return known;
    const ask = arena.askAs(auditor);
    for (const { args } of probesOf(list, arena.all)) {
      const { ids } = await everyPage(ask, list.name, args, 100);
      known.push({ args, answer: { totalCount: ids.length, nodes: ids.map((id) => ({ id })) } });
    }
    return known;
  }

  it.each(viewpoints)(
    "gives $name in every list and order what it may see, once each, and counts no more",
    async (viewpoint) => {
      const ask = arena.askAs(viewpoint);
      for (const list of lists.filter((each) => mayList(each, viewpoint))) {
        const expected = arena.visible(typeOf(list), viewpoint).sort();
        for (const order of orders(list)) {
          const { ids, totals } = await everyPage(ask, list.name, `orderBy: ${order}`, expected.length > 60 ? 100 : 7);
          expect([...ids].sort(), `${list.name} ${order}`).toEqual(expected);
          expect(totals, `${list.name} ${order}`).toEqual(new Set([expected.length]));
        }
      }
    },
  );

  it.each(every(2, 0))("lets $name find out nothing hidden by a filter", async (viewpoint) => {
    const ask = arena.askAs(viewpoint);
    const shown = new Shown(viewpoint, arena.byId);
    for (const list of lists.filter((each) => mayList(each, viewpoint))) {
      const seen = await narrowed(ask, list.name, probesOf(list, arena.all));
      for (const [index, { args, answer }] of (await seenWhole(list)).entries()) {
        const { totalCount, nodes } = shown.list(answer);
        expect(seen[index], `${list.name} ${args}`).toEqual({ totalCount, nodes: nodes.slice(0, 100) });
      }
    }
  });

  it.each(every(2, 1))("lets $name find out nothing hidden by a filter of a nested list", async (viewpoint) => {
    const shown = new Shown(viewpoint, arena.byId);
    for (const [type, list] of nestedLists) {
      const parents = arena.visible(type, viewpoint).slice(0, 4);
      const number = viewpoints.indexOf(viewpoint) >> 1;
      const probes = probesOf(list, arena.all).filter((_, index) => taken(index + number, 6));
      for (const id of parents) {
        const seen = await narrowedUnder(arena.askAs(viewpoint), id, type, list.name, probes);
        const whole = await narrowedUnder(arena.askAs(auditor), id, type, list.name, probes);
        for (const [index, answer] of whole.entries()) {
          // A list that is withheld as a whole is null, whatever it is asked for.
          if (seen[index] === null) expect(typeRules[type]?.withheld).toHaveProperty(list.name);
          else expect(seen[index], `${type}.${list.name} ${probes[index]?.args}`).toEqual(shown.list(answer as Listed));
        }
      }
    }
  });

  it("keeps two narrowings of one nested list apart, though they hold the same value", async () => {
    const { exampleLimited } = arena.world.releases;
    const document = `query Twice($id: ID!) { release(id: $id) {
      byRelease: authorizations(filter: { releaseId: $id }) { totalCount nodes { id } }
      byPartner: authorizations(filter: { partnerId: $id }) { totalCount nodes { id } } } }`;
    const { body } = await arena.askAs(auditor)(document, { id: exampleLimited });
    expect(body.data.release.byRelease.totalCount).toBeGreaterThan(0);
    expect(body.data.release.byPartner).toEqual({ totalCount: 0, nodes: [] });
  });

  it.each(viewpoints)("gives $name nothing hidden for a cursor that another was given", async (viewpoint) => {
    const whole = arena.askAs(auditor);
    const ask = arena.askAs(viewpoint);
    for (const list of lists.filter((each) => mayList(each, viewpoint))) {
      const { body } = await whole(`{ ${list.name}(first: 100) { edges { cursor node { id } } } }`);
      const edges = body.data[list.name].edges as { cursor: string; node: { id: string } }[];
      for (const at of [0, Math.floor(edges.length / 2), edges.length - 1]) {
        const after = edges[at]?.cursor;
        const answer = await ask(`{ ${list.name}(first: 100, after: "${after}") { nodes { id } } }`);
        const rest = edges.slice(at + 1).filter(({ node }) => arena.visible(typeOf(list), viewpoint).includes(node.id));
        const given = (answer.body.data[list.name].nodes as { id: string }[]).map(({ id }) => id);
        expect(given.slice(0, rest.length), list.name).toEqual(rest.map(({ node }) => node.id));
      }
    }
  });

  it("shares nothing between requests that run at once", async () => {
    const document = `query Mixed($id: ID!, $release: ID!) {
      node(id: $id) { __typename id ... on Application { positions { totalCount } withheld { field } decision { id } } }
      release(id: $release) { description applications(first: 100) { totalCount nodes { id } } withheld { field } }
      applications(first: 100) { totalCount } changes(first: 5) { nodes { actorSubject } } viewer { subject } }`;
    const variables = { id: arena.world.applications.awaiting, release: arena.world.releases.exampleLimited };
    const asks = viewpoints.map((each) => arena.askAs(each));
    const alone: RawAnswer[] = [];
    for (const ask of asks) alone.push(await ask(document, variables));
    expect(new Set(alone.map(({ text }) => text)).size).toBe(viewpoints.length);
    for (let round = 0; round < 10; round += 1) {
      const order = asks.map((_, index) => (index * 5 + round) % asks.length);
      const together = await Promise.all(order.map((index) => (asks[index] as Ask)(document, variables)));
      expect(together).toEqual(order.map((index) => alone[index]));
    }
  });

  it("shows a change in the very next request", async () => {
    const { commerce, auditor: reader } = arena.world.tell.people;
    const id = arena.world.authorizations.atDual;
    const status = async () =>
      (await reader.ask("query S($id: ID!) { authorization(id: $id) { status effective } }", { id })).authorization;
    const before = await status();
    await commerce.mutate("suspendAuthorization", { authorizationId: id, reason: "DIVERSION", legalBasis: "A test." });
    expect([before.status, await status()]).toEqual(["ACTIVE", { status: "SUSPENDED", effective: false }]);
  });
});

/** A whole list, page by page, with every total that its pages gave. */
async function everyPage(ask: Ask, list: string, args: string, first: number) {
  const ids: string[] = [];
  const totals = new Set<number>();
  for (let after: string | null = null; ; ) {
    const cursor = after === null ? "" : `, after: "${after}"`;
    const { body } = await ask(
      `{ list: ${list}(first: ${first}, ${args}${cursor}) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`,
    );
    const { nodes, totalCount, pageInfo } = body.data.list;
    ids.push(...nodes.map(({ id }: { id: string }) => id));
    totals.add(totalCount);
    if (!pageInfo.hasNextPage) return { ids, totals };
    after = pageInfo.endCursor;
  }
}

/** What a list gives for each probe, ten in one request. */
async function narrowed(ask: Ask, list: string, probes: readonly Probe[]): Promise<Listed[]> {
  return batched(probes, async (calls) => (await ask(`{ ${calls(list)} }`)).body);
}

/** The same of a list under one record. */
async function narrowedUnder(ask: Ask, id: string, type: string, list: string, probes: readonly Probe[]) {
  return batched(probes, async (calls) => {
    const { body } = await ask(`query Under($id: ID!) { node(id: $id) { ... on ${type} { ${calls(list)} } } }`, { id });
    return { data: body.data?.node, errors: body.errors };
  });
}

async function batched(
  probes: readonly Probe[],
  send: (calls: (list: string) => string) => Promise<{ data: Record<string, Listed>; errors?: unknown }>,
): Promise<Listed[]> {
  const found: Listed[] = [];
  for (let from = 0; from < probes.length; from += 10) {
    const some = probes.slice(from, from + 10);
    const { data, errors } = await send((list) =>
      some.map(({ args }, index) => `p${index}: ${list}(first: 100, ${args}) { totalCount nodes { id } }`).join(" "),
    );
    expect(errors).toBeUndefined();
    found.push(...some.map((_, index) => data[`p${index}`] as Listed));
  }
  return found;
}
