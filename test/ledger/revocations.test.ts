import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../src/identity/actor.ts";
import { ledgerSubgraph } from "../../src/ledger/subgraph.ts";
import { administrator, auditor, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { everyPage } from "../support/every-page.ts";
import { codesOf, openRoom, type Room, refusal } from "../support/room.ts";

const admin = administrator();
const shown = "revocation { id kind value reason revokedBy revokedAt }";

describeOn(["postgres", ...embeddedWhenWhole], "revoking actors", (kind) => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom(kind, ledgerSubgraph());
  });
  afterAll(() => room?.close());

  const revoke = (kindOf: string, value: string) =>
    room.change(admin, "revokeActor", { kind: kindOf, value, reason: "Left the company." }, shown);
  const admission = (by: Actor): Promise<unknown> =>
    room
      .context(by)
      .now()
      .then(
        () => "admitted",
        (error: { extensions: unknown }) => error.extensions,
      );
  const revoked = { code: "UNAUTHENTICATED", reason: "TOKEN_REVOKED" };

  it("revokes a person, and says who did it and why", async () => {
    const { revocation, refusals } = await revoke("SUBJECT", "acme|leaver");
    expect(refusals).toEqual([]);
    expect(revocation).toEqual({
      id: expect.stringMatching(/^rvk_/),
      kind: "SUBJECT",
      value: "acme|leaver",
      reason: "Left the company.",
      revokedBy: "administrator|one",
      revokedAt: expect.any(String),
    });
  });

  it.each([
    ["SUBJECT", "initech|one"],
    ["TOKEN", "token-of-initech|one"],
    ["ORGANISATION", "initech"],
  ])("refuses whoever a %s names from the next operation on, until they are restored", async (kindOf, value) => {
    const named = partnerOf("initech");
    const colleague = { ...partnerOf("initech", "two") };
    expect(await admission(named)).toBe("admitted");
    const { revocation } = await revoke(kindOf, value);
    expect(await admission(named)).toEqual(revoked);
    expect(await admission(colleague)).toEqual(kindOf === "ORGANISATION" ? revoked : "admitted");
    expect(await admission(partnerOf("globex"))).toBe("admitted");
    const restore = { revocationId: revocation.id, reason: "The wrong one." };
    const restored = await room.change(admin, "restoreActor", restore, "revocationId");
    expect(restored).toEqual({ revocationId: revocation.id, refusals: [] });
    expect(await admission(named)).toBe("admitted");
  });

  it("lets what was restored be revoked again", async () => {
    const { revocation } = await revoke("SUBJECT", "acme|again");
    await room.change(admin, "restoreActor", { revocationId: revocation.id, reason: "Back." }, "");
    const again = await revoke("SUBJECT", "acme|again");
    expect(again.refusals).toEqual([]);
    expect(again.revocation.id).not.toBe(revocation.id);
  });

  it("gives the first result again for the same key, of a restoring too", async () => {
    const input = { kind: "TOKEN", value: "stolen", reason: "Stolen.", idempotencyKey: "revoke-stolen-token" };
    const first = await room.change(admin, "revokeActor", input, shown);
    expect(await room.change(admin, "revokeActor", input, shown)).toEqual(first);
    const { id: revocationId } = first.revocation;
    const restore = { revocationId, reason: "Found.", idempotencyKey: "restore-stolen-token" };
    const restored = await room.change(admin, "restoreActor", restore, "revocationId");
    expect(await room.change(admin, "restoreActor", restore, "revocationId")).toEqual(restored);
    expect(await room.change(admin, "revokeActor", input, shown)).toEqual({ revocation: null, refusals: [] });
  });

  describe("what it refuses", () => {
    it("refuses a second revocation of the same", async () => {
      await revoke("SUBJECT", "acme|twice");
      const again = await room.refused(admin, "revokeActor", {
        kind: "SUBJECT",
        value: "acme|twice",
        reason: "Again.",
      });
      expect(again).toEqual([refusal("ALREADY_DONE", { field: ["input", "value"] })]);
    });

    it("refuses the administrator's own person, and takes their own token", async () => {
      const own = { kind: "SUBJECT", value: admin.subject, reason: "A slip." };
      const yourself = refusal("BLOCKED", { field: ["input", "value"], blockers: ["YOURSELF"] });
      expect(await room.refused(admin, "revokeActor", own)).toEqual([yourself]);
      expect((await revoke("TOKEN", "an-older-token-of-mine")).refusals).toEqual([]);
    });

    it("refuses an organisation that no token could name", async () => {
      const input = { kind: "ORGANISATION", value: "Acme Inc.", reason: "Why." };
      expect(await room.refused(admin, "revokeActor", input)).toEqual([
        refusal("INVALID_INPUT", { field: ["input", "value"] }),
      ]);
    });

    it("finds no revocation to take back where there is none", async () => {
      for (const revocationId of [room.services.ids.next("Revocation"), "nonsense", "' or true --"]) {
        const answer = await room.refused(admin, "restoreActor", { revocationId, reason: "Why." });
        expect(answer).toEqual([refusal("NOT_FOUND", { field: ["input", "revocationId"] })]);
      }
    });

    it.each([
      ["an empty value", { value: "" }],
      ["a value of 256 characters", { value: "v".repeat(256) }],
      ["a value of blanks", { value: " \t " }],
      ["a value that can't be seen", { value: "\u200b" }],
      ["a value with a blank end", { value: "someone " }],
      ["a value with NUL", { value: "some\u0000one" }],
      ["a token of NUL alone", { kind: "TOKEN", value: "\u0000" }],
      ["an organisation of blanks", { kind: "ORGANISATION", value: " " }],
      ["a value with a line break", { value: "one\ntwo" }],
      ["an unknown kind", { kind: "ROLE" }],
      ["an empty reason", { reason: "" }],
    ])("refuses %s as BAD_USER_INPUT", async (_what, part) => {
      const document = "mutation ($input: RevokeActorInput!) { revokeActor(input: $input) { revocation { id } } }";
      const input = { idempotencyKey: "malformed-input", kind: "SUBJECT", value: "someone", reason: "Why.", ...part };
      expect(codesOf(await room.ask(admin, document, { input }))).toEqual(["BAD_USER_INPUT"]);
    });
  });

  describe("who may", () => {
    const others: [string, Actor, string][] = [
      ["the public", publicActor, "UNAUTHENTICATED"],
      ["an official", official("COMMERCE"), "FORBIDDEN"],
      ["a vendor", vendorOf("labs"), "FORBIDDEN"],
      ["a partner", partnerOf("acme"), "FORBIDDEN"],
    ];

    it.each([...others, ["an auditor", auditor, "FORBIDDEN"] as const])(
      "lets %s revoke and restore nobody",
      async (_who, by, code) => {
        const { revocation } = await revoke("SUBJECT", `kept-from-${by.subject}`);
        const revoking = "mutation ($input: RevokeActorInput!) { revokeActor(input: $input) { revocation { id } } }";
        const restoring = "mutation ($input: RestoreActorInput!) { restoreActor(input: $input) { revocationId } }";
        const common = { idempotencyKey: "not-yours-to-do", reason: "Why." };
        const tried = await room.ask(by, revoking, { input: { ...common, kind: "SUBJECT", value: "someone" } });
        const undone = await room.ask(by, restoring, { input: { ...common, revocationId: revocation.id } });
        expect([codesOf(tried), codesOf(undone)]).toEqual([[code], [code]]);
        expect(await admission({ ...partnerOf("x"), subject: `kept-from-${by.subject}` })).toEqual(revoked);
      },
    );

    it.each(others)("lets %s read no revocation, by id or in a list", async (_who, by, code) => {
      const { revocation } = await revoke("TOKEN", `unread-by-${by.subject}`);
      for (const field of [`revocation(id: "${revocation.id}") { id }`, "revocations { totalCount }"]) {
        expect(codesOf(await room.ask(by, `{ ${field} }`))).toEqual([code]);
      }
      const find = (reader: Actor) =>
        ledgerSubgraph().references.Revocation?.(
          { __typename: "Revocation", id: revocation.id } as never,
          room.context(reader) as never,
        );
      expect(await find(by)).toBeNull();
      expect(await find(admin)).toMatchObject({ id: revocation.id });
    });

    it.each([
      ["an administrator", administrator("two")],
      ["an auditor", auditor],
    ])("shows %s all of them, page by page", async (_who, by) => {
      const rows = await room.database.query<{ id: string }>("select id from revocation");
      const all = rows.map(({ id }) => id).sort();
      for (const orderBy of ["REVOKED_AT_DESC", "REVOKED_AT_ASC"]) {
        const whole = await everyPage(room, by, "revocations", { first: 100, orderBy });
        expect(await everyPage(room, by, "revocations", { first: 2, orderBy })).toEqual(whole);
        expect([...whole].sort()).toEqual(all);
      }
      const document = "{ revocations(first: 100, kind: ORGANISATION) { nodes { kind } totalCount } }";
      expect((await room.ask(by, document)).data.revocations).toEqual({ nodes: [], totalCount: 0 });
    });

    it("tells administrators and auditors of it in the ledger, and no official", async () => {
      const { revocation } = await revoke("SUBJECT", "acme|recorded");
      await room.change(admin, "restoreActor", { revocationId: revocation.id, reason: "The wrong one." }, "");
      const read = async (by: Actor) => {
        const document = `{ changes(filter: { subjectId: "${revocation.id}" }) { nodes {
          type actorSubject rationale withheld { field } } } }`;
        return (await room.ask(by, document)).data.changes.nodes;
      };
      const both = [
        { type: "ActorRevoked", actorSubject: "administrator|one", rationale: null, withheld: [] },
        { type: "ActorRestored", actorSubject: "administrator|one", rationale: "The wrong one.", withheld: [] },
      ];
      expect(await read(administrator("two"))).toEqual(both);
      expect(await read(auditor)).toEqual(both);
      for (const by of [official("COMMERCE"), partnerOf("acme"), vendorOf("acme"), publicActor])
        expect(await read(by)).toEqual([]);
    });
  });

  describe("disconnecting", () => {
    const disconnect = (by: Actor, kindOf: string, value: string) =>
      room.change(by, "disconnectActor", { kind: kindOf, value, reason: "Its socket hangs." }, "disconnectionId");

    it("is an entry of the ledger for administrators and auditors, and refuses nobody anything", async () => {
      const named = partnerOf("hooli");
      const { disconnectionId, refusals } = await disconnect(admin, "SUBJECT", named.subject!);
      expect(refusals).toEqual([]);
      expect(await admission(named)).toBe("admitted");
      const document = `{ changes(filter: { subjectId: "${disconnectionId}" }) { nodes { type actorSubject rationale } } }`;
      const read = async (by: Actor) => (await room.ask(by, document)).data.changes.nodes as unknown[];
      const entry = { type: "ActorDisconnected", actorSubject: "administrator|one", rationale: "Its socket hangs." };
      for (const by of [administrator("two"), auditor]) expect(await read(by)).toEqual([entry]);
      for (const by of [official("COMMERCE"), named, publicActor]) expect(await read(by)).toEqual([]);
      const listed = await room.ask(admin, "{ revocations(first: 100) { nodes { value } } }");
      expect(listed.data.revocations.nodes).not.toContainEqual({ value: named.subject });
    });

    it("may be done again, and to oneself", async () => {
      for (const value of ["acme|again", "acme|again", admin.subject!]) {
        expect((await disconnect(admin, "SUBJECT", value)).refusals).toEqual([]);
      }
    });

    it("refuses an organisation that no token could name, and whoever is no administrator", async () => {
      expect((await disconnect(admin, "ORGANISATION", "Acme Inc.")).refusals).toMatchObject([
        { code: "INVALID_INPUT", field: ["input", "value"] },
      ]);
      const document = `mutation { disconnectActor(input: { idempotencyKey: "12345678", kind: SUBJECT, value: "a", reason: "b" }) {
        disconnectionId } }`;
      for (const by of [official("COMMERCE"), auditor, partnerOf("acme")]) {
        expect(codesOf(await room.ask(by, document))).toEqual(["FORBIDDEN"]);
      }
    });
  });

  it("takes one statement for a list, however long it is", async () => {
    expect(await room.statements(admin, "{ revocations(first: 1) { nodes { value } } }")).toBe(1);
    expect(await room.statements(admin, "{ revocations(first: 100) { nodes { value } } }")).toBe(1);
  });
});
