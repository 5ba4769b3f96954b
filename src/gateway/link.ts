import {
  buildSchema,
  defaultFieldResolver,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLScalarType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
  valueFromAST,
} from "graphql";
import { withReads } from "./asked.ts";
import { completedBy, completionOf } from "./completion.ts";
import { type Composition, compose, type SubgraphSdl } from "./compose.ts";
import { type Entity, type GraphMap, mapGraph } from "./graph-map.ts";
import { requiredFields } from "./keys.ts";
import { printSubgraph } from "./print.ts";
import { isPromise, stubReader } from "./representation.ts";
import { readStub, Stub, typeNameOf } from "./stub.ts";
import type { Subgraph } from "./subgraph.ts";

type Resolver = GraphQLFieldResolver<unknown, unknown>;
type Field = GraphQLField<unknown, unknown>;

/** Subgraphs linked: one executable schema that answers as they would apart, and the supergraph it stands for. */
export interface Linked {
  readonly schema: GraphQLSchema;
  readonly supergraphSdl: string;
}

/**
 * Links subgraphs that share a process into one schema with no gateway between. Each field is resolved by the subgraph
 * that owns it; a stub is completed by its owner when a field that the stub lacks is asked for; a stub's own fields get
 * the key alone, as apart. Throws CompositionError, or an Error that names what can't be linked. `composing` gives the
 * composition, where it is known already.
 */
export function link(
  subgraphs: readonly Subgraph[],
  composing: (subgraphs: readonly SubgraphSdl[]) => Composition = compose,
): Linked {
  const { supergraphSdl, apiSdl } = composing(
    subgraphs.map((subgraph) => ({ name: subgraph.name, sdl: printSubgraph(subgraph) })),
  );
  const schema = buildSchema(apiSdl, { assumeValidSDL: true });
  const map = mapGraph(subgraphs);
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    if (isScalarType(type) && !isSpecifiedScalarType(type)) takeScalar(type, subgraphs);
    else if (isEnumType(type)) takeEnumValues(type, subgraphs);
    else if (isInterfaceType(type) || isUnionType(type)) type.resolveType = typeNameOf;
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) retakeDefaults(Object.values(type.getFields()));
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      retakeDefaults(field.args);
      if (isObjectType(type) && !type.name.startsWith("__")) takeField(map, type, field);
      else if (isInterfaceType(type)) field.extensions = extensionsOf(subgraphs, type.name, field.name);
    }
  }
  return { schema, supergraphSdl };
}

function takeScalar(type: GraphQLScalarType, subgraphs: readonly Subgraph[]): void {
  const own = subgraphs.map(({ schema }) => schema.getType(type.name)).find(isScalarType);
  if (!own) return;
  type.serialize = own.serialize;
  type.parseValue = own.parseValue;
  type.parseLiteral = own.parseLiteral;
}

function takeEnumValues(type: GraphQLEnumType, subgraphs: readonly Subgraph[]): void {
  for (const value of type.getValues()) {
    const inner = new Set(
      subgraphs.flatMap(({ schema }) => {
        const own = schema.getType(type.name);
        const found = isEnumType(own) ? own.getValue(value.name) : undefined;
        return found ? [found.value as unknown] : [];
      }),
    );
    if (inner.size > 1)
      throw new Error(`${type.name}.${value.name} has different values in its subgraphs: it can't be linked.`);
    value.value = [...inner][0];
  }
}

/** Default values were read from the SDL before scalars and enums knew their inner values. */
function retakeDefaults(
  inputs: readonly { type: GraphQLInputType; defaultValue?: unknown; astNode?: InputNode }[],
): void {
  for (const input of inputs) {
    if (input.astNode?.defaultValue) input.defaultValue = valueFromAST(input.astNode.defaultValue, input.type);
  }
}
type InputNode = { readonly defaultValue?: Parameters<typeof valueFromAST>[0] } | null;

function extensionsOf(subgraphs: readonly Subgraph[], type: string, field: string): Field["extensions"] {
  for (const { schema } of subgraphs) {
    const declared = schema.getType(type);
    const own = isInterfaceType(declared) ? declared.getFields()[field] : undefined;
    if (own) return own.extensions;
  }
  return {};
}

function takeField(map: GraphMap, type: GraphQLObjectType, field: Field): void {
  const subgraph = map.resolves(type.name, field.name);
  const own = (subgraph.schema.getType(type.name) as GraphQLObjectType).getFields()[field.name]!;
  const entity = map.entity(type.name);
  field.subscribe = own.subscribe;
  const read = entity ? entityFieldReader(map, entity, subgraph, own) : own.resolve;
  const complete = completionOf(map, subgraph, field.type, read !== undefined);
  if (complete) field.resolve = completedBy(read ?? defaultFieldResolver, complete);
  else if (read) field.resolve = read;
  field.extensions = entity && field.resolve ? withReads(entity, subgraph, own) : own.extensions;
}

/** How a field of an entity is read: by its owner from the owner's object, by another subgraph from the key alone. */
function entityFieldReader(map: GraphMap, entity: Entity, subgraph: Subgraph, field: Field): Resolver | undefined {
  const { resolve } = field;
  if (subgraph === entity.owner) {
    if (!resolve) return undefined;
    return (root, args, context, info) =>
      root instanceof Stub ? readStub(root, field.name) : resolve(root, args, context, info);
  }
  const required = requiredFields(field);
  const owned = (entity.owner.schema.getType(entity.type) as GraphQLObjectType).getFields();
  for (const { name } of required) {
    const what = `[${subgraph.name}] ${entity.type}.${field.name} requires ${name.value}`;
    if (map.resolves(entity.type, name.value) !== entity.owner) throw new Error(`${what}, which isn't its owner's.`);
    const { name: type } = getNamedType(owned[name.value]!.type);
    if (map.entity(type)) throw new Error(`${what}, which is of ${type}, an entity of its own: it can't be linked.`);
  }
  const key = entity.keyIn.get(subgraph)!;
  const readKey = stubReader(entity.owner.schema.getType(entity.type) as GraphQLObjectType, key, required);
  const needed = [...key, ...required.map(({ name }) => name.value)];
  return (root, args, context, info) => {
    if (root instanceof Stub) {
      const stub = new Stub(entity.type);
      for (const name of needed) {
        stub[name] = readStub(root, name);
        // The owner has no such entity: apart, nobody would be asked.
        if (stub[name] === null) return null;
      }
      return resolve!(stub, args, context, info);
    }
    const stub = readKey(root as object, context, info);
    return isPromise(stub)
      ? stub.then((settled) => resolve!(settled, args, context, info))
      : resolve!(stub, args, context, info);
  };
}
