import type { Look } from "../look.ts";
import type { Scene } from "../scene.ts";

/** What an invariant is asked about: what was stored before an action and after it. */
export interface Moment {
  readonly scene: Scene;
  readonly before: Look;
  readonly after: Look;
  /** Whether the action was refused, failed or had nothing to do. */
  readonly nothingDone: boolean;
}

/** Gives what breaks it, a sentence each; empty while it holds. */
export type Invariant = (moment: Moment) => string[];
