import type { GraphQLScalarType } from "graphql";
import type { Config } from "../config.ts";
import { Connected } from "../feed/connected.ts";
import { askingFor, RemoteEndings } from "../gateway/endings.ts";
import { type RemoteSubgraph, remoteGateway } from "../gateway/remote.ts";
import { DateTime } from "../graph/scalars.ts";
import type { Actor } from "../identity/actor.ts";
import { scopesOf } from "../identity/permissions.ts";
import { Cursor } from "../ledger/cursor.ts";
import { SequenceNumber } from "../ledger/sequence-number.ts";
import { stopOnSignals } from "../server/drain.ts";
import { isErrorCode } from "../server/error-codes.ts";
import type { Log } from "../server/log.ts";
import { type RunningServer, startServer } from "../server/server.ts";
import { type Identities, identitiesOf } from "./services.ts";
import { readSubgraphs } from "./subgraphs-file.ts";

/** What one operation through the gateway carries: who asks, and what is handed on to the subgraphs. */
interface Passing {
  readonly actor: Actor;
  readonly authorization: string | null;
  readonly correlationId: string;
}

const scalars: readonly GraphQLScalarType[] = [DateTime, Cursor, SequenceNumber];

/** Serves the supergraph over subgraphs that run elsewhere: ours, and those of agencies and vendors. */
export function startRemoteGateway(
  config: Pick<Config, "host" | "port" | "introspection"> &
    Partial<Pick<Config, "drainDelay" | "drainSpread" | "readerBounds" | "metricsToken">> & {
      readonly gatewaySecret: string;
      readonly subgraphs: readonly RemoteSubgraph[];
    },
  { verifier, developmentTokens }: Identities,
  log: Log,
): Promise<RunningServer> {
  return startServer({
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
    gateway: remoteGateway({
      subgraphs: config.subgraphs,
      secret: config.gatewaySecret,
      holder: (({ actor }: Passing) => ({ signedIn: actor.subject !== null, scopes: scopesOf(actor) })) as never,
      caller: (({ authorization, correlationId }: Passing) => ({ authorization, correlationId })) as never,
      isKnownCode: isErrorCode,
      log,
      scalars,
    }),
    verifier,
    makeContext: (actor, { authorization, correlationId }): Passing => ({
      actor,
      authorization: authorization ?? null,
      correlationId,
    }),
    log,
    ready: [],
    connected: connectedBy(config, log),
    developmentTokens,
  });
}

/** Whose connections end is the ledger's to say: null where none of ours is among the subgraphs. */
function connectedBy(
  { subgraphs, gatewaySecret }: { readonly gatewaySecret: string; readonly subgraphs: readonly RemoteSubgraph[] },
  log: Log,
): Connected | null {
  const ledger = subgraphs.find(({ name, external = false }) => name === "ledger" && !external);
  return ledger ? new Connected(new RemoteEndings(askingFor(ledger.url, gatewaySecret), log)) : null;
}

/** Serves the supergraph over the subgraphs that the configuration names, and stops when told to. */
export async function runRemoteGateway(config: Config, gatewaySecret: string, log: Log): Promise<void> {
  const subgraphs = readSubgraphs(config.subgraphs);
  const server = await startRemoteGateway({ ...config, gatewaySecret, subgraphs }, await identitiesOf(config), log);
  stopOnSignals(() => server.stop(), log);
  if (await server.whenReady()) log.info({ url: `${server.url}/graphql` }, "ready");
}
