import {
  type GraphQLAbstractType,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  getNamedType,
  isAbstractType,
  isListType,
  isNonNullType,
} from "graphql";
import type { Entity, GraphMap } from "./graph-map.ts";
import { directivesNamed } from "./keys.ts";
import { isPromise, stubFrom } from "./representation.ts";
import { selectsBeyond } from "./selection.ts";
import { failedStub, noteType, Stub, typeNameOf } from "./stub.ts";
import type { ReferenceResolver, Subgraph } from "./subgraph.ts";

/** Turns what a subgraph's resolver gave into what the linked graph goes on with. */
export type Complete = (value: unknown, context: unknown, info: GraphQLResolveInfo) => unknown;

/**
 * How the values of a field are completed: stubs by their owners, objects of interfaces and unions with their type,
 * lists item by item, so that one that fails is one null. Null where there is nothing to do.
 */
export function completionOf(
  map: GraphMap,
  subgraph: Subgraph,
  type: GraphQLOutputType,
  resolved: boolean,
): Complete | null {
  if (isNonNullType(type)) return completionOf(map, subgraph, type.ofType, resolved);
  if (isListType(type)) {
    const item = completionOf(map, subgraph, type.ofType, false);
    if (item) return (value, context, info) => completeItems(value, (one) => item(one, context, info));
    return resolved ? (value) => settled(value) : null;
  }
  const named = getNamedType(type);
  if (isAbstractType(named)) return abstractCompletion(map, subgraph, named);
  const entity = map.entity(named.name);
  return entity && entity.owner !== subgraph ? entityCompletion(map, subgraph, entity) : null;
}

/** A resolver whose values are completed. */
export function completedBy(
  given: GraphQLFieldResolver<unknown, unknown>,
  complete: Complete,
): GraphQLFieldResolver<unknown, unknown> {
  return (root, args, context, info) => {
    const value = given(root, args, context, info);
    return isPromise(value)
      ? value.then((settled) => complete(settled, context, info))
      : complete(value, context, info);
  };
}

/** A list's promises one by one: a compiled query would lose the place of one that fails. */
function settled(value: unknown): unknown {
  return Array.isArray(value) && value.some(isPromise) ? completeItems(value, (one) => one) : value;
}

function completeItems(values: unknown, complete: (value: unknown) => unknown): unknown {
  if (typeof values !== "object" || values === null || !(Symbol.iterator in values)) return values;
  const items = Array.from(values as Iterable<unknown>, (value) => {
    try {
      const item = isPromise(value) ? value.then(complete) : complete(value);
      return isPromise(item) ? item.catch(asError) : item;
    } catch (error) {
      return asError(error);
    }
  });
  return items.some(isPromise) ? Promise.all(items) : items;
}

/** What was thrown, as an error: in a list it stands for the item that failed. */
export function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

/**
 * Asks the owner for the entity that a stub names, if the selection needs more than the stub can give. Null where the
 * owner has none that the caller may see: the stub alone says nothing about that, and isn't asked to.
 */
function entityCompletion(map: GraphMap, subgraph: Subgraph, entity: Entity): Complete {
  const key = entity.keyIn.get(subgraph)!;
  const find = entity.owner.references[entity.type] as ReferenceResolver<unknown>;
  const needsOwner = selectsBeyond(entity.type, fieldsWithoutOwner(map, subgraph, entity));
  return (value, context, info) => {
    if (value === null || value === undefined || value instanceof Error) return value;
    const stub = stubFrom(entity.type, key, value as object);
    if (!stub) return new Stub(entity.type);
    if (!needsOwner(info)) return stub;
    return find(stub as never, context).then(
      (found) => found ?? null,
      (failure: unknown) => failedStub(stub, failure),
    );
  };
}

/** The fields that can be resolved from a subgraph's stub alone: its key, and what stubs with no other needs add. */
function fieldsWithoutOwner(map: GraphMap, subgraph: Subgraph, entity: Entity): ReadonlySet<string> {
  const key = entity.keyIn.get(subgraph)!;
  const fields = new Set<string>(key);
  for (const [other, otherKey] of entity.keyIn) {
    if (other === entity.owner || otherKey.some((field) => !key.includes(field))) continue;
    const type = other.schema.getType(entity.type);
    if (!type || !("getFields" in type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (directivesNamed(field, "external").length > 0 || directivesNamed(field, "requires").length > 0) continue;
      if (map.resolves(entity.type, field.name) === other) fields.add(field.name);
    }
  }
  return fields;
}

function abstractCompletion(map: GraphMap, subgraph: Subgraph, type: GraphQLAbstractType): Complete {
  const own = subgraph.schema.getType(type.name) as GraphQLAbstractType;
  const byType = new Map<string, Complete | null>();
  const completeAs = (value: object, name: unknown, context: unknown, info: GraphQLResolveInfo): unknown => {
    const possible = typeof name === "string" && info.schema.getPossibleTypes(type).some((one) => one.name === name);
    if (!possible)
      return new Error(`${type.name} must be one of its types for field ${info.parentType.name}.${info.fieldName}.`);
    let complete = byType.get(name);
    if (complete === undefined) {
      const entity = map.entity(name);
      complete = entity && entity.owner !== subgraph ? entityCompletion(map, subgraph, entity) : null;
      byType.set(name, complete);
    }
    const completed = complete ? complete(value, context, info) : value;
    if (isPromise(completed)) return completed.then((object) => noted(object, name));
    return noted(completed, name);
  };
  return (value, context, info) => {
    if (value === null || value === undefined || value instanceof Error) return value;
    if (typeof value !== "object")
      return new Error(`Expected an object for ${info.parentType.name}.${info.fieldName}.`);
    const named = typeNameOf(value) ?? own.resolveType?.(value, context, info, own);
    if (isPromise(named)) return named.then((name) => completeAs(value, name, context, info));
    return completeAs(value, named, context, info);
  };
}

function noted(value: unknown, type: string): unknown {
  if (typeof value === "object" && value !== null && !(value instanceof Error)) noteType(value, type);
  return value;
}
