import type { Graph } from "./graph.ts";
import type { Person } from "./people.ts";

/** What someone can act as; written here from the design, not read from the code under test. */
export const everyRole = [
  "PUBLIC",
  "VENDOR",
  "PARTNER",
  "ONCD",
  "OSTP",
  "COMMERCE",
  "DEFENSE",
  "AUDITOR",
  "ADMINISTRATOR",
] as const;
export type Role = (typeof everyRole)[number];
export const panel = ["ONCD", "OSTP", "COMMERCE", "DEFENSE"] as const satisfies readonly Role[];

/** Someone who asks: what their token says, and what the rules go by. */
export interface Viewpoint {
  readonly name: string;
  /** Null: no token at all. */
  readonly person: Person | null;
  readonly roles: readonly Role[];
  readonly agency: (typeof panel)[number] | null;
  readonly org: string | null;
}

const from = (name: string, roles: readonly Role[], person: Person | null): Viewpoint => ({
  name,
  person,
  roles: ["PUBLIC", ...roles],
  agency: panel.find((agency) => roles.includes(agency)) ?? null,
  org: person?.org ?? null,
});

/** One of each role, and of each role that owns records a second who owns others. The same people as the story's. */
export const viewpoints: readonly Viewpoint[] = [
  from("the public", [], null),
  from("a vendor", ["VENDOR"], { roles: ["vendor"], org: "example-labs" }),
  from("another vendor", ["VENDOR"], { roles: ["vendor"], org: "second-labs" }),
  from("a vendor that owns nothing", ["VENDOR"], { roles: ["vendor"], org: "no-labs" }),
  from("a partner", ["PARTNER"], { roles: ["partner"], org: "acme-research" }),
  from("another partner", ["PARTNER"], { roles: ["partner"], org: "globex-health" }),
  from("a partner that owns nothing", ["PARTNER"], { roles: ["partner"], org: "no-partner" }),
  from("one that is both", ["VENDOR", "PARTNER"], { roles: ["vendor", "partner"], org: "dual-works" }),
  from("ONCD", ["ONCD"], { roles: ["oncd"] }),
  from("OSTP", ["OSTP"], { roles: ["ostp"] }),
  from("COMMERCE", ["COMMERCE"], { roles: ["commerce"] }),
  from("DEFENSE", ["DEFENSE"], { roles: ["defense"] }),
  from("an auditor", ["AUDITOR"], { roles: ["auditor"] }),
  from("an administrator", ["ADMINISTRATOR"], { roles: ["administrator"] }),
];

/** Those whom the graph answers nothing: revoked in each way, and one whose token is no token. */
export const refusedPeople: Readonly<Record<string, Person | string>> = {
  "a revoked person": { roles: ["commerce"], subject: "test|revoked" },
  "a revoked token": { roles: ["partner"], org: "acme-research", tokenId: "revoked-token" },
  "someone of a revoked organisation": { roles: ["vendor"], org: "revoked-labs" },
  "a garbage token": "garbage",
};

export const viewpoint = (name: string): Viewpoint => {
  const found = viewpoints.find((each) => each.name === name);
  if (!found) throw new Error(`No viewpoint is called ${name}`);
  return found;
};

/** An answer with its text as it came, to compare byte for byte. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are as various as the operations
  readonly body: any;
}

export type Ask = (document: string, variables?: Record<string, unknown>) => Promise<RawAnswer>;

/** How someone asks the graph; a string is sent as the token itself. */
export function asker({ url, people }: Pick<Graph, "url" | "people">, person: Person | string | null): Ask {
  let token: Promise<string> | null = null;
  return async (query, variables = {}) => {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (person !== null) {
      token ??= typeof person === "string" ? Promise.resolve(person) : people.tokenFor(person);
      headers.authorization = `Bearer ${await token}`;
    }
    const body = JSON.stringify({ query, variables });
    const response = await fetch(`${url}/graphql`, { method: "POST", headers, body });
    const text = await response.text();
    return { status: response.status, text, body: JSON.parse(text) };
  };
}

/** The codes of an answer's errors. */
export const codesOf = ({ body }: RawAnswer): unknown[] =>
  ((body.errors ?? []) as { extensions: { code: unknown } }[]).map(({ extensions }) => extensions.code);
