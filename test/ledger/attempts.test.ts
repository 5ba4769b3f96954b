import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pruneAttempts } from "../../src/ledger/attempts/prune-attempts.ts";
import { RefusedAttempts } from "../../src/ledger/attempts/refused-attempts.ts";
import { official } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Caller, caller, type Graph, silent, startGraph } from "../support/graph.ts";
import { operationText } from "../support/matrix-operations.ts";
import { done, type Story, story } from "../support/story.ts";
import { startApart } from "../support/subgraph-apart.ts";

describeOn(["postgres"], "the audit log of refused attempts", (kind) => {
  let graph: Graph;
  let tell: Story;
  let attempts: RefusedAttempts;
  let decisionId: string;
  beforeAll(async () => {
    graph = await startGraph(kind);
    attempts = new RefusedAttempts(graph.database, silent, { fixedNow: () => graph.clock.fixed });
    (graph.services as { attempts?: RefusedAttempts }).attempts = attempts;
    tell = story(graph);
    await tell.vendor();
    const releaseId = await tell.previewedRelease();
    await tell.admittedPartner();
    const caseId = await tell.applicationInReview(releaseId);
    await tell.everyoneConcurs(caseId);
    decisionId = (await tell.decisionOf(caseId)).id;
  });
  afterAll(() => graph?.stop());
  beforeEach(async () => {
    await attempts.flush();
    await graph.database.asOwner("alter table refused_attempt disable trigger user");
    await graph.database.asOwner("delete from refused_attempt");
    await graph.database.asOwner("alter table refused_attempt enable trigger user");
  });

  const logged = async (variables = {}) =>
    (await tell.people.auditor.ask(operationText("auditor/refused-attempts"), variables)).refusedAttempts.nodes;
  const signing = { revision: 1 };

  it("has an official who signs what they took part in, with the case that stood in the way", async () => {
    const { refusals } = await tell.people.oncd.mutate("countersignDecision", { decisionId, ...signing });
    expect(refusals).toMatchObject([{ code: "BLOCKED" }]);
    expect(await logged()).toEqual([
      {
        at: expect.any(String),
        subject: "test|oncd",
        agency: "ONCD",
        org: null,
        roles: ["ONCD", "PUBLIC"],
        tokenId: expect.stringMatching(/^token-/),
        correlationId: expect.any(String),
        operation: "countersignDecision",
        code: "BLOCKED",
        blockers: refusals[0].blockers,
        targets: [decisionId],
        repeats: 1,
      },
    ]);
  });

  it("has whoever asks for what their role may not, mutation or query, under any name; and nobody who isn't known", async () => {
    const { partner, oncd } = tell.people;
    const input = { partnerId: "ptn_00000000000000000000000000", reason: "DIVERSION", legalBasis: "None of yours." };
    const document = "mutation M($input: BarPartnerInput!) { mine: barPartner(input: $input) { refusals { code } } }";
    const variables = { input: { idempotencyKey: "a-key-of-mine", ...input } };
    for (const by of [partner, oncd]) await by.send(document, variables);
    await partner.send("{ screeningHits { totalCount } }");
    await graph.everyone.send(document, variables);
    expect(await logged({ orderBy: "AT_ASC" })).toMatchObject([
      { subject: "test|partner|acme-research", org: "acme-research", operation: "barPartner", code: "FORBIDDEN" },
      { subject: "test|oncd", agency: "ONCD", operation: "barPartner", code: "FORBIDDEN" },
      { subject: "test|partner|acme-research", operation: "screeningHits", code: "FORBIDDEN" },
    ]);
    const everything = JSON.stringify(await graph.database.query("select * from refused_attempt"));
    expect(everything).not.toMatch(/a-key-of-mine|None of yours/);
  });

  it("has a revoked person's attempts, and not what a partner is refused in the course of its business", async () => {
    const gone = graph.as({ roles: ["commerce"], subject: "gone" });
    done(await tell.people.administrator.mutate("revokeActor", { kind: "SUBJECT", value: "gone", reason: "Left." }));
    await gone.send("{ partners { totalCount } }");
    const own = { applicationId: "app_00000000000000000000000000" };
    expect((await tell.people.partner.mutate("withdrawApplication", own)).refusals).toMatchObject([
      { code: "NOT_FOUND" },
    ]);
    expect(await logged()).toMatchObject([{ subject: "gone", operation: "partners", code: "TOKEN_REVOKED" }]);
  });

  it("has them too where a subgraph runs apart, and refuses by itself", async () => {
    const apart = await startApart(graph.services, graph.people.verifier);
    try {
      const by = caller(apart.url, () => graph.people.tokenFor({ roles: ["oncd"] }));
      const { refusals } = await by.mutate("countersignDecision", { decisionId, ...signing });
      expect(refusals).toMatchObject([{ code: "BLOCKED" }]);
      expect(await logged()).toMatchObject([{ operation: "countersignDecision", code: "BLOCKED" }]);
    } finally {
      await apart.stop();
    }
  });

  it("is paged, and found by person, operation and code", async () => {
    const { oncd, ostp } = tell.people;
    await oncd.mutate("countersignDecision", { decisionId, ...signing });
    await ostp.mutate("countersignDecision", { decisionId, ...signing });
    await ostp.send("{ revocations { totalCount } }");
    const ask = async (variables: object) =>
      (await tell.people.auditor.ask(operationText("auditor/refused-attempts"), { ...variables })).refusedAttempts;
    const first = await ask({ first: 2, orderBy: "AT_ASC" });
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const rest = await ask({ first: 2, orderBy: "AT_ASC", after: first.pageInfo.endCursor });
    expect([...first.nodes, ...rest.nodes].map(({ operation }: { operation: string }) => operation)).toEqual([
      "countersignDecision",
      "countersignDecision",
      "revocations",
    ]);
    expect(await logged({ subject: "test|ostp" })).toHaveLength(2);
    expect(await logged({ operation: "revocations" })).toHaveLength(1);
    expect(await logged({ code: "BLOCKED" })).toHaveLength(2);
  });

  it("is for auditors alone", async () => {
    for (const by of [tell.people.commerce, tell.people.administrator, graph.everyone] as Caller[]) {
      const { errors } = await by.send(operationText("auditor/refused-attempts"));
      expect(errors?.[0]?.extensions.code).toMatch(/^(FORBIDDEN|UNAUTHENTICATED)$/);
    }
  });

  describe("is bounded", () => {
    const rows = () =>
      graph.database.query<{ subject: string | null; operation: string; repeats: number }>(
        "select subject, operation, repeats from refused_attempt order by at, id",
      );
    const attempt = (subject: string, operation: string) => ({
      actor: { ...official("ONCD"), subject },
      correlationId: "c",
      operation,
      code: "FORBIDDEN",
      blockers: [],
      targets: [],
    });
    const of = (options: object) => new RefusedAttempts(graph.database, silent, options);

    it("by counting what comes again, written once more with its count", async () => {
      const log = of({});
      for (let time = 0; time < 50; time += 1) await log.note(attempt("one", "barPartner"));
      expect(await rows()).toEqual([{ subject: "one", operation: "barPartner", repeats: 1 }]);
      await log.flush();
      expect(await rows()).toEqual([
        { subject: "one", operation: "barPartner", repeats: 1 },
        { subject: "one", operation: "barPartner", repeats: 49 },
      ]);
      await log.flush();
      expect(await rows()).toHaveLength(2);
    });

    it("but not by taking attempts on different records for one", async () => {
      const log = of({});
      const on = (id: string) => ({ ...attempt("one", "countersignDecision"), targets: [id] });
      for (const id of ["dec_1", "dec_2", "dec_1"]) await log.note(on(id));
      await log.flush();
      const written = await graph.database.query<{ targets: string[]; repeats: number }>(
        "select targets, repeats from refused_attempt order by at, id",
      );
      expect(written.map(({ targets, repeats }) => [...targets, repeats])).toEqual([
        ["dec_1", 1],
        ["dec_2", 1],
        ["dec_1", 1],
      ]);
    });

    it("by what one person and everybody can make it write, the rest counted under no name", async () => {
      const log = of({ ofOne: 2, ofAll: 3 });
      for (const operation of ["a", "b", "c", "d"]) await log.note(attempt("one", operation));
      for (const subject of ["two", "three", "four"]) await log.note(attempt(subject, "a"));
      await log.flush();
      const written = await rows();
      expect(written.filter(({ subject }) => subject === "one")).toHaveLength(2);
      expect(written.at(-1)).toEqual({ subject: null, operation: "*", repeats: 7 - (written.length - 1) });
    });

    it("by its age: what is old is thrown away, and what is young can't be, nor rewritten", async () => {
      const log = of({ fixedNow: () => new Date(Date.now() - 500 * 86_400_000) });
      await log.note(attempt("old", "barPartner"));
      await of({}).note(attempt("young", "barPartner"));
      await expect(graph.database.query("delete from refused_attempt")).rejects.toThrow(/younger than 30 days/);
      await expect(graph.database.query("update refused_attempt set subject = 'x'")).rejects.toThrow(
        /permission denied/,
      );
      await expect(graph.database.asOwner("update refused_attempt set subject = 'x'")).rejects.toThrow(/append-only/);
      await expect(graph.database.asOwner("truncate refused_attempt")).rejects.toThrow(/append-only/);
      expect(await pruneAttempts(graph.database, 400)).toBe(1);
      expect(await pruneAttempts(graph.database, 0)).toBe(0);
      expect(await rows()).toMatchObject([{ subject: "young" }]);
    });

    it("and never in the way: a refusal is answered where it can't be written", async () => {
      const warned: unknown[] = [];
      const broken = { query: () => Promise.reject(new Error("no database")) };
      const log = new RefusedAttempts(broken, { warn: (detail) => warned.push(detail) });
      await log.note(attempt("one", "barPartner"));
      expect(warned).toMatchObject([{ subject: "one", operation: "barPartner", code: "FORBIDDEN" }]);
    });
  });
});
