import pg from "pg";

const otherTimestamp = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, "text") as (text: string) => Date | number;

/** Reads a `timestamptz` as PostgreSQL writes it in any time zone; a number for an infinite one. */
export const timestamp = (text: string): Date | number => utcTimestamp(text) ?? otherTimestamp(text);

/**
 * Reads a `timestamptz` that PostgreSQL has written in UTC, as it does where a session's time zone is UTC; null for any
 * other text, which is for `pg`'s own parser. Digits are read where they stand: a page of rows holds a thousand of them.
 */
export function utcTimestamp(text: string): Date | null {
  const { length } = text;
  // 2026-11-22 03:30:00[.123456]+00
  if (length < 22 || length > 29 || !text.endsWith("+00") || text.charCodeAt(10) !== space) return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  const milliseconds = millisecondsOf(text, length - 3);
  const time = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
  // Below 100 a year would count from 1900.
  return Number.isNaN(time) || year < 100 ? null : new Date(time);
}

/** The same text as RFC 3339 writes it, to the millisecond; null for any other. */
export function utcTimestampShown(text: string): string | null {
  const { length } = text;
  if (length < 22 || length > 29 || !text.endsWith("+00") || text.charCodeAt(10) !== space) return null;
  const fraction = length === 22 ? "000" : `${text.slice(20, length - 3)}00`.slice(0, 3);
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
}

const space = 32;
const point = 46;
const zero = 48;

/** The milliseconds of a fraction of 1 to 6 digits that ends before `end`, cut as a Date cuts them; 0 without one. */
function millisecondsOf(text: string, end: number): number {
  if (end === 19) return 0;
  if (text.charCodeAt(19) !== point) return Number.NaN;
  const count = Math.min(end - 20, 3);
  return digits(text, 20, 20 + count) * [0, 100, 10, 1][count]!;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
