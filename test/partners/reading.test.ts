import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Partner } from "../../src/partners/partner.ts";
import { partnersSubgraph } from "../../src/partners/subgraph.ts";
import { administrator, auditor, bothOf, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { everyPage } from "../support/every-page.ts";
import { codesOf, openRoom, type Room } from "../support/room.ts";
import { anApplication, aPartner, aPolicy, aRelease, aVendor, tuesday } from "../support/rows.ts";

const commerce = official("COMMERCE");
const hour = 60 * 60 * 1000;

describeOn(["embedded", "postgres"], "reading partners", (kind) => {
  let room: Room;
  const partners: Partner[] = [];

  beforeAll(async () => {
    room = await openRoom(kind, partnersSubgraph());
    const names = ["Zeta", "Alpha", "alpha", "Beta", "Ångström", "Beta", "9 Lives", "Œuvre"];
    for (const [index, legalName] of names.entries()) {
      // Two register at each moment, so that the order by time has ties.
      const registeredAt = new Date(tuesday.getTime() + Math.floor(index / 2) * hour);
      const rest: Partial<Partner> = { legalName, registeredAt };
      if (index % 3 === 0) Object.assign(rest, { status: "REGISTERED", kind: "ACADEMIC", jurisdiction: "NO" });
      partners.push(await aPartner(room, `org-${index}`, rest));
    }
  });
  afterAll(() => room?.close());

  const ids = (where: (partner: Partner) => boolean): string[] =>
    partners
      .filter(where)
      .map(({ id }) => id)
      .sort();
  const list = async (by: Parameters<Room["ask"]>[0], args: string): Promise<string[]> => {
    const { data } = await room.ask(by, `{ partners${args} { nodes { id } } }`);
    return data.partners.nodes.map(({ id }: { id: string }) => id).sort();
  };

  describe("who sees whom", () => {
    it.each([
      ["every agency", official("DEFENSE")],
      ["an auditor", auditor],
    ])("shows %s all partners", async (_who, by) => {
      expect(await list(by, "")).toEqual(ids(() => true));
    });

    it("shows a partner itself alone", async () => {
      expect(await list(partnerOf("org-3"), "")).toEqual([partners[3]?.id]);
    });

    it.each([
      ["the public", publicActor],
      ["an administrator", administrator()],
      ["a vendor without applications", vendorOf("org-3")],
      ["a partner that has not registered", partnerOf("unregistered")],
    ])("shows %s none, and counts none", async (_who, by) => {
      const { data } = await room.ask(
        by,
        "{ partners { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }",
      );
      expect(data.partners).toEqual({ totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } });
    });

    it("shows a vendor those who have applied to its releases, drafts aside", async () => {
      const policy = await aPolicy(room);
      const labs = await aVendor(room, "labs");
      const release = await aRelease(room, labs, policy, "One");
      await anApplication(room, partners[1] as Partner, release, { status: "SUBMITTED" });
      await anApplication(room, partners[2] as Partner, release, { status: "DRAFT", submittedAt: null, dueAt: null });
      expect(await list(vendorOf("labs"), "")).toEqual([partners[1]?.id]);
      expect(await list(vendorOf("others"), "")).toEqual([]);
    });

    it("shows an organisation that is both the union", async () => {
      const policy = await aPolicy(room, { version: 2 });
      const release = await aRelease(room, await aVendor(room, "org-4"), policy, "Two");
      await anApplication(room, partners[5] as Partner, release, { status: "SUBMITTED" });
      expect(await list(bothOf("org-4"), "")).toEqual([partners[4]?.id, partners[5]?.id].sort());
      expect(await list(partnerOf("org-4"), "")).toEqual([partners[4]?.id]);
    });

    it("answers by id for a hidden partner exactly as for one that does not exist", async () => {
      const hidden = partners[0]?.id;
      const absent = room.services.ids.next("Partner");
      const [one, other] = await Promise.all(
        [hidden, absent].map((id) =>
          room.ask(partnerOf("org-3"), "query ($id: ID!) { partner(id: $id) { id } }", { id }),
        ),
      );
      expect(one).toEqual(other);
      expect(one?.data.partner).toBeNull();
    });
  });

  it.each(["", "nothing", "app_01h455vb4pex5vsknk084sn02q", "ptn_\u0000", "' or true --", "x".repeat(10_000)])(
    "finds nothing by the malformed or foreign id %j",
    async (id) => {
      const answer = await room.ask(commerce, "query ($id: ID!) { partner(id: $id) { id } }", { id });
      expect(answer).toEqual({ data: { partner: null }, errors: [] });
    },
  );

  it("gives the owner's record for a reference, under the same visibility", async () => {
    const { references } = partnersSubgraph();
    const id = partners[0]?.id as string;
    const find = (by: Parameters<Room["ask"]>[0]) =>
      references.Partner?.({ __typename: "Partner", id } as never, room.context(by) as never);
    expect(await find(commerce)).toMatchObject({ id, legalName: "Zeta" });
    expect(await find(partnerOf("org-3"))).toBeNull();
  });

  it("filters by status, kind and jurisdiction, all at once", async () => {
    const academic = (partner: Partner) => partner.kind === "ACADEMIC";
    expect(await list(commerce, "(filter: { status: [REGISTERED] })")).toEqual(ids(academic));
    expect(await list(commerce, '(filter: { kind: [ACADEMIC], jurisdiction: "NO" })')).toEqual(ids(academic));
    expect(await list(commerce, '(filter: { status: [ADMITTED], jurisdiction: "NO" })')).toEqual([]);
    expect(await list(commerce, "(filter: { status: [] })")).toEqual([]);
    expect(await list(commerce, "(filter: { status: [REGISTERED, ADMITTED] })")).toEqual(ids(() => true));
  });

  describe("paging", () => {
    it.each(["REGISTERED_AT_DESC", "REGISTERED_AT_ASC", "LEGAL_NAME_ASC"])(
      "gives each partner once, page by page, in the order %s",
      async (orderBy) => {
        const whole = await everyPage(room, commerce, "partners", { orderBy, first: 100 });
        for (const first of [1, 2, 3]) {
          expect(await everyPage(room, commerce, "partners", { orderBy, first })).toEqual(whole);
        }
        expect([...whole].sort()).toEqual(ids(() => true));
      },
    );

    it("turns the order by time around, ties included", async () => {
      const descending = await everyPage(room, commerce, "partners", { orderBy: "REGISTERED_AT_DESC", first: 3 });
      const ascending = await everyPage(room, commerce, "partners", { orderBy: "REGISTERED_AT_ASC", first: 3 });
      expect(ascending).toEqual(descending.toReversed());
    });

    it("takes back its cursor of a long name", async () => {
      const legalName = "\u{20000}".repeat(100);
      const { id } = await aPartner(room, "long-name", { legalName });
      const whole = await everyPage(room, commerce, "partners", { orderBy: "LEGAL_NAME_ASC", first: 1 });
      expect(whole).toContain(id);
      await room.database.query("delete from partner where id = $1", [id]);
    });

    it("cuts a page to 100, takes none for 0, and refuses less", async () => {
      const { data } = await room.ask(commerce, "{ partners(first: 2147483647) { nodes { id } totalCount } }");
      expect(data.partners.nodes).toHaveLength(partners.length);
      expect(data.partners.totalCount).toBe(partners.length);
      const none = await room.ask(commerce, "{ partners(first: 0) { nodes { id } pageInfo { hasNextPage } } }");
      expect(none.data.partners).toEqual({ nodes: [], pageInfo: { hasNextPage: true } });
      expect(codesOf(await room.ask(commerce, "{ partners(first: -1) { nodes { id } } }"))).toEqual(["BAD_USER_INPUT"]);
    });

    const forged = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const known = "ptn_01h455vb4pex5vsknk084sn02q";
    it.each([
      ["nonsense", "nonsense"],
      ["an empty one", ""],
      ["another order's", forged(["legal_name:asc", "Alpha", known])],
      ["one without an id", forged(["registered_at:desc", "2026-06-09T14:00:00.000000Z"])],
      ["a day that is none", forged(["registered_at:desc", "2026-02-30T00:00:00.000000Z", known])],
      ["a year that PostgreSQL has not", forged(["registered_at:desc", "0000-01-01T00:00:00.000000Z", known])],
      ["SQL for a value", forged(["registered_at:desc", "'; drop table partner; --", known])],
      ["NUL in the id", forged(["registered_at:desc", "2026-06-09T14:00:00.000000Z", "\u0000"])],
      ["an object for a value", forged(["registered_at:desc", {}, known])],
      ["an enormous one", "A".repeat(100_000)],
    ])("refuses %s as a cursor, as BAD_USER_INPUT", async (_what, after) => {
      const answer = await room.ask(commerce, "query ($after: String) { partners(after: $after) { nodes { id } } }", {
        after,
      });
      expect(codesOf(answer)).toEqual(["BAD_USER_INPUT"]);
    });

    it.each([
      'jurisdiction: "USA"',
      'jurisdiction: "\\u0000"',
      'jurisdiction: ""',
      `status: [${"ADMITTED ".repeat(21)}]`,
      `kind: [${"ACADEMIC ".repeat(21)}]`,
    ])("refuses the filter %s", async (filter) => {
      const answer = await room.ask(commerce, `{ partners(filter: { ${filter} }) { nodes { id } } }`);
      expect(codesOf(answer)).toEqual(["BAD_USER_INPUT"]);
    });
  });

  it("takes one statement for a list, and one more for its total, however long it is", async () => {
    const document = (first: number, total: string) => `{ partners(first: ${first}) { nodes { legalName } ${total} } }`;
    for (const first of [1, 8]) {
      expect(await room.statements(commerce, document(first, ""))).toBe(1);
      expect(await room.statements(commerce, document(first, "totalCount"))).toBe(2);
    }
  });

  it("takes one statement for any number of partners by id", async () => {
    const asked = partners.map(({ id }, index) => `p${index}: partner(id: "${id}") { legalName }`);
    expect(await room.statements(commerce, `{ ${asked.join(" ")} }`)).toBe(1);
  });
});
