import { registerEnumType } from "type-graphql";

/**
 * Registers a closed vocabulary as a GraphQL enum. `values` gives each value's description, so that a value
 * without one does not compile.
 */
export function graphEnum<const Value extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Value, string>>,
): { [V in Value]: V } {
  const object = Object.fromEntries(Object.keys(values).map((value) => [value, value])) as { [V in Value]: V };
  registerEnumType(object, {
    name,
    description,
    valuesConfig: Object.fromEntries(
      Object.entries<string>(values).map(([value, text]) => [value, { description: text }]),
    ) as never,
  });
  return object;
}
