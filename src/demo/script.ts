/** Where the demo's lines go. */
export type Write = (line: string) => void;

const personWidth = 12;
const deedWidth = 28;

/** Prints the story: acts, steps of people, and what the vendor's subscription receives, in columns. */
export class Script {
  readonly #write: Write;
  #acts = 0;

  constructor(write: Write) {
    this.#write = write;
  }

  line(text: string): void {
    this.#write(text);
  }

  /** Begins the next act. */
  act(title: string): void {
    this.#acts += 1;
    this.#write(`\n${this.#acts}. ${title}`);
  }

  /** What one person did, and what came of it. */
  step(person: string, deed: string, outcome: string): void {
    this.#write(`   ${person.padEnd(personWidth)} ${deed.padEnd(deedWidth)} ${outcome}`);
  }

  /** What the vendor's subscription received. */
  heard(event: string, outcome: string): void {
    this.step("", `« ${event}`, outcome);
  }
}
