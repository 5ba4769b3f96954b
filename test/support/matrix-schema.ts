import { readFileSync } from "node:fs";
import {
  buildSchema,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";

/** The schema as it is promised to clients. */
export const apiSchema: GraphQLSchema = buildSchema(readFileSync("schema/api.graphql", "utf8"));

export type Field = GraphQLField<unknown, unknown>;

const root = (type: GraphQLObjectType | null | undefined): readonly Field[] => Object.values(type?.getFields() ?? {});

export const queries = root(apiSchema.getQueryType());
export const mutations = root(apiSchema.getMutationType());
export const subscriptions = root(apiSchema.getSubscriptionType());
/** The subscriptions that follow the feed. What must be told a span is streamed to its end. */
export const feeds = subscriptions.filter(({ args }) => !args.some((arg) => isNonNullType(arg.type)));

/** Every object type of the schema but the roots. */
export const objectTypes: readonly GraphQLObjectType[] = Object.values(apiSchema.getTypeMap()).filter(
  (type): type is GraphQLObjectType =>
    isObjectType(type) && !type.name.startsWith("__") && !["Query", "Mutation", "Subscription"].includes(type.name),
);

/** What every list is made of, and what every mutation answers with: their shapes are the conventions' to check. */
export const isPart = ({ name }: GraphQLNamedType): boolean => /(Connection|Edge|Payload)$/.test(name);

export const isNode = (type: GraphQLNamedType): boolean =>
  (isObjectType(type) && type.getInterfaces().some(({ name }) => name === "Node")) || isInterfaceType(type);

export const isConnection = ({ name }: GraphQLNamedType): boolean => name.endsWith("Connection");

/** What a connection lists. */
export const listedIn = (connection: GraphQLNamedType): GraphQLObjectType =>
  getNamedType((connection as GraphQLObjectType).getFields().nodes?.type) as GraphQLObjectType;

export const isList = ({ type }: Pick<Field, "type">): boolean => isListType(isNonNullType(type) ? type.ofType : type);

/** What a selection shows of a field, by what the field is. */
function shown(field: Field, arguments_: string): string {
  const type = getNamedType(field.type);
  if (!isCompositeType(type)) return field.name;
  if (isConnection(type)) {
    const listed = listedIn(type);
    const nodes = isNode(listed) ? "{ id }" : everythingOf(listed);
    return `${field.name}(first: 100${arguments_}) { totalCount nodes ${nodes} }`;
  }
  if (isNode(type)) return `${field.name} { __typename id }`;
  return `${field.name} ${everythingOf(type as GraphQLObjectType)}`;
}

/**
 * Everything of a type: its values whole, the records and lists that it leads to by their ids. `more` gives lists
 * arguments beside `first`.
 */
export function everythingOf(type: GraphQLObjectType, more = ""): string {
  return `{ ${Object.values(type.getFields())
    .map((field) => shown(field, more))
    .join(" ")} }`;
}

/** A field of an input with its path, lists' items as the list itself. */
export interface InputPlace {
  readonly path: string;
  readonly field: GraphQLInputField;
}

/** Every field of an input, those of nested inputs after it. */
export function inputPlaces(type: GraphQLInputObjectType, prefix = ""): readonly InputPlace[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const path = `${prefix}${field.name}`;
    const inner = getNamedType(field.type);
    return [{ path, field }, ...(isInputObjectType(inner) ? inputPlaces(inner, `${path}.`) : [])];
  });
}

/** The type of a mutation's only argument. */
export const inputOf = ({ args }: Field): GraphQLInputObjectType =>
  getNamedType(args[0]?.type) as GraphQLInputObjectType;

/** A mutation with its whole payload's refusals. */
export const mutationDocument = (mutation: Field, selection = ""): string =>
  `mutation M($input: ${inputOf(mutation).name}!) { result: ${mutation.name}(input: $input) {
    ${selection} refusals { code message field blockers from attempted } } }`;
