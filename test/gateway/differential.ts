import type { ExecutionResult, GraphQLFormattedError } from "graphql";
import { nulledPlace } from "../../src/gateway/execute.ts";

/** An answer as either way of running the graph gives it. */
export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly Pick<GraphQLFormattedError, "path" | "extensions">[];
}

/** Where two answers differ, a line for each difference; none where they are equal. */
export function compareAnswers(linked: Answer | ExecutionResult, apart: Answer | ExecutionResult): readonly string[] {
  return [...differences("data", linked.data, apart.data), ...errorDifferences(linked as Answer, apart as Answer)];
}

function differences(place: string, one: unknown, other: unknown): string[] {
  if (Object.is(one, other)) return [];
  if (Array.isArray(one) && Array.isArray(other)) {
    if (one.length !== other.length) return [`${place}: ${one.length} items linked, ${other.length} apart`];
    return one.flatMap((item, index) => differences(`${place}[${index}]`, item, other[index]));
  }
  if (isObject(one) && isObject(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].flatMap((key) => {
      if (key in one !== key in other) return [`${place}.${key}: only ${key in one ? "linked" : "apart"}`];
      return differences(`${place}.${key}`, one[key], other[key]);
    });
  }
  return [`${place}: ${JSON.stringify(one)} linked, ${JSON.stringify(other)} apart`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Errors are compared by the null that each made: its place, and its path and code. Where a non-null field fails, its
 * parent is null; of several such fields an executor reports the one that it met first, so there the place alone counts.
 */
function errorDifferences(linked: Answer, apart: Answer): string[] {
  const one = byPlace(linked);
  const other = byPlace(apart);
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((place) => {
    const here = one.get(place);
    const there = other.get(place);
    if (!here || !there)
      return [`error at ${place}: only ${here ? `linked (${here.join()})` : `apart (${there!.join()})`}`];
    const same = here.some((error) => there.includes(error));
    const several = here.concat(there).every((error) => !error.startsWith(`${place} `));
    if (same || (several && pathOf(here) !== pathOf(there))) return [];
    return [`error at ${place}: ${here.join()} linked, ${there.join()} apart`];
  });
}

function pathOf(errors: readonly string[]): string {
  return errors.map((error) => error.slice(0, error.lastIndexOf(" "))).join();
}

function byPlace({ data, errors }: Answer): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const { path, extensions } of errors ?? []) {
    const place = path ? JSON.stringify(nulledPlace(data, path)) : "the whole operation";
    const error = `${JSON.stringify(path ?? null)} ${String(extensions?.code ?? "INTERNAL_SERVER_ERROR")}`;
    places.set(place, [...(places.get(place) ?? []), error]);
  }
  return places;
}
