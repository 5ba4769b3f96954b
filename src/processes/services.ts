import type { Config } from "../config.ts";
import { Context, databaseClock, type Services } from "../context.ts";
import type { Embedded } from "../database/embedded/embedded.ts";
import { Listener } from "../database/listener.ts";
import { openDatabase } from "../database/open-database.ts";
import { beginDemonstration } from "../demonstration/load.ts";
import { LedgerTail } from "../feed/tail.ts";
import { BatchCount } from "../graph/batched.ts";
import { timeOrderedIds } from "../graph/ids.ts";
import { publicActor } from "../identity/actor.ts";
import { developmentIdentities } from "../identity/development.ts";
import { issuerKeys } from "../identity/issuer-keys.ts";
import { tokenIssuer } from "../identity/token-issuer.ts";
import { createVerifier, type Verifier } from "../identity/tokens.ts";
import { ledgerChannel } from "../ledger/append.ts";
import { RefusedAttempts } from "../ledger/attempts/refused-attempts.ts";
import { type LedgerKeys, ledgerKeys } from "../ledger/notes/ledger-keys.ts";
import { ownKey } from "../ledger/notes/own-key.ts";
import { shipPolicies } from "../releases/policies/ship-policies.ts";
import type { DevelopmentTokens } from "../server/development-tokens.ts";
import type { MakeContext } from "../server/graphql-route.ts";
import type { Log } from "../server/log.ts";
import type { Reading } from "../server/meter.ts";
import { WebhookCounts } from "../webhooks/counts.ts";
import { ownSecretsKey } from "../webhooks/own-key.ts";
import { secretBox } from "../webhooks/secret-box.ts";
import type { WebhookSettings } from "../webhooks/settings.ts";

/**
 * The database with its schema and shipped policies in place, the production clock and ids. Where an empty database is
 * to be given a demonstration, the policies are dated before its story.
 */
export async function openServices(
  settings: Pick<Config, "database"> &
    Partial<Pick<Config, "demonstration" | "screeningMaxAgeDays" | "ledger" | "tokens" | "auditLogDays" | "webhooks">>,
  log: Log,
  opening: Promise<Embedded> | null = null,
): Promise<Services> {
  const { demonstration = false, screeningMaxAgeDays } = settings;
  const database = await openDatabase(settings.database, log, opening);
  try {
    const services: Services = {
      database,
      clock: databaseClock,
      ids: timeOrderedIds,
      tail: new LedgerTail(database, log, { hints: hintsFor(settings.database, log) }),
      batches: new BatchCount(),
      screeningMaxAgeDays,
      auditLogDays: settings.auditLogDays,
      attempts: new RefusedAttempts(database, log),
      ledgerKeys: settings.ledger ? ledgerKeysOf(settings.ledger, settings.database) : null,
      tokens: settings.tokens ? tokenIssuer(settings.tokens, ownFolder(settings.database)) : null,
      webhooks: settings.webhooks ? webhookSettings(settings.webhooks, settings.database) : null,
    };
    const storyBegins = demonstration ? await beginDemonstration(services) : null;
    await shipPolicies({ ...services, clock: { fixed: storyBegins } });
    return services;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** What other processes append is heard of on PostgreSQL; the embedded database has no other process. */
export const hintsFor = (database: Config["database"], log: Log): Listener | null =>
  database.kind === "postgres" ? new Listener({ url: database.url, channel: ledgerChannel }, log) : null;

/** The keys of the ledger's checkpoints: as configured, or a key of this machine's own beside the embedded database. */
export function ledgerKeysOf(
  { origin, signing, earlier }: Config["ledger"],
  database: Config["database"],
): LedgerKeys | null {
  if (signing !== null) return ledgerKeys(signing, earlier);
  return database.kind === "embedded" ? ledgerKeys(ownKey(database.folder, origin), earlier) : null;
}

/** Where this machine keeps keys of its own: beside the embedded database. */
const ownFolder = (database: Config["database"]): string | null =>
  database.kind === "embedded" ? database.folder : null;

/** What webhooks need: with the keys as configured, or one of this machine's own beside the embedded database. */
function webhookSettings(
  { keys, allowLoopback, forbidden, logDays }: Config["webhooks"],
  database: Config["database"],
): WebhookSettings | null {
  const sealing = keys.length > 0 || database.kind !== "embedded" ? keys : ownSecretsKey(database.folder);
  if (sealing.length === 0) return null;
  return { secrets: secretBox(sealing), allowLoopback, forbidden, logDays, counts: new WebhookCounts() };
}

/** Ends what follows the ledger, writes what was counted, then closes the database. */
export async function closeServices({ tail, database, attempts }: Services): Promise<void> {
  await tail.stop();
  await attempts?.flush();
  await database.close();
}

/** Who tells who is asking, and the tokens to hand out where identities are for development. */
export interface Identities {
  readonly verifier: Verifier;
  readonly developmentTokens: DevelopmentTokens | null;
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

/** What the metrics say of the database, the feed and the loaders. */
export function readingsOf(services: Services): Reading[] {
  const { database, tail, batches, webhooks } = services;
  const gauge = (name: string, help: string, read: Reading["read"]): Reading => ({ name, help, type: "gauge", read });
  const counter = (name: string, help: string, read: Reading["read"]): Reading => ({
    name,
    help,
    type: "counter",
    read,
  });
  return [
    gauge("countersign_pool_connections", "Database connections that are open.", () => database.connections().open),
    gauge("countersign_pool_idle", "Open database connections that do nothing.", () => database.connections().idle),
    gauge("countersign_pool_waiting", "Requests that wait for a connection.", () => database.connections().waiting),
    gauge(
      "countersign_screening_list_age_seconds",
      "Seconds since the screening list in force was last imported; -1 without one, when nobody can be admitted and no silence counts on applications.",
      () => screeningListAge(services),
    ),
    gauge("countersign_feed_followers", "Followers that wait for the next ledger entry.", () => tail.following),
    gauge(
      "countersign_feed_hinted",
      "1 while this process hears at once what others append; 0, and it finds it a little later.",
      () => (tail.hinted ? 1 : 0),
    ),
    gauge("countersign_feed_lag_entries", "Ledger entries that no follower has been told of yet.", () => tail.lag()),
    counter("countersign_loader_batches_total", "Batches that loaders have read.", () => batches?.batches ?? 0),
    counter("countersign_loader_keys_total", "Keys that loaders were asked for in them.", () => batches?.keys ?? 0),
    gauge("countersign_webhook_waiting_events", "Events noted for webhooks that aren't acknowledged yet.", () =>
      waitingEvents(services),
    ),
    {
      name: "countersign_webhook_attempts_total",
      help: "Attempts of this process to deliver an event to a webhook, by outcome.",
      type: "counter",
      label: "outcome",
      read: () => webhooks?.counts.byOutcome() ?? null,
    },
  ];
}

async function screeningListAge({ database, clock }: Services): Promise<number> {
  const [row] = await database.query<{ age: number }>(
    `select extract(epoch from coalesce($1, now()) - l.confirmed_at)::float8 as age
       from screening s join screening_list l on l.id = s.list_id`,
    [clock.fixed],
  );
  return row?.age ?? -1;
}

async function waitingEvents({ database }: Services): Promise<number> {
  const [row] = await database.query<{ waiting: number }>("select count(*)::int as waiting from webhook_delivery");
  return row?.waiting ?? 0;
}

/** Readiness asks the database the time: nothing is answered without it. */
export const databaseCheck = (services: Services) => ({
  name: "database",
  check: () => new Context(services, publicActor, "readiness").now(),
});
