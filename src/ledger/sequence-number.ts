import { GraphQLError, GraphQLScalarType } from "graphql";

function sequenceNumber(value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new GraphQLError("A SequenceNumber is a whole number from 0 to 2^53 - 1.", {
    extensions: { code: "BAD_USER_INPUT" },
  });
}

/** An entry's number in the ledger. GraphQL's Int ends at 2^31, which a busy ledger reaches within weeks. */
export const SequenceNumber = new GraphQLScalarType<number, number>({
  name: "SequenceNumber",
  description: "An entry's number in the ledger, from 1 without gaps: a whole number up to 2^53 - 1.",
  serialize: sequenceNumber,
  parseValue: sequenceNumber,
  parseLiteral: (node) => sequenceNumber("value" in node ? Number(node.value) : null),
});
