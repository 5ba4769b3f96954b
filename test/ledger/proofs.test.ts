import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leafHash } from "../../src/ledger/merkle/hashes.ts";
import { goesOnFrom, includes } from "../../src/ledger/merkle/verify.ts";
import { openCheckpoint } from "../../src/ledger/notes/checkpoint-note.ts";
import { noteKeyFrom } from "../../src/ledger/notes/note-keys.ts";
import { keepCheckpoint } from "../../src/ledger/tree/checkpoints.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Caller, type Graph, startGraph } from "../support/graph.ts";
import { testLedgerKeys } from "../support/ledger-keys.ts";
import { operationText } from "../support/matrix-operations.ts";
import { type Story, story } from "../support/story.ts";

const bytes = (hex: string): Buffer => Buffer.from(hex, "hex");
const all = (hashes: readonly string[]): Buffer[] => hashes.map(bytes);
const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64url");

describeOn(["postgres"], "what proves the ledger", (kind) => {
  let graph: Graph;
  let tell: Story;
  let caseId: string;
  let size: number;
  beforeAll(async () => {
    graph = await startGraph(kind);
    tell = story(graph);
    await tell.vendor();
    const releaseId = await tell.previewedRelease();
    await tell.admittedPartner();
    caseId = await tell.applicationInReview(releaseId);
    await tell.everyoneConcurs(caseId);
    await tell.countersigned(caseId);
    size = (await graph.everyone.ask(operationText("public/checkpoint"))).checkpoint.treeSize;
  });
  afterAll(() => graph?.stop());

  const ask = async (operation: string, variables = {}, by: Caller = graph.everyone) =>
    Object.values((await by.ask(operationText(operation), variables)) as Record<string, never>)[0] as never as Record<
      string,
      // biome-ignore lint/suspicious/noExplicitAny: what a test asked for by its own document
      any
    >;

  it("is a checkpoint that anyone gets and any holder of its key believes, of all that was recorded", async () => {
    const { origin, treeSize, rootHash, note, verifierKeys } = await ask("public/checkpoint");
    expect(verifierKeys).toEqual([testLedgerKeys.signing.verifier]);
    const opened = openCheckpoint(note, verifierKeys.map(noteKeyFrom));
    expect(opened).toMatchObject({ origin, size: treeSize, root: bytes(rootHash) });
    const { changes } = await tell.people.auditor.ask(
      "{ changes(orderBy: SEQUENCE_DESC, first: 1) { nodes { sequence } } }",
    );
    expect(treeSize).toBe(changes.nodes[0].sequence);
  });

  it("proves every entry to everyone, against the checkpoint and each earlier size", async () => {
    const { rootHash } = await ask("public/checkpoint");
    const { changes } = await tell.people.auditor.ask("{ changes(first: 100) { nodes { sequence leafHash } } }");
    expect(changes.nodes.length).toBe(size);
    for (const { sequence, leafHash: hash } of changes.nodes) {
      const proof = await ask("public/inclusion-proof", { sequence });
      expect(proof).toMatchObject({ sequence, leafHash: hash, treeSize: size, rootHash });
      const claim = {
        leaf: sequence - 1,
        leafHash: bytes(hash),
        size,
        root: bytes(rootHash),
        hashes: all(proof.hashes),
      };
      expect(includes(claim)).toBe(true);
      const { fromRootHash, hashes } = await ask("public/consistency-proof", { fromSize: sequence });
      expect(
        goesOnFrom({
          from: sequence,
          fromRoot: bytes(fromRootHash),
          to: size,
          root: bytes(rootHash),
          hashes: all(hashes),
        }),
      ).toBe(true);
      const then = await ask("auditor/inclusion-proof", { sequence, treeSize: sequence });
      expect(then.rootHash).toBe(fromRootHash);
    }
  });

  it.each([
    ["public/inclusion-proof", { sequence: 0 }, "sequence"],
    ["public/inclusion-proof", { sequence: 9_999 }, "sequence"],
    ["public/inclusion-proof", { sequence: 5, treeSize: 4 }, "sequence"],
    ["public/inclusion-proof", { sequence: 5, treeSize: 9_999 }, "treeSize"],
    ["public/consistency-proof", { fromSize: 0 }, "fromSize"],
    ["public/consistency-proof", { fromSize: 5, toSize: 4 }, "fromSize"],
    ["public/consistency-proof", { fromSize: 5, toSize: 9_999 }, "toSize"],
  ])("isn't made for what the ledger hasn't reached: %s %j", async (operation, variables, field) => {
    const { errors } = await graph.everyone.send(operationText(operation), variables);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: [field] } }]);
  });

  describe("of an entry", () => {
    const change = async (by: Caller, wanted: { subjectId: string; type: string }) => {
      const found = await tell.people.auditor.ask(
        "query C($id: ID!, $type: String!) { changes(filter: { subjectId: $id, types: [$type] }) { nodes { id } } }",
        { id: wanted.subjectId, type: wanted.type },
      );
      return ask("partner/change", { id: found.changes.nodes[0].id }, by);
    };
    const opened = ({ disclosures }: { readonly disclosures?: unknown }): Record<string, unknown> =>
      Object.fromEntries(
        (disclosures as { name: string; text: string }[]).map(({ name, text }) => {
          const [, again, value] = JSON.parse(text) as [string, string, unknown];
          expect(again).toBe(name);
          return [name, value];
        }),
      );

    it("each value that a reader gets with its salt is the one that the hashed body commits to", async () => {
      const shown = await change(tell.people.auditor, { subjectId: caseId, type: "ApplicationSubmitted" });
      const body = JSON.parse(shown.body);
      expect(leafHash(shown.body).toString("hex")).toBe(shown.leafHash);
      expect(shown.disclosures.map(({ name }: { name: string }) => name).sort()).toEqual([
        "actor",
        "audience",
        "payload",
        "restricted",
        "subject",
        "type",
      ]);
      for (const { name, text } of shown.disclosures) expect(sha256(text), name).toBe(body[name]);
      expect(opened(shown)).toMatchObject({
        type: "ApplicationSubmitted",
        subject: { type: "Application", id: caseId, revision: 1 },
        actor: { org: "acme-research", mutation: "submitApplication" },
        payload: { outcome: "APPLIED", to: "SUBMITTED", state: { id: caseId, status: "SUBMITTED" } },
      });
    });

    it("a party proves what it sees: its own people also who acted, nobody else what is restricted or who may read it", async () => {
      const { partner, vendor } = tell.people;
      const submitted = { subjectId: caseId, type: "ApplicationSubmitted" };
      const own = await change(partner, submitted);
      expect(Object.keys(opened(own)).sort()).toEqual(["actor", "payload", "subject", "type"]);
      const others = await change(vendor, submitted);
      expect(Object.keys(opened(others)).sort()).toEqual(["payload", "subject", "type"]);
      for (const { name, text } of [...own.disclosures, ...others.disclosures]) {
        expect(sha256(text)).toBe(JSON.parse(own.body)[name]);
      }
      expect(others.withheld.map(({ field }: { field: string }) => field)).toContain("actorToken");
    });

    it("says which token it was done with, and that it was carried out", async () => {
      const { changes } = await tell.people.auditor.ask(operationText("auditor/ledger"), { first: 100 });
      const byPeople = changes.nodes.filter(
        ({ actorSubject }: { actorSubject: string | null }) => actorSubject !== null,
      );
      expect(byPeople.length).toBeGreaterThan(5);
      for (const node of changes.nodes) {
        expect(node).toMatchObject({
          outcome: "APPLIED",
          mutation: expect.any(String),
          correlationId: expect.any(String),
        });
        expect(node.actorToken === null).toBe(node.actorSubject === null);
      }
    });
  });

  it("keeps a payload to officials and auditors that was recorded before a part of it became theirs alone", async () => {
    const { partner, auditor } = tell.people;
    const filter = { subjectId: caseId, types: ["ApplicationSubmitted"] };
    const { changes } = await partner.ask(
      "query C($filter: ChangeFilter) { changes(filter: $filter) { nodes { id } } }",
      {
        filter,
      },
    );
    const { id } = changes.nodes[0];
    await graph.database.asOwner("alter table ledger_entry disable trigger user");
    const then = `update ledger_entry set subject_type = $2, payload = jsonb_set(payload, '{state,proposalId}', '"dec_1"') where id = $1`;
    await graph.database.asOwner(then, [id, "Appeal"]);
    const names = async (by: Caller) =>
      (await ask("partner/change", { id }, by)).disclosures.map(({ name }: { name: string }) => name).sort();
    expect(await names(partner)).toEqual(["actor", "subject", "type"]);
    expect(await names(auditor)).toContain("payload");
    const now = `update ledger_entry set subject_type = $2, payload = payload #- '{state,proposalId}' where id = $1`;
    await graph.database.asOwner(now, [id, "Application"]);
    expect(await names(partner)).toEqual(["actor", "payload", "subject", "type"]);
  });

  it("isn't signed where no key is set, and proofs are given all the same", async () => {
    const { services } = graph as { services: { ledgerKeys?: unknown } };
    services.ledgerKeys = null;
    try {
      const { errors } = await graph.everyone.send(operationText("public/checkpoint"));
      expect(errors).toMatchObject([{ extensions: { code: "NOT_CONFIGURED" } }]);
      expect(errors?.[0]?.message).toContain("LEDGER_SIGNING_KEY");
      expect((await ask("public/inclusion-proof", { sequence: 1 })).treeSize).toBe(size);
    } finally {
      services.ledgerKeys = testLedgerKeys;
    }
  });

  it("is never signed over a ledger that doesn't go on from what was signed before", async () => {
    const kept = await keepCheckpoint(graph.database, testLedgerKeys, null);
    expect(kept).toMatchObject({ size });
    expect(await keepCheckpoint(graph.database, testLedgerKeys, null)).toBeNull();
    await graph.database.asOwner("alter table ledger_entry disable trigger user");
    await graph.database.asOwner("update ledger_entry set leaf_hash = sha256(leaf_hash) where seq = 3");
    const { errors } = await graph.everyone.send(operationText("public/checkpoint"));
    expect(errors).toMatchObject([{ extensions: { code: "INTERNAL_SERVER_ERROR" } }]);
    await expect(keepCheckpoint(graph.database, testLedgerKeys, null)).rejects.toThrow(
      `The first ${size} entries of the ledger aren't those that it had when it was last signed`,
    );
  });
});
