import { readFileSync } from "node:fs";
import { type DocumentNode, Kind, parse, print, visit } from "graphql";
import type { ContenderSettings } from "./contender.ts";

/** The supergraph that Countersign promises (`schema/supergraph.graphql`), with the five subgraphs at their addresses. */
export function supergraphOf({ subgraphs }: Pick<ContenderSettings, "subgraphs">): string {
  const urls = new Map(subgraphs.map(({ name, url }) => [name, url]));
  return print(
    visit(readSupergraph(), {
      EnumValueDefinition: (value) => ({
        ...value,
        directives: value.directives?.map((directive) => {
          if (directive.name.value !== "join__graph") return directive;
          const name = directive.arguments?.find((argument) => argument.name.value === "name")?.value;
          const url = name?.kind === Kind.STRING ? urls.get(name.value) : undefined;
          if (url === undefined) throw new Error(`No address for ${value.name.value}.`);
          return {
            ...directive,
            arguments: directive.arguments?.map((argument) =>
              argument.name.value === "url" ? { ...argument, value: { kind: Kind.STRING, value: url } } : argument,
            ),
          };
        }),
      }),
    }),
  );
}

const readSupergraph = (): DocumentNode =>
  parse(readFileSync(new URL("../../schema/supergraph.graphql", import.meta.url), "utf8"), { noLocation: true });

const scopeTypes = new Set(["requiresScopes", "requiresScopes__Scope"]);

/**
 * A supergraph without `@requiresScopes`: Apollo Gateway refuses one that has it, because only Apollo's router checks
 * scopes. The subgraphs check all the same.
 */
export function withoutScopes(supergraph: string): string {
  const declaredOrUsed = {
    leave: (node: { name: { value: string } }) => (scopeTypes.has(node.name.value) ? null : undefined),
  };
  return print(
    visit(parse(supergraph, { noLocation: true }), {
      DirectiveDefinition: declaredOrUsed,
      ScalarTypeDefinition: declaredOrUsed,
      Directive: {
        leave: (node) => {
          const url = node.arguments?.find(({ name }) => name.value === "url")?.value;
          const links =
            node.name.value === "link" && url?.kind === Kind.STRING && url.value.includes("/requiresScopes/");
          return links || node.name.value === "requiresScopes" ? null : undefined;
        },
      },
    }),
  );
}
