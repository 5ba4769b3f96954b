import "reflect-metadata";
import { type GraphQLObjectType, parse } from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import { askedOf } from "../../src/gateway/asked.ts";
import { type Linked, link } from "../../src/gateway/link.ts";
import { operationOf } from "../../src/gateway/operation.ts";
import { allSubgraphs } from "../../src/processes/subgraphs.ts";

let linked: Linked;
beforeAll(() => {
  linked = link(allSubgraphs());
});

/** What a document asks, each type's uses as an object; null where that can't be told. */
function asked(document: string): Record<string, Record<string, string> | null> {
  const found = askedOf(linked.schema, operationOf(parse(document), null)!);
  return Object.fromEntries([...found].map(([type, uses]) => [type, uses && Object.fromEntries(uses)]));
}

describe("what an operation asks of stored objects", () => {
  it("are the properties that it shows, and those that its links are resolved from", () => {
    const { Application, Partner } = asked("{ applications { nodes { status dueAt partner { legalName } } } }");
    expect(Application).toEqual({ status: "shown", dueAt: "shown", partnerId: "read" });
    expect(Partner).toEqual({ legalName: "shown" });
  });

  it("is the key for a field of another subgraph", () => {
    expect(asked("{ releases { nodes { applications { nodes { id } } } } }").Release).toEqual({ id: "read" });
  });

  it("is what a resolver says that it reads, before what is shown of the same", () => {
    const { Authorization } = asked("{ authorizations { nodes { expiresAt status } } }");
    expect(Authorization).toEqual({ expiresAt: "read", status: "read" });
  });

  it("can't be told where a resolver doesn't say", () => {
    expect(asked("{ policies { nodes { key predecessor { version } } } }").Policy).toBeNull();
  });

  it("is what any place asks of the type: through fragments, interfaces and aliases", () => {
    const { Application, PhaseAdvance } = asked(`
      { referrals { nodes { case { id ...on Application { due: dueAt } } } } applications { nodes { ...Stated } } }
      fragment Stated on Application { endUse }`);
    expect(Application).toEqual({ id: "shown", dueAt: "shown", endUse: "shown" });
    expect(PhaseAdvance).toEqual({ id: "shown" });
  });

  it("says nothing of a type of which only the name is asked", () => {
    expect(asked("{ releases { nodes { __typename } } }").Release).toBeUndefined();
  });
});

describe("what a resolver says that it reads", () => {
  /** Each field of the graph's stored types that says what it reads of its own object, with the resolver behind it. */
  const fields = () =>
    allSubgraphs().flatMap(({ schema, references }) =>
      Object.keys(references).flatMap((name) =>
        Object.values((schema.getType(name) as GraphQLObjectType).getFields())
          .filter(({ resolve, extensions }) => resolve && extensions.reads)
          .map((field) => ({ name: `${name}.${field.name}`, field })),
      ),
    );

  it("is all that it takes of its object", async () => {
    const found = fields();
    expect(found.length).toBeGreaterThan(80);
    for (const { name, field } of found) {
      const taken = new Set<string | symbol>();
      const object = new Proxy({}, { get: (_, property) => void taken.add(property) });
      const context = { now: async () => new Date(), actor: { roles: ["AUDITOR"] } };
      const args = Object.fromEntries(field.args.map((each) => [each.name, each.defaultValue]));
      // What comes after the object was read may fail: nothing stands behind it here.
      await Promise.resolve()
        .then(() => field.resolve?.(object, args, context, {} as never))
        .catch(() => undefined);
      const said = field.extensions.reads as readonly string[];
      expect(
        [...taken].filter((each) => each !== "then" && !said.includes(String(each))),
        name,
      ).toEqual([]);
      expect(taken.size, name).toBeGreaterThan(0);
    }
  });
});
