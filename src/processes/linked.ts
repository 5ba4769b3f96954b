import type { Config } from "../config.ts";
import { type Context, type Services, tellAsked } from "../context.ts";
import type { Embedded } from "../database/embedded/embedded.ts";
import { loadDemonstration } from "../demonstration/load.ts";
import { Connected } from "../feed/connected.ts";
import { type Linked, link } from "../gateway/link.ts";
import { linkedGateway } from "../gateway/linked-gateway.ts";
import { isLast } from "../graph/last-event.ts";
import { isPersonal } from "../graph/personal.ts";
import { scopesOf } from "../identity/permissions.ts";
import { cursorOf } from "../ledger/cursor.ts";
import { admitting } from "../server/admission.ts";
import { auditing } from "../server/auditing.ts";
import { stopOnSignals } from "../server/drain.ts";
import type { Gateway } from "../server/gateway.ts";
import type { ReadinessCheck } from "../server/health.ts";
import type { Log } from "../server/log.ts";
import { type RunningServer, startServer } from "../server/server.ts";
import type { Sending } from "../webhooks/sending.ts";
import { startDelivering } from "./delivering.ts";
import { keptComposition } from "./kept-composition.ts";
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
import { allSubgraphs } from "./subgraphs.ts";
import { type Sweeping, startSweeping } from "./sweeping.ts";

/** The scopes that an operation runs with, as the check of `@requiresScopes` asks for them. */
const holderOf = ({ actor }: Context) => ({ signedIn: actor.subject !== null, scopes: scopesOf(actor) });

/** The five subgraphs linked into one schema. Takes a while, and needs no database. */
export const linkedSchema = (): Linked => link(allSubgraphs(), keptComposition);

/** The linked schema as what runs the operations of one server. */
export const linkedGraph = (linked: Linked = linkedSchema()): Gateway =>
  auditing(admitting(linkedGateway(linked, { holder: holderOf, cursorOf, isLast, isPersonal, tellAsked })));

/** Serves the whole graph from this process. */
export async function startLinked(
  config: Pick<Config, "host" | "port" | "introspection"> &
    Partial<Pick<Config, "drainDelay" | "drainSpread" | "readerBounds" | "metricsToken">>,
  services: Services,
  { verifier, developmentTokens }: Identities,
  log: Log,
  gateway: Gateway = linkedGraph(),
  ready: readonly ReadinessCheck[] = [],
): Promise<RunningServer> {
  const server = await startServer({
    settings: {
      host: config.host,
      port: config.port,
      introspection: config.introspection,
      gatewayProof: null,
      drainDelay: config.drainDelay ?? 0,
      drainSpread: config.drainSpread ?? 0,
      ...(config.readerBounds ? { readerBounds: config.readerBounds } : {}),
      metricsToken: config.metricsToken ?? null,
    },
    gateway,
    verifier,
    makeContext: contextsOf(services),
    log,
    readings: readingsOf(services),
    connected: new Connected(services.tail),
    ready: [databaseCheck(services), ...ready],
    developmentTokens,
    documents: publishedTokens(services),
  });
  services.tokens?.listensOn(server.url);
  return server;
}

/**
 * Opens the database, serves the whole graph, and stops when told to. The graph is linked while the database opens; a
 * demonstration is loaded beside what is being answered.
 */
export async function runLinked(config: Config, log: Log, opening: Promise<Embedded> | null): Promise<void> {
  const [services, graph] = await Promise.all([openServices(config, log, opening), linkedGraph()]);
  const keeping = startLedgerKeeping(services, config.ledgerSeconds, log);
  const server = await startLinked(config, services, await identitiesOf(config), log, graph, [keeping.ready]);
  const stopping = new AbortController();
  let matching: Promise<void> | null = null;
  let loading: Promise<void> | null = null;
  let sweeping: Sweeping | null = null;
  let delivering: Sending | null = null;
  stopOnSignals(async () => {
    stopping.abort();
    await Promise.all([server.stop(), matching, loading]);
    await Promise.all([sweeping?.stop(), delivering?.stop(), keeping.stop()]);
    await closeServices(services);
  }, log);
  const { kind: database } = services.database;
  if (!(await server.whenReady())) return;
  log.info({ url: `${server.url}/graphql`, database, developmentIdentities: config.developmentIdentities }, "ready");
  matching = matchListAgainAtStart(services, log, stopping.signal);
  if (config.demonstration) loading = matching.then(() => demonstrate(services, log, stopping.signal));
  // A story is told at its own times: nothing of it falls due before it is told.
  await loading;
  if (stopping.signal.aborted) return;
  sweeping = startSweeping(services, config.sweepSeconds, log);
  delivering = startDelivering(services, config.webhooks, log);
}

/** Loads what the demonstration lacks. The server goes on without it where that fails. */
async function demonstrate(services: Services, log: Log, stopping: AbortSignal): Promise<void> {
  const started = performance.now();
  try {
    const changes = await loadDemonstration(services, stopping);
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    if (changes !== null) log.info({ changes, seconds }, "the demonstration is loaded");
  } catch (error) {
    log.error({ err: error }, "the demonstration isn't loaded: the next start goes on with it");
  }
}
