import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Composition, compose, type SubgraphSdl } from "../gateway/compose.ts";

const folder = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../../schema/" : "../../../schema/", import.meta.url),
);

/**
 * The composition of these subgraphs: as schema/ keeps it, where it was made of these and of exactly these texts; else
 * composed, which takes most of a second. `npm run check` holds what is kept against what is composed.
 */
export function keptComposition(subgraphs: readonly SubgraphSdl[]): Composition {
  return kept(subgraphs) ?? compose(subgraphs);
}

function kept(subgraphs: readonly SubgraphSdl[]): Composition | null {
  for (const { name, sdl, url } of subgraphs) {
    if (url !== undefined || textOf(name)?.trimEnd() !== sdl.trimEnd()) return null;
  }
  const supergraphSdl = textOf("supergraph");
  const apiSdl = textOf("api");
  if (supergraphSdl === null || apiSdl === null) return null;
  const composed = [...supergraphSdl.matchAll(/@join__graph\(name: "([^"]*)"/g)].map(([, name]) => name);
  const asked = subgraphs.map(({ name }) => name);
  return composed.sort().join() === asked.sort().join() ? { supergraphSdl, apiSdl } : null;
}

function textOf(name: string): string | null {
  try {
    return readFileSync(`${folder}${name}.graphql`, "utf8");
  } catch {
    // A copy of the program without the folder composes.
    return null;
  }
}
