import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { encodePosition } from "../../src/ledger/cursor.ts";
import { describeOn } from "../support/describe-on.ts";
import { beginning, type Following, following } from "../support/feed.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import { facts } from "../support/matrix-facts.ts";
import { readHistory, subscriptionRules, toldTo } from "../support/matrix-subscriptions.ts";
import { viewpoint } from "../support/matrix-viewpoints.ts";
import { posted, type RawEvents, rawEvents } from "../support/raw-events.ts";
import { done, type Story, story } from "../support/story.ts";
import { type Received, transports } from "../support/subscriber.ts";

const event = "cursor type at change { id sequence }";
/** Each subscription by its name, showing what makes an event that event. */
const sources: Readonly<Record<string, string>> = {
  releaseStatusChanged: `${event} record: release { id }`,
  partnerStatusChanged: `${event} record: partner { id }`,
  applicationStatusChanged: `${event} record: application { id }`,
  decisionRecorded: `${event} record: decision { id }`,
  authorizationStatusChanged: `${event} record: authorization { id }`,
  changes: "cursor id sequence type subjectId",
};
const sourceOf = (name: string): string =>
  `subscription R($after: Cursor) { told: ${name}(after: $after) { ${sources[name]} } }`;
const people = {
  everyone: viewpoint("the public"),
  vendor: viewpoint("a vendor"),
  partner: viewpoint("a partner"),
  commerce: viewpoint("COMMERCE"),
};
type Name = keyof typeof people;

describeOn(["postgres"], "going on from a cursor", (kind) => {
  let graph: Graph;
  let tell: Story;
  let feed: Following;
  let releaseId: string;
  /** All that each may see of each subscription. */
  const recorded = new Map<string, readonly Received[]>();

  /** Everything that a partner's standing and a directive bring, once more. */
  async function moveAll(endUse: string): Promise<void> {
    const { partner, commerce } = tell.people;
    await tell.authorization(releaseId, { endUse });
    const partnerId = (await partner.ask("{ viewer { partner { id } } }")).viewer.partner.id;
    const measure = { reason: "DIVERSION", legalBasis: "A test of measures." };
    done(await commerce.mutate("suspendPartner", { partnerId, ...measure }));
    done(await commerce.mutate("barPartner", { partnerId, ...measure }));
    done(await commerce.mutate("unbarPartner", { partnerId, note: "A mistake." }));
    done(await commerce.mutate("admitPartner", { partnerId }));
    const directiveId = await tell.directive(releaseId);
    done(await commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));
  }

  beforeAll(async () => {
    graph = await startGraph(kind);
    graph.clock.set("2026-06-09T14:00:00.000Z");
    tell = story(graph);
    feed = following(graph);
    await tell.vendor();
    releaseId = await tell.previewedRelease();
    await tell.releaseUnderReview();
    await tell.admittedPartner();
    for (const endUse of ["HEALTH", "OTHER"]) await moveAll(endUse);
    const [history, known] = [await readHistory(graph.database), await facts(graph.database)];
    const byId = new Map(known.map((fact) => [fact.id, fact]));
    for (const [who, { name: viewed, person }] of Object.entries(people)) {
      for (const name of Object.keys(sources)) {
        const { length } = toldTo(viewpoint(viewed), subscriptionRules[name]!, history, byId);
        const reader = await feed.as(person, sourceOf(name), { after: beginning });
        recorded.set(`${who} ${name}`, await reader.take(length));
        await reader.stop();
      }
    }
  });
  afterAll(async () => {
    await feed?.stop();
    await graph?.stop();
  });

  const sequenceOf = ({ data: { told } }: Received): number => Number(told.sequence ?? told.change.sequence);

  it("repeats nothing and leaves nothing out, wherever anyone stopped", async () => {
    const lists = [...recorded].filter(([, list]) => list.length > 0);
    expect(lists.length).toBe(2 + 3 * 6);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...lists),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(...transports),
        async ([key, list], part, transport) => {
          const [who, name] = key.split(" ") as [Name, string];
          const cut = Math.floor(part * (list.length - 1));
          const after = list[cut]!.extensions!.cursor!;
          const reader = await feed.as(people[who].person, sourceOf(name), { after }, transport);
          expect(await reader.take(list.length - 1 - cut)).toEqual(list.slice(cut + 1));
          await reader.stop();
        },
      ),
      { numRuns: 40 },
    );
  });

  it("gives of all changes what Query.changes pages, for whoever asks", async () => {
    for (const [who, { person }] of Object.entries(people)) {
      const as = person ? graph.as(person) : graph.everyone;
      const paged: unknown[] = [];
      for (let after: string | null = null, goesOn = true; goesOn; ) {
        const { changes } = await as.ask(
          `query Q($after: Cursor) { changes(first: 7, after: $after) {
            pageInfo { hasNextPage endCursor } nodes { ${sources.changes} } } }`,
          { after },
        );
        paged.push(...changes.nodes);
        after = changes.pageInfo.endCursor;
        goesOn = changes.pageInfo.hasNextPage;
      }
      expect(
        recorded.get(`${who} changes`)?.map(({ data }) => data.told),
        who,
      ).toEqual(paged);
    }
  });

  it("takes the cursor of any subscription, of a change and of a page of changes", async () => {
    const [whole, changes] = ["authorizationStatusChanged", "changes"].map((name) => recorded.get(`vendor ${name}`)!);
    const within = whole!.at(-1)!;
    const sequence = sequenceOf(within);
    const behind = (list: readonly Received[]) => list.filter((one) => sequenceOf(one) > sequence);
    const reader = await feed.as(people.vendor.person, sourceOf("changes"), { after: within.extensions!.cursor });
    expect(await reader.take(behind(changes!).length)).toEqual(behind(changes!));
    const { changes: page } = await graph
      .as(people.vendor.person!)
      .ask("{ changes(first: 40) { pageInfo { endCursor } nodes { sequence } } }");
    const last = Number(page.nodes.at(-1).sequence);
    const after = await feed.as(people.vendor.person, sourceOf("authorizationStatusChanged"), {
      after: page.pageInfo.endCursor,
    });
    const expected = whole!.filter((one) => sequenceOf(one) > last);
    expect(await after.take(expected.length)).toEqual(expected);
  });

  it.each(transports)(
    "over %s brings a reader that is cut off again and again everything, in order, once, while it happens",
    async (transport) => {
      const after = await feed.here();
      const uninterrupted = await feed.as(
        people.vendor.person,
        sourceOf("authorizationStatusChanged"),
        { after },
        transport,
      );
      const work = (async () => {
        for (let index = 0; index < 8; index += 1) {
          const directiveId = await tell.directive(releaseId);
          done(await tell.people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));
        }
      })();
      const total = 8 * 2 * 2;
      const heard: Received[] = [];
      let cursor = after;
      for (let cuts = 0; heard.length < total; cuts += 1) {
        const reader = await feed.as(
          people.vendor.person,
          sourceOf("authorizationStatusChanged"),
          { after: cursor },
          transport,
        );
        heard.push(...(await reader.take(Math.min((cuts * 7) % 4, total - heard.length))));
        cursor = heard.at(-1)?.extensions?.cursor ?? cursor;
        await reader.stop();
      }
      await work;
      expect(heard).toEqual(await uninterrupted.take(total));
    },
  );

  it("goes on from a browser's Last-Event-ID, whatever the subscription began with", async () => {
    const all = recorded.get("commerce changes")!;
    const token = await graph.people.tokenFor(people.commerce.person!);
    const headers = { authorization: `Bearer ${token}` };
    const from = async (lastEventId: string, query: string): Promise<RawEvents> =>
      rawEvents(
        `${graph.url}/graphql/stream`,
        posted(query, { variables: { after: beginning } }, { ...headers, "last-event-id": lastEventId }),
      );
    const stream = await from(all[4]!.extensions!.cursor!, sourceOf("changes"));
    expect((await stream.next())?.data).toEqual(all[5]);
    await stream.leave();
    for (const [id, code] of [
      ["no cursor", "BAD_USER_INPUT"],
      [encodePosition({ sequence: 10 ** 9, id: null }), "CURSOR_UNKNOWN"],
    ] as const) {
      const refused = await from(id, sourceOf("changes"));
      expect((await refused.next())?.data.errors).toMatchObject([{ extensions: { code } }]);
      await refused.leave();
    }
    const hidden = await from(
      all[4]!.extensions!.cursor!,
      "subscription R($after: Cursor) { ...F } fragment F on Subscription { changes(after: $after) { id } }",
    );
    expect((await hidden.next())?.data.errors).toMatchObject([{ extensions: { code: "BAD_REQUEST" } }]);
    await hidden.leave();
  });
});
