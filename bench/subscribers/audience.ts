import { applicationOf, releaseOf, vendors } from "./data.ts";

/** Whether a change is for one subscriber in a hundred, or for every one. */
export const matches = ["one-percent", "all"] as const;
export type Match = (typeof matches)[number];

/** Whose token a socket opens with. */
export interface Person {
  readonly subject: string;
  readonly role: string;
  readonly org: string | null;
}

/** What a subscription is narrowed to: its variables. */
export interface Filter {
  readonly releaseId?: string;
  readonly applicationId?: string;
}

export interface Subscriber {
  readonly person: Person;
  readonly filter: Filter;
}

const peopleOfEach = 20;
const releases = 100;

/** Who follows, of ten: officials of the four agencies and auditors, vendors' people, applicants. */
const kinds = ["commerce", "vendor", "defense", "vendor", "oncd", "partner", "ostp", "vendor", "auditor", "partner"];

/**
 * So many subscribers, each with a filter of its own. For one in a hundred to match each follows one of a hundred releases
 * or its application: officials and auditors any, vendors' people their own, applicants their application. For all to
 * match they follow the one release that everything happens on, or all that they may see.
 */
export const audience = (count: number, match: Match): Subscriber[] =>
  Array.from({ length: count }, (_, number) => (match === "all" ? ofAll(number) : ofOneRelease(number)));

function ofOneRelease(number: number): Subscriber {
  const release = number % releases;
  const { id: applicationId, partnerOrg } = applicationOf("one-percent", release);
  const releaseId = releaseOf(release);
  const role = roleOf(number);
  const orgs: Record<string, string> = { vendor: `vendor-${release % vendors}`, partner: partnerOrg };
  const filter = role === "partner" || role === "auditor" ? { applicationId } : { releaseId };
  return { person: personOf(number, role, orgs[role] ?? null), filter };
}

function ofAll(number: number): Subscriber {
  // Nobody applies for everything: in an applicant's place comes one more of the vendor's people.
  const role = roleOf(number) === "partner" ? "vendor" : roleOf(number);
  const filter = number % 2 === 0 ? { releaseId: releaseOf(0) } : {};
  return { person: personOf(number, role, role === "vendor" ? "vendor-0" : null), filter };
}

/** Of the followers of one release each is of another kind than the one before. */
const roleOf = (number: number): string => kinds[(number + Math.floor(number / releases)) % kinds.length] as string;

function personOf(number: number, role: string, org: string | null): Person {
  const which = Math.floor(number / vendors) % peopleOfEach;
  return { subject: `${org ?? role}-person-${which}`, role, org };
}

/** Whether a change of an application is within a filter. */
export const isWithin = (
  { releaseId, applicationId }: Filter,
  changed: { readonly releaseId: string; readonly applicationId: string },
): boolean =>
  (releaseId === undefined || releaseId === changed.releaseId) &&
  (applicationId === undefined || applicationId === changed.applicationId);
