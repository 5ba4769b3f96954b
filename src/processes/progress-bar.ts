/** Where progress is shown: a terminal, or whatever standard error was sent to. */
interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const width = 30;
/** Milliseconds between two pictures of the bar, and between two lines where there is no terminal. */
const redrawEvery = 80;
const lineEvery = 5_000;

/** Shows how far a piece of work has come: a bar on a terminal, elsewhere a line every five seconds. */
export class ProgressBar {
  readonly #screen: Screen;
  readonly #now: () => number;
  #shownAt: number;
  #drawn = false;

  constructor(screen: Screen, now: () => number = () => performance.now()) {
    this.#screen = screen;
    this.#now = now;
    this.#shownAt = screen.isTTY ? Number.NEGATIVE_INFINITY : now();
  }

  /** Shows that a step is so far done, 0 to 1; not each time, but often enough. */
  show(step: string, share: number): void {
    const now = this.#now();
    const { isTTY } = this.#screen;
    if (now - this.#shownAt < (isTTY ? redrawEvery : lineEvery) && !(isTTY && share >= 1)) return;
    this.#shownAt = now;
    const percent = `${Math.floor(share * 100)}%`.padStart(4);
    if (!isTTY) {
      this.#screen.write(`${step} ${percent.trim()}\n`);
      return;
    }
    const done = Math.round(Math.min(share, 1) * width);
    this.#screen.write(`\r\u001b[K${step.padEnd(10)} ${"█".repeat(done)}${"░".repeat(width - done)}${percent}`);
    this.#drawn = true;
  }

  /** Takes the bar off the terminal. */
  end(): void {
    if (this.#drawn) this.#screen.write("\r\u001b[K");
    this.#drawn = false;
  }
}
