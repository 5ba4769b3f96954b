import "reflect-metadata";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../src/identity/actor.ts";
import { canonical } from "../../src/ledger/canonical.ts";
import { encodePosition } from "../../src/ledger/cursor.ts";
import { ledgerSubgraph } from "../../src/ledger/subgraph.ts";
import { partnersSubgraph } from "../../src/partners/subgraph.ts";
import { administrator, auditor, bothOf, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { everyPage } from "../support/every-page.ts";
import { codesOf, openRoom, type Room, roomOn } from "../support/room.ts";

const commerce = official("COMMERCE");
const register = { legalName: "Some Company", kind: "ENTERPRISE", jurisdiction: "US" };

interface Stored {
  readonly id: string;
  readonly seq: number;
  readonly type: string;
  readonly subjectId: string;
  readonly audience: string[];
}

describeOn(["postgres", ...embeddedWhenWhole], "reading changes", (kind) => {
  let room: Room;
  let ledger: Room;
  let acme: string;
  let globex: string;
  let stored: Stored[];

  beforeAll(async () => {
    room = await openRoom(kind, partnersSubgraph());
    ledger = roomOn(room.database, ledgerSubgraph());
    const registered = async (org: string): Promise<string> =>
      (await room.change(partnerOf(org), "registerPartner", register, "partner { id }")).partner.id;
    acme = await registered("acme");
    globex = await registered("globex");
    for (const partnerId of [acme, globex]) await room.change(commerce, "admitPartner", { partnerId }, "");
    const measure = { partnerId: globex, reason: "DIVERSION", legalBasis: "15 CFR 744.11" };
    await room.change(commerce, "barPartner", measure, "");
    await room.change(commerce, "unbarPartner", { partnerId: globex, note: "The wrong company." }, "");
    const amend = { partnerId: acme, revision: 1, website: "https://acme.example" };
    await room.change(partnerOf("acme", "two"), "amendPartner", amend, "");
    await room.change(commerce, "suspendPartner", { ...measure, partnerId: acme }, "");
    stored = await room.database.query<Stored>(
      `select id, seq, type, subject_id as "subjectId", audience from ledger_entry order by seq`,
    );
  });
  afterAll(() => room?.close());

  const sequences = async (by: Actor, args = ""): Promise<number[]> => {
    const { data } = await ledger.ask(
      by,
      `{ changes(${["first: 100", args].join(" ")}) { nodes { sequence } totalCount } }`,
    );
    expect(data.changes.totalCount).toBeGreaterThanOrEqual(data.changes.nodes.length);
    return data.changes.nodes.map(({ sequence }: { sequence: number }) => sequence);
  };
  const where = (matches: (entry: Stored) => boolean): number[] => stored.filter(matches).map(({ seq }) => seq);
  const first = async (by: Actor, selection: string, type: string) =>
    (await ledger.ask(by, `{ changes(filter: { types: ["${type}"] }) { nodes { ${selection} } } }`)).data.changes
      .nodes[0];

  describe("who sees which", () => {
    it("shows officials and auditors those that are for officials, in the ledger's order", async () => {
      expect(await sequences(official("DEFENSE"))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(await sequences(auditor)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    });

    it("shows a partner those about itself", async () => {
      expect(await sequences(partnerOf("acme"))).toEqual(where(({ subjectId }) => subjectId === acme));
      expect(await sequences(bothOf("globex"))).toEqual(where(({ subjectId }) => subjectId === globex));
    });

    it.each([
      ["the public", publicActor],
      ["an administrator", administrator()],
      ["a vendor of the partner's own name", vendorOf("acme")],
      ["another partner", partnerOf("initech")],
      ["a partner whose name is a tag", partnerOf("officials")],
    ])("shows %s none", async (_who, by) => {
      const { data } = await ledger.ask(by, "{ changes { totalCount nodes { id } } }");
      expect(data.changes).toEqual({ totalCount: 0, nodes: [] });
    });

    it("shows what its audience calls public to everyone, and to nobody of them which official acted", async () => {
      const { seq, audience } = stored.find(({ type }) => type === "PartnerAdmitted") as Stored;
      await room.database.asOwner("alter table ledger_entry disable trigger ledger_entry_keeps_rows");
      const retag = (tags: readonly string[]) =>
        room.database.asOwner("update ledger_entry set audience = $1 where seq = $2", [`{${tags.join(",")}}`, seq]);
      await retag(["public"]);
      for (const by of [publicActor, administrator(), vendorOf("labs"), partnerOf("initech")]) {
        const { data } = await ledger.ask(
          by,
          "{ changes { nodes { sequence actorSubject actorAgency correlationId } } }",
        );
        const nobody = { actorSubject: null, actorAgency: null, correlationId: null };
        expect(data.changes.nodes).toEqual([{ sequence: seq, ...nobody }]);
      }
      await retag(audience);
      await room.database.asOwner("alter table ledger_entry enable trigger ledger_entry_keeps_rows");
    });

    it("answers by id for a hidden one exactly as for one that does not exist", async () => {
      const hidden = stored.find(({ subjectId }) => subjectId === globex)?.id;
      const ask = (id: string | undefined) =>
        ledger.ask(partnerOf("acme"), "query ($id: ID!) { change(id: $id) { id } }", { id });
      expect(await ask(hidden)).toEqual({ data: { change: null }, errors: [] });
      expect(await ask(room.services.ids.next("Change"))).toEqual(await ask(hidden));
      expect(await ask("nonsense\u0000")).toEqual(await ask(hidden));
    });

    it("gives a change for a reference, under the same visibility", async () => {
      const { id } = stored.find(({ subjectId }) => subjectId === globex) as Stored;
      const find = (by: Actor) =>
        ledgerSubgraph().references.Change?.({ __typename: "Change", id } as never, ledger.context(by) as never);
      expect(await find(commerce)).toMatchObject({ id, type: "PartnerRegistered" });
      expect(await find(partnerOf("acme"))).toBeNull();
    });
  });

  describe("what it shows of one", () => {
    const whole = `id sequence at type operationId subjectType subjectId subjectRevision from to legalBasis
      leafHash body`;

    it("shows the whole of what its audience may read", async () => {
      const change = await first(partnerOf("globex"), whole, "PartnerBarred");
      expect(change).toEqual({
        id: expect.stringMatching(/^chg_/),
        sequence: 5,
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        type: "PartnerBarred",
        operationId: expect.stringMatching(/^opr_/),
        subjectType: "Partner",
        subjectId: globex,
        subjectRevision: 1,
        from: "ADMITTED",
        to: "BARRED",
        legalBasis: "15 CFR 744.11",
        leafHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        body: expect.any(String),
      });
      const leaf = createHash("sha256").update(Buffer.of(0)).update(change.body).digest("hex");
      expect(change.leafHash).toBe(leaf);
      const body = JSON.parse(change.body);
      expect(canonical(body)).toBe(change.body);
      expect([body.seq, body.id, body.at]).toEqual([change.sequence, change.id, change.at]);
    });

    const ofActor = "mutation actorSubject actorOrg actorAgency correlationId rationale withheld { field because }";
    const hidden = {
      mutation: null,
      actorSubject: null,
      actorOrg: null,
      actorAgency: null,
      correlationId: null,
      rationale: null,
    };
    const actorWithheld = ["mutation", "correlationId", "actorAgency", "actorOrg", "actorSubject", "actorToken"].map(
      (field) => ({
        field,
        because: "ACTOR_IDENTITY",
      }),
    );
    const rationaleWithheld = { field: "rationale", because: "OFFICIAL_RATIONALE" };

    it.each([
      ["an official", official("ONCD")],
      ["an auditor", auditor],
    ])("shows %s who acted and why", async (_who, by) => {
      expect(await first(by, ofActor, "PartnerUnbarred")).toEqual({
        mutation: "unbarPartner",
        actorSubject: "COMMERCE|one",
        actorOrg: null,
        actorAgency: "COMMERCE",
        correlationId: expect.stringMatching(/^request-/),
        rationale: "The wrong company.",
        withheld: [],
      });
    });

    it("withholds from the partner which official acted and why, and says so", async () => {
      const withheld = [rationaleWithheld, ...actorWithheld];
      expect(await first(partnerOf("globex"), ofActor, "PartnerUnbarred")).toEqual({ ...hidden, withheld });
    });

    it("shows the people of an organisation which of them acted", async () => {
      expect(await first(partnerOf("acme"), ofActor, "PartnerAmended")).toEqual({
        ...hidden,
        mutation: "amendPartner",
        actorSubject: "acme|two",
        actorOrg: "acme",
        correlationId: expect.stringMatching(/^request-/),
        withheld: [rationaleWithheld],
      });
    });
  });

  describe("filters", () => {
    it("takes types, the subject and its type, all at once", async () => {
      expect(await sequences(commerce, 'filter: { types: ["PartnerAdmitted", "PartnerBarred"] }')).toEqual([3, 4, 5]);
      expect(await sequences(commerce, `filter: { subjectId: "${acme}" }`)).toEqual([1, 3, 7, 8]);
      const both = `filter: { types: ["PartnerAdmitted"], subjectTypes: ["Partner"], subjectId: "${globex}" }`;
      expect(await sequences(commerce, both)).toEqual([4]);
      expect(await sequences(commerce, 'filter: { subjectTypes: ["Release"] }')).toEqual([]);
      expect(await sequences(commerce, "filter: { types: [] }")).toEqual([]);
      expect(await sequences(partnerOf("acme"), `filter: { subjectId: "${globex}" }`)).toEqual([]);
    });

    it.each([
      ["51 types", { types: Array(51).fill("PartnerAdmitted") }],
      ["a type with a quote", { types: ["Partner'Admitted"] }],
      ["a type with NUL", { types: ["Partner\u0000"] }],
      ["an empty subject type", { subjectTypes: [""] }],
      ["an enormous subject", { subjectId: "p".repeat(10_000) }],
      ["a null among types", { types: [null] }],
    ])("refuses %s as BAD_USER_INPUT", async (_what, filter) => {
      const document = "query ($filter: ChangeFilter) { changes(filter: $filter) { nodes { id } } }";
      expect(codesOf(await ledger.ask(commerce, document, { filter }))).toEqual(["BAD_USER_INPUT"]);
    });
  });

  describe("going on from a cursor", () => {
    it.each(["SEQUENCE_ASC", "SEQUENCE_DESC"])("gives each once, page by page, as %s", async (orderBy) => {
      const ids = stored.map(({ id }) => id);
      const expected = orderBy === "SEQUENCE_ASC" ? ids : ids.toReversed();
      for (const size of [1, 3, 8, 100]) {
        expect(await everyPage(ledger, commerce, "changes", { first: size, orderBy })).toEqual(expected);
      }
      const own = stored.filter(({ subjectId }) => subjectId === acme).map(({ id }) => id);
      const ofAcme = orderBy === "SEQUENCE_ASC" ? own : own.toReversed();
      expect(await everyPage(ledger, partnerOf("acme"), "changes", { first: 1, orderBy })).toEqual(ofAcme);
    });

    it("goes on behind a change by the change's own cursor", async () => {
      const { cursor } = await first(commerce, "cursor", "PartnerBarred");
      expect(await sequences(commerce, `after: "${cursor}"`)).toEqual([6, 7, 8]);
      expect(await sequences(commerce, `after: "${cursor}", orderBy: SEQUENCE_DESC`)).toEqual([4, 3, 2, 1]);
    });

    it("gives a way on even where nothing is: from there the next changes come, each once", async () => {
      const page = async (by: Actor, after: string | null) => {
        const document =
          "query ($after: Cursor) { changes(after: $after, first: 2) { nodes { type } pageInfo { endCursor } } }";
        return (await ledger.ask(by, document, { after })).data.changes;
      };
      const by = partnerOf("initech");
      const empty = await page(by, null);
      expect(empty.nodes).toEqual([]);
      const still = await page(by, empty.pageInfo.endCursor);
      expect(still.pageInfo.endCursor).toBe(empty.pageInfo.endCursor);
      const { partner } = await room.change(by, "registerPartner", register, "partner { id }");
      const next = await page(by, still.pageInfo.endCursor);
      expect(next.nodes).toEqual([{ type: "PartnerRegistered" }]);
      await room.change(commerce, "admitPartner", { partnerId: partner.id }, "");
      const last = await page(by, next.pageInfo.endCursor);
      expect(last.nodes).toEqual([{ type: "PartnerAdmitted" }]);
      expect(await page(by, last.pageInfo.endCursor)).toEqual({ nodes: [], pageInfo: last.pageInfo });
    });

    it("refuses a place that the ledger hasn't reached, with its end: a reader who waits there would wait for ever", async () => {
      const document = "query ($after: Cursor) { changes(after: $after) { nodes { id } } }";
      const after = encodePosition({ sequence: Number.MAX_SAFE_INTEGER, id: null });
      const { errors } = await ledger.ask(auditor, document, { after });
      expect(errors).toMatchObject([{ extensions: { code: "CURSOR_UNKNOWN" } }]);
      const { resumeFrom } = errors![0]!.extensions as { resumeFrom: string };
      const { data } = await ledger.ask(auditor, document, { after: resumeFrom });
      expect(data).toEqual({ changes: { nodes: [] } });
    });

    const forged = (text: string): string => Buffer.from(text).toString("base64url");
    it.each([
      ["nonsense", "nonsense"],
      ["an empty one", ""],
      ["a negative place", forged("ledger:-1")],
      ["a place beyond 2^53", forged("ledger:9999999999999999")],
      ["a place in hexadecimal", forged("ledger:0x10")],
      ["SQL", forged("ledger:1; drop table ledger_entry")],
      [
        "another list's",
        forged('["registered_at:desc","2026-06-09T14:00:00.000000Z","ptn_01h455vb4pex5vsknk084sn02q"]'),
      ],
      ["an enormous one", "A".repeat(100_000)],
      ["a number", 1],
    ])("refuses %s, as BAD_USER_INPUT", async (_what, after) => {
      const answer = await ledger.ask(commerce, "query ($after: Cursor) { changes(after: $after) { nodes { id } } }", {
        after,
      });
      expect(codesOf(answer)).toEqual(["BAD_USER_INPUT"]);
    });

    it("refuses a forged cursor that is written into the document, too", async () => {
      for (const literal of ['"nonsense"', "1", "{ seq: 1 }", "[]"]) {
        const { errors } = await ledger.ask(commerce, `{ changes(after: ${literal}) { nodes { id } } }`);
        expect(errors.map(({ extensions }) => extensions?.code)).toEqual(["BAD_USER_INPUT"]);
      }
    });

    it("takes at most 100, none for 0, and refuses less", async () => {
      const { data } = await ledger.ask(commerce, "{ changes(first: 0) { nodes { id } pageInfo { hasNextPage } } }");
      expect(data.changes).toEqual({ nodes: [], pageInfo: { hasNextPage: true } });
      expect(codesOf(await ledger.ask(commerce, "{ changes(first: -1) { nodes { id } } }"))).toEqual([
        "BAD_USER_INPUT",
      ]);
    });
  });

  it("takes one statement for a list, one more for its total, and one for any number by id", async () => {
    for (const size of [1, 8]) {
      const list = (total: string) => `{ changes(first: ${size}) { nodes { body withheld { field } } ${total} } }`;
      expect(await ledger.statements(commerce, list(""))).toBe(1);
      expect(await ledger.statements(commerce, list("totalCount"))).toBe(2);
    }
    const many = stored.map(({ id }, index) => `c${index}: change(id: "${id}") { type }`);
    expect(await ledger.statements(commerce, `{ ${many.join(" ")} }`)).toBe(1);
  });
});
