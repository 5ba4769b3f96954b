import type { Page } from "./connection.ts";
import { defaultPage, greatestPage, type PageArgs, unknownCursor } from "./paging.ts";

/** How a list that was made in memory is sorted: by texts, the greatest first, that no two rows share. */
interface TextOrder<Row> {
  /** A short stable name, kept in cursors. */
  readonly name: string;
  readonly keyOf: (row: Row) => string;
  /** What every key looks like. */
  readonly pattern: RegExp;
}

/**
 * A page of a list that was made in memory. Throws BAD_USER_INPUT for a cursor that this list did not hand out; one of a
 * row that is gone is as good as any.
 */
export function listPage<Row>(rows: readonly Row[], { first, after }: PageArgs, order: TextOrder<Row>): Page<Row> {
  const limit = Math.min(first ?? defaultPage, greatestPage);
  const keyed = rows
    .map((node) => ({ node, key: order.keyOf(node) }))
    .sort((one, other) => (one.key < other.key ? 1 : -1));
  const last = after == null ? null : decodeKey(after, order);
  const rest = last === null ? keyed : keyed.filter(({ key }) => key < last);
  const edges = rest.slice(0, limit).map(({ key, node }) => ({ cursor: encodeKey(key, order), node }));
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: {
      hasNextPage: rest.length > limit,
      hasPreviousPage: last !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: () => Promise.resolve(rows.length),
  };
}

type Named = Pick<TextOrder<never>, "name" | "pattern">;

const encodeKey = (key: string, { name }: Named): string => Buffer.from(`${name}:${key}`).toString("base64url");

function decodeKey(cursor: string, { name, pattern }: Named): string {
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  const key = text.slice(name.length + 1);
  if (!text.startsWith(`${name}:`) || !pattern.test(key)) throw unknownCursor();
  return key;
}
