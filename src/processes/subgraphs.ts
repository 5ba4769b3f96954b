import { applicationsSubgraph } from "../applications/subgraph.ts";
import type { Context } from "../context.ts";
import { decisionsSubgraph } from "../decisions/subgraph.ts";
import type { Subgraph } from "../gateway/subgraph.ts";
import { ledgerSubgraph } from "../ledger/subgraph.ts";
import { partnersSubgraph } from "../partners/subgraph.ts";
import { releasesSubgraph } from "../releases/subgraph.ts";
import { type SubgraphName, subgraphNames } from "./subgraph-names.ts";

const factories: Record<SubgraphName, () => Subgraph<Context>> = {
  partners: partnersSubgraph,
  releases: releasesSubgraph,
  applications: applicationsSubgraph,
  decisions: decisionsSubgraph,
  ledger: ledgerSubgraph,
};

/** One of our subgraphs. */
export const subgraphNamed = (name: SubgraphName): Subgraph<Context> => factories[name]();

/** All five of our subgraphs. */
export const allSubgraphs = (): Subgraph<Context>[] => subgraphNames.map(subgraphNamed);
