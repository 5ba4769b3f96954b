import "reflect-metadata";
import { type GraphQLObjectType, getNamedType, graphql } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Context } from "../../src/context.ts";
import { allSubgraphs } from "../../src/processes/subgraphs.ts";
import { taken } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import {
  type Arena,
  allows,
  expectRefused,
  inputWith,
  openArena,
  plainQuery,
  refusalFor,
  unknownId,
} from "../support/matrix-arena.ts";
import type { Fact } from "../support/matrix-facts.ts";
import { mutationRules, otherIds, queryRules } from "../support/matrix-roots.ts";
import { sees, typeRules } from "../support/matrix-rules.ts";
import { type Field, inputOf, inputPlaces, mutationDocument, mutations, queries } from "../support/matrix-schema.ts";
import { asker, codesOf, refusedPeople, type Viewpoint, viewpoints } from "../support/matrix-viewpoints.ts";

const names = (fields: readonly Field[]): string[] => fields.map(({ name }) => name).sort();

describe("the matrix's rules", () => {
  it("say who may ask every query of the schema, and no other", () => {
    expect(Object.keys(queryRules).sort()).toEqual(names(queries));
  });

  it("say who may run every mutation of the schema, and no other", () => {
    expect(Object.keys(mutationRules).sort()).toEqual(names(mutations));
  });

  it("speak of every id that a mutation's input takes", () => {
    const taken = mutations.flatMap((mutation) =>
      inputPlaces(inputOf(mutation))
        .filter(({ field }) => getNamedType(field.type).name === "ID")
        .map(({ path }) => `${mutation.name}.${path}`),
    );
    const ruled = Object.entries(mutationRules).flatMap(([name, { targets }]) =>
      Object.keys(targets).map((path) => `${name}.${path}`),
    );
    expect([...ruled, ...Object.keys(otherIds)].sort()).toEqual(taken.sort());
  });
});

describeOn(["postgres"], "the matrix of roles and operations", (kind) => {
  const subgraphs = allSubgraphs();
  let arena: Arena;
  beforeAll(async () => {
    arena = await openArena(kind);
  });
  afterAll(() => arena?.graph.stop());

  it("has records of every type in it, each hidden from someone but policies", () => {
    const types = arena.types();
    expect([...types].sort()).toEqual(Object.keys(typeRules).sort());
    const open = [...types].filter((type) =>
      arena.of([type]).every((fact) => viewpoints.every((each) => sees(each, fact))),
    );
    expect(open).toEqual(["Policy"]);
  });

  it.each(viewpoints)("lets $name ask the queries of its roles, and no others", async (viewpoint) => {
    for (const query of queries) {
      const answer = await arena.askAs(viewpoint)(plainQuery(query));
      if (allows(queryRules[query.name]?.roles ?? [], viewpoint)) expect(codesOf(answer), query.name).toEqual([]);
      else expectRefused(answer, refusalFor(viewpoint));
    }
  });

  it.each(viewpoints)("tells $name the name of each action that it may do", async (viewpoint) => {
    const { body } = await arena.askAs(viewpoint)("{ viewer { mayDo } }");
    const may = new Set<string>(body.data.viewer.mayDo);
    for (const field of [...queries, ...mutations]) {
      const action = /Requires `([^`]+)`/.exec(field.description ?? "")?.[1];
      const rule = queryRules[field.name] ?? mutationRules[field.name];
      if (action) expect(may.has(action), action).toBe(allows(rule?.roles ?? [], viewpoint));
      else expect(rule?.roles, field.name).toBe("EVERYONE");
    }
  });

  it.each(viewpoints)(
    "answers $name by id with what exists for it, and hides the rest as if it weren't there",
    async (viewpoint) => {
      for (const type of arena.types()) {
        const root = Object.entries(queryRules).find(
          ([, { finds }]) => typeof finds === "object" && "one" in finds && finds.one === type,
        );
        const byRoot = root && allows(root[1].roles, viewpoint) ? root[0] : null;
        const ask = (ids: readonly string[]) => arena.askAs(viewpoint)(byIds(ids.length, byRoot), variablesOf(ids));
        const [visible, hidden] = [true, false].map((wanted) =>
          sample(arena.of([type]).filter((fact) => sees(viewpoint, fact) === wanted)),
        );
        for (const some of chunks(visible as Fact[])) {
          const { body } = await ask(some.map(({ id }) => id));
          expect(body.errors).toBeUndefined();
          for (const [index, { id }] of some.entries()) {
            expect(body.data[`node${index}`], id).toEqual({ __typename: type, id });
            if (byRoot) expect(body.data[`root${index}`], id).toEqual({ id });
          }
        }
        for (const some of chunks(hidden as Fact[])) {
          const ids = some.map(({ id }) => id);
          const hiddenAnswer = await ask(ids);
          const unknownAnswer = await ask(ids.map(() => unknownId(type)));
          expect([hiddenAnswer.status, hiddenAnswer.text], ids.join()).toEqual([
            unknownAnswer.status,
            unknownAnswer.text,
          ]);
        }
      }
    },
  );

  it.each(viewpoints)(
    "judges access for $name where it sees release and partner, and hides the rest as if it weren't there",
    async (viewpoint) => {
      const document = `query A($releaseId: ID!, $partnerId: ID!) {
      checkAccess(releaseId: $releaseId, partnerId: $partnerId, endUse: CYBER_DEFENSE) { allowed release { id } partner { id } } }`;
      const check = (releaseId: string, partnerId: string) =>
        arena.askAs(viewpoint)(document, { releaseId, partnerId });
      const nothing = await check(unknownId("Release"), unknownId("Partner"));
      for (const release of distinct(arena.of(["Release"]))) {
        for (const partner of arena.of(["Partner"])) {
          const answer = await check(release.id, partner.id);
          if (mayCheck(viewpoint, release, partner)) {
            expect(answer.body.data.checkAccess).toMatchObject({
              release: { id: release.id },
              partner: { id: partner.id },
            });
          } else {
            expect(answer).toEqual(nothing);
          }
        }
      }
    },
  );

  it.each(viewpoints)("refuses $name in the subgraph itself, where no gateway has checked", async (viewpoint) => {
    const { person, roles, agency, org } = viewpoint;
    const subject = person && `test|${viewpoint.name}`;
    const actor = { subject, roles: new Set(roles), agency, org, tokenId: null, expiresAt: null };
    await arena.unchanged(async () => {
      for (const { schema } of subgraphs) {
        const owned = (field: Field, root: GraphQLObjectType | null | undefined) => root?.getFields()[field.name];
        const closed = queries.filter(({ name }) => !allows(queryRules[name]?.roles ?? [], viewpoint));
        const forbidden = mutations.filter(({ name }) => !allows(mutationRules[name]?.roles ?? [], viewpoint));
        const asked = [
          ...closed.filter((each) => owned(each, schema.getQueryType())).map((each) => [plainQuery(each), {}] as const),
          ...forbidden
            .filter((each) => owned(each, schema.getMutationType()))
            .map((each) => [mutationDocument(each), inputWith(arena.anyInput(each))] as const),
        ];
        for (const [source, variableValues] of asked) {
          const contextValue = new Context(arena.graph.services, actor, "a request");
          const { errors } = await graphql({ schema, source, variableValues, contextValue });
          const codes = errors?.map(({ extensions, message }) => extensions.code ?? message);
          expect(codes, source).toEqual([refusalFor(viewpoint)]);
        }
      }
    });
  });

  it.each(Object.keys(refusedPeople))("answers %s nothing at all, and writes nothing", async (name) => {
    const ask = asker(arena.graph, refusedPeople[name] ?? null);
    await arena.unchanged(async () => {
      for (const query of queries) expectRefused(await ask(plainQuery(query)), "UNAUTHENTICATED");
      for (const mutation of mutations) {
        expectRefused(await ask(mutationDocument(mutation), inputWith(arena.anyInput(mutation))), "UNAUTHENTICATED");
      }
    });
  });
});

/** Access is judged for those who see both, and of vendors and partners for those whose release or partner it is. */
function mayCheck(viewpoint: Viewpoint, release: Fact, partner: Fact): boolean {
  if (!sees(viewpoint, release) || !sees(viewpoint, partner)) return false;
  const { roles, agency, org } = viewpoint;
  if (agency !== null || roles.includes("AUDITOR")) return true;
  if (org === null) return false;
  return (
    (roles.includes("VENDOR") && release.vendors.includes(org)) ||
    (roles.includes("PARTNER") && partner.partners.includes(org))
  );
}

/** One of all the facts that the rules can't tell apart. */
function distinct(some: readonly Fact[]): Fact[] {
  const kinds = new Map(some.map((fact) => [[fact.vendors, fact.partners, fact.shared, fact.listed].join(), fact]));
  return [...kinds.values()];
}

/** Of all the facts that the rules can't tell apart every fifth, and one of the many changes with the same readers. */
function sample(some: readonly Fact[]): Fact[] {
  const kinds = new Map<string, Fact[]>();
  for (const fact of some) {
    const { type, vendors, partners, shared, listed, stands, contentFor, readers, madeBy } = fact;
    const rest = type === "Change" ? [...readers, madeBy] : [vendors, partners, shared, listed, stands, contentFor];
    const kind = JSON.stringify([type, rest]);
    kinds.set(kind, [...(kinds.get(kind) ?? []), fact]);
  }
  return [...kinds.values()].flatMap((alike) =>
    alike.filter(({ type }, index) => (type === "Change" ? index === 0 : taken(index, 5))),
  );
}

const chunk = 5;

function chunks(some: readonly Fact[]): Fact[][] {
  return Array.from({ length: Math.ceil(some.length / chunk) }, (_, index) =>
    some.slice(index * chunk, (index + 1) * chunk),
  );
}

const variablesOf = (ids: readonly string[]) => Object.fromEntries(ids.map((id, index) => [`id${index}`, id]));

/** Asks for so many records at once, each by `node` and by its type's own query where there is one. */
function byIds(count: number, root: string | null): string {
  const each = Array.from({ length: count }, (_, index) => index);
  const declared = each.map((index) => `$id${index}: ID!`).join(", ");
  const fields = each.map((index) => {
    const node = `node${index}: node(id: $id${index}) { __typename id }`;
    return root ? `${node} root${index}: ${root}(id: $id${index}) { id }` : node;
  });
  return `query ByIds(${declared}) { ${fields.join(" ")} }`;
}
