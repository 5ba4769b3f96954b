import type { ExecutionResult } from "graphql";
import { Turns } from "../database/turns.ts";
import { endable } from "../graph/endable.ts";
import { hasReached, type LedgerPosition } from "../ledger/cursor.ts";
import { textOf } from "./shared-result.ts";

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
  /** Reads for all of them, behind a place, or from now on. */
  readonly together: (behind: LedgerPosition | null) => Promise<OpenedSteps>;
}

const isSteps = (opened: OpenedSteps): opened is Steps => Symbol.asyncIterator in opened;

/** How many results one crowd keeps for those who haven't sent them on yet, and all crowds together. */
const kept = 100;
const keptTogether = 2_000;
/** How long the texts of all that is kept may be together, characters. */
const charactersTogether = 33_554_432;

/** How long they are kept, ms: whoever comes later reads anew what an event joins. */
const keptForMs = 5_000;

/** How far reading goes ahead of the fastest reader, results. */
const ahead = 50;

/** How often what broke off is taken up again before each is left to itself, and after how long, ms. */
const takenUpAfterMs = [50, 500];

/** How many open a reading of their own at once: a fault met by all of them would keep the database from everyone else. */
const openedAtOnce = 4;

/**
 * Those who follow the same with the same rights: as soon as there are two, what happens is read, checked and resolved
 * once for all of them. Each keeps its own place. It reads for itself until it has come to where the others are, and
 * again whenever it has fallen behind what is kept here, so that a slow one costs the others nothing.
 */
export class Crowds {
  readonly #crowds = new Map<string, Crowd>();
  readonly #opening = new Turns(openedAtOnce);
  readonly #room: Room;

  /** `characters`: how long the texts of all that is kept may be together; 33,554,432 unless told. */
  constructor(characters = charactersTogether) {
    this.#room = { results: keptTogether, characters };
  }

  /** How many are read for together: for tests and metrics. */
  get size(): number {
    return this.#crowds.size;
  }

  /** Follows in company: the results from where `own` stands, each once and in order. */
  follow(own: Steps, ways: Ways): AsyncIterableIterator<ExecutionResult, void> {
    const { alone, refusal } = ways;
    const throttled = {
      alone: (behind: LedgerPosition) => this.#opening.take(() => alone(behind)),
      refusal: () => this.#opening.take(refusal),
    };
    const member = new Member(own, throttled, () => this.#enter(ways));
    return endable(
      (ended) => member.results(ended),
      () => member.letGo(),
    );
  }

  #enter({ key, together }: Ways): Crowd {
    let crowd = this.#crowds.get(key);
    if (crowd === undefined || crowd.over) {
      const made = new Crowd(together, this.#room, () => {
        if (this.#crowds.get(key) === made) this.#crowds.delete(key);
      });
      this.#crowds.set(key, made);
      crowd = made;
    }
    crowd.enter();
    return crowd;
  }
}

/** How much more all crowds may keep. */
interface Room {
  results: number;
  characters: number;
}

/** A step as it is kept. */
interface Kept extends Step {
  /** How long its text is, characters. */
  readonly size: number;
  /** When it came, by `performance.now`. */
  readonly came: number;
}

class Crowd {
  readonly #open: Ways["together"];
  readonly #gone: () => void;
  readonly #room: Room;
  #members = 0;
  #inCompany = 0;
  #begun: Promise<void> | null = null;
  #common: Steps | null = null;
  #steps: Kept[] = [];
  /** How many steps were kept once and are no longer. */
  #dropped = 0;
  /** The number of the step that the fastest in company takes next. */
  #fastest = 0;
  /** Behind it every step is kept; null before it reads. */
  #from: LedgerPosition | null = null;
  #over = false;
  #waiting = new Set<() => void>();
  /** Has reading go on. */
  #goOn: () => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(open: Ways["together"], room: Room, gone: () => void) {
    this.#open = open;
    this.#room = room;
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

  /** Takes in one that has come as far as a place. Gives the number of its next step; null where that isn't kept. */
  join(place: LedgerPosition): number | null {
    const number = this.numberBehind(place);
    if (number === null) return null;
    this.#inCompany += 1;
    this.#fastest = Math.max(this.#fastest, number);
    return number;
  }

  /** Lets one go that was in company. */
  part(): void {
    this.#inCompany -= 1;
    this.#goOn();
  }

  /** The number of the first step behind a place; null where it isn't kept, or may not be. */
  numberBehind(place: LedgerPosition): number | null {
    const { from } = this;
    if (from === null || !hasReached(place, from)) return null;
    const next = this.#steps.findIndex((step) => !hasReached(place, step.place));
    return this.#dropped + (next < 0 ? this.#steps.length : next);
  }

  /** Takes the step of a number: undefined where it is still to come, null where it is no longer kept. */
  take(number: number): Step | undefined | null {
    if (number < this.#dropped) return null;
    const step = this.#steps[number - this.#dropped];
    if (step && number >= this.#fastest) {
      this.#fastest = number + 1;
      this.#goOn();
    }
    return step;
  }

  /** Has `wake` called with the next step, or at the end. Gives what calls it off. */
  wait(wake: () => void): () => void {
    this.#waiting.add(wake);
    return () => void this.#waiting.delete(wake);
  }

  async #begin(): Promise<void> {
    const common = await this.#opened(null);
    if (common === null) return this.#end();
    this.#from = common.place;
    void this.#readAll(common);
  }

  /** The common reading, behind a place or from now on; null where there is none, for whatever reason. */
  async #opened(behind: LedgerPosition | null): Promise<Steps | null> {
    try {
      const opened = await this.#open(behind);
      if (!isSteps(opened)) return null;
      if (this.#over) void opened.return?.();
      else this.#common = opened;
      return this.#over ? null : opened;
    } catch {
      // Whoever reads alone finds the same fault, and is told.
      return null;
    }
  }

  /** Reads, and takes it up again where it breaks off: each of those who follow would have to otherwise. */
  async #readAll(begun: Steps): Promise<void> {
    let common: Steps | null = begun;
    let { place } = begun;
    // How often it has been taken up since the last step came.
    let times = 0;
    while (common !== null) {
      try {
        for await (const step of common) {
          if (step.isEnd || this.#over) break;
          this.#keep(step);
          times = 0;
          place = step.place;
          if (this.#isAhead) await this.#caughtUp();
        }
        break;
      } catch {
        if (hasReached(common.place, place)) ({ place } = common);
        common = null;
      }
      for (; common === null && times < takenUpAfterMs.length && !this.#over; times += 1) {
        await new Promise((resolve) => setTimeout(resolve, takenUpAfterMs[times]).unref());
        common = await this.#opened(place);
      }
    }
    this.#end();
  }

  #keep({ place, result, isEnd }: Step): void {
    const came = performance.now();
    const size = textOf(result).length;
    this.#steps.push({ place, result, isEnd, came, size });
    this.#room.results -= 1;
    this.#room.characters -= size;
    const fresh = this.#steps.findIndex((step) => step.came > came - keptForMs);
    // The last one stays, for those who wait for it.
    this.#drop(this.#isRoomLeft ? Math.max(fresh, this.#steps.length - kept) : this.#steps.length - 1);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#drop(this.#steps.length), keptForMs).unref();
    this.#wakeAll();
  }

  #drop(count: number): void {
    const gone = this.#steps.splice(0, count);
    this.#giveBack(gone);
    this.#dropped += gone.length;
    this.#from = gone.at(-1)?.place ?? this.#from;
  }

  get #isRoomLeft(): boolean {
    return this.#room.results >= 0 && this.#room.characters >= 0;
  }

  #giveBack(steps: readonly Kept[]): void {
    this.#room.results += steps.length;
    for (const { size } of steps) this.#room.characters += size;
  }

  get #isAhead(): boolean {
    return this.#inCompany > 0 && this.#dropped + this.#steps.length - this.#fastest >= ahead;
  }

  /** Resolves once somebody has taken what is kept, or nobody waits for it. */
  async #caughtUp(): Promise<void> {
    while (this.#isAhead && !this.#over) {
      await new Promise<void>((resolve) => {
        this.#goOn = resolve;
      });
    }
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#giveBack(this.#steps);
    this.#gone();
    void this.#common?.return?.();
    this.#goOn();
    this.#wakeAll();
  }

  #wakeAll(): void {
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const wake of waiting) wake();
  }
}

class Member {
  readonly #ways: Pick<Ways, "alone" | "refusal">;
  readonly #enter: () => Crowd;
  /** What it reads for itself, while it does. */
  #own: Steps | null;
  #place: LedgerPosition;
  /** The number of its next step, while it is in company. */
  #number = 0;
  /** How far it was told to read for itself at last; null where it reads on. */
  #aim: LedgerPosition | null = null;
  #stopWaiting: () => void = () => undefined;

  constructor(own: Steps, ways: Pick<Ways, "alone" | "refusal">, enter: () => Crowd) {
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
        if (alone === "arrived") {
          const refused = await this.#ways.refusal();
          if (refused) return yield refused;
          const number = crowd.join(this.#place);
          if (number !== null) {
            this.#number = number;
            try {
              // Not by a generator of its own: each event of each reader would feel it.
              for (let step = await this.#taken(crowd, ended); step; step = await this.#taken(crowd, ended)) {
                yield step.result;
              }
            } finally {
              crowd.part();
            }
          }
        }
        if (ended.aborted) return;
        if (crowd.over) {
          crowd.leave();
          crowd = this.#enter();
          await crowd.begin();
        }
        if (this.#own) continue;
        const refusal = await this.#readAlone();
        if (refusal) return yield refusal;
      }
    } finally {
      crowd.leave();
      this.letGo();
    }
  }

  /** Reads for itself, until it has come to where the others are, or they have left it. */
  async *#alone(crowd: Crowd): AsyncGenerator<ExecutionResult, "ended" | "arrived" | "left", void> {
    const own = this.#own!;
    while (true) {
      const { from } = crowd;
      if (from) {
        this.#aim = from;
        own.endAt(from);
      }
      const { done, value } = await own.next();
      if (done) {
        if (hasReached(own.place, this.#place)) this.#place = own.place;
        this.#own = null;
        return this.#aim !== null && hasReached(this.#place, this.#aim) ? "arrived" : "ended";
      }
      this.#place = value.place;
      yield value.result;
      if (value.isEnd) return "ended";
      if (crowd.over) return "left";
      if (crowd.numberBehind(this.#place) !== null) {
        this.#own = null;
        await own.return?.();
        return "arrived";
      }
    }
  }

  /** The next of what is read for all; null where it has fallen behind, or nothing more is. */
  async #taken(crowd: Crowd, ended: AbortSignal): Promise<Step | null> {
    while (!ended.aborted) {
      const step = crowd.take(this.#number);
      if (step === null) return null;
      if (step) {
        this.#number += 1;
        // What it has read for itself already, quicker than all together.
        if (hasReached(this.#place, step.place)) continue;
        this.#place = step.place;
        return step;
      }
      if (crowd.over) return null;
      await this.#next(crowd);
    }
    return null;
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
    this.#aim = null;
    return null;
  }
}
