import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  buildSchema,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  type OperationDefinitionNode,
  parse,
  typeFromAST,
} from "graphql";

/** One documented operation, as the page for queries offers it. */
export interface Example {
  /** The folder under schema/operations: whose day it belongs to. */
  readonly role: string;
  /** `Acknowledge directive` for acknowledge-directive.graphql. */
  readonly title: string;
  readonly query: string;
  /** The variables to fill in, with what is required of them; `%UUID%` stands for a fresh one. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The documented operations of every role, by role and title: read from the files that the project ships. */
export function loadExamples(folder = join(packageRoot(), "schema")): Example[] {
  const schema = buildSchema(readFileSync(join(folder, "api.graphql"), "utf8"), { assumeValidSDL: true });
  const operations = join(folder, "operations");
  return readdirSync(operations)
    .sort()
    .flatMap((role) =>
      readdirSync(join(operations, role))
        .filter((file) => file.endsWith(".graphql"))
        .sort()
        .map((file) => exampleOf(schema, role, file, readFileSync(join(operations, role, file), "utf8"))),
    );
}

function exampleOf(schema: GraphQLSchema, role: string, file: string, query: string): Example {
  const words = file.replace(/\.graphql$/, "").replaceAll("-", " ");
  const operation = parse(query).definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  const variables = (operation?.variableDefinitions ?? []).flatMap(({ variable, type, defaultValue }) => {
    const declared = typeFromAST(schema, type as never) as GraphQLInputType | undefined;
    if (!declared || defaultValue || !isNonNullType(declared)) return [];
    return [[variable.name.value, blank(declared, variable.name.value)] as const];
  });
  return {
    role,
    title: words.charAt(0).toUpperCase() + words.slice(1),
    query,
    variables: Object.fromEntries(variables),
  };
}

/** A value of the type to start from: what is required and nothing more. */
function blank(type: GraphQLInputType, name: string): unknown {
  if (isNonNullType(type)) return blank(type.ofType, name);
  if (isListType(type)) return [blank(type.ofType, name)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter(isRequiredInputField);
    return Object.fromEntries(required.map((field) => [field.name, blank(field.type, field.name)]));
  }
  if (name === "idempotencyKey") return "%UUID%";
  return { Int: 1, Float: 1, Boolean: true, DateTime: "2027-01-01T00:00:00Z" }[type.name] ?? "";
}

/** The project's own folder, whether this file runs from its sources or from `dist`. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "schema", "api.graphql"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("The schema's files are missing from this installation.");
    folder = parent;
  }
  return folder;
}
