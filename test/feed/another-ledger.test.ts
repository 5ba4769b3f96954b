import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type Following, following } from "../support/feed.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import { done, type Story, story } from "../support/story.ts";
import { transports } from "../support/subscriber.ts";

/** Each subscription by its name, with what is shown of it. */
const subscriptions: Readonly<Record<string, string>> = {
  releaseStatusChanged: "release { id }",
  partnerStatusChanged: "partner { id }",
  applicationStatusChanged: "application { id }",
  decisionRecorded: "decision { id }",
  authorizationStatusChanged: "authorization { id }",
  changes: "id",
};
const sourceOf = (name: string): string =>
  `subscription F($after: Cursor) { ${name}(after: $after) { cursor ${subscriptions[name]} } }`;

/** A graph with a history, and who tells it. */
interface Told {
  readonly graph: Graph;
  readonly tell: Story;
  readonly feed: Following;
  readonly releaseId: string;
  /** The cursors of its changes, in order. */
  readonly cursors: readonly string[];
}

describeOn(["postgres"], "a cursor of another ledger that is as long", (kind) => {
  let here: Told;
  let elsewhere: Told;

  async function told(): Promise<Told> {
    const graph = await startGraph(kind);
    graph.clock.set("2026-06-09T14:00:00.000Z");
    const tell = story(graph);
    await tell.vendor();
    const releaseId = await tell.previewedRelease();
    const { changes } = await tell.people.auditor.ask("{ changes(first: 100) { nodes { cursor } } }");
    const cursors = changes.nodes.map(({ cursor }: { cursor: string }) => cursor);
    return { graph, tell, feed: following(graph), releaseId, cursors };
  }

  beforeAll(async () => {
    [here, elsewhere] = await Promise.all([told(), told()]);
  });
  afterAll(async () => {
    for (const one of [here, elsewhere]) {
      await one?.feed.stop();
      await one?.graph.stop();
    }
  });

  const last = (of: Told): string => of.cursors.at(-1)!;
  const unknown = () => ({ code: "CURSOR_UNKNOWN", resumeFrom: last(here) });
  const errorOf = (answer: { errors?: readonly { extensions?: object }[] }) => answer.errors?.[0]?.extensions;

  it("stands for a place that is there in both", () => {
    expect(elsewhere.cursors.length).toBe(here.cursors.length);
    expect(new Set([...here.cursors, ...elsewhere.cursors]).size).toBe(2 * here.cursors.length);
  });

  it.each(Object.keys(subscriptions).flatMap((name) => transports.map((transport) => [name, transport] as const)))(
    "is unknown to %s over %s, with where to go on",
    async (name, transport) => {
      const official = { roles: ["commerce"] };
      const refused = await here.feed.as(official, sourceOf(name), { after: elsewhere.cursors[1] }, transport);
      expect(errorOf((await refused.next())!)).toMatchObject(unknown());
      await refused.stop();
    },
  );

  it("is unknown to the list of changes, to what is read as it stood, and to a replay", async () => {
    const { auditor, vendor } = here.tell.people;
    const after = elsewhere.cursors[1];
    const list = await auditor.send("query ($after: Cursor) { changes(after: $after) { nodes { id } } }", { after });
    expect(errorOf(list)).toMatchObject(unknown());
    const asOf = "query ($id: ID!, $cursor: Cursor) { releaseAsOf(id: $id, cursor: $cursor) { name } }";
    expect(errorOf(await auditor.send(asOf, { id: here.releaseId, cursor: after }))).toMatchObject(unknown());
    const mine = await auditor.send(asOf, { id: here.releaseId, cursor: last(here) });
    expect(mine.data).toMatchObject({ releaseAsOf: { name: expect.any(String) } });
    const { webhook } = done(
      await vendor.mutate("registerWebhook", { url: "https://hooks.example.org/c" }, "webhook { id }"),
    );
    const replay = "mutation R($input: ReplayWebhookInput!) { replayWebhook(input: $input) { refusals { code } } }";
    const replayed = (from: string | undefined, idempotencyKey: string) =>
      vendor.send(replay, { input: { idempotencyKey, webhookId: webhook.id, after: from } });
    const refused = errorOf(await replayed(after, "from-elsewhere"));
    expect(refused).toMatchObject({ code: "CURSOR_UNKNOWN" });
    expect((await replayed(here.cursors[1], "from-here-on-again")).data).toMatchObject({
      replayWebhook: { refusals: [] },
    });
  });

  it("doesn't keep anyone from going on behind one's own", async () => {
    const [second, third] = here.cursors.slice(1);
    const reader = await here.feed.as({ roles: ["auditor"] }, sourceOf("changes"), { after: second });
    expect((await reader.next())?.data.changes.cursor).toBe(third);
    await reader.stop();
    const { resumeFrom } = unknown();
    const onwards = await here.feed.as({ roles: ["auditor"] }, sourceOf("changes"), { after: resumeFrom });
    await here.tell.admittedPartner();
    expect((await onwards.next())?.data.changes.id).toMatch(/^chg_/);
    await onwards.stop();
  });
});
