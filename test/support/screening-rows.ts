/** The header of the Consolidated Screening List's CSV. */
export const header =
  "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date," +
  "standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage," +
  "vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities," +
  "places_of_birth,source_information_url,ids";

const quoted = (value: string): string => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** A row in that layout, of a made-up list unless said otherwise. */
export function listRow(given: Readonly<Record<string, string>>): string {
  const whole: Record<string, string> = { source: "A list (fictional)", type: "Entity", ...given };
  return header
    .split(",")
    .map((column) => quoted(whole[column] ?? ""))
    .join(",");
}

/** A file in that layout. */
export const listFile = (rows: readonly Readonly<Record<string, string>>[]): string =>
  [header, ...rows.map(listRow), ""].join("\n");
