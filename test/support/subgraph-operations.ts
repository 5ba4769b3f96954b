import {
  type GraphQLAbstractType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";

/** Numbers that look random and are the same for the same seed: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface GeneratedOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface GenerationOptions {
  readonly seed: number;
  /** How deep selections go; 5 unless told. */
  readonly depth?: number;
  /** Literals to try for an argument or input field, as GraphQL text, by `Type.field(argument)` or by type. */
  readonly literals: Readonly<Record<string, readonly string[]>>;
  /** Names of arguments to leave out where they aren't required. */
  readonly omit?: readonly string[];
}

/** A random valid query of a schema: the same for the same seed. */
export function generateQuery(schema: GraphQLSchema, options: GenerationOptions): GeneratedOperation {
  return new Generator(schema, options).query();
}

class Generator {
  readonly #schema: GraphQLSchema;
  readonly #options: GenerationOptions;
  readonly #random: () => number;
  readonly #variables: Record<string, boolean> = {};
  readonly #fragments: string[] = [];
  #names = 0;

  constructor(schema: GraphQLSchema, options: GenerationOptions) {
    this.#schema = schema;
    this.#options = options;
    this.#random = seeded(options.seed);
  }

  query(): GeneratedOperation {
    const root = this.#selection(this.#schema.getQueryType()!, this.#options.depth ?? 5, 3);
    const names = Object.keys(this.#variables);
    const definitions = names.length > 0 ? `(${names.map((name) => `$${name}: Boolean!`).join(", ")})` : "";
    return { query: [`query${definitions} ${root}`, ...this.#fragments].join("\n"), variables: this.#variables };
  }

  #chance(odds: number): boolean {
    return this.#random() < odds;
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)]!;
  }

  /** `clashing`: fields that are of another type in another type of the same interface or union, so need an alias. */
  #selection(type: GraphQLNamedType, depth: number, most: number, clashing: ReadonlySet<string> = new Set()): string {
    const parts: string[] = [];
    if (isObjectType(type) || isInterfaceType(type)) {
      const usable = Object.values(type.getFields()).filter(
        (field) => depth > 1 || !isCompositeType(getNamedType(field.type)),
      );
      const count = Math.min(1 + Math.floor(this.#random() * most), usable.length);
      for (let index = 0; index < count; index += 1) {
        parts.push(this.#field(type.name, this.#pick(usable), depth, clashing));
      }
    }
    if (isAbstractType(type)) parts.push(...this.#narrowed(type, depth));
    else if (type !== this.#schema.getQueryType() && this.#chance(0.15)) {
      parts.push(`...${this.#fragment(type.name, this.#selection(type, depth, 2, clashing))}${this.#condition()}`);
    }
    if (parts.length === 0 || this.#chance(0.1)) parts.push("__typename");
    return `{ ${parts.join(" ")} }`;
  }

  #narrowed(type: GraphQLAbstractType, depth: number): string[] {
    const possible = this.#schema.getPossibleTypes(type);
    const clashing = clashesOf(possible);
    return possible
      .filter(() => this.#chance(Math.min(0.6, 4 / possible.length)))
      .map((one) => `... on ${one.name}${this.#condition()} ${this.#selection(one, depth, 3, clashing)}`);
  }

  #fragment(type: string, selection: string): string {
    this.#names += 1;
    const name = `F${this.#names}`;
    this.#fragments.push(`fragment ${name} on ${type} ${selection}`);
    return name;
  }

  #field(parent: string, field: GraphQLField<unknown, unknown>, depth: number, clashing: ReadonlySet<string>): string {
    const args = field.args.flatMap((arg) => this.#argument(`${parent}.${field.name}(${arg.name})`, arg));
    const type = getNamedType(field.type);
    this.#names += 1;
    // Always an alias where arguments or selections could differ, so that two fields never conflict.
    const differing = isCompositeType(type) || args.length > 0 || clashing.has(field.name);
    const alias = differing || this.#chance(0.2) ? `${this.#shadow()}${this.#names}: ` : "";
    const below = isCompositeType(type) ? ` ${this.#selection(type, depth - 1, 4)}` : "";
    return `${alias}${field.name}${args.length > 0 ? `(${args.join(", ")})` : ""}${this.#condition()}${below}`;
  }

  #shadow(): string {
    return this.#pick(["a", "id", "_", "x"]);
  }

  #condition(): string {
    if (!this.#chance(0.08)) return "";
    this.#names += 1;
    const name = `v${this.#names}`;
    this.#variables[name] = this.#chance(0.5);
    return this.#chance(0.5) ? ` @include(if: $${name})` : ` @skip(if: $${name})`;
  }

  #argument(place: string, arg: GraphQLArgument): string[] {
    const required = isNonNullType(arg.type) && arg.defaultValue === undefined;
    if (!required && (this.#options.omit?.includes(arg.name) || this.#chance(0.5))) return [];
    const given = this.#options.literals[place];
    return [`${arg.name}: ${given ? this.#pick(given) : this.#literal(arg.type)}`];
  }

  #literal(type: GraphQLInputType): string {
    if (isNonNullType(type)) return this.#literal(type.ofType);
    if (isListType(type)) {
      const count = Math.floor(this.#random() * 4);
      return `[${Array.from({ length: count }, () => this.#literal(type.ofType)).join(", ")}]`;
    }
    const given = this.#options.literals[type.name];
    if (given) return this.#pick(given);
    if (isEnumType(type)) return this.#pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).flatMap((field) => {
        const required = isNonNullType(field.type) && field.defaultValue === undefined;
        if (!required && this.#chance(0.5)) return [];
        const literals = this.#options.literals[`${type.name}.${field.name}`];
        return [`${field.name}: ${literals ? this.#pick(literals) : this.#literal(field.type)}`];
      });
      return `{ ${fields.join(", ")} }`;
    }
    const simple: Record<string, readonly string[]> = {
      Int: ["0", "1", "2", "3"],
      Float: ["0.5"],
      Boolean: ["true", "false"],
    };
    return this.#pick(simple[type.name] ?? ['"x"']);
  }
}

function clashesOf(types: readonly GraphQLObjectType[]): ReadonlySet<string> {
  const seen = new Map<string, string>();
  const clashing = new Set<string>();
  for (const field of types.flatMap((type) => Object.values(type.getFields()))) {
    const type = String(field.type);
    if ((seen.get(field.name) ?? type) !== type) clashing.add(field.name);
    seen.set(field.name, type);
  }
  return clashing;
}
