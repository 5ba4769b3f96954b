import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from "graphql";
import { timeOrderedIds } from "../../src/graph/ids.ts";

/** A value that must be refused wherever its type is taken, in words for a failing test. */
export interface BadValue {
  readonly what: string;
  readonly value: unknown;
}

/** Where in an input a bad value goes: absent means that the field is left out. */
export const leftOut = Symbol("left out");

const bad = (what: string, value: unknown): BadValue => ({ what, value });
const endless = "x".repeat(200_000);

const ofWrongType = [bad("an object", { a: 1 }), bad("a list of lists", [["a"]]), bad("true", true)];

const text = [
  bad("an empty string", ""),
  bad("blanks", "   "),
  bad("what can't be seen", "\u200b\u2060"),
  bad("white space at its end", "Aa1 "),
  bad("what can't be seen", " \u200b\u3164\u2800"),
  bad("points alone", "..."),
  bad("a blank at its end", "Aurora "),
  bad("a line break at its beginning", "\nAurora"),
  bad("a number", 12),
  bad("a NUL", "a\u0000b"),
  bad("an escape", "a\u001bb"),
  bad("half a surrogate pair", "a\ud800b"),
  bad("200,000 characters", endless),
];

const ids = (elsewhere: string) => [
  bad("an empty id", ""),
  bad("no id", "x"),
  bad("a prefix", "rel_"),
  bad("SQL", "' or 1=1 --"),
  bad("a NUL", "rel_\u0000"),
  bad("half a surrogate pair", "\ud800"),
  bad("capitals", timeOrderedIds.next("Release").toUpperCase()),
  bad("an id of no type", `zzz${timeOrderedIds.next("Release").slice(3)}`),
  bad("an id that no record has", timeOrderedIds.next("Release")),
  bad("the id of another type's record", elsewhere),
  bad("a number", 12),
  bad("200,000 characters", endless),
];

const wholeNumbers = [
  bad("a string", "1"),
  bad("a fraction", 1.5),
  bad("one too large", 2_147_483_648),
  bad("one too small", -2_147_483_649),
  bad("an endless one", 1e300),
  bad("the greatest", 2_147_483_647),
  bad("the least", -2_147_483_648),
  bad("a negative one", -1),
  bad("zero", 0),
];

const moments = [
  bad("a word", "soon"),
  bad("an empty string", ""),
  bad("a day that there isn't", "2026-02-30T00:00:00Z"),
  bad("a month that there isn't", "2026-13-01T00:00:00Z"),
  bad("a day without a time", "2026-06-09"),
  bad("a time without a zone", "2026-06-09T14:00:00"),
  bad("200,000 characters", endless),
];

const choices = [
  bad("no value of it", "NOPE"),
  bad("one in lower case", "health"),
  bad("a number", 1),
  bad("an empty string", ""),
];

const scalars: Readonly<Record<string, readonly BadValue[]>> = {
  String: text,
  Int: wholeNumbers,
  DateTime: moments,
  SequenceNumber: [
    bad("a fraction", 1.5),
    bad("a negative one", -1),
    bad("an endless one", 1e300),
    bad("one too large", Number.MAX_SAFE_INTEGER + 1),
    bad("one that no entry has", Number.MAX_SAFE_INTEGER),
  ],
  Cursor: [],
  Boolean: [bad("a word", "true"), bad("a number", 1)],
};

/** What must be refused as a value of the type. `elsewhere` is the id of a record that the field isn't about. */
export function badValuesOf(type: GraphQLInputType, elsewhere: string): readonly BadValue[] {
  if (isNonNullType(type)) return [bad("null", null), ...badValuesOf(type.ofType, elsewhere)];
  if (isListType(type)) return [...listsOf(type.ofType, elsewhere)];
  const named = getNamedType(type);
  if (isInputObjectType(named)) {
    return [bad("a string", "x"), bad("a list of lists", [["a"]]), bad("an unknown field", { nope: 1 })];
  }
  const own = isEnumType(named) ? choices : named.name === "ID" ? ids(elsewhere) : scalars[named.name];
  if (!own) throw new Error(`Say what is bad for a ${named.name}`);
  return [...own, ...ofWrongType.filter(({ value }) => !(named.name === "Boolean" && value === true))];
}

/** Lists of one bad item each, one too long, and one with nothing in its place. */
function listsOf(item: GraphQLInputType, elsewhere: string): BadValue[] {
  const items = badValuesOf(item, elsewhere).map(({ what, value }) => bad(`a list of ${what}`, [value]));
  const good = goodValueOf(item);
  return [...items, bad("a list of 10,000", Array(10_000).fill(good)), bad("a list of 1,001", Array(1_001).fill(good))];
}

/** A value of the type that is well formed, if not right: for what stands around a bad one. */
function goodValueOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return goodValueOf(type.ofType);
  if (isListType(type)) return [goodValueOf(type.ofType)];
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]?.name;
  if (isInputObjectType(named)) return goodObject(named);
  const plain: Record<string, unknown> = { Int: 1, Boolean: false, DateTime: "2030-01-01T00:00:00.000Z" };
  return plain[named.name] ?? (named.name === "ID" ? timeOrderedIds.next("Partner") : "US");
}

const goodObject = (type: GraphQLInputObjectType): Record<string, unknown> =>
  Object.fromEntries(
    Object.values(type.getFields())
      .filter((field) => isNonNullType(field.type) && field.defaultValue === undefined)
      .map((field) => [field.name, goodValueOf(field.type)]),
  );

/** The input with a value at a path, whatever has to stand around it made up. */
export function withValue(
  type: GraphQLInputObjectType,
  input: Readonly<Record<string, unknown>>,
  path: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const [name = "", ...rest] = path;
  const field = type.getFields()[name];
  if (!field) throw new Error(`${type.name} has no field ${name}`);
  if (rest.length === 0) {
    const { [name]: _, ...others } = input;
    return value === leftOut ? others : { ...input, [name]: value };
  }
  const inner = getNamedType(field.type) as GraphQLInputObjectType;
  const given = input[name] ?? goodValueOf(field.type);
  const within = (each: unknown) => withValue(inner, each as Record<string, unknown>, rest, value);
  return { ...input, [name]: Array.isArray(given) ? [within(given[0]), ...given.slice(1)] : within(given) };
}

/** What no answer to a client may hold: SQL, names of the database, stacks, paths of this program. */
export const internals =
  /\b(select|insert|update|delete)\b.{1,80}\b(from|into|set|where)\b|violates|relation "|_pkey|\bone_[a-z_]+\b|QueryFailed|TypeError|RangeError|SyntaxError|node_modules|\.(ts|js):\d|\bat [\w.]+ \(|varchar|jsonb|ECONN|INTERNAL_SERVER_ERROR/;
