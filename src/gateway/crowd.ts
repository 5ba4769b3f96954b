import type { ExecutionResult } from "graphql";
import { endable } from "../graph/endable.ts";
import { hasReached, type LedgerPosition } from "../ledger/cursor.ts";
import { SharedResult } from "./shared-result.ts";

/** The result of one event of a feed. */
export interface Step {
  /** The event's place. */
  readonly place: LedgerPosition;
  readonly result: ExecutionResult;
  /** Whether it says why nothing follows: whoever asks may not, any more. */
  readonly isEnd: boolean;
}

/** What one reader follows, as results, with how far that is. */
export interface Steps extends AsyncIterableIterator<Step, void> {
  readonly place: LedgerPosition;
  /** Has it end, once it has come as far as a place, before it waits for more. */
  endAt(place: LedgerPosition): void;
}

/** A reader of its own, or why there is none. */
export type OpenedSteps = Steps | ExecutionResult;

/** How each of those who follow the same is served, alone and together. */
export interface Ways {
  /** Stands for what is followed, and for the rights with which. */
  readonly key: string;
  /** Reads for itself, behind a place. */
  readonly alone: (behind: LedgerPosition) => Promise<OpenedSteps>;
  /** Why it may not be served any more; null where it may. Asked as it joins: from then on it is told from outside. */
  readonly refusal: () => Promise<ExecutionResult | null>;
  /** Reads for all of them, from now on. */
  readonly together: () => Promise<OpenedSteps>;
}

const isSteps = (opened: OpenedSteps): opened is Steps => Symbol.asyncIterator in opened;

/** How many results are kept for those who haven't sent them on yet. */
const kept = 100;

/** How long they are kept when no more come, ms. */
const keptForMs = 5_000;

/**
 * Those who follow the same with the same rights: as soon as there are two, what happens is read, checked and resolved
 * once for all of them. Each keeps its own place. It reads for itself until it has come to where the others are, and
 * again whenever it has fallen behind what is kept here, so that a slow one costs the others nothing.
 */
export class Crowds {
  readonly #crowds = new Map<string, Crowd>();

  /** How many are read for together: for tests and metrics. */
  get size(): number {
    return this.#crowds.size;
  }

  /** Follows in company: the results from where `own` stands, each once and in order. */
  follow(own: Steps, ways: Ways): AsyncIterableIterator<ExecutionResult, void> {
    const member = new Member(own, ways, () => this.#enter(ways));
    return endable(
      (ended) => member.results(ended),
      () => member.letGo(),
    );
  }

  #enter({ key, together }: Ways): Crowd {
    let crowd = this.#crowds.get(key);
    if (crowd === undefined || crowd.over) {
      const made = new Crowd(together, () => {
        if (this.#crowds.get(key) === made) this.#crowds.delete(key);
      });
      this.#crowds.set(key, made);
      crowd = made;
    }
    crowd.enter();
    return crowd;
  }
}

class Crowd {
  readonly #open: () => Promise<OpenedSteps>;
  readonly #gone: () => void;
  #members = 0;
  #begun: Promise<void> | null = null;
  #common: Steps | null = null;
  #steps: Step[] = [];
  /** How many steps were kept once and are no longer. */
  #dropped = 0;
  /** Behind it every step is kept; null before it reads. */
  #from: LedgerPosition | null = null;
  #over = false;
  #waiting = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;

  constructor(open: () => Promise<OpenedSteps>, gone: () => void) {
    this.#open = open;
    this.#gone = gone;
  }

  get over(): boolean {
    return this.#over;
  }

  get from(): LedgerPosition | null {
    return this.#over ? null : this.#from;
  }

  enter(): void {
    this.#members += 1;
  }

  leave(): void {
    this.#members -= 1;
    if (this.#members === 0) this.#end();
  }

  /** Begins to read, for the second who comes. Resolves once it does, or can't. */
  async begin(): Promise<void> {
    if (this.#members < 2) return;
    this.#begun ??= this.#begin();
    await this.#begun;
  }

  /** The number of the first step behind a place; null where it isn't kept, or may not be. */
  numberBehind(place: LedgerPosition): number | null {
    const { from } = this;
    if (from === null || !hasReached(place, from)) return null;
    const next = this.#steps.findIndex((step) => !hasReached(place, step.place));
    return this.#dropped + (next < 0 ? this.#steps.length : next);
  }

  /** The step of a number: undefined where it is still to come, null where it is no longer kept. */
  step(number: number): Step | undefined | null {
    return number < this.#dropped ? null : this.#steps[number - this.#dropped];
  }

  /** Has `wake` called with the next step, or at the end. Gives what calls it off. */
  wait(wake: () => void): () => void {
    this.#waiting.add(wake);
    return () => void this.#waiting.delete(wake);
  }

  async #begin(): Promise<void> {
    let opened: OpenedSteps;
    try {
      opened = await this.#open();
    } catch {
      // Whoever reads alone finds the same fault, and is told.
      return this.#end();
    }
    if (!isSteps(opened)) return this.#end();
    if (this.#over) return void opened.return?.();
    this.#common = opened;
    this.#from = opened.place;
    void this.#read(opened);
  }

  async #read(common: Steps): Promise<void> {
    try {
      for await (const { place, result, isEnd } of common) {
        if (isEnd) break;
        this.#keep({ place, result: result.errors ? result : new SharedResult(result), isEnd });
      }
    } catch {
      // As where it can't begin.
    }
    this.#end();
  }

  #keep(step: Step): void {
    this.#steps.push(step);
    if (this.#steps.length > kept) this.#drop(1);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#drop(this.#steps.length), keptForMs).unref();
    this.#wakeAll();
  }

  #drop(count: number): void {
    const gone = this.#steps.splice(0, count);
    this.#dropped += gone.length;
    this.#from = gone.at(-1)?.place ?? this.#from;
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#gone();
    void this.#common?.return?.();
    this.#wakeAll();
  }

  #wakeAll(): void {
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const wake of waiting) wake();
  }
}

class Member {
  readonly #ways: Ways;
  readonly #enter: () => Crowd;
  /** What it reads for itself, while it does. */
  #own: Steps | null;
  #place: LedgerPosition;
  #stopWaiting: () => void = () => undefined;

  constructor(own: Steps, ways: Ways, enter: () => Crowd) {
    this.#own = own;
    this.#place = own.place;
    this.#ways = ways;
    this.#enter = enter;
  }

  /** Wakes it, and lets go of what it reads. */
  letGo(): void {
    this.#stopWaiting();
    void this.#own?.return?.();
  }

  async *results(ended: AbortSignal): AsyncGenerator<ExecutionResult, void, void> {
    let crowd = this.#enter();
    try {
      await crowd.begin();
      while (!ended.aborted) {
        const alone = yield* this.#alone(crowd);
        if (alone === "ended" || ended.aborted) return;
        const refused = await this.#ways.refusal();
        if (refused) return yield refused;
        yield* this.#together(crowd, ended);
        if (ended.aborted) return;
        if (crowd.over) {
          crowd.leave();
          crowd = this.#enter();
          await crowd.begin();
        }
        const refusal = await this.#readAlone();
        if (refusal) return yield refusal;
      }
    } finally {
      crowd.leave();
      this.letGo();
    }
  }

  /** Reads for itself, until it has come to where the others are. */
  async *#alone(crowd: Crowd): AsyncGenerator<ExecutionResult, "ended" | "arrived", void> {
    const own = this.#own!;
    while (true) {
      const aim = crowd.from;
      if (aim) own.endAt(aim);
      const { done, value } = await own.next();
      if (done) {
        if (hasReached(own.place, this.#place)) this.#place = own.place;
        this.#own = null;
        return aim !== null && hasReached(this.#place, aim) ? "arrived" : "ended";
      }
      this.#place = value.place;
      yield value.result;
      if (value.isEnd) return "ended";
      if (crowd.numberBehind(this.#place) !== null) {
        this.#own = null;
        await own.return?.();
        return "arrived";
      }
    }
  }

  /** Gets what is read for all, until it has fallen behind or nothing more is. */
  async *#together(crowd: Crowd, ended: AbortSignal): AsyncGenerator<ExecutionResult, void, void> {
    let number = crowd.numberBehind(this.#place);
    while (number !== null && !ended.aborted) {
      const step = crowd.step(number);
      if (step === null) return;
      if (step) {
        number += 1;
        // What it has read for itself already, quicker than all together.
        if (hasReached(this.#place, step.place)) continue;
        this.#place = step.place;
        yield step.result;
      } else if (crowd.over) return;
      else await this.#next(crowd);
    }
  }

  #next(crowd: Crowd): Promise<void> {
    return new Promise((resolve) => {
      const callOff = crowd.wait(resolve);
      this.#stopWaiting = () => {
        callOff();
        resolve();
      };
    });
  }

  /** Reads for itself again, behind its place. Gives why it can't. */
  async #readAlone(): Promise<ExecutionResult | null> {
    const opened = await this.#ways.alone(this.#place);
    if (!isSteps(opened)) return opened;
    this.#own = opened;
    return null;
  }
}
