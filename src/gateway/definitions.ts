import {
  type ConstDirectiveNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type NamedTypeNode,
} from "graphql";
import { fieldSet, fieldsOf, stringArgument } from "./keys.ts";

type Member = FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode | NamedTypeNode;

/** One type as one subgraph declares it, its extensions taken in. */
export interface TypeInSubgraph {
  readonly name: string;
  readonly kind: "object" | "interface" | "input" | "enum" | "union" | "scalar";
  readonly directives: ConstDirectiveNode[];
  /** Fields, input fields, enum values or union members, by name. */
  readonly members: Map<string, Member>;
  /** The fields that any of its keys names at its top level. */
  readonly keyFields: Set<string>;
}

const kinds: Partial<Record<Kind, TypeInSubgraph["kind"]>> = {
  [Kind.OBJECT_TYPE_DEFINITION]: "object",
  [Kind.OBJECT_TYPE_EXTENSION]: "object",
  [Kind.INTERFACE_TYPE_DEFINITION]: "interface",
  [Kind.INTERFACE_TYPE_EXTENSION]: "interface",
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: "input",
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: "input",
  [Kind.ENUM_TYPE_DEFINITION]: "enum",
  [Kind.ENUM_TYPE_EXTENSION]: "enum",
  [Kind.UNION_TYPE_DEFINITION]: "union",
  [Kind.UNION_TYPE_EXTENSION]: "union",
  [Kind.SCALAR_TYPE_DEFINITION]: "scalar",
  [Kind.SCALAR_TYPE_EXTENSION]: "scalar",
};

/** The name of a root operation's type. */
export const rootTypes: ReadonlySet<string> = new Set(["Query", "Mutation", "Subscription"]);

/**
 * The types that a subgraph's SDL declares, by name; without the federation machinery that some servers print. Root types
 * go by their plain names, whatever the subgraph calls them, as they do in the supergraph.
 */
export function typesOf(document: DocumentNode): ReadonlyMap<string, TypeInSubgraph> {
  const types = new Map<string, TypeInSubgraph>();
  const roots = rootNames(document);
  for (const node of document.definitions) {
    const kind = kinds[node.kind];
    if (!kind || !("name" in node) || !node.name || node.name.value.startsWith("_")) continue;
    const name = roots.get(node.name.value) ?? node.name.value;
    const type: TypeInSubgraph = types.get(name) ?? {
      name,
      kind,
      directives: [],
      members: new Map(),
      keyFields: new Set(),
    };
    types.set(name, type);
    type.directives.push(...((node.directives ?? []) as readonly ConstDirectiveNode[]));
    for (const member of membersOf(node))
      if (!member.name.value.startsWith("_")) type.members.set(member.name.value, member);
  }
  for (const type of types.values()) {
    for (const directive of type.directives) if (directive.name.value === "key") readKey(type, directive);
  }
  return types;
}

/** What the supergraph calls the root types that a subgraph names itself. */
function rootNames({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  const plain = { query: "Query", mutation: "Mutation", subscription: "Subscription" } as const;
  return new Map(
    definitions
      .filter((node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
      .flatMap(({ operationTypes = [] }) =>
        operationTypes.map(({ operation, type }) => [type.name.value, plain[operation]] as const),
      ),
  );
}

function readKey(type: TypeInSubgraph, directive: ConstDirectiveNode): void {
  try {
    for (const { name } of fieldsOf(fieldSet(stringArgument(directive, "fields") ?? "")))
      type.keyFields.add(name.value);
  } catch {
    // A key that can't be read is for the composition to report.
  }
}

function membersOf(node: object): readonly Member[] {
  const { fields, values, types } = node as Partial<Record<"fields" | "values" | "types", readonly Member[]>>;
  return fields ?? values ?? types ?? [];
}

/** Whether a field is only named by its subgraph, and resolved by another. */
export function isExternal(member: Member): boolean {
  return directiveNames(member).includes("external");
}

/** The names of a member's directives. */
export function directiveNames(member: Member): readonly string[] {
  return "directives" in member ? (member.directives ?? []).map(({ name }) => name.value) : [];
}
