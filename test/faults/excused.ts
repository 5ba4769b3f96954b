/** What nodes log as errors while their database is away, each to be tried again. */
export const whileAway =
  /the database is out of reach|the next (sweep|round) tries again|the next try|out of reach: operations are refused/;
