import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type InlineFragmentNode,
  Kind,
  OperationTypeNode,
  parse,
  type SelectionSetNode,
} from "graphql";
import { Recent } from "../gateway/recent.ts";
import { refused } from "./error-codes.ts";
import { type Measure, measureDocument } from "./measure.ts";

/** What one operation may be, before anything is validated or run. Counts are of the operation with its fragments spread. */
export interface Limits {
  /** Characters of the document. */
  readonly characters: number;
  readonly tokens: number;
  readonly depth: number;
  /** Fields, each as often as fragments repeat it: so that fragments can't multiply work. */
  readonly fields: number;
  readonly rootFields: number;
  readonly aliases: number;
  /** Aliases and repetitions of one field name. */
  readonly aliasesPerField: number;
  readonly directives: number;
  /** Values in the variables, lists and objects counted with what they hold. */
  readonly variableValues: number;
  readonly variableDepth: number;
  readonly introspection: boolean;
}

/** The limits of what clients send. */
export const clientLimits = {
  characters: 65_536,
  tokens: 1_000,
  depth: 12,
  fields: 1_000,
  rootFields: 10,
  aliases: 30,
  aliasesPerField: 15,
  directives: 50,
  variableValues: 20_000,
  variableDepth: 20,
} as const satisfies Omit<Limits, "introspection">;

/** The limits of what the gateway sends to a subgraph: operations that it has already held to the clients' limits. */
export const gatewayLimits: Limits = {
  characters: 1_000_000,
  tokens: 50_000,
  depth: 50,
  fields: 50_000,
  rootFields: 5_000,
  aliases: 50_000,
  aliasesPerField: 50_000,
  directives: 5_000,
  variableValues: 1_000_000,
  variableDepth: 50,
  introspection: false,
};

const tooLarge = (limit: string, allowed: number, found: number | null, advice: string): GraphQLError => {
  const much =
    found === null ? `has more than ${allowed} ${limit}` : `has ${found} ${limit}; at most ${allowed} are allowed`;
  return refused("OPERATION_TOO_LARGE", `This operation ${much}. ${advice}`, {
    limit,
    allowed,
    ...(found === null ? {} : { found }),
  });
};

/**
 * The parsed document, held to the limits in time linear to its length. Throws OPERATION_TOO_LARGE,
 * GRAPHQL_PARSE_FAILED, or GRAPHQL_VALIDATION_FAILED for introspection where it is off.
 */
export function parseWithinLimits(source: string, limits: Limits): DocumentNode {
  if (source.length > limits.characters) {
    throw tooLarge("characters", limits.characters, source.length, "Give long values as variables.");
  }
  const document = parseTokens(source, limits.tokens);
  const { measures, directives } = measureDocument(document);
  if (directives > limits.directives) throw tooLarge("directives", limits.directives, directives, "Use fewer.");
  for (const measure of measures) refuseOver(measure, limits);
  refuseConditionalSubscriptions(document);
  return document;
}

/**
 * A subscription follows one field, whatever its variables are: where a variable decides about one, graphql-js can't tell
 * how many there are, and throws while it validates.
 */
function refuseConditionalSubscriptions({ definitions }: DocumentNode): void {
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
  const seen = new Set<FragmentDefinitionNode | InlineFragmentNode>();
  const isConditional = ({ selections }: SelectionSetNode): boolean =>
    selections.some((node) => {
      if (node.directives?.some(({ name }) => name.value === "skip" || name.value === "include")) return true;
      if (node.kind === Kind.FIELD) return false;
      const within = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      if (within === undefined || seen.has(within)) return false;
      seen.add(within);
      return isConditional(within.selectionSet);
    });
  for (const node of definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION || node.operation !== OperationTypeNode.SUBSCRIPTION) continue;
    if (isConditional(node.selectionSet)) {
      throw refused("GRAPHQL_VALIDATION_FAILED", "A subscription follows one field. Leave @skip and @include off it.");
    }
  }
}

/** How many characters of documents are remembered as within the limits. */
const remembered = 2_000_000;

/**
 * What holds documents to the limits, and remembers those that passed: the same operations come again and again, and
 * what runs them has parsed them before. Throws as `parseWithinLimits` does.
 */
export function limiter(limits: Limits): (source: string) => void {
  const passed = new Recent<string, { readonly length: number }>(remembered, ({ length }) => length);
  return (source) => {
    passed.remember(source, () => {
      parseWithinLimits(source, limits);
      return { length: source.length };
    });
  };
}

function parseTokens(source: string, maxTokens: number): DocumentNode {
  try {
    return parse(source, { maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError))
      throw refused("GRAPHQL_PARSE_FAILED", "This operation is nested too deep to be read.");
    if (/tokens\. Parsing aborted\.$/.test(error.message)) {
      throw tooLarge("tokens", maxTokens, null, "Split it, and give values as variables.");
    }
    throw new GraphQLError(error.message, {
      source: error.source,
      positions: error.positions,
      extensions: { code: "GRAPHQL_PARSE_FAILED" },
    });
  }
}

function refuseOver(measure: Measure, limits: Limits): void {
  const { depth, fields, rootFields, aliases, uses, introspects, introspectionLists, cyclic } = measure;
  if (cyclic) throw refused("GRAPHQL_VALIDATION_FAILED", `Fragment \`${cyclic}\` spreads itself. Take the cycle out.`);
  if (introspects && !limits.introspection) {
    throw refused("GRAPHQL_VALIDATION_FAILED", "Introspection is off here. Read the published schema.");
  }
  const advice = "Ask for less at once, or split it.";
  if (fields > limits.fields) throw tooLarge("fields", limits.fields, fields, advice);
  if (depth > limits.depth) throw tooLarge("levels", limits.depth, depth, advice);
  if (rootFields > limits.rootFields) throw tooLarge("root fields", limits.rootFields, rootFields, advice);
  if (introspectionLists > 1) throw tooLarge("nested introspection lists", 1, introspectionLists, advice);
  for (const [name, count] of uses) {
    if (count > limits.aliasesPerField) throw tooLarge(`aliases of \`${name}\``, limits.aliasesPerField, count, advice);
  }
  if (aliases > limits.aliases) throw tooLarge("aliases", limits.aliases, aliases, advice);
}

/** Refuses variables of too many values or levels, which no limit on one list would see. Throws OPERATION_TOO_LARGE. */
export function refuseLargeVariables(variables: unknown, { variableValues, variableDepth }: Limits): void {
  const waiting: [value: unknown, depth: number][] = [[variables, 0]];
  let values = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [value, depth] = next;
    if (typeof value !== "object" || value === null) continue;
    if (depth > variableDepth) throw tooLarge("levels in its variables", variableDepth, null, "Flatten them.");
    const held = Object.values(value);
    values += held.length;
    if (values > variableValues) throw tooLarge("values in its variables", variableValues, null, "Send fewer at once.");
    for (const item of held) waiting.push([item, depth + 1]);
  }
}
