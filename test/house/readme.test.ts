import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { timeOrderedIds } from "../../src/graph/ids.ts";
import { developmentPeople } from "../../src/identity/development.ts";
import { demonstrate } from "../support/demonstration.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import { follow, transports } from "../support/subscriber.ts";

/** The README's fenced blocks of one language, in order. */
function blocks(language: string): string[] {
  const readme = readFileSync("README.md", "utf8");
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(
    ([, text]) => text as string,
  );
}

describe("the README, on the demonstration", () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph("embedded", timeOrderedIds, demonstrate);
  });
  afterAll(() => graph?.stop());

  const [query, mutation, subscription] = blocks("graphql") as [string, string, string];
  const [queried, registered, refused, followed] = blocks("json").map((text) => JSON.parse(text));

  it("shows the real answer of its first query", async () => {
    expect(await graph.everyone.ask(query)).toEqual(queried);
  });

  it("shows the real answers of its first mutation: done, done again, and refused under another key", async () => {
    const { org } = developmentPeople["partner-2"];
    const partner = graph.as({ roles: ["partner"], org });
    expect(await partner.ask(mutation)).toEqual(registered);
    expect(await partner.ask(mutation)).toEqual(registered);
    expect(await partner.ask(mutation.replace("my-first-registration", "my-second-registration"))).toEqual(refused);
  });

  it.each(transports)(
    "shows what its first subscription brings when Commerce admits the partner, over %s",
    async (transport) => {
      const commerce = graph.as({ roles: ["commerce"] });
      const registeredAs = { roles: ["partner"], org: `readme-${transport}` };
      const partner = graph.as(registeredAs);
      await partner.ask(mutation);
      const events = follow(transport, graph.url, await graph.people.tokenFor(registeredAs), subscription);
      const first = events.next();
      await expect.poll(() => graph.services.tail.following).toBeGreaterThan(0);
      const { id } = (await partner.ask("{ viewer { partner { id } } }")).viewer.partner;
      expect((await commerce.mutate("admitPartner", { partnerId: id })).refusals).toEqual([]);
      const { data, extensions } = (await first) ?? {};
      expect(data).toEqual(followed);
      expect(extensions?.cursor).toEqual(expect.any(String));
      await events.stop();
    },
  );

  it("names every variable that the configuration reads, and no other", () => {
    const read = [...readFileSync("src/config.ts", "utf8").matchAll(/"([A-Z][A-Z_]{3,})"/g)].map(([, name]) => name);
    const named = [...readFileSync("README.md", "utf8").matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|/gm)].flatMap(
      ([, names]) => [...(names as string).matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
    );
    expect([...new Set(named)].sort()).toEqual([...new Set(read)].sort());
  });
});
