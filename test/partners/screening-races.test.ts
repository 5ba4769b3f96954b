import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import { partnersSubgraph } from "../../src/partners/subgraph.ts";
import { partnerOf } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { openRoom, type Room } from "../support/room.ts";
import { importList } from "../support/screening.ts";

describeOn(["postgres"], "partners that register while a list is imported", (kind) => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom(kind, partnersSubgraph());
  });
  afterAll(() => room?.close());

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
