import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Application } from "../../src/applications/application.ts";
import { ApplicationRevision } from "../../src/applications/application-revision.ts";
import { applicationsSubgraph } from "../../src/applications/subgraph.ts";
import type { Actor } from "../../src/identity/actor.ts";
import type { Partner } from "../../src/partners/partner.ts";
import type { Release } from "../../src/releases/register/release.ts";
import { administrator, auditor, bothOf, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { everyPage } from "../support/every-page.ts";
import { codesOf, openRoom, type Room } from "../support/room.ts";
import { anApplication, aPartner, aPolicy, aRelease, aVendor, tuesday } from "../support/rows.ts";

const commerce = official("COMMERCE");
const hour = 60 * 60 * 1000;
const onHour = (hours: number): Date => new Date(tuesday.getTime() + hours * hour);
const endUses = ["CYBER_DEFENSE", "HEALTH", "EDUCATION", "FINANCE"] as const;

describeOn(["embedded", "postgres"], "reading applications", (kind) => {
  let room: Room;
  const partners: Partner[] = [];
  const releases: Release[] = [];
  const all: Application[] = [];

  beforeAll(async () => {
    room = await openRoom(kind, applicationsSubgraph());
    const policy = await aPolicy(room);
    for (const org of ["labs", "works"]) {
      releases.push(await aRelease(room, await aVendor(room, org), policy, `Of ${org}`));
    }
    for (const org of ["acme", "globex", "works"]) partners.push(await aPartner(room, org));
    // Each partner applies for both releases; times come in pairs, and every fourth is a draft without any.
    for (const partner of partners) {
      for (const release of releases) {
        for (const endUse of endUses) {
          const at = onHour(Math.floor(all.length / 2));
          const draft = endUse === "FINANCE";
          const decided = endUse === "EDUCATION";
          const rest: Partial<Application> = { endUse, submittedAt: draft ? null : at };
          rest.status = draft ? "DRAFT" : decided ? "DENIED" : "SUBMITTED";
          rest.dueAt = draft || decided ? null : new Date(at.getTime() + 24 * hour);
          all.push(await anApplication(room, partner, release, rest));
        }
      }
    }
  });
  afterAll(() => room?.close());

  const ids = (where: (application: Application) => boolean): string[] =>
    all
      .filter(where)
      .map(({ id }) => id)
      .sort();
  const submitted = ({ status }: Application): boolean => status !== "DRAFT";
  const ofPartner = (org: string) => (application: Application) =>
    application.partnerId === partners.find((p) => p.org === org)?.id;
  const forVendor = (index: number) => (application: Application) => application.releaseId === releases[index]?.id;
  const list = async (by: Actor, args = ""): Promise<string[]> => {
    const { data } = await room.ask(
      by,
      `{ applications(${["first: 100", args].join(" ")}) { nodes { id } totalCount } }`,
    );
    expect(data.applications.totalCount).toBe(data.applications.nodes.length);
    return data.applications.nodes.map(({ id }: { id: string }) => id).sort();
  };

  describe("who sees what", () => {
    it("shows officials what was submitted, and an auditor the drafts too", async () => {
      expect(await list(official("ONCD"))).toEqual(ids(submitted));
      expect(await list(auditor)).toEqual(ids(() => true));
    });

    it("shows a partner its own, drafts included", async () => {
      expect(await list(partnerOf("acme"))).toEqual(ids(ofPartner("acme")));
    });

    it("shows a vendor what was submitted for its releases", async () => {
      expect(await list(vendorOf("labs"))).toEqual(ids((one) => forVendor(0)(one) && submitted(one)));
    });

    it("shows an organisation that is both the union", async () => {
      const own = ids((one) => ofPartner("works")(one) || (forVendor(1)(one) && submitted(one)));
      expect(await list(bothOf("works"))).toEqual(own);
    });

    it.each([
      ["the public", publicActor],
      ["an administrator", administrator()],
      ["another vendor", vendorOf("others")],
      ["a partner without applications", partnerOf("nobody")],
    ])("shows %s nothing", async (_who, by) => {
      expect(await list(by)).toEqual([]);
    });

    it("answers by id for a hidden one exactly as for one that does not exist", async () => {
      const hidden = all.find(ofPartner("globex"))?.id;
      const absent = room.services.ids.next("Application");
      const document = "query ($id: ID!) { application(id: $id) { id } }";
      const [one, other] = await Promise.all(
        [hidden, absent].map((id) => room.ask(partnerOf("acme"), document, { id })),
      );
      expect(one).toEqual({ data: { application: null }, errors: [] });
      expect(one).toEqual(other);
    });

    it("says what of it is withheld from whom", async () => {
      const id = all.find((one) => ofPartner("acme")(one) && forVendor(0)(one) && submitted(one))?.id;
      const withheld = async (by: Actor) =>
        (await room.ask(by, `{ application(id: "${id}") { withheld { field because } } }`)).data.application.withheld;
      const panel = ["disputes", "positions", "referrals"].map((field) => ({ field, because: "PANEL_DELIBERATION" }));
      const sorted = (found: { field: string }[]) => found.sort((a, b) => a.field.localeCompare(b.field));
      const nominated = { field: "nominated", because: "COMMERCIALLY_CONFIDENTIAL" };
      expect(sorted(await withheld(partnerOf("acme")))).toEqual(sorted([...panel, nominated]));
      expect(sorted(await withheld(vendorOf("labs")))).toEqual(panel);
      expect(await withheld(commerce)).toEqual([]);
      expect(await withheld(auditor)).toEqual([]);
    });

    it("counts under a partner and a release what the reader may see there, and no more", async () => {
      const document = `{ applications(first: 1, filter: { endUse: [HEALTH] }) { nodes {
        partner { applications { totalCount } } release { applications { totalCount } } } } }`;
      const counts = async (by: Actor) => {
        const [node] = (await room.ask(by, document)).data.applications.nodes;
        return [node.partner.applications.totalCount, node.release.applications.totalCount];
      };
      expect(await counts(partnerOf("acme"))).toEqual([8, 4]);
      expect(await counts(vendorOf("labs"))).toEqual([3, 9]);
      expect(await counts(commerce)).toEqual([6, 9]);
    });
  });

  describe("references", () => {
    const { references } = applicationsSubgraph();
    const find = (type: "Application" | "ApplicationRevision", by: Actor, id: string) =>
      references[type]?.({ __typename: type, id } as never, room.context(by) as never);

    it("gives an application under the same visibility", async () => {
      const id = all.find(ofPartner("globex"))?.id as string;
      expect(await find("Application", commerce, id)).toMatchObject({ id, namedUsers: 25 });
      expect(await find("Application", partnerOf("acme"), id)).toBeNull();
    });

    it("gives a revision to those who see its application, a draft's to its partner alone", async () => {
      const [application] = all.filter(ofPartner("globex"));
      const revision = (number: number, submittedAt: Date | null) => ({
        id: room.services.ids.next("ApplicationRevision"),
        applicationId: application?.id as string,
        revision: number,
        endUse: "HEALTH" as const,
        endUseStatement: "Before.",
        deployment: "ON_PREMISES" as const,
        namedUsers: 1,
        userJurisdictions: ["US"],
        note: null,
        submittedAt,
      });
      const [seen, unseen] = [revision(2, tuesday), revision(1, null)];
      await room.services.database.source.manager.insert(ApplicationRevision, [seen, unseen]);
      for (const by of [commerce, vendorOf("labs"), partnerOf("globex")]) {
        expect(await find("ApplicationRevision", by, seen.id)).toMatchObject({ revision: 2, note: null });
      }
      expect(await find("ApplicationRevision", partnerOf("acme"), seen.id)).toBeNull();
      expect(await find("ApplicationRevision", commerce, unseen.id)).toBeNull();
      expect(await find("ApplicationRevision", vendorOf("labs"), unseen.id)).toBeNull();
      expect(await find("ApplicationRevision", partnerOf("globex"), unseen.id)).toMatchObject({ revision: 1 });
      const document = `{ application(id: "${application?.id}") { revisions { totalCount nodes { revision application { id } } } } }`;
      const { data } = await room.ask(partnerOf("globex"), document);
      const back = { application: { id: application?.id } };
      expect(data.application.revisions).toEqual({
        totalCount: 2,
        nodes: [
          { revision: 2, ...back },
          { revision: 1, ...back },
        ],
      });
      await room.database.query("delete from application_revision");
    });
  });

  describe("filters", () => {
    it.each<[string, (application: Application) => boolean]>([
      ["status: [DENIED]", ({ status }) => status === "DENIED"],
      ["endUse: [HEALTH, EDUCATION]", ({ endUse }) => endUse === "HEALTH" || endUse === "EDUCATION"],
      [
        `submittedAfter: "${onHour(4).toISOString()}"`,
        ({ submittedAt }) => submittedAt !== null && submittedAt >= onHour(4),
      ],
      [
        `submittedBefore: "${onHour(4).toISOString()}"`,
        ({ submittedAt }) => submittedAt !== null && submittedAt < onHour(4),
      ],
      [
        `submittedAfter: "${onHour(4).toISOString()}", submittedBefore: "${onHour(5).toISOString()}"`,
        ({ submittedAt }) => submittedAt?.getTime() === onHour(4).getTime(),
      ],
      ["status: [APPROVED]", () => false],
      ["status: []", () => false],
    ])("takes %s", async (filter, expected) => {
      expect(await list(commerce, `filter: { ${filter} }`)).toEqual(ids((one) => submitted(one) && expected(one)));
    });

    it("takes a release and a partner, by id", async () => {
      const filter = `filter: { releaseId: "${releases[1]?.id}", partnerId: "${partners[0]?.id}" }`;
      expect(await list(commerce, filter)).toEqual(
        ids((one) => submitted(one) && forVendor(1)(one) && ofPartner("acme")(one)),
      );
      expect(await list(commerce, `filter: { releaseId: "' or true --" }`)).toEqual([]);
    });

    it("tells what is overdue by the clock: at its deadline it is not yet", async () => {
      const late = ({ dueAt }: Application): boolean => dueAt !== null && dueAt < onHour(26);
      room.services.clock.fixed = onHour(26);
      expect(await list(commerce, "filter: { overdue: true }")).toEqual(ids(late));
      expect(await list(commerce, "filter: { overdue: false }")).toEqual(ids((one) => submitted(one) && !late(one)));
      room.services.clock.fixed = null;
      expect(ids(late)).toHaveLength(2);
    });

    it("calls nothing overdue on a release that its vendor has withdrawn", async () => {
      room.services.clock.fixed = onHour(30);
      const overdue = "filter: { overdue: true }";
      const before = await list(commerce, overdue);
      const where = `where id = '${releases[0]?.id}'`;
      await room.database.query(`update release set phase = 'WITHDRAWN' ${where}`);
      const expected = ids((one) => before.includes(one.id) && !forVendor(0)(one));
      expect(await list(commerce, overdue)).toEqual(expected);
      expect([before.length, expected.length]).toEqual([6, 2]);
      expect(await list(commerce, "filter: { overdue: false }")).toEqual(
        ids((one) => submitted(one) && !expected.includes(one.id)),
      );
      await room.database.query(`update release set phase = 'LIMITED_PREVIEW' ${where}`);
      room.services.clock.fixed = null;
    });

    it.each([
      ["an unknown status", { status: ["NONE"] }],
      ["a word for a time", { submittedAfter: "yesterday" }],
      ["a day that is none", { submittedAfter: "2026-02-30T00:00:00Z" }],
      ["NUL for an id", { releaseId: "\u0000" }],
      ["an empty id", { releaseId: "" }],
      ["a word for a truth", { overdue: "yes" }],
      ["a field that is none", { partner: "acme" }],
      ["21 statuses", { status: Array(21).fill("DENIED") }],
    ])("refuses %s as BAD_USER_INPUT", async (_what, filter) => {
      const document = "query ($filter: ApplicationFilter) { applications(filter: $filter) { nodes { id } } }";
      expect(codesOf(await room.ask(commerce, document, { filter }))).toEqual(["BAD_USER_INPUT"]);
    });
  });

  describe("paging", () => {
    const orders = ["SUBMITTED_AT_DESC", "SUBMITTED_AT_ASC", "DUE_AT_ASC"] as const;
    it.each(orders)("gives each once, page by page, ties and nulls included, in the order %s", async (orderBy) => {
      const whole = await everyPage(room, auditor, "applications", { orderBy, first: 100 });
      for (const first of [1, 5, 7]) {
        expect(await everyPage(room, auditor, "applications", { orderBy, first })).toEqual(whole);
      }
      expect([...whole].sort()).toEqual(ids(() => true));
      const key = (id: string): number => {
        const one = all.find((application) => application.id === id);
        const time = orderBy === "DUE_AT_ASC" ? one?.dueAt : one?.submittedAt;
        return time ? time.getTime() * (orderBy === "SUBMITTED_AT_DESC" ? -1 : 1) : Number.POSITIVE_INFINITY;
      };
      expect(whole.map(key)).toEqual(whole.map(key).sort((a, b) => (a === b ? 0 : a - b)));
    });

    it("pages under filters", async () => {
      const filter = "{ endUse: [HEALTH, FINANCE] }";
      const whole = await everyPage(room, auditor, "applications", { first: 100, filter });
      expect(await everyPage(room, auditor, "applications", { first: 2, filter })).toEqual(whole);
      expect(whole).toHaveLength(12);
    });

    it("pages what lies under several parents by one cursor's place in each", async () => {
      const document = (args: string) => `{ applications(filter: { endUse: [HEALTH] }, first: 100) { nodes {
        partner { id applications(${args}) { nodes { id } pageInfo { endCursor hasNextPage } } } } } }`;
      const first = (await room.ask(auditor, document("first: 5, orderBy: DUE_AT_ASC"))).data.applications.nodes;
      const [{ partner }] = first;
      const { endCursor, hasNextPage } = partner.applications.pageInfo;
      expect([partner.applications.nodes.length, hasNextPage]).toEqual([5, true]);
      const args = `first: 5, orderBy: DUE_AT_ASC, after: "${endCursor}"`;
      const second = (await room.ask(auditor, document(args))).data.applications.nodes;
      const rest = second.find((node: { partner: { id: string } }) => node.partner.id === partner.id).partner
        .applications;
      const found = [...partner.applications.nodes, ...rest.nodes].map(({ id }: { id: string }) => id).sort();
      expect(found).toEqual(ids(({ partnerId }) => partnerId === partner.id));
      expect(rest.pageInfo.hasNextPage).toBe(false);
    });

    it("refuses a cursor of another order, and one that nobody handed out", async () => {
      const { data } = await room.ask(commerce, "{ applications(first: 1) { pageInfo { endCursor } } }");
      const { endCursor } = data.applications.pageInfo;
      for (const args of [`orderBy: DUE_AT_ASC, after: "${endCursor}"`, 'after: "bm9ib2R5"']) {
        const answer = await room.ask(commerce, `{ applications(${args}) { nodes { id } } }`);
        expect(codesOf(answer)).toEqual(["BAD_USER_INPUT"]);
        const nested = await room.ask(
          commerce,
          `{ applications(first: 1) { nodes { partner { applications(${args}) { nodes { id } } } } } }`,
        );
        expect(codesOf(nested)).toEqual(["BAD_USER_INPUT"]);
      }
    });
  });

  it("takes as many statements for one row as for all, nested lists and their totals included", async () => {
    const list = "applications(first: 3, orderBy: DUE_AT_ASC) { totalCount nodes { id revisions { nodes { note } } } }";
    const document = (first: number) => `{ applications(first: ${first}) { totalCount nodes {
      endUse revisions(first: 2) { totalCount nodes { revision application { id } } } partner { ${list} } release { ${list} } } } }`;
    const one = await room.statements(auditor, document(1));
    expect(await room.statements(auditor, document(100))).toBe(one);
    expect(one).toBeLessThanOrEqual(12);
    const many = all.map(({ id }, index) => `a${index}: application(id: "${id}") { endUse }`);
    expect(await room.statements(auditor, `{ ${many.join(" ")} }`)).toBe(1);
  });
});
