import { IsOptional, Max, MaxLength, Min } from "class-validator";
import type DataLoader from "dataloader";
import { GraphQLError } from "graphql";
import { ArgsType, Field, Int } from "type-graphql";
import type { Context } from "../context.ts";
import { batched } from "./batched.ts";
import type { Page } from "./connection.ts";
import { all, empty, raw, type Sql, sql } from "./sql.ts";

/** The default and the greatest length of a page. A longer page asked for is cut to the greatest. */
export const defaultPage = 20;
export const greatestPage = 100;

/** The arguments of every list. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    defaultValue: defaultPage,
    description: "How many rows at most: 1 to 100; more gives 100.",
  })
  @IsOptional()
  @Min(0)
  @Max(2_147_483_647)
  first: number = defaultPage;

  @Field(() => String, {
    nullable: true,
    description: "The cursor after which the page begins: an `endCursor` of the same list and order.",
  })
  @IsOptional()
  @MaxLength(4_000)
  after?: string | null;
}

/** A column that a list can be sorted by. */
export interface Order {
  /** A short stable name, kept in cursors. */
  readonly name: string;
  /** The column's own name. */
  readonly column: string;
  readonly expression: Sql;
  /** The PostgreSQL type that a cursor's value is read back as. */
  readonly type: "text" | "timestamptz" | "int8";
  readonly descending: boolean;
  /** Whether the expression can be null: only times can, and nulls sort last in either direction. */
  readonly nullable?: boolean;
}

/** One list: what it reads, under which conditions, in which order. */
export interface List {
  /** The properties read, as `columns()` gives them. */
  readonly select: Sql;
  /** `release r join …` */
  readonly from: Sql;
  /** The row's id, which breaks ties. */
  readonly id: Sql;
  readonly where: readonly Sql[];
  readonly order: Order;
  /** Whether a page's cursors are asked for. */
  readonly cursors: boolean;
}

interface Cursor {
  readonly order: string;
  readonly value: string | null;
  readonly id: string;
}

const encodeCursor = ({ order, value, id }: Cursor): string =>
  Buffer.from(JSON.stringify([order, value, id])).toString("base64url");

/** The error for a cursor that the list did not hand out. */
export const unknownCursor = (): GraphQLError =>
  new GraphQLError("Unknown cursor. Give an `endCursor` of the same list in the same order, or leave `after` out.", {
    extensions: { code: "BAD_USER_INPUT", field: ["after"] },
  });

/** Reads a cursor of the given order. Throws BAD_USER_INPUT for anything that this list did not hand out. */
function decodeCursor(text: string, order: Order): Cursor {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    throw unknownCursor();
  }
  if (!Array.isArray(parts) || parts.length !== 3) throw unknownCursor();
  const [name, value, id] = parts as unknown[];
  if (name !== order.name || !isText(id) || !isCursorValue(value, order.type)) throw unknownCursor();
  return { order: order.name, value: value as string | null, id };
}

function isCursorValue(value: unknown, type: Order["type"]): boolean {
  if (value === null) return type === "timestamptz";
  if (!isText(value)) return false;
  if (type === "int8") return /^-?\d{1,18}$/.test(value);
  return type !== "timestamptz" || isMoment(value);
}

/** What PostgreSQL takes as text. */
const isText = (value: unknown): value is string => typeof value === "string" && !value.includes("\u0000");

/** A moment as cursorText writes it, of a day that there is. */
function isMoment(value: string): boolean {
  if (!/^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(value)) return false;
  const moment = new Date(value);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().slice(0, 19) === value.slice(0, 19);
}

/** What a list is sorted by, never null: so a page's beginning is one comparison, which an index on it serves. */
function sortKey({ expression, type, descending, nullable }: Order): Sql {
  if (!nullable) return expression;
  if (type !== "timestamptz") throw new TypeError(`A list can't be sorted by a ${type} that may be null.`);
  return descending ? sql`coalesce(${expression}, '-infinity')` : sql`coalesce(${expression}, 'infinity')`;
}

/** Rows after the cursor, in the order of sortKey and id. */
function afterCursor(order: Order, id: Sql, cursor: Cursor): Sql {
  const beyond = raw(order.descending ? "<" : ">");
  const last = order.descending ? "-infinity" : "infinity";
  return sql`(${sortKey(order)}, ${id}) ${beyond} (${cursor.value ?? last}::text::${raw(order.type)}, ${cursor.id}::varchar)`;
}

/** A cursor's value as it is read: times are kept to the millisecond, which is what a Date holds. */
const cursorValue = ({ type, expression }: Order): Sql =>
  type === "timestamptz" ? expression : sql`(${expression})::text`;

type PagedRow = { cursorValue: Date | string | null; cursorId: string };

const cursorText = (value: PagedRow["cursorValue"]): string | null =>
  value instanceof Date ? value.toISOString().replace("Z", "000Z") : value;

/** A page of rows; cursors are made when they are asked for. */
class RowsPage<Row extends object> implements Page<Row> {
  readonly nodes: readonly (Row & PagedRow)[];
  readonly totalCount: () => Promise<number>;
  readonly #more: boolean;
  readonly #began: boolean;
  readonly #order: string;

  constructor(
    rows: readonly (Row & PagedRow)[],
    limit: number,
    { order }: List,
    after: string | null | undefined,
    totalCount: () => Promise<number>,
  ) {
    this.nodes = rows.length > limit ? rows.slice(0, limit) : rows;
    this.totalCount = totalCount;
    this.#more = rows.length > limit;
    this.#began = after != null;
    this.#order = order.name;
  }

  get edges(): Page<Row>["edges"] {
    return this.nodes.map((node) => ({ cursor: this.#cursorOf(node), node }));
  }

  get pageInfo(): Page<Row>["pageInfo"] {
    const first = this.nodes[0];
    const last = this.nodes.at(-1);
    return {
      hasNextPage: this.#more,
      hasPreviousPage: this.#began,
      startCursor: first ? this.#cursorOf(first) : null,
      endCursor: last ? this.#cursorOf(last) : null,
    };
  }

  #cursorOf(row: PagedRow): string {
    return encodeCursor({ order: this.#order, value: cursorText(row.cursorValue), id: row.cursorId });
  }
}

const direction = (order: Order): Sql => raw(order.descending ? "desc" : "asc");

/** How many rows a statement may be told to read: of few sizes, so that there are few texts to plan. */
const readSizes = [2, 6, 11, 21, 51, greatestPage + 1];
const rowsToRead = (limit: number): number => readSizes.find((size) => size > limit) ?? greatestPage + 1;

/** The limit stands in the text, where a prepared statement's plan can go by it. */
function pageStatement(list: List, args: PageArgs, limit: number, parent: Sql | null = null): Sql {
  const { order, id } = list;
  const sorted = sql`${sortKey(order)} ${direction(order)}, ${id} ${direction(order)}`;
  const rank = parent ? sql`, row_number() over (order by ${sorted}) as "cursorRank"` : empty;
  const where = [...list.where];
  if (args.after != null) where.push(afterCursor(order, id, decodeCursor(args.after, order)));
  const cursor = list.cursors ? sql`, ${cursorValue(order)} as "cursorValue", ${id} as "cursorId"` : empty;
  return sql`select ${list.select}${cursor} ${rank}
    from ${list.from} where ${all(where)} ${parent ? sql`and ${parent} = parents.id` : empty}
    order by ${sorted} limit ${raw(String(rowsToRead(limit)))}`;
}

const clamp = (first: number | null | undefined): number => Math.min(first ?? defaultPage, greatestPage);

/** A page of a list at the root of the graph: one statement, and one more when the total is asked for. */
export async function page<Row extends object>(context: Context, list: List, args: PageArgs): Promise<Page<Row>> {
  const limit = clamp(args.first);
  const rows = await context.query<Row & PagedRow>(pageStatement(list, args, limit));
  return new RowsPage<Row>(rows, limit, list, args.after, async () => {
    const [counted] = await context.query<{ count: number }>(
      sql`select count(*)::int as count from ${list.from} where ${all(list.where)}`,
    );
    return counted?.count ?? 0;
  });
}

type PageKey = { parent: string; list: List; args: PageArgs };

/**
 * Pages of a nested list for any number of parents in one statement. Calls with the same `name` and arguments share a
 * statement; `parentColumn` ties the list's rows to their parent.
 */
export function nestedPage<Row extends object>(
  context: Context,
  name: string,
  parentColumn: Sql,
  parent: string,
  list: List,
  args: PageArgs,
): Promise<Page<Row>> {
  const pages = context.loaders(nestedLoaders);
  const key = JSON.stringify([
    name,
    args,
    list.where.map(({ strings, values }) => [strings, values]),
    list.order.name,
    list.order.descending,
  ]);
  let loader = pages.get(key);
  if (!loader) {
    loader = nestedLoader(context, parentColumn);
    pages.set(key, loader);
  }
  return loader.load({ parent, list, args }) as Promise<Page<Row>>;
}

const nestedLoaders = () => new Map<string, DataLoader<PageKey, Page<object>, string>>();

function nestedLoader(context: Context, parentColumn: Sql): DataLoader<PageKey, Page<object>, string> {
  const totals = batched<PageKey, number, string>(context, (keys) => nestedTotals(context, parentColumn, keys), {
    cacheKeyFn: ({ parent }) => parent,
  });
  return batched<PageKey, Page<object>, string>(
    context,
    async (keys) => {
      const { list, args } = keys[0]!;
      const limit = clamp(args.first);
      const rows = await context.query<PagedRow & { parentId: string }>(
        sql`select parents.id as "parentId", rows.* from unnest(${keys.map(({ parent }) => parent)}::varchar[]) as parents(id)
          cross join lateral (${pageStatement(list, args, limit, parentColumn)}) rows
          order by parents.id, rows."cursorRank"`,
      );
      const byParent = new Map<string, (typeof rows)[number][]>(keys.map(({ parent }) => [parent, []]));
      for (const row of rows) byParent.get(row.parentId)?.push(row);
      return keys.map(
        (key) => new RowsPage<object>(byParent.get(key.parent) ?? [], limit, list, args.after, () => totals.load(key)),
      );
    },
    { cacheKeyFn: ({ parent }) => parent },
  );
}

async function nestedTotals(context: Context, parentColumn: Sql, keys: readonly PageKey[]): Promise<number[]> {
  const { list } = keys[0]!;
  const rows = await context.query<{ id: string; count: number }>(
    sql`select ${parentColumn} as id, count(*)::int as count from ${list.from}
      where ${all(list.where)} and ${parentColumn} = any(${keys.map(({ parent }) => parent)}::varchar[]) group by 1`,
  );
  const counts = new Map(rows.map(({ id, count }) => [id, count]));
  return keys.map(({ parent }) => counts.get(parent) ?? 0);
}
