import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { beginning, type Following, following, readers } from "../support/feed.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import { facts } from "../support/matrix-facts.ts";
import { type History, readHistory, subscriptionRules, toldTo } from "../support/matrix-subscriptions.ts";
import { viewpoint } from "../support/matrix-viewpoints.ts";
import { countStatements, type StatementCounter } from "../support/statements.ts";
import { done } from "../support/story.ts";
import type { Followed } from "../support/subscriber.ts";
import { begin, type Course } from "./course.ts";

/** By subscription the arguments that narrow it, with what holds their values. */
const narrowings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  releaseStatusChanged: { releaseId: "release", vendorId: "vendor" },
  partnerStatusChanged: { partnerId: "partner" },
  applicationStatusChanged: { applicationId: "application", releaseId: "release" },
  decisionRecorded: { caseId: "application", releaseId: "release" },
  authorizationStatusChanged: { authorizationId: `"authorization"`, releaseId: "release", partnerId: "partner" },
};

/** A subscription, and the ids that it is narrowed by. */
interface Narrowed {
  readonly name: string;
  readonly ids: Readonly<Record<string, string>>;
}

const documentOf = ({ name, ids }: Narrowed): string => {
  const { field } = subscriptionRules[name]!.record!;
  const given = Object.entries(ids).map(([arg, id]) => `${arg}: ${JSON.stringify(id)}`);
  return `subscription N($after: Cursor) {
    told: ${name}(after: $after, ${given.join(", ")}) { cursor type change { id } record: ${field} { id } }
  }`;
};

/** What looks for the events that entries of the ledger bring. */
const looks = (sent: readonly string[]): number =>
  sent.filter((text) => text.includes("ledger_entry e cross join")).length;

describeOn(["postgres"], "a subscription that is narrowed to one record", (kind) => {
  let graph: Graph;
  let course: Course;
  let feed: Following;
  let statements: StatementCounter;
  let ended: Promise<void> | null = null;
  beforeAll(async () => {
    graph = await startGraph(kind);
    course = await begin(graph);
    feed = following(graph);
    statements = countStatements();
  });
  afterAll(async () => {
    statements?.remove();
    await feed?.stop();
    await (ended ?? graph?.stop());
  });

  it("costs nothing where a change can't concern it", async () => {
    const { tell } = course;
    const [release, other] = [await tell.previewedRelease(), await tell.previewedRelease()];
    const of =
      "subscription A($after: Cursor, $releaseId: ID) { applicationStatusChanged(after: $after, releaseId: $releaseId) { cursor } }";
    const after = await feed.here();
    const one = await feed.as(readers.auditor, of, { after, releaseId: release });
    const two = await feed.as(readers.commerce, of, { after, releaseId: other });
    await expect.poll(() => graph.services.tail.following).toBe(2);
    const sent = await statements.during(async () => {
      await tell.submittedApplication(release, { endUse: "HEALTH" });
      expect((await one.next())?.data.applicationStatusChanged.cursor).not.toBe(beginning);
    });
    expect(looks(sent)).toBe(1);
    const more = await statements.during(async () => {
      await tell.submittedApplication(other, { endUse: "HEALTH" });
      expect((await two.next())?.data.applicationStatusChanged.cursor).not.toBe(beginning);
    });
    expect(looks(more)).toBe(1);
    await feed.stop();
    await expect.poll(() => graph.services.tail.following).toBe(0);
  });

  it("tells, as it happens, of all that concerns the record and of nothing else", async () => {
    const { tell } = course;
    const advanced = await tell.previewedRelease();
    const advance = await tell.requestedAdvance(advanced);
    const [vendor] = await graph.database.asOwner<{ id: string }>("select id from vendor");
    const [held] = await graph.database.asOwner<{ id: string; releaseId: string; partnerId: string }>(
      `select id, release_id as "releaseId", partner_id as "partnerId" from "authorization" where ended_at is null limit 1`,
    );
    const { id: authorizationId, releaseId, partnerId } = held!;
    const wanted: Narrowed[] = [
      { name: "decisionRecorded", ids: { caseId: advance } },
      { name: "decisionRecorded", ids: { caseId: advance, releaseId: advanced } },
      { name: "releaseStatusChanged", ids: { releaseId: advanced, vendorId: vendor!.id } },
      { name: "authorizationStatusChanged", ids: { releaseId, partnerId } },
      { name: "authorizationStatusChanged", ids: { authorizationId, releaseId, partnerId } },
    ];
    for (const [name, args] of Object.entries(narrowings)) {
      for (const [arg, table] of Object.entries(args)) {
        const found = await graph.database.asOwner<{ id: string }>(`select id from ${table} order by id limit 2`);
        wanted.push(...found.map(({ id }) => ({ name, ids: { [arg]: id } })));
      }
    }
    const place = await graph.services.tail.head();
    const after = await feed.here();
    const open: { one: Narrowed; reader: Followed }[] = [];
    for (const one of wanted) open.push({ one, reader: await feed.as(readers.auditor, documentOf(one), { after }) });
    await expect.poll(() => graph.services.tail.following).toBe(open.length);

    await course.few();
    await course.burst("partner");
    done(await tell.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: advance, revision: 1 }));
    await tell.everyoneConcurs(advance);
    await tell.countersigned(advance);
    const designationId = await tell.designation(vendor!.id);
    done(await tell.people.defense.mutate("liftDesignation", { designationId, reason: "Resolved." }));
    const history: History = await readHistory(graph.database);
    const known = new Map((await facts(graph.database)).map((fact) => [fact.id, fact]));
    const heard = new Set<string>();
    for (const { one, reader } of open) {
      const all = toldTo(viewpoint("an auditor"), subscriptionRules[one.name]!, history, known, place);
      const expected = all.filter(({ record }) =>
        Object.values(one.ids).every((id) => history.about.get(record!)!.includes(id)),
      );
      const told = (await reader.take(expected.length)).map(({ data }) => data.told);
      expect(
        told.map(({ change, type, record }) => ({ change: change.id, type, record: record.id })),
        JSON.stringify(one),
      ).toEqual(expected);
      for (const { type } of told) heard.add(`${one.name} ${Object.keys(one.ids).join()} ${type}`);
    }
    // So that what is skipped could have been missed.
    for (const some of [
      "decisionRecorded caseId DecisionProposed",
      "releaseStatusChanged releaseId,vendorId SupplyChainRiskDesignated",
      "authorizationStatusChanged authorizationId,releaseId,partnerId SupplyChainRiskDesignated",
      "authorizationStatusChanged authorizationId DirectiveIssued",
    ]) {
      expect([...heard]).toContainEqual(expect.stringContaining(some));
    }
    const rest = open.map(({ reader }) => reader.rest());
    ended = graph.stop();
    await ended;
    expect((await Promise.all(rest)).flat()).toEqual([]);
  });
});
