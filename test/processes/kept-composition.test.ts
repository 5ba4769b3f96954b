import "reflect-metadata";
import { describe, expect, it } from "vitest";
import { compose } from "../../src/gateway/compose.ts";
import { printSubgraph } from "../../src/gateway/print.ts";
import { keptComposition } from "../../src/processes/kept-composition.ts";
import { allSubgraphs } from "../../src/processes/subgraphs.ts";

const ours = allSubgraphs().map((subgraph) => ({ name: subgraph.name, sdl: printSubgraph(subgraph) }));
const text = (all: object) => Object.fromEntries(Object.entries(all).map(([name, sdl]) => [name, sdl.trimEnd()]));

describe("the kept composition", () => {
  it("is what our subgraphs compose to", () => {
    expect(text(keptComposition(ours))).toEqual(text(compose(ours)));
  });

  it.each([
    [
      "says something else",
      ours.map((one, at) => (at === 0 ? { ...one, sdl: `${one.sdl}\ntype Query { odd: ID }` } : one)),
    ],
    ["is one more", [...ours, { name: "weather", sdl: "type Query { weather: String }" }]],
    ["is elsewhere", ours.map((one, at) => (at === 0 ? { ...one, url: "https://elsewhere.example/graphql" } : one))],
  ])("isn't taken where a subgraph %s", (_, subgraphs) => {
    const attempt = (give: typeof compose) => {
      try {
        return give(subgraphs);
      } catch (error) {
        return String(error);
      }
    };
    const composed = attempt(compose);
    expect(attempt(keptComposition)).toEqual(composed);
    expect(composed).not.toEqual(compose(ours));
  });

  it("isn't taken where a subgraph is missing", () => {
    const fewer = ours.filter(({ name }) => name !== "ledger");
    expect(keptComposition(fewer)).toEqual(compose(fewer));
  });
});
