import {
  defaultFieldResolver,
  extendSchema,
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLScalarType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  parse,
} from "graphql";
import { asError, completedBy, completionOf } from "./completion.ts";
import type { GraphMap } from "./graph-map.ts";
import { entitiesOf, fieldsOf, requiredFields } from "./keys.ts";
import { printSubgraph } from "./print.ts";
import { noteType, Stub, typeNameOf } from "./stub.ts";
import type { ReferenceResolver, Representation, Subgraph } from "./subgraph.ts";

interface ServedEntity {
  readonly type: GraphQLObjectType;
  readonly keys: readonly (readonly string[])[];
  /** What fields of this stub require of its owner. */
  readonly required: readonly FieldNode[];
  readonly find: ReferenceResolver<unknown> | null;
}

/**
 * The schema by which a subgraph serves a gateway when it runs by itself: with `_service { sdl }` and `_entities`. Of a
 * representation only the key is believed, and what `@requires` names; the rest of an object is read by its owner. One
 * that can't be resolved is one null with an error at its place. Fit to be compiled: see `compiledExecutor`.
 */
export function federated(subgraph: Subgraph): GraphQLSchema {
  const entities = servedEntities(subgraph);
  const members = [...entities.keys()].join(" | ");
  const schema = extendSchema(subgraph.schema, parse(machinery(subgraph, members)), { assumeValid: true });
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    if (isAbstractType(type)) type.resolveType = typeNameOf;
    if (isObjectType(type)) for (const field of Object.values(type.getFields())) complete(subgraph, field);
  }
  const root = schema.getQueryType()!.getFields();
  const sdl = printSubgraph(subgraph);
  root._service!.resolve = () => ({ sdl });
  if (root._entities) {
    root._entities.resolve = (_root, { representations }: { representations: readonly unknown[] }, context) =>
      Promise.all(representations.map((one) => entityOf(entities, one, context).catch(asError)));
  }
  for (const { type, keys, find } of entities.values()) {
    if (find) continue;
    const fields = (schema.getType(type.name) as GraphQLObjectType).getFields();
    for (const field of Object.values(type.getFields())) narrowRoot(fields[field.name]!, type.name, keys);
  }
  return schema;
}

function machinery({ schema }: Subgraph, members: string): string {
  return `
    "What a subgraph tells of itself."
    type _Service { sdl: String! }
    ${members ? `scalar _Any union _Entity = ${members}` : ""}
    ${schema.getQueryType() ? "extend type" : "type"} Query {
      _service: _Service!
      ${members ? "_entities(representations: [_Any!]!): [_Entity]!" : ""}
    }`;
}

/** By itself a subgraph completes no stub; its lists and its objects' types are told as the linked graph tells them. */
const byItself: GraphMap = {
  entity: () => undefined,
  resolves: (type, field) => {
    throw new Error(`${type}.${field} is resolved here alone.`);
  },
};

function complete(subgraph: Subgraph, field: GraphQLField<unknown, unknown>): void {
  const completion = completionOf(byItself, subgraph, field.type, field.resolve !== undefined);
  if (completion) field.resolve = completedBy(field.resolve ?? defaultFieldResolver, completion);
}

async function entityOf(
  entities: ReadonlyMap<string, ServedEntity>,
  given: unknown,
  context: unknown,
): Promise<object | null> {
  const { entity, stub } = believed(entities, given);
  if (!entity.find) return stub;
  const found = await entity.find(stub as unknown as Representation as never, context);
  if (found) noteType(found, entity.type.name);
  return found;
}

function servedEntities({ schema, references }: Subgraph): ReadonlyMap<string, ServedEntity> {
  const entities = new Map<string, ServedEntity>();
  for (const [name, keys] of entitiesOf(schema)) {
    const type = schema.getType(name) as GraphQLObjectType;
    const find = (references[name] as ReferenceResolver<unknown> | undefined) ?? null;
    const named = Object.keys(type.getFields()).every((field) => keys.some((key) => key.includes(field)));
    // A stub that adds nothing has nothing to answer.
    if (!find && named) continue;
    const required = find ? [] : Object.values(type.getFields()).flatMap(requiredFields);
    entities.set(name, { type, keys, required, find });
  }
  return entities;
}

function malformed(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT" } });
}

function believed(entities: ReadonlyMap<string, ServedEntity>, given: unknown): { entity: ServedEntity; stub: Stub } {
  const representation = (typeof given === "object" && given !== null ? given : {}) as Record<string, unknown>;
  const entity = entities.get(String(representation.__typename));
  if (!entity) throw malformed("A representation must name a type that this subgraph has, in __typename.");
  const key = entity.keys.find((fields) => fields.every((field) => Object.hasOwn(representation, field)));
  if (!key) throw malformed(`A representation of ${entity.type.name} must have the fields of its key.`);
  const stub = new Stub(entity.type.name);
  for (const field of key) stub[field] = keyField(entity.type, field, representation[field]);
  for (const node of entity.required) {
    const name = node.name.value;
    if (Object.hasOwn(representation, name)) stub[name] = chosen(representation[name], node);
  }
  return { entity, stub };
}

function keyField(type: GraphQLObjectType, field: string, value: unknown): unknown {
  try {
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") throw new Error();
    return (getNamedType(type.getFields()[field]!.type) as GraphQLScalarType).parseValue(value);
  } catch {
    throw malformed(`The key field ${field} of a representation of ${type.name} is malformed.`);
  }
}

/** A required value, no more of it than the field set names. */
function chosen(value: unknown, node: FieldNode): unknown {
  if (Array.isArray(value)) return value.map((item) => chosen(item, node));
  if (!node.selectionSet || typeof value !== "object" || value === null) return value;
  const object = value as Record<string, unknown>;
  return Object.fromEntries(
    fieldsOf(node.selectionSet).map((inner) => [inner.name.value, chosen(object[inner.name.value] ?? null, inner)]),
  );
}

/** Gives a stub's resolver the key, and what it requires, whatever object the subgraph has at hand. */
function narrowRoot(field: GraphQLField<unknown, unknown>, type: string, keys: readonly (readonly string[])[]): void {
  const { resolve } = field;
  if (!resolve) return;
  const names = [...new Set([...keys.flat(), ...requiredFields(field).map(({ name }) => name.value)])];
  field.resolve = (root, args, context, info) => {
    const stub = new Stub(type);
    for (const name of names) {
      const value = (root as Record<string, unknown>)[name];
      if (value !== undefined) stub[name] = value;
    }
    return resolve(stub, args, context, info);
  };
}
