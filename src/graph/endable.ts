/**
 * An async generator that can be ended while it waits: `return` aborts the signal that the generator was given first,
 * and whatever it awaits should heed that.
 */
export function endable<Value>(
  run: (signal: AbortSignal) => AsyncGenerator<Value, void, void>,
): AsyncIterableIterator<Value, void> {
  const ended = new AbortController();
  const values = run(ended.signal);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => values.next(),
    return: () => {
      ended.abort();
      return values.return();
    },
    throw: (error: unknown) => {
      ended.abort();
      return values.throw(error);
    },
  };
}
