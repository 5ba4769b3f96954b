import { createHash } from "node:crypto";
import { Context, type Services } from "../../src/context.ts";
import { systemActor } from "../../src/identity/actor.ts";
import {
  type ImportOptions,
  importScreeningList,
  type ScreeningImport,
} from "../../src/partners/import-screening-list.ts";
import type { ListedParty } from "../../src/partners/listed-party.ts";

/** A listed party, made up: an entity of the list that restricts exports unless said otherwise. */
export function aListedParty(given: Partial<ListedParty> & Pick<ListedParty, "name">): ListedParty {
  return {
    sourceId: `T-${createHash("sha256").update(given.name).digest("hex").slice(0, 8)}`,
    source: "A list (fictional)",
    entityNumber: null,
    type: "Entity",
    programs: [],
    aliases: [],
    addresses: "1 Harbour Road, Nowhere",
    federalRegisterNotice: "91 FR 1, 1/2/26",
    startDate: null,
    endDate: null,
    licenseRequirement: null,
    remarks: null,
    sourceListUrl: "https://lists.example/restricted",
    sourceInformationUrl: null,
    ...given,
  };
}

/** Puts a list of these parties in force. */
export function importList(
  { services }: { readonly services: Services },
  given: readonly (Partial<ListedParty> & Pick<ListedParty, "name">)[],
  options: ImportOptions = {},
): Promise<ScreeningImport> {
  const parties = given.map(aListedParty);
  const sha256 = createHash("sha256").update(JSON.stringify(parties)).digest("hex");
  const context = new Context(services, systemActor, "a test's list");
  return importScreeningList(context, { sha256, parties, skipped: [] }, undefined, options);
}
