import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode, visit } from "graphql";

/** How large a selection is once its fragments are spread. */
export interface Measure {
  /** Levels of fields; below an introspection field none are counted. */
  readonly depth: number;
  readonly fields: number;
  readonly rootFields: number;
  readonly aliases: number;
  /** How often each field name stands under an alias, or again in the same selection. */
  readonly uses: ReadonlyMap<string, number>;
  readonly introspects: boolean;
  /** The most lists of introspection that stand below each other: each multiplies the answer by the schema's size. */
  readonly introspectionLists: number;
  /** The fragment that spreads itself, where one does. */
  readonly cyclic: string | null;
}

const introspectionFields = new Set(["__schema", "__type"]);
const introspectionLists = new Set(["fields", "inputFields", "interfaces", "possibleTypes"]);

/** Measures every operation and fragment of a document, each fragment once: in time linear to the document. */
export function measureDocument(document: DocumentNode): { measures: readonly Measure[]; directives: number } {
  const measurer = new Measurer(document);
  let directives = 0;
  visit(document, {
    Directive: () => {
      directives += 1;
    },
  });
  const measures = document.definitions.flatMap((definition) => {
    if (definition.kind === Kind.OPERATION_DEFINITION) return [measurer.selection(definition.selectionSet, false)];
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      return [withoutRoot(measurer.fragment(definition.name.value, false))];
    return [];
  });
  return { measures, directives };
}

/** A fragment by itself has no root: it is counted where an operation spreads it. */
const withoutRoot = (measure: Measure): Measure => ({ ...measure, rootFields: 0 });

class Measurer {
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #measured = new Map<string, Measure>();
  readonly #open = new Set<string>();

  constructor(document: DocumentNode) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
    }
  }

  selection(set: SelectionSetNode, introspecting: boolean): Measure {
    const sum = new Sum();
    const seen = new Set<string>();
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) sum.add(this.fragment(selection.name.value, introspecting));
      else if (selection.kind === Kind.INLINE_FRAGMENT) sum.add(this.selection(selection.selectionSet, introspecting));
      else {
        const name = selection.name.value;
        const inside = introspecting || introspectionFields.has(name);
        sum.addField(name, selection.alias !== undefined || seen.has(name), introspecting);
        if (selection.selectionSet) sum.addBelow(name, this.selection(selection.selectionSet, inside), inside);
        seen.add(name);
      }
    }
    return sum;
  }

  fragment(name: string, spreadInside: boolean): Measure {
    const definition = this.#fragments.get(name);
    if (!definition) return new Sum();
    const introspecting = spreadInside || definition.typeCondition.name.value.startsWith("__");
    const key = `${introspecting ? "in" : "out"} ${name}`;
    const known = this.#measured.get(key);
    if (known) return known;
    if (this.#open.has(key)) return new Sum(name);
    this.#open.add(key);
    const measured = this.selection(definition.selectionSet, introspecting);
    this.#open.delete(key);
    this.#measured.set(key, measured);
    return measured;
  }
}

class Sum implements Measure {
  depth = 0;
  fields = 0;
  rootFields = 0;
  aliases = 0;
  readonly uses = new Map<string, number>();
  introspects = false;
  introspectionLists = 0;
  cyclic: string | null;

  constructor(cyclic: string | null = null) {
    this.cyclic = cyclic;
  }

  /** Adds what stands beside: an inline fragment or a spread one. */
  add(other: Measure): void {
    this.rootFields += other.rootFields;
    this.depth = Math.max(this.depth, other.depth);
    this.introspectionLists = Math.max(this.introspectionLists, other.introspectionLists);
    this.#gather(other);
  }

  addField(name: string, again: boolean, introspecting: boolean): void {
    this.fields += 1;
    this.rootFields += 1;
    if (!introspecting) this.depth = Math.max(this.depth, 1);
    if (introspectionFields.has(name)) this.introspects = true;
    if (!again) return;
    this.aliases += 1;
    this.uses.set(name, (this.uses.get(name) ?? 0) + 1);
  }

  /** Adds what stands below a field. */
  addBelow(name: string, other: Measure, introspecting: boolean): void {
    const list = introspecting && introspectionLists.has(name) ? 1 : 0;
    this.introspectionLists = Math.max(this.introspectionLists, other.introspectionLists + list);
    if (!introspecting) this.depth = Math.max(this.depth, other.depth + 1);
    this.#gather(other);
  }

  #gather(other: Measure): void {
    this.fields += other.fields;
    this.aliases += other.aliases;
    this.introspects ||= other.introspects;
    this.cyclic ??= other.cyclic;
    for (const [name, count] of other.uses) this.uses.set(name, (this.uses.get(name) ?? 0) + count);
  }
}
