import type DataLoader from "dataloader";
import type { EntityTarget, ObjectLiteral } from "typeorm";
import type { Context } from "../context.ts";
import type { Database } from "../database/database.ts";
import { rowAccess } from "../identity/visibility.ts";
import { conceal, concealsNothing, withholdsByRow } from "../identity/withheld.ts";
import type { Asked, Use } from "./asked.ts";
import { batched } from "./batched.ts";
import type { Page } from "./connection.ts";
import { type NodeType, typeOfId } from "./ids.ts";
import { type List, nestedPage, type Order, type PageArgs, page } from "./paging.ts";
import { columnName, columns, empty, join, raw, type Sql, sql } from "./sql.ts";

/** A stored type: its class is both the TypeORM entity and the GraphQL object. */
export type Stored<Row extends ObjectLiteral> = (new () => Row) & { name: string };

/** A stored row with its id. */
export interface Identified {
  id: string;
}

declare const shown: unique symbol;

/**
 * A row for the graph to show, with no more of it read than the operation asks for: nothing else may be taken from it.
 * Where code needs a row itself it reads it by `wholeRecordById`.
 */
export interface Shown<Row extends Identified> extends Pick<Row, "id"> {
  readonly [shown]?: Row;
}

/** How much of a record's row is read. */
interface Reading {
  /** The columns, under the alias of the record's table. */
  readonly columns: Sql;
  /** What a row stands on whose other properties were not read: asked for one of them it throws. Null where all were. */
  readonly unread: object | null;
}

interface Shape {
  readonly type: NodeType;
  readonly table: string;
  readonly properties: readonly string[];
  /** Those of them that are moments. */
  readonly moments: ReadonlySet<string>;
  /** How a row is read whole. */
  readonly whole: Reading;
  /** What a row stands on that wasn't read whole. */
  readonly unread: object;
  /** The columns that may be null. */
  readonly nullable: ReadonlySet<string>;
}

/** The alias under which a record's table is read. */
const alias = "t";
const aliased = raw(alias);

const shapes = new WeakMap<Database, Map<EntityTarget<ObjectLiteral>, Shape>>();

/** The table and columns of an entity, read from TypeORM's metadata once. */
export function shapeOf(database: Database, entity: EntityTarget<ObjectLiteral>): Shape {
  const known = shapes.get(database) ?? new Map<EntityTarget<ObjectLiteral>, Shape>();
  shapes.set(database, known);
  let shape = known.get(entity);
  if (!shape) {
    const metadata = database.source.getMetadata(entity);
    const properties = metadata.columns.map((column) => column.propertyName);
    const moments = metadata.columns.filter(({ type }) => type === "timestamptz");
    shape = {
      type: metadata.targetName as NodeType,
      table: `"${metadata.tableName}"`,
      properties,
      moments: new Set(moments.map((column) => column.propertyName)),
      whole: { columns: columns(alias, properties), unread: null },
      unread: unreadOf(metadata.targetName, properties),
      nullable: new Set(metadata.columns.filter((each) => each.isNullable).map((each) => each.databaseName)),
    };
    known.set(entity, shape);
  }
  return shape;
}

/** A column of the record's table. */
export const column = (name: string): Sql => raw(`${alias}.${name}`);

const partial = new WeakMap<Asked, Map<Shape, Reading>>();

/** How the rows of a type are read for what the operation shows of them. */
function readingFor({ asked, actor }: Context, shape: Shape): Reading {
  const uses = asked?.get(shape.type);
  const judgedWhole = withholdsByRow(shape.type) && !concealsNothing(shape.type, actor);
  if (!asked || uses === null || judgedWhole) return shape.whole;
  const known = partial.get(asked) ?? new Map<Shape, Reading>();
  partial.set(asked, known);
  let reading = known.get(shape);
  if (!reading) {
    reading = partialReading(shape, uses ?? new Map());
    known.set(shape, reading);
  }
  return reading;
}

/** A moment that is only shown comes as PostgreSQL's text, and no Date is made of it. */
function partialReading({ properties, moments, whole, unread }: Shape, uses: ReadonlyMap<string, Use>): Reading {
  const used = properties.filter((property) => property === "id" || uses.has(property));
  if (used.length === properties.length) return whole;
  const asText = used.filter((property) => uses.get(property) === "shown" && moments.has(property));
  const others = used.filter((property) => !asText.includes(property));
  const texts = asText.map((property) => raw(`, ${alias}.${columnName(property)}::text as "${property}"`));
  return { columns: join([columns(alias, others), ...texts], ""), unread };
}

/** Fails where a property is taken from a row that was read without it: a resolver must say what it reads. */
const unreadOf = (type: string, properties: readonly string[]): object =>
  Object.create(
    Object.prototype,
    Object.fromEntries(
      properties.map((property) => [
        property,
        {
          get: () => {
            throw new Error(`${type}.${property} was not read: the field that takes it must name it in its reads.`);
          },
        },
      ]),
    ),
  ) as object;

const selection = (context: Context, { type }: Shape, { columns }: Reading): Sql => {
  if (concealsNothing(type, context.actor)) return columns;
  const { asVendor, asPartner } = rowAccess(type, alias, context.actor);
  return sql`${columns}, (${asVendor}) as "asVendor", (${asPartner}) as "asPartner"`;
};

/** The row with its type's name, and without what its reader may not see. */
const concealed = <Row extends object>(context: Context, type: NodeType, { unread }: Reading, row: Row): Row => {
  (row as { __typename?: string }).__typename = type;
  if (unread !== null) Object.setPrototypeOf(row, unread);
  return conceal(type, row, context.actor);
};

const shownLoaders = () => new Map<unknown, DataLoader<string, object | null>>();
const wholeLoaders = () => new Map<unknown, DataLoader<string, object | null>>();

/** The record with this id as the actor may see it, for the graph to show; or null. Batched and remembered for the operation. */
export function recordById<Row extends Identified>(
  context: Context,
  entity: Stored<Row>,
  id: string | null | undefined,
): Promise<Shown<Row> | null> {
  if (id == null || typeOfId(id) === null) return nothing;
  const loaders = context.loaders(shownLoaders);
  let loader = loaders.get(entity);
  if (!loader) {
    loader = batched<string, object | null>(context, (ids) =>
      recordsBy(context, entity, "id", ids, readingFor(context, shapeOf(context.services.database, entity))),
    );
    loaders.set(entity, loader);
  }
  return loader.load(id) as Promise<Shown<Row> | null>;
}

const nothing = Promise.resolve(null);

/** The record with this id as the actor may see it, with everything of it that the actor may see; or null. */
export function wholeRecordById<Row extends Identified>(
  context: Context,
  entity: Stored<Row>,
  id: string | null | undefined,
): Promise<Row | null> {
  if (id == null || typeOfId(id) === null) return nothing;
  const loaders = context.loaders(wholeLoaders);
  let loader = loaders.get(entity);
  if (!loader) {
    const { whole } = shapeOf(context.services.database, entity);
    loader = batched<string, object | null>(context, (ids) => recordsBy(context, entity, "id", ids, whole));
    loaders.set(entity, loader);
  }
  return loader.load(id) as Promise<Row | null>;
}

/** Finds an entity for another subgraph by its key, as the actor may see it. */
export const reference =
  <Row extends Identified>(entity: Stored<Row>) =>
  ({ id }: Readonly<Record<string, unknown>>, context: Context): Promise<Shown<Row> | null> =>
    recordById(context, entity, typeof id === "string" ? id : null);

/** What ties a record to another one that has at most one such. */
export interface Tie {
  /** What the other's id is in: a column of the record's own table, or of one that is joined. */
  readonly column: Sql;
  readonly joins?: Sql;
  readonly where?: Sql;
}

const tiedLoaders = () => new Map<Tie, DataLoader<string, object | null>>();

/** The one record that is tied to another by its id, as the actor may see it, for the graph to show; or null. */
export function recordTiedTo<Row extends Identified>(
  context: Context,
  entity: Stored<Row>,
  tie: Tie,
  id: string,
): Promise<Shown<Row> | null> {
  const loaders = context.loaders(tiedLoaders);
  let loader = loaders.get(tie);
  if (!loader) {
    const reading = readingFor(context, shapeOf(context.services.database, entity));
    loader = batched<string, object | null>(context, (ids) => recordsBy(context, entity, tie, ids, reading));
    loaders.set(tie, loader);
  }
  return loader.load(id) as Promise<Shown<Row> | null>;
}

async function recordsBy(
  context: Context,
  entity: Stored<Identified>,
  by: "id" | Tie,
  ids: readonly string[],
  reading: Reading,
): Promise<(object | null)[]> {
  const shape = shapeOf(context.services.database, entity);
  const { visible } = rowAccess(shape.type, alias, context.actor);
  const tie = by === "id" ? { column: column("id") } : by;
  const tied = by === "id" ? empty : sql`, ${tie.column} as "tiedTo"`;
  const rows = await context.query<Identified & { tiedTo?: string }>(
    sql`select ${selection(context, shape, reading)}${tied} from ${raw(shape.table)} ${aliased} ${tie.joins ?? empty}
      where ${tie.column} = any(${[...ids]}::varchar[]) and (${visible}) ${tie.where ? sql`and (${tie.where})` : empty}`,
  );
  const found = new Map<string, object>();
  for (const row of rows) found.set(row.tiedTo ?? row.id, concealed(context, shape.type, reading, row));
  return ids.map((id) => found.get(id) ?? null);
}

/** What a list of records is asked for. */
export interface ListOf {
  readonly where?: readonly Sql[];
  readonly order: Order;
  /** Joins beyond the record's own table, each starting with `join` or `left join`. */
  readonly joins?: Sql;
  /** What ties a nested list's row to its parent, where it isn't a column of the record's own table. */
  readonly parent?: Sql;
}

function listOf(context: Context, entity: Stored<ObjectLiteral>, { where = [], order, joins }: ListOf): List {
  const shape = shapeOf(context.services.database, entity);
  const { visible } = rowAccess(shape.type, alias, context.actor);
  const table = sql`${raw(shape.table)} ${aliased}`;
  return {
    select: selection(context, shape, readingFor(context, shape)),
    from: joins ? sql`${table} ${joins}` : table,
    id: sql`${aliased}.id`,
    where: [visible, ...where],
    order: { ...order, nullable: shape.nullable.has(order.column) },
    cursors: asksForCursors(context.asked),
  };
}

const withCursors = new WeakMap<Asked, boolean>();

/** Whether any list's cursors are asked for; true where it isn't known what is asked. */
function asksForCursors(asked: Asked | null): boolean {
  if (!asked) return true;
  const known = withCursors.get(asked);
  if (known !== undefined) return known;
  const found = [...asked].some(
    ([type, uses]) => type.endsWith("Connection") && (uses === null || uses.has("edges") || uses.has("pageInfo")),
  );
  withCursors.set(asked, found);
  return found;
}

const concealPage = <Row extends Identified>(
  context: Context,
  entity: Stored<Row>,
  found: Page<Row>,
): Page<Shown<Row>> => {
  const shape = shapeOf(context.services.database, entity);
  const reading = readingFor(context, shape);
  for (const row of found.nodes) concealed(context, shape.type, reading, row);
  return found;
};

/** A page of all records that the actor may see. */
export async function records<Row extends Identified>(
  context: Context,
  entity: Stored<Row>,
  list: ListOf,
  args: PageArgs,
): Promise<Page<Shown<Row>>> {
  return concealPage(context, entity, await page<Row>(context, listOf(context, entity, list), args));
}

/** A page of a parent's records (`parentColumn` names what ties them to it), in one statement for all parents. */
export async function recordsUnder<Row extends Identified>(
  context: Context,
  entity: Stored<Row>,
  parentColumn: string,
  parent: string,
  list: ListOf,
  args: PageArgs,
): Promise<Page<Shown<Row>>> {
  const { type } = shapeOf(context.services.database, entity);
  const name = `${type}.${parentColumn}`;
  const found = await nestedPage<Row>(
    context,
    name,
    list.parent ?? column(parentColumn),
    parent,
    listOf(context, entity, list),
    args,
  );
  return concealPage(context, entity, found);
}

/** An order by a column of the record's own table. */
export const orderBy = (name: string, type: Order["type"], descending: boolean): Order => ({
  name: `${name}:${descending ? "desc" : "asc"}`,
  column: name,
  expression: column(name),
  type,
  descending,
});
