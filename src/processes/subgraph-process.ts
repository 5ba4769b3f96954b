import type { Config } from "../config.ts";
import type { Services } from "../context.ts";
import { federated } from "../gateway/entities.ts";
import { subgraphGateway } from "../gateway/linked-gateway.ts";
import { cursorOf } from "../ledger/cursor.ts";
import { admitting } from "../server/admission.ts";
import { stopOnSignals } from "../server/drain.ts";
import type { Log } from "../server/log.ts";
import { type RunningServer, startServer } from "../server/server.ts";
import {
  closeServices,
  contextsOf,
  databaseCheck,
  type Identities,
  identitiesOf,
  openServices,
  readingsOf,
} from "./services.ts";
import type { SubgraphName } from "./subgraph-names.ts";
import { subgraphNamed } from "./subgraphs.ts";

/** Serves one subgraph by itself, to a gateway that knows the shared secret and to nobody else. */
export function startSubgraph(
  name: SubgraphName,
  config: Pick<Config, "host" | "port"> &
    Partial<Pick<Config, "drainDelay" | "metricsToken">> & { readonly gatewaySecret: string },
  services: Services,
  { verifier }: Pick<Identities, "verifier">,
  log: Log,
): Promise<RunningServer> {
  return startServer({
    settings: {
      host: config.host,
      port: config.port,
      introspection: false,
      gatewayProof: config.gatewaySecret,
      drainDelay: config.drainDelay ?? 0,
      metricsToken: config.metricsToken ?? null,
    },
    gateway: admitting(subgraphGateway(federated(subgraphNamed(name)), { cursorOf })),
    verifier,
    makeContext: contextsOf(services),
    log,
    readings: readingsOf(services),
    ready: [databaseCheck(services)],
    developmentTokens: null,
  });
}

/** Opens the database, serves one subgraph, and stops when told to. */
export async function runSubgraph(name: SubgraphName, config: Config, gatewaySecret: string, log: Log): Promise<void> {
  const services = await openServices(config, log);
  const server = await startSubgraph(name, { ...config, gatewaySecret }, services, await identitiesOf(config), log);
  stopOnSignals(() => server.stop().then(() => closeServices(services)), log);
  if (await server.whenReady()) log.info({ url: `${server.url}/graphql`, subgraph: name }, "ready");
}
