import { DefaultNamingStrategy, type NamingStrategyInterface } from "typeorm";

/** `legalBasis` → `legal_basis`: how a property's column is named. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter, at: number) => `${at === 0 ? "" : "_"}${letter.toLowerCase()}`);
}

/** Entities are written in camelCase, tables and columns in snake_case. */
export class SnakeCaseNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override tableName(className: string, given: string | undefined): string {
    return given ?? snakeCase(className);
  }

  override columnName(property: string, given: string | undefined, prefixes: string[]): string {
    return [...prefixes.map(snakeCase), given ?? snakeCase(property)].join("_");
  }

  override joinColumnName(relation: string, referenced: string): string {
    return `${snakeCase(relation)}_${snakeCase(referenced)}`;
  }

  override joinTableName(first: string, second: string, property: string): string {
    return `${snakeCase(first)}_${snakeCase(property)}_${snakeCase(second)}`;
  }

  override joinTableColumnName(table: string, property: string, column?: string): string {
    return `${snakeCase(table)}_${column ?? snakeCase(property)}`;
  }
}
