import { lookAlikeSkeleton, type NameFlag, nameFlags, normalizedName } from "../rules/names.ts";
import { graphEnum } from "./enums.ts";
import { raw, type Sql, sql } from "./sql.ts";

export const NameFlagEnum = graphEnum<NameFlag>(
  "NameFlag",
  "What about the name of a partner or vendor is worth an official's look. It decides nothing.",
  {
    MIXED_SCRIPTS: "It mixes letters of scripts that aren't written together.",
    LOOKS_LATIN: "All its letters are Cyrillic or Greek ones that can be read as Latin.",
    LOOKS_LIKE_ANOTHER: "It can be taken for the name of another in the same register.",
    SAME_AS_ANOTHER: "Another in the same register has the very same name.",
  },
);

/** A register of names: its table, and the column that holds the name. */
interface Register {
  readonly table: "partner" | "vendor";
  readonly column: "legal_name" | "name";
}

/** What is kept of a name: as it reads, what it looks like, and what about it is worth an official's look. */
interface NameOnRecord {
  readonly name: string;
  readonly nameSkeleton: string;
  readonly nameFlags: NameFlag[];
}

/** What a register keeps of the name that one in it states: compared with the names of all others in it. */
export async function nameOnRecord(
  reader: { query<Row>(statement: Sql): Promise<Row[]> },
  { table, column }: Register,
  id: string,
  stated: string,
): Promise<NameOnRecord> {
  const name = normalizedName(stated);
  const nameSkeleton = lookAlikeSkeleton(name);
  const [others] = await reader.query<{ alike: boolean | null; same: boolean | null }>(
    sql`select bool_or(${raw(column)} <> ${name}) as alike, bool_or(${raw(column)} = ${name}) as same
        from ${raw(table)} where name_skeleton = ${nameSkeleton} and id <> ${id}`,
  );
  return { name, nameSkeleton, nameFlags: nameFlags(name, others) };
}
