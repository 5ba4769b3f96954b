import { GraphQLError } from "graphql";

/** A span of time: from its first moment up to, and without, its last. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** The longest span that a report or a replay looks over. */
const mostYears = 5;

/** Refuses a span that ends before it begins, or that is longer than five years. Throws BAD_USER_INPUT. */
export function refuseBadSpan({ from, to }: Span): void {
  if (from >= to) throw badSpan("`from` must come before `to`.");
  const longest = new Date(from);
  longest.setUTCFullYear(from.getUTCFullYear() + mostYears);
  if (to > longest) throw badSpan(`A span is ${mostYears} years at most: ask for less, or for several.`);
}

const badSpan = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT", field: ["to"] } });
