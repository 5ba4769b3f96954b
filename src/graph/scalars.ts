import { GraphQLScalarType } from "graphql";
import { GraphQLDateTimeISO } from "graphql-scalars";

/** A moment, RFC 3339 in UTC with milliseconds: `2026-06-12T14:00:00.000Z`. A Date inside. */
export const DateTime = new GraphQLScalarType<Date, string>({
  ...(GraphQLDateTimeISO.toConfig() as object),
  name: "DateTime",
  description: "A moment: RFC 3339, in UTC, to the millisecond.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339",
  serialize: (value) => {
    if (!(value instanceof Date)) throw new TypeError("DateTime holds a Date.");
    return value.toISOString();
  },
});
