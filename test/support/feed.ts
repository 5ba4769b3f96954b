import { encodePosition } from "../../src/ledger/cursor.ts";
import type { Graph } from "./graph.ts";
import type { Person } from "./people.ts";
import type { Room } from "./room.ts";
import { type Followed, follow, type Transport } from "./subscriber.ts";

/** The people who follow in tests of the feed: those of the story. */
export const readers = {
  everyone: null,
  vendor: { roles: ["vendor"], org: "example-labs" },
  vendor2: { roles: ["vendor"], org: "second-labs" },
  partner: { roles: ["partner"], org: "acme-research" },
  partner2: { roles: ["partner"], org: "globex-health" },
  commerce: { roles: ["commerce"] },
  auditor: { roles: ["auditor"] },
} as const satisfies Record<string, Person | null>;

/** Before the ledger's first entry. */
export const beginning = encodePosition({ sequence: 0, id: null });

/** Follows the graph of one test file, and ends what it opened. */
export interface Following {
  as(
    person: Person | null,
    query: string,
    variables?: Record<string, unknown>,
    transport?: Transport,
  ): Promise<Followed>;
  /** The place behind all that has happened. */
  here(): Promise<string>;
  stop(): Promise<void>;
}

export function following(graph: Graph, url = graph.url): Following {
  const open: Followed[] = [];
  return {
    as: async (person, query, variables = {}, transport = "events") => {
      const one = follow(transport, url, person && (await graph.people.tokenFor(person)), query, variables);
      open.push(one);
      return one;
    },
    here: async () => encodePosition({ sequence: await graph.services.tail.head(), id: null }),
    stop: async () => void (await Promise.all(open.splice(0).map((one) => one.stop()))),
  };
}

/** A graph as what stores rows at once. */
export const rowsOf = ({ services }: Graph): Room => ({ services }) as unknown as Room;
