import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Graph, startGraph } from "../support/graph.ts";

/** The README's fenced blocks of one language, in order. */
function blocks(language: string): string[] {
  const readme = readFileSync("README.md", "utf8");
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(
    ([, text]) => text as string,
  );
}

describe("the README", () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph("embedded");
  });
  afterAll(() => graph?.stop());

  const [query, mutation] = blocks("graphql") as [string, string];
  const [queried, registered, refused] = blocks("json").map((text) => JSON.parse(text));

  it("shows the real answer of its first query", async () => {
    expect(await graph.everyone.ask(query)).toEqual(queried);
  });

  it("shows the real answers of its first mutation: done, done again, and refused under another key", async () => {
    const partner = graph.as({ roles: ["partner"], org: "acme-research" });
    expect(await partner.ask(mutation)).toEqual(registered);
    expect(await partner.ask(mutation)).toEqual(registered);
    expect(await partner.ask(mutation.replace("my-first-registration", "my-second-registration"))).toEqual(refused);
  });

  it("names every variable that the configuration reads, and no other", () => {
    const read = [...readFileSync("src/config.ts", "utf8").matchAll(/"([A-Z][A-Z_]{3,})"/g)].map(([, name]) => name);
    const named = [...readFileSync("README.md", "utf8").matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|/gm)].flatMap(
      ([, names]) => [...(names as string).matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
    );
    expect([...new Set(named)].sort()).toEqual([...new Set(read)].sort());
  });
});
