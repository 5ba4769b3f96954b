import { readdirSync, readFileSync } from "node:fs";
import {
  type DefinitionNode,
  type EnumTypeDefinitionNode,
  getNamedType,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  type InterfaceTypeDefinitionNode,
  isInputObjectType,
  isNonNullType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeDefinitionNode,
} from "graphql";
import { describe, expect, it } from "vitest";
import {
  apiSchema,
  type Field,
  inputOf,
  isList,
  mutations,
  objectTypes,
  queries,
  subscriptions,
} from "../support/matrix-schema.ts";

type Fielded = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

interface Described {
  /** Where it is: `Type`, `Type.field`, `Type.field(argument)`, `Enum.VALUE`. */
  readonly place: string;
  readonly description: string | null;
}

const textOf = ({ description }: { description?: { value: string } | undefined }): string | null =>
  description?.value.trim() || null;

const isFielded = (node: DefinitionNode): node is Fielded =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;

const isType = (node: DefinitionNode): node is TypeDefinitionNode => /TypeDefinition$/.test(node.kind);

/** Everything in an SDL that a description belongs to. */
function everythingIn(sdl: string): Described[] {
  return parse(sdl)
    .definitions.filter(isType)
    .flatMap((type) => [
      { place: type.name.value, description: textOf(type) },
      ...(isFielded(type) ? fieldsOf(type) : []),
      ...(type.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? inputFieldsOf(type) : []),
      ...(type.kind === Kind.ENUM_TYPE_DEFINITION ? valuesOf(type) : []),
    ]);
}

const under = (place: string, { name, ...node }: InputValueDefinitionNode): Described => ({
  place: `${place}${name.value}`,
  description: textOf(node),
});

const fieldsOf = ({ name, fields = [] }: Fielded): Described[] =>
  fields.flatMap((field) => {
    const place = `${name.value}.${field.name.value}`;
    const args = (field.arguments ?? []).map((each) => under(`${place}:`, each));
    return [{ place, description: textOf(field) }, ...args];
  });
const inputFieldsOf = ({ name, fields = [] }: InputObjectTypeDefinitionNode): Described[] =>
  fields.map((field) => under(`${name.value}.`, field));
const valuesOf = ({ name, values = [] }: EnumTypeDefinitionNode): Described[] =>
  values.map((value) => ({ place: `${name.value}.${value.name.value}`, description: textOf(value) }));

const api = readFileSync("schema/api.graphql", "utf8");
const described = new Map(everythingIn(api).map(({ place, description }) => [place, description]));
const subgraphs = readdirSync("schema").filter(
  (name) => name.endsWith(".graphql") && !["api.graphql", "supergraph.graphql"].includes(name),
);
const machinery = /^(_|link__|join__|federation__|Query\._|FieldSet|_Entity|_Any|_Service)/;
const roots = ["Query", "Mutation", "Subscription"];

describe("the schema's descriptions", () => {
  it("say what everything in the API is", () => {
    const silent = [...described].filter(([, description]) => description === null).map(([place]) => place);
    expect(silent.filter((place) => !roots.includes(place))).toEqual([]);
  });

  it("find five subgraphs", () => {
    expect(subgraphs.sort()).toEqual(
      ["applications", "decisions", "ledger", "partners", "releases"].map((name) => `${name}.graphql`),
    );
  });

  it.each(subgraphs)("say in %s what everything is, but for what another subgraph says", (file) => {
    const silent = everythingIn(readFileSync(`schema/${file}`, "utf8"))
      .filter(({ place, description }) => description === null && !machinery.test(place))
      .map(({ place }) => place)
      .filter((place) => !roots.includes(place));
    // A stub is the other subgraph's type and its key: both are described where they are owned.
    const stubs = silent.filter((place) => /^\w+(\.id)?$/.test(place) && described.get(place));
    expect(silent.filter((place) => !stubs.includes(place))).toEqual([]);
  });

  it.each(mutations)("say of $name who may run it, and of its input what it is for", ({ name, args, description }) => {
    expect(description, name).toMatch(/\. Requires `[a-z-]+:[a-z-]+` \([A-Z]+(, [A-Z]+)*\)\.$/);
    expect(args[0]?.description).toBeTruthy();
  });

  it("are whole sentences, with their full stop", () => {
    const unfinished = [...described].filter(([, description]) => description !== null && !description.endsWith("."));
    expect(unfinished).toEqual([]);
  });
});

const pascal = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

describe("the schema's names", () => {
  it.each(mutations)("give $name one input and one payload of its own name", ({ name, args, type }: Field) => {
    expect(args.map((arg) => arg.name)).toEqual(["input"]);
    expect(String(args[0]?.type)).toBe(`${pascal(name)}Input!`);
    // Null where another process that answers it does not: the error says so.
    expect(String(type)).toBe(`${pascal(name)}Payload`);
    expect(String(inputOf({ args } as unknown as Field).getFields().idempotencyKey?.type)).toBe("String!");
  });

  it.each(mutations)("let $name's payload tell refusals, and nothing else surely", ({ type }: Field) => {
    const payload = objectTypes.find(({ name }) => name === getNamedType(type).name);
    const { refusals, ...objects } = payload?.getFields() ?? {};
    expect(String(refusals?.type)).toBe("[Refusal!]!");
    expect(Object.values(objects).filter((field) => isNonNullType(field.type))).toEqual([]);
  });

  it.each(subscriptions)("let $name go on behind any event's cursor", ({ args, type }: Field) => {
    expect(args.map(({ name, type: taken }) => [name, String(taken)])).toContainEqual(["after", "Cursor"]);
    const event = objectTypes.find(({ name }) => name === getNamedType(type).name)?.getFields();
    expect([String(event?.cursor?.type), String(event?.at?.type)]).toEqual(["Cursor!", "DateTime!"]);
  });

  it("give every list the connection's form, and every connection the same", () => {
    for (const type of objectTypes.filter(({ name }) => name.endsWith("Connection"))) {
      const node = type.name.replace(/Connection$/, "");
      const shape = Object.fromEntries(
        Object.values(type.getFields()).map((field) => [field.name, String(field.type)]),
      );
      expect(shape).toEqual({
        edges: `[${node}Edge!]!`,
        nodes: `[${node}!]!`,
        pageInfo: "PageInfo!",
        totalCount: "Int!",
      });
      const edge = objectTypes.find(({ name }) => name === `${node}Edge`);
      expect(Object.keys(edge?.getFields() ?? {}).sort()).toEqual(["cursor", "node"]);
    }
    const recordLists = [...queries, ...objectTypes.flatMap((type) => Object.values(type.getFields()))].filter(
      (field) => isList(field) && described.has(`${getNamedType(field.type).name}Connection`),
    );
    expect(recordLists.filter(({ name }) => name !== "nodes")).toEqual([]);
  });

  it("write types in PascalCase, fields and arguments in camelCase, enum values in capitals", () => {
    const wrong = [...described.keys()].filter((place) => {
      const [type = "", member] = place.split(".");
      const isValue = apiSchema.getType(type)?.astNode?.kind === Kind.ENUM_TYPE_DEFINITION;
      if (!/^[A-Z][A-Za-z0-9]*$/.test(type)) return true;
      if (member === undefined) return false;
      return !(isValue ? /^[A-Z][A-Z0-9_]*$/ : /^[a-z][A-Za-z0-9]*(:[a-z][A-Za-z0-9]*)?$/).test(member);
    });
    expect(wrong).toEqual([]);
  });

  it("call inputs inputs, or filters", () => {
    const inputs = Object.values(apiSchema.getTypeMap()).filter(isInputObjectType);
    expect(inputs.filter(({ name }) => !/(Input|Filter)$/.test(name))).toEqual([]);
  });
});
