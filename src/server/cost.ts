import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { refused } from "./error-codes.ts";

/** What an operation may cost when the configuration says nothing. */
export const defaultCostBudget = 10_000;

/** What an operation would cost, in objects read, and the path of the field that most of it is spent below. */
export interface Cost {
  readonly requested: number;
  readonly heaviest: readonly string[];
}

interface Priced {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The greatest page, and what a list counts for that has no `first`. */
const greatestPage = 100;
const unpagedList = 10;

/**
 * The cost of a validated operation before it runs: 1 for each object (or what the field's `complexity` says), a list
 * as often as its `first` allows (cut to 100; where it is missing, its default), values for nothing. Fragments are
 * priced once, so this is linear in the operation.
 */
export function costOf(priced: Priced): Cost {
  const { schema, operation } = priced;
  const root = schema.getRootType(operation.operation);
  if (!root) return { requested: 0, heaviest: [] };
  const { total, heaviest } = new Pricing(priced).selection(operation.selectionSet, root, null);
  return { requested: Math.min(total, Number.MAX_SAFE_INTEGER), heaviest };
}

/** Throws COST_EXCEEDED for a cost over the budget, naming the field to ask less of. */
export function refuseOverBudget({ requested, heaviest }: Cost, budget: number): void {
  if (requested <= budget) return;
  const place = heaviest.join(".");
  throw refused(
    "COST_EXCEEDED",
    `This operation costs ${requested}, over the budget of ${budget}. Most of it is \`${place}\`: ask for fewer rows there (\`first\`), or for less of each.`,
    { requested, budget, heaviest: place },
  );
}

/** A field's `complexity` extension: objects, or their number from the arguments and the cost below. */
type Complexity = number | ((options: { args: Record<string, unknown>; childComplexity: number }) => number);

interface Part {
  readonly total: number;
  /** Whatever most of the total is spent below, from here. */
  readonly heaviest: readonly string[];
}
const free: Part = { total: 0, heaviest: [] };

class Pricing {
  readonly #schema: GraphQLSchema;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #priced = new Map<string, Part>();

  constructor({ schema, document, operation, variables }: Priced) {
    this.#schema = schema;
    this.#variables = withDefaults(operation, variables);
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
    }
  }

  /** The parts of a selection on `type`; `page` is the page's length where that type is a connection. */
  selection(set: SelectionSetNode, type: GraphQLNamedType, page: number | null): Part {
    const parts = set.selections.map((selection) => this.#part(selection, type, page));
    const total = parts.reduce((sum, part) => sum + part.total, 0);
    const most = parts.reduce((found, part) => (part.total > found.total ? part : found), free);
    return { total, heaviest: most.total * 2 >= total ? most.heaviest : [] };
  }

  #part(selection: SelectionNode, type: GraphQLNamedType, page: number | null): Part {
    if (selection.kind === Kind.FIELD) return this.#field(selection, type, page);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#fragment(selection.name.value, page);
    const condition = selection.typeCondition && this.#schema.getType(selection.typeCondition.name.value);
    return this.selection(selection.selectionSet, condition ?? type, page);
  }

  #fragment(name: string, page: number | null): Part {
    const key = `${page} ${name}`;
    const known = this.#priced.get(key);
    if (known) return known;
    const definition = this.#fragments.get(name);
    const type = definition && this.#schema.getType(definition.typeCondition.name.value);
    const part = definition && type ? this.selection(definition.selectionSet, type, page) : free;
    this.#priced.set(key, part);
    return part;
  }

  #field(node: FieldNode, type: GraphQLNamedType, page: number | null): Part {
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    if (!field) return free;
    const below = getNamedType(field.type);
    const first = this.#pageLength(node, field);
    const ofConnection = isList(field.type) ? null : first;
    const inner =
      node.selectionSet && isCompositeType(below) ? this.selection(node.selectionSet, below, ofConnection) : free;
    const complexity = field.extensions.complexity as Complexity | undefined;
    const own = typeof complexity === "number" ? complexity : isCompositeType(below) ? 1 : 0;
    const times = isCompositeType(below) ? repetitions(field.type, first ?? page) : 1;
    const total =
      typeof complexity === "function"
        ? countable(complexity({ args: this.#arguments(node, field), childComplexity: inner.total }))
        : times * (own + inner.total);
    const path = node.name.value;
    return { total, heaviest: inner.total >= own ? [path, ...inner.heaviest] : [path] };
  }

  /** What `first` lets through, or null for a field without one. A missing one counts its default, or a whole page. */
  #pageLength(node: FieldNode, field: GraphQLField<unknown, unknown>): number | null {
    const declared = field.args.find(({ name }) => name === "first");
    if (!declared) return null;
    const given = node.arguments?.find(({ name }) => name.value === "first")?.value;
    const asked =
      given?.kind === Kind.VARIABLE
        ? this.#variables[given.name.value]
        : given?.kind === Kind.INT
          ? Number(given.value)
          : undefined;
    const first = asked === undefined && given?.kind !== Kind.NULL ? declared.defaultValue : asked;
    return typeof first === "number" && !Number.isNaN(first)
      ? Math.min(Math.max(first, 1), greatestPage)
      : greatestPage;
  }

  #arguments(node: FieldNode, field: GraphQLField<unknown, unknown>): Record<string, unknown> {
    try {
      return getArgumentValues(field, node, this.#variables);
    } catch {
      return {};
    }
  }
}

const isList = (type: GraphQLOutputType): boolean => isListType(isNonNullType(type) ? type.ofType : type);

/** What a function gives is NaN for variables of a wrong type, which the executor refuses by itself. */
const countable = (total: number): number => (Number.isNaN(total) ? 0 : Math.max(total, 0));

/** How many objects a field's type holds: a list by its page or, without one, ten; lists in lists multiply. */
function repetitions(type: GraphQLOutputType, page: number | null): number {
  if (isNonNullType(type)) return repetitions(type.ofType, page);
  return isListType(type) ? (page ?? unpagedList) * repetitions(type.ofType, null) : 1;
}

/** Variables as given, or as the operation defaults them: only whole numbers matter here. */
function withDefaults({ variableDefinitions }: OperationDefinitionNode, given: Readonly<Record<string, unknown>>) {
  const values: Record<string, unknown> = { ...given };
  for (const { variable, defaultValue } of variableDefinitions ?? []) {
    const name = variable.name.value;
    if (values[name] === undefined && defaultValue?.kind === Kind.INT) values[name] = Number(defaultValue.value);
  }
  return values;
}
