import { compose } from "../gateway/compose.ts";
import { printSubgraph } from "../gateway/print.ts";
import { checkFiles, type GeneratedFiles, writeFiles } from "./generated-files.ts";
import { allSubgraphs } from "./subgraphs.ts";

/** What the graph promises: each subgraph's SDL, the supergraph, and the schema that clients see. */
function schemaFiles(): GeneratedFiles {
  const subgraphs = allSubgraphs().map((subgraph) => ({ name: subgraph.name, sdl: printSubgraph(subgraph) }));
  const { supergraphSdl, apiSdl } = compose(subgraphs);
  return {
    ...Object.fromEntries(subgraphs.map(({ name, sdl }) => [`schema/${name}.graphql`, ended(sdl)])),
    "schema/supergraph.graphql": ended(supergraphSdl),
    "schema/api.graphql": ended(apiSdl),
  };
}

const ended = (text: string): string => `${text.trimEnd()}\n`;

/** Writes schema/*.graphql. */
export const writeSchema = (): Promise<void> => writeFiles(schemaFiles());

/** Throws where schema/*.graphql is not what the code promises. */
export const checkSchema = (): Promise<void> => checkFiles(schemaFiles(), "npm run schema");
