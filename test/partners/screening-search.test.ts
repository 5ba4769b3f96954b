import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import { candidatesOf } from "../../src/partners/listed-matches.ts";
import { partnersSubgraph } from "../../src/partners/subgraph.ts";
import { readName } from "../../src/rules/screening/read-name.ts";
import { auditor } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { openRoom, type Room } from "../support/room.ts";
import { importList } from "../support/screening.ts";

describeOn(["embedded", "postgres"], "the search for listed names that could match", (kind) => {
  let room: Room;
  let listId: string;
  beforeAll(async () => {
    room = await openRoom(kind, partnersSubgraph());
    const names = [
      "Orlan Optics Co., Ltd.",
      "Kestrel National Insurance Lines",
      "Tchaikorlan Works",
      "Bank Rafidain",
      "Joint Stock Company 218 Aviation Repair Plant",
      "Central Bank of Syria",
      "Evgeny Falkenrath",
      "Kestrelmeridian Trading",
    ];
    listId = (
      await importList(
        room,
        names.map((name) => ({ name })),
      )
    ).list.id;
  });
  afterAll(() => room?.close());

  it.each([
    ["a slip", "Orlna Optiks", "Orlan Optics Co., Ltd."],
    ["initials", "KNIL", "Kestrel National Insurance Lines"],
    ["another transliteration", "Chaykorlan", "Tchaikorlan Works"],
    ["a script without vowels", "مصرف الرافدين", "Bank Rafidain"],
    ["a number and short forms", "218 ARZ", "Joint Stock Company 218 Aviation Repair Plant"],
    ["common words in another language", "Banque Centrale de Syrie", "Central Bank of Syria"],
    ["a name padded with words", "Blue Meadow Evgeny Falkenrath Larkspur Hillside Trading", "Evgeny Falkenrath"],
    ["other spaces", "Kestrel Meridian", "Kestrelmeridian Trading"],
  ])("finds %s", async (_what, name, listed) => {
    const found = await candidatesOf(room.context(auditor), readName(name), listId);
    expect(found.map((each) => each.name)).toContain(listed);
  });

  it("brings nothing for a name of another kind, and nothing of another list", async () => {
    expect(await candidatesOf(room.context(auditor), readName("Larkspur"), listId)).toEqual([]);
    expect(await candidatesOf(room.context(auditor), readName("Orlan Optics"), "scl_none")).toEqual([]);
  });
});
