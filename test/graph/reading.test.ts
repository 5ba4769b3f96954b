import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Context, tellAsked } from "../../src/context.ts";
import { recordById, wholeRecordById } from "../../src/graph/records.ts";
import { DateTime } from "../../src/graph/scalars.ts";
import { Policy } from "../../src/releases/policies/policy.ts";
import { auditor as anAuditor } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Caller, type Graph, startGraph } from "../support/graph.ts";
import { countStatements } from "../support/statements.ts";

describeOn(["embedded", "postgres"], "what is read of a row", (kind) => {
  let graph: Graph;
  let auditor: Caller;
  beforeAll(async () => {
    graph = await startGraph(kind);
    auditor = graph.as({ roles: ["auditor"] });
  });
  afterAll(() => graph?.stop());

  const statementOf = async (document: string): Promise<string> => {
    const counter = countStatements();
    try {
      const sent = await counter.during(() => auditor.ask(document));
      return sent.filter((each) => each.includes('from "policy"')).join("\n");
    } finally {
      counter.remove();
    }
  };

  it("is what the operation shows of it", async () => {
    const statement = await statementOf("{ policies { nodes { id key publishedAt } } }");
    expect(statement).toContain('as "key"');
    expect(statement).not.toContain("document");
    expect(statement).not.toContain("cursorValue");
  });

  it("is its place in the list too where a cursor is asked for", async () => {
    expect(await statementOf("{ policies { nodes { id } pageInfo { endCursor } } }")).toContain("cursorValue");
    expect(await statementOf("{ policies { edges { node { id } } } }")).toContain("cursorValue");
  });

  it("is all of it where a field doesn't say what it takes", async () => {
    expect(await statementOf("{ policies { nodes { changes { before } } } }")).toContain("document");
  });

  it("shows a moment as it is stored", async () => {
    const { policies } = await auditor.ask("{ policies { nodes { id publishedAt } } }");
    expect(policies.nodes).not.toEqual([]);
    for (const { id, publishedAt } of policies.nodes) {
      const text = "select published_at as at from policy where id = $1";
      const [row] = await graph.database.query<{ at: Date }>(text, [id]);
      expect(publishedAt).toBe(row?.at.toISOString());
    }
  });

  it.each(["UTC", "Europe/Paris", "Asia/Kolkata"])("shows a moment that a session in %s has written", async (zone) => {
    const rows = await graph.database.source.transaction(async (tx) => {
      await tx.query(`set local time zone '${zone}'`);
      return tx.query(
        `select m::text as text, m as moment
           from unnest('{2026-11-22 03:30:00.12+00, 2026-06-30 23:59:59+00, 0999-01-01 00:00:00+00}'::timestamptz[]) m`,
      );
    });
    expect(rows).toHaveLength(3);
    for (const { text, moment } of rows) expect(DateTime.serialize(text)).toBe(moment.toISOString());
  });

  it("can't be taken past: code that needs a row reads it whole", async () => {
    const [policy] = await graph.database.query<{ id: string }>("select id from policy limit 1");
    const context = new Context(graph.services, anAuditor, "reading");
    tellAsked(context, new Map([["Policy", new Map([["key", "shown" as const]])]]));
    const row = (await recordById(context, Policy, policy?.id)) as Policy | null;
    expect(row).toMatchObject({ id: policy?.id, key: expect.any(String) });
    expect(() => row?.document).toThrow("Policy.document was not read");
    expect((await wholeRecordById(context, Policy, policy?.id))?.document.phases).not.toEqual([]);
  });
});

it("is no text but a moment's", () => {
  for (const value of ["yesterday", "infinity", "", 3, null])
    expect(() => DateTime.serialize(value)).toThrow(TypeError);
});
