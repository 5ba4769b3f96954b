import { inject } from "vitest";
import type { DatabaseKind } from "./describe-on.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether a run takes breadth whole, as `npm run test:long` does, or the share of it that each test states. */
    breadth: "whole" | "share";
  }
}

const whole = inject("breadth") === "whole";

/** Whether a run takes the case with this number: each, where it takes breadth whole, else every so many. */
export const taken = (index: number, every: number): boolean => whole || index % every === 0;

/** How many of something a run makes: all, where it takes breadth whole, else a share of them. */
export const soMany = (all: number, share: number): number => (whole ? all : share);

/** The embedded database too where a run takes breadth whole: for what does nothing there that its room's other suites don't. */
export const embeddedWhenWhole: readonly DatabaseKind[] = whole ? ["embedded"] : [];
