import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import type { Operation } from "./operation.ts";

/**
 * How many selections an operation has once it is written out as it is compiled and planned: fragments where they are
 * spread, and a selection on an interface or union once for each of its types, which doubles at every level that goes
 * back to one. Takes time in the operation's length times the number of types, however much it counts.
 */
export function writtenOut(schema: GraphQLSchema, operation: Operation): number {
  const root = schema.getRootType(operation.operation.operation);
  return root ? new Counting(schema, operation).on(operation.operation.selectionSet, root) : 0;
}

/** The root fields that no type lists. */
const aboutSchema = new Map([
  ["__schema", "__Schema"],
  ["__type", "__Type"],
]);

class Counting {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Operation["fragments"];
  readonly #known = new Map<SelectionSetNode, Map<string, number>>();

  constructor(schema: GraphQLSchema, { fragments }: Operation) {
    this.#schema = schema;
    this.#fragments = fragments;
  }

  /** What a selection counts on a type. */
  on(set: SelectionSetNode, type: GraphQLNamedType): number {
    const known = this.#known.get(set) ?? new Map<string, number>();
    this.#known.set(set, known);
    const counted = known.get(type.name);
    if (counted !== undefined) return counted;
    // A fragment that spreads itself is refused by validation: here it is endless.
    known.set(type.name, Number.POSITIVE_INFINITY);
    const count = isAbstractType(type)
      ? sum(this.#schema.getPossibleTypes(type), (possible) => this.on(set, possible))
      : sum(set.selections, (selection) => this.#one(selection, type));
    known.set(type.name, count);
    return count;
  }

  #one(selection: SelectionNode, type: GraphQLNamedType): number {
    if (selection.kind === Kind.FIELD) {
      const below = selection.selectionSet && this.#typeBelow(type, selection.name.value);
      return 1 + (selection.selectionSet && below ? this.on(selection.selectionSet, below) : 0);
    }
    const spread = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
    if (!spread || !this.#applies(spread.typeCondition?.name.value, type)) return 0;
    return this.on(spread.selectionSet, type);
  }

  #typeBelow(type: GraphQLNamedType, field: string): GraphQLNamedType | undefined {
    const schemaType = aboutSchema.get(field);
    if (schemaType) return this.#schema.getType(schemaType);
    const declared = isObjectType(type) ? type.getFields()[field] : undefined;
    return declared && getNamedType(declared.type);
  }

  #applies(condition: string | undefined, type: GraphQLNamedType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.#schema.getType(condition);
    if (!isAbstractType(named)) return false;
    return isObjectType(type) && this.#schema.isSubType(named, type);
  }
}

function sum<Item>(items: readonly Item[], count: (item: Item) => number): number {
  let total = 0;
  for (const item of items) total += count(item);
  return total;
}
