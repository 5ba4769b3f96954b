import {
  defaultFieldResolver,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { fieldsOf } from "./keys.ts";
import { Stub } from "./stub.ts";

/** Makes the stub that names an object: the key's fields as the graph shows them, and what `@requires` adds. */
export type StubReader = (object: object, context: unknown, info: GraphQLResolveInfo) => Stub | Promise<Stub>;

/** Reads stubs from objects of one type as its owner resolves them. */
export function stubReader(
  type: GraphQLObjectType,
  key: readonly string[],
  required: readonly FieldNode[],
): StubReader {
  const fields = type.getFields();
  const properties = key.filter((field) => !fields[field]!.resolve);
  const resolved: readonly FieldNode[] = [
    ...key.filter((field) => fields[field]!.resolve).map(plainField),
    ...required.filter(({ name }) => !key.includes(name.value)),
  ];
  return (object, context, info) => {
    const stub = new Stub(type.name);
    for (const field of properties)
      stub[field] = keyValue(fields[field]!.type, (object as Record<string, unknown>)[field]);
    if (resolved.length === 0) return stub;
    const waiting: Promise<void>[] = [];
    for (const node of resolved) {
      const value = readField(type, object, node, context, info);
      if (isPromise(value)) waiting.push(settleInto(stub, node.name.value, value));
      else stub[node.name.value] = value;
    }
    return waiting.length > 0 ? Promise.all(waiting).then(() => stub) : stub;
  };
}

async function settleInto(stub: Stub, field: string, value: Promise<unknown>): Promise<void> {
  stub[field] = await value;
}

/** The stub that an object of another subgraph names, by the properties of its key; null where a part is missing. */
export function stubFrom(type: string, key: readonly string[], object: object): Stub | null {
  const stub = new Stub(type);
  for (const field of key) {
    const value = (object as Record<string, unknown>)[field];
    if (value === null || value === undefined) return null;
    stub[field] = typeof value === "number" || typeof value === "boolean" ? value : String(value);
  }
  return stub;
}

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}

function plainField(name: string): FieldNode {
  return { kind: "Field", name: { kind: "Name", value: name } } as FieldNode;
}

function keyValue(type: GraphQLOutputType, value: unknown): unknown {
  return typeof value === "string" ? value : shown(type, value, []);
}

function readField(
  type: GraphQLObjectType,
  object: object,
  node: FieldNode,
  context: unknown,
  info: GraphQLResolveInfo,
): unknown {
  const field = type.getFields()[node.name.value]!;
  const selected = node.selectionSet ? fieldsOf(node.selectionSet) : [];
  const given = (field.resolve ?? defaultFieldResolver)(object, {}, context, {
    ...info,
    fieldName: field.name,
    parentType: type,
  });
  const show = (value: unknown): unknown =>
    shown(field.type, value, selected, context, info, `${type.name}.${field.name}`);
  return isPromise(given) ? given.then(show) : show(given);
}

/** A value as a response would show it: what crosses from one subgraph to another. */
function shown(
  type: GraphQLOutputType,
  value: unknown,
  selected: readonly FieldNode[],
  context?: unknown,
  info?: GraphQLResolveInfo,
  where = "a key",
): unknown {
  if (value instanceof Error) throw value;
  if (isNonNullType(type)) {
    const inner = shown(type.ofType, value, selected, context, info, where);
    if (inner === null) throw new Error(`Cannot return null for non-nullable field ${where}.`);
    return inner;
  }
  if (value === null || value === undefined) return null;
  if (isListType(type)) {
    const items = Array.from(value as Iterable<unknown>, (item) =>
      shown(type.ofType, item, selected, context, info, where),
    );
    return items.some(isPromise) ? Promise.all(items) : items;
  }
  if (isLeafType(type)) return type.serialize(value);
  if (!isObjectType(type) || !info) throw new Error(`${where} can't be required: its type is ${type.name}.`);
  const entries = selected.map((node) => [node.name.value, readField(type, value, node, context, info)] as const);
  if (!entries.some(([, inner]) => isPromise(inner))) return Object.fromEntries(entries);
  return Promise.all(entries.map(async ([name, inner]) => [name, await inner] as const)).then(Object.fromEntries);
}
