import { describe, expect, it } from "vitest";
import { type Lifecycle, reachableFrom, step, terminalStates } from "../../src/rules/lifecycle.ts";

type Light = "RED" | "GREEN" | "BROKEN";
type Turn = "go" | "stop" | "fail";
const light: Lifecycle<Light, Turn> = {
  RED: { go: "GREEN" },
  GREEN: { stop: "RED" },
  BROKEN: {},
};

describe("a lifecycle", () => {
  it("says where an allowed action leads", () => {
    expect(step(light, "RED", "go")).toEqual({ to: "GREEN" });
  });

  it("says from where, what, and what instead when it refuses", () => {
    expect(step(light, "GREEN", "go")).toEqual({ blocked: { from: "GREEN", attempted: "go", allowed: ["stop"] } });
    expect(step(light, "BROKEN", "go")).toEqual({ blocked: { from: "BROKEN", attempted: "go", allowed: [] } });
  });

  it("finds a state that nothing leads to", () => {
    expect(reachableFrom(light, "RED")).toEqual(new Set(["RED", "GREEN"]));
  });

  it("names the states that nothing leaves", () => {
    expect(terminalStates(light)).toEqual(["BROKEN"]);
  });
});
