import { readFileSync } from "node:fs";
import { ConfigurationError } from "../config.ts";
import type { RemoteSubgraph } from "../gateway/remote.ts";

/**
 * Reads the gateway's configuration: `{"subgraphs": [{"name", "url", "external"?}]}`. Throws ConfigurationError with
 * every mistake and its place.
 */
export function readSubgraphs(path: string | null): RemoteSubgraph[] {
  if (path === null)
    throw new ConfigurationError(["SUBGRAPHS: give the path of the file that names the gateway's subgraphs."]);
  const mistakes: string[] = [];
  const entries = entriesOf(path);
  const subgraphs = entries.map((entry, index) => subgraphOf(entry, `${path}: subgraphs[${index}]`, mistakes));
  const names = subgraphs.map(({ name }) => name);
  for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index))) {
    mistakes.push(`${path}: two subgraphs are named ${name}.`);
  }
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  return subgraphs;
}

function entriesOf(path: string): unknown[] {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new ConfigurationError([`SUBGRAPHS: ${path} can't be read as JSON: ${(error as Error).message}`]);
  }
  const { subgraphs } = (document ?? {}) as { subgraphs?: unknown };
  if (!Array.isArray(subgraphs) || subgraphs.length === 0) {
    throw new ConfigurationError([`${path}: "subgraphs" is a list of at least one {"name", "url"}.`]);
  }
  return subgraphs;
}

function subgraphOf(entry: unknown, place: string, mistakes: string[]): RemoteSubgraph {
  const { name, url, external = false, ...rest } = (entry ?? {}) as Record<string, unknown>;
  if (typeof name !== "string" || !/^[a-z][a-z0-9-]{0,39}$/.test(name)) {
    mistakes.push(`${place}.name is lower-case letters, digits and hyphens.`);
  }
  if (typeof url !== "string" || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    mistakes.push(`${place}.url is an http or https address.`);
  }
  if (typeof external !== "boolean") mistakes.push(`${place}.external is true or false.`);
  for (const key of Object.keys(rest)) mistakes.push(`${place}.${key} is not known.`);
  return { name: String(name), url: String(url), external: external === true };
}
