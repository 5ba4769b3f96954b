import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

/** One operation of a document, with the fragments that the document has. */
export interface Operation {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The variables that decide about `@skip` and `@include`. */
  readonly conditions: readonly string[];
}

type Variables = Readonly<Record<string, unknown>>;

/** The operation of that name, or the only one; null where the document has no such operation. */
export function operationOf(document: DocumentNode, name: string | null | undefined): Operation | null {
  const operations = document.definitions.filter(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  const named = name ? operations.filter((node) => node.name?.value === name) : operations;
  if (named.length !== 1) return null;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const conditions = new Set<string>();
  for (const node of [named[0]!, ...fragments.values()]) collectConditions(node.selectionSet, conditions);
  return { operation: named[0]!, fragments, conditions: [...conditions] };
}

function collectConditions(selection: SelectionSetNode | undefined, names: Set<string>): void {
  for (const node of selection?.selections ?? []) {
    for (const directive of node.directives ?? []) {
      const value = conditionOf(directive);
      if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
    }
    if (node.kind !== Kind.FRAGMENT_SPREAD) collectConditions(node.selectionSet, names);
  }
}

function conditionOf(directive: DirectiveNode) {
  if (directive.name.value !== "skip" && directive.name.value !== "include") return null;
  return directive.arguments?.find(({ name }) => name.value === "if")?.value ?? null;
}

/** The variables' answers to the operation's conditions, as a key: operations with the same key select the same. */
export function conditionKey({ conditions }: Operation, variables: Variables): string {
  return conditions.map((name) => (variables[name] === true ? "1" : "0")).join("");
}

/** The operation with `@skip` and `@include` carried out: what is left out is gone, and so are the directives. */
export function decided(operation: Operation, variables: Variables): Operation {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const [name, node] of operation.fragments) {
    fragments.set(name, { ...node, selectionSet: decidedSelection(node.selectionSet, variables) });
  }
  const selectionSet = decidedSelection(operation.operation.selectionSet, variables);
  return { operation: { ...operation.operation, selectionSet }, fragments, conditions: [] };
}

function decidedSelection(selection: SelectionSetNode, variables: Variables): SelectionSetNode {
  const selections = selection.selections.flatMap((node): SelectionNode[] => {
    if (node.directives?.some((directive) => leavesOut(directive, variables))) return [];
    const directives = node.directives?.filter((directive) => conditionOf(directive) === null) ?? [];
    if (node.kind === Kind.FRAGMENT_SPREAD) return [{ ...node, directives }];
    if (!node.selectionSet) return [{ ...node, directives } as SelectionNode];
    return [{ ...node, directives, selectionSet: decidedSelection(node.selectionSet, variables) } as SelectionNode];
  });
  return { ...selection, selections };
}

function leavesOut(directive: DirectiveNode, variables: Variables): boolean {
  const value = conditionOf(directive);
  if (!value) return false;
  const condition =
    value.kind === Kind.VARIABLE ? variables[value.name.value] === true : value.kind === Kind.BOOLEAN && value.value;
  return directive.name.value === "skip" ? condition : !condition;
}

/** The first field that an operation selects, through fragments; null where it selects none. */
export function rootFieldOf({ operation, fragments }: Operation): FieldNode | null {
  const firstIn = ({ selections }: SelectionSetNode): FieldNode | null => {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) return node;
      const found = firstIn(
        node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : fragments.get(node.name.value)!.selectionSet,
      );
      if (found) return found;
    }
    return null;
  };
  return firstIn(operation.selectionSet);
}

/** The operation as a document. */
export function documentOf({ operation, fragments }: Operation): DocumentNode {
  return { kind: Kind.DOCUMENT, definitions: [operation, ...fragments.values()] };
}
