import { GraphQLError, GraphQLScalarType } from "graphql";

/** A place in the ledger's order: everything up to and with the entry of this sequence number has been seen. */
export interface LedgerPosition {
  readonly sequence: number;
}

/** Before the first entry. */
export const ledgerStart: LedgerPosition = { sequence: 0 };

/** A position as clients keep it: opaque to them. */
export const encodePosition = ({ sequence }: LedgerPosition): string =>
  Buffer.from(`ledger:${sequence}`).toString("base64url");

/** Reads a position back. Throws BAD_USER_INPUT for anything that the graph did not hand out. */
function decodePosition(cursor: unknown): LedgerPosition {
  const text = typeof cursor === "string" && cursor.length <= 200 ? Buffer.from(cursor, "base64url").toString() : "";
  const sequence = Number(/^ledger:(0|[1-9]\d{0,15})$/.exec(text)?.[1] ?? Number.NaN);
  if (Number.isSafeInteger(sequence)) return { sequence };
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
