import type DataLoader from "dataloader";
import type { EntityTarget, ObjectLiteral } from "typeorm";
import type { Context } from "../context.ts";
import type { Database } from "../database/database.ts";
import { rowAccess } from "../identity/visibility.ts";
import { conceal, concealsNothing } from "../identity/withheld.ts";
import { batched } from "./batched.ts";
import type { Page } from "./connection.ts";
import { type NodeType, typeOfId } from "./ids.ts";
import { type List, nestedPage, type Order, type PageArgs, page } from "./paging.ts";
import { columns, raw, type Sql, sql } from "./sql.ts";

/** A stored type: its class is both the TypeORM entity and the GraphQL object. */
export type Stored<Row extends ObjectLiteral> = (new () => Row) & { name: string };

/** A stored row with its id. */
export interface Identified {
  id: string;
}

interface Shape {
  readonly type: NodeType;
  readonly table: string;
  readonly properties: readonly string[];
  /** The properties as they are read, under the alias of a record's table. */
  readonly columns: Sql;
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
    shape = {
      type: metadata.targetName as NodeType,
      table: `"${metadata.tableName}"`,
      properties,
      columns: columns(alias, properties),
      nullable: new Set(metadata.columns.filter((each) => each.isNullable).map((each) => each.databaseName)),
    };
    known.set(entity, shape);
  }
  return shape;
}

/** A column of the record's table. */
export const column = (name: string): Sql => raw(`${alias}.${name}`);

const selection = (context: Context, { type, columns }: Shape): Sql => {
  if (concealsNothing(type, context.actor)) return columns;
  const { asVendor, asPartner } = rowAccess(type, alias, context.actor);
  return sql`${columns}, (${asVendor}) as "asVendor", (${asPartner}) as "asPartner"`;
};

/** The row with its type's name, and without what its reader may not see. */
const concealed = <Row extends object>(context: Context, type: NodeType, row: Row): Row => {
  (row as { __typename?: string }).__typename = type;
  return conceal(type, row, context.actor);
};

const loaderMaps = () => new Map<unknown, DataLoader<string, object | null>>();

/** The record with this id as the actor may see it, or null: batched and remembered for the operation. */
export function recordById<Row extends Identified>(
  context: Context,
  entity: Stored<Row>,
  id: string | null | undefined,
): Promise<Row | null> {
  if (id == null || typeOfId(id) === null) return Promise.resolve(null);
  const loaders = context.loaders(loaderMaps);
  let loader = loaders.get(entity);
  if (!loader) {
    loader = batched<string, object | null>(context, (ids) => recordsById(context, entity, ids));
    loaders.set(entity, loader);
  }
  return loader.load(id) as Promise<Row | null>;
}

/** Finds an entity for another subgraph by its key, as the actor may see it. */
export const reference =
  <Row extends Identified>(entity: Stored<Row>) =>
  ({ id }: Readonly<Record<string, unknown>>, context: Context): Promise<Row | null> =>
    recordById(context, entity, typeof id === "string" ? id : null);

async function recordsById<Row extends Identified>(
  context: Context,
  entity: Stored<Row>,
  ids: readonly string[],
): Promise<(Row | null)[]> {
  const shape = shapeOf(context.services.database, entity);
  const { visible } = rowAccess(shape.type, alias, context.actor);
  const rows = await context.query<Row>(
    sql`select ${selection(context, shape)} from ${raw(shape.table)} ${aliased}
      where ${aliased}.id = any(${[...ids]}::varchar[]) and (${visible})`,
  );
  const found = new Map(rows.map((row) => [row.id, concealed(context, shape.type, row)]));
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
    select: selection(context, shape),
    from: joins ? sql`${table} ${joins}` : table,
    id: sql`${aliased}.id`,
    where: [visible, ...where],
    order: { ...order, nullable: shape.nullable.has(order.column) },
  };
}

const concealPage = <Row extends object>(context: Context, entity: Stored<Row>, found: Page<Row>): Page<Row> => {
  const { type } = shapeOf(context.services.database, entity);
  for (const row of found.nodes) concealed(context, type, row);
  return found;
};

/** A page of all records that the actor may see. */
export async function records<Row extends Identified>(
  context: Context,
  entity: Stored<Row>,
  list: ListOf,
  args: PageArgs,
): Promise<Page<Row>> {
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
): Promise<Page<Row>> {
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
