import {
  type GraphQLAbstractType,
  GraphQLSchema,
  type GraphQLTypeResolver,
  isAbstractType,
  isObjectType,
  validateSchema,
} from "graphql";
import { type BuildSchemaOptions, buildSchemaSync, getMetadataStorage, type ValidatorFn } from "type-graphql";
import { argumentValidator } from "./validate-arguments.ts";

/** What names one entity to another subgraph: the type and the fields of one of its keys, or what `@requires` adds. */
export type Representation = { readonly __typename: string } & Readonly<Record<string, unknown>>;

/** Finds one entity by its representation; null where there is none that the caller may see. Loaders do the batching. */
export type ReferenceResolver<C = never> = (representation: Representation, context: C) => Promise<object | null>;

/**
 * One part of the graph: its schema, and for each entity type that it owns the way to find one. An entity type without
 * a reference resolver is a stub of another subgraph's type: its fields' resolvers get the key alone.
 */
export interface Subgraph<C = never> {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly references: Readonly<Record<string, ReferenceResolver<C>>>;
}

export interface SubgraphOptions<C = never> {
  readonly name: string;
  readonly resolvers: BuildSchemaOptions["resolvers"];
  readonly references?: Readonly<Record<string, ReferenceResolver<C>>>;
  readonly orphanedTypes?: BuildSchemaOptions["orphanedTypes"];
  readonly validate?: BuildSchemaOptions["validate"];
}

/**
 * A subgraph of TypeGraphQL classes. A field that is a property of the same name gets no resolver function, so that a
 * compiled query reads it in place: where the property holds a function or a promise, the field needs a resolver. An
 * object of an interface or union may say its type in `__typename`. Throws for an invalid schema.
 */
export function buildSubgraph<C = never>(options: SubgraphOptions<C>): Subgraph<C> {
  settleRegister();
  const built = buildSchemaSync({
    resolvers: options.resolvers,
    orphanedTypes: [...resolvedTypes(options.resolvers), ...(options.orphanedTypes ?? [])],
    validate: options.validate,
    ...(options.validate === true ? { validateFn: argumentValidator() as ValidatorFn } : {}),
    pubSub: everySubscriptionHasItsSource,
    skipCheck: true,
  });
  const schema = withoutEmptyRoots(built);
  const errors = validateSchema(schema).filter(({ message }) => message !== "Query root type must be provided.");
  if (errors.length > 0) {
    throw new Error(
      `Subgraph "${options.name}" is invalid:\n${errors.map(({ message }) => `- ${message}`).join("\n")}`,
    );
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = namedOr(type);
  }
  const references = options.references ?? {};
  for (const type of Object.keys(references)) {
    if (!isObjectType(schema.getType(type))) {
      throw new Error(
        `Subgraph "${options.name}" has a reference resolver for "${type}", which is no object type of it.`,
      );
    }
  }
  return { name: options.name, schema, references };
}

/** TypeGraphQL asks for one, though each of our subscriptions brings the source that it follows. */
const everySubscriptionHasItsSource: NonNullable<BuildSchemaOptions["pubSub"]> = {
  publish: () => undefined,
  subscribe: (topic) => {
    throw new Error(`A subscription must bring its own source: "${topic}" has none.`);
  },
};

/** TypeGraphQL keeps one register of all classes: what is set here holds for every subgraph built in the process. */
function settleRegister(): void {
  const storage = getMetadataStorage();
  for (const field of storage.fields) {
    const guarded = storage.middlewares.some(
      ({ target, fieldName }) => target === field.target && fieldName === field.name,
    );
    if (field.schemaName === field.name && !guarded) field.simple ??= true;
  }
  // Else an interface would drag the types of every other room that implements it into this subgraph.
  for (const type of storage.interfaceTypes) type.autoRegisteringDisabled = true;
  // Decorators of parameters run from right to left; the graph shows arguments as they are written.
  storage.params.sort((a, b) => a.index - b.index);
}

/** The types whose fields the resolvers resolve: one that nothing returns, as a stub may be, belongs all the same. */
function resolvedTypes(resolvers: SubgraphOptions["resolvers"]): readonly ResolverClass[] {
  const { fieldResolvers, resolverClasses } = getMetadataStorage();
  const withFields = new Set(fieldResolvers.map(({ target }) => target));
  return resolverClasses
    .filter(({ target }) => resolvers.includes(target) && withFields.has(target))
    .map(({ getObjectType }) => getObjectType() as ResolverClass);
}

type ResolverClass = SubgraphOptions["resolvers"][number];

function withoutEmptyRoots(schema: GraphQLSchema): GraphQLSchema {
  const query = schema.getQueryType();
  if (!query || Object.keys(query.getFields()).length > 0) return schema;
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, query: null, types: config.types.filter((type) => type !== query) });
}

/** An object that says its type is believed, without asking the classes, which don't know other subgraphs' stubs. */
function namedOr(type: GraphQLAbstractType): GraphQLTypeResolver<unknown, unknown> {
  const own = type.resolveType;
  return (value, context, info, abstract) => {
    const named = (value as { __typename?: unknown } | null)?.__typename;
    return typeof named === "string" ? named : own?.(value, context, info, abstract);
  };
}
