import sqlTag, { empty, join, raw, type Sql } from "sql-template-tag";

/** SQL with bound parameters. Names of tables and columns come from code alone, by `raw`; values never do. */
export const sql = sqlTag;
export { empty, join, raw, type Sql };

/** All conditions at once; true when there are none. */
export const all = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0
    ? sql`true`
    : join(
        conditions.map((c) => sql`(${c})`),
        " and ",
      );

/** Any of the conditions; false when there are none. */
export const any = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0
    ? sql`false`
    : join(
        conditions.map((c) => sql`(${c})`),
        " or ",
      );

/** A camelCase property's column, in snake_case. */
export const columnName = (property: string): string =>
  property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `a.legal_name as "legalName", …` for the properties given: reads that are not hydrated into entities. */
export const columns = (alias: string, properties: readonly string[]): Sql =>
  raw(properties.map((property) => `${alias}.${columnName(property)} as "${property}"`).join(", "));
