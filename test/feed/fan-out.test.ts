import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Authorization } from "../../src/decisions/authorizations/authorization.ts";
import type { Partner } from "../../src/partners/partner.ts";
import type { Release } from "../../src/releases/register/release.ts";
import type { Vendor } from "../../src/releases/vendors/vendor.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Following, following, readers, rowsOf } from "../support/feed.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import { anAuthorization, aPartner, aPolicy, aRelease, aVendor, tuesday } from "../support/rows.ts";
import { done, type Story, story } from "../support/story.ts";
import type { Followed, Received } from "../support/subscriber.ts";

const source = `subscription F($after: Cursor, $releaseId: ID) {
  authorizationStatusChanged(after: $after, releaseId: $releaseId) {
    cursor type authorization { id effective } change { type subjectId }
  }
}`;
const far = { expiresAt: new Date("2100-01-01T00:00:00.000Z") };
const limit = { effect: "LIMIT", limits: [{ kind: "NO_ONWARD_TRANSFER" }] };
const measure = { reason: "DIVERSION", legalBasis: "A test of measures." };

const recordsOf = (events: readonly Received[]) =>
  events.map(({ data }) => data.authorizationStatusChanged.authorization.id);
const cursorsOf = (events: readonly Received[]) => events.map(({ extensions }) => extensions!.cursor!);
const idsOf = (authorizations: readonly Authorization[]) => authorizations.map(({ id }) => id).sort();

describeOn(["postgres"], "what is done to many authorizations at once", (kind) => {
  let graph: Graph;
  let tell: Story;
  let feed: Following;
  let vendor: Vendor;
  let first: Release;
  let second: Release;
  let foreign: Release;
  let partners: Partner[];
  /** For the first release, one of each partner; for the second, of the first partner; and another vendor's. */
  let onFirst: Authorization[];
  let onSecond: Authorization;
  let onForeign: Authorization;

  beforeAll(async () => {
    graph = await startGraph(kind);
    graph.clock.set(new Date(tuesday.getTime() + 86_400_000).toISOString());
    tell = story(graph);
    feed = following(graph);
    const rows = rowsOf(graph);
    vendor = await aVendor(rows, "example-labs");
    const other = await aVendor(rows, "second-labs");
    const policy = await aPolicy(rows, { key: "fan-out" });
    first = await aRelease(rows, vendor, policy, "First");
    second = await aRelease(rows, vendor, policy, "Second");
    foreign = await aRelease(rows, other, policy, "Foreign");
    partners = [
      await aPartner(rows, "acme-research"),
      await aPartner(rows, "globex-health", { kind: "NONPROFIT", jurisdiction: "CA" }),
      await aPartner(rows, "initech", { jurisdiction: "DE" }),
    ];
    // Stored in another order than that of their ids' partners, so that no other order is that of the ids.
    onFirst = [];
    for (const partner of [partners[2]!, partners[0]!, partners[1]!]) {
      onFirst.push(await anAuthorization(rows, partner, first, far));
    }
    onSecond = await anAuthorization(rows, partners[0]!, second, far);
    onForeign = await anAuthorization(rows, partners[1]!, foreign, far);
    await anAuthorization(rows, partners[1]!, first, {
      ...far,
      endUse: "HEALTH",
      status: "REVOKED",
      endedAt: tuesday,
    });
  });
  afterEach(() => feed?.stop());
  afterAll(() => graph?.stop());

  const lift = async (directiveId: string) =>
    done(await tell.people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));

  /** What each of these readers is told of the work: so many events, and then, to prove that there were no more, of its end. */
  async function toldOf(
    work: () => Promise<unknown>,
    counts: Partial<Record<keyof typeof readers, number>>,
  ): Promise<Record<string, Received[]>> {
    const after = await feed.here();
    const names = Object.keys(counts) as (keyof typeof readers)[];
    const open = new Map<string, Followed>();
    for (const name of names) open.set(name, await feed.as(readers[name], source, { after }));
    await work();
    // Each of these readers holds something that this touches.
    const sentinels = [await tell.directive(first.id, limit), await tell.directive(foreign.id, limit)];
    const told: Record<string, Received[]> = {};
    for (const name of names) {
      told[name] = await open.get(name)!.take(counts[name]!);
      const next = await open.get(name)!.next();
      expect(sentinels, name).toContain(next?.data.authorizationStatusChanged.change.subjectId);
    }
    for (const sentinel of sentinels) await lift(sentinel);
    return told;
  }

  it("brings one event for each that its reader may see, in the order of their ids", async () => {
    let directiveId = "";
    const told = await toldOf(
      async () => {
        directiveId = await tell.directive(first.id);
      },
      { vendor: 3, vendor2: 0, partner: 1, partner2: 1, commerce: 3, auditor: 3 },
    );
    for (const name of ["vendor", "commerce", "auditor"]) expect(recordsOf(told[name]!), name).toEqual(idsOf(onFirst));
    expect(recordsOf(told.partner!)).toEqual([onFirst[1]!.id]);
    expect(recordsOf(told.partner2!)).toEqual([onFirst[2]!.id]);
    for (const { data } of Object.values(told).flat()) {
      expect(data.authorizationStatusChanged).toMatchObject({
        type: "DirectiveIssued",
        authorization: { effective: false },
        change: { type: "DirectiveIssued", subjectId: directiveId },
      });
    }
    const lifted = await toldOf(() => lift(directiveId), { vendor: 3, partner: 1, vendor2: 0 });
    expect(lifted.vendor!.map(({ data }) => data.authorizationStatusChanged.authorization.effective)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("tells those alone in whose scope they are", async () => {
    const directives: string[] = [];
    const told = await toldOf(
      async () => {
        directives.push(await tell.directive(first.id, { ...limit, scope: { partnerIds: [partners[0]!.id] } }));
        directives.push(await tell.directive(first.id, { ...limit, scope: { jurisdictions: ["DE", "CA"] } }));
        directives.push(await tell.directive(first.id, { ...limit, scope: { partnerKinds: ["ACADEMIC"] } }));
        directives.push(
          await tell.directive(null as never, {
            ...limit,
            releaseId: undefined,
            vendorId: vendor.id,
            scope: { jurisdictions: ["US"] },
          }),
        );
      },
      { vendor: 5, partner: 3, partner2: 1 },
    );
    const [acme] = [onFirst[1]!.id];
    expect(recordsOf(told.vendor!)).toEqual([
      acme,
      ...idsOf([onFirst[0]!, onFirst[2]!]),
      ...[acme, onSecond.id].sort(),
    ]);
    expect(recordsOf(told.partner!)).toEqual([acme, ...[acme, onSecond.id].sort()]);
    for (const directive of directives) await lift(directive);
  });

  it("tells of a designation of the vendor, of a partner's suspension and of a request once it is accepted", async () => {
    const { defense, commerce, vendor: signer } = tell.people;
    const given = { vendorId: vendor.id, legalBasis: "A test.", ...limit };
    const designated = await toldOf(
      async () => done(await defense.mutate("designateSupplyChainRisk", given, "designation { id }")),
      { vendor: 4, partner: 2, partner2: 1, vendor2: 0 },
    );
    expect(recordsOf(designated.vendor!)).toEqual(idsOf([...onFirst, onSecond]));
    const partnerId = partners[1]!.id;
    const suspended = await toldOf(
      async () => done(await commerce.mutate("suspendPartner", { partnerId, ...measure })),
      { vendor: 1, vendor2: 1, partner: 0, partner2: 2, commerce: 2, auditor: 2 },
    );
    expect(recordsOf(suspended.vendor!)).toEqual([onFirst[2]!.id]);
    expect(recordsOf(suspended.vendor2!)).toEqual([onForeign.id]);
    expect(recordsOf(suspended.commerce!)).toEqual(idsOf([onFirst[2]!, onForeign]));
    // The partner's own suspension is told to the vendors by an entry of their own, with nothing of why.
    expect(suspended.vendor![0]!.data.authorizationStatusChanged.type).toBe("PartnerStatusChanged");
    expect(suspended.auditor![0]!.data.authorizationStatusChanged.type).toBe("PartnerSuspended");
    const requested = await toldOf(
      async () => {
        const directiveId = await tell.directive(second.id, { ...limit, as: tell.people.ostp, force: "REQUEST" });
        const answer = { directiveId, answer: "ACCEPT", note: "Agreed." };
        done(await signer.mutate("answerDirectiveRequest", answer));
      },
      { vendor: 1, partner: 1, partner2: 0 },
    );
    expect(requested.vendor![0]!.data.authorizationStatusChanged).toMatchObject({
      type: "DirectiveAccepted",
      authorization: { id: onSecond.id },
    });
  });

  it("is gone on with from within: behind each event come all the others and no other", async () => {
    const after = await feed.here();
    const directives = [await tell.directive(first.id), await tell.directive(second.id)];
    for (const directive of directives) await lift(directive);
    const whole = await (await feed.as(readers.vendor, source, { after })).take(8);
    expect(recordsOf(whole)).toEqual([...idsOf(onFirst), onSecond.id, ...idsOf(onFirst), onSecond.id]);
    expect(new Set(cursorsOf(whole)).size).toBe(8);
    for (const [place, cursor] of cursorsOf(whole).entries()) {
      const rest = await feed.as(readers.vendor, source, { after: cursor });
      expect(await rest.take(7 - place)).toEqual(whole.slice(place + 1));
      // Another reader's cursor is as good: it goes by the place, not by what was seen.
      const own = await feed.as(readers.partner, source, { after: cursor });
      const expected = whole
        .slice(place + 1)
        .filter((one) => [onFirst[1]!.id, onSecond.id].includes(recordsOf([one])[0]));
      expect(recordsOf(await own.take(expected.length))).toEqual(recordsOf(expected));
      await feed.stop();
    }
    // And behind the last one, and behind the cursor of any, what comes next.
    const narrow = await feed.as(readers.vendor, source, { after: cursorsOf(whole)[4], releaseId: second.id });
    const last = await feed.as(readers.vendor, source, { after: cursorsOf(whole)[7] });
    const sentinel = await tell.directive(second.id, limit);
    expect(recordsOf(await narrow.take(2))).toEqual([onSecond.id, onSecond.id]);
    expect((await last.next())?.data.authorizationStatusChanged.change.subjectId).toBe(sentinel);
    await lift(sentinel);
  });

  it("brings all of very many, a page of them after the other", async () => {
    const rows = rowsOf(graph);
    const policy = await aPolicy(rows, { key: "very-many" });
    const release = await aRelease(rows, vendor, policy, "Third");
    const many: Authorization[] = [];
    for (let index = 0; index < 230; index += 1) {
      const ends = index % 23 === 0 ? { endUse: "HEALTH" as const } : {};
      many.push(await anAuthorization(rows, await aPartner(rows, `org-${index}`), release, { ...far, ...ends }));
    }
    const after = await feed.here();
    const directiveId = await tell.directive(release.id);
    const whole = await (await feed.as(readers.vendor, source, { after })).take(230);
    expect(recordsOf(whole)).toEqual(idsOf(many));
    const rest = await feed.as(readers.vendor, source, { after: cursorsOf(whole)[199] });
    expect(recordsOf(await rest.take(30))).toEqual(idsOf(many).slice(200));
    await lift(directiveId);
    expect((await rest.next())?.data.authorizationStatusChanged).toMatchObject({
      type: "DirectiveLifted",
      authorization: { id: idsOf(many)[0] },
    });
  });

  it("tells of a scope as its partner stood then, to whoever reads of it later", async () => {
    const initech = graph.as({ roles: ["partner"], org: "initech" });
    const amend = async (change: object): Promise<void> => {
      const asked = "query P($id: ID!) { partner(id: $id) { revision } }";
      const { revision } = (await initech.ask(asked, { id: partners[2]!.id })).partner;
      done(await initech.mutate("amendPartner", { partnerId: partners[2]!.id, revision, ...change }));
    };
    await amend({ website: "https://initech.example" });
    const after = await feed.here();
    const source = `subscription A($after: Cursor) { authorizationStatusChanged(after: $after) { authorization { id } type } }`;
    const directive = await tell.directive(first.id, { ...limit, scope: { jurisdictions: ["DE"] } });
    const told = await (await feed.as(readers.vendor, source, { after })).next();
    expect(told?.data.authorizationStatusChanged).toEqual({
      authorization: { id: onFirst[0]!.id },
      type: "DirectiveIssued",
    });
    await amend({ jurisdiction: "FR" });
    expect(await (await feed.as(readers.vendor, source, { after })).next()).toEqual(told);
    await lift(directive);
  });
});
