import type { Actor } from "../../src/identity/actor.ts";
import type { Agency } from "../../src/rules/vocabulary.ts";
import { agencies } from "../../src/rules/vocabulary.ts";
import { official } from "../support/actors.ts";
import type { Row } from "./look.ts";
import type { Scene } from "./scene.ts";

/** One change as someone means to make it. */
export interface Draft {
  readonly by: Actor;
  readonly mutation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** What the story says of it, like "objects (DIVERSION_RISK) to case 1". */
  readonly words: string;
}

/** What an action draws from: small numbers, of which zero is the plainest choice. */
export class Draw {
  readonly #numbers: readonly number[];
  #next = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** The next number; 0 when they are used up. */
  number(): number {
    const drawn = this.#numbers[this.#next] ?? 0;
    this.#next += 1;
    return drawn;
  }

  /** One of these; undefined where there is none. */
  of<Item>(items: readonly Item[]): Item | undefined {
    return items[this.number() % Math.max(1, items.length)];
  }

  /** True once in so many times; never for a zero. */
  once(inSoMany: number): boolean {
    return this.number() % inSoMany === inSoMany - 1;
  }

  /** One of those that fit, or once in eight times any, so that what is refused is tried as well. */
  mostly<Item>(items: readonly Item[], fits: (item: Item) => boolean): Item | undefined {
    const fitting = items.filter(fits);
    return this.of(this.once(8) || fitting.length === 0 ? items : fitting);
  }
}

/** How a change is drafted from what is stored now; null where there is nothing that it could be about. */
export type Drafting = (scene: Scene, draw: Draw) => Draft | null;

/** The officials of each agency who act; "both" is one person, whom every agency may send. */
const names = ["one", "two", "three", "both"] as const;

/** An official, of the agency or agencies given where there are such. */
export function anyOfficial(draw: Draw, of: readonly Agency[] = agencies): Actor {
  const agency = draw.of(draw.once(12) ? agencies : of) as Agency;
  return officialOf(agency, draw.of(names) as (typeof names)[number]);
}

/** An official who signs or decides: seldom the first of an agency, who speaks for it in the review. */
export function anySigner(draw: Draw, of: readonly Agency[] = agencies): Actor {
  const agency = draw.of(draw.once(12) ? agencies : of) as Agency;
  return officialOf(agency, draw.of(["two", "three", "two", "three", "one", "both"] as const) as "two");
}

/** An official of this agency by that name. */
export const officialOf = (agency: Agency, name: (typeof names)[number]): Actor =>
  name === "both" ? { ...official(agency, name), subject: "both" } : official(agency, name);

/** The revision of a case that someone names: seldom another than its own. */
export const revisionNamed = (draw: Draw, { revision }: Row): number => (draw.once(16) ? revision + 1 : revision);

/** What a change is tried by, where it is tried by the wrong one once in so many times. */
export const rightly = (draw: Draw, right: Actor, wrong: Actor): Actor => (draw.once(20) ? wrong : right);
