import {
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isUnionType,
  Kind,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";
import type { Operation } from "./operation.ts";
import { linksOf, scopeDirectives } from "./security.ts";

/** By coordinate (`Type` or `Type.field`): alternatives, each a list of scopes that are needed together. */
export type RequiredScopes = ReadonlyMap<string, readonly (readonly string[])[]>;

/** Who asks, as far as scopes matter. */
export interface ScopeHolder {
  readonly signedIn: boolean;
  readonly scopes: ReadonlySet<string>;
}

/** The scopes that a graph asks for, and who holds which. */
export interface ScopeCheck {
  readonly required: RequiredScopes;
  readonly holder: (context: never) => ScopeHolder;
}

/** A field of an operation that needs scopes: its place in the answer, and what each rule on it asks for. */
export interface ScopedField {
  readonly path: readonly string[];
  readonly requirements: readonly (readonly (readonly string[])[])[];
}

const known = /^https:\/\/specs\.apollo\.dev\/(link|join|tag|inaccessible|requiresScopes)\/v\d+\.\d+$/;

/**
 * The scopes that a supergraph asks for. Throws for a security feature that isn't enforced here, and for one that goes
 * by another name: a graph that would be served with a check left out isn't served.
 */
export function requiredScopes(supergraphSdl: string): RequiredScopes {
  const document = parse(supergraphSdl);
  for (const { url, as, purpose, imports } of linksOf(document)) {
    if (!known.test(url) && purpose !== "EXECUTION" && purpose !== null) {
      throw new Error(`The supergraph links ${url} for ${purpose}, which isn't enforced here.`);
    }
    if (as !== null || imports.some((one) => one.name !== one.as)) {
      throw new Error(`The supergraph links ${url} under another name.`);
    }
  }
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.DIRECTIVE_DEFINITION) continue;
    if (/authenticated|policy/i.test(definition.name.value)) {
      throw new Error(`The supergraph has @${definition.name.value}, which isn't enforced here.`);
    }
  }
  const required = new Map<string, readonly (readonly string[])[]>();
  for (const [place, directives] of scopeDirectives(document)) {
    const alternatives = directives.flatMap((directive) => {
      const scopes = directive.arguments?.find(({ name }) => name.value === "scopes")?.value;
      const read = scopes ? valueFromASTUntyped(scopes) : null;
      if (!Array.isArray(read)) throw new Error(`@requiresScopes on ${place} has no scopes.`);
      return read as string[][];
    });
    required.set(place, alternatives);
  }
  return required;
}

/**
 * The fields of an operation that need scopes. A field of an interface needs what any type behind it needs. A fragment
 * is read once for each type it is spread on, and reported where it is first used. Expects an operation whose `@skip` and
 * `@include` are decided: what they leave out needs nothing.
 */
export function scopedFields(
  schema: GraphQLSchema,
  required: RequiredScopes,
  { operation, fragments }: Operation,
): readonly ScopedField[] {
  if (required.size === 0) return [];
  const found: ScopedField[] = [];
  const visited = new Set<string>();
  const walk = (parent: GraphQLCompositeType, selection: SelectionSetNode, path: readonly string[]): void => {
    for (const node of selection.selections) {
      if (node.kind === Kind.FIELD) {
        if (node.name.value.startsWith("__") || isUnionType(parent)) continue;
        const field = parent.getFields()[node.name.value];
        if (!field) continue;
        const own = [...path, (node.alias ?? node.name).value];
        const type = getNamedType(field.type);
        const requirements = requirementsOf(schema, required, parent, field.name, type);
        if (requirements.length > 0) found.push({ path: own, requirements });
        if (node.selectionSet && isCompositeType(type)) walk(type, node.selectionSet, own);
        continue;
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      if (!fragment) continue;
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        const once = `${parent.name} ${node.name.value}`;
        if (visited.has(once)) continue;
        visited.add(once);
      }
      const condition = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : parent;
      if (condition && isCompositeType(condition)) walk(condition, fragment.selectionSet, path);
    }
  };
  const root = schema.getRootType(operation.operation);
  if (root) walk(root, operation.selectionSet, []);
  return found;
}

function requirementsOf(
  schema: GraphQLSchema,
  required: RequiredScopes,
  parent: GraphQLCompositeType,
  field: string,
  type: GraphQLNamedType,
): readonly (readonly (readonly string[])[])[] {
  const behind = isInterfaceType(parent) ? schema.getPossibleTypes(parent) : [];
  const places = new Set([...[parent, ...behind].flatMap(({ name }) => [`${name}.${field}`, name]), type.name]);
  return [...places].flatMap((place) => (required.has(place) ? [required.get(place)!] : []));
}

/** The errors for the fields that the holder lacks a scope for; none means that the operation may run, all of it. */
export function missingScopes(fields: readonly ScopedField[], holder: ScopeHolder): readonly GraphQLError[] {
  return fields.flatMap(({ path, requirements }) => {
    const lacking = requirements.find(
      (alternatives) => !alternatives.some((all) => all.every((scope) => holder.scopes.has(scope))),
    );
    if (!lacking) return [];
    if (!holder.signedIn) {
      return [new GraphQLError("Sign in to use this field.", { path, extensions: { code: "UNAUTHENTICATED" } })];
    }
    const wording = lacking.map((all) => all.join(" and ")).join(", or ") || "what nobody holds";
    return [new GraphQLError(`This field requires ${wording}.`, { path, extensions: { code: "FORBIDDEN" } })];
  });
}
