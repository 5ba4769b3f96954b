import { readName } from "../rules/screening/read-name.ts";
import type { ListedParty } from "./listed-party.ts";

/** The header isn't that of a screening list; the message says what is missing. */
export class ColumnsError extends Error {
  override readonly name = "ColumnsError";
}

/** The columns that are read, of those that the Consolidated Screening List's CSV has; the others may be missing. */
const read = {
  sourceId: "_id",
  source: "source",
  entityNumber: "entity_number",
  type: "type",
  programs: "programs",
  name: "name",
  addresses: "addresses",
  federalRegisterNotice: "federal_register_notice",
  startDate: "start_date",
  endDate: "end_date",
  licenseRequirement: "license_requirement",
  remarks: "remarks",
  sourceListUrl: "source_list_url",
  aliases: "alt_names",
  sourceInformationUrl: "source_information_url",
} as const satisfies Record<keyof ListedParty, string>;

/** Where each column that is read stands in a row. */
export type Columns = Readonly<Record<keyof ListedParty, number>>;

/** Finds the columns by a header's names, in any order. Throws ColumnsError where one is missing or there twice. */
export function columnsOf(header: readonly string[]): Columns {
  const names = header.map((name) => name.trim());
  const wanted: readonly string[] = Object.values(read);
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    const hint = names.length === 1 ? " Are its columns separated by commas?" : "";
    throw new ColumnsError(
      `The first line is not the header of a screening list: it lacks ${missing.join(", ")}.${hint} ` +
        `Import the Consolidated Screening List as CSV, or a file with these columns: ${wanted.join(", ")}.`,
    );
  }
  const twice = wanted.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice.length > 0) throw new ColumnsError(`The header names ${twice.join(", ")} twice. Keep one column of each.`);
  return Object.fromEntries(
    Object.entries(read).map(([field, name]) => [field, names.indexOf(name)]),
  ) as unknown as Columns;
}

type Read =
  | { readonly party: ListedParty; readonly problem?: undefined }
  | { readonly party?: undefined; readonly problem: string };

const longestId = 100;
const longestName = 1_000;

/** The party on a row, or what keeps the row from being read. */
export function partyFrom(columns: Columns, row: readonly string[]): Read {
  const text = (field: keyof ListedParty): string => (row[columns[field]] ?? "").trim();
  const orNull = (field: keyof ListedParty): string | null => text(field) || null;
  const several = (field: keyof ListedParty): string[] => [...new Set(text(field).split(/;\s*/).filter(isSaid))];
  const name = text("name");
  const sourceId = text("sourceId");
  for (const field of ["sourceId", "source", "name"] as const) {
    if (text(field) === "") return { problem: `It has no ${read[field]}.` };
  }
  if (sourceId.length > longestId) return { problem: `Its _id has more than ${longestId} characters.` };
  if (name.length > longestName) return { problem: `Its name has more than ${longestName} characters.` };
  if (readName(name).length === 0) return { problem: "Its name has no letter or digit." };
  return {
    party: {
      sourceId,
      source: text("source"),
      entityNumber: orNull("entityNumber"),
      type: orNull("type"),
      programs: several("programs"),
      name,
      aliases: several("aliases").filter((alias) => alias !== name),
      addresses: orNull("addresses"),
      federalRegisterNotice: orNull("federalRegisterNotice"),
      startDate: orNull("startDate"),
      endDate: orNull("endDate"),
      licenseRequirement: orNull("licenseRequirement"),
      remarks: orNull("remarks"),
      sourceListUrl: orNull("sourceListUrl"),
      sourceInformationUrl: orNull("sourceInformationUrl"),
    },
  };
}

const isSaid = (text: string): boolean => text.trim() !== "";
