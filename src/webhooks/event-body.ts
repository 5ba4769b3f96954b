import { encodePosition } from "../ledger/cursor.ts";
import type { DueEvent } from "./plan.ts";

/**
 * What a receiver gets of a change: what it is about and where it stands in the feed, nothing of what it says; the rest is asked of
 * the graph. The same text for every attempt. `type` and `timestamp` are where Standard Webhooks has them.
 */
export const eventBody = ({ changeId, sequence, mark, at, type, subjectType, subjectId, from, to }: DueEvent): string =>
  JSON.stringify({
    type,
    timestamp: at.toISOString(),
    data: { id: changeId, cursor: encodePosition({ sequence, id: null, mark }), subjectType, subjectId, from, to },
  });
