import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from "graphql";
import { rootTypes } from "./definitions.ts";
import { directivesNamed, entitiesOf } from "./keys.ts";
import type { Subgraph } from "./subgraph.ts";

/** An entity type of the whole graph: who finds its objects, and by which key each subgraph names one. */
export interface Entity {
  readonly type: string;
  readonly owner: Subgraph;
  /** The key by which a subgraph's stubs name it: one that the owner has too. */
  readonly keyIn: ReadonlyMap<Subgraph, readonly string[]>;
}

/** Which subgraph resolves what, in a graph of linked subgraphs. */
export interface GraphMap {
  /** The entity type of this name, or undefined for any other type. */
  entity(type: string): Entity | undefined;
  /** The subgraph that resolves a field. Throws for one that nobody defines. */
  resolves(type: string, field: string): Subgraph;
}

/**
 * Maps the types and fields of subgraphs to those that resolve them. Throws, naming subgraph and field, for what can't
 * be linked: an entity without an owner or with two, a key that isn't of plain fields, a stub's field without a
 * resolver, a shared value type that holds more than values.
 */
export function mapGraph(subgraphs: readonly Subgraph[]): GraphMap {
  const entities = new Map<string, Entity>();
  for (const subgraph of subgraphs) {
    for (const type of entitiesOf(subgraph.schema).keys()) {
      if (!entities.has(type)) entities.set(type, entityOf(type, subgraphs));
    }
    refuseUnlinkable(subgraph);
  }
  const defining = (type: string, field: string): Subgraph[] =>
    subgraphs.filter((subgraph) => {
      const definition = fieldOf(subgraph, type, field);
      return definition !== undefined && directivesNamed(definition, "external").length === 0;
    });
  for (const subgraph of subgraphs) {
    for (const type of Object.values(subgraph.schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith("__") || rootTypes.has(type.name)) continue;
      const entity = entities.get(type.name);
      if (entity) refuseBareStubFields(subgraph, type, entity);
      else if (subgraphs.filter(({ schema }) => schema.getType(type.name)).length > 1)
        refuseMoreThanValues(subgraph, type, entities);
    }
  }
  return {
    entity: (type) => entities.get(type),
    resolves(type, field) {
      const candidates = defining(type, field);
      const owner = entities.get(type)?.owner;
      const resolving = candidates.find((subgraph) => subgraph === owner) ?? candidates[0];
      if (!resolving) throw new Error(`No subgraph resolves ${type}.${field}.`);
      return resolving;
    },
  };
}

function fieldOf(subgraph: Subgraph, type: string, field: string): GraphQLField<unknown, unknown> | undefined {
  const definition = subgraph.schema.getType(type);
  return isObjectType(definition) ? definition.getFields()[field] : undefined;
}

function entityOf(type: string, subgraphs: readonly Subgraph[]): Entity {
  const owners = subgraphs.filter(({ references }) => type in references);
  const owner = owners[0];
  if (!owner || owners.length > 1) {
    const found = owners.map(({ name }) => `"${name}"`).join(" and ") || "none";
    throw new Error(`${type} needs one subgraph with a reference resolver for it: ${found} has one.`);
  }
  const ownKeys = entitiesOf(owner.schema).get(type);
  if (!ownKeys) throw new Error(`[${owner.name}] ${type} has a reference resolver but no @key.`);
  const keyIn = new Map<Subgraph, readonly string[]>();
  for (const subgraph of subgraphs) {
    const keys = entitiesOf(subgraph.schema).get(type);
    if (!subgraph.schema.getType(type)) continue;
    const key = keys?.find((one) => ownKeys.some((own) => own.toSorted().join() === one.toSorted().join()));
    if (!key) throw new Error(`[${subgraph.name}] ${type} has no key that its owner "${owner.name}" has.`);
    for (const field of key) requirePlainKey(subgraph, type, field, subgraph !== owner);
    keyIn.set(subgraph, key);
  }
  return { type, owner, keyIn };
}

function requirePlainKey(subgraph: Subgraph, type: string, field: string, stub: boolean): void {
  const definition = fieldOf(subgraph, type, field);
  if (!definition) throw new Error(`[${subgraph.name}] ${type} has no field ${field}, which its key names.`);
  if (!isSpecifiedScalarType(getNamedType(definition.type))) {
    throw new Error(`[${subgraph.name}] ${type}.${field} is part of a key: it must be of a built-in scalar type.`);
  }
  if (stub && definition.resolve) {
    throw new Error(`[${subgraph.name}] ${type}.${field} is a stub's key: it must be a plain property.`);
  }
}

function refuseUnlinkable(subgraph: Subgraph): void {
  for (const type of Object.values(subgraph.schema.getTypeMap())) {
    const interfaceKey = isInterfaceType(type) && directivesNamed(type, "key").length > 0;
    const interfaceObject = isObjectType(type) && directivesNamed(type, "interfaceObject").length > 0;
    if (interfaceKey || interfaceObject)
      throw new Error(`[${subgraph.name}] ${type.name}: entity interfaces can't be linked.`);
  }
}

/** A stub's resolver is given the key alone, so a property beside the key would always be null. */
function refuseBareStubFields(subgraph: Subgraph, type: GraphQLObjectType, entity: Entity): void {
  if (subgraph === entity.owner) return;
  for (const field of Object.values(type.getFields())) {
    if (field.resolve || directivesNamed(field, "external").length > 0) continue;
    if (entity.keyIn.get(subgraph)?.includes(field.name)) continue;
    throw new Error(`[${subgraph.name}] ${type.name}.${field.name} is a stub's field: it needs a resolver.`);
  }
}

/** Whose object a shared value is can't be told, so it may hold nothing that one subgraph completes for another. */
function refuseMoreThanValues(
  subgraph: Subgraph,
  type: GraphQLObjectType,
  entities: ReadonlyMap<string, Entity>,
): void {
  for (const field of Object.values(type.getFields())) {
    const inner = getNamedType(field.type);
    if (!isAbstractType(inner) && !entities.has(inner.name)) continue;
    throw new Error(
      `[${subgraph.name}] ${type.name}.${field.name} is ${inner.name}: a value type that several subgraphs share may hold values alone.`,
    );
  }
}
