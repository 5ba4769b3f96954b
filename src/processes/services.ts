import type { Config } from "../config.ts";
import { Context, databaseClock, type Services } from "../context.ts";
import type { Embedded } from "../database/embedded/embedded.ts";
import { openDatabase } from "../database/open-database.ts";
import { LedgerTail } from "../feed/tail.ts";
import { timeOrderedIds } from "../graph/ids.ts";
import { publicActor } from "../identity/actor.ts";
import { developmentIdentities } from "../identity/development.ts";
import { issuerKeys } from "../identity/issuer-keys.ts";
import { createVerifier, type Verifier } from "../identity/tokens.ts";
import { shipPolicies } from "../releases/ship-policies.ts";
import type { MakeContext } from "../server/graphql-route.ts";
import type { Log } from "../server/log.ts";

/** The database with its schema and shipped policies in place, the production clock and ids. */
export async function openServices(
  { database: settings }: Pick<Config, "database">,
  log: Log,
  opening: Promise<Embedded> | null = null,
): Promise<Services> {
  const database = await openDatabase(settings, log, opening);
  try {
    const services: Services = {
      database,
      clock: databaseClock,
      ids: timeOrderedIds,
      tail: new LedgerTail(database, log),
    };
    await shipPolicies(services);
    return services;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Who tells who is asking, and the tokens to hand out where identities are for development. */
export interface Identities {
  readonly verifier: Verifier;
  readonly developmentTokens: (() => Promise<unknown>) | null;
}

/** The issuer's tokens, or development identities where the configuration allows them. */
export async function identitiesOf(config: Config): Promise<Identities> {
  if (config.issuer === null) {
    const { verifier, tokens } = await developmentIdentities();
    return { verifier, developmentTokens: tokens };
  }
  const { url: issuer, audience } = config.issuer;
  const keys = issuerKeys(issuer, { allowLoopbackHttp: true });
  const verifier = createVerifier({ issuer, audience, keys, claims: config.claims });
  return { verifier, developmentTokens: null };
}

/** A context of its own for every operation. */
export const contextsOf =
  (services: Services): MakeContext =>
  (actor, { correlationId }) =>
    new Context(services, actor, correlationId);

/** Readiness asks the database the time: nothing is answered without it. */
export const databaseCheck = (services: Services) => ({
  name: "database",
  check: () => new Context(services, publicActor, "readiness").now(),
});
