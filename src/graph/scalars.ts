import { GraphQLError, GraphQLScalarType } from "graphql";
import { GraphQLDateTimeISO } from "graphql-scalars";
import { timestamp, utcTimestampShown } from "../database/timestamp.ts";

const dateTime = GraphQLDateTimeISO.toConfig();

/** No moment is written so long: what is longer is refused without being said again. */
const longest = 64;

/** The text of a row whose session isn't in UTC goes by way of a Date. */
function shownText(text: string): string | null {
  const shown = utcTimestampShown(text);
  if (shown !== null) return shown;
  const moment = timestamp(text);
  return moment instanceof Date ? moment.toISOString() : null;
}

/**
 * A moment that RFC 3339 can say in UTC, whose years have four digits: an offset can lead past them from a text that has
 * four, and what was shown of such a moment nobody could send back.
 */
function inFourDigits(moment: Date): Date {
  if (/^\d{4}-/.test(moment.toISOString())) return moment;
  throw new GraphQLError("DateTime takes moments of the years 0000 to 9999, in UTC.");
}

/** A moment, RFC 3339 in UTC with milliseconds: `2026-06-12T14:00:00.000Z`. Inside a Date, or the text that PostgreSQL gave. */
export const DateTime = new GraphQLScalarType<Date, string>({
  ...(dateTime as object),
  name: "DateTime",
  description: "A moment: RFC 3339, in UTC, to the millisecond.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339",
  parseValue: (value) => {
    if (typeof value === "string" && value.length > longest) {
      throw new GraphQLError(`DateTime takes at most ${longest} characters.`);
    }
    return inFourDigits(dateTime.parseValue(value) as Date);
  },
  parseLiteral: (node, variables) => inFourDigits(dateTime.parseLiteral(node, variables) as Date),
  serialize: (value) => {
    if (value instanceof Date) return value.toISOString();
    const shown = typeof value === "string" ? shownText(value) : null;
    if (shown === null) throw new TypeError("DateTime holds a Date, or the text of one as PostgreSQL writes it.");
    return shown;
  },
});
