import type { ReplayOutcome } from "./replay.ts";
import { type ReplayDifference, replayDifferences } from "./replay-compare.ts";

/** What of one case's replay is counted. */
export interface Counted {
  readonly inFact: ReplayOutcome;
  readonly outcome: ReplayOutcome;
  readonly decidedInFactAt: Date | null;
  readonly decidedAt: Date | null;
  readonly differences: readonly ReplayDifference[];
  /** How many appeals were brought in it: what came of them isn't replayed. */
  readonly appealsLeftOut: number;
}

/** What a replay leaves out: applications that were returned and never reviewed, and appeals. */
export const replayLeftOut = ["RETURNED", "APPEAL"] as const;
export type ReplayLeftOut = (typeof replayLeftOut)[number];

/** The numbers of a replay. */
export interface Summary {
  readonly cases: number;
  readonly unchanged: number;
  readonly turns: readonly {
    readonly inFact: ReplayOutcome;
    readonly outcome: ReplayOutcome;
    readonly cases: number;
  }[];
  readonly differences: readonly { readonly difference: ReplayDifference; readonly cases: number }[];
  readonly daysLater: number | null;
  readonly leftOut: readonly { readonly what: ReplayLeftOut; readonly count: number }[];
}

const day = 86_400_000;

/** Counts replays as they come. */
export class ReplayTally {
  readonly #returned: number;
  #appeals = 0;
  #cases = 0;
  #unchanged = 0;
  #later = 0;
  #decided = 0;
  readonly #turns = new Map<string, { inFact: ReplayOutcome; outcome: ReplayOutcome; cases: number }>();
  readonly #differences = new Map<ReplayDifference, number>();

  /** `returned` is how many applications of the span were returned, and so have nothing to replay. */
  constructor(returned: number) {
    this.#returned = returned;
  }

  add({ inFact, outcome, decidedInFactAt, decidedAt, differences, appealsLeftOut }: Counted): void {
    this.#cases += 1;
    this.#appeals += appealsLeftOut;
    if (differences.length === 0) this.#unchanged += 1;
    for (const each of differences) this.#differences.set(each, (this.#differences.get(each) ?? 0) + 1);
    const name = `${inFact} ${outcome}`;
    this.#turns.set(name, { inFact, outcome, cases: (this.#turns.get(name)?.cases ?? 0) + 1 });
    if (decidedInFactAt === null || decidedAt === null) return;
    this.#decided += 1;
    this.#later += (decidedAt.getTime() - decidedInFactAt.getTime()) / day;
  }

  /** The numbers so far; days to a tenth. */
  summary(): Summary {
    return {
      cases: this.#cases,
      unchanged: this.#unchanged,
      turns: [...this.#turns.values()].sort((one, other) => other.cases - one.cases),
      differences: replayDifferences.flatMap((difference) => {
        const cases = this.#differences.get(difference);
        return cases === undefined ? [] : [{ difference, cases }];
      }),
      leftOut: [
        { what: "RETURNED" as const, count: this.#returned },
        { what: "APPEAL" as const, count: this.#appeals },
      ].filter(({ count }) => count > 0),
      daysLater: this.#decided === 0 ? null : Math.round((10 * this.#later) / this.#decided) / 10,
    };
  }
}
