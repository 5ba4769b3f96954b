import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type Following, following, readers } from "../support/feed.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import { done, type Story, story } from "../support/story.ts";
import { transports } from "../support/subscriber.ts";

const register = `subscription F($after: Cursor) {
  releaseStatusChanged(after: $after) { type release { id standing vendor { releases { totalCount } } } change { subjectId } }
}`;
const measure = { reason: "DIVERSION", legalBasis: "A test of measures." };

describeOn(["postgres"], "what an event shows", (kind) => {
  let graph: Graph;
  let tell: Story;
  let feed: Following;
  let releaseId: string;
  let partnerId: string;
  beforeAll(async () => {
    graph = await startGraph(kind);
    tell = story(graph);
    feed = following(graph);
    await tell.vendor();
    releaseId = await tell.previewedRelease({ policyKey: "eo12981" });
    partnerId = await tell.admittedPartner();
  });
  afterEach(() => feed?.stop());
  afterAll(() => graph?.stop());

  const lift = async (directiveId: string) =>
    done(await tell.people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));

  it.each(transports)("over %s is as fresh as the event, in what it joins too", async (transport) => {
    const after = await feed.here();
    const query = `subscription A($after: Cursor) { applicationStatusChanged(after: $after) {
      type application { status partner { status legalName } release { standing } } } }`;
    const reader = await feed.as(readers.partner, query, { after }, transport);
    const shown = async () => (await reader.next())!.data.applicationStatusChanged.application;
    const endUse = transport === "socket" ? "HEALTH" : "OTHER";
    const applicationId = await tell.submittedApplication(releaseId, { endUse });
    expect(await shown()).toMatchObject({
      status: "SUBMITTED",
      partner: { status: "ADMITTED" },
      release: { standing: "IN_FORCE" },
    });
    // None of this changes an application's status, and so none of it brings an event.
    done(await tell.people.commerce.mutate("suspendPartner", { partnerId, ...measure }));
    const directiveId = await tell.directive(releaseId);
    done(await tell.people.partner.mutate("withdrawApplication", { applicationId }));
    expect(await shown()).toMatchObject({
      status: "WITHDRAWN",
      partner: { status: "SUSPENDED" },
      release: { standing: "SUSPENDED" },
    });
    await lift(directiveId);
    done(await tell.people.commerce.mutate("barPartner", { partnerId, ...measure }));
    done(await tell.people.commerce.mutate("unbarPartner", { partnerId, note: "A mistake." }));
    done(await tell.people.commerce.mutate("admitPartner", { partnerId }));
  });

  it("is what is so when it is sent, not when it happened", async () => {
    const after = await feed.here();
    const directiveId = await tell.directive(releaseId);
    await lift(directiveId);
    const events = await (await feed.as(readers.vendor, register, { after })).take(2);
    expect(events.map(({ data }) => data.releaseStatusChanged)).toMatchObject([
      { type: "DirectiveIssued", release: { standing: "IN_FORCE" } },
      { type: "DirectiveLifted", release: { standing: "IN_FORCE" } },
    ]);
  });

  it("is nothing at all once its reader may no longer see it, even of what was public when it happened", async () => {
    const { asOwner } = graph.database;
    const after = await feed.here();
    const live = await feed.as(readers.everyone, register, { after });
    const seen = await tell.directive(releaseId);
    expect((await live.next())?.data.releaseStatusChanged.change.subjectId).toBe(seen);
    const [{ at }] = (await asOwner<{ at: Date }>("select public_since as at from release where id = $1", [
      releaseId,
    ])) as [{ at: Date }];
    const other = await tell.previewedRelease({ policyKey: "eo12981" });
    expect((await live.next())?.data.releaseStatusChanged.release.id).toBe(other);
    await asOwner("update release set public_since = null where id = $1", [releaseId]);
    // The lifting is recorded as the vendor's and the officials' alone, the earlier entry as everyone's.
    await lift(seen);
    const late = await feed.as(readers.everyone, register, { after });
    const sentinel = await tell.directive(other);
    for (const reader of [live, late]) {
      const [first, ...more] = reader === late ? await reader.take(2) : await reader.take(1);
      expect((more[0] ?? first)?.data.releaseStatusChanged.change.subjectId).toBe(sentinel);
      if (more.length > 0) expect(first?.data.releaseStatusChanged.release.id).toBe(other);
    }
    await asOwner("update release set public_since = $2 where id = $1", [releaseId, at]);
    const again = await feed.as(readers.everyone, register, { after });
    expect((await again.next())?.data.releaseStatusChanged).toMatchObject({ release: { id: releaseId } });
    await lift(sentinel);
  });

  it("is each release's own, for a directive on their vendor", async () => {
    const { vendorId, as } = await tell.vendor({
      as: tell.people.vendor2,
      org: "second-labs",
      name: "Second Labs (fictional)",
    });
    const mine = [await tell.previewedRelease({ as, policyKey: "eo12981" }), await tell.releaseUnderReview({ as })];
    const after = await feed.here();
    const owner = await feed.as(readers.vendor2, register, { after });
    const everyone = await feed.as(readers.everyone, register, { after });
    const directiveId = await tell.directive(null as never, { releaseId: undefined, vendorId });
    const told = (await owner.take(2)).map(({ data }) => data.releaseStatusChanged.release);
    expect(told).toEqual(
      [...mine].sort().map((id) => ({ id, standing: "SUSPENDED", vendor: { releases: { totalCount: 2 } } })),
    );
    expect((await everyone.next())?.data.releaseStatusChanged.release).toEqual({
      id: mine[0],
      standing: "SUSPENDED",
      vendor: { releases: { totalCount: 1 } },
    });
    await lift(directiveId);
    expect((await everyone.next())?.data.releaseStatusChanged).toMatchObject({ type: "DirectiveLifted" });
  });
});
