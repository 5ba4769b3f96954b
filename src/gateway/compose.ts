import { composeServices } from "@theguild/federation-composition";
import { type DocumentNode, parse } from "graphql";
import { typesOf } from "./definitions.ts";
import { type DeclaredSubgraph, ownershipProblems } from "./ownership.ts";
import { requiredScopes } from "./scopes.ts";
import { directiveProblems, scopeDirectives } from "./security.ts";

/** A subgraph as it is composed. `external`: somebody else runs it, so that it may add to ours and change nothing. */
export interface SubgraphSdl {
  readonly name: string;
  readonly url?: string;
  readonly sdl: string;
  readonly external?: boolean;
}

/** The composed graph: the supergraph for a router or planner, and the API that clients see. */
export interface Composition {
  readonly supergraphSdl: string;
  readonly apiSdl: string;
}

/** Why subgraphs don't compose: each problem names the subgraph and the field. */
export class CompositionError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The subgraphs don't compose:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
    this.name = "CompositionError";
    this.problems = problems;
  }
}

/**
 * Composes subgraphs by the rules of Federation 2 and by ours: each field has one owner, an external subgraph only adds
 * fields, and only directives that the gateway understands pass. Throws CompositionError.
 */
export function compose(subgraphs: readonly SubgraphSdl[]): Composition {
  const problems: string[] = [];
  const parsed: { subgraph: SubgraphSdl; document: DocumentNode }[] = [];
  for (const subgraph of subgraphs) {
    if (parsed.some(({ subgraph: { name } }) => name.toLowerCase() === subgraph.name.toLowerCase())) {
      problems.push(`[${subgraph.name}] is the name of two subgraphs.`);
    }
    try {
      parsed.push({ subgraph, document: parse(subgraph.sdl) });
    } catch (error) {
      problems.push(`[${subgraph.name}] ${(error as Error).message}`);
    }
  }
  for (const { subgraph, document } of parsed) problems.push(...directiveProblems(subgraph.name, document));
  if (problems.length > 0) throw new CompositionError(problems);

  const declared = parsed.map(({ subgraph, document }): DeclaredSubgraph => {
    return { name: subgraph.name, external: subgraph.external ?? false, types: typesOf(document) };
  });
  problems.push(...ownershipProblems(declared));
  if (problems.length > 0) throw new CompositionError(problems);

  const composed = composeServices(
    parsed.map(({ subgraph: { name, url }, document }) => ({ name, url, typeDefs: document })),
  );
  if (composed.errors) throw new CompositionError([...new Set(composed.errors.map(described))]);
  const { supergraphSdl, publicSdl: apiSdl } = composed;
  const lost = lostScopes(parsed, supergraphSdl);
  if (lost.length > 0) throw new CompositionError(lost);
  return { supergraphSdl, apiSdl };
}

function described({ message, extensions }: { message: string; extensions?: Record<string, unknown> }): string {
  return typeof extensions?.code === "string" ? `${message} (${extensions.code})` : message;
}

/** A check that a subgraph asks for and that the composed graph forgot would be a door left open. */
function lostScopes(
  parsed: readonly { subgraph: SubgraphSdl; document: DocumentNode }[],
  supergraphSdl: string,
): string[] {
  const kept = requiredScopes(supergraphSdl);
  return parsed.flatMap(({ subgraph, document }) =>
    [...scopeDirectives(document).keys()]
      .filter((place) => !kept.has(place))
      .map((place) => `[${subgraph.name}] ${place} has @requiresScopes, which the composed graph lost.`),
  );
}
