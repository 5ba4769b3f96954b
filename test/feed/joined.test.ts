import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type Following, following } from "../support/feed.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import { facts } from "../support/matrix-facts.ts";
import { readHistory, subscriptionRules, toldTo } from "../support/matrix-subscriptions.ts";
import { viewpoint } from "../support/matrix-viewpoints.ts";
import { done, type Story, story } from "../support/story.ts";
import { type Apart, startApart } from "../support/subgraph-apart.ts";
import { type Followed, type Transport, transports } from "../support/subscriber.ts";

const standing = "release { standing directives { totalCount } }";
const customer = "partner { status website }";
const cases = `applications { nodes { id status } } authorizations { nodes { id effective } }`;
/** Of each record, what other subgraphs than its event's know, or derive from what others wrote. */
const joined: Readonly<Record<string, string>> = {
  Application: `id ${customer} ${standing} decision { status }`,
  Decision: `id case { id ... on Application { ${customer} ${standing} } }`,
  Authorization: `id effective ${customer} ${standing} application { status }`,
  Release: `id standing ${cases}`,
  Partner: `id ${cases}`,
};
const every = Object.entries(joined).map(([type, fields]) => `... on ${type} { ${fields} }`);
const asked = `query N($id: ID!) { node(id: $id) { id ${every.join(" ")} } }`;

const names = Object.keys(subscriptionRules);
const documentOf = (name: string): string => {
  const { record } = subscriptionRules[name]!;
  const event = record
    ? `type record: ${record.field} { ${joined[record.type]} }`
    : `type subjectId record: subject { id ${every.join(" ")} }`;
  return `subscription J($after: Cursor) { told: ${name}(after: $after) { ${event} } }`;
};

const people = ["an auditor", "a vendor"] as const;
const places = ["linked", "apart"] as const;
interface Row {
  readonly name: string;
  readonly place: (typeof places)[number];
  readonly transport: Transport;
  readonly who: (typeof people)[number];
}
const rows: readonly Row[] = names.flatMap((name) =>
  places.flatMap((place) => transports.map((transport, n) => ({ name, place, transport, who: people[n]! }))),
);
const keyOf = ({ name, place, transport, who }: Row): string => [name, place, transport, who].join();
const measure = { reason: "DIVERSION", legalBasis: "A test of measures." };

/** An event as it was told, and what a query gave of its record when nothing else had been written since. */
interface Compared {
  readonly step: string;
  readonly told: unknown;
  readonly asked: unknown;
}

describeOn(["postgres"], "what an event joins", (kind) => {
  let graph: Graph;
  let apart: Apart;
  let tell: Story;
  let feeds: Record<Row["place"], Following>;
  const open = new Map<string, Followed>();
  const compared = new Map<string, Compared[]>(rows.map((row) => [keyOf(row), []]));

  /** Does one thing, takes what it brings everyone, and asks at once for what that shows. */
  async function step<Result>(what: string, act: () => Promise<Result>): Promise<Result> {
    const before = await graph.services.tail.head();
    const result = await act();
    const [history, known] = [await readHistory(graph.database), await facts(graph.database)];
    const byId = new Map(known.map((fact) => [fact.id, fact]));
    const subjects = new Map(history.entries.map(({ id, subjectId }) => [id, subjectId]));
    const answers = new Map<string, Promise<unknown>>();
    const nodeOf = (who: Row["who"], id: string): Promise<unknown> => {
      const key = `${who} ${id}`;
      const answer = answers.get(key) ?? graph.as(viewpoint(who).person!).ask(asked, { id });
      answers.set(key, answer);
      return answer.then((data) => (data as { node: unknown }).node);
    };
    await Promise.all(
      rows.map(async (row) => {
        const expected = toldTo(viewpoint(row.who), subscriptionRules[row.name]!, history, byId, before);
        const events = await open.get(keyOf(row))!.take(expected.length);
        for (const [index, { change, record }] of expected.entries()) {
          compared.get(keyOf(row))!.push({
            step: what,
            told: events[index]!.errors ?? events[index]!.data.told.record,
            asked: await nodeOf(row.who, record ?? subjects.get(change)!),
          });
        }
      }),
    );
    return result;
  }

  beforeAll(async () => {
    graph = await startGraph(kind);
    apart = await startApart(graph.services, graph.people.verifier);
    tell = story(graph);
    feeds = { linked: following(graph), apart: following(graph, apart.url) };
    await tell.vendor();
    const releaseId = await tell.previewedRelease();
    const partnerId = await tell.admittedPartner();
    await tell.admittedPartner({ as: tell.people.partner2, legalName: "Globex Health (fictional)" });
    const after = await feeds.linked.here();
    for (const row of rows) {
      const { person } = viewpoint(row.who);
      open.set(keyOf(row), await feeds[row.place].as(person, documentOf(row.name), { after }, row.transport));
    }
    const { commerce, partner, partner2 } = tell.people;
    const applicationId = await step("an application", () => tell.submittedApplication(releaseId));
    const revision = await tell.revisionOf(applicationId);
    await step("its acceptance", async () =>
      done(await commerce.mutate("acceptApplication", { applicationId, revision })),
    );
    for (const agency of ["oncd", "ostp", "commerce", "defense"] as const) {
      await step(`what ${agency} says`, () => tell.position(applicationId, tell.people[agency]));
    }
    await step("the partner's new address", async () =>
      done(await partner.mutate("amendPartner", { partnerId, revision: 1, website: "https://acme.example" })),
    );
    const limits = [{ kind: "NO_ONWARD_TRANSFER" }];
    const limiting = await step("a limit", () => tell.directive(releaseId, { effect: "LIMIT", limits }));
    const { authorization } = await step("the decision", () => tell.countersigned(applicationId));
    await step("another's application", () => tell.submittedApplication(releaseId, { as: partner2 }));
    const suspending = await step("the release's suspension", () => tell.directive(releaseId));
    await step("the partner's suspension", async () =>
      done(await commerce.mutate("suspendPartner", { partnerId, ...measure })),
    );
    for (const directiveId of [limiting, suspending]) {
      await step("the end of a directive", async () =>
        done(await commerce.mutate("liftDirective", { directiveId, reason: "Resolved." })),
      );
    }
    await step("its bar", async () => done(await commerce.mutate("barPartner", { partnerId, ...measure })));
    await step("the end of that", async () =>
      done(await commerce.mutate("unbarPartner", { partnerId, note: "A mistake." })),
    );
    await step("its admission", async () => done(await commerce.mutate("admitPartner", { partnerId })));
    const authorizationId = authorization.id;
    await step("what it gives up", async () =>
      done(await partner.mutate("surrenderAuthorization", { authorizationId })),
    );
  });
  afterAll(async () => {
    await Promise.all(Object.values(feeds ?? {}).map((feed) => feed.stop()));
    await apart?.stop();
    await graph?.stop();
  });

  it.each(rows)("is as fresh as the event: $name, $place, over $transport, to $who", (row) => {
    const events = compared.get(keyOf(row))!;
    for (const { step: what, told, asked: truth } of events) expect(told, what).toEqual(truth);
  });

  it.each(names)("changes between two events of one record of %s", (name) => {
    const byRecord = new Map<string, Set<string>>();
    for (const { asked: truth } of compared.get(
      keyOf({ name, place: "linked", transport: "socket", who: "an auditor" }),
    )!) {
      const { id } = truth as { id: string };
      byRecord.set(id, (byRecord.get(id) ?? new Set()).add(JSON.stringify(truth)));
    }
    expect(Math.max(...[...byRecord.values()].map(({ size }) => size))).toBeGreaterThan(1);
  });
});
