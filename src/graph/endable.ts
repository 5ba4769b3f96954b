/**
 * An async generator that can be ended while it waits: `return` aborts the signal that the generator was given, and
 * whatever it awaits should heed that. `release` lets go of what it holds, once, also where it was never begun: then
 * nothing of the generator itself runs.
 */
export function endable<Value>(
  run: (signal: AbortSignal) => AsyncGenerator<Value, void, void>,
  release: () => void = () => undefined,
): AsyncIterableIterator<Value, void> {
  const ended = new AbortController();
  const values = run(ended.signal);
  const end = (): void => {
    if (ended.signal.aborted) return;
    ended.abort();
    release();
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => values.next(),
    return: () => {
      end();
      return values.return();
    },
    throw: (error: unknown) => {
      end();
      return values.throw(error);
    },
  };
}
