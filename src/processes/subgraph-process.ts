import type { Config } from "../config.ts";
import { type Services, tellAsked } from "../context.ts";
import { Connected } from "../feed/connected.ts";
import { endingsAfter } from "../feed/endings.ts";
import { federated } from "../gateway/entities.ts";
import { subgraphGateway } from "../gateway/linked-gateway.ts";
import { isLast } from "../graph/last-event.ts";
import { isPersonal } from "../graph/personal.ts";
import { cursorOf } from "../ledger/cursor.ts";
import { admitting } from "../server/admission.ts";
import { auditing } from "../server/auditing.ts";
import { stopOnSignals } from "../server/drain.ts";
import type { ReadinessCheck } from "../server/health.ts";
import type { Log } from "../server/log.ts";
import { type RunningServer, startServer } from "../server/server.ts";
import { startDelivering } from "./delivering.ts";
import { startLedgerKeeping } from "./ledger-keeping.ts";
import { matchListAgainAtStart } from "./matching-again.ts";
import { publishedTokens } from "./published-tokens.ts";
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
import { startSweeping } from "./sweeping.ts";

/**
 * Serves one subgraph by itself, to a gateway that knows the shared secret and to nobody else. What verifies
 * authorizations' tokens is published by the subgraph that makes them, to everyone whom its paths are led to.
 */
export async function startSubgraph(
  name: SubgraphName,
  config: Pick<Config, "host" | "port"> &
    Partial<Pick<Config, "drainDelay" | "drainSpread" | "readerBounds" | "metricsToken">> & {
      readonly gatewaySecret: string;
    },
  services: Services,
  { verifier }: Pick<Identities, "verifier">,
  log: Log,
  ready: readonly ReadinessCheck[] = [],
): Promise<RunningServer> {
  const server = await startServer({
    settings: {
      host: config.host,
      port: config.port,
      introspection: false,
      gatewayProof: config.gatewaySecret,
      drainDelay: config.drainDelay ?? 0,
      drainSpread: config.drainSpread ?? 0,
      ...(config.readerBounds ? { readerBounds: config.readerBounds } : {}),
      metricsToken: config.metricsToken ?? null,
    },
    gateway: auditing(
      admitting(subgraphGateway(federated(subgraphNamed(name)), { cursorOf, isLast, isPersonal, tellAsked })),
    ),
    verifier,
    makeContext: contextsOf(services),
    log,
    readings: readingsOf(services),
    connected: new Connected(services.tail),
    ...(name === "ledger" ? { endings: (after: number | null) => endingsAfter(services.database, after) } : {}),
    ready: [databaseCheck(services), ...ready],
    developmentTokens: null,
    ...(name === "decisions" ? { documents: publishedTokens(services) } : {}),
  });
  services.tokens?.listensOn(server.url);
  return server;
}

/** Opens the database, serves one subgraph, and stops when told to. */
export async function runSubgraph(name: SubgraphName, config: Config, gatewaySecret: string, log: Log): Promise<void> {
  const services = await openServices(config, log);
  const keeping = name === "ledger" ? startLedgerKeeping(services, config.ledgerSeconds, log) : null;
  const ready = keeping === null ? [] : [keeping.ready];
  const identities = await identitiesOf(config);
  const server = await startSubgraph(name, { ...config, gatewaySecret }, services, identities, log, ready);
  // Apart, what falls due is the work of the room that decides.
  const sweeping = startSweeping(services, name === "decisions" ? config.sweepSeconds : 0, log);
  const stopping = new AbortController();
  let matching: Promise<void> | null = null;
  // Webhooks are the ledger's.
  const delivering = name === "ledger" ? startDelivering(services, config.webhooks, log) : null;
  stopOnSignals(async () => {
    stopping.abort();
    await Promise.all([server.stop(), sweeping.stop(), delivering?.stop(), keeping?.stop(), matching]);
    await closeServices(services);
  }, log);
  if (!(await server.whenReady())) return;
  log.info({ url: `${server.url}/graphql`, subgraph: name }, "ready");
  if (name === "partners") matching = matchListAgainAtStart(services, log, stopping.signal);
}
