import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type Following, following } from "../support/feed.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import type { Person } from "../support/people.ts";
import { countStatements, type StatementCounter } from "../support/statements.ts";
import { done, type Story, story } from "../support/story.ts";
import { type Followed, type Transport, transports } from "../support/subscriber.ts";

const statuses = `subscription S($after: Cursor, $releaseId: ID) {
  applicationStatusChanged(after: $after, releaseId: $releaseId) {
    cursor type at application { id status partner { legalName } release { name vendor { name } } }
  }
}`;
const personal = `subscription P($after: Cursor) {
  decisionRecorded(after: $after) { decision { id status case { viewerCanCountersign } } }
}`;

describeOn(["postgres"], "readers with the same rights", (kind) => {
  let graph: Graph;
  let tell: Story;
  let feed: Following;
  let releaseId: string;
  let statements: StatementCounter;
  beforeAll(async () => {
    graph = await startGraph(kind);
    tell = story(graph);
    await tell.vendor();
    releaseId = await tell.previewedRelease();
    await tell.admittedPartner();
    statements = countStatements();
  });
  afterEach(() => feed?.stop());
  afterAll(async () => {
    statements?.remove();
    await graph?.stop();
  });

  const official = (number: number): Person => ({ roles: ["commerce"], subject: `test|official-${number}` });
  const apply = (endUse: string) => tell.submittedApplication(releaseId, { endUse });
  const withdraw = async (applicationId: string) =>
    done(await tell.people.partner.mutate("withdrawApplication", { applicationId }));

  /** So many who follow the same, each of whom has had the event of one application. */
  async function audience(count: number, endUse: string, query = statuses): Promise<{ all: Followed[]; id: string }> {
    feed = following(graph);
    const after = await feed.here();
    const all: Followed[] = [];
    for (let number = 0; number < count; number += 1) {
      const transport: Transport = transports[number % 2]!;
      all.push(await feed.as(official(number), query, { after, releaseId }, transport));
    }
    const id = await apply(endUse);
    for (const one of all) expect((await one.next())?.data.applicationStatusChanged.application.id).toBe(id);
    return { all, id };
  }

  it("cost the database what one of them does", async () => {
    const costs: number[] = [];
    for (const [count, endUse] of [
      [2, "CYBER_DEFENSE"],
      [12, "HEALTH"],
    ] as const) {
      const { all, id } = await audience(count, endUse);
      // From its next event on everyone is in company, the first of them too.
      await withdraw(id);
      for (const one of all)
        expect((await one.next())?.data.applicationStatusChanged.type).toBe("ApplicationWithdrawn");
      const sent = await statements.during(async () => {
        const again = await apply(endUse);
        const told = await Promise.all(all.map((one) => one.next()));
        expect(told[0]!.data.applicationStatusChanged).toMatchObject({
          type: "ApplicationSubmitted",
          application: {
            id: again,
            status: "SUBMITTED",
            partner: { legalName: "Acme Research (fictional)" },
            release: { vendor: { name: "Example Labs (fictional)" } },
          },
        });
        for (const each of told) expect(each).toEqual(told[0]);
      });
      costs.push(sent.filter((text) => text.includes("ledger_entry e cross join")).length);
      await feed.stop();
    }
    expect(costs).toEqual([1, 1]);
  });

  it("are officials of every agency, but for what is an agency's own", async () => {
    const agencies = ["oncd", "ostp", "commerce", "defense"];
    feed = following(graph);
    const after = await feed.here();
    const all: Followed[] = [];
    for (const agency of agencies) all.push(await feed.as({ roles: [agency] }, statuses, { after, releaseId }));
    const one = await apply("OTHER");
    for (const each of all) expect((await each.next())?.data.applicationStatusChanged.application.id).toBe(one);
    // From its next event on everyone is in company, the first of them too.
    await withdraw(one);
    for (const each of all)
      expect((await each.next())?.data.applicationStatusChanged.type).toBe("ApplicationWithdrawn");
    const sent = await statements.during(async () => {
      await apply("OTHER");
      for (const each of all)
        expect((await each.next())?.data.applicationStatusChanged.type).toBe("ApplicationSubmitted");
    });
    expect(sent.filter((text) => text.includes("ledger_entry e cross join"))).toHaveLength(1);
    await feed.stop();

    const changes = `subscription C($after: Cursor) {
      changes(after: $after, filter: { types: ["ApplicationSubmitted", "ApplicationWithdrawn", "WebhookRegistered"] }) { type subjectId }
    }`;
    const readers: Followed[] = [];
    const from = await feed.here();
    for (const agency of agencies) readers.push(await feed.as({ roles: [agency] }, changes, { after: from }));
    const another = await apply("MODEL_EVALUATION");
    for (const one of readers) expect((await one.next())?.data.changes.subjectId).toBe(another);
    const webhookId = await tell.webhook({ as: graph.as({ roles: ["oncd"] }) });
    await withdraw(another);
    for (const [number, one] of readers.entries()) {
      const next = await one.next();
      if (agencies[number] === "oncd") {
        expect(next?.data.changes).toMatchObject({ type: "WebhookRegistered", subjectId: webhookId });
        expect((await one.next())?.data.changes.type).toBe("ApplicationWithdrawn");
      } else expect(next?.data.changes.type).toBe("ApplicationWithdrawn");
    }
  });

  it("are given an event that was resolved once, whatever each narrows it to", async () => {
    feed = following(graph);
    const id = await apply("EDUCATION");
    const after = await feed.here();
    const narrowed = (given: string) => `subscription S($after: Cursor, $releaseId: ID, $applicationId: ID) {
      told: applicationStatusChanged(after: $after, ${given}) { type application { status partner { legalName } } }
    }`;
    const text = narrowed("releaseId: $releaseId, applicationId: $applicationId");
    const all: Followed[] = [
      await feed.as(official(1), text, { after, releaseId }),
      await feed.as(official(2), text, { after, releaseId, applicationId: id }),
      await feed.as({ roles: ["ostp"] }, text, { after, applicationId: id }),
      await feed.as({ roles: ["defense"] }, text, { after }),
    ];
    await expect.poll(() => graph.services.tail.following).toBe(all.length);
    const sent = await statements.during(async () => {
      await withdraw(id);
      for (const one of all) {
        expect((await one.next())?.data.told).toEqual({
          type: "ApplicationWithdrawn",
          application: { status: "WITHDRAWN", partner: { legalName: "Acme Research (fictional)" } },
        });
      }
    });
    expect(sent.filter((each) => each.includes(`"legalName" from "partner" t`))).toHaveLength(1);
  });

  it("are asked for one by one where what they see says what they may do themselves", async () => {
    feed = following(graph);
    const after = await feed.here();
    const readers: [Followed, boolean][] = [
      [await feed.as({ roles: ["oncd"] }, personal, { after }), false],
      [await feed.as({ roles: ["oncd"], subject: "test|oncd-2" }, personal, { after }), true],
      [await feed.as({ roles: ["oncd"], subject: "test|oncd-3" }, personal, { after }), true],
    ];
    const id = await tell.applicationInReview(releaseId, { endUse: "SCIENTIFIC_RESEARCH" });
    await tell.everyoneConcurs(id);
    for (const [reader, may] of readers) {
      expect((await reader.next())?.data.decisionRecorded.decision).toMatchObject({
        status: "PROPOSED",
        case: { viewerCanCountersign: may },
      });
    }
  });

  it("lose one who is revoked, and go on", async () => {
    const { all, id } = await audience(6, "EDUCATION");
    await withdraw(id);
    for (const one of all) await one.next();
    const input = { kind: "SUBJECT", value: official(3).subject, reason: "Left." };
    done(await tell.people.administrator.mutate("revokeActor", input));
    await apply("EDUCATION");
    for (const [number, one] of all.entries()) {
      const next = await one.next();
      if (number === 3)
        expect(next?.errors?.[0]?.extensions).toMatchObject({ code: "UNAUTHENTICATED", reason: "TOKEN_REVOKED" });
      else expect(next?.data.applicationStatusChanged.type).toBe("ApplicationSubmitted");
    }
  });

  it("come from wherever they were, and meet", async () => {
    feed = following(graph);
    const after = [await feed.here()];
    const ids: string[] = [];
    for (const endUse of ["SOFTWARE_ENGINEERING", "FINANCE", "PUBLIC_SERVICES"]) {
      const id = await apply(endUse);
      ids.push(id);
      after.push(await feed.here());
      await withdraw(id);
    }
    const expected = ids.flatMap((id) => [`ApplicationSubmitted ${id}`, `ApplicationWithdrawn ${id}`]);
    const readers = await Promise.all(
      after.flatMap((cursor) =>
        transports.map((transport) => feed.as(official(9), statuses, { after: cursor, releaseId }, transport)),
      ),
    );
    const last = await apply("FINANCE");
    for (const [number, one] of readers.entries()) {
      const missed = Math.floor(number / 2);
      const events = await one.take(expected.length - (missed === 0 ? 0 : 2 * missed - 1) + 1);
      const told = events.map(
        ({
          data: {
            applicationStatusChanged: { type, application },
          },
        }) => `${type} ${application.id}`,
      );
      expect(told).toEqual([...expected.slice(missed === 0 ? 0 : 2 * missed - 1), `ApplicationSubmitted ${last}`]);
    }
  });

  it("end together with their organisation, and are told nothing behind that", async () => {
    feed = following(graph);
    const after = await feed.here();
    const all: Followed[] = [];
    for (const subject of ["test|vendor-1", "test|vendor-2", "test|vendor-3"]) {
      all.push(await feed.as({ roles: ["vendor"], org: "example-labs", subject }, statuses, { after, releaseId }));
    }
    for (let times = 0; times < 2; times += 1) {
      const id = await apply("MODEL_EVALUATION");
      await withdraw(id);
      for (const one of all) await one.take(2);
    }
    const input = { kind: "ORGANISATION", value: "example-labs", reason: "A test of its end." };
    done(await tell.people.administrator.mutate("revokeActor", input));
    await apply("MODEL_EVALUATION");
    for (const one of all) {
      expect((await one.next())?.errors?.[0]?.extensions).toMatchObject({
        code: "UNAUTHENTICATED",
        reason: "TOKEN_REVOKED",
      });
      expect(await one.next()).toBeNull();
    }
  });
});
