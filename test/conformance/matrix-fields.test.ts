import type { GraphQLObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NodeType } from "../../src/graph/ids.ts";
import { taken } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Arena, openArena } from "../support/matrix-arena.ts";
import { comparable, idsIn, Shown } from "../support/matrix-compare.ts";
import { sees, typeRules, valueTypes, withheldFrom } from "../support/matrix-rules.ts";
import { apiSchema, everythingOf, isPart, objectTypes } from "../support/matrix-schema.ts";
import { type Ask, type Viewpoint, viewpoint, viewpoints } from "../support/matrix-viewpoints.ts";

describe("the rules of fields", () => {
  const ruled: Record<string, readonly string[]> = { ...valueTypes };
  for (const [type, { open, withheld = {}, personal = [] }] of Object.entries(typeRules)) {
    ruled[type] = [...open, ...Object.keys(withheld), ...personal];
  }

  it("speak of every type of the schema, and no other", () => {
    expect(Object.keys(ruled).sort()).toEqual(
      objectTypes
        .filter((type) => !isPart(type))
        .map(({ name }) => name)
        .sort(),
    );
  });

  it.each(Object.entries(ruled))("speak of every field of %s, and no other", (type, fields) => {
    expect([...fields].sort()).toEqual(Object.keys((apiSchema.getType(type) as GraphQLObjectType).getFields()).sort());
  });
});

type Answered = Record<string, unknown>;

describeOn(["postgres"], "the matrix of roles and fields", (kind) => {
  let arena: Arena;
  const auditor = viewpoint("an auditor");
  const seenByAuditor = new Map<string, Answered>();

  beforeAll(async () => {
    arena = await openArena(kind);
    for (const type of recordTypes) {
      const ids = arena.visible(type.name, auditor);
      for (const record of (await recordsOf(arena.askAs(auditor), type, auditor, ids)).records) {
        seenByAuditor.set(String(record.id), record);
      }
    }
  });
  afterAll(() => arena?.graph.stop());

  /** Of many records of a type that the viewpoint sees every third, and of the next viewpoint others. */
  function someOf(type: GraphQLObjectType, viewpoint: Viewpoint): readonly string[] {
    const all = arena.visible(type.name, viewpoint);
    return all.length > 6 ? all.filter((_, index) => taken(index + viewpoints.indexOf(viewpoint), 3)) : all;
  }

  /** Records that the viewpoint sees, whole, and the texts in which they came. */
  async function recordsOf(ask: Ask, type: GraphQLObjectType, viewpoint: Viewpoint, ids = someOf(type, viewpoint)) {
    const records: Answered[] = [];
    const texts: string[] = [];
    for (let from = 0; from < ids.length; from += batch) {
      const some = ids.slice(from, from + batch);
      const { body, text } = await ask(
        documentFor(type, some.length),
        Object.fromEntries(some.map((id, at) => [`id${at}`, id])),
      );
      expect(body.errors, `${viewpoint.name} ${type.name}`).toBeUndefined();
      const shown = Object.values(body.data) as Answered[];
      expect(
        shown.map((record) => record?.id),
        viewpoint.name,
      ).toEqual(some);
      records.push(...shown);
      texts.push(text);
    }
    return { records, texts };
  }

  it("shows an auditor every record, and withholds nothing of it", () => {
    expect([...seenByAuditor.keys()].sort()).toEqual(arena.all.map(({ id }) => id).sort());
    const withheld = [...seenByAuditor.values()].filter((record) => (record.withheld as unknown[] | undefined)?.length);
    expect(withheld).toEqual([]);
  });

  it("has something to withhold in every field that is withheld from anyone", () => {
    const empty = Object.entries(typeRules).flatMap(([type, { withheld = {} }]) =>
      Object.keys(withheld).flatMap((field) => {
        const some = arena.all.filter((fact) => {
          const value = seenByAuditor.get(fact.id)?.[field] as Answered | null | undefined;
          const full = fact.type === type && value != null && value.totalCount !== 0;
          return (
            full &&
            viewpoints.some((each) => sees(each, fact) && withheldFrom(each, fact).some((one) => one.field === field))
          );
        });
        return some.length > 0 ? [] : [`${type}.${field}`];
      }),
    );
    // Who may see that a countersignature was refused may see by whom: a refused proposal is the panel's alone.
    expect(empty).toEqual(["Decision.refusedBy"]);
  });

  it.each(viewpoints)(
    "shows $name of each record what its roles may see, and names what is withheld",
    async (viewpoint) => {
      const shown = new Shown(viewpoint, arena.byId);
      for (const type of recordTypes) {
        const { records, texts } = await recordsOf(arena.askAs(viewpoint), type, viewpoint);
        for (const record of records) {
          const expected = shown.record(type, seenByAuditor.get(String(record.id)) as Answered);
          expect(comparable(type, record), `${type.name} ${record.id}`).toEqual(expected);
        }
        // A change names its subject for good, also where its reader no longer sees the record, or nobody does.
        const subjects = new Set(records.map(({ subjectId }) => subjectId));
        const named = texts.flatMap(idsIn).filter((id) => !subjects.has(id));
        expect(
          named.filter((id) => !shown.sees(id)),
          type.name,
        ).toEqual([]);
      }
    },
  );

  const underReview = ["IN_REVIEW", "IN_DISPUTE", "INTENT_TO_DENY", "AWAITING_COUNTERSIGNATURE"];

  it.each(viewpoints)("tells $name what it may do about a case", async (viewpoint) => {
    const ask = arena.askAs(viewpoint);
    const subject = viewpoint.person && `test|${viewpoint.person.roles.join("+")}`;
    for (const type of recordTypes.filter(({ name }) => ["Application", "PhaseAdvance"].includes(name))) {
      for (const record of (await recordsOf(ask, type, viewpoint)).records) {
        const seen = seenByAuditor.get(String(record.id)) as Answered;
        const official = viewpoint.agency !== null;
        expect(record.viewerCanRecordPosition).toBe(official && underReview.includes(String(seen.status)));
        const decision = seenByAuditor.get(String((seen.decision as Answered | null)?.id));
        const positions = (seen.positions as { nodes: { id: string }[] }).nodes;
        const tookPart = positions.some(({ id }) => seenByAuditor.get(id)?.official === subject);
        const signable = ["AWAITING_COUNTERSIGNATURE", "INTENT_TO_DENY"].includes(String(seen.status));
        expect(record.viewerCanCountersign, String(record.id)).toBe(
          official && signable && decision?.status === "PROPOSED" && !tookPart,
        );
      }
    }
  });

  it.each(viewpoints)("tells $name who it is", async (viewpoint) => {
    const { person, roles, agency, org } = viewpoint;
    const { body } = await arena.askAs(viewpoint)(
      `{ viewer ${everythingOf(apiSchema.getType("Viewer") as GraphQLObjectType)} }`,
    );
    const own = (type: NodeType, owners: "vendors" | "partners") =>
      arena.all.find((fact) => fact.type === type && org !== null && fact[owners].includes(org));
    const vendor = roles.includes("VENDOR") ? own("Vendor", "vendors") : undefined;
    const partner = roles.includes("PARTNER") ? own("Partner", "partners") : undefined;
    expect(body.data.viewer).toEqual({
      subject: person && `test|${person.roles.join("+")}${org ? `|${org}` : ""}`,
      roles: [...roles].sort(),
      agency,
      org,
      mayDo: expect.any(Array),
      expiresAt: person && expect.any(String),
      vendor: vendor ? { __typename: "Vendor", id: vendor.id } : null,
      partner: partner ? { __typename: "Partner", id: partner.id } : null,
    });
  });
});

const recordTypes = objectTypes.filter(({ name }) => Object.hasOwn(typeRules, name));
const batch = 5;

function documentFor(type: GraphQLObjectType, count: number): string {
  const each = Array.from({ length: count }, (_, index) => index);
  const declared = each.map((index) => `$id${index}: ID!`).join(", ");
  return `query Whole(${declared}) { ${each.map((index) => `n${index}: node(id: $id${index}) { ...Whole }`).join(" ")} }
    fragment Whole on ${type.name} ${everythingOf(type)}`;
}
