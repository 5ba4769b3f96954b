/** How often each race is run: in every test run, and in the long one. */
export const rounds = { short: 5, long: 1000 } as const;
