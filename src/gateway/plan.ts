import type { PlanNode, QueryPlanner, RequiresSelection } from "@graphql-hive/router-query-planner";
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { documentOf, type Operation } from "./operation.ts";

/** The keys that an answer may have, and those below each. */
export type KeyTree = ReadonlyMap<string, KeyTree>;

/** What one planned request asks for. */
export interface Asked {
  /** For each key at the root of the answer, the keys asked of each type there. */
  readonly byType: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  readonly tree: KeyTree;
}

/** A plan as it is run: the planner's nodes, and what each request asks for. */
export interface Plan {
  readonly node: PlanNode | null;
  /** By the text of a request's operation. */
  readonly asked: ReadonlyMap<string, Asked>;
}

const aliasPrefix = "as_";

/**
 * The key under which the plan keeps a field. Aliases are set apart, so that none hides a field of the same name that
 * the plan needs for itself: a key, or what `@requires` names.
 */
export function planKey({ alias, name }: FieldNode): string {
  return alias ? `${aliasPrefix}${alias.value}` : name.value;
}

/** The client's key for a step of a path in the plan's keys. */
export function clientKey(step: string | number): string | number {
  return typeof step === "string" && step.startsWith(aliasPrefix) ? step.slice(aliasPrefix.length) : step;
}

/** Plans an operation whose conditions are decided; fields about the schema itself aren't planned. */
export async function planOperation(
  planner: QueryPlanner,
  schema: GraphQLSchema,
  operation: Operation,
  signal: AbortSignal,
): Promise<Plan> {
  const prepared = forPlanner(schema, operation);
  if (prepared.operation.selectionSet.selections.length === 0) return { node: null, asked: new Map() };
  const text = print(documentOf(prepared));
  const { node } = await planner.planAsync(text, undefined, new Set(), 0, signal);
  const asked = new Map<string, Asked>();
  if (node) collectAsked(node, asked);
  return { node: node ?? null, asked };
}

function forPlanner(schema: GraphQLSchema, { operation, fragments, conditions }: Operation): Operation {
  const used = new Map<string, FragmentDefinitionNode>();
  const rekey: Rekeying = {
    use(name) {
      const fragment = fragments.get(name);
      if (used.has(name) || !fragment) return;
      used.set(name, fragment);
      const type = schema.getType(fragment.typeCondition.name.value);
      used.set(name, { ...fragment, selectionSet: rekeyed(rekey, fragment.selectionSet, type) });
    },
    narrowed: (name) => schema.getType(name),
  };
  const root = schema.getRootType(operation.operation) ?? undefined;
  const selectionSet = rekeyed(rekey, operation.selectionSet, root, true);
  return { operation: { ...operation, name: undefined, selectionSet }, fragments: used, conditions };
}

interface Rekeying {
  readonly use: (fragment: string) => void;
  readonly narrowed: (type: string) => GraphQLNamedType | undefined;
}

/**
 * The selection with aliases set apart. One on an interface or union asks for the type's name, which shapes the answer,
 * and so does one that `@skip` emptied.
 */
function rekeyed(
  rekey: Rekeying,
  selection: SelectionSetNode,
  type: GraphQLNamedType | undefined,
  root = false,
): SelectionSetNode {
  const selections = selection.selections.flatMap((node): SelectionNode[] => {
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      rekey.use(node.name.value);
      return [node];
    }
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const narrowed = node.typeCondition ? rekey.narrowed(node.typeCondition.name.value) : type;
      const inner = rekeyed(rekey, node.selectionSet, narrowed, root);
      return inner.selections.length === 0 ? [] : [{ ...node, selectionSet: inner }];
    }
    if (root && node.name.value.startsWith("__")) return [];
    const alias = node.alias ? { ...node.alias, value: planKey(node) } : undefined;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    const below = node.selectionSet && rekeyed(rekey, node.selectionSet, field && getNamedType(field.type));
    return [{ ...node, alias, selectionSet: below }];
  });
  if (root || (selections.length > 0 && !isAbstractType(type))) return { ...selection, selections };
  return {
    ...selection,
    selections: [...selections, { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } }],
  };
}

function collectAsked(node: PlanNode, asked: Map<string, Asked>): void {
  switch (node.kind) {
    case "Fetch":
    case "BatchFetch":
      noteAsked(node, asked);
      break;
    case "Sequence":
    case "Parallel":
      for (const inner of node.nodes) collectAsked(inner, asked);
      break;
    case "Flatten":
      collectAsked(node.node, asked);
      break;
    case "Subscription":
      // A fetch, though the planner doesn't say so: it has no kind.
      noteAsked(node.primary, asked);
      break;
    default:
      throw new Error(`A plan with a ${node.kind} node can't be run here.`);
  }
}

function noteAsked({ operation }: { readonly operation: string }, asked: Map<string, Asked>): void {
  asked.set(operation, askedBy(parse(operation, { noLocation: true })));
}

function askedBy(document: DocumentNode): Asked {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
    if (node.kind === Kind.OPERATION_DEFINITION) operation = node;
  }
  const byType = new Map<string, ReadonlyMap<string, readonly string[]>>();
  for (const node of [...fieldsByType(operation!.selectionSet, fragments, "").values()].flat()) {
    const asked = new Map<string, string[]>();
    for (const [type, fields] of fieldsByType(node.selectionSet, fragments, ""))
      asked.set(type, fields.map(responseKey));
    byType.set(responseKey(node), asked);
  }
  const tree = new Map<string, KeyTree>();
  growTree(tree, operation!.selectionSet, fragments);
  return { byType, tree };
}

function growTree(
  tree: Map<string, KeyTree>,
  selection: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): void {
  for (const node of [...fieldsByType(selection, fragments, "").values()].flat()) {
    const below = (tree.get(responseKey(node)) ?? new Map()) as Map<string, KeyTree>;
    tree.set(responseKey(node), below);
    if (node.selectionSet) growTree(below, node.selectionSet, fragments);
  }
}

function responseKey({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function fieldsByType(
  selection: SelectionSetNode | undefined,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  type: string,
  found = new Map<string, FieldNode[]>(),
): Map<string, FieldNode[]> {
  for (const node of selection?.selections ?? []) {
    if (node.kind === Kind.FIELD) {
      if (!found.has(type)) found.set(type, []);
      found.get(type)!.push(node);
      continue;
    }
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
    if (fragment) fieldsByType(fragment.selectionSet, fragments, fragment.typeCondition?.name.value ?? type, found);
  }
  return found;
}

/** The parts of `requires` that apply to an object of a type, fragments opened. */
export function requiredOf(
  selections: readonly RequiresSelection[],
  applies: (condition: string) => boolean,
): RequiredField[] {
  return selections.flatMap((selection): RequiredField[] => {
    if (selection.kind === "Field") return [selection];
    if (selection.kind === "InlineFragment" && applies(selection.typeCondition))
      return requiredOf(selection.selections, applies);
    return [];
  });
}
type RequiredField = Extract<RequiresSelection, { kind: "Field" }>;
