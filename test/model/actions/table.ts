import type { Drafting } from "../draft.ts";
import { onAppeals } from "./appeals.ts";
import { onApplications } from "./applications.ts";
import { onLadder } from "./ladder.ts";
import { onAuthorizations, onPartners, onReleases } from "./measures.ts";
import { onPanel } from "./panel.ts";
import { onStops } from "./stops.ts";

/** How each mutation of the review is drafted, by its name: a new one is a line in its room's part. */
export const draftings: Readonly<Record<string, Drafting>> = {
  ...onApplications,
  ...onPanel,
  ...onStops,
  ...onLadder,
  ...onAppeals,
  ...onPartners,
  ...onAuthorizations,
  ...onReleases,
};
