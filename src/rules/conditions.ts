import { DateTime } from "luxon";
import { isJurisdiction } from "./jurisdictions.ts";
import {
  type ConditionKind,
  conditionKinds,
  type Deployment,
  deployments,
  type EndUse,
  endUses,
} from "./vocabulary.ts";

/**
 * A limit on use that can be checked. Plain data: stored as it stands, lists sorted, times as RFC 3339 in UTC. The
 * words of a FREE_TEXT condition stand in its text; only a person can check them.
 */
export type ConditionPredicate =
  | { readonly kind: "NAMED_USERS_AT_MOST"; readonly max: number }
  | { readonly kind: "USER_JURISDICTIONS"; readonly allowed: readonly string[] }
  | { readonly kind: "END_USES"; readonly allowed: readonly EndUse[] }
  | { readonly kind: "DEPLOYMENTS"; readonly allowed: readonly Deployment[] }
  | { readonly kind: "REQUESTS_PER_DAY_AT_MOST"; readonly max: number }
  | { readonly kind: "LOG_RETENTION_DAYS"; readonly days: number }
  | { readonly kind: "REPORT_EVERY_DAYS"; readonly days: number }
  | { readonly kind: "EXPIRES_AT"; readonly at: string }
  | { readonly kind: "NO_ONWARD_TRANSFER" }
  | { readonly kind: "FREE_TEXT" };

/** A predicate as it is proposed: of `max`, `allowed`, `days` and `at` the one that its kind takes. */
export interface ConditionInput {
  readonly kind: ConditionKind;
  readonly max?: number | null;
  readonly allowed?: readonly string[] | null;
  readonly days?: number | null;
  readonly at?: Date | string | null;
}

/** What is wrong with an input, and in which of its fields. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** How the model is used, as far as the caller says: what is absent or null is unknown. */
export interface UseFacts {
  readonly namedUsers?: number | null;
  /** ISO 3166-1 alpha-2 codes of every user. */
  readonly userJurisdictions?: readonly string[] | null;
  readonly endUse?: EndUse | null;
  readonly deployment?: Deployment | null;
  readonly requestsPerDay?: number | null;
  readonly logRetentionDays?: number | null;
  readonly reportEveryDays?: number | null;
  /** Whether access or output is passed on to another organisation. */
  readonly onwardTransfer?: boolean | null;
  /** The moment of use. */
  readonly at: Date;
}

/** What a predicate comes to: UNKNOWN where a fact is missing, PERSON_CHECKS where none can tell. Only MET is met. */
export const conditionResults = ["MET", "NOT_MET", "UNKNOWN", "PERSON_CHECKS"] as const;
export type ConditionResult = (typeof conditionResults)[number];

type Parameter = "max" | "allowed" | "days" | "at";

const parameterOf: Readonly<Record<ConditionKind, Parameter | null>> = {
  NAMED_USERS_AT_MOST: "max",
  USER_JURISDICTIONS: "allowed",
  END_USES: "allowed",
  DEPLOYMENTS: "allowed",
  REQUESTS_PER_DAY_AT_MOST: "max",
  LOG_RETENTION_DAYS: "days",
  REPORT_EVERY_DAYS: "days",
  EXPIRES_AT: "at",
  NO_ONWARD_TRANSFER: null,
  FREE_TEXT: null,
};

/** The predicate that `input` states, or what is wrong with it. */
export function parsePredicate(
  input: ConditionInput,
): { predicate: ConditionPredicate; problems?: undefined } | { predicate?: undefined; problems: FieldProblem[] } {
  const { kind } = input;
  if (!conditionKinds.includes(kind)) return { problems: [{ field: "kind", message: `${kind} is not a kind` }] };
  const parameter = parameterOf[kind];
  const problems: FieldProblem[] = [];
  for (const other of ["max", "allowed", "days", "at"] as const) {
    if (other !== parameter && (input[other] ?? null) !== null) {
      problems.push({ field: other, message: `${kind} takes no ${other}: leave it out` });
    }
  }
  if (parameter !== null) {
    const message = problemOf(kind, parameter, input);
    if (message !== null) problems.push({ field: parameter, message });
  }
  if (problems.length > 0) return { problems };
  return { predicate: predicateFrom(kind, parameter, input) };
}

/** What `predicate` comes to for this use: an unknown fact is never taken as met. */
export function evaluate(predicate: ConditionPredicate, facts: UseFacts): ConditionResult {
  switch (predicate.kind) {
    case "NAMED_USERS_AT_MOST":
      return compare(facts.namedUsers, (users) => users <= predicate.max);
    case "REQUESTS_PER_DAY_AT_MOST":
      return compare(facts.requestsPerDay, (requests) => requests <= predicate.max);
    case "LOG_RETENTION_DAYS":
      return compare(facts.logRetentionDays, (days) => days >= predicate.days);
    case "REPORT_EVERY_DAYS":
      return compare(facts.reportEveryDays, (days) => days <= predicate.days);
    case "USER_JURISDICTIONS":
      return within(facts.userJurisdictions, predicate.allowed);
    case "END_USES":
      return within(facts.endUse == null ? null : [facts.endUse], predicate.allowed);
    case "DEPLOYMENTS":
      return within(facts.deployment == null ? null : [facts.deployment], predicate.allowed);
    case "EXPIRES_AT":
      return facts.at < new Date(predicate.at) ? "MET" : "NOT_MET";
    case "NO_ONWARD_TRANSFER":
      if (facts.onwardTransfer == null) return "UNKNOWN";
      return facts.onwardTransfer ? "NOT_MET" : "MET";
    case "FREE_TEXT":
      return "PERSON_CHECKS";
  }
}

/** Whether two predicates ask the same. */
export const samePredicate = (one: ConditionPredicate, other: ConditionPredicate): boolean =>
  keyOf(one) === keyOf(other);

/** The predicates without repetitions, in the order of their first; free texts stay, since their words may differ. */
export function union(predicates: readonly ConditionPredicate[]): ConditionPredicate[] {
  const seen = new Set<string>();
  return predicates.filter((predicate) => {
    if (predicate.kind === "FREE_TEXT") return true;
    const key = keyOf(predicate);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Predicates of one kind, from either side, that no use can meet together. */
export interface Contradiction {
  readonly kind: ConditionKind;
  readonly left: ConditionPredicate[];
  readonly right: ConditionPredicate[];
}

type AllowList = Extract<ConditionPredicate, { allowed: readonly string[] }>;

/**
 * Where both lists of predicates can't be met together: kinds whose allowed values, taken all together, leave none.
 * Everything else can always be met, however strict: fewer users, longer logs, an earlier end.
 */
export function contradictions(
  left: readonly ConditionPredicate[],
  right: readonly ConditionPredicate[],
): Contradiction[] {
  const found: Contradiction[] = [];
  for (const kind of ["USER_JURISDICTIONS", "END_USES", "DEPLOYMENTS"] as const) {
    const isOfKind = (predicate: ConditionPredicate): predicate is AllowList => predicate.kind === kind;
    const sides = { left: left.filter(isOfKind), right: right.filter(isOfKind) };
    const [first, ...others] = [...sides.left, ...sides.right];
    if (first === undefined) continue;
    const lists = others.map(({ allowed }) => new Set<string>(allowed));
    const open = first.allowed.filter((value) => lists.every((list) => list.has(value)));
    if (open.length === 0) found.push({ kind, ...sides });
  }
  return found;
}

/**
 * Whether the condition forbids the one end use that its case asks for: what would be approved under it could never be
 * used. A case that asks for none, like a phase advance, has none that is forbidden.
 */
export const forbidsEndUse = (predicate: ConditionPredicate, endUse: EndUse | null): boolean =>
  predicate.kind === "END_USES" && endUse !== null && !predicate.allowed.includes(endUse);

/** What a predicate asks, in a few English words. */
export function describePredicate(predicate: ConditionPredicate): string {
  switch (predicate.kind) {
    case "NAMED_USERS_AT_MOST":
      return `at most ${predicate.max} named users`;
    case "USER_JURISDICTIONS":
      return `users in ${predicate.allowed.join(", ")} only`;
    case "END_USES":
      return `end uses ${predicate.allowed.join(", ")} only`;
    case "DEPLOYMENTS":
      return `deployments ${predicate.allowed.join(", ")} only`;
    case "REQUESTS_PER_DAY_AT_MOST":
      return `at most ${predicate.max} requests a day`;
    case "LOG_RETENTION_DAYS":
      return `logs kept for at least ${predicate.days} days`;
    case "REPORT_EVERY_DAYS":
      return `a report at least every ${predicate.days} days`;
    case "EXPIRES_AT":
      return `use before ${predicate.at} only`;
    case "NO_ONWARD_TRANSFER":
      return "no onward transfer";
    case "FREE_TEXT":
      return "what its text says";
  }
}

function problemOf(kind: ConditionKind, parameter: Parameter, input: ConditionInput): string | null {
  switch (parameter) {
    case "max":
      return isWhole(input.max, 1_000_000_000) ? null : `${kind} needs a whole number from 1 to 1000000000`;
    case "days":
      return isWhole(input.days, 3660) ? null : `${kind} needs a whole number of days from 1 to 3660`;
    case "at":
      return timeOf(input.at) === null ? `${kind} needs a time like 2027-06-30T21:00:00Z` : null;
    case "allowed":
      return problemOfList(kind, input.allowed);
  }
}

function problemOfList(kind: ConditionKind, allowed: readonly string[] | null | undefined): string | null {
  if (!Array.isArray(allowed) || allowed.length === 0) return `${kind} needs at least one allowed value`;
  const words: readonly string[] = kind === "END_USES" ? endUses : deployments;
  const known = kind === "USER_JURISDICTIONS" ? isJurisdiction : (value: string) => words.includes(value);
  const unknown = allowed.find((value) => !known(value));
  if (unknown === undefined) return null;
  if (kind !== "USER_JURISDICTIONS") return `${unknown} is not one of ${words.join(", ")}`;
  return `${unknown} is not an ISO 3166-1 country code of two upper-case letters`;
}

function predicateFrom(kind: ConditionKind, parameter: Parameter | null, input: ConditionInput): ConditionPredicate {
  if (parameter === null) return { kind } as ConditionPredicate;
  if (parameter === "allowed") return { kind, allowed: [...new Set(input.allowed)].sort() } as ConditionPredicate;
  if (parameter === "at") return { kind, at: timeOf(input.at) } as ConditionPredicate;
  return { kind, [parameter]: input[parameter] } as unknown as ConditionPredicate;
}

function isWhole(value: number | null | undefined, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;
}

/** RFC 3339 in UTC, or null for what isn't a time with its zone in the years that can be stored. */
function timeOf(at: Date | string | null | undefined): string | null {
  if (at == null) return null;
  if (typeof at === "string" && !/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(at)) return null;
  const time = typeof at === "string" ? DateTime.fromISO(at) : DateTime.fromJSDate(at);
  const utc = time.toUTC();
  return utc.isValid && utc.year >= 1970 && utc.year <= 9999 ? utc.toISO() : null;
}

/** The same for the same predicate, whatever order its keys come back from storage in. */
function keyOf(predicate: ConditionPredicate): string {
  const parameter = parameterOf[predicate.kind];
  const value: unknown = parameter === null ? null : Reflect.get(predicate, parameter);
  return JSON.stringify([predicate.kind, Array.isArray(value) ? [...value].sort() : value]);
}

function compare(value: number | null | undefined, met: (value: number) => boolean): ConditionResult {
  if (value == null || !Number.isFinite(value) || value < 0) return "UNKNOWN";
  return met(value) ? "MET" : "NOT_MET";
}

/** An empty list says nothing of the users that there are. */
function within(values: readonly string[] | null | undefined, allowed: readonly string[]): ConditionResult {
  if (values == null || values.length === 0) return "UNKNOWN";
  const known = new Set(allowed);
  return values.every((value) => known.has(value)) ? "MET" : "NOT_MET";
}
