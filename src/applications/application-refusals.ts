import { type Refusal, refusal } from "../graph/refusal.ts";

/** The refusal for a second open application of one partner for one release and end use. */
export const openTwice = (field: readonly string[]): Refusal =>
  refusal(
    "DUPLICATE",
    "You have an open application for this release and end use. Amend, submit or withdraw that one.",
    { field },
  );
