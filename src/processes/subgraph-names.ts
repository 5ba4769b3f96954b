/** The names of our subgraphs, in the order in which each may know the ones before it. */
export const subgraphNames = ["partners", "releases", "applications", "decisions", "ledger"] as const;
export type SubgraphName = (typeof subgraphNames)[number];
