import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import type { Person } from "../support/people.ts";
import { done, type Story, story } from "../support/story.ts";
import { type Followed, follow, type Transport, transports } from "../support/subscriber.ts";

const source = `subscription ($after: Cursor, $releaseId: ID) {
  releaseStatusChanged(after: $after, releaseId: $releaseId) {
    cursor type at release { id phase standing } change { type subjectType from to }
  }
}`;

describeOn(["postgres", "embedded"], "following the status of releases", (kind) => {
  let graph: Graph;
  let tell: Story;
  let releaseId: string;
  const open: Followed[] = [];

  const following = async (
    transport: Transport,
    person: Person | null,
    variables: Record<string, unknown> = {},
  ): Promise<Followed> => {
    const token = person && (await graph.people.tokenFor(person));
    const followed = follow(transport, graph.url, token, source, variables);
    open.push(followed);
    return followed;
  };
  const start = async (): Promise<string> =>
    (await tell.people.auditor.ask("{ changes(first: 1, orderBy: SEQUENCE_DESC) { nodes { cursor } } }")).changes
      .nodes[0].cursor;

  beforeAll(async () => {
    graph = await startGraph(kind);
    tell = story(graph);
    await tell.vendor();
    releaseId = await tell.previewedRelease();
  });
  afterAll(async () => {
    await Promise.all(open.map((one) => one.stop()));
    await graph?.stop();
  });

  it.each(transports)(
    "shows over %s a directive that suspends and its lifting, to the vendor and to the public",
    async (transport) => {
      const after = await start();
      const vendor = await following(transport, { roles: ["vendor"], org: "example-labs" }, { after });
      const everyone = await following(transport, null, { after });
      const directiveId = await tell.directive(releaseId, { as: tell.people.oncd });
      for (const reader of [vendor, everyone]) {
        expect((await reader.next())?.data?.releaseStatusChanged).toMatchObject({
          type: "DirectiveIssued",
          release: { id: releaseId, standing: "SUSPENDED" },
          change: { subjectType: "Directive", to: "IN_FORCE" },
        });
      }
      done(await tell.people.oncd.mutate("liftDirective", { directiveId, reason: "The danger is over." }));
      for (const reader of [vendor, everyone]) {
        expect((await reader.next())?.data?.releaseStatusChanged).toMatchObject({
          type: "DirectiveLifted",
          release: { id: releaseId, standing: "IN_FORCE" },
        });
      }
    },
  );
});
