import type { Services } from "../../src/context.ts";
import type { RemoteSubgraph } from "../../src/gateway/remote.ts";
import type { Verifier } from "../../src/identity/tokens.ts";
import { startRemoteGateway } from "../../src/processes/gateway-process.ts";
import { type SubgraphName, subgraphNames } from "../../src/processes/subgraph-names.ts";
import { startSubgraph } from "../../src/processes/subgraph-process.ts";
import { anyPort, silent } from "./graph.ts";

/** The graph apart: five subgraphs, each behind its own server, and the gateway over them. */
export interface Apart {
  /** Where the gateway answers. */
  readonly url: string;
  /** Where each subgraph answers. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** Stops one subgraph, as a deployment does, and leaves the rest as it is. */
  stopSubgraph(name: SubgraphName): Promise<void>;
  stop(): Promise<void>;
}

/** What the gateway and its subgraphs share. */
export const gatewaySecret = "shared by the gateway and its subgraphs alone";

/**
 * Starts the graph apart, on the database, clock and ids of `services`, for whoever the verifier knows; with `more`
 * subgraphs that others run.
 */
export async function startApart(
  services: Services,
  verifier: Verifier,
  more: readonly RemoteSubgraph[] = [],
): Promise<Apart> {
  const servers = await Promise.all(
    subgraphNames.map((name) => startSubgraph(name, { ...anyPort, gatewaySecret }, services, { verifier }, silent)),
  );
  const subgraphs = subgraphNames.map((name, position) => ({ name, url: `${servers[position]!.url}/graphql` }));
  const gateway = await startRemoteGateway(
    { ...anyPort, gatewaySecret, subgraphs: [...subgraphs, ...more] },
    { verifier, developmentTokens: null },
    silent,
  );
  return {
    url: gateway.url,
    subgraphs: Object.fromEntries(subgraphs.map(({ name, url }) => [name, url])),
    stopSubgraph: (name) => servers[subgraphNames.indexOf(name)]!.stop(),
    stop: async () => {
      await gateway.stop();
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}
