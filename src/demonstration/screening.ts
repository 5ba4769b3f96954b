import { createHash } from "node:crypto";
import { Context, type Services } from "../context.ts";
import { systemActor } from "../identity/actor.ts";
import { importScreeningList } from "../partners/import-screening-list.ts";
import type { ListedParty } from "../partners/listed-party.ts";
import type { ScreeningFile } from "../partners/screening-file.ts";
import { ago, type Deed, madeUp, type Storyline } from "./storyline.ts";

/** A listed party of the demonstration: nobody of that name is meant, and no source lists it. */
const listed = (sourceId: string, name: string, aliases: readonly string[], addresses: string): ListedParty => ({
  sourceId,
  source: "Restricted Parties (made up for the demonstration)",
  entityNumber: null,
  type: "Entity",
  programs: ["FICTIONAL"],
  name,
  aliases,
  addresses,
  federalRegisterNotice: null,
  startDate: null,
  endDate: null,
  licenseRequirement: "For everything (made up)",
  remarks: madeUp,
  sourceListUrl: "https://lists.example/restricted-parties",
  sourceInformationUrl: null,
});

const firstParties: readonly ListedParty[] = [
  listed("DEMO-1", "Karst Ferrovia Ordnance Works", ["KFOW", "Карст Ферровия"], "1 Foundry Lane, Nowhere"),
  listed("DEMO-2", "Vellichor Signals Research Institute", ["VSRI"], "12 Hill Street, Nowhere"),
  listed("DEMO-3", "Tamarisk & Pell Shipping Lines Co., Ltd.", [], "3 Pier Road, Nowhere"),
];
/** What the next version lists besides, and what a partner that has just registered looks like. */
const laterParties: readonly ListedParty[] = [
  ...firstParties,
  listed("DEMO-4", "Sunrise Tutorium Holdings", ["Sunrise Tutoring Group"], "4 Market Square, Nowhere"),
];

const fileOf = (parties: readonly ListedParty[]): ScreeningFile => ({
  sha256: createHash("sha256").update(JSON.stringify(parties)).digest("hex"),
  parties,
  skipped: [],
});
const [firstList, laterList] = [fileOf(firstParties), fileOf(laterParties)];

const imports =
  (file: ScreeningFile): Deed =>
  async ({ act }) => {
    const importing = async (context: Context, { idempotencyKey }: { readonly idempotencyKey: string }) => {
      const { list } = await importScreeningList(context, file, undefined, { key: idempotencyKey });
      return { listId: list.id, refusals: [] };
    };
    await act(systemActor, importing, {});
  };

/** The list that everyone is screened against, and the version of it that raises a hit on the day before. */
export const screeningStories: readonly Storyline[] = [
  { name: "screening", days: [ago(31, imports(firstList)), ago(1, imports(laterList))] },
];

/** Says of a demonstration's list, at a later start, that it still holds: else nobody could be admitted after a month. */
export async function confirmDemonstrationList(services: Services): Promise<void> {
  const context = new Context(services, systemActor, "demonstration");
  const [list] = await services.database.query<{ sha256: string; old: boolean }>(
    `select l.sha256, l.confirmed_at < now() - interval '7 days' as old
       from screening s join screening_list l on l.id = s.list_id`,
  );
  if (list?.sha256 === laterList.sha256 && list.old) {
    await importScreeningList(context, laterList, undefined, { stillPublished: true });
  }
}
