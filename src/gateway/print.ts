import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type GraphQLNamedType,
  type InputValueDefinitionNode,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isTypeDefinitionNode,
  Kind,
  parse,
  print,
  printSchema,
  type TypeDefinitionNode,
  visit,
} from "graphql";
import type { Subgraph } from "./subgraph.ts";

/** The version of the Federation specification that a subgraph's SDL speaks: the first with `@requiresScopes`. */
const federationVersion = "v2.5";

const ownDirectives = new Set(["deprecated", "specifiedBy", "oneOf"]);
const rootTypes = new Set(["Query", "Mutation", "Subscription"]);

/**
 * The Federation 2 SDL of a subgraph: what `_service { sdl }` answers and what is composed. Root types first, then by
 * name; fields in the order of their declaration, root fields by name. Imports exactly the directives that it uses.
 */
export function printSubgraph(subgraph: Subgraph): string {
  const { schema } = subgraph;
  const types = parse(printSchema(schema), { noLocation: true })
    .definitions.filter(isTypeDefinitionNode)
    .map((node) => withDirectives(node, schema.getType(node.name.value)!))
    .sort((a, b) => rank(a) - rank(b) || compare(a.name.value, b.name.value));
  const used = [...directivesOf(types)].sort().map((name) => `"@${name}"`);
  const imported = used.length > 0 ? `, import: [${used.join(", ")}]` : "";
  const link = `extend schema @link(url: "https://specs.apollo.dev/federation/${federationVersion}"${imported})`;
  return `${link}\n\n${types.map((node) => print(node)).join("\n\n")}\n`;
}

function rank(node: TypeDefinitionNode): number {
  return rootTypes.has(node.name.value) ? ["Query", "Mutation", "Subscription"].indexOf(node.name.value) : 3;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function withDirectives(node: TypeDefinitionNode, type: GraphQLNamedType): TypeDefinitionNode {
  if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION) {
    if (!isObjectType(type) && !isInterfaceType(type)) return node;
    const fields = (node.fields ?? []).map((field): FieldDefinitionNode => {
      const definition = type.getFields()[field.name.value]!;
      const args = (field.arguments ?? []).map((arg): InputValueDefinitionNode => {
        const own = definition.args.find(({ name }) => name === arg.name.value);
        return { ...arg, directives: merged(arg.directives, own?.astNode?.directives) };
      });
      return { ...field, arguments: args, directives: merged(field.directives, definition.astNode?.directives) };
    });
    if (rootTypes.has(type.name)) fields.sort((a, b) => compare(a.name.value, b.name.value));
    return { ...node, fields, directives: merged(node.directives, type.astNode?.directives) };
  }
  if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION && isInputObjectType(type)) {
    const fields = (node.fields ?? []).map((field): InputValueDefinitionNode => {
      const own = type.getFields()[field.name.value]?.astNode?.directives;
      return { ...field, directives: merged(field.directives, own) };
    });
    return { ...node, fields, directives: merged(node.directives, type.astNode?.directives) };
  }
  return node;
}

/** printSchema writes the specification's own directives and drops the rest; the classes' decorators hold the rest. */
function merged(
  printed: readonly ConstDirectiveNode[] | undefined,
  declared: readonly ConstDirectiveNode[] | undefined,
): ConstDirectiveNode[] {
  const federated = (declared ?? []).filter(({ name }) => !ownDirectives.has(name.value));
  return [...federated.toSorted((a, b) => compare(a.name.value, b.name.value)), ...(printed ?? [])];
}

function directivesOf(definitions: readonly DefinitionNode[]): Set<string> {
  const names = new Set<string>();
  visit(
    { kind: Kind.DOCUMENT, definitions },
    { Directive: ({ name }) => void (ownDirectives.has(name.value) || names.add(name.value)) },
  );
  return names;
}
