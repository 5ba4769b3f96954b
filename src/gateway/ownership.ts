import { Kind, print } from "graphql";
import { directiveNames, isExternal, rootTypes, type TypeInSubgraph } from "./definitions.ts";

/** One subgraph's declarations, and whether somebody else runs it. */
export interface DeclaredSubgraph {
  readonly name: string;
  readonly external: boolean;
  readonly types: ReadonlyMap<string, TypeInSubgraph>;
}

/**
 * What breaks the rule that each field has one owner, a message for each: a field of an entity or of a root type that
 * two subgraphs define, key fields aside (whatever `@shareable` or `@override` say); and whatever an external subgraph
 * would change about a type of another beyond adding fields to an entity.
 */
export function ownershipProblems(subgraphs: readonly DeclaredSubgraph[]): readonly string[] {
  // Ours first: where two define one thing, the blame is the external's.
  const ordered = subgraphs.toSorted((a, b) => Number(a.external) - Number(b.external));
  const entities = new Set(
    ordered.flatMap(({ types }) =>
      [...types.values()].filter(({ keyFields }) => keyFields.size > 0).map(({ name }) => name),
    ),
  );
  const problems: string[] = [];
  ordered.forEach((subgraph, position) => {
    for (const type of subgraph.types.values()) {
      const earlier = ordered.slice(0, position).filter(({ types }) => types.has(type.name));
      if (rootTypes.has(type.name) || entities.has(type.name)) problems.push(...fieldsTaken(subgraph, type, earlier));
      const ours = earlier.filter(({ external }) => !external);
      if (subgraph.external) problems.push(...outsiderProblems(subgraph, type, ours, entities.has(type.name)));
    }
  });
  return problems;
}

function fieldsTaken(subgraph: DeclaredSubgraph, type: TypeInSubgraph, earlier: readonly DeclaredSubgraph[]): string[] {
  const problems: string[] = [];
  for (const [field, member] of type.members) {
    if (isExternal(member)) continue;
    for (const other of earlier) {
      const owned = other.types.get(type.name)!;
      const theirs = owned.members.get(field);
      if (!theirs || isExternal(theirs)) continue;
      if (type.keyFields.has(field) && owned.keyFields.has(field)) continue;
      problems.push(
        `[${subgraph.name}] ${type.name}.${field} belongs to subgraph "${other.name}": no other subgraph may define it, ` +
          "not as shareable and not as an override.",
      );
    }
  }
  return problems;
}

function isRequired(member: FieldDefinition): boolean {
  return "type" in member && member.type.kind === Kind.NON_NULL_TYPE && !isExternal(member);
}

type FieldDefinition = Parameters<typeof isExternal>[0];

const allowedOnSharedTypes = new Set(["key", "shareable", "extends", "specifiedBy"]);
const allowedOnSharedMembers = new Set(["external", "shareable"]);

/** What an external subgraph may not say: about types of its own less, about ours nothing but new fields of entities. */
function outsiderProblems(
  subgraph: DeclaredSubgraph,
  type: TypeInSubgraph,
  ours: readonly DeclaredSubgraph[],
  entity: boolean,
): string[] {
  const problems: string[] = [];
  const say = (where: string, what: string): void => void problems.push(`[${subgraph.name}] ${where} ${what}`);
  const joins = rootTypes.has(type.name) || (entity && ours.length > 0);
  for (const [field, member] of type.members) {
    // Only the ledger's feed can be resumed by cursor, and checks visibility for each event.
    if (type.name === "Subscription") say(`${type.name}.${field}`, "can't be added: only our subgraphs stream events.");
    // It would answer another subgraph's field on the paths that begin in this one.
    if (directiveNames(member).includes("provides")) say(`${type.name}.${field}`, "may not use @provides.");
    if (directiveNames(member).includes("override")) say(`${type.name}.${field}`, "may not use @override.");
    if (joins && !type.keyFields.has(field) && isRequired(member)) {
      say(`${type.name}.${field}`, "must be nullable: where its subgraph is down, the rest of the answer stands.");
    }
  }
  const owner = ours[0];
  if (!owner || rootTypes.has(type.name)) return problems;
  const owned = owner.types.get(type.name)!;
  if (type.kind !== owned.kind) say(type.name, `is ${owned.kind} in subgraph "${owner.name}".`);
  for (const { name } of type.directives) {
    if (!allowedOnSharedTypes.has(name.value))
      say(type.name, `belongs to subgraph "${owner.name}": it may not put @${name.value} on it.`);
  }
  if (type.directives.filter(({ name }) => name.value === "key").length > 1) {
    say(type.name, `belongs to subgraph "${owner.name}": name it by one key.`);
  }
  const known = new Map(ours.toReversed().flatMap(({ types }) => [...types.get(type.name)!.members]));
  for (const [name, member] of type.members) {
    const theirs = known.get(name);
    if (!theirs) {
      if (!entity) say(`${type.name}.${name}`, `can't be added: ${type.name} belongs to subgraph "${owner.name}".`);
      continue;
    }
    for (const directive of directiveNames(member)) {
      if (!allowedOnSharedMembers.has(directive)) say(`${type.name}.${name}`, `may not have @${directive}.`);
    }
    if ("type" in member && "type" in theirs && print(member.type) !== print(theirs.type)) {
      say(`${type.name}.${name}`, `is ${print(theirs.type)} in subgraph "${owner.name}", not ${print(member.type)}.`);
    }
  }
  if (type.kind === "input" || type.kind === "enum") {
    for (const name of known.keys()) {
      if (!type.members.has(name))
        say(`${type.name}.${name}`, `is missing: ${type.name} belongs to subgraph "${owner.name}".`);
    }
  }
  return problems;
}
