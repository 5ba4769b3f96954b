import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { encodePosition } from "../../src/ledger/cursor.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import type { PolicyDocument } from "../../src/rules/policy.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Following, following } from "../support/feed.ts";
import { everyTable } from "../support/matrix-untouched.ts";
import { policyInput } from "../support/policies.ts";
import { done } from "../support/story.ts";
import { type Apart, startApart } from "../support/subgraph-apart.ts";
import type { Received } from "../support/subscriber.ts";
import { type Filed, type Setting, setting } from "./setting.ts";

const replayed = `case { id } policyInFact { version } inFact decidedInFactAt waitingForInFact outcome cause level proposedAt
  decidedAt waitingFor unheard dueAt overdue differences appealsLeftOut seats { agency seat position heardAt late dueAt }`;
const numbers =
  "summary { cases unchanged turns { inFact outcome cases } differences { difference cases } daysLater leftOut { what count } }";
const query = `query R($versionId: ID!, $from: DateTime!, $to: DateTime!) { replayPolicy(versionId: $versionId, from: $from, to: $to) {
  asOf policy { id version } ${numbers} replays { ${replayed} } } }`;
const subscription = `subscription R($versionId: ID!, $from: DateTime!, $to: DateTime!, $after: Cursor) {
  replayPolicy(versionId: $versionId, from: $from, to: $to, after: $after) {
    cursor at done total finished policy { version } ${numbers} replays { case { id } outcome differences } } }`;

const span = { from: "2026-06-01T00:00:00.000Z", to: "2026-07-01T00:00:00.000Z" };
const oncd = { roles: ["oncd"] } as const;

describeOn(["postgres"], "replaying a policy", (kind) => {
  let here: Setting;
  let apart: Apart;
  let feeds: Following[];
  let own: string;
  let approved: string;
  let disputed: string;
  let denied: string;
  let waiting: string;
  let amended: string;
  let withdrawn: string;
  let submitted: string;
  let versions = 1;

  beforeAll(async () => {
    here = await setting(kind);
    apart = await startApart(here.graph.services, here.graph.people.verifier);
    feeds = [following(here.graph), following(here.graph, apart.url)];
    here.clock.set("2026-06-02T14:00:00.000Z");
    const { oncd, ostp, commerce, defense } = here.people;
    approved = (await here.inReview()).caseId;
    disputed = (await here.inReview()).caseId;
    waiting = (await here.inReview()).caseId;
    const leaving = await here.inReview();
    withdrawn = leaving.caseId;
    const changing = await here.inReview();
    amended = changing.caseId;
    submitted = (await here.submitted()).caseId;
    denied = (await here.denialIntended()).caseId;
    here.clock.passDays(1);
    for (const each of [oncd, ostp, commerce]) {
      for (const id of [approved, disputed, waiting, amended]) await here.tell.position(id, each);
    }
    await here.tell.position(disputed, defense, "OBJECT", { reason: "END_USE_CONCERN" });
    here.clock.passDays(1);
    await here.tell.position(approved, defense);
    done(await changing.as.mutate("amendApplication", { applicationId: amended, revision: 1, namedUsers: 9 }));
    done(await leaving.as.mutate("withdrawApplication", { applicationId: withdrawn }));
    here.clock.passDays(1);
    await here.tell.countersigned(approved);
    own = (await here.read(approved, "policy { id }")).policy.id;
  });
  afterEach(async () => void (await Promise.all(feeds.map((feed) => feed.stop()))));
  afterAll(async () => {
    await apart?.stop();
    await here?.stop();
  });

  const publish = async (change: Partial<PolicyDocument>): Promise<string> => {
    versions += 1;
    const document = policyInput({
      ...expeditedPreview,
      version: versions,
      silence: `Version ${versions}.`,
      ...change,
    });
    return done(await here.people.ostp.mutate("publishPolicy", { document }, "policy { id }")).policy.id;
  };
  const seated = (change: Record<string, string>): Partial<PolicyDocument> => ({
    panel: expeditedPreview.panel.map(({ agency, seat }) => ({
      agency,
      seat: (change[agency] ?? seat) as typeof seat,
    })),
  });
  const replay = async (versionId: string, within = span) =>
    (await here.people.auditor.ask(query, { versionId, ...within })).replayPolicy;
  const ofCase = async (versionId: string, id: string) =>
    (await replay(versionId)).replays.find((each: { case: { id: string } }) => each.case.id === id);

  it("comes, under the version that a case began under, to what it came to in fact", async () => {
    const { replays, summary, policy } = await replay(own);
    expect(policy).toEqual({ id: own, version: 1 });
    const shown = replays.map((each: Record<string, unknown>) => [each.inFact, each.outcome, each.differences]);
    expect(shown).toContainEqual(["APPROVE", "APPROVE", []]);
    expect(shown).toContainEqual(["DISPUTE", "DISPUTE", []]);
    expect(shown).toContainEqual(["DENY", "DENY", []]);
    expect(shown).toContainEqual(["NOT_REFERRED", "NOT_REFERRED", []]);
    expect(
      shown.filter(
        ([inFact, outcome, differences]: [string, string, string[]]) => inFact !== outcome || differences.length > 0,
      ),
    ).toEqual([]);
    expect(summary).toMatchObject({ cases: replays.length, unchanged: replays.length, differences: [], daysLater: 0 });
    expect(new Set(replays.map((each: { case: { id: string } }) => each.case.id))).toEqual(
      new Set([approved, disputed, waiting, withdrawn, amended, submitted, denied, ...(await releaseAdvances())]),
    );
  });

  const releaseAdvances = async (): Promise<string[]> =>
    (await here.graph.database.query<{ id: string }>("select id from phase_advance")).map(({ id }) => id);

  it("says what would have been decided, when, and who would be waited for", async () => {
    const version = await publish(seated({ DEFENSE: "CONSULTED" }));
    expect(await ofCase(version, disputed)).toMatchObject({
      policyInFact: { version: 1 },
      inFact: "DISPUTE",
      waitingForInFact: ["ONCD"],
      outcome: "APPROVE",
      proposedAt: "2026-06-03T14:00:00.000Z",
      decidedAt: null,
      differences: ["OUTCOME", "WAITING_FOR"],
    });
    const smaller = await publish({ panel: expeditedPreview.panel.filter(({ agency }) => agency !== "DEFENSE") });
    expect(await ofCase(smaller, approved)).toMatchObject({
      outcome: "APPROVE",
      decidedInFactAt: "2026-06-05T14:00:00.000Z",
      proposedAt: "2026-06-03T14:00:00.000Z",
      decidedAt: "2026-06-04T14:00:00.000Z",
      unheard: ["DEFENSE"],
      differences: ["SOONER", "UNHEARD"],
    });
    const { summary } = await replay(smaller);
    expect(summary.daysLater).toBe(-1);
    expect(summary.turns).toContainEqual({ inFact: "DISPUTE", outcome: "APPROVE", cases: 1 });
  });

  it("counts silence as that version does", async () => {
    const quick = await publish({ clocks: { ...expeditedPreview.clocks, position: 2 } });
    here.clock.set("2026-06-05T14:00:00.000Z");
    const found = await ofCase(quick, waiting);
    expect(found).toMatchObject({
      inFact: "WAITING",
      waitingForInFact: ["DEFENSE"],
      outcome: "APPROVE",
      proposedAt: "2026-06-04T21:00:00.000Z",
      differences: ["OUTCOME", "WAITING_FOR", "SILENCE"],
    });
    expect(found.seats.find(({ agency }: { agency: string }) => agency === "DEFENSE")).toEqual({
      agency: "DEFENSE",
      seat: "DEEMABLE",
      position: "DEEMED_NO_OBJECTION",
      heardAt: "2026-06-04T21:00:00.000Z",
      dueAt: "2026-06-04T21:00:00.000Z",
      late: false,
    });
  });

  it("takes cases that were submitted or closed in the span, and no others", async () => {
    const within = async (from: string, to: string) =>
      (await replay(own, { from, to })).replays.map((each: { case: { id: string } }) => each.case.id);
    expect(await within("2026-06-05T14:00:00.000Z", "2026-06-05T14:00:00.001Z")).toEqual([approved]);
    expect(await within("2026-06-03T00:00:00.000Z", "2026-06-05T14:00:00.000Z")).toEqual([withdrawn]);
    expect(await within("2020-01-01T00:00:00.000Z", "2020-02-01T00:00:00.000Z")).toEqual([]);
  });

  it("leaves out returned applications and appeals, and says how many", async () => {
    expect((await replay(own)).summary.leftOut).toEqual([]);
    const before = here.clock.fixed!.toISOString();
    here.clock.set("2026-09-01T14:00:00.000Z");
    const returned = await here.submitted(await here.release());
    const why = { applicationId: returned.caseId, revision: 1, reason: "INCOMPLETE", note: "Say more." };
    done(await here.people.commerce.mutate("returnApplication", why));
    const silent = await here.inReview(await here.release());
    here.clock.passDays(40);
    const appeal = { caseId: silent.caseId, ground: "MISSED_DEADLINE", statement: "We wait." };
    const { id } = done(await silent.as.mutate("appealDecision", appeal, "appeal { id }")).appeal;
    const upheld = { appealId: id, revision: 1, upheld: true, reason: "They do." };
    done(await here.people.ostp2.mutate("decideAppeal", upheld));
    await here.tell.countersigned(silent.caseId, here.people.commerce2);
    const autumn = { from: "2026-09-01T00:00:00.000Z", to: "2026-09-02T00:00:00.000Z" };
    const leftOut = [
      { what: "RETURNED", count: 1 },
      { what: "APPEAL", count: 1 },
    ];
    const { summary, replays } = await replay(own, autumn);
    expect(summary).toMatchObject({ cases: 1, leftOut });
    expect(replays).toMatchObject([{ case: { id: silent.caseId }, inFact: "APPROVE", appealsLeftOut: 1 }]);
    const events = await (await feeds[0]!.as(oncd, subscription, { versionId: own, ...autumn })).rest();
    expect(events.at(-1)?.data.replayPolicy.summary.leftOut).toEqual(leftOut);
    here.clock.set(before);
  });

  it("writes nothing", async () => {
    const version = await publish(seated({ COMMERCE: "REQUIRED" }));
    const before = await everyTable(here.graph.database);
    await replay(version);
    const [feed] = feeds;
    await (await feed!.as(oncd, subscription, { versionId: version, ...span })).rest();
    expect(await everyTable(here.graph.database)).toEqual(before);
  });

  it.each([0, 1])("streams the same with its progress, and ends (linked and apart: %i)", async (way) => {
    const version = await publish(seated({ DEFENSE: "CONSULTED" }));
    const whole = await replay(version);
    for (const transport of ["events", "socket"] as const) {
      const reader = await feeds[way]!.as(oncd, subscription, { versionId: version, ...span }, transport);
      const events: Received[] = await reader.rest();
      expect(events.flatMap(({ errors = [] }) => errors)).toEqual([]);
      const parts = events.map(({ data }) => data.replayPolicy);
      expect(parts.flatMap((part) => part.replays)).toEqual(
        whole.replays.map(({ case: of, outcome, differences }: Record<string, unknown>) => ({
          case: of,
          outcome,
          differences,
        })),
      );
      const last = parts.at(-1);
      expect(last).toMatchObject({ finished: true, done: last.total, total: whole.replays.length });
      expect(last.summary).toEqual(whole.summary);
      expect(parts.slice(0, -1).every(({ finished }) => !finished)).toBe(true);
    }
  });

  it("goes on behind the cursor that it gave, and brings nothing twice", async () => {
    const [feed] = feeds;
    const [first] = await (await feed!.as(oncd, subscription, { versionId: own, ...span })).rest();
    const { cursor, total } = first!.data.replayPolicy;
    expect(first!.extensions?.cursor).toBe(cursor);
    const [again, ...more] = await (
      await feed!.as(oncd, subscription, { versionId: own, ...span, after: cursor })
    ).rest();
    expect(more).toEqual([]);
    expect(again!.data.replayPolicy).toMatchObject({ replays: [], done: total, finished: true });
    const another = encodePosition({ sequence: await here.graph.services.tail.head(), id: own });
    const [foreign] = await (await feed!.as(oncd, subscription, { versionId: own, ...span, after: another })).rest();
    expect(foreign!.errors?.[0]?.extensions?.code).toBe("BAD_USER_INPUT");
  });

  it("goes on behind a case that was returned meanwhile, or submitted again, and leaves none out", async () => {
    const before = here.clock.fixed!.toISOString();
    here.clock.set("2026-12-01T14:00:00.000Z");
    const filed: Filed[] = [];
    for (let each = 0; each < 3; each += 1) filed.push(await here.submitted(await here.release("LIMITED_PREVIEW")));
    const [first, second, third] = filed.sort((one, other) => (one.caseId < other.caseId ? -1 : 1)) as [
      Filed,
      Filed,
      Filed,
    ];
    const december = { from: "2026-12-01T14:00:00.000Z", to: "2026-12-31T00:00:00.000Z" };
    const behind = async (id: string) => {
      const after = encodePosition({ sequence: await here.graph.services.tail.head(), id });
      const variables = { versionId: own, ...december, after };
      const events = await (await feeds[0]!.as(oncd, subscription, variables)).rest();
      const [{ replays, ...progress }, ...more] = events.map(({ data }) => data.replayPolicy);
      expect(more).toEqual([]);
      return { ...progress, brought: replays.map((each: { case: { id: string } }) => each.case.id) };
    };
    const all = { brought: [second.caseId, third.caseId], done: 3, total: 3, finished: true };
    expect(await behind(first.caseId)).toMatchObject(all);
    here.clock.passDays(1);
    const why = { applicationId: first.caseId, revision: 1, reason: "INCOMPLETE", note: "Say more." };
    done(await here.people.commerce.mutate("returnApplication", why));
    expect(await behind(first.caseId)).toMatchObject({ ...all, done: 2, total: 2 });
    here.clock.passDays(1);
    const again = { existing: { applicationId: first.caseId, revision: 1 } };
    done(await first.as.mutate("submitApplication", again));
    expect(await behind(first.caseId)).toMatchObject(all);
    // Behind the last there is nothing, though that is the one that is returned now.
    done(await here.people.commerce.mutate("returnApplication", { ...why, applicationId: third.caseId }));
    const cursor = encodePosition({ sequence: await here.graph.services.tail.head(), id: third.caseId });
    expect(await behind(third.caseId)).toMatchObject({ cursor, brought: [], done: 2, total: 2, finished: true });
    here.clock.set(before);
  });

  it("ends at once, with nothing, for a span without cases", async () => {
    const none = { versionId: own, from: "2020-01-01T00:00:00.000Z", to: "2020-02-01T00:00:00.000Z" };
    for (const feed of feeds) {
      const events = await (await feed.as(oncd, subscription, none)).rest();
      expect(events.map(({ data }) => data.replayPolicy)).toMatchObject([
        { done: 0, total: 0, finished: true, replays: [] },
      ]);
    }
  });

  it.each([
    ["a span that ends before it begins", { from: span.to, to: span.from }],
    ["a span that ends where it begins", { from: span.from, to: span.from }],
    ["more than five years", { from: "2020-01-01T00:00:00.000Z", to: "2025-01-01T00:00:00.001Z" }],
  ])("refuses %s", async (_what, within) => {
    const { errors } = await here.people.auditor.send(query, { versionId: own, ...within });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
    const [event] = await (await feeds[0]!.as(oncd, subscription, { versionId: own, ...within })).rest();
    expect(event!.errors?.[0]?.extensions?.code).toBe("BAD_USER_INPUT");
  });

  it("has nothing to say of a version that there isn't", async () => {
    expect(await replay("pol_none")).toBeNull();
    const [event] = await (await feeds[0]!.as(oncd, subscription, { versionId: "pol_none", ...span })).rest();
    expect(event!.errors?.[0]?.extensions?.code).toBe("NOT_FOUND");
  });

  it("is for officials and auditors", async () => {
    for (const caller of [here.people.vendor, here.people.partner, here.people.administrator]) {
      const { errors } = await caller.send(query, { versionId: own, ...span });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN"]);
    }
    for (const feed of feeds) {
      const reader = await feed.as({ roles: ["vendor"], org: "example-labs" }, subscription, {
        versionId: own,
        ...span,
      });
      const [event] = await reader.rest();
      expect(event!.errors?.[0]?.extensions?.code).toBe("FORBIDDEN");
    }
  });
});
