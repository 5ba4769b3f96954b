import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type ObjectTypeDefinitionNode,
  visit,
} from "graphql";

const specified = ["deprecated", "specifiedBy", "oneOf", "link"];

/** The federation directives that the gateway understands: routing, and the one check that it enforces. */
const understood = [
  "key",
  "shareable",
  "external",
  "requires",
  "provides",
  "override",
  "extends",
  "inaccessible",
  "tag",
  "requiresScopes",
];
const federationUrl = /^https:\/\/specs\.apollo\.dev\/federation\/v2\.\d+$/;
const machinery = new Set(["FieldSet", "Import", "Purpose"]);

/** One specification that a schema links. */
interface Link {
  readonly url: string;
  readonly as: string | null;
  readonly purpose: string | null;
  readonly imports: readonly { readonly name: string; readonly as: string }[];
}

/** What a schema's `@link` directives say. */
export function linksOf(document: DocumentNode): readonly Link[] {
  const links: Link[] = [];
  const read = (node: { readonly directives?: readonly ConstDirectiveNode[] }): void => {
    for (const directive of node.directives ?? []) if (directive.name.value === "link") links.push(linkOf(directive));
  };
  for (const node of document.definitions) {
    if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION) read(node);
  }
  return links;
}

function linkOf(directive: ConstDirectiveNode): Link {
  const value = (name: string): ConstValueNode | undefined =>
    directive.arguments?.find((argument) => argument.name.value === name)?.value;
  const text = (node: ConstValueNode | undefined): string | null =>
    node?.kind === Kind.STRING || node?.kind === Kind.ENUM ? node.value : null;
  const imported = value("import");
  const imports = (imported?.kind === Kind.LIST ? imported.values : []).map((item) => {
    if (item.kind !== Kind.OBJECT) return { name: text(item) ?? "", as: text(item) ?? "" };
    const field = (name: string): string | null => text(item.fields.find((one) => one.name.value === name)?.value);
    return { name: field("name") ?? "", as: field("as") ?? field("name") ?? "" };
  });
  return { url: text(value("url")) ?? "", as: text(value("as")), purpose: text(value("for")), imports };
}

/**
 * What about a subgraph's directives the gateway can't vouch for, a message for each: it composes only directives that
 * it understands, under their own names, so that no check is dropped because it was spelled another way.
 */
export function directiveProblems(name: string, document: DocumentNode): readonly string[] {
  const problems: string[] = [];
  const links = linksOf(document);
  const federation = links.filter(({ url }) => federationUrl.test(url));
  if (federation.length !== 1)
    problems.push(`[${name}] must link one version of https://specs.apollo.dev/federation/v2.x.`);
  for (const { url, as, purpose, imports } of links) {
    if (url.startsWith("https://specs.apollo.dev/link/")) continue;
    if (!federationUrl.test(url)) {
      problems.push(`[${name}] links ${url}${purpose ? ` for ${purpose}` : ""}, which the gateway doesn't know.`);
    }
    if (as !== null) problems.push(`[${name}] renames ${url} to "${as}": link it under its own name.`);
    for (const { name: imported, as: local } of imports) {
      if (imported !== local) problems.push(`[${name}] imports ${imported} as ${local}: import it under its own name.`);
      const bare = imported.replace(/^@/, "");
      if (understood.includes(bare) || machinery.has(bare)) continue;
      problems.push(`[${name}] imports ${imported}, which the gateway doesn't enforce.`);
    }
  }
  const allowed = new Set([...specified, ...federation.flatMap(({ imports }) => imports.map(({ as }) => as.slice(1)))]);
  const seen = new Set<string>();
  visit(document, {
    Directive(node, _key, _parent, _path, ancestors) {
      const directive = node.name.value;
      const where = placeOf(ancestors as readonly unknown[]);
      if (allowed.has(directive) || seen.has(`${directive} ${where}`)) return;
      seen.add(`${directive} ${where}`);
      problems.push(`[${name}] ${where} has @${directive}, which the gateway doesn't know: it would not be enforced.`);
    },
  });
  return problems;
}

/** Where in a schema something stands, as a coordinate: `Type.field`. */
function placeOf(ancestors: readonly unknown[]): string {
  const names = ancestors.flatMap((node) => {
    const { kind, name } = node as Partial<ObjectTypeDefinitionNode>;
    return kind && name ? [name.value] : [];
  });
  return names.join(".") || "schema";
}

/** Where `@requiresScopes` stands in a document, as coordinates with the scopes as written. */
export function scopeDirectives(document: DocumentNode): ReadonlyMap<string, readonly DirectiveNode[]> {
  const found = new Map<string, DirectiveNode[]>();
  visit(document, {
    DirectiveDefinition: () => false,
    Directive(node, _key, _parent, _path, ancestors) {
      if (node.name.value !== "requiresScopes") return;
      const where = placeOf(ancestors as readonly unknown[]);
      found.set(where, [...(found.get(where) ?? []), node]);
    },
  });
  return found;
}
