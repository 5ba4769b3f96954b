/** How many sequences the model draws: in every test run, and in the long one. */
export const sequences = { short: 20, long: 10_000 } as const;
