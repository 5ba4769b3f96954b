import { GraphQLError, GraphQLScalarType } from "graphql";
import { raw, type Sql, sql } from "../graph/sql.ts";

/**
 * A place in the ledger's order: everything before the entry of this sequence number has been seen, and of what that
 * entry brought, ordered by the ids of the records it touches, everything up to and with this id; null is all of it.
 */
export interface LedgerPosition {
  readonly sequence: number;
  readonly id: string | null;
  /** By what the entry of this number is known from another ledger's; of a place that isn't known so, nothing. */
  readonly mark?: string | null;
}

/** The mark of a ledger entry of that alias: the first 6 bytes of its leaf's hash, in hex. */
export const markOf = (alias: string): Sql => sql`encode(substring(${raw(alias)}.leaf_hash from 1 for 6), 'hex')`;

/** The same of a leaf's hash in hex. */
export const markFrom = (leafHash: string): string => leafHash.slice(0, 12);

/** Before the first entry. */
export const ledgerStart: LedgerPosition = { sequence: 0, id: null };

/** Whether a position has come as far as another, or further. */
export const hasReached = (position: LedgerPosition, other: LedgerPosition): boolean =>
  position.sequence === other.sequence
    ? position.id === null || (other.id !== null && position.id >= other.id)
    : position.sequence > other.sequence;

/** A position as clients keep it: opaque to them. */
export const encodePosition = ({ sequence, id, mark }: LedgerPosition): string =>
  Buffer.from(`ledger:${sequence}${mark ? `@${mark}` : ""}${id === null ? "" : `:${id}`}`).toString("base64url");

/** The cursor of what the feed brought. */
export const cursorOf = (event: unknown): string => encodePosition((event as { cursor: LedgerPosition }).cursor);

/** Reads a position back. Throws BAD_USER_INPUT for anything that the graph did not hand out. */
function decodePosition(cursor: unknown): LedgerPosition {
  const text = typeof cursor === "string" && cursor.length <= 200 ? Buffer.from(cursor, "base64url").toString() : "";
  const [, number, mark, id = null] =
    /^ledger:(0|[1-9]\d{0,15})(?:@([0-9a-f]{12}))?(?::([a-z]{3}_[0-9a-z]{26}))?$/.exec(text) ?? [];
  const sequence = Number(number ?? Number.NaN);
  if (Number.isSafeInteger(sequence)) return mark === undefined ? { sequence, id } : { sequence, id, mark };
  throw new GraphQLError("Unknown cursor. Give one that the graph handed out, or leave `after` out.", {
    extensions: { code: "BAD_USER_INPUT", field: ["after"] },
  });
}

/** A place in the ledger's order, at which reading goes on. A LedgerPosition inside. */
export const Cursor = new GraphQLScalarType<LedgerPosition, string>({
  name: "Cursor",
  description: "An opaque place in the order of changes: reading after it goes on where it was handed out.",
  serialize: (value) => encodePosition(value as LedgerPosition),
  parseValue: decodePosition,
  parseLiteral: (node) => decodePosition("value" in node ? node.value : null),
});
