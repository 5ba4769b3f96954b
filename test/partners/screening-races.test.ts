import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Context } from "../../src/context.ts";
import { systemActor } from "../../src/identity/actor.ts";
import { importScreeningList } from "../../src/partners/import-screening-list.ts";
import { partnersSubgraph } from "../../src/partners/subgraph.ts";
import { partnerOf } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { openRoom, type Room } from "../support/room.ts";
import { aListedParty, importList } from "../support/screening.ts";

describeOn(["postgres"], "partners that register while a list is imported", (kind) => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom(kind, partnersSubgraph());
  });
  afterAll(() => room?.close());

  it("go on while their names are looked for, and are screened against it like the others, as are those renamed", async () => {
    const register = async (org: string, legalName: string) => {
      const input = { legalName, kind: "ENTERPRISE", jurisdiction: "US" };
      return (await room.change(partnerOf(org), "registerPartner", input, "partner { id revision }")).partner;
    };
    const there = await register("org-there", "Larkspur Nursery");
    const renaming = await register("org-renamed", "Larkspur Clinic");
    const parties = ["Meadow Foundry", "Larkspur Nursery", "Falkenrath Works"].map((name) => aListedParty({ name }));
    let came: { id: string } | null = null;
    const progress = async (step: string) => {
      if (step !== "screening" || came !== null) return;
      // Waited for by the import: a lock that it held would keep both from going on.
      came = await register("org-came", "Meadow Foundry");
      const input = { partnerId: renaming.id, revision: renaming.revision, legalName: "Falkenrath Works" };
      await room.change(partnerOf("org-renamed"), "amendPartner", input, "");
    };
    const context = new Context(room.services, systemActor, "a test's list");
    const { list } = await importScreeningList(context, { sha256: "e".repeat(64), parties, skipped: [] }, progress);
    const hits = await room.database.query<{ id: string; name: string }>(
      `select partner_id as id, screened_name as name from screening_hit where list_id = '${list.id}' order by 2`,
    );
    expect(hits).toEqual([
      { id: renaming.id, name: "Falkenrath Works" },
      { id: there.id, name: "Larkspur Nursery" },
      { id: (came as { id: string } | null)?.id, name: "Meadow Foundry" },
    ]);
    await room.database.asOwner("delete from screening_hit");
    await room.database.asOwner("delete from partner");
  });

  it("are screened against it once each, whichever comes first", async () => {
    const rounds = 6;
    const each = 8;
    for (let round = 0; round < rounds; round += 1) {
      const legalName = `Orlan Optics ${["Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot"][round]}`;
      const register = (index: number) => {
        const input = { legalName, kind: "ENTERPRISE", jurisdiction: "US" };
        return room.change(partnerOf(`org-${round}-${index}`), "registerPartner", input, "partner { id }");
      };
      const registering = Array.from({ length: each }, (_, index) => register(index));
      const imported = importList(room, [{ name: legalName }, { name: `Tessera ${round}` }]);
      await Promise.all([...registering, imported]);
    }
    const counts = await room.database.query<{ hits: number; partners: number }>(
      `select hits, count(*)::int as partners from (
         select count(h.id)::int as hits from partner p
         left join screening_hit h on h.partner_id = p.id and h.matched_name = p.legal_name group by p.id) each
       group by hits`,
    );
    expect(counts).toEqual([{ hits: 1, partners: rounds * each }]);
  });
});
