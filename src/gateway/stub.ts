/**
 * An entity of which only the key is known: what another subgraph names, before or instead of its owner's object.
 * Whatever else is asked of it is null, or fails where the owner failed.
 */
export class Stub {
  [field: string]: unknown;
  readonly __typename: string;

  constructor(type: string) {
    this.__typename = type;
  }
}

const failures = new WeakMap<object, unknown>();

/** The stub of an entity that its owner failed to give: every field but the key's is that failure. */
export function failedStub(stub: Stub, failure: unknown): Stub {
  const error = failure instanceof Error ? failure : new Error(String(failure));
  const failed = new Proxy(stub, {
    get: (target, field) =>
      typeof field === "symbol" || field in target || field === "then" ? Reflect.get(target, field) : error,
  });
  failures.set(failed, error);
  return failed;
}

/** A stub's own value of a field, or null. Throws where its owner failed. */
export function readStub(stub: Stub, field: string): unknown {
  if (Object.hasOwn(stub, field)) return stub[field];
  const failure = failures.get(stub);
  if (failure !== undefined) throw failure;
  return null;
}

const typeNames = new WeakMap<object, string>();

/** Notes the type of an object that an interface or union gave, where the object itself doesn't say. */
export function noteType(value: object, type: string): void {
  if ((value as { __typename?: unknown }).__typename !== type) typeNames.set(value, type);
}

/** The noted type of an object, or what it says itself. */
export function typeNameOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const noted = typeNames.get(value);
  if (noted !== undefined) return noted;
  const named = (value as { __typename?: unknown }).__typename;
  return typeof named === "string" ? named : undefined;
}
