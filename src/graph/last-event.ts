/** What a stream that has an end of its own brings: its last event says so. */
export interface Ending {
  readonly finished: boolean;
}

/** Whether an event is its stream's last; those of a feed, which has no end, never are. */
export const isLast = (event: unknown): boolean => (event as Partial<Ending>).finished === true;
