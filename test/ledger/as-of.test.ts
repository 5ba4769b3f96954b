import { afterAll, beforeAll, expect, it } from "vitest";
import { Application } from "../../src/applications/application.ts";
import { Context } from "../../src/context.ts";
import { Authorization } from "../../src/decisions/authorizations/authorization.ts";
import { timeOrderedIds } from "../../src/graph/ids.ts";
import { type Identified, type Stored, shapeOf } from "../../src/graph/records.ts";
import { columns } from "../../src/graph/sql.ts";
import { recordAsOf } from "../../src/ledger/as-of/record-as-of.ts";
import { encodePosition } from "../../src/ledger/cursor.ts";
import { shipPolicies } from "../../src/releases/policies/ship-policies.ts";
import { Release } from "../../src/releases/register/release.ts";
import { auditor, official } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Caller, type Graph, startGraph, type TestClock } from "../support/graph.ts";
import { operationText } from "../support/matrix-operations.ts";
import { done, type Story, story } from "../support/story.ts";

const kinds = { Release, Application, Authorization } as const;
type Kind = keyof typeof kinds;

/** What was stored of every record after some step of the story. */
interface Recorded {
  readonly sequence: number;
  readonly at: Date;
  readonly rows: Readonly<Record<Kind, ReadonlyMap<string, object>>>;
}

describeOn(["postgres"], "a record as it stood", (kind) => {
  let graph: Graph;
  let tell: Story;
  const recorded: Recorded[] = [];
  const context = () => new Context(graph.services, auditor, "as-of");
  const now = () => graph.clock.fixed as Date;

  const rowsOf = async <Row extends Identified>(entity: Stored<Row>): Promise<Map<string, object>> => {
    const { table, properties } = shapeOf(graph.database, entity);
    const rows = await graph.database.query<Row>(`select ${columns("t", properties).text} from ${table} t`);
    return new Map(rows.map((row) => [row.id, row]));
  };
  /** Notes what is stored now; the clock goes on, so that each step has a moment of its own. */
  const step = async <Value>(work: Promise<Value>): Promise<Value> => {
    const value = await work;
    const [tail] = await graph.database.query<{ sequence: number }>('select last_seq as "sequence" from ledger_tail');
    const rows = {
      Release: await rowsOf(Release),
      Application: await rowsOf(Application),
      Authorization: await rowsOf(Authorization),
    };
    recorded.push({ sequence: tail?.sequence ?? 0, at: now(), rows });
    graph.clock.set(new Date(now().getTime() + 60_000).toISOString());
    return value;
  };

  beforeAll(async () => {
    // The ledger's times never run backwards: what ships with the release is recorded before the story too.
    graph = await startGraph(kind, timeOrderedIds, async (services) => {
      (services.clock as TestClock).set("2026-06-09T13:00:00.000Z");
      await shipPolicies(services);
    });
    graph.clock.set("2026-06-09T14:00:00.000Z");
    tell = story(graph);
    const { people } = tell;
    await step(tell.vendor());
    const releaseId = await step(tell.previewedRelease({ policyKey: "eo12981" }));
    await step(tell.admittedPartner());
    const draftOf = {
      name: "Nova",
      modelVersion: "1",
      description: "D",
      safeguards: "S",
      policyKey: "eo12981",
      draft: true,
    };
    const made = done(await step(people.vendor.mutate("registerRelease", draftOf, "release { id }")));
    const amended = { releaseId: made.release.id, revision: 1, description: "It does more.", register: true };
    done(await step(people.vendor.mutate("amendRelease", amended)));
    await step(people.vendor.mutate("postponeRelease", { releaseId, reason: "Not yet." }));
    await step(people.vendor.mutate("resumeRelease", { releaseId }));
    const draft = await step(tell.submittedApplication(releaseId, { endUse: "HEALTH" }));
    await step(people.partner.mutate("withdrawApplication", { applicationId: draft }));
    const caseId = await step(tell.applicationInReview(releaseId));
    await step(tell.hold(caseId));
    await step(tell.everyoneConcurs(caseId));
    const { authorizationId } = await step(tell.authorization(releaseId, { endUse: "FINANCE" }));
    const measure = { authorizationId, reason: "DIVERSION", legalBasis: "A test." };
    done(await step(people.commerce.mutate("suspendAuthorization", measure)));
    done(await step(people.commerce.mutate("reinstateAuthorization", { authorizationId })));
    done(await step(people.commerce.mutate("revokeAuthorization", measure)));
    await step(people.vendor.mutate("withdrawRelease", { releaseId, reason: "Over." }));
  });
  afterAll(() => graph?.stop());

  it("is what was stored, after every step of a story, by its moment and by its place", async () => {
    const statuses = new Set<unknown>();
    const all = recorded.at(-1) as Recorded;
    let compared = 0;
    for (const { sequence, at, rows } of recorded) {
      for (const type of Object.keys(kinds) as Kind[]) {
        for (const id of all.rows[type].keys()) {
          const stored = rows[type].get(id) ?? null;
          const ways = [
            { id, at },
            { id, cursor: { sequence, id: null } },
          ];
          for (const way of ways) {
            const found = await recordAsOf<Identified>(context(), kinds[type] as Stored<Identified>, way);
            expect(found === null, `${type} ${id} at ${sequence}`).toBe(stored === null);
            if (found === null || stored === null) continue;
            expect(found, `${type} ${id} at ${sequence}`).toMatchObject(stored);
            statuses.add((stored as { status?: string; phase?: string }).status ?? (stored as { phase: string }).phase);
            compared += 1;
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(60);
    for (const status of ["WITHDRAWN", "IN_REVIEW", "SUSPENDED", "ACTIVE", "REVOKED", "LIMITED_PREVIEW"]) {
      expect(statuses).toContain(status);
    }
  });

  it("is shown with every stored value, by the names that the graph has for them", async () => {
    const { rows, sequence } = recorded.at(-2) as Recorded;
    const cursor = encodePosition({ sequence, id: null });
    for (const [operation, type] of [
      ["release", "Release"],
      ["application", "Application"],
      ["authorization", "Authorization"],
    ] as const) {
      const [id, stored] = [...rows[type]][0] as [string, object];
      const data = await tell.people.auditor.ask(operationText(`auditor/${operation}-as-of`), { id, cursor });
      const shown = Object.values(data)[0] as Record<string, unknown>;
      expect(shown.unrecorded).toEqual([]);
      expect(shown).toMatchObject(JSON.parse(JSON.stringify(stored)));
    }
  });

  it("is null before there was one, and for an id of another type or of none", async () => {
    const [id] = [...(recorded.at(-1) as Recorded).rows.Application.keys()] as [string];
    const ask = async (operation: string, variables: object) =>
      Object.values(await tell.people.auditor.ask(operationText(operation), { ...variables }))[0];
    expect(await ask("auditor/application-as-of", { id, at: "2026-06-09T14:00:00.000Z" })).toBeNull();
    expect(await ask("auditor/release-as-of", { id, at: now().toISOString() })).toBeNull();
    expect(
      await ask("auditor/release-as-of", { id: "rel_00000000000000000000000000", at: now().toISOString() }),
    ).toBeNull();
  });

  const send = (by: Caller, variables: object) => {
    const [id] = [...(recorded.at(-1) as Recorded).rows.Release.keys()] as [string];
    return by.send(operationText("auditor/release-as-of"), { id, ...variables });
  };
  it.each([
    ["neither a moment nor a place", {}, "BAD_USER_INPUT"],
    ["both", { at: "2026-06-09T14:00:00.000Z", cursor: encodePosition({ sequence: 1, id: null }) }, "BAD_USER_INPUT"],
    ["a moment that is to come", { at: "2036-06-09T14:00:00.000Z" }, "BAD_USER_INPUT"],
    [
      "a place that the ledger hasn't reached",
      { cursor: encodePosition({ sequence: 9_999, id: null }) },
      "CURSOR_UNKNOWN",
    ],
  ])("isn't told for %s", async (_what, variables, code) => {
    expect((await send(tell.people.auditor, variables)).errors).toMatchObject([{ extensions: { code } }]);
  });

  it("is for auditors alone", async () => {
    const variables = { at: now().toISOString() };
    expect((await send(tell.people.oncd, variables)).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    expect((await send(graph.everyone, variables)).errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
    const way = { id: "rel_1", at: now() };
    await expect(recordAsOf(new Context(graph.services, official("ONCD"), "x"), Release, way)).rejects.toMatchObject({
      extensions: { code: "FORBIDDEN" },
    });
  });

  it("waits for a change that has its time and isn't committed yet, so that the same question has one answer", async () => {
    const { sequence } = recorded.at(-1)!;
    const [id] = recorded.at(-1)!.rows.Release.keys();
    const committing = graph.database.source.createQueryRunner();
    await committing.startTransaction();
    await committing.query("select last_seq from ledger_tail where id = 1 for update");
    let answered = false;
    const asked = recordAsOf(context(), Release, { id: id!, at: now() }).finally(() => {
      answered = true;
    });
    await expect
      .poll(async () => {
        const [row] = await graph.database.asOwner<{ waiting: number }>(
          `select count(*)::int as waiting from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock' and query like '%ledger_tail%for share%'`,
        );
        return row?.waiting;
      })
      .toBe(1);
    expect(answered).toBe(false);
    await committing.commitTransaction();
    await committing.release();
    expect((await asked)?.sequence).toBeLessThanOrEqual(sequence);
  });

  it("says what an older entry doesn't hold: a value that could be missing, by name, and any other by refusing", async () => {
    const [id] = [...(recorded.at(-1) as Recorded).rows.Release.keys()] as [string];
    await graph.database.asOwner("alter table ledger_entry disable trigger user");
    const without = (name: string) =>
      graph.database.asOwner("update ledger_entry set payload = payload #- $2 where subject_id = $1", [
        id,
        ["state", name],
      ]);
    await without("postponedUntil");
    const variables = { at: now().toISOString() };
    const { data } = await send(tell.people.auditor, variables);
    expect(data.releaseAsOf).toMatchObject({ unrecorded: ["postponedUntil"], postponedUntil: null });
    await without("modelVersion");
    expect((await send(tell.people.auditor, variables)).errors).toMatchObject([
      { extensions: { code: "NOT_RECORDED", fields: ["modelVersion"] } },
    ]);
  });
});
