import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import { partnersSubgraph } from "../../src/partners/subgraph.ts";
import { listedPartyFields } from "../../src/rules/vocabulary.ts";
import { administrator, auditor, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { withoutList } from "../support/database.ts";
import { describeOn } from "../support/describe-on.ts";
import { startGraph } from "../support/graph.ts";
import { codesOf, openRoom, type Room } from "../support/room.ts";
import { aListedParty, importList } from "../support/screening.ts";
import { countStatements } from "../support/statements.ts";

const party = (sourceId: string, name: string, more: object = {}) => ({ sourceId, name, ...more });
const stays = party("F-1", "Orlan Optics");
const renamed = party("F-2", "Kestrel Shipping");
const noticed = party("F-3", "Tessera Mining");
const gone = party("F-4", "Larkspur Nursery");
const first = [stays, renamed, noticed, gone];
const second = [
  stays,
  party("F-2", "Kestrel Lines", { aliases: ["Kestrel Shipping"] }),
  party("F-3", "Tessera Mining", { federalRegisterNotice: "91 FR 2, 1/3/26", entityNumber: "7" }),
  party("F-5", "Meadow Foundry"),
];

describeOn(["embedded", "postgres"], "what a version of the list changed", (kind) => {
  let room: Room;
  let lists: string[];
  beforeAll(async () => {
    room = await openRoom(kind, partnersSubgraph());
    await withoutList(room.database);
    lists = [];
    for (const parties of [first, second]) lists.push((await importList(room, parties)).list.id);
  });
  afterAll(() => room?.close());

  const asked = `query ($id: ID!, $filter: ListedPartyChangeFilter, $first: Int, $after: String) { screeningList(id: $id) {
    partiesAdded partiesRemoved partiesChanged partyChanges(filter: $filter, first: $first, after: $after) { totalCount
      nodes { partyId kind changed before { name aliases } after { name aliases } } pageInfo { hasNextPage endCursor } } } }`;
  const changesOf = async (id: string | undefined, more: object = {}, by = official("ONCD")) =>
    (await room.ask(by, asked, { id, ...more })).data.screeningList;

  it("is told party by party: in what, and what both versions say", async () => {
    const version = await changesOf(lists[1]);
    expect(version).toMatchObject({ partiesAdded: 1, partiesRemoved: 1, partiesChanged: 2 });
    expect(version.partyChanges.nodes).toEqual([
      {
        partyId: "F-2",
        kind: "CHANGED",
        changed: ["ALIASES", "NAME"],
        before: { name: "Kestrel Shipping", aliases: [] },
        after: { name: "Kestrel Lines", aliases: ["Kestrel Shipping"] },
      },
      expect.objectContaining({
        partyId: "F-3",
        kind: "CHANGED",
        changed: ["ENTITY_NUMBER", "FEDERAL_REGISTER_NOTICE"],
      }),
      { partyId: "F-4", kind: "REMOVED", changed: [], before: { name: "Larkspur Nursery", aliases: [] }, after: null },
      { partyId: "F-5", kind: "ADDED", changed: [], before: null, after: { name: "Meadow Foundry", aliases: [] } },
    ]);
  });

  it("stays to be read when another version has come, and on the first every party is added", async () => {
    const version = await changesOf(lists[0], { first: 2 }, auditor);
    expect(version.partyChanges).toMatchObject({ totalCount: 4, nodes: [{ kind: "ADDED" }, { kind: "ADDED" }] });
  });

  it.each([
    [{ kind: ["REMOVED", "ADDED"] }, ["F-4", "F-5"]],
    [{ changed: ["NAME"] }, ["F-2"]],
    [{ changed: ["FEDERAL_REGISTER_NOTICE", "ALIASES"], kind: ["CHANGED"] }, ["F-2", "F-3"]],
    [{ changed: ["REMARKS"] }, []],
  ])("is narrowed by %j", async (filter, ids) => {
    const { partyChanges } = await changesOf(lists[1], { filter });
    expect(partyChanges.nodes.map(({ partyId }: { partyId: string }) => partyId)).toEqual(ids);
    expect(partyChanges.totalCount).toBe(ids.length);
  });

  it("comes in pages, each change once", async () => {
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const { partyChanges } = await changesOf(lists[1], { first: 1, after });
      ids.push(...partyChanges.nodes.map(({ partyId }: { partyId: string }) => partyId));
      after = partyChanges.pageInfo.hasNextPage ? partyChanges.pageInfo.endCursor : null;
    } while (after !== null);
    expect(ids).toEqual(["F-2", "F-3", "F-4", "F-5"]);
  });

  it("knows a name for everything that a list says of a party", () => {
    const { sourceId: _, ...said } = aListedParty({ name: "Anyone" });
    const names = Object.keys(said).map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase());
    expect(names.sort()).toEqual([...listedPartyFields].sort());
  });

  it.each([
    ["the public", publicActor, "UNAUTHENTICATED"],
    ["a partner", partnerOf("org-1"), "FORBIDDEN"],
    ["a vendor", vendorOf("labs"), "FORBIDDEN"],
    ["an administrator", administrator(), "FORBIDDEN"],
  ])("is hidden from %s", async (_who, by, code) => {
    const answer = await room.ask(by, asked, { id: lists[1] });
    expect([answer.data.screeningList, codesOf(answer)]).toEqual([null, [code]]);
  });

  // Statements are counted at the PostgreSQL client.
  if (kind === "postgres") {
    it("is read no further than it is asked for", async () => {
      const graph = await startGraph(kind);
      const counter = countStatements();
      try {
        const { list } = await importList(graph, [stays]);
        const oncd = graph.as({ roles: ["oncd"] });
        const read = async (shown: string) => {
          const text = `{ screeningList(id: "${list.id}") { partyChanges(filter: { kind: [ADDED] }) { ${shown} } } }`;
          const sent = await counter.during(() => oncd.ask(text));
          return sent.filter((each) => each.includes("t.party_id")).join("\n");
        };
        const documents = (statement: string) =>
          ["before", "after"].filter((each) => statement.includes(`as "${each}"`));
        expect(documents(await read("nodes { partyId kind changed }"))).toEqual([]);
        expect(documents(await read("nodes { after { name } }"))).toEqual(["after"]);
        expect(documents(await read("edges { node { before { name } after { name } } }"))).toEqual(["before", "after"]);
        const { screeningList } = await oncd.ask(
          `{ screeningList(id: "${list.id}") { partyChanges(filter: { kind: [ADDED] }) { totalCount
            nodes { __typename } edges { node { after { name } } } } } }`,
        );
        const node = { after: { name: "Orlan Optics" } };
        expect(screeningList.partyChanges.edges).toContainEqual({ node });
        expect(screeningList.partyChanges.nodes).toHaveLength(screeningList.partyChanges.totalCount);
      } finally {
        counter.remove();
        await graph.stop();
      }
    });

    it("is read of many versions in as many statements as of one", async () => {
      const counter = countStatements();
      try {
        const read = (count: number) =>
          counter.during(async () => {
            const text = `{ screeningLists(first: ${count}) { nodes { partyChanges(first: 2) { nodes { partyId } } } } }`;
            const { data } = await room.ask(auditor, text);
            expect(data.screeningLists.nodes).toHaveLength(count);
          });
        const [one, two] = [await read(1), await read(2)];
        expect(one.length).toBeGreaterThan(1);
        expect(two.length).toBe(one.length);
      } finally {
        counter.remove();
      }
    });
  }
});
