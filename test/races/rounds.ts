/** How often each race is run: in every test run, and in the long one. */
export const rounds = { short: 50, long: 1000 } as const;
