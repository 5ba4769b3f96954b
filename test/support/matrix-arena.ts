import { randomUUID } from "node:crypto";
import { getNamedType } from "graphql";
import { expect } from "vitest";
import { type NodeType, timeOrderedIds } from "../../src/graph/ids.ts";
import type { DatabaseKind } from "./describe-on.ts";
import { type Graph, startGraph } from "./graph.ts";
import { type Fact, facts } from "./matrix-facts.ts";
import { mutationRules } from "./matrix-roots.ts";
import { sees } from "./matrix-rules.ts";
import { type Field, isConnection } from "./matrix-schema.ts";
import { everyTable } from "./matrix-untouched.ts";
import { type Ask, asker, codesOf, type RawAnswer, type Role, type Viewpoint } from "./matrix-viewpoints.ts";
import { populate, type World } from "./world.ts";

/** Where the matrix is asked: a populated graph, and the facts of every record in it. */
export class Arena {
  readonly graph: Graph;
  readonly world: World;
  readonly all: readonly Fact[];
  readonly byId: ReadonlyMap<string, Fact>;
  readonly #asks = new Map<string, Ask>();

  constructor(world: World, all: readonly Fact[]) {
    this.world = world;
    this.graph = world.graph;
    this.all = all;
    this.byId = new Map(all.map((fact) => [fact.id, fact]));
  }

  askAs({ name, person }: Viewpoint): Ask {
    const known = this.#asks.get(name) ?? asker(this.graph, person);
    this.#asks.set(name, known);
    return known;
  }

  /** The facts of records of these types. */
  of(types: readonly string[]): Fact[] {
    return this.all.filter(({ type }) => types.includes(type));
  }

  /** The ids of a type's records that the viewpoint sees. */
  visible(type: string, viewpoint: Viewpoint): string[] {
    return this.of([type])
      .filter((fact) => sees(viewpoint, fact))
      .map(({ id }) => id);
  }

  types(): ReadonlySet<NodeType> {
    return new Set(this.all.map(({ type }) => type));
  }

  /** An input of the mutation that is right but for who gives it. */
  anyInput({ name }: Field): Record<string, unknown> {
    const { targets, input } = mutationRules[name] ?? { targets: {} };
    const [target] = Object.values(targets);
    return input ?? target?.input(this.of(target.types)[0]?.id ?? "") ?? {};
  }

  /** Fails if the work wrote anything at all. */
  async unchanged(work: () => Promise<void>): Promise<void> {
    const before = await everyTable(this.graph.database);
    await work();
    expect(await everyTable(this.graph.database)).toEqual(before);
  }
}

/** Starts a graph, populates it and learns its facts. */
export async function openArena(kind: DatabaseKind): Promise<Arena> {
  const world = await populate(await startGraph(kind));
  return new Arena(world, await facts(world.graph.database));
}

/** An id of the type that no record has. */
export const unknownId = (type: NodeType): string => timeOrderedIds.next(type);

/** A mutation's variables, with a key of their own. */
export const inputWith = (input: Record<string, unknown>) => ({ input: { idempotencyKey: randomUUID(), ...input } });

export const allows = (roles: readonly Role[] | "EVERYONE" | undefined, viewpoint: Viewpoint): boolean =>
  roles === "EVERYONE" || (roles ?? []).some((role) => viewpoint.roles.includes(role));

/** The code for one who may not: not signed in, or signed in as somebody else. */
export const refusalFor = ({ person }: Viewpoint): string => (person === null ? "UNAUTHENTICATED" : "FORBIDDEN");

/** Fails unless the answer is this refusal and holds nothing. */
export function expectRefused(answer: RawAnswer, code: string): void {
  expect(codesOf(answer)).toEqual([code]);
  expect(Object.values(answer.body.data ?? {}).every((value) => value === null)).toBe(true);
}

const order = 'effect: SUSPEND, force: ORDER, reason: DIVERSION, legalBasis: "A test."';

const question = `{ releaseId: "${unknownId("Release")}", partnerId: "${unknownId("Partner")}", endUse: OTHER }`;

/** A query by its name, with arguments that fit: ids that no record has. */
export function plainQuery(query: Field): string {
  const args = query.args.flatMap(({ name }) => {
    if (name === "id") return [`id: "${unknownId("Release")}"`];
    if (name === "releaseId") return [`releaseId: "${unknownId("Release")}"`];
    if (name === "applicationId") return [`applicationId: "${unknownId("Application")}"`];
    if (name === "versionId") return [`versionId: "${unknownId("Policy")}"`];
    if (name === "from") return ['from: "2026-06-01T00:00:00.000Z"'];
    if (name === "to") return ['to: "2026-07-01T00:00:00.000Z"'];
    if (name === "partnerId") return [`partnerId: "${unknownId("Partner")}"`];
    if (name === "caseId") return [`caseId: "${unknownId("Application")}"`];
    if (name === "webhookId") return [`webhookId: "${unknownId("Webhook")}"`];
    if (name === "sequence") return ["sequence: 2"];
    if (name === "fromSize") return ["fromSize: 2"];
    if (name === "at") return ['at: "2026-06-10T14:00:00.000Z"'];
    if (name === "agency") return ["agency: OSTP"];
    if (name === "questions") return [`questions: [${question}]`];
    if (query.name === "previewDesignation")
      return [`input: { vendorId: "${unknownId("Vendor")}", legalBasis: "A test." }`];
    if (name === "input") return [`input: { releaseId: "${unknownId("Release")}", ${order} }`];
    return name === "endUse" ? ["endUse: OTHER"] : [];
  });
  const type = getNamedType(query.type);
  const selection = isConnection(type) ? "totalCount" : "__typename";
  return `{ ${query.name}${args.length > 0 ? `(${args.join(", ")})` : ""} { ${selection} } }`;
}

/** For each type among the facts, one that the viewpoint sees and one that it doesn't. */
export function oneOfEach(some: readonly Fact[], viewpoint: Viewpoint): Fact[] {
  const found = new Map<string, Fact>();
  for (const fact of some) found.set(`${fact.type} ${sees(viewpoint, fact)}`, fact);
  return [...found.values()];
}
