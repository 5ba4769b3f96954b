import { Extensions } from "type-graphql";

/**
 * How a property of a stored object is used: `shown` as it is, as the field of its name, or `read` by a resolver, which
 * expects it as it is stored.
 */
export type Use = "shown" | "read";

/**
 * What an operation needs of the stored objects of each type: their properties and how each is used, or null where that
 * can't be told. Of a type that isn't named, nothing but the id.
 */
export type Asked = ReadonlyMap<string, ReadonlyMap<string, Use> | null>;

/**
 * On a field's resolver: which properties of its object it reads, so that an operation which asks for the field reads no
 * more of the row than these. A resolver that doesn't say gets the whole row; one that reads others than it says fails.
 */
export const reads = (...properties: readonly string[]): MethodDecorator => Extensions({ reads: properties });

/** Those of a type's properties that the operation needs; all of them where that can't be told. */
export function neededOf(asked: Asked | null, type: string, properties: readonly string[]): readonly string[] {
  const uses = asked === null ? null : asked.get(type);
  return uses === null ? properties : properties.filter((property) => uses?.has(property));
}
