import type { FetchRewrite, FlattenNodePathSegment, RequiresSelection } from "@graphql-hive/router-query-planner";
import { type KeyTree, requiredOf } from "./plan.ts";
import type { UpstreamError } from "./upstream-error.ts";

export type Data = Record<string, unknown>;

/** Whether an object of a type is one of another: itself, or an interface or union that it belongs to. */
export type IsOfType = (object: string, condition: string) => boolean;

export function isData(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Error);
}

/** The objects at a path of the answer so far. */
export function objectsAt(root: unknown, path: readonly FlattenNodePathSegment[], isOfType: IsOfType): readonly Data[] {
  let values: unknown[] = [root];
  for (const segment of path) {
    if (segment === "@") values = values.flatMap((value) => (Array.isArray(value) ? value : []));
    else if ("Field" in segment) values = values.flatMap((value) => (isData(value) ? [value[segment.Field]] : []));
    else {
      values = values.filter((value) => {
        const type = isData(value) ? value.__typename : undefined;
        return typeof type === "string" && segment.TypeCondition.some((condition) => isOfType(type, condition));
      });
    }
  }
  return values.filter(isData);
}

/**
 * What names an object to the subgraph that is asked about it: null where a part of it is missing, an error where a part
 * failed.
 */
export function representationOf(
  object: Data,
  requires: readonly RequiresSelection[],
  isOfType: IsOfType,
): Data | Error | null {
  const type = object.__typename;
  const fields = requiredOf(requires, (condition) => typeof type === "string" && isOfType(type, condition));
  if (fields.length === 0) return null;
  const representation: Data = {};
  for (const { name, alias, selections } of fields) {
    const value = requiredValue(object[alias ?? name], selections, isOfType);
    if (value === undefined) return null;
    if (value instanceof Error) return value;
    representation[name] = value;
  }
  return representation;
}

function requiredValue(
  value: unknown,
  selections: readonly RequiresSelection[] | undefined,
  isOfType: IsOfType,
): unknown {
  if (value === undefined || value === null || value instanceof Error || !selections?.length) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => requiredValue(item, selections, isOfType));
    return items.find((item) => item instanceof Error) ?? (items.includes(undefined) ? undefined : items);
  }
  return isData(value) ? (representationOf(value, selections, isOfType) ?? undefined) : undefined;
}

/** Merges what a request gave into an object of the answer: deeply, lists item by item. */
export function merge(target: Data, source: Data): void {
  for (const [key, value] of Object.entries(source)) target[key] = merged(target[key], value);
}

function merged(have: unknown, given: unknown): unknown {
  if (isData(have) && isData(given)) {
    merge(have, given);
    return have;
  }
  if (Array.isArray(have) && Array.isArray(given) && have.length === given.length) {
    return have.map((item, index) => merged(item, given[index]));
  }
  return given === undefined || (given === null && have !== undefined) ? have : given;
}

/** Takes objects out of an answer: where one stood, in a field or in a list, is null. */
export function removeAll(root: unknown, gone: ReadonlySet<unknown>): void {
  if (!isData(root) && !Array.isArray(root)) return;
  const parent = root as Record<string | number, unknown>;
  for (const [key, value] of Object.entries(parent)) {
    if (gone.has(value)) parent[key] = null;
    else removeAll(value, gone);
  }
}

/** A copy that shares nothing but its errors: one entity's data may stand in several places of an answer. */
export function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (!isData(value)) return value;
  const copy: Data = {};
  for (const [key, inner] of Object.entries(value)) copy[key] = copied(inner);
  return copy;
}

/** What was asked for of an answer, and nothing that was given beside it. */
export function picked(value: unknown, tree: KeyTree): unknown {
  if (Array.isArray(value)) return value.map((item) => picked(item, tree));
  if (!isData(value)) return value;
  const kept: Data = {};
  for (const [key, below] of tree) if (Object.hasOwn(value, key)) kept[key] = picked(value[key], below);
  return kept;
}

/** Puts an error where its path leads, or on the null above it. An earlier error stays. */
export function place(
  root: Data,
  path: readonly (string | number)[],
  errorBelow: (below: readonly (string | number)[]) => UpstreamError,
): void {
  let parent: Data | unknown[] = root;
  for (let depth = 0; depth < path.length; depth += 1) {
    const step = path[depth]!;
    if (
      Array.isArray(parent) ? typeof step !== "number" || step < 0 || step >= parent.length : typeof step !== "string"
    )
      return;
    const value: unknown = (parent as Data)[step];
    if (value instanceof Error) return;
    if (value === null || value === undefined) {
      (parent as Data)[step] = errorBelow(path.slice(depth + 1));
      return;
    }
    if (!isData(value) && !Array.isArray(value)) return;
    parent = value as Data | unknown[];
  }
}

/** Carries out what the plan says to rename or set in data that comes or goes. */
export function rewrite(root: unknown, rewrites: readonly FetchRewrite[] | undefined, isOfType: IsOfType): void {
  for (const one of rewrites ?? []) {
    const { path, apply } =
      "KeyRenamer" in one ? renaming(one.KeyRenamer) : setting("ValueSetter" in one ? one.ValueSetter : one);
    let values: unknown[] = [root];
    for (const segment of path.slice(0, -1)) values = values.flatMap((value) => step(value, segment, isOfType));
    const last = path.at(-1);
    if (!last || !("Key" in last)) continue;
    for (const value of values.flatMap(flattened))
      if (isData(value) && value[last.Key] !== undefined) apply(value, last.Key);
  }
}

type Path = Extract<FetchRewrite, { KeyRenamer: unknown }>["KeyRenamer"]["path"];
interface Rewriting {
  readonly path: Path;
  readonly apply: (object: Data, key: string) => void;
}

function renaming({ path, renameKeyTo }: { path: Path; renameKeyTo: string }): Rewriting {
  return {
    path,
    apply: (object, key) => {
      object[renameKeyTo] = object[key];
      delete object[key];
    },
  };
}

function setting({ path, setValueTo }: { path: Path; setValueTo: string }): Rewriting {
  return {
    path,
    apply: (object, key) => {
      object[key] = setValueTo;
    },
  };
}

function flattened(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(flattened) : [value];
}

function step(value: unknown, segment: Path[number], isOfType: IsOfType): unknown[] {
  return flattened(value).flatMap((one) => {
    if (!isData(one)) return [];
    if ("Key" in segment) return [one[segment.Key]];
    const type = one.__typename;
    return typeof type === "string" && segment.TypenameEquals.some((name) => isOfType(type, name)) ? [one] : [];
  });
}
